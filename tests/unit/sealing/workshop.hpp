// SPDX-License-Identifier: EUPL-1.2
// What the tests of this room share: a folder of their own, demo keys, containers taken apart and put together again.
#pragma once

#include "gateway/keys/keyring.hpp"
#include "gateway/sealing/sealer.hpp"
#include "gateway/verification/trust_folder.hpp"
#include "gateway/verification/verification.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wetbode::test {

/// A new folder under the system's temporary one, removed at the end.
class Folder {
public:
    Folder();
    Folder(Folder const&) = delete;
    Folder& operator=(Folder const&) = delete;
    ~Folder();

    [[nodiscard]] std::filesystem::path const& path() const { return path_; }
    [[nodiscard]] std::filesystem::path operator/(std::string_view name) const { return path_ / name; }

private:
    std::filesystem::path path_;
};

[[nodiscard]] Instant noon();  ///< 2026-11-23T12:00:00Z

using Entries = std::vector<std::pair<std::string, std::string>>;  ///< name and octets, in order

/// Demo keys made at one instant, and a sealer that uses them.
struct Workshop {
    explicit Workshop(Instant keys_made = noon());

    /// Seals and leaves the container in the folder.
    std::filesystem::path sealed(Entries const& files, Instant at = noon()) const;
    /// The container of two small files that most tests start from.
    std::filesystem::path decree() const;
    [[nodiscard]] std::filesystem::path anchor() const { return folder / "demo-ca.pem"; }
    [[nodiscard]] VerificationReport verify(std::filesystem::path const& container, Instant at = noon()) const;

    Folder folder;
    std::unique_ptr<Signer> signer;
};

[[nodiscard]] Entries unpack(std::filesystem::path const& container);
/// Stored, in this order, as a ZIP library writes it.
void pack(std::filesystem::path const& container, Entries const& entries);
[[nodiscard]] std::string& entry(Entries& entries, std::string_view name);

void write(std::filesystem::path const& file, std::string_view octets);
[[nodiscard]] std::string read(std::filesystem::path const& file);
/// Replaces the one occurrence; the test ends if there is not exactly one.
void replace(std::string& text, std::string_view old, std::string_view with);
/// From the first `from` to the next `to`, both with it; the test ends if either is not there.
[[nodiscard]] std::string between(std::string const& text, std::string_view from, std::string_view to);

/// Signs a changed signatures001.xml again with the right key, so that only its form is wrong. The digest of the
/// signed properties is renewed, too.
[[nodiscard]] std::string sign_again(std::string xml, Signer const& signer);

/// The files' authorities, without a word about revocations.
[[nodiscard]] VerificationOptions trusting(std::vector<std::filesystem::path> const& anchors, Instant at = noon());

[[nodiscard]] bool has(VerificationReport const& report, std::string_view code);
/// Codes and English sentences, for the message of a failing test.
[[nodiscard]] std::string told(VerificationReport const& report);

struct Ran {
    int status;
    std::string output;
};
/// Runs a shell command in a folder; output and errors together.
[[nodiscard]] Ran run(std::filesystem::path const& folder, std::string const& command);

}  // namespace wetbode::test
