// SPDX-License-Identifier: EUPL-1.2
// Reads C++ well enough for the tidy tests: no parser, only brackets, words and what stands before a brace. It relies
// on the layout that .clang-format gives.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace wetbode::tidy {

/// The text with the inside of comments, strings and characters replaced by spaces; line ends stay where they are.
[[nodiscard]] std::string without_comments_and_strings(std::string_view text);

struct Function {
    std::string head;        ///< "void Server::start()", white space squeezed
    std::size_t line = 0;    ///< of its opening brace, from 1
    std::size_t length = 0;  ///< lines from the opening to the closing brace, both counted
};

/// The functions at namespace or class level; a lambda belongs to the function that it stands in.
[[nodiscard]] std::vector<Function> functions_in(std::string_view text);

/// Statements that contain `word`, each with the line where it begins; the text between the braces around them is cut.
struct Statement {
    std::string text;
    std::size_t line = 0;
};
[[nodiscard]] std::vector<Statement> statements_with(std::string_view text, std::string_view word);

}  // namespace wetbode::tidy
