// SPDX-License-Identifier: EUPL-1.2
#include "gateway/json/json.hpp"

#include <nlohmann/json.hpp>

namespace wetbode::json {

using nlohmann::json;

namespace {

/// Empty texts are left out, so that an absent and an empty member are the same content.
void put(json& object, char const* key, std::string const& text) {
    if (!text.empty()) object[key] = text;
}

json value_of(Rendition const& file) {
    json value = json::object();
    put(value, "id", file.id);
    put(value, "name", file.name);
    put(value, "media_type", file.media_type);
    put(value, "document_type", file.document_type);
    if (file.signed_by_people) value["signed"] = true;
    // Left out when empty: a manifest from before there were any keeps its digest.
    if (!file.expected_signers.empty()) value["expected_signers"] = file.expected_signers;
    put(value, "previous_id", file.previous_id);
    if (file.bytes) value["bytes"] = *file.bytes;
    if (file.digest) value["sha256"] = file.digest->hex();
    return value;
}

json value_of(Piece const& piece) {
    json value = json::object();
    put(value, "id", piece.id);
    put(value, "title", piece.title);
    put(value, "type", piece.type);
    value["access"] = name_of(piece.access);
    put(value, "created", piece.created);
    value["files"] = json::array();
    for (auto const& file : piece.files) value["files"].push_back(value_of(file));
    return value;
}

json value_of(Address const& address) {
    json value = json::object();
    put(value, "street", address.street);
    put(value, "number", address.number);
    put(value, "box", address.box);
    put(value, "postcode", address.postcode);
    put(value, "municipality", address.municipality);
    put(value, "country", address.country);
    return value;
}

json value_of(Letter const& letter) {
    json value = json::object();
    put(value, "subject", letter.subject);
    put(value, "language", letter.language);
    put(value, "reference", letter.reference);
    put(value, "sender_name", letter.sender_name);
    value["sender_address"] = value_of(letter.sender_address);
    auto& recipient = value["recipient"] = json::object();
    recipient["kind"] = letter.recipient.kind == RecipientKind::citizen ? "citizen" : "enterprise";
    put(recipient, "number", letter.recipient.number);
    put(recipient, "name", letter.recipient.name);
    recipient["address"] = value_of(letter.recipient.address);
    return value;
}

json value_of(Dossier const& dossier) {
    json value = json::object();
    put(value, "id", dossier.id.text);
    put(value, "title", dossier.title);
    put(value, "subcase_title", dossier.subcase_title);
    put(value, "procedure_step", dossier.procedure_step);
    if (!dossier.complete) value["complete"] = false;
    for (auto const& field : dossier.policy_fields)
        value["policy_fields"].push_back({{"id", field.id}, {"label", field.label}});
    return value;
}

json value_of(Acknowledgement const& acknowledgement) {
    json value = json::object();
    put(value, "name", acknowledgement.name);
    put(value, "case", acknowledgement.case_id);
    value["files"] = json::array();
    for (auto const& file : acknowledgement.files) {
        auto& one = value["files"].emplace_back(json::object());
        put(one, "name", file.name);
        put(one, "file", file.file);
        put(one, "piece", file.piece);
    }
    return value;
}

}  // namespace

std::string text_of(Manifest const& manifest) {
    json value = json::object();
    value["kind"] = name_of(manifest.kind);
    auto dossier = value_of(manifest.dossier);
    if (!dossier.empty()) value["dossier"] = std::move(dossier);
    if (manifest.letter) value["letter"] = value_of(*manifest.letter);
    if (manifest.acknowledgement) value["acknowledgement"] = value_of(*manifest.acknowledgement);
    if (manifest.submitter) {
        auto& person = value["submitter"] = json::object();
        put(person, "title", manifest.submitter->title);
        put(person, "name", manifest.submitter->name);
        put(person, "first_name", manifest.submitter->first_name);
    }
    if (manifest.contact) {
        auto& contact = value["contact"] = json::object();
        put(contact, "name", manifest.contact->name);
        put(contact, "email", manifest.contact->email);
    }
    put(value, "comment", manifest.comment);
    if (manifest.kind != SubmissionKind::acknowledgement) value["pieces"] = json::array();
    for (auto const& piece : manifest.pieces) value["pieces"].push_back(value_of(piece));
    return value.dump();
}

}  // namespace wetbode::json
