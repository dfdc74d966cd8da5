// SPDX-License-Identifier: EUPL-1.2
// From the members of the message to our manifest.
#include "gateway/base/file_name.hpp"
#include "gateway/base/rfc3339.hpp"
#include "gateway/json/scope.hpp"
#include "gateway/kaleidos/gathering.hpp"
#include "gateway/sealing/names.hpp"

#include <algorithm>
#include <array>

namespace wetbode::kaleidos {

namespace {

using json::Need;
using json::Scope;
using Tree = nlohmann::json;

constexpr std::size_t uri_bytes_max = 500;
constexpr std::size_t title_bytes_max = 2000;
constexpr std::size_t name_bytes_max = 255;
constexpr std::size_t pieces_max = 1000;
constexpr std::size_t files_per_piece_max = 100;

bool is_object(Tree const& value, std::string const& pointer, std::vector<Fault>& faults) {
    if (value.is_object()) return true;
    faults.push_back({.code = "MANIFEST.TYPE", .path = pointer,
                      .message = {"Hier hoort een object.", "An object belongs here."}});
    return false;
}

/// What Kaleidos calls a file is the title of its piece, and may hold anything.
std::string safe_name(std::string_view wanted) {
    auto name = plain_file_name(wanted);
    return is_safe_name(name) && !is_reserved_name(name) ? name : "bestand";
}

/// The message does not name its step; the title of its subcase often does, alone or behind that of the dossier.
std::string step_in(std::string title) {
    for (auto& c : title)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    auto const says = [&](std::string_view words) { return title.find(words) != std::string::npos; };
    if (says("definitieve goedkeuring")) return "definitieve-goedkeuring";
    for (auto const* const first : {"principiele", "principi\xC3\xABle", "principi\xC3\x8Ble"})
        if (says(std::string(first) + " goedkeuring")) return "principiele-goedkeuring";
    return {};
}

class Mapping {
public:
    Mapping(std::vector<GatheredFile>& files, DocumentLimits const& limits, std::vector<Fault>& faults)
        : files_(files), limits_(limits), faults_(faults) {}

    Document run(Tree const& tree) {
        if (!is_object(tree, "", faults_)) return std::move(document_);
        Scope scope(tree, "", faults_);
        auto& manifest = document_.manifest;
        document_.pobj = scope.text("pobj", Need::optional, uri_bytes_max);
        manifest.comment = scope.text("comment", Need::optional, 10'000);
        manifest.dossier.id = {scope.text("@id", Need::required, uri_bytes_max)};
        manifest.dossier.title = scope.text("Besluitvormingsaangelegenheid.naam", Need::required, title_bytes_max);
        manifest.dossier.subcase_title =
            scope.text("Besluitvormingsaangelegenheid.alternatieveNaam", Need::optional, title_bytes_max);
        manifest.dossier.procedure_step = step_in(manifest.dossier.subcase_title);
        manifest.dossier.complete = limits_.claims_complete;
        people(scope);
        policy_fields(scope);
        if (auto const* const reverse = scope.object("@reverse", Need::required)) dossier(*reverse);
        return std::move(document_);
    }

private:
    void people(Scope& scope) {
        auto& manifest = document_.manifest;
        if (auto const* const value = scope.object("indiener", Need::optional)) {
            Scope person(*value, "/indiener", faults_);
            manifest.submitter = Person{person.text("titel", Need::optional, name_bytes_max),
                                        person.text("naam", Need::optional, name_bytes_max),
                                        person.text("voornaam", Need::optional, name_bytes_max)};
        }
        if (auto const* const value = scope.object("contact", Need::optional)) {
            Scope contact(*value, "/contact", faults_);
            manifest.contact = Contact{contact.text("name", Need::optional, name_bytes_max),
                                       contact.text("email", Need::optional, name_bytes_max)};
        }
    }

    void policy_fields(Scope& scope) {
        constexpr std::string_view member = "Besluitvormingsaangelegenheid.beleidsveld";
        auto const* const fields = scope.array(member, Need::optional, 100);
        if (fields == nullptr) return;
        for (std::size_t i = 0; i < fields->size(); ++i) {
            auto const place = scope.pointer_to(member) + "/" + std::to_string(i);
            if (!is_object((*fields)[i], place, faults_)) continue;
            Scope field((*fields)[i], place, faults_);
            document_.manifest.dossier.policy_fields.push_back(
                {field.text("@id", Need::required, uri_bytes_max), field.text("prefLabel", Need::optional, 255)});
        }
    }

    void dossier(Tree const& reverse) {
        constexpr std::string_view member = "Dossier.isNeerslagVan";
        auto const found = reverse.find(member);
        std::string place = "/@reverse/" + std::string(member);
        Tree const* value = found == reverse.end() ? nullptr : &*found;
        if (value != nullptr && value->is_array() && value->size() == 1) {  // a set of one, as JSON-LD may write it
            value = &value->front();
            place += "/0";
        }
        if (value == nullptr) {
            faults_.push_back({.code = "MANIFEST.KEY_MISSING", .path = place,
                               .message = {"Het dossier met de stukken ontbreekt.",
                                           "The dossier that holds the pieces is missing."}});
            return;
        }
        if (!is_object(*value, place, faults_)) return;
        Scope scope(*value, place, faults_);
        auto const* const pieces = scope.array("Dossier.bestaatUit", Need::required, pieces_max);
        if (pieces == nullptr) return;
        if (pieces->empty())
            scope.fault("MANIFEST.EMPTY", "Dossier.bestaatUit",
                        {"Een dossier heeft minstens één stuk.", "A dossier has at least one piece."});
        for (std::size_t i = 0; i < pieces->size(); ++i)
            piece((*pieces)[i], scope.pointer_to("Dossier.bestaatUit") + "/" + std::to_string(i));
    }

    void piece(Tree const& value, std::string const& pointer) {
        if (!is_object(value, pointer, faults_)) return;
        Scope scope(value, pointer, faults_);
        Piece piece;
        piece.id = scope.text("@id", Need::required, uri_bytes_max);
        piece.title = scope.text("Stuk.naam", Need::required, title_bytes_max);
        piece.access = access_of(scope);
        piece.created = scope.text("Stuk.creatiedatum", Need::optional, 64);
        if (!piece.created.empty() && !from_rfc3339(piece.created))
            scope.fault("MANIFEST.DATE", "Stuk.creatiedatum",
                        {"Dit is geen bestaand tijdstip zoals 2026-11-20T09:00:00.000Z (RFC 3339).",
                         "This is not an existing instant like 2026-11-20T09:00:00.000Z (RFC 3339)."});
        if (auto const* const type = scope.object("Stuk.type", Need::optional)) {
            Scope kind(*type, scope.pointer_to("Stuk.type"), faults_);
            piece.type = kind.text("@id", Need::optional, uri_bytes_max);
            if (piece.type.empty()) piece.type = kind.text("prefLabel", Need::optional, name_bytes_max);
        }
        if (piece.type.empty()) piece.type = "stuk";  // a piece without a type is a piece all the same
        constexpr std::string_view member = "Stuk.isVoorgesteldDoor";
        auto const* const files = scope.array(member, Need::optional, files_per_piece_max);
        if (files == nullptr || files->empty())
            scope.fault("MANIFEST.NO_FILES", member,
                        {"Het stuk \"" + piece.title + "\" heeft geen bestand: het is onderweg weggelaten.",
                         "The piece \"" + piece.title + "\" has no file: it was left out on the way."});
        for (std::size_t i = 0; files != nullptr && i < files->size(); ++i)
            file((*files)[i], scope.pointer_to(member) + "/" + std::to_string(i), piece);
        document_.manifest.pieces.push_back(std::move(piece));
    }

    /// The client of today does not tell it; whoever does is believed.
    AccessLevel access_of(Scope& scope) {
        constexpr std::string_view member = "Stuk.vertrouwelijkheidsniveau";
        auto const* const value = scope.object(member, Need::optional);
        if (value == nullptr) return limits_.access;
        Scope level(*value, scope.pointer_to(member), faults_);
        auto const uri = level.text("@id", Need::required, uri_bytes_max);
        auto const known = access_level_from(uri);
        if (!known && !uri.empty())
            level.fault("MANIFEST.ACCESS", "@id",
                        {"Dit is geen toegangsniveau van Kaleidos: " + uri + ".",
                         "This is not an access level of Kaleidos: " + uri + "."});
        return known.value_or(limits_.access);
    }

    void file(Tree const& value, std::string const& pointer, Piece& piece) {
        if (!is_object(value, pointer, faults_)) return;
        Scope scope(value, pointer, faults_);
        Rendition rendition;
        rendition.id = scope.text("@id", Need::required, uri_bytes_max);
        rendition.media_type = scope.text("format", Need::required, name_bytes_max);
        rendition.signed_by_people = scope.yes_no("signed");
        rendition.previous_id = scope.text("previousId", Need::optional, uri_bytes_max);
        auto const previous = scope.text("previousPfls", Need::optional, uri_bytes_max);
        if (!previous.empty()) document_.previous_pfls[rendition.id] = previous;
        auto const wanted = scope.text("filename", Need::optional, title_bytes_max);
        auto const found = value.find("content");
        if (found == value.end() || !found->is_number_unsigned()) {
            auto const name = wanted.empty() ? rendition.id : wanted;
            scope.fault("MANIFEST.MISSING_FILE", "content",
                        {"De inhoud van het bestand \"" + name + "\" ontbreekt.",
                         "The content of the file \"" + name + "\" is missing."});
            return;
        }
        auto& content = files_.at(found->get<std::size_t>()).content;
        rendition.name = unique_name(wanted.empty() ? piece.title : wanted);
        rendition.bytes = content.bytes;
        rendition.digest = content.digest;
        document_.files.emplace(rendition.name, content);
        piece.files.push_back(std::move(rendition));
    }

    /// Two pieces may bear one title; two files of a manifest may not bear one name.
    std::string unique_name(std::string_view wanted) {
        return unique_file_name(safe_name(wanted),
                                [&](std::string const& name) { return document_.files.contains(name); });
    }

    std::vector<GatheredFile>& files_;
    DocumentLimits const& limits_;
    std::vector<Fault>& faults_;
    Document document_;
};

}  // namespace

Document document_in(nlohmann::json const& tree, std::vector<GatheredFile>& files, DocumentLimits const& limits,
                     std::vector<Fault>& faults) {
    return Mapping(files, limits, faults).run(tree);
}

}  // namespace wetbode::kaleidos
