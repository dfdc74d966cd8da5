// SPDX-License-Identifier: EUPL-1.2
// The lines of the twin's journal, and how members of JSON are read. Pure; any thread.
#pragma once

#include "adapters/parliament/twin_store.hpp"

#include <nlohmann/json.hpp>

#include <string>

namespace wetbode::parliament {

/// A member that is a string or a whole number, as a string; else empty.
[[nodiscard]] std::string text_in(nlohmann::json const& object, char const* key);
/// 1 to 15 digits: what a number of the Parliament looks like.
[[nodiscard]] bool all_digits(std::string const& text);
/// In one line; what is not UTF-8 becomes a replacement character.
[[nodiscard]] std::string line_of(nlohmann::json const& value);

[[nodiscard]] nlohmann::json json_of(Taken const& taken);
[[nodiscard]] nlohmann::json json_of(Parchment const& parchment);
[[nodiscard]] nlohmann::json json_of(Processed const& processed);
/// From the journal; throw nlohmann's exceptions if a member is missing.
[[nodiscard]] Taken taken_from(nlohmann::json const& line);
[[nodiscard]] Parchment parchment_from(nlohmann::json const& line);
[[nodiscard]] Processed processed_from(nlohmann::json const& line);

}  // namespace wetbode::parliament
