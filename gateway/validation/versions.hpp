// SPDX-License-Identifier: EUPL-1.2
// Versions of document types live side by side. The beginning of a document (root element and namespace) says which
// version it follows; where two versions begin alike, the day says which one applies. Pure functions; any thread.
#pragma once

#include "gateway/refusal.hpp"
#include "gateway/time.hpp"
#include "gateway/validation/type_file.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace wetbode::validation {

/// The day that it is in Belgium: periods begin and end at midnight there.
[[nodiscard]] std::chrono::sys_days belgian_day(Instant now);

[[nodiscard]] bool applies_on(TypeFile const& type, std::chrono::sys_days day);

/// Documents of both begin in the same way.
[[nodiscard]] bool begin_alike(TypeFile const& a, TypeFile const& b);

/// No document may fit two folders on one day. Throws std::runtime_error "<file>:<line>: which two, and what to do".
void refuse_ambiguity(std::vector<TypeFile const*> const& types);

/// "'akomaNtoso'/'bill'": how documents of the type begin.
[[nodiscard]] std::string beginning_of(TypeFile const& type);

/// DOCUMENT_TYPE.EXPIRED or DOCUMENT_TYPE.NOT_YET: the document follows `followed`, which does not apply on `day`.
/// `current` is the version that does; null if there is none. Without place.
[[nodiscard]] Fault not_in_force(TypeFile const& followed, TypeFile const* current, std::chrono::sys_days day);

}  // namespace wetbode::validation
