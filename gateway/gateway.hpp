// SPDX-License-Identifier: EUPL-1.2
// The composition root: builds every part in order, runs them, stops them in reverse. One object is one gateway; a
// program or a test owns it.
#pragma once

#include "gateway/adapter.hpp"
#include "gateway/ops/settings.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>

namespace wetbode {

/// Every adapter that was built in; the list is generated from the folders of adapters/.
[[nodiscard]] std::span<Adapter const* const> adapters();

/// Where the data that comes with the program lies: schemas/ and adapters/<name>/answers.toml.
[[nodiscard]] std::filesystem::path share_folder();

class Gateway {
public:
    /// Opens the ledger, loads schemas and keys, binds the port. Throws ops::SettingsError or Outage with a sentence
    /// that the operator understands; nothing runs yet.
    explicit Gateway(ops::Settings settings);
    ~Gateway();
    Gateway(Gateway const&) = delete;
    Gateway& operator=(Gateway const&) = delete;

    void start();
    void stop();
    /// Where it is reached: "http://127.0.0.1:8460".
    [[nodiscard]] std::string const& url() const;
    [[nodiscard]] std::uint16_t port() const;

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace wetbode
