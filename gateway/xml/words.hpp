// SPDX-License-Identifier: EUPL-1.2
// What the door says when it does not let a document in: the faults of the gate and of libxml2 as sentences that the
// author of the document can act on. Pure; any thread.
#pragma once

#include "gateway/xml/door.hpp"

#include <string>
#include <string_view>

namespace wetbode::xml {

enum class Stop {
    empty, doctype, encoding_declared, encoding_octets, encoding_broken, version, control_character, too_deep,
    too_many_attributes, too_large, value_too_long, name_too_long, text_too_long, tag_too_long,
    too_many_references, too_many_names, too_many_namespaces,
    too_many_elements
};

/// The fault for a limit or a ban of our own. `what`: the number or the word that the sentence names.
[[nodiscard]] Fault fault_of(Stop stop, Position position, std::string_view what);

/// What libxml2 says of one fault, and how far the document was.
struct ParserMessage {
    int code = 0;
    std::string_view text;       ///< in English
    std::string_view first;      ///< names in it, if it has any: of the element that is open, the attribute, the prefix
    std::string_view second;
    std::int64_t line = 0;       ///< number in it: where the element was opened
    bool root_closed = false;    ///< the root element had ended
    bool file_ended = false;     ///< there are no more bytes
    std::string_view open_name;  ///< element that is open
};

[[nodiscard]] Fault fault_of_parser(ParserMessage const& said, Position position);

}  // namespace wetbode::xml
