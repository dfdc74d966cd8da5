// SPDX-License-Identifier: EUPL-1.2
// How a document begins, held against how the documents of a type begin. Pure; any thread.
#pragma once

#include "gateway/refusal.hpp"
#include "gateway/validation/root_watch.hpp"
#include "gateway/validation/type_file.hpp"

#include <optional>
#include <string>

namespace wetbode::validation {

/// Root element, first child and its name are those of the type.
[[nodiscard]] bool opening_matches(TypeFile const& type, RootWatch const& watch);

/// How exactly a type describes the beginning of its documents.
[[nodiscard]] int exactness(TypeFile const& type);

[[nodiscard]] Fault fault_at(Opening const& opening, std::string path, std::string code, Text message);

/// It follows a draft of the standard of its type: AKN.DRAFT_NAMESPACE; empty if it does not.
[[nodiscard]] std::optional<Fault> draft_fault_of(TypeFile const& type, Opening const& root);

/// It is named as the root of a type, but stands in no namespace: DOCUMENT_TYPE.ROOT, with what must be added.
[[nodiscard]] Fault namespace_fault(TypeFile const& type, Opening const& root);

/// "'akomaNtoso'/'doc' name="nota" (http://...)": how the document begins, as a person reads it.
[[nodiscard]] std::string opening_of(RootWatch const& watch);

/// The document does not begin as its type says: DOCUMENT_TYPE.ROOT or AKN.DRAFT_NAMESPACE; empty if it does. An
/// element that should follow the root but is not there at all is left to the schema.
[[nodiscard]] std::optional<Fault> opening_fault(TypeFile const& type, RootWatch const& watch);

}  // namespace wetbode::validation
