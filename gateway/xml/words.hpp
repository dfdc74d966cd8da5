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

/// The fault for a message of libxml2 (its code, its English text). `root_closed`: the root element had ended.
[[nodiscard]] Fault fault_of_parser(int code, std::string_view message, Position position, bool root_closed);

}  // namespace wetbode::xml
