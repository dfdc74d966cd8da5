// SPDX-License-Identifier: EUPL-1.2
// The command `verify`: checks a sealed container of this machine, without a running gateway.
#pragma once

#include "gateway/cli/remote.hpp"
#include "gateway/text.hpp"

#include <filesystem>
#include <vector>

namespace wetbode::cli {

struct VerifyOrder {
    std::filesystem::path file;
    std::vector<std::filesystem::path> anchors;
    Language language = Language::nl;
    Output output = Output::text;
};

/// Checks a sealed container. done only if it is passed.
[[nodiscard]] int verify(VerifyOrder const& order);

}  // namespace wetbode::cli
