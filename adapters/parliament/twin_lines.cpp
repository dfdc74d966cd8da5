// SPDX-License-Identifier: EUPL-1.2
#include "adapters/parliament/twin_lines.hpp"

#include <algorithm>

namespace wetbode::parliament {

using json = nlohmann::json;

std::string text_in(json const& object, char const* key) {
    if (!object.is_object()) return {};
    auto const found = object.find(key);
    if (found == object.end()) return {};
    if (found->is_number_integer()) return found->dump();
    return found->is_string() ? found->get<std::string>() : std::string();
}

bool all_digits(std::string const& text) {
    return !text.empty() && text.size() <= 15 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::string line_of(json const& value) { return value.dump(-1, ' ', false, json::error_handler_t::replace); }

json json_of(Taken const& taken) {
    json files = json::array();
    for (auto const& file : taken.files)
        files.push_back({{"id", file.id}, {"name", file.name}, {"sha256", file.sha256}, {"bytes", file.bytes},
                         {"pfls", file.pfls}, {"previousPfls", file.previous_pfls}});
    return {{"key", taken.key}, {"pobj", taken.pobj}, {"flow", taken.flow}, {"at", taken.at}, {"files", files},
            {"content_type", taken.content_type}, {"remarks", taken.remarks}};
}

Taken taken_from(json const& line) {
    Taken taken{line.at("key"), line.at("pobj"), line.at("flow"), line.at("at"), {}, 0, -1,
                text_in(line, "content_type"), line.value("remarks", std::vector<std::string>())};
    for (auto const& file : line.at("files"))
        taken.files.push_back({file.at("id"), file.at("name"), file.at("sha256"), file.at("bytes"), file.at("pfls"),
                               file.at("previousPfls")});
    return taken;
}

json json_of(Parchment const& one) {
    json files = json::array();
    for (auto const& file : one.files)
        files.push_back({{"pfls", file.pfls}, {"type", file.type}, {"mimetype", file.media_type},
                         {"bestandsnaam", file.name}, {"opmerking", file.remark}, {"kaleidos-id", file.kaleidos_id},
                         {"source", file.source}, {"bytes", file.bytes}, {"sha256", file.sha256},
                         {"processed_as", file.processed_as}});
    return {{"pobj", one.pobj}, {"at", one.at}, {"kind", one.kind}, {"type", one.type}, {"onderwerp", one.subject},
            {"citeertitel", one.short_title}, {"datum", one.date}, {"bevoegdheidsdomein", one.domain},
            {"bevoegdheid", one.competence}, {"themas", one.themes}, {"poison", one.poison}, {"bestanden", files},
            {"waits", one.waits()}};
}

Parchment parchment_from(json const& line) {
    Parchment one{line.at("pobj"), line.at("at"), line.at("kind"), line.at("type"), line.at("onderwerp"),
                  line.at("citeertitel"), line.at("datum"), line.at("bevoegdheidsdomein"), line.at("bevoegdheid"),
                  line.at("themas"), line.at("poison"), {}};
    for (auto const& file : line.at("bestanden"))
        one.files.push_back({file.at("pfls"), file.at("type"), file.at("mimetype"), file.at("bestandsnaam"),
                             file.at("opmerking"), file.at("kaleidos-id"), file.at("source"), file.at("bytes"),
                             file.at("sha256"), file.at("processed_as")});
    return one;
}

json json_of(Processed const& one) {
    return {{"at", one.at}, {"pobj", one.pobj}, {"flow", one.flow}, {"case", one.case_uri}, {"files", one.files},
            {"relink", one.files.empty()}};
}

Processed processed_from(json const& line) {
    return {line.at("at"), line.at("pobj"), line.at("flow"), line.at("case"),
            line.at("files").get<std::map<std::string, std::string>>()};
}

}  // namespace wetbode::parliament
