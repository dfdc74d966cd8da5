// SPDX-License-Identifier: EUPL-1.2
// Certificates for tests, made on the spot: an authority, a server for 127.0.0.1 and clients.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

namespace wetbode::test {

struct PemPair {
    std::filesystem::path certificate;
    std::filesystem::path key;
    std::string fingerprint;  ///< SHA-256 of the DER form, hexadecimal
};

enum class Purpose { server, client };

/// An authority that lives in `folder`.
class Authority {
public:
    Authority(std::filesystem::path folder, std::string const& name);
    ~Authority();
    [[nodiscard]] std::filesystem::path const& certificate() const;
    [[nodiscard]] PemPair issue(std::string const& name, Purpose purpose) const;

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace wetbode::test
