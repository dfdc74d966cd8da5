// SPDX-License-Identifier: EUPL-1.2
#include "gateway/json/json.hpp"
#include "gateway/json/scope.hpp"

#include "gateway/base/rfc3339.hpp"

#include <algorithm>

namespace wetbode::json {

using nlohmann::json;

namespace {

constexpr std::size_t title_bytes_max = 4000;
constexpr std::size_t name_bytes_max = 255;
constexpr std::size_t id_bytes_max = 500;
constexpr std::size_t pieces_max = 1000;
constexpr std::size_t files_per_piece_max = 100;
constexpr std::size_t acknowledged_max = 5000;
/// As many signatures of one file as are verified.
constexpr std::size_t expected_signers_max = 16;
constexpr std::size_t expected_signer_bytes_max = 256;

std::vector<std::string> expected_signers_from(Scope& scope) {
    std::vector<std::string> signers;
    auto const* const values = scope.array("expected_signers", Need::optional, expected_signers_max);
    if (values == nullptr) return signers;
    auto const is_blank = [](char c) { return c == ' '; };
    auto const is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
    for (auto const& value : *values) {
        auto const text = value.is_string() ? value.get<std::string>() : std::string{};
        if (std::ranges::all_of(text, is_blank) || std::ranges::any_of(text, is_control) ||
            text.size() > expected_signer_bytes_max) {
            scope.fault("MANIFEST.EXPECTED_SIGNERS", "expected_signers",
                        {"Elke verwachte ondertekenaar is een tekst van 1 tot 256 bytes op één regel.",
                         "Each expected signer is a text of 1 to 256 bytes on one line."});
            return {};
        }
        signers.push_back(text);
    }
    return signers;
}

Rendition rendition_from(json const& value, std::string const& pointer, std::vector<Fault>& faults) {
    Scope scope(value, pointer, faults);
    Rendition file;
    file.id = scope.text("id", Need::optional, id_bytes_max);
    file.name = scope.text("name", Need::required, name_bytes_max);
    file.media_type = scope.text("media_type", Need::required, name_bytes_max);
    file.document_type = scope.text("document_type", Need::optional, name_bytes_max);
    file.signed_by_people = scope.yes_no("signed");
    file.expected_signers = expected_signers_from(scope);
    file.previous_id = scope.text("previous_id", Need::optional, id_bytes_max);
    file.bytes = scope.whole_number("bytes");
    auto const digest = scope.text("sha256", Need::optional, 64);
    if (!digest.empty()) {
        file.digest = Digest::from_hex(digest);
        if (!file.digest)
            scope.fault("MANIFEST.DIGEST_SYNTAX", "sha256",
                        {"\"sha256\" moet uit 64 hexadecimale tekens bestaan.",
                         "\"sha256\" must be 64 hexadecimal characters."});
    }
    if (file.name.find('/') != std::string::npos || file.name == "." || file.name == "..")
        scope.fault("MANIFEST.FILE_NAME", "name",
                    {"Een bestandsnaam mag geen \"/\" bevatten.", "A file name must not hold \"/\"."});
    if (file.media_type.find('/') == std::string::npos && !file.media_type.empty())
        scope.fault("MANIFEST.MEDIA_TYPE", "media_type",
                    {"\"media_type\" heeft de vorm type/subtype, zoals application/pdf.",
                     "\"media_type\" has the form type/subtype, like application/pdf."});
    scope.refuse_unknown_keys();
    return file;
}

AccessLevel access_from(Scope& scope) {
    auto const text = scope.text("access", Need::required, id_bytes_max);
    if (auto const level = access_level_from(text)) return *level;
    if (!text.empty())
        scope.fault("MANIFEST.ACCESS", "access",
                    {"\"" + text + "\" is geen toegangsniveau. Kies intern-secretarie, vertrouwelijk, intern-regering, "
                                   "intern-overheid of publiek.",
                     "\"" + text + "\" is not an access level. Choose intern-secretarie, vertrouwelijk, "
                                   "intern-regering, intern-overheid or publiek."});
    return AccessLevel::intern_secretarie;
}

Piece piece_from(json const& value, std::string const& pointer, std::vector<Fault>& faults) {
    Scope scope(value, pointer, faults);
    Piece piece;
    piece.id = scope.text("id", Need::required, id_bytes_max);
    piece.title = scope.text("title", Need::required, title_bytes_max);
    piece.type = scope.text("type", Need::required, id_bytes_max);
    piece.access = access_from(scope);
    piece.created = scope.text("created", Need::optional, 64);
    if (!piece.created.empty() && !from_rfc3339(piece.created))
        scope.fault("MANIFEST.DATE", "created",
                    {"\"created\" is geen bestaand tijdstip zoals 2026-11-20T09:00:00Z (RFC 3339).",
                     "\"created\" is not an existing instant like 2026-11-20T09:00:00Z (RFC 3339)."});
    if (auto const* const files = scope.array("files", Need::required, files_per_piece_max)) {
        for (std::size_t i = 0; i < files->size(); ++i) {
            auto const place = scope.pointer_to("files") + "/" + std::to_string(i);
            if ((*files)[i].is_object()) piece.files.push_back(rendition_from((*files)[i], place, faults));
            else faults.push_back({.code = "MANIFEST.TYPE", .path = place,
                                   .message = {"Een bestand moet een object zijn.", "A file must be an object."}});
        }
        if (files->empty())
            scope.fault("MANIFEST.EMPTY", "files", {"Een stuk heeft minstens één bestand.",
                                                    "A piece has at least one file."});
    }
    scope.refuse_unknown_keys();
    return piece;
}

Address address_from(json const& value, std::string const& pointer, std::vector<Fault>& faults) {
    Scope scope(value, pointer, faults);
    Address address;
    address.street = scope.text("street", Need::required, name_bytes_max);
    address.number = scope.text("number", Need::optional, 20);
    address.box = scope.text("box", Need::optional, 20);
    address.postcode = scope.text("postcode", Need::required, 20);
    address.municipality = scope.text("municipality", Need::required, name_bytes_max);
    auto const country = scope.text("country", Need::optional, 2);
    if (!country.empty()) address.country = country;
    scope.refuse_unknown_keys();
    return address;
}

Recipient recipient_from(json const& value, std::string const& pointer, std::vector<Fault>& faults) {
    Scope scope(value, pointer, faults);
    Recipient recipient;
    auto const kind = scope.text("kind", Need::required, 20);
    if (kind == "enterprise") recipient.kind = RecipientKind::enterprise;
    else if (kind != "citizen" && !kind.empty())
        scope.fault("MANIFEST.RECIPIENT_KIND", "kind",
                    {"\"kind\" is citizen of enterprise.", "\"kind\" is citizen or enterprise."});
    recipient.number = scope.text("number", Need::required, 20);
    recipient.name = scope.text("name", Need::required, name_bytes_max);
    if (auto const* const address = scope.object("address", Need::required))
        recipient.address = address_from(*address, scope.pointer_to("address"), faults);
    scope.refuse_unknown_keys();
    return recipient;
}

Letter letter_from(json const& value, std::string const& pointer, std::vector<Fault>& faults) {
    Scope scope(value, pointer, faults);
    Letter letter;
    letter.subject = scope.text("subject", Need::required, name_bytes_max);
    auto const language = scope.text("language", Need::optional, 2);
    if (!language.empty()) letter.language = language;
    letter.reference = scope.text("reference", Need::optional, name_bytes_max);
    letter.sender_name = scope.text("sender_name", Need::required, name_bytes_max);
    if (auto const* const address = scope.object("sender_address", Need::required))
        letter.sender_address = address_from(*address, scope.pointer_to("sender_address"), faults);
    if (auto const* const recipient = scope.object("recipient", Need::required))
        letter.recipient = recipient_from(*recipient, scope.pointer_to("recipient"), faults);
    scope.refuse_unknown_keys();
    return letter;
}

Acknowledgement acknowledgement_from(json const& value, std::vector<Fault>& faults) {
    Scope scope(value, "/acknowledgement", faults);
    Acknowledgement acknowledgement;
    acknowledgement.name = scope.text("name", Need::required, name_bytes_max);
    acknowledgement.case_id = scope.text("case", Need::optional, id_bytes_max);
    if (auto const* const files = scope.array("files", Need::optional, acknowledged_max)) {
        for (std::size_t i = 0; i < files->size(); ++i) {
            auto const place = "/acknowledgement/files/" + std::to_string(i);
            if (!(*files)[i].is_object()) {
                faults.push_back({.code = "MANIFEST.TYPE", .path = place,
                                  .message = {"Een bestand moet een object zijn.", "A file must be an object."}});
                continue;
            }
            Scope file((*files)[i], place, faults);
            acknowledgement.files.push_back({file.text("name", Need::required, name_bytes_max),
                                             file.text("file", Need::optional, id_bytes_max),
                                             file.text("piece", Need::optional, id_bytes_max)});
            file.refuse_unknown_keys();
        }
    }
    scope.refuse_unknown_keys();
    return acknowledgement;
}

Dossier dossier_from(json const& value, SubmissionKind kind, std::vector<Fault>& faults) {
    Scope scope(value, "/dossier", faults);
    Dossier dossier;
    dossier.id = {scope.text("id", kind == SubmissionKind::letter ? Need::optional : Need::required, id_bytes_max)};
    dossier.title = scope.text("title", kind == SubmissionKind::dossier ? Need::required : Need::optional,
                               title_bytes_max);
    dossier.subcase_title = scope.text("subcase_title", Need::optional, title_bytes_max);
    dossier.procedure_step = scope.text("procedure_step", Need::optional, name_bytes_max);
    if (value.contains("complete")) dossier.complete = scope.yes_no("complete");
    if (auto const* const fields = scope.array("policy_fields", Need::optional, 100)) {
        for (std::size_t i = 0; i < fields->size(); ++i) {
            auto const place = "/dossier/policy_fields/" + std::to_string(i);
            Scope field((*fields)[i], place, faults);
            if (!(*fields)[i].is_object()) {
                faults.push_back({.code = "MANIFEST.TYPE", .path = place,
                                  .message = {"Een beleidsveld moet een object zijn.",
                                              "A policy field must be an object."}});
                continue;
            }
            dossier.policy_fields.push_back({field.text("id", Need::required, id_bytes_max),
                                             field.text("label", Need::required, name_bytes_max)});
            field.refuse_unknown_keys();
        }
    }
    scope.refuse_unknown_keys();
    return dossier;
}

void read_people(Scope& scope, Manifest& manifest, std::vector<Fault>& faults) {
    if (auto const* const value = scope.object("submitter", Need::optional)) {
        Scope person(*value, "/submitter", faults);
        manifest.submitter = Person{person.text("title", Need::optional, name_bytes_max),
                                    person.text("name", Need::required, name_bytes_max),
                                    person.text("first_name", Need::optional, name_bytes_max)};
        person.refuse_unknown_keys();
    }
    if (auto const* const value = scope.object("contact", Need::optional)) {
        Scope contact(*value, "/contact", faults);
        manifest.contact = Contact{contact.text("name", Need::required, name_bytes_max),
                                   contact.text("email", Need::optional, name_bytes_max)};
        contact.refuse_unknown_keys();
    }
}

SubmissionKind kind_from(Scope& scope) {
    auto const kind = scope.text("kind", Need::required, 20);
    auto const known = submission_kind_from(kind);
    if (!known && !kind.empty())
        scope.fault("MANIFEST.KIND", "kind",
                    {"\"kind\" is dossier, letter of acknowledgement.",
                     "\"kind\" is dossier, letter or acknowledgement."});
    return known.value_or(SubmissionKind::dossier);
}

/// What only one kind of submission has, and all others must not.
template <class Part, class Read>
void read_part(Scope& scope, char const* name, bool needed, std::optional<Part>& part, Read const& read) {
    auto const* const value = scope.object(name, needed ? Need::required : Need::optional);
    if (value == nullptr) return;
    part = read(*value);
    if (!needed)
        scope.fault("MANIFEST.KIND", name,
                    {"Een indiening van deze soort heeft geen \"" + std::string(name) + "\".",
                     "A submission of this kind has no \"" + std::string(name) + "\"."});
}

void read_pieces(Scope& scope, Manifest& manifest, std::vector<Fault>& faults) {
    // An acknowledgement tells of pieces that are there already.
    auto const need = manifest.kind == SubmissionKind::acknowledgement ? Need::optional : Need::required;
    auto const* const pieces = scope.array("pieces", need, pieces_max);
    if (pieces == nullptr) return;
    for (std::size_t i = 0; i < pieces->size(); ++i) {
        auto const place = "/pieces/" + std::to_string(i);
        if ((*pieces)[i].is_object()) manifest.pieces.push_back(piece_from((*pieces)[i], place, faults));
        else faults.push_back({.code = "MANIFEST.TYPE", .path = place,
                               .message = {"Een stuk moet een object zijn.", "A piece must be an object."}});
    }
    if (pieces->empty() && need == Need::required)
        scope.fault("MANIFEST.EMPTY", "pieces", {"Een manifest noemt minstens één stuk.",
                                                 "A manifest names at least one piece."});
}

Manifest manifest_in(json const& document, std::vector<Fault>& faults) {
    Scope scope(document, "", faults);
    Manifest manifest;
    manifest.kind = kind_from(scope);
    bool const letter = manifest.kind == SubmissionKind::letter;
    if (auto const* const value = scope.object("dossier", letter ? Need::optional : Need::required))
        manifest.dossier = dossier_from(*value, manifest.kind, faults);
    read_part(scope, "letter", letter, manifest.letter,
              [&](json const& value) { return letter_from(value, "/letter", faults); });
    read_part(scope, "acknowledgement", manifest.kind == SubmissionKind::acknowledgement, manifest.acknowledgement,
              [&](json const& value) { return acknowledgement_from(value, faults); });
    read_people(scope, manifest, faults);
    manifest.comment = scope.text("comment", Need::optional, title_bytes_max);
    read_pieces(scope, manifest, faults);
    scope.refuse_unknown_keys();
    return manifest;
}

Refusal refusal_of(std::vector<Fault> faults) {
    constexpr std::size_t faults_max = 100;
    auto const more = faults.size() > faults_max;
    if (more) faults.resize(faults_max);
    return {.code = "MANIFEST_INVALID",
            .title = {"Het manifest is niet goed", "The manifest is not right"},
            .detail = {"Het manifest telt " + std::to_string(faults.size()) + (more ? " of meer" : "") + " gebreken.",
                       "The manifest has " + std::to_string(faults.size()) + (more ? " or more" : "") + " faults."},
            .remedy = {"Verbeter het manifest op de genoemde plaatsen en dien opnieuw in.",
                       "Mend the manifest at the places named and submit again."},
            .faults = std::move(faults),
            .more_faults = more};
}

Fault malformed(std::string_view text, std::size_t byte, std::string const& detail) {
    auto const before = text.substr(0, byte > 0 ? std::min(byte - 1, text.size()) : 0);
    auto const line = 1 + std::count(before.begin(), before.end(), '\n');
    auto const newline = before.rfind('\n');
    auto const column = newline == std::string_view::npos ? before.size() + 1 : before.size() - newline;
    return {.code = "MANIFEST.MALFORMED",
            .line = line,
            .column = static_cast<std::int64_t>(column),
            .message = {"Het manifest is geen geldige JSON.", "The manifest is not valid JSON."},
            .detail = detail};
}

/// Nesting is checked before parsing: the parser recurses when a value is destroyed.
bool too_deep(std::string_view text, int depth_max) {
    int depth = 0;
    bool in_string = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const c = text[i];
        if (in_string) {
            if (c == '\\') ++i;
            else if (c == '"') in_string = false;
            continue;
        }
        if (c == '"') in_string = true;
        if ((c == '{' || c == '[') && ++depth > depth_max) return true;
        if (c == '}' || c == ']') --depth;
    }
    return false;
}

}  // namespace

Result<Manifest> manifest_from(std::string_view text) {
    if (too_deep(text, 32))
        return tl::unexpected(refusal_of({{.code = "MANIFEST.TOO_DEEP",
                                           .message = {"Het manifest is dieper dan 32 niveaus genest.",
                                                       "The manifest is nested deeper than 32 levels."}}}));
    json document;
    std::set<std::string> repeated;
    std::vector<std::set<std::string>> open_keys;
    auto const watch_keys = [&](int, json::parse_event_t event, json& parsed) {
        if (event == json::parse_event_t::object_start) open_keys.emplace_back();
        if (event == json::parse_event_t::object_end) open_keys.pop_back();
        if (event == json::parse_event_t::key && !open_keys.back().insert(parsed.get<std::string>()).second)
            repeated.insert(parsed.get<std::string>().substr(0, 100));
        return true;
    };
    try {
        document = json::parse(text, watch_keys);
    } catch (json::parse_error const& error) {
        return tl::unexpected(refusal_of({malformed(text, error.byte, error.what())}));
    } catch (json::out_of_range const& error) {  // a number that no double holds: 1e999
        return tl::unexpected(refusal_of({malformed(text, 0, error.what())}));
    }
    std::vector<Fault> faults;
    for (auto const& key : repeated)
        faults.push_back({.code = "MANIFEST.KEY_REPEATED",
                          .message = {"De sleutel \"" + key + "\" staat er twee keer in hetzelfde object.",
                                      "The key \"" + key + "\" stands twice in one object."}});
    if (!document.is_object()) {
        faults.push_back({.code = "MANIFEST.TYPE",
                          .message = {"Het manifest moet een JSON-object zijn.",
                                      "The manifest must be a JSON object."}});
        return tl::unexpected(refusal_of(std::move(faults)));
    }
    auto manifest = manifest_in(document, faults);
    if (!faults.empty()) return tl::unexpected(refusal_of(std::move(faults)));
    return manifest;
}

}  // namespace wetbode::json
