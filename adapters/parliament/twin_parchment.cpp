// SPDX-License-Identifier: EUPL-1.2
#include "adapters/parliament/twin_parchment.hpp"

#include "adapters/parliament/twin_delivery.hpp"
#include "adapters/parliament/twin_lines.hpp"
#include "adapters/parliament/twin_papers.hpp"
#include "adapters/rest/twin_stream.hpp"
#include "gateway/base/base64.hpp"
#include "gateway/base/rfc3339.hpp"
#include "gateway/base/uuid.hpp"
#include "gateway/refusal.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace wetbode::parliament {

namespace {

using json = nlohmann::json;
using ordered = nlohmann::ordered_json;

constexpr std::int64_t file_bytes_max = 1LL << 30U;
constexpr std::int64_t attachments_max = 20;

constexpr std::array<std::string_view, 6> poisons{"missing_status", "broken_base64", "truncated_json",
                                                  "malformed_json", "no_base64",     "unknown_type"};
constexpr std::array<std::string_view, 14> members{
    "pobj",   "kind",        "onderwerp", "citeertitel", "datum",    "bevoegdheidsdomein",
    "themas", "bevoegdheid", "opmerking", "bytes",       "bijlagen", "folder",
    "poison", "adopted"};

/// What is sent in the end: made anew from the title, or read from the file.
Octets octets_of(ParchmentFile const& file) {
    if (file.source == "pdf") return made_pdf(file.name, file.bytes);
    if (file.source == "docx") return made_docx(file.name);
    return twin::octets_of_file(file.source);
}

void add(Parchment& parchment, std::string type, std::string_view media_type, std::string name, std::string source,
         std::uint64_t bytes) {
    ParchmentFile file;
    file.type = std::move(type);
    file.media_type = media_type;
    file.name = std::move(name);
    file.source = std::move(source);
    file.bytes = bytes;
    auto const octets = octets_of(file);
    file.bytes = octets.bytes;
    file.sha256 = twin::sha256_of(octets);
    parchment.files.push_back(std::move(file));
}

std::string type_of(Parchment const& parchment) {
    return "Perkament " + parchment.kind;
}

void add_made_files(Parchment& parchment, std::string const& stem, std::uint64_t bytes, std::int64_t attachments) {
    add(parchment, type_of(parchment), pdf_type, stem + "_Perkament.pdf", "pdf", bytes);
    add(parchment, type_of(parchment), word_type, stem + "_Perkament.docx", "docx", 0);
    add(parchment, "Verwijzingsblad", pdf_type, stem + "_Verwijzingsfiche.pdf", "pdf", 0);
    for (std::int64_t i = 1; i <= attachments; ++i)
        add(parchment, "Bijlage", pdf_type, "Bijlage" + std::to_string(i) + ".pdf", "pdf", 0);
}

std::string lower(std::string text) {
    std::ranges::transform(text, text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
    return text;
}

/// The files of a folder, by name; the name tells what each is.
std::string add_folder(Parchment& parchment, std::filesystem::path const& folder) {
    if (!std::filesystem::is_directory(folder)) return "folder is not there";
    std::set<std::filesystem::path> paths;
    for (auto const& entry : std::filesystem::directory_iterator(folder))
        if (entry.is_regular_file()) paths.insert(entry.path());
    if (paths.empty()) return "folder holds no file";
    if (paths.size() > static_cast<std::size_t>(attachments_max)) return "folder holds more than 20 files";
    for (auto const& path : paths) {
        auto const name = lower(path.filename().string());
        bool const reference = name.find("verwijzing") != std::string::npos;
        bool const attachment = name.find("bijlage") != std::string::npos;
        auto const extension = lower(path.extension().string());
        auto const type = reference ? "Verwijzingsblad" : attachment ? "Bijlage" : type_of(parchment);
        auto const media = extension == ".pdf"    ? pdf_type
                           : extension == ".docx" ? word_type
                                                  : "application/octet-stream";
        if (std::filesystem::file_size(path) > static_cast<std::uint64_t>(file_bytes_max))
            return name + " is larger than 1 GiB";
        add(parchment, type, media, path.filename().string(), path.string(), 0);
    }
    return {};
}

std::int64_t number_in(json const& wish, char const* key, std::int64_t otherwise) {
    auto const found = wish.find(key);
    if (found == wish.end()) return otherwise;
    return found->is_number_integer() ? found->get<std::int64_t>() : -1;
}

std::string text_or(json const& wish, char const* key, std::string const& otherwise) {
    auto text = text_in(wish, key);
    return text.empty() ? otherwise : text;
}

}  // namespace

std::string fault_in_parchment(json const& wish) {
    if (!wish.is_object()) return "the body is not a JSON object";
    for (auto const& [key, value] : wish.items())
        if (std::ranges::find(members, key) == members.end()) return "unknown member \"" + key + '"';
    auto const kind = text_or(wish, "kind", "decreet");
    if (kind != "decreet" && kind != "resolutie" && kind != "motie") return "kind is decreet, resolutie or motie";
    auto const poison = text_in(wish, "poison");
    if (!poison.empty() && std::ranges::find(poisons, poison) == poisons.end()) return "unknown poison";
    auto const date = text_in(wish, "datum");
    if (!date.empty() && !from_rfc3339(date)) return "datum is not a date-time";
    auto const pobj = text_in(wish, "pobj");
    if (!pobj.empty() && !all_digits(pobj)) return "pobj is not a number";
    auto const bytes = number_in(wish, "bytes", 0);
    if (bytes < 0 || bytes > file_bytes_max) return "bytes is 0 .. 1073741824";
    auto const attachments = number_in(wish, "bijlagen", 2);
    if (attachments < 0 || attachments > attachments_max) return "bijlagen is 0 .. 20";
    if (wish.contains("adopted") && !wish["adopted"].is_boolean()) return "adopted is true or false";
    auto const folder = text_in(wish, "folder");
    if (folder.find('/') != std::string::npos || folder == "..") return "folder is a plain name";
    return {};
}

namespace {

void spoil(Parchment& parchment) {
    if (parchment.poison == "unknown_type") parchment.files.front().type = "Onbekend stuk";
}

/// One document with a marker where the base 64 of each file belongs.
ordered document_of(Parchment const& one, Dossier const& dossier, bool as_numbers, std::string const& marker,
                    std::size_t& contents) {
    auto const number = [&](std::string const& text) { return as_numbers ? ordered(std::stoll(text)) : ordered(text); };
    ordered document;
    document["pobj"] = number(dossier.pobj);
    if (!dossier.flow.empty()) document["kaleidos-id"] = dossier.flow;
    document["type"] = one.type;
    document["onderwerp"] = one.subject;
    document["titel"] = "Perkament. " + one.subject;
    if (!one.short_title.empty()) document["citeertitel"] = one.short_title;
    document["datum"] = one.date;
    document["bevoegdheidsdomein"] = one.domain;
    document["themas"] = one.themes;
    document["bevoegdheid"] = one.competence;
    document["kanselarij"] = one.at;
    auto& files = document["bestanden"] = ordered::array();
    for (auto const& file : one.files) {
        ordered entry{{"pfls", number(file.pfls)}};
        if (!file.kaleidos_id.empty()) entry["kaleidos-id"] = file.kaleidos_id;
        entry["type"] = file.type;
        entry["mimetype"] = file.media_type;
        entry["bestandsnaam"] = file.name;
        if (!file.remark.empty()) entry["opmerking"] = file.remark;
        bool const without = one.poison == "no_base64" && &file == &one.files.front();
        if (!without) entry["base64"] = marker + std::to_string(contents++) + '.';
        files.push_back(std::move(entry));
    }
    return document;
}

}  // namespace

WishedParchment wished_parchment(json const& wish, ParchmentPlace const& place) {
    WishedParchment wished;
    wished.wrong = fault_in_parchment(wish);
    if (!wished.wrong.empty()) return wished;
    auto& one = wished.parchment;
    one.pobj = text_in(wish, "pobj");
    one.at = rfc3339(place.now);
    one.kind = text_or(wish, "kind", "decreet");
    one.type = one.kind == "decreet" ? "Ontwerp van decreet" : "Voorstel van " + one.kind;
    auto const word = one.kind == "decreet" ? "Decreet" : one.kind == "motie" ? "Motie" : "Resolutie";
    one.subject = text_or(wish, "onderwerp", std::string(word) + " over de proef met de tweeling");
    one.short_title = text_in(wish, "citeertitel");
    one.date = text_or(wish, "datum", one.at);
    one.domain = text_or(wish, "bevoegdheidsdomein", "Algemeen beleid");
    one.competence = text_or(wish, "bevoegdheid", "gemeenschap");
    one.themes = {"Openbaar bestuur"};
    if (wish.contains("themas") && wish["themas"].is_array()) {
        one.themes.clear();
        for (auto const& theme : wish["themas"])
            if (theme.is_string()) one.themes.push_back(theme);
    }
    one.poison = text_in(wish, "poison");
    if (one.poison != "missing_status" && wish.value("adopted", true)) wished.adopted_at = one.date;
    auto const folder = text_in(wish, "folder");
    if (!folder.empty() && place.papers.empty())
        wished.wrong = "start the twin with --papers to name a folder";
    else if (!folder.empty())
        wished.wrong = add_folder(one, place.papers / folder);
    else
        add_made_files(one, "1746", static_cast<std::uint64_t>(number_in(wish, "bytes", 0)),
                       number_in(wish, "bijlagen", 2));
    if (!wished.wrong.empty()) return wished;
    one.files.front().remark = text_in(wish, "opmerking");
    spoil(one);
    return wished;
}

api::Response kanselarij_answer(TwinStore const& store) {
    auto const marker = "content-" + random_hex(16) + "-";
    ordered documents = ordered::array();
    std::vector<Octets> contents;
    std::vector<bool> broken;
    bool truncated = false;
    std::size_t count = 0;
    for (auto const& one : store.parchments()) {
        if (!one.waits()) continue;
        auto const* dossier = store.dossier(one.pobj);
        ensure(dossier != nullptr, "every perkament belongs to a dossier");
        documents.push_back(document_of(one, *dossier, documents.size() % 2 == 1, marker, count));
        for (auto const& file : one.files) {
            if (one.poison == "no_base64" && &file == &one.files.front()) continue;
            contents.push_back(octets_of(file));
            broken.push_back(one.poison == "broken_base64" && &file == &one.files.front());
        }
        truncated = truncated || one.poison == "truncated_json";
        if (one.poison == "malformed_json") documents.back()["onderwerp"] = one.subject + marker + "quote";
    }
    auto text = ordered{{"documenten", documents}}.dump(-1, ' ', false, ordered::error_handler_t::replace);
    // A title with a quote in it, from a server that joins texts to JSON.
    for (auto place = text.find(marker + "quote"); place != std::string::npos; place = text.find(marker + "quote"))
        text.replace(place, marker.size() + 5, "\" enz.");
    std::vector<twin::StreamPart> parts;
    std::size_t at = 0;
    for (std::size_t i = 0; i < contents.size(); ++i) {
        auto const name = marker + std::to_string(i) + '.';
        auto const place = text.find(name, at);
        ensure(place != std::string::npos, "every file has its place in the answer");
        // An "=" inside and a "*" are no base 64 for anybody; a lenient reader makes another file of it.
        parts.emplace_back(text.substr(at, place - at) + (broken[i] ? "JV=E*" : ""));
        parts.emplace_back(contents[i]);
        at = place + name.size();
    }
    parts.emplace_back(text.substr(at));
    auto response = twin::streamed(200, "application/json", std::move(parts));
    if (truncated) twin::end_at_half(response);
    return response;
}

}  // namespace wetbode::parliament
