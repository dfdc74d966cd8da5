// SPDX-License-Identifier: EUPL-1.2
// Documents that somebody wrote to hurt, each with the answer that it must get. Traps are numbered after the list of
// known traps of schema validators; 0 = not one of them.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace wetbode::hostile {

struct Attack {
    int trap;
    std::string name;
    std::string document_type;
    std::string code;  ///< of the first error; empty = the document is valid
    std::function<std::string()> make;
};

/// In structure: depth, width, names, namespaces, values, schema tricks.
[[nodiscard]] std::vector<Attack> attacks_on_structure();
/// In the octets and in the frame of a document: encodings, declarations, DTDs, cuts.
[[nodiscard]] std::vector<Attack> attacks_on_octets();

/// A valid bill; `paragraphs` stands among the paragraphs of its first article, `on_root` among the root's attributes.
[[nodiscard]] std::string bill(std::string_view paragraphs = "", std::string_view on_root = "");
[[nodiscard]] std::string letter(std::string_view reference);
[[nodiscard]] std::string repeated(std::string_view text, std::size_t times);
/// A valid bill of about so many bytes, of short paragraphs.
[[nodiscard]] std::string harmless(std::size_t bytes);

}  // namespace wetbode::hostile
