// SPDX-License-Identifier: EUPL-1.2
// Document types of Kaleidos (concept scheme 559774e3-061c-4f4b-a758-57228d4b68cd) by the short names of our manifests.
#include "adapters/parliament/document.hpp"

#include <array>

namespace wetbode::parliament {

namespace {

struct Row {
    std::string_view short_name;
    std::string_view id;  ///< after the base, or a whole URI
    std::string_view label;
};

constexpr std::string_view base = "http://themis.vlaanderen.be/id/concept/document-type/";

constexpr std::array<Row, 20> rows{{
    {"beslissingsfiche", "e807feec-1958-46cf-a558-3379b5add49e", "Beslissingsfiche"},
    {"decreet", "https://data.vlaanderen.be/id/concept/AardWetgeving/Decreet", "Decreet"},
    {"besluit-vlaamse-regering", "https://data.vlaanderen.be/id/concept/AardWetgeving/BesluitVanDeVlaamseRegering",
     "Besluit Vlaamse Regering"},
    {"ministerieel-besluit", "https://data.vlaanderen.be/id/concept/AardWetgeving/MinisterieelBesluit",
     "Ministerieel besluit"},
    {"memorie-van-toelichting", "f036e016-268e-4611-8fee-77d2047b51d8", "Memorie van toelichting"},
    {"nota", "f2b0f655-8ed7-4f61-8f2b-ca813de7a6ed", "Nota"},
    {"mededeling", "72dd647f-7afa-4d2a-9c7f-de73a8bd85a1", "Mededeling"},
    {"advies", "fb931eff-38f2-4743-802b-4240c35b8b0c", "Advies"},
    {"advies-inspectie-financien", "351ba62d-eeff-4b08-b1e3-0a56d38116c4", "Advies Inspectie Financiën"},
    {"begrotingsakkoord", "6870daa2-d80a-4483-a78f-53cbd6b85af2", "Begrotingsakkoord"},
    {"advies-raad-van-state", "73d69df5-c3f3-43b2-aeae-5a24b56b376e", "Advies Raad van State"},
    {"voorontwerpdecreet", "2c18bb9d-bbfe-474a-9f81-63ba3983a33e", "Voorontwerp van decreet"},
    {"ontwerpdecreet", "8a1e048a-4b55-4a19-b1c0-c85dba09a15c", "Ontwerpdecreet"},
    {"voorontwerp-besluit", "3f6ed920-7cd0-4296-a5b7-eb06d77ca5f4", "Voorontwerp BVR"},
    {"ontwerpbesluit", "d3a616a1-4734-409d-be51-30917c91eb84", "Ontwerp BVR"},
    {"motie", "7b8cc610-2bcd-4eab-afa2-8cd7adbd4d4f", "Motie"},
    {"resolutie", "2fef8c6a-ca60-4cd5-97b3-578144aece0a", "Resolutie"},
    {"verwijzingsfiche", "205bb487-127c-43c6-9a8a-9b397a99f056", "Verwijzingsfiche"},
    {"bekrachtiging", "609cf883-b52c-43fe-84b1-eed02527173b", "Bekrachtiging"},
    {"bijlage", "b3e150d3-eac6-44cf-9e70-dd4d13423631", "Bijlage"},
}};

}  // namespace

PieceType piece_type(std::string const& short_name) {
    if (short_name.starts_with("http://") || short_name.starts_with("https://")) return {short_name, short_name};
    for (auto const& row : rows) {
        if (row.short_name != short_name) continue;
        bool const whole = row.id.starts_with("https://");
        return {(whole ? std::string() : std::string(base)) + std::string(row.id), std::string(row.label)};
    }
    return {"", short_name};
}

}  // namespace wetbode::parliament
