// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "doubles/temporary_folder.hpp"
#include "gateway/base/base64.hpp"
#include "unit/twins/caller.hpp"

#include <fstream>

using namespace wetbode;
using nlohmann::json;

namespace {

constexpr auto kanselarij = "/api/kaleidos/v1/kanselarij";
constexpr auto verwerkt = "/api/kaleidos/v1/verwerkt";

std::string id_of(json const& value) { return value.is_string() ? value.get<std::string>() : value.dump(); }

json waiting(Caller& caller) { return caller.get(kanselarij).body["documenten"]; }

json processed(std::string const& pobj, json const& files) {
    json message{{"pobj", pobj}, {"@id", "urn:flow"}};
    auto& about = message["@reverse"]["Dossier.isNeerslagVan"];
    about["@id"] = "urn:case";
    about["Dossier.bestaatUit"] =
        files.empty() ? json::array() : json::array({{{"@id", "urn:stuk"}, {"Stuk.isVoorgesteldDoor", files}}});
    return message;
}

}  // namespace

TEST_CASE("a perkament waits until every one of its files was named", "[twins]") {
    TemporaryFolder const folder;
    parliament::TwinSettings settings;
    settings.state = folder.path();
    json files;
    std::string pobj;
    {
        parliament::Twin twin(settings);
        Caller caller(twin);
        pobj = caller.tell("perkament", {{"bijlagen", 2}}).body["pobj"];
        files = waiting(caller)[0]["bestanden"];
        REQUIRE(files.size() == 5);
        json some = json::array();
        for (std::size_t i = 1; i < files.size(); ++i) some.push_back({{"pfls", files[i]["pfls"]}, {"@id", "urn:f"}});
        CHECK(caller.post(verwerkt, processed(pobj, some).dump()).status == 200);
        CHECK(waiting(caller).size() == 1);
    }
    parliament::Twin twin(settings);  // a restart forgets nothing
    Caller caller(twin);
    REQUIRE(waiting(caller).size() == 1);

    auto const last = json::array({{{"pfls", id_of(files[0]["pfls"])}, {"@id", "urn:f"}}});
    CHECK(caller.post(verwerkt, processed(pobj, last).dump()).status == 200);

    CHECK(waiting(caller).empty());
}

TEST_CASE("a perkament has its files inside, of the size that was wished", "[twins]") {
    parliament::Twin twin({});
    Caller caller(twin);
    CHECK(caller.tell("perkament", {{"bytes", 100'001}, {"bijlagen", 0}, {"opmerking", "Let op"}}).status == 200);

    auto const document = waiting(caller)[0];

    CHECK(document["titel"] == "Perkament. " + document["onderwerp"].get<std::string>());
    CHECK(document["bestanden"][0]["opmerking"] == "Let op");
    auto const pdf = from_base64(document["bestanden"][0]["base64"].get<std::string>(), Base64Space::refuse);
    REQUIRE(pdf);
    CHECK(pdf->size() == 100'001);
    CHECK(pdf->starts_with("%PDF-"));
    auto const word = from_base64(document["bestanden"][1]["base64"].get<std::string>(), Base64Space::refuse);
    REQUIRE(word);
    CHECK(word->starts_with("PK"));
}

TEST_CASE("numbers are texts in one document and numbers in the next", "[twins]") {
    parliament::Twin twin({});
    Caller caller(twin);
    caller.tell("perkament", {{"kind", "decreet"}});
    caller.tell("perkament", {{"kind", "motie"}});
    auto const documents = waiting(caller);
    CHECK(documents[0]["pobj"].is_string());
    CHECK(documents[1]["pobj"].is_number());
}

TEST_CASE("a perkament names the flow of its dossier, and one that comes again names the files", "[twins]") {
    parliament::Twin twin({});
    Caller caller(twin);
    auto const pobj = caller.deliver("a", "AA==").body["pobj"].get<std::string>();
    caller.tell("perkament", {{"pobj", pobj}, {"bijlagen", 0}});
    auto const first = waiting(caller)[0];
    CHECK(first["kaleidos-id"] == "urn:flow");
    CHECK_FALSE(first["bestanden"][0].contains("kaleidos-id"));
    json files = json::array();
    for (auto const& file : first["bestanden"])
        files.push_back({{"pfls", file["pfls"]}, {"@id", "urn:" + id_of(file["pfls"])}});
    caller.post(verwerkt, processed(pobj, files).dump());

    caller.tell("perkament", {{"pobj", pobj}, {"bijlagen", 0}});

    auto const second = waiting(caller)[0];
    CHECK(second["bestanden"][0]["kaleidos-id"] == "urn:" + id_of(first["bestanden"][0]["pfls"]));
    CHECK(id_of(second["bestanden"][0]["pfls"]) != id_of(first["bestanden"][0]["pfls"]));
}

TEST_CASE("an acknowledgement of what never waited is refused", "[twins]") {
    parliament::Twin twin({});
    Caller caller(twin);
    auto const pobj = caller.deliver("a", "AA==").body["pobj"].get<std::string>();

    CHECK(caller.post(verwerkt, processed("77", {}).dump()).status == 400);
    auto const unknown = json::array({{{"pfls", "9"}, {"@id", "urn:f"}}});
    CHECK(caller.post(verwerkt, processed(pobj, unknown).dump()).status == 400);
    CHECK(caller.post(verwerkt, "{").status == 400);
    CHECK(caller.post(verwerkt, processed(pobj, {}).dump()).status == 200);  // a relink
    CHECK(caller.counts()["processed"] == 1);
}

TEST_CASE("a perkament may be made of the files of a folder, and of no other place", "[twins]") {
    TemporaryFolder const papers;
    std::filesystem::create_directories(papers.path() / "beken");
    std::ofstream(papers.path() / "beken" / "Perkament.pdf") << "%PDF-x";
    std::ofstream(papers.path() / "beken" / "Bijlage.pdf") << "%PDF-y";
    parliament::TwinSettings settings;
    settings.papers = papers.path();
    parliament::Twin twin(settings);
    Caller caller(twin);

    CHECK(caller.tell("perkament", {{"folder", "beken"}}).status == 200);

    auto const files = waiting(caller)[0]["bestanden"];
    REQUIRE(files.size() == 2);
    CHECK(files[0]["type"] == "Bijlage");
    CHECK(files[1]["type"] == "Perkament decreet");
    CHECK(files[1]["base64"] == base64("%PDF-x"));
    for (auto const* const name : {"..", "../beken", "/etc", "vijvers"})
        CHECK(caller.tell("perkament", {{"folder", name}}).status == 400);
}

TEST_CASE("a poisoned perkament has its poison, until it is healed", "[twins]") {
    parliament::Twin twin({});
    Caller caller(twin);
    auto const poison = std::string(GENERATE("broken_base64", "no_base64", "truncated_json"));
    auto const pobj = caller.tell("perkament", {{"poison", poison}, {"bijlagen", 0}}).body["pobj"].get<std::string>();
    auto const is_whole = [&] {
        auto const list = caller.get(kanselarij).body;
        if (list.is_discarded()) return false;
        auto const& file = list["documenten"][0]["bestanden"][0];
        if (!file.contains("base64")) return false;
        return from_base64(file["base64"].get<std::string>(), Base64Space::refuse).has_value();
    };

    CHECK_FALSE(is_whole());
    CHECK(caller.tell("heal", {{"pobj", pobj}}).status == 200);
    CHECK(is_whole());
}
