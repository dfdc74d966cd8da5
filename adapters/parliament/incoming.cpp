// SPDX-License-Identifier: EUPL-1.2
#include "adapters/parliament/incoming.hpp"

#include "adapters/parliament/publication_facts.hpp"
#include "gateway/base/content.hpp"
#include "gateway/base/file_name.hpp"
#include "gateway/base/publication_values.hpp"
#include "gateway/base/rfc3339.hpp"
#include "gateway/base/sha256.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace wetbode::parliament {

namespace {

using Tree = nlohmann::ordered_json;

constexpr std::size_t title_bytes_max = 2000;
constexpr std::size_t name_bytes_max = 255;
constexpr std::size_t number_bytes_max = 64;
constexpr auto word_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

struct TypeRow {
    std::string_view told;   ///< lower case
    std::string_view type;
    AccessLevel access;
};

/// As the client of Kaleidos files them (facts of the protocol: README.md).
constexpr std::array<TypeRow, 6> rows{{
    {"perkament decreet", "decreet", AccessLevel::publiek},
    {"perkament resolutie", "resolutie", AccessLevel::publiek},
    {"perkament motie", "motie", AccessLevel::publiek},
    {"verwijzingsblad", "verwijzingsfiche", AccessLevel::intern_secretarie},
    {"verwijzingsfiche", "verwijzingsfiche", AccessLevel::intern_secretarie},
    {"bijlage", "bijlage", AccessLevel::publiek},
}};

std::string lower(std::string text) {
    for (auto& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
}

std::string text_in(Tree const& object, char const* key, std::size_t bytes_max) {
    auto const found = object.find(key);
    if (found == object.end()) return {};
    auto text = found->is_string() ? found->get<std::string>()
                                   : found->is_number_integer() ? found->dump() : std::string();
    if (text.size() > bytes_max) {
        auto cut = bytes_max;
        while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80U) --cut;
        text.resize(cut);
    }
    for (auto& c : text)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
    return text;
}

Refusal invalid(Fault fault) {
    return {.code = "KANSELARIJ_INVALID",
            .title = {"Bericht van het Parlement niet aanvaard", "Message of the Parliament not accepted"},
            .detail = fault.message,
            .remedy = {"Vraag het Vlaams Parlement om het bericht te verbeteren; elke ronde leest het opnieuw.",
                       "Ask the Flemish Parliament to mend the message; it is read again in each round."},
            .faults = {std::move(fault)}};
}

std::string without_extension(std::string const& name) {
    auto const dot = name.rfind('.');
    return dot == std::string::npos || dot == 0 ? name : name.substr(0, dot);
}

class Mapping {
public:
    Mapping(KanselarijItem item, Instant now, PublicationWords const& words)
        : item_(std::move(item)), key_(key_of(item_)), now_(now), words_(words) {}

    Result<IncomingItem> run() {
        if (item_.fault) return tl::unexpected(invalid(*item_.fault));
        result_.key = key_;
        result_.name = name_of(item_);
        if (result_.name.empty())
            return missing("/pobj", {"Het bericht noemt geen dossier (pobj).", "The message names no dossier (pobj)."});
        dossier();
        auto const files = item_.tree.find("bestanden");
        if (files != item_.tree.end() && files->is_array())
            for (auto& file : *files)
                if (file.is_object()) one_file(file);
        if (result_.files.empty())
            return missing("/bestanden", {"Geen enkel bestand van het bericht heeft een inhoud.",
                                          "No file of the message has a content."});
        message();
        return std::move(result_);
    }

private:
    Result<IncomingItem> missing(std::string const& where, Text message) const {
        return tl::unexpected(invalid({.code = "MANIFEST.KEY_MISSING",
                                       .path = "/documenten/" + std::to_string(item_.number - 1) + where,
                                       .message = std::move(message)}));
    }

    void dossier() {
        auto& dossier = result_.manifest.dossier;
        dossier.id = {text_in(item_.tree, "kaleidos-id", 500)};
        dossier.title = text_in(item_.tree, "titel", title_bytes_max);
        if (dossier.title.empty()) dossier.title = text_in(item_.tree, "onderwerp", title_bytes_max);
        if (dossier.title.empty()) dossier.title = "Bericht van het Vlaams Parlement over " + result_.name;
        dossier.complete = false;  // what it must hold is for the Parliament to say
        result_.references.emplace("pobj", result_.name);
        Members members;
        for (auto const& [name, value] : item_.tree.items())
            members.emplace_back(name, text_in(item_.tree, name.c_str(), publication_value_bytes_max));
        result_.publication = words_.facts_in(members);
    }

    /// Word and PDF of one name are one document. A file without a content stays in the message, and only there.
    void one_file(Tree& file) {
        auto const content = file.find("base64");
        if (content == file.end() || !content->is_number_unsigned()) return;
        auto kept = item_.contents.at(content->get<std::size_t>());
        auto const pfls = text_in(file, "pfls", number_bytes_max);
        auto const told_name = text_in(file, "bestandsnaam", name_bytes_max);
        auto const type = text_in(file, "type", 200);
        Rendition rendition;
        rendition.id = pfls.empty() ? "urn:wetbode:file:" + kept.digest.hex()
                                    : "urn:wetbode:parliament:pfls:" + pfls;
        rendition.media_type = text_in(file, "mimetype", name_bytes_max);
        if (rendition.media_type.empty()) rendition.media_type = "application/octet-stream";
        rendition.name = unique_file_name(told_name.empty() ? "bestand " + pfls : told_name, [&](auto const& name) {
            return name == message_file || result_.files.contains(name);
        });
        rendition.previous_id = text_in(file, "kaleidos-id", 500);
        if (rendition.previous_id == rendition.id) rendition.previous_id.clear();
        rendition.digest = kept.digest;
        rendition.bytes = kept.bytes;
        if (!pfls.empty()) result_.references.emplace("pfls:" + rendition.id, pfls);
        file.erase("base64");
        file[content_name_member] = rendition.name;
        result_.files.emplace(rendition.name, std::move(kept));
        piece_for(type, told_name, rendition.media_type, pfls).files.push_back(std::move(rendition));
    }

    Piece& piece_for(std::string const& type, std::string const& name, std::string const& media_type,
                     std::string const& pfls) {
        auto& pieces = result_.manifest.pieces;
        bool const word = media_type == word_type;
        bool const pairs = word || media_type == "application/pdf";
        auto const stem = lower(type) + '\n' + without_extension(name);
        if (auto const half = halves_.find(stem); pairs && half != halves_.end() && half->second.first != word) {
            auto const index = half->second.second;
            halves_.erase(half);
            return pieces[index];
        }
        auto const row = std::ranges::find(rows, lower(type), [](auto const& one) { return std::string(one.told); });
        Piece piece;
        piece.id = "urn:wetbode:parliament:stuk:" + result_.name + ":" +
                   (pfls.empty() ? std::to_string(pieces.size() + 1) : pfls);
        if (!ids_.insert(piece.id).second) piece.id += ":" + std::to_string(pieces.size() + 1);
        piece.title = without_extension(name).empty() ? type : without_extension(name);
        piece.type = row == rows.end() ? (type.empty() ? "stuk" : lower(type)) : std::string(row->type);
        // What we cannot name is shown to as few as possible.
        piece.access = row == rows.end() ? AccessLevel::intern_secretarie : row->access;
        piece.created = created();
        if (pairs) halves_.emplace(stem, std::pair(word, pieces.size()));
        return pieces.emplace_back(std::move(piece));
    }

    [[nodiscard]] std::string created() const {
        auto const told = text_in(item_.tree, "datum", 64);
        return from_rfc3339(told) ? told : rfc3339(now_);
    }

    void message() {
        Piece piece;
        piece.id = "urn:wetbode:parliament:bericht:" + key_;
        piece.title = "Bericht van het Vlaams Parlement";
        piece.type = "begeleidend-bericht";
        piece.access = AccessLevel::intern_overheid;
        piece.created = created();
        auto content = content_of(item_.tree.dump(1, ' ', false, Tree::error_handler_t::replace));
        Rendition rendition;
        rendition.id = piece.id + ":json";
        rendition.name = message_file;
        rendition.media_type = "application/json";
        rendition.digest = content.digest;
        rendition.bytes = content.bytes;
        piece.files.push_back(std::move(rendition));
        result_.files.emplace(message_file, std::move(content));
        result_.manifest.pieces.push_back(std::move(piece));
    }

    KanselarijItem item_;
    std::string key_;
    Instant now_;
    PublicationWords const& words_;
    IncomingItem result_;
    std::map<std::string, std::pair<bool, std::size_t>> halves_;  ///< type and name -> is it Word, and its piece
    std::set<std::string> ids_;
};

}  // namespace

/// Moments at which the Parliament sent or was acknowledged say nothing about what it sent.
std::string key_of(KanselarijItem const& item) {
    auto tree = item.tree;
    tree.erase("kanselarij");
    tree.erase("verwerkt");
    auto text = tree.dump(-1, ' ', false, Tree::error_handler_t::replace);
    for (auto const& content : item.contents) text += '\n' + content.digest.hex();
    if (item.fault) text += '\n' + item.fault->code;
    return "kanselarij:" + sha256(text).hex();
}

std::string name_of(KanselarijItem const& item) { return text_in(item.tree, "pobj", number_bytes_max); }

std::map<std::string, std::string> named_files(KanselarijItem const& item) {
    std::map<std::string, std::string> named;
    auto const files = item.tree.find("bestanden");
    if (files == item.tree.end() || !files->is_array()) return named;
    for (auto const& file : *files) {
        if (!file.is_object()) continue;
        auto const uri = text_in(file, "kaleidos-id", 500);
        auto const pfls = text_in(file, "pfls", number_bytes_max);
        if (!uri.empty() && !pfls.empty()) named[uri] = pfls;
    }
    return named;
}

Result<IncomingItem> incoming_from(KanselarijItem item, Instant now, PublicationWords const& words) {
    return Mapping(std::move(item), now, words).run();
}

}  // namespace wetbode::parliament
