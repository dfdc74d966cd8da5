// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "gateway/base/base64.hpp"
#include "gateway/base/content.hpp"
#include "gateway/kaleidos/document.hpp"
#include "tests/doubles/temporary_folder.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

using namespace wetbode;
using namespace wetbode::kaleidos;

namespace {

using Tree = nlohmann::ordered_json;

Tree file(std::string const& id, std::string const& name, std::string const& octets) {
    return {{"@id", id}, {"@type", "http://www.w3.org/ns/dcat#Distribution"}, {"format", "application/pdf"},
            {"filename", name}, {"signed", true}, {"content", base64(octets)}};
}

Tree piece(std::string const& id, std::string const& title, Tree files) {
    return {{"@id", id}, {"@type", "Stuk"}, {"Stuk.naam", title}, {"Stuk.creatiedatum", "2026-11-20T09:00:00.000Z"},
            {"Stuk.type", {{"@id", "https://data.vlaanderen.be/id/concept/AardWetgeving/Decreet"},
                           {"@type", "Concept"}, {"prefLabel", "Decreet"}}},
            {"Stuk.isVoorgesteldDoor", std::move(files)}};
}

/// A message as the client of the Kanselarij writes it.
Tree message(Tree pieces) {
    Tree tree{{"@context", Tree::array({"https://data.vlaanderen.be/context.jsonld", {{"content", "prov:value"}}})},
              {"comment", "Graag vandaag"},
              {"indiener", {{"titel", "Vlaams minister"}, {"naam", "Proefman"}, {"voornaam", "Jo"}}},
              {"contact", {{"name", "An Voorbeeld"}, {"email", ""}}},
              {"@id", "http://themis.vlaanderen.be/id/besluitvormingsaangelegenheid/1"},
              {"@type", "Besluitvormingsaangelegenheid"},
              {"Besluitvormingsaangelegenheid.naam", "Decreet over de beken"},
              {"Besluitvormingsaangelegenheid.alternatieveNaam", "Definitieve goedkeuring"},
              {"Besluitvormingsaangelegenheid.beleidsveld",
               Tree::array({{{"@id", "http://themis.vlaanderen.be/id/beleidsveld/7"}, {"@type", "Concept"},
                             {"prefLabel", "Omgeving"}}})}};
    tree["@reverse"]["Dossier.isNeerslagVan"] = {{"@id", "http://themis.vlaanderen.be/id/dossier/1"},
                                                 {"@type", "Dossier"}, {"Dossier.bestaatUit", std::move(pieces)}};
    return tree;
}

Tree ordinary() {
    auto files = Tree::array({file("urn:bestand:1", "Decreet.pdf", "%PDF")});
    return message(Tree::array({piece("urn:stuk:1", "Decreet", std::move(files))}));
}

class Door {
public:
    Result<Document> read(std::string_view text, std::size_t most = 7) {
        reader_ = std::make_unique<DocumentReader>(limits, folder.path());
        for (std::size_t at = 0; at < text.size(); at += most)
            if (auto refusal = reader_->feed(text.substr(at, most))) return tl::unexpected(std::move(*refusal));
        return reader_->finish();
    }
    Result<Document> read(Tree const& tree) { return read(std::string_view(tree.dump())); }
    Fault fault_in(std::string_view text) {
        auto const document = read(text);
        REQUIRE_FALSE(document.has_value());
        CHECK(document.error().code == "MANIFEST_INVALID");
        REQUIRE(document.error().faults.size() == 1);
        return document.error().faults.front();
    }
    void close() { reader_.reset(); }

    TemporaryFolder folder;
    DocumentLimits limits;

private:
    std::unique_ptr<DocumentReader> reader_;
};

}  // namespace

TEST_CASE("the message of Kaleidos becomes a manifest and its files", "[kaleidos]") {
    Door door;
    auto const document = door.read(ordinary());

    REQUIRE(document.has_value());
    auto const& manifest = document->manifest;
    CHECK(manifest.dossier.id.text == "http://themis.vlaanderen.be/id/besluitvormingsaangelegenheid/1");
    CHECK(manifest.dossier.title == "Decreet over de beken");
    CHECK(manifest.dossier.subcase_title == "Definitieve goedkeuring");
    CHECK(manifest.dossier.policy_fields.at(0).label == "Omgeving");
    CHECK(manifest.comment == "Graag vandaag");
    CHECK(manifest.submitter == Person{"Vlaams minister", "Proefman", "Jo"});
    CHECK(manifest.contact == Contact{"An Voorbeeld", ""});
    REQUIRE(manifest.pieces.size() == 1);
    CHECK(manifest.pieces[0].type == "https://data.vlaanderen.be/id/concept/AardWetgeving/Decreet");
    CHECK(manifest.pieces[0].access == AccessLevel::intern_overheid);
    auto const& rendition = manifest.pieces[0].files.at(0);
    CHECK(rendition.name == "Decreet.pdf");
    CHECK(rendition.signed_by_people);
    CHECK(rendition.bytes == 4U);
    CHECK(read_whole(document->files.at("Decreet.pdf"), 100) == "%PDF");
    CHECK(document->pobj.empty());
}

TEST_CASE("the step is read from the title of the subcase, wherever it stands in it", "[kaleidos]") {
    Door door;
    auto const step = [&](std::string const& title) {
        auto tree = ordinary();
        tree["Besluitvormingsaangelegenheid.alternatieveNaam"] = title;
        return door.read(tree)->manifest.dossier.procedure_step;
    };
    CHECK(step("Definitieve goedkeuring") == "definitieve-goedkeuring");
    CHECK(step("Ontwerp van decreet over de beken - definitieve goedkeuring") == "definitieve-goedkeuring");
    CHECK(step("Tweede principiële goedkeuring") == "principiele-goedkeuring");
    CHECK(step("VOORONTWERP - PRINCIPIËLE GOEDKEURING m.h.o. op adviesaanvraag") == "principiele-goedkeuring");
    CHECK(step("Bekrachtiging Vlaamse Regering").empty());
}

TEST_CASE("identifiers of the Parliament may be numbers or texts", "[kaleidos]") {
    auto tree = ordinary();
    auto& one = tree["@reverse"]["Dossier.isNeerslagVan"]["Dossier.bestaatUit"][0]["Stuk.isVoorgesteldDoor"][0];
    one["previousId"] = "urn:bestand:0";
    one["previousPfls"] = 1'854'321;
    tree["pobj"] = GENERATE(Tree(1'673'000), Tree("1673000"));

    Door door;
    auto const document = door.read(tree);

    REQUIRE(document.has_value());
    CHECK(document->pobj == "1673000");
    CHECK(document->previous_pfls.at("urn:bestand:1") == "1854321");
    CHECK(document->manifest.pieces[0].files[0].previous_id == "urn:bestand:0");
}

TEST_CASE("what may be absent may be absent", "[kaleidos]") {
    auto tree = ordinary();
    for (auto const* const key : {"comment", "contact", "@context", "Besluitvormingsaangelegenheid.beleidsveld"})
        tree.erase(key);
    tree["indiener"] = nullptr;
    tree["something.new"] = Tree::array({1, 2.5, true, nullptr});

    Door door;
    auto const document = door.read(tree);

    REQUIRE(document.has_value());
    CHECK_FALSE(document->manifest.submitter.has_value());
}

TEST_CASE("a dossier with a hole is refused, and every hole is told", "[kaleidos]") {
    auto lost = file("urn:bestand:3", "Advies.pdf", "x");
    lost.erase("content");
    auto const tree = message(Tree::array({piece("urn:stuk:1", "Nota", Tree::array()),
                                           piece("urn:stuk:2", "Advies", Tree::array({lost}))}));

    Door door;
    auto const document = door.read(tree);

    REQUIRE_FALSE(document.has_value());
    auto const& faults = document.error().faults;
    REQUIRE(faults.size() == 2);
    CHECK(faults[0].code == "MANIFEST.NO_FILES");
    CHECK(faults[0].path == "/@reverse/Dossier.isNeerslagVan/Dossier.bestaatUit/0/Stuk.isVoorgesteldDoor");
    CHECK(faults[0].message.en == "The piece \"Nota\" has no file: it was left out on the way.");
    CHECK(faults[1].code == "MANIFEST.MISSING_FILE");
    CHECK(faults[1].message.nl == "De inhoud van het bestand \"Advies.pdf\" ontbreekt.");
}

TEST_CASE("files of one name get names that differ, and no name leaves its folder", "[kaleidos]") {
    auto const tree = message(Tree::array({piece("urn:stuk:1", "A", Tree::array({
        file("urn:bestand:1", "Nota.pdf", "1"), file("urn:bestand:2", "Nota.pdf", "2"),
        file("urn:bestand:3", "../../etc/passwd", "3"), file("urn:bestand:4", "mimetype", "4"),
        file("urn:bestand:5", std::string(400, 'n') + ".pdf", "5")}))}));

    Door door;
    auto const document = door.read(tree);

    REQUIRE(document.has_value());
    auto const& files = document->manifest.pieces[0].files;
    CHECK(files[0].name == "Nota.pdf");
    CHECK(files[1].name == "Nota (2).pdf");
    CHECK(files[2].name == ".._.._etc_passwd");
    CHECK(files[3].name == "bestand");
    CHECK(files[4].name.size() == 200);
    CHECK(files[4].name.ends_with("n.pdf"));
    CHECK(document->files.size() == 5);
}

TEST_CASE("base 64 that is broken or cut off is refused with its place", "[kaleidos]") {
    Door door;
    auto text = ordinary().dump(1);
    auto const place = text.find(base64("%PDF"));
    REQUIRE(place != std::string::npos);
    auto broken = text;
    broken[place + 2] = '!';

    auto const fault = door.fault_in(broken);

    CHECK(fault.code == "MANIFEST.BASE64");
    CHECK(fault.path ==
          "/@reverse/Dossier.isNeerslagVan/Dossier.bestaatUit/0/Stuk.isVoorgesteldDoor/0/content");
    CHECK(fault.line == 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(place), '\n'));
    CHECK(fault.column == static_cast<std::int64_t>(place + 2 - text.rfind('\n', place)));
    CHECK(fault.message.en == "The content is not base 64, or is cut off: it goes wrong at its character 3.");

    text.replace(place, base64("%PDF").size(), "JVBERg=");
    CHECK(door.fault_in(text).message.en ==
          "The content is not base 64, or is cut off: it goes wrong at its character 8.");
}

TEST_CASE("a message that is cut off, repeats itself or is too large is refused", "[kaleidos]") {
    Door door;
    auto const text = ordinary().dump();
    CHECK(door.fault_in(text.substr(0, text.size() - 1)).code == "MANIFEST.MALFORMED");
    CHECK(door.fault_in("{\"a\":1,\"a\":2}").code == "MANIFEST.KEY_REPEATED");
    CHECK(door.fault_in("[").code == "MANIFEST.MALFORMED");
    CHECK(door.fault_in("[]").code == "MANIFEST.TYPE");
    door.limits.rest_bytes_max = 500;
    CHECK(door.fault_in(text).code == "MANIFEST.TOO_LONG");
    door.limits = {};
    door.limits.files_max = 0;
    CHECK(door.fault_in(text).code == "MANIFEST.TOO_MANY");
    door.limits = {};
    door.limits.file_bytes_max = 3;
    CHECK(door.fault_in(text).message.en == "This file is larger than 3 bytes.");
}

TEST_CASE("a large file goes to the spool folder, and is removed unless somebody took it", "[kaleidos]") {
    std::string octets;
    for (int i = 0; i < 300'000; ++i) octets += static_cast<char>(i * 31 >> 3);
    Door door;
    auto const tree =
        message(Tree::array({piece("urn:stuk:1", "A", Tree::array({file("urn:bestand:1", "groot.pdf", octets)}))}));

    {
        auto const document = door.read(std::string_view(tree.dump()), 4'099);
        REQUIRE(document.has_value());
        auto const& content = document->files.at("groot.pdf");
        CHECK_FALSE(content.in_memory());
        CHECK(content.digest == content_of(octets).digest);
        CHECK(read_whole(content, 1'000'000) == octets);
    }
    door.close();
    CHECK(std::filesystem::is_empty(door.folder.path()));
}
