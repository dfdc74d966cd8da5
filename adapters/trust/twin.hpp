// SPDX-License-Identifier: EUPL-1.2
// The test authorities as a service: time stamps, OCSP, revocation lists, certificates to download and to be issued,
// with fault switches. For demonstrations, tests and partners; never part of the gateway. Thread safe.
#pragma once

#include "gateway/api/message.hpp"

#include <filesystem>
#include <memory>
#include <string>

namespace wetbode::trust {

class Twin {
public:
    /// Keeps the authorities, with their private keys, in this folder, and beside them root.pem for whoever is to trust
    /// them. Empty: made anew, in memory. With `lists` it publishes trust lists that vouch for them, too.
    enum class Lists { none, published };
    explicit Twin(std::filesystem::path folder, Lists lists = Lists::none);
    ~Twin();
    Twin(Twin const&) = delete;
    Twin& operator=(Twin const&) = delete;

    /// Makes the authorities, or reads them. `base_url` goes into the certificates, so it is needed before the first
    /// request; until then requests get 503. Throws Outage("trust") if what the folder holds is not whole.
    void begin(std::string const& base_url);
    /// Opens exchanges for an HTTP server; the twin must outlive it.
    [[nodiscard]] api::Opener opener();
    /// Ends whatever lingers because of a "slow" fault; call before the server is stopped.
    void release();

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace wetbode::trust
