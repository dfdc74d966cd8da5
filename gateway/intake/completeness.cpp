// SPDX-License-Identifier: EUPL-1.2
#include "gateway/intake/completeness.hpp"

#include "gateway/intake/numbers.hpp"

#include <algorithm>

namespace wetbode {
namespace {

bool has(std::vector<std::string> const& list, std::string const& text) {
    return std::find(list.begin(), list.end(), text) != list.end();
}

bool is_word(std::string_view media_type) {
    return media_type == "application/msword" ||
           media_type == "application/vnd.openxmlformats-officedocument.wordprocessingml.document" ||
           media_type == "application/vnd.oasis.opendocument.text";
}

bool is_form(Rendition const& file, PieceForm form) {
    auto const is_pdf = file.media_type == "application/pdf";
    switch (form) {
        case PieceForm::pdf:
            return is_pdf;
        case PieceForm::signed_pdf:
            return is_pdf && file.signed_by_people;
        case PieceForm::word:
            return is_word(file.media_type);
        case PieceForm::xml:
            return is_xml_media_type(file.media_type);
    }
    return false;
}

Text spoken(PieceForm form) {
    switch (form) {
        case PieceForm::pdf:
            return {"als pdf", "as PDF"};
        case PieceForm::signed_pdf:
            return {"als ondertekende pdf (\"signed\": true)", "as a signed PDF (\"signed\": true)"};
        case PieceForm::word:
            return {"als Word- of OpenDocument-bestand", "as a Word or OpenDocument file"};
        case PieceForm::xml:
            return {"als XML", "as XML"};
    }
    return {};
}

Text forms_of(std::vector<PieceForm> const& forms) {
    Text all;
    for (auto const form : forms) {
        auto const one = spoken(form);
        all.nl += (all.nl.empty() ? " " : " en ") + one.nl;
        all.en += (all.en.empty() ? " " : " and ") + one.en;
    }
    return all;
}

std::vector<Piece const*> pieces_of(std::vector<std::string> const& types, std::vector<Piece> const& pieces) {
    std::vector<Piece const*> found;
    for (auto const& piece : pieces)
        if (has(types, piece.type)) found.push_back(&piece);
    return found;
}

bool is_for(CompletenessRule const& rule, CounterpartName const& counterpart) {
    return rule.to.empty() || std::find(rule.to.begin(), rule.to.end(), counterpart) != rule.to.end();
}

bool applies(CompletenessRule const& rule, Manifest const& manifest, CounterpartName const& counterpart) {
    return has(rule.procedure_steps, manifest.dossier.procedure_step) && is_for(rule, counterpart);
}

Text because(CompletenessRule const& rule, CounterpartName const& counterpart) {
    auto const source = rule.source.empty() ? std::string() : " (" + rule.source + ")";
    return {" Regel \"" + rule.name + "\" voor " + counterpart.text + source + ".",
            " Rule \"" + rule.name + "\" for " + counterpart.text + source + "."};
}

/// Where in the manifest the form belongs: the piece of this submission, if it is one of this submission.
std::string pointer_to(Manifest const& manifest, std::vector<std::string> const& types) {
    for (std::size_t i = 0; i < manifest.pieces.size(); ++i)
        if (has(types, manifest.pieces[i].type)) return "/pieces/" + std::to_string(i) + "/files";
    return "/pieces";
}

bool is_there(std::vector<Piece const*> const& pieces, PieceForm form) {
    return std::any_of(pieces.begin(), pieces.end(), [&](Piece const* piece) {
        return std::any_of(piece->files.begin(), piece->files.end(),
                           [&](Rendition const& file) { return is_form(file, form); });
    });
}

Fault missing_piece(NeededPiece const& needed, Text const& why) {
    auto const forms = forms_of(needed.forms);
    auto const& type = needed.types.front();
    return {.code = "DOSSIER.MISSING_PIECE",
            .path = "/pieces",
            .message = {"Het stuk \"" + needed.name + "\" ontbreekt; het is nodig" + forms.nl +
                            ". Type in het manifest: " + type + "." + why.nl,
                        "The piece \"" + needed.name + "\" is missing; it is needed" + forms.en +
                            ". Type in the manifest: " + type + "." + why.en}};
}

Fault missing_form(NeededPiece const& needed, PieceForm form, Text const& why, Manifest const& manifest) {
    auto const one = spoken(form);
    return {.code = "DOSSIER.MISSING_FORM",
            .path = pointer_to(manifest, needed.types),
            .message = {"Het stuk \"" + needed.name + "\" ontbreekt " + one.nl + "." + why.nl,
                        "The piece \"" + needed.name + "\" is missing " + one.en + "." + why.en}};
}

}  // namespace

bool Completeness::concerns(Manifest const& manifest, CounterpartName const& counterpart) const {
    if (manifest.kind != SubmissionKind::dossier || !manifest.dossier.complete) return false;
    return std::any_of(rules_.begin(), rules_.end(),
                       [&](CompletenessRule const& rule) { return applies(rule, manifest, counterpart); });
}

std::vector<Fault> Completeness::gaps_in(Manifest const& manifest, CounterpartName const& counterpart,
                                         std::vector<Piece> const& there) const {
    std::vector<Fault> gaps;
    if (!concerns(manifest, counterpart)) return gaps;
    auto all = manifest.pieces;
    all.insert(all.end(), there.begin(), there.end());
    for (auto const& rule : rules_) {
        if (!applies(rule, manifest, counterpart)) continue;
        if (!rule.with_piece.empty() && pieces_of(rule.with_piece, all).empty()) continue;
        auto const why = because(rule, counterpart);
        for (auto const& needed : rule.pieces) {
            auto const found = pieces_of(needed.types, all);
            if (found.empty()) gaps.push_back(missing_piece(needed, why));
            else
                for (auto const form : needed.forms)
                    if (!is_there(found, form)) gaps.push_back(missing_form(needed, form, why, manifest));
        }
    }
    return gaps;
}

std::vector<Fault> Completeness::without_pdf(Manifest const& manifest, CounterpartName const& counterpart,
                                             std::vector<Piece> const& there) const {
    auto const asks_pdf = [&](Piece const& piece) {
        return std::any_of(rules_.begin(), rules_.end(), [&](CompletenessRule const& rule) {
            if (!is_for(rule, counterpart)) return false;
            return std::any_of(rule.pieces.begin(), rule.pieces.end(), [&](NeededPiece const& needed) {
                return has(needed.types, piece.type) &&
                       std::any_of(needed.forms.begin(), needed.forms.end(), [](PieceForm form) {
                           return form == PieceForm::pdf || form == PieceForm::signed_pdf;
                       });
            });
        });
    };
    std::vector<Fault> faults;
    for (std::size_t i = 0; i < manifest.pieces.size(); ++i) {
        auto const& piece = manifest.pieces[i];
        if (piece.files.empty() || !asks_pdf(piece)) continue;
        std::vector<Piece const*> same{&piece};
        for (auto const& earlier : there)
            if (earlier.id == piece.id) same.push_back(&earlier);
        if (is_there(same, PieceForm::pdf)) continue;
        faults.push_back({.code = "DOSSIER.MISSING_FORM",
                          .path = "/pieces/" + std::to_string(i) + "/files",
                          .message = {"Het stuk \"" + piece.title + "\" komt zonder pdf, en had er geen.",
                                      "The piece \"" + piece.title + "\" comes without a PDF, and had none."}});
    }
    return faults;
}

Refusal dossier_incomplete() {
    return {.code = "DOSSIER_INCOMPLETE",
            .title = {"Dossier niet volledig", "Dossier not complete"},
            .detail = {"Voor deze procedurestap ontbreken stukken. Elk staat in de lijst.",
                       "Pieces are missing for this procedure step. Each is listed."},
            .remedy = {"Voeg de stukken toe en dien opnieuw in; dezelfde sleutel mag. Wat de tegenpartij al eerder "
                       "kreeg, telt mee. Wilt u bewust een onvolledig dossier sturen, zet dan \"complete\": false "
                       "bij dossier.",
                       "Add the pieces and submit again; the same key may be used. What the counterpart got before "
                       "counts. To send an incomplete dossier on purpose, set \"complete\": false in dossier."}};
}

}  // namespace wetbode
