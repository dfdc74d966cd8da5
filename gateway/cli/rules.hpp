// SPDX-License-Identifier: EUPL-1.2
// The command `rules`: the list of rules as lines, as a page or as JSON, without a running gateway.
#pragma once

#include "gateway/text.hpp"
#include "gateway/validation/catalogue.hpp"

#include <string>

namespace wetbode::cli {

struct RulesOrder {
    std::string type;             ///< empty: all types
    std::string format = "text";  ///< text, md or json
    Language language = Language::nl;
};

/// Prints the list. misused if the type does not exist.
[[nodiscard]] int rules(Catalogue const& catalogue, RulesOrder const& order);

}  // namespace wetbode::cli
