// SPDX-License-Identifier: EUPL-1.2
#include "adapters/kaleidos/twin_message.hpp"

#include "gateway/base/files.hpp"
#include "gateway/base/rfc3339.hpp"
#include "gateway/base/sha256.hpp"
#include "gateway/base/uuid.hpp"
#include "gateway/clock.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <stdexcept>

namespace wetbode::kaleidos {

namespace {

using json = nlohmann::json;
using ordered = nlohmann::ordered_json;

constexpr std::uint64_t manifest_bytes_max = 16ULL << 20U;

struct TypeRow {
    std::string_view name;   ///< in our manifests
    std::string_view id;
    std::string_view label;
};

constexpr std::string_view type_base = "http://themis.vlaanderen.be/id/concept/document-type/";

constexpr std::array<TypeRow, 10> types{{
    {"beslissingsfiche", "e807feec-1958-46cf-a558-3379b5add49e", "Beslissingsfiche"},
    {"decreet", "https://data.vlaanderen.be/id/concept/AardWetgeving/Decreet", "Decreet"},
    {"memorie-van-toelichting", "f036e016-268e-4611-8fee-77d2047b51d8", "Memorie van toelichting"},
    {"nota", "f2b0f655-8ed7-4f61-8f2b-ca813de7a6ed", "Nota"},
    {"advies", "fb931eff-38f2-4743-802b-4240c35b8b0c", "Advies"},
    {"advies-inspectie-financien", "351ba62d-eeff-4b08-b1e3-0a56d38116c4", "Advies Inspectie Financiën"},
    {"advies-raad-van-state", "73d69df5-c3f3-43b2-aeae-5a24b56b376e", "Advies Raad van State"},
    {"voorontwerpdecreet", "2c18bb9d-bbfe-474a-9f81-63ba3983a33e", "Voorontwerp van decreet"},
    {"ontwerpdecreet", "8a1e048a-4b55-4a19-b1c0-c85dba09a15c", "Ontwerpdecreet"},
    {"bijlage", "b3e150d3-eac6-44cf-9e70-dd4d13423631", "Bijlage"},
}};

std::string text_in(json const& object, char const* key) {
    auto const found = object.is_object() ? object.find(key) : object.end();
    bool const is_text = object.is_object() && found != object.end() && found->is_string();
    return is_text ? found->get<std::string>() : std::string();
}

std::string needed(json const& object, char const* key) {
    auto text = text_in(object, key);
    if (text.empty()) throw std::invalid_argument(std::string("manifest.json lacks \"") + key + '"');
    return text;
}

json const& list_in(json const& object, char const* key) {
    static json const none = json::array();
    auto const found = object.is_object() ? object.find(key) : object.end();
    return object.is_object() && found != object.end() && found->is_array() ? *found : none;
}

ordered type_of(std::string const& name) {
    for (auto const& row : types) {
        if (row.name != name) continue;
        bool const whole = row.id.starts_with("https://");
        return {{"@id", (whole ? std::string() : std::string(type_base)) + std::string(row.id)}, {"@type", "Concept"},
                {"prefLabel", row.label}};
    }
    bool const uri = name.starts_with("http");
    return {{"@id", uri ? name : std::string(type_base) + name}, {"@type", "Concept"}, {"prefLabel", name}};
}

ordered context() {
    ordered terms;
    terms["Stuk.isVoorgesteldDoor"] = "https://data.vlaanderen.be/ns/dossier#isVoorgesteldDoor";
    terms["Concept"] = "http://www.w3.org/2004/02/skos/core#Concept";
    terms["format"] = "http://purl.org/dc/terms/format";
    terms["content"] = "http://www.w3.org/ns/prov#value";
    terms["prefLabel"] = "http://www.w3.org/2004/02/skos/core#prefLabel";
    terms["filename"] = "http://www.semanticdesktop.org/ontologies/2007/03/22/nfo#fileName";
    auto list = ordered::array();
    list.push_back("https://data.vlaanderen.be/doc/applicatieprofiel/besluitvorming/erkendestandaard/2021-02-04/"
                   "context/besluitvorming-ap.jsonld");
    list.push_back(std::move(terms));
    return list;
}

class Writer {
public:
    Writer(std::filesystem::path folder, Memory const& memory, json manifest)
        : folder_(std::move(folder)), memory_(memory), manifest_(std::move(manifest)),
          marker_("content-" + random_hex(16) + "-") {}

    Message write(std::string const& comment) {
        auto const& dossier = manifest_.contains("dossier") ? manifest_["dossier"] : manifest_;
        message_.flow.uri = needed(dossier, "id");
        auto const* known = memory_.by_uri(message_.flow.uri);
        message_.flow.case_uri = themis_uri("dossier", message_.flow.uri);
        if (known != nullptr) message_.flow = *known;
        auto const text = whole(dossier, comment).dump(-1, ' ', false, ordered::error_handler_t::replace);
        std::size_t at = 0;
        for (std::size_t i = 0; i < contents_.size(); ++i) {
            auto const name = marker_ + std::to_string(i) + '.';
            auto const place = text.find(name, at);
            message_.body.emplace_back(text.substr(at, place - at));
            message_.body.emplace_back(contents_[i]);
            at = place + name.size();
        }
        message_.body.emplace_back(text.substr(at));
        return std::move(message_);
    }

private:
    ordered whole(json const& dossier, std::string const& comment) {
        ordered message;
        message["@context"] = context();
        if (!message_.flow.pobj.empty()) message["pobj"] = message_.flow.pobj;
        auto const words = comment.empty() ? text_in(manifest_, "comment") : comment;
        if (!words.empty()) message["comment"] = words;
        message["indiener"] = nullptr;
        if (manifest_.contains("submitter")) {
            auto const& person = manifest_["submitter"];
            message["indiener"] = {{"titel", text_in(person, "title")}, {"naam", text_in(person, "name")},
                                   {"voornaam", text_in(person, "first_name")}};
        }
        auto const contact = manifest_.value("contact", json::object());
        auto const name = text_in(contact, "name");
        message["contact"] = {{"name", name.empty() ? "Tweeling Kaleidos" : name},
                              {"email", text_in(contact, "email")}};
        message["@id"] = message_.flow.uri;
        message["@type"] = "Besluitvormingsaangelegenheid";
        auto const title = needed(dossier, "title");
        auto const subcase = text_in(dossier, "subcase_title");
        message["Besluitvormingsaangelegenheid.naam"] = title;
        message["Besluitvormingsaangelegenheid.alternatieveNaam"] = subcase.empty() ? title : subcase;
        auto& fields = message["Besluitvormingsaangelegenheid.beleidsveld"] = ordered::array();
        for (auto const& field : list_in(dossier, "policy_fields"))
            fields.push_back({{"@id", needed(field, "id")}, {"@type", "Concept"},
                              {"prefLabel", needed(field, "label")}});
        ordered about;
        about["@id"] = message_.flow.case_uri;
        about["@type"] = "Dossier";
        about["Dossier.bestaatUit"] = pieces();
        message["@reverse"]["Dossier.isNeerslagVan"] = std::move(about);
        return message;
    }

    ordered pieces() {
        auto list = ordered::array();
        for (auto const& piece : list_in(manifest_, "pieces")) {
            auto const title = needed(piece, "title");
            auto files = ordered::array();
            bool all_known = true;
            for (auto const& file : list_in(piece, "files")) {
                auto const before = message_.known.size();
                if (auto one = one_file(file, title)) {
                    message_.pieces[message_.files.back()] = needed(piece, "id");
                    files.push_back(std::move(*one));
                }
                all_known = all_known && message_.known.size() > before;
            }
            if (all_known) continue;  // what was sent is not offered again
            auto const created = from_rfc3339(text_in(piece, "created")).value_or(SystemClock().now());
            ordered one;
            one["@id"] = needed(piece, "id");
            one["@type"] = "Stuk";
            one["Stuk.naam"] = title;
            one["Stuk.creatiedatum"] = rfc3339(created);
            one["Stuk.type"] = type_of(needed(piece, "type"));
            one["Stuk.isVoorgesteldDoor"] = std::move(files);
            list.push_back(std::move(one));
        }
        return list;
    }

    std::optional<ordered> one_file(json const& file, std::string const& title) {
        auto const name = needed(file, "name");
        if (name.find('/') != std::string::npos) throw std::invalid_argument("a file has no plain name: " + name);
        auto const path = folder_ / name;
        if (!std::filesystem::is_regular_file(path)) {
            message_.left_out.push_back(name);
            return std::nullopt;
        }
        auto octets = twin::octets_of_file(path);
        auto id = text_in(file, "id");
        if (id.empty()) id = themis_uri("bestand", message_.flow.uri + '\n' + name + '\n' + twin::sha256_of(octets));
        if (memory_.pfls_of(id) != nullptr) {
            message_.known.push_back(id);
            return std::nullopt;
        }
        bool const is_signed = file.value("signed", false);
        auto const dot = name.rfind('.');
        ordered one;
        one["@id"] = id;
        one["@type"] = "http://www.w3.org/ns/dcat#Distribution";
        one["format"] = needed(file, "media_type");
        one["filename"] = title + (is_signed ? " (ondertekend)" : "") + '.' +
                          (dot == std::string::npos ? std::string() : name.substr(dot + 1));
        one["signed"] = is_signed;
        auto const previous = text_in(file, "previous_id");
        if (!previous.empty()) one["previousId"] = previous;
        auto const* number = previous.empty() ? nullptr : memory_.pfls_of(previous);
        if (number != nullptr && !number->empty()) one["previousPfls"] = *number;
        one["content"] = marker_ + std::to_string(contents_.size()) + '.';
        contents_.push_back(std::move(octets));
        message_.files.push_back(id);
        return one;
    }

    std::filesystem::path folder_;
    Memory const& memory_;
    json manifest_;
    std::string marker_;
    std::vector<Octets> contents_;
    Message message_;
};

}  // namespace

std::string themis_uri(std::string const& concept_name, std::string const& seed) {
    auto hex = sha256(concept_name + '\n' + seed).hex().substr(0, 32);
    hex[12] = '8';  // a UUID of our own making (RFC 9562 section 5.8)
    hex[16] = 'a';
    for (std::size_t const at : {8U, 13U, 18U, 23U}) hex.insert(at, 1, '-');
    return "http://themis.vlaanderen.be/id/" + concept_name + '/' + hex;
}

Message message_of(std::filesystem::path const& folder, Memory const& memory, std::string const& comment) {
    auto manifest = json::parse(read_file(folder / "manifest.json", manifest_bytes_max), nullptr, false);
    if (!manifest.is_object()) throw std::invalid_argument("manifest.json is not a JSON object");
    return Writer(folder, memory, std::move(manifest)).write(comment);
}

}  // namespace wetbode::kaleidos
