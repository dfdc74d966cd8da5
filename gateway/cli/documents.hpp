// SPDX-License-Identifier: EUPL-1.2
// Commands that work on files of this machine, without a running gateway.
#pragma once

#include "gateway/cli/remote.hpp"
#include "gateway/text.hpp"
#include "gateway/validation/catalogue.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace wetbode::cli {

struct ValidateOrder {
    std::vector<std::filesystem::path> files;
    std::string type;  ///< empty: found by the root element
    Language language = Language::nl;
    Output output = Output::text;
};

/// Checks documents and prints every fault with its line and a caret under the column. negative if one is not valid.
[[nodiscard]] int validate(Catalogue const& catalogue, ValidateOrder const& order);

struct VerifyOrder {
    std::filesystem::path file;
    std::vector<std::filesystem::path> anchors;
    Language language = Language::nl;
    Output output = Output::text;
};

/// Checks a sealed container. done only if it is passed.
[[nodiscard]] int verify(VerifyOrder const& order);

}  // namespace wetbode::cli
