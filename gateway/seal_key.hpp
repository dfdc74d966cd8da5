// SPDX-License-Identifier: EUPL-1.2
// The key of the seal as [sealing] describes it. Private to the composition root and its tests.
#pragma once

#include "gateway/keys/signer.hpp"
#include "gateway/ops/log.hpp"
#include "gateway/ops/settings.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace wetbode {

/// From a token (pkcs11_module), a file (key_file), or made for the demo in `data`/keys. Warns in the log of a demo
/// key, of a token that is away, and of an algorithm that ends. Throws ops::SettingsError for settings that
/// contradict each other, Outage("keys") for a key that cannot be used.
[[nodiscard]] std::unique_ptr<Signer> seal_key(ops::Settings const& settings, std::filesystem::path const& data,
                                               Instant now, ops::Log const& log);

/// What to warn of: the algorithm of this key has ended or ends within two years (ETSI TS 119 312). Empty: nothing.
[[nodiscard]] std::optional<std::string> algorithm_warning(Signer const& signer, Instant now);

}  // namespace wetbode
