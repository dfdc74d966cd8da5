// SPDX-License-Identifier: EUPL-1.2
#include "gateway/validation/opening.hpp"

#include "gateway/validation/versions.hpp"

#include <utility>

namespace wetbode::validation {

namespace {

bool root_matches(TypeFile const& type, RootWatch const& watch) {
    return watch.root().uri == type.root_uri && watch.root().local == type.root_local;
}

Fault draft_fault(TypeFile const& type, Opening const& root) {
    return fault_at(root, "/" + root.local, "AKN.DRAFT_NAMESPACE",
                    {"Het document gebruikt de naamruimte '" + root.uri +
                         "' van een ontwerpversie van de standaard. Zet het "
                         "om naar de definitieve versie, met naamruimte '" +
                         type.root_uri + "'.",
                     "The document uses the namespace '" + root.uri +
                         "' of a draft of the standard. Convert it to the "
                         "final version, with namespace '" +
                         type.root_uri + "'."});
}

}  // namespace

Fault fault_at(Opening const& opening, std::string path, std::string code, Text message) {
    return {.code = std::move(code),
            .line = opening.position.line,
            .column = opening.position.column,
            .path = std::move(path),
            .nearest_id = opening.id,
            .message = std::move(message)};
}

bool opening_matches(TypeFile const& type, RootWatch const& watch) {
    if (!root_matches(type, watch)) return false;
    auto const& child = watch.first_child();
    if (type.document.empty()) return true;
    if (!child.seen || child.uri != type.root_uri || child.local != type.document) return false;
    return type.document_name.empty() || child.name == type.document_name;
}

int exactness(TypeFile const& type) { return (type.document.empty() ? 0 : 1) + (type.document_name.empty() ? 0 : 1); }

std::optional<Fault> draft_fault_of(TypeFile const& type, Opening const& root) {
    for (auto const& beginning : type.draft_namespaces)
        if (root.uri.starts_with(beginning) && root.uri != type.root_uri) return draft_fault(type, root);
    return std::nullopt;
}

Fault namespace_fault(TypeFile const& type, Opening const& root) {
    return fault_at(root, "/" + root.local, "DOCUMENT_TYPE.ROOT",
                    {"Het hoofdelement '" + root.local + "' heeft geen naamruimte. Zet er xmlns=\"" + type.root_uri +
                         "\" op.",
                     "The root element '" + root.local + "' has no namespace. Put xmlns=\"" + type.root_uri +
                         "\" on it."});
}

std::string opening_of(RootWatch const& watch) {
    auto const& root = watch.root();
    auto const& child = watch.first_child();
    auto text = "'" + root.local + "'";
    if (child.seen && child.uri == root.uri) {
        text += "/'" + child.local + "'";
        if (!child.name.empty()) text += " name=\"" + child.name + "\"";
    }
    return root.uri.empty() ? text : text + " (" + root.uri + ")";
}

std::optional<Fault> opening_fault(TypeFile const& type, RootWatch const& watch) {
    auto const& root = watch.root();
    auto const& child = watch.first_child();
    if (auto fault = draft_fault_of(type, root)) return fault;
    if (!root_matches(type, watch)) {
        auto const found = "'" + root.local + "'";
        auto const in = root.uri.empty() ? std::string() : " (" + root.uri + ")";
        return fault_at(
            root, "/" + root.local, "DOCUMENT_TYPE.ROOT",
            {"Een document van het type '" + type.name + "' begint met " + beginning_of(type) + " in de naamruimte '" +
                 type.root_uri + "'; dit begint met " + found + (in.empty() ? " zonder naamruimte" : in) + ".",
             "A document of type '" + type.name + "' begins with " + beginning_of(type) + " in the namespace '" +
                 type.root_uri + "'; this one begins with " + found + (in.empty() ? " without namespace" : in) + "."});
    }
    if (!child.seen || opening_matches(type, watch)) return std::nullopt;
    auto const name = child.name.empty() ? std::string() : " (name=\"" + child.name + "\")";
    return fault_at(
        child, "/" + root.local + "/" + child.local + "[1]", "DOCUMENT_TYPE.ROOT",
        {"Een document van het type '" + type.name + "' begint met " + beginning_of(type) + "; dit begint met '" +
             root.local + "'/'" + child.local + "'" + name + ". Kies het juiste documenttype.",
         "A document of type '" + type.name + "' begins with " + beginning_of(type) + "; this one begins with '" +
             root.local + "'/'" + child.local + "'" + name + ". Choose the right document type."});
}

}  // namespace wetbode::validation
