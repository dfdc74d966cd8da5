// SPDX-License-Identifier: EUPL-1.2
// What is wrong with a command line, in the reader's language, and what was probably meant. Private to this folder.
#pragma once

#include "gateway/text.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace wetbode::cli {

// Whole messages for standard error.
[[nodiscard]] std::string no_command(Language language);
[[nodiscard]] std::string unknown_command(std::string const& given, Language language);
[[nodiscard]] std::string unknown_option(std::string const& given, Language language);
/// `kind` and `what` are name and text of the parser's error; `unexpected` is what it could not place.
[[nodiscard]] std::string mistake_in(std::string_view command, std::string const& kind, std::string const& what,
                                     std::vector<std::string> const& unexpected,
                                     std::vector<std::string> const& options, Language language);

// Judgements of one value: empty if it is right.
[[nodiscard]] std::string missing_file(std::string const& path, Language language);
[[nodiscard]] std::string not_one_of(std::string const& given, std::vector<std::string> const& names,
                                     Language language);
[[nodiscard]] std::string no_url(std::string const& given, Language language);
[[nodiscard]] std::string no_reason(std::string const& given, Language language);
[[nodiscard]] std::string not_a_number(std::string const& given, int least, int most, Language language);

}  // namespace wetbode::cli
