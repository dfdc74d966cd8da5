// SPDX-License-Identifier: EUPL-1.2
#include "adapters/parliament/document.hpp"

#include "gateway/base/rfc3339.hpp"
#include "gateway/base/uuid.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace wetbode::parliament {

namespace {

using json = nlohmann::ordered_json;

constexpr std::string_view besluitvorming_context =
    "https://data.vlaanderen.be/doc/applicatieprofiel/besluitvorming/erkendestandaard/2021-02-04/context/"
    "besluitvorming-ap.jsonld";

bool may_leave(AccessLevel level) {
    return level == AccessLevel::intern_overheid || level == AccessLevel::publiek;
}

json context() {
    return json::array({besluitvorming_context,
                        {{"Stuk.isVoorgesteldDoor", "https://data.vlaanderen.be/ns/dossier#isVoorgesteldDoor"},
                         {"Concept", "http://www.w3.org/2004/02/skos/core#Concept"},
                         {"prefLabel", "http://www.w3.org/2004/02/skos/core#prefLabel"},
                         {"format", "http://purl.org/dc/terms/format"},
                         {"content", "http://www.w3.org/ns/prov#value"},
                         {"filename", "http://www.semanticdesktop.org/ontologies/2007/03/22/nfo#fileName"}}});
}

std::string extension_of(std::string const& name) {
    auto const dot = name.rfind('.');
    return dot == std::string::npos || dot == 0 ? std::string() : name.substr(dot);
}

/// Builds the JSON with a marker where each file belongs, and remembers the files in the order of their markers.
class Document {
public:
    Document(Envelope const& envelope, ContentShelf& shelf)
        : envelope_(envelope), shelf_(shelf), marker_("content-" + random_hex(16) + "-") {}

    [[nodiscard]] std::vector<rest::BodyPart> body() {
        auto const text = whole().dump(-1, ' ', false, json::error_handler_t::replace);
        std::vector<rest::BodyPart> parts;
        std::size_t at = 0;
        for (std::size_t i = 0; i < contents_.size(); ++i) {
            auto const marker = marker_ + std::to_string(i) + '.';
            auto const place = text.find(marker, at);
            ensure(place != std::string::npos, "every file has its place in the message");
            parts.emplace_back(text.substr(at, place - at));
            parts.emplace_back(rest::Base64File{contents_[i]});
            at = place + marker.size();
        }
        parts.emplace_back(text.substr(at));
        return parts;
    }

private:
    [[nodiscard]] json whole() {
        auto const& manifest = envelope_.manifest;
        json message;
        message["@context"] = context();
        if (auto const pobj = reference(std::string(pobj_key)); !pobj.empty()) message["pobj"] = pobj;
        if (!manifest.comment.empty()) message["comment"] = manifest.comment;
        message["indiener"] = nullptr;
        if (auto const& person = manifest.submitter)
            message["indiener"] = {{"titel", person->title}, {"naam", person->name}, {"voornaam", person->first_name}};
        auto const contact = manifest.contact.value_or(Contact{});
        message["contact"] = {{"name", contact.name}, {"email", contact.email}};
        message["@id"] = manifest.dossier.id.text;
        message["@type"] = "Besluitvormingsaangelegenheid";
        message["Besluitvormingsaangelegenheid.naam"] = manifest.dossier.title;
        message["Besluitvormingsaangelegenheid.alternatieveNaam"] = manifest.dossier.subcase_title;
        auto& fields = message["Besluitvormingsaangelegenheid.beleidsveld"] = json::array();
        for (auto const& field : manifest.dossier.policy_fields)
            fields.push_back({{"@id", field.id}, {"@type", "Concept"}, {"prefLabel", field.label}});
        message["@reverse"]["Dossier.isNeerslagVan"] = {{"@id", manifest.dossier.id.text + "#dossier"},
                                                        {"@type", "Dossier"}, {"Dossier.bestaatUit", pieces()}};
        return message;
    }

    [[nodiscard]] json pieces() {
        json list = json::array();
        std::size_t placed = 0;
        for (auto const& piece : envelope_.manifest.pieces) {
            json files = json::array();
            for (auto const& file : envelope_.files) {
                if (file.piece_id != piece.id) continue;
                files.push_back(one_file(file.rendition, piece.title));
                ++placed;
            }
            if (files.size() != piece.files.size())
                throw Outage("content", "the envelope of " + envelope_.transfer.text + " lacks a file of a piece");
            list.push_back(one_piece(piece, std::move(files)));
        }
        for (auto const& file : envelope_.files) {
            if (!file.piece_id.empty()) continue;
            list.push_back(made_by_us(file.rendition));
            ++placed;
        }
        ensure(placed == envelope_.files.size(), "every file of the envelope belongs to one piece of the manifest");
        return list;
    }

    [[nodiscard]] json one_piece(Piece const& piece, json files) const {
        auto const created = from_rfc3339(piece.created).value_or(envelope_.received);
        auto const type = piece_type(piece.type);
        json result{{"@id", piece.id}, {"@type", "Stuk"}, {"Stuk.naam", piece.title},
                    {"Stuk.creatiedatum", rfc3339(created)}};
        result["Stuk.type"] = {{"@type", "Concept"}, {"prefLabel", type.label}};
        if (!type.id.empty()) result["Stuk.type"]["@id"] = type.id;
        result["Stuk.isVoorgesteldDoor"] = std::move(files);
        return result;
    }

    /// A file that the gateway adds (a seal, say) is a piece of its own, never left out and never mixed with a piece.
    [[nodiscard]] json made_by_us(Rendition const& rendition) {
        return {{"@id", file_uri(rendition) + "#stuk"}, {"@type", "Stuk"}, {"Stuk.naam", rendition.name},
                {"Stuk.creatiedatum", rfc3339(envelope_.received)},
                {"Stuk.isVoorgesteldDoor", json::array({one_file(rendition, "")})}};
    }

    [[nodiscard]] json one_file(Rendition const& rendition, std::string const& title) {
        ensure(rendition.digest.has_value(), "intake has filled in the digest of every file");
        auto content = shelf_.fetch(*rendition.digest);
        json file{{"@id", file_uri(rendition)}, {"@type", "http://www.w3.org/ns/dcat#Distribution"},
                  {"format", rendition.media_type}, {"filename", name_for(rendition, title)},
                  {"signed", rendition.signed_by_people}};
        if (!rendition.previous_id.empty()) {
            file["previousId"] = rendition.previous_id;
            auto const pfls = reference(std::string(pfls_prefix) + rendition.previous_id);
            if (!pfls.empty()) file["previousPfls"] = pfls;
        }
        file["content"] = marker_ + std::to_string(contents_.size()) + '.';
        contents_.push_back(std::move(content));
        return file;
    }

    /// The Parliament knows files as "<piece> (ondertekend).<extension>". Two files that would get one name keep the
    /// sender's names, which are unique.
    [[nodiscard]] std::string name_for(Rendition const& rendition, std::string const& title) {
        auto name = title + (rendition.signed_by_people ? " (ondertekend)" : "") + extension_of(rendition.name);
        if (title.empty() || !names_.insert(name).second) {
            name = rendition.name;
            names_.insert(name);
        }
        return name;
    }

    [[nodiscard]] std::string reference(std::string const& key) const {
        auto const found = envelope_.references.find(key);
        return found == envelope_.references.end() ? std::string() : found->second;
    }

    Envelope const& envelope_;
    ContentShelf& shelf_;
    std::string marker_;
    std::vector<Content> contents_;
    std::set<std::string> names_;
};

}  // namespace

std::string file_uri(Rendition const& rendition) {
    if (!rendition.id.empty()) return rendition.id;
    ensure(rendition.digest.has_value(), "intake has filled in the digest of every file");
    return "urn:wetbode:file:" + rendition.digest->hex();
}

std::optional<Refusal> leak_in(Envelope const& envelope) {
    Refusal refusal;
    for (auto const& piece : envelope.manifest.pieces) {
        if (may_leave(piece.access)) continue;
        Fault fault;
        fault.code = "ACCESS_LEVEL";
        fault.path = piece.id;
        auto const level = std::string(name_of(piece.access));
        fault.message = {"Dit stuk heeft toegangsniveau " + level + " en mag niet naar het Vlaams Parlement.",
                         "This piece has access level " + level + " and may not go to the Flemish Parliament."};
        refusal.faults.push_back(std::move(fault));
    }
    if (refusal.faults.empty()) return std::nullopt;
    refusal.code = "ACCESS_LEVEL";
    refusal.title = {"Een stuk is vertrouwelijk", "A piece is confidential"};
    refusal.detail = {"Alleen stukken met niveau intern-overheid of publiek gaan naar het Vlaams Parlement.",
                      "Only pieces of level intern-overheid or publiek go to the Flemish Parliament."};
    refusal.remedy = {"Dien het dossier opnieuw in zonder de vertrouwelijke stukken, of verander hun niveau.",
                      "Submit the dossier again without the confidential pieces, or change their level."};
    return refusal;
}

std::vector<rest::BodyPart> document_body(Envelope const& envelope, ContentShelf& shelf) {
    return Document(envelope, shelf).body();
}

}  // namespace wetbode::parliament
