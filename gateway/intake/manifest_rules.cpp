// SPDX-License-Identifier: EUPL-1.2
#include "gateway/base/rfc3339.hpp"
#include "gateway/intake/faults.hpp"
#include "gateway/intake/numbers.hpp"
#include "gateway/intake/rules.hpp"
#include "gateway/sealing/names.hpp"

#include <algorithm>
#include <set>

namespace wetbode {
namespace {

constexpr std::size_t id_max = 500;
constexpr std::size_t title_max = 2000;
constexpr std::size_t type_max = 200;
constexpr std::size_t comment_max = 4000;
constexpr std::size_t file_name_max = 255;
constexpr std::size_t media_type_max = 255;

Refusal invalid() {
    return {.code = "MANIFEST_INVALID",
            .title = {"Manifest niet aanvaard", "Manifest not accepted"},
            .detail = {"Het manifest voldoet niet aan de regels. Elke fout staat in de lijst.",
                       "The manifest does not meet the rules. Every fault is listed."},
            .remedy = {"Verbeter het manifest en dien opnieuw in; dezelfde sleutel mag.",
                       "Mend the manifest and submit again; the same key may be used."}};
}

/// A name that the seal's container cannot hold must be refused here: after admission nobody could mend it.
bool is_file_name(std::string const& name) {
    return name.size() <= file_name_max && name.find('/') == std::string::npos && is_safe_name(name);
}

class Rules {
public:
    explicit Rules(FaultList& faults) : faults_(faults) {}

    void required(std::string const& value, std::string const& path) {
        if (value.empty()) faults_.at("MANIFEST.REQUIRED", path, {"Dit veld is verplicht.", "This field is required."});
    }
    void at_most(std::string const& value, std::size_t bytes, std::string const& path) {
        if (value.size() <= bytes) return;
        auto const most = std::to_string(bytes);
        faults_.at("MANIFEST.TOO_LONG", path,
                   {"Langer dan " + most + " bytes.", "Longer than " + most + " bytes."});
    }
    void too_many(std::string const& path, std::size_t most) {
        auto const number = std::to_string(most);
        faults_.at("MANIFEST.TOO_MANY", path, {"Meer dan " + number + ".", "More than " + number + "."});
    }

    void dossier(Manifest const& manifest) {
        auto const& matter = manifest.dossier;
        if (manifest.kind != SubmissionKind::letter) required(matter.id.text, "/dossier/id");
        if (manifest.kind == SubmissionKind::dossier) required(matter.title, "/dossier/title");
        at_most(matter.id.text, id_max, "/dossier/id");
        at_most(matter.title, title_max, "/dossier/title");
        at_most(matter.subcase_title, title_max, "/dossier/subcase_title");
        at_most(matter.procedure_step, type_max, "/dossier/procedure_step");
        at_most(manifest.comment, comment_max, "/comment");
        if ((manifest.kind == SubmissionKind::letter) != manifest.letter.has_value())
            faults_.at("MANIFEST.KIND", "/kind",
                       {"Precies een indiening van de soort \"letter\" heeft een brief.",
                        "Exactly a submission of kind \"letter\" has a letter."});
        if ((manifest.kind == SubmissionKind::acknowledgement) != manifest.acknowledgement.has_value())
            faults_.at("MANIFEST.KIND", "/kind",
                       {"Precies een indiening van de soort \"acknowledgement\" heeft een ontvangstmelding.",
                        "Exactly a submission of kind \"acknowledgement\" has an acknowledgement."});
        else if (manifest.acknowledgement)
            acknowledgement(*manifest.acknowledgement);
    }

    void acknowledgement(Acknowledgement const& told) {
        required(told.name, "/acknowledgement/name");
        at_most(told.name, file_name_max, "/acknowledgement/name");
        at_most(told.case_id, id_max, "/acknowledgement/case");
        if (told.files.size() > files_max) too_many("/acknowledgement/files", files_max);
        else
            for (std::size_t i = 0; i < told.files.size(); ++i) {
                auto const path = "/acknowledgement/files/" + std::to_string(i);
                required(told.files[i].name, path + "/name");
                at_most(told.files[i].name, file_name_max, path + "/name");
                at_most(told.files[i].file, id_max, path + "/file");
                at_most(told.files[i].piece, id_max, path + "/piece");
            }
    }

    void piece(Piece const& piece, std::string const& path) {
        required(piece.id, path + "/id");
        at_most(piece.id, id_max, path + "/id");
        at_most(piece.title, title_max, path + "/title");
        at_most(piece.type, type_max, path + "/type");
        if (!piece.id.empty() && !piece_ids_.insert(piece.id).second)
            faults_.at("MANIFEST.DUPLICATE_PIECE", path + "/id",
                       {"Stuk \"" + piece.id + "\" staat er twee keer in.", "Piece \"" + piece.id + "\" is in twice."});
        if (!piece.created.empty() && !from_rfc3339(piece.created))
            faults_.at("MANIFEST.DATE", path + "/created",
                       {"Geen datum en tijd volgens RFC 3339.", "Not a date-time of RFC 3339."});
        if (piece.files.empty())
            faults_.at("MANIFEST.NO_FILES", path + "/files",
                       {"Een stuk heeft minstens één bestand.", "A piece has at least one file."});
        for (std::size_t f = 0; f < piece.files.size(); ++f)
            rendition(piece.files[f], path + "/files/" + std::to_string(f));
    }

private:
    void rendition(Rendition const& file, std::string const& path) {
        at_most(file.id, id_max, path + "/id");
        at_most(file.previous_id, id_max, path + "/previous_id");
        at_most(file.media_type, media_type_max, path + "/media_type");
        at_most(file.document_type, type_max, path + "/document_type");
        if (!is_file_name(file.name))
            faults_.at(
                "MANIFEST.FILE_NAME", path + "/name",
                {"Een bestandsnaam heeft 1 tot 255 bytes, geen schuine strepen, stationsletter of stuurtekens, en geen "
                 "tekens die de schrijfrichting omkeren.",
                 "A file name has 1 to 255 bytes, no slashes, drive letter or control characters, and no marks "
                 "that turn the direction of writing."});
        else if (!file_names_.insert(file.name).second)
            faults_.at("MANIFEST.DUPLICATE_FILE", path + "/name",
                       {"Bestandsnaam \"" + file.name + "\" staat er twee keer in.",
                        "File name \"" + file.name + "\" is in twice."});
        if (!file.id.empty() && !file_ids_.insert(file.id).second)
            faults_.at("MANIFEST.DUPLICATE_FILE", path + "/id",
                       {"Bestand \"" + file.id + "\" staat er twee keer in.", "File \"" + file.id + "\" is in twice."});
        if (!is_media_type(file.media_type))
            faults_.at("MANIFEST.MEDIA_TYPE", path + "/media_type",
                       {"Geen mediatype volgens RFC 6838.", "Not a media type of RFC 6838."});
    }

    FaultList& faults_;
    std::set<std::string> piece_ids_;
    std::set<std::string> file_names_;
    std::set<std::string> file_ids_;
};

}  // namespace

std::optional<Refusal> manifest_fault(Manifest const& manifest) {
    FaultList faults;
    Rules rules(faults);
    std::size_t files = 0;
    for (auto const& piece : manifest.pieces) files += piece.files.size();

    rules.dossier(manifest);
    bool const has_pieces = manifest.kind != SubmissionKind::acknowledgement;
    if (manifest.pieces.empty() && has_pieces) rules.required({}, "/pieces");
    if (!manifest.pieces.empty() && !has_pieces) rules.too_many("/pieces", 0);
    if (manifest.pieces.size() > pieces_max) rules.too_many("/pieces", pieces_max);
    else if (files > files_max) rules.too_many("/pieces", files_max);
    else
        for (std::size_t p = 0; p < manifest.pieces.size(); ++p)
            rules.piece(manifest.pieces[p], "/pieces/" + std::to_string(p));
    return std::move(faults).into(invalid());
}

}  // namespace wetbode
