// SPDX-License-Identifier: EUPL-1.2
#include "adapters/parliament/acknowledgement.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace wetbode::parliament {

std::string acknowledgement_body(DossierId const& dossier, Acknowledgement const& told) {
    using json = nlohmann::ordered_json;
    json pieces = json::array();
    for (auto const& file : told.files) {
        json one{{"pfls", file.name}};
        if (!file.file.empty()) one["@id"] = file.file;
        auto const known = std::ranges::find_if(
            pieces, [&](json const& piece) { return !file.piece.empty() && piece.value("@id", "") == file.piece; });
        if (known != pieces.end()) {
            (*known)["Stuk.isVoorgesteldDoor"].push_back(std::move(one));
            continue;
        }
        json piece = json::object();
        if (!file.piece.empty()) piece["@id"] = file.piece;
        piece["Stuk.isVoorgesteldDoor"] = json::array({std::move(one)});
        pieces.push_back(std::move(piece));
    }
    json message{{"pobj", told.name}, {"@id", dossier.text}};
    auto& matter = message["@reverse"]["Dossier.isNeerslagVan"] = json::object();
    if (!told.case_id.empty()) matter["@id"] = told.case_id;
    matter["@type"] = "Dossier";
    matter["Dossier.bestaatUit"] = std::move(pieces);
    return message.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace wetbode::parliament
