// SPDX-License-Identifier: EUPL-1.2
// A stand-in of the e-Box message registry, versions 2 and 3: checks as the documents describe, a table of recipients,
// idempotency with 409, the look-ups of the Federation Service, fault switches. Never part of the gateway. Thread safe.
#pragma once

#include "gateway/api/message.hpp"

#include <filesystem>
#include <memory>
#include <set>
#include <string>

namespace wetbode::ebox {

struct TwinSettings {
    std::filesystem::path state;          ///< folder of the journal; empty = memory only
    std::set<std::string> without_box;    ///< INSZ or KBO numbers that get NO_DIGITAL_USER
    std::set<std::string> inactive;       ///< KBO numbers that get INVALID_INPUT
    std::string bearer;                   ///< empty = any or no token does
    std::set<std::string> exclusive;      ///< KBO numbers that want no paper any more
    std::set<std::string> withdrawn;      ///< INSZ numbers that took back their consent: as if without a box
};

class Twin {
public:
    explicit Twin(TwinSettings settings);
    ~Twin();
    Twin(Twin const&) = delete;
    Twin& operator=(Twin const&) = delete;

    /// Opens exchanges for an HTTP server; the twin must outlive it.
    [[nodiscard]] api::Opener opener();
    void release();

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace wetbode::ebox
