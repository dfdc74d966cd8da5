// SPDX-License-Identifier: EUPL-1.2
// What the two halves of bench_seals share: keys, authorities, documents.
#pragma once

#include "adapters/trust/authority.hpp"
#include "adapters/trust/in_process.hpp"
#include "gateway/clock.hpp"
#include "gateway/keys/keyring.hpp"
#include "gateway/sealing/raiser.hpp"
#include "gateway/sealing/sealer.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace wetbode::bench {

struct House {
    explicit House(std::filesystem::path const& given);

    [[nodiscard]] SealPorts ports() const {
        return {time.get(), revocation.get(), {authority.root(), authority.issuing()}, {}};
    }
    [[nodiscard]] Sealer sealer() const { return {*signer, folder, ports()}; }
    [[nodiscard]] Raiser raiser() const { return {signer->chain().front(), folder, ports()}; }

    std::filesystem::path folder;
    SystemClock clock;
    mutable trust::Authority authority;
    std::unique_ptr<TimeAuthority> time;
    std::unique_ptr<RevocationSource> revocation;
    std::unique_ptr<Signer> signer;  ///< P-256, in seal.key and seal.pem of the folder
};

/// A bill in Akoma Ntoso of at least so many octets: one element per hundred octets, as in real ones.
[[nodiscard]] std::string bill(std::size_t bytes);

struct Rate {
    double per_cpu_second = 0;
    double per_second = 0;
};
/// Repeats the act for so many seconds of processor time, once before they count.
[[nodiscard]] Rate rate_of(double seconds, std::function<void()> const& act);

/// Runs of the xmlsec1 program per processor second, in the folder of the house, the time that it takes to start left
/// out. Empty if it fails.
[[nodiscard]] std::optional<double> xmlsec_rate(House const& house, std::string const& arguments, double seconds);

/// Verifications per second by format, level and size, beside xmlsec1.
void measure_verifications(House const& house, double seconds);

/// What sealing and checking cannot do without, each part alone, beside the whole.
void measure_roof(House const& house, double seconds);

/// Removes the file of a sealed content, if it is one.
void drop(Content const& content);

/// Checks a sealed file; ends the program unless it passes.
void must_pass(House const& house, std::filesystem::path const& file);

/// Seals, raises and checks 250 MiB at every level, each in a process of its own, and prints the memory above that of
/// before. False if one failed or took more than 64 MiB.
[[nodiscard]] bool measure_memory(House const& house);

}  // namespace wetbode::bench
