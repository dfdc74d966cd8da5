// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "gateway/json/json.hpp"

#include <algorithm>

using namespace wetbode;

namespace {

std::string const dossier = R"({
  "kind": "dossier",
  "dossier": {"id": "urn:test:dossier:1", "title": "Ontwerp van decreet over bruggen"},
  "pieces": [{"id": "urn:test:stuk:1", "title": "Ontwerp van decreet", "type": "ontwerpdecreet", "access": "publiek",
    "created": "2026-11-20T09:00:00Z",
    "files": [{"name": "decreet.xml", "media_type": "application/akn+xml", "document_type": "bill"}]}]
})";

std::string const letter = R"({
  "kind": "letter",
  "letter": {"subject": "Uw aanvraag", "sender_name": "Agentschap Proef",
    "sender_address": {"street": "Proefstraat", "number": "1", "postcode": "1000", "municipality": "Brussel"},
    "recipient": {"kind": "citizen", "number": "85612312341", "name": "Proef Persoon",
      "address": {"street": "Teststraat", "number": "2", "box": "3", "postcode": "9000", "municipality": "Gent"}}},
  "pieces": [{"id": "urn:test:stuk:2", "title": "Brief", "type": "brief", "access": "intern-secretarie",
    "files": [{"name": "brief.xml", "media_type": "application/xml", "document_type": "citizen-letter"}]}]
})";

std::string replaced(std::string text, std::string const& what, std::string const& by) {
    auto const at = text.find(what);
    REQUIRE(at != std::string::npos);
    return text.replace(at, what.size(), by);
}

Fault first_fault(std::string const& text) {
    auto const manifest = json::manifest_from(text);
    REQUIRE_FALSE(manifest.has_value());
    CHECK(manifest.error().code == "MANIFEST_INVALID");
    REQUIRE_FALSE(manifest.error().faults.empty());
    return manifest.error().faults.front();
}

}  // namespace

TEST_CASE("a manifest of a dossier and one of a letter are read whole", "[json]") {
    auto const a = json::manifest_from(dossier);
    REQUIRE(a.has_value());
    CHECK(a->dossier.id.text == "urn:test:dossier:1");
    CHECK(a->pieces.at(0).files.at(0).document_type == "bill");

    auto const b = json::manifest_from(letter);
    REQUIRE(b.has_value());
    REQUIRE(b->letter);
    CHECK(b->letter->recipient.address.box == "3");
    CHECK(b->letter->sender_address.country == "BE");
}

TEST_CASE("the canonical text is read back as the same manifest, whatever the white space was", "[json]") {
    auto const text = GENERATE(dossier, letter);
    auto const manifest = json::manifest_from(text);
    REQUIRE(manifest.has_value());
    auto const canonical = json::text_of(*manifest);
    auto const again = json::manifest_from(canonical);
    REQUIRE(again.has_value());
    CHECK(*again == *manifest);
    CHECK(json::text_of(*again) == canonical);
}

TEST_CASE("who must have signed a file is read and written; nobody in particular leaves no trace", "[json]") {
    auto const named = json::manifest_from(
        replaced(dossier, "\"document_type\": \"bill\"",
                 "\"expected_signers\": [\"Anna Peeters\", \"O=Vlaams Parlement\"]"));
    auto const nobody = json::manifest_from(
        replaced(dossier, "\"document_type\": \"bill\"", "\"document_type\": \"bill\", \"expected_signers\": []"));
    auto const silent = json::manifest_from(dossier);

    REQUIRE(named.has_value());
    REQUIRE(nobody.has_value());
    CHECK(named->pieces.at(0).files.at(0).expected_signers ==
          std::vector<std::string>{"Anna Peeters", "O=Vlaams Parlement"});
    CHECK(json::manifest_from(json::text_of(*named)).value() == *named);
    CHECK(json::text_of(*nobody) == json::text_of(*silent));
    CHECK(json::text_of(*silent).find("expected_signers") == std::string::npos);
}

TEST_CASE("malformed JSON is refused with line and column", "[json]") {
    auto const fault = first_fault(replaced(dossier, "\"title\": \"Ontwerp van decreet over", "title: \"Ontwerp"));
    CHECK(fault.code == "MANIFEST.MALFORMED");
    CHECK(fault.line == 3);
    CHECK(fault.column == 44);
}

TEST_CASE("a misspelt key is named, not ignored", "[json]") {
    auto const fault = first_fault(replaced(dossier, "\"access\"", "\"acces\""));
    auto const manifest = json::manifest_from(replaced(dossier, "\"access\"", "\"acces\""));
    auto const& faults = manifest.error().faults;
    CHECK(std::any_of(faults.begin(), faults.end(), [](Fault const& f) {
        return f.code == "MANIFEST.KEY_UNKNOWN" && f.path == "/pieces/0/acces";
    }));
    CHECK(fault.code == "MANIFEST.KEY_MISSING");
    CHECK(fault.path == "/pieces/0/access");
}

TEST_CASE("each defect of a manifest has its own code and place", "[json]") {
    auto const [what, by, code, path] = GENERATE(table<std::string, std::string, std::string, std::string>({
        {"\"publiek\"", "\"geheim\"", "MANIFEST.ACCESS", "/pieces/0/access"},
        {"\"kind\": \"dossier\"", "\"kind\": \"dosier\"", "MANIFEST.KIND", "/kind"},
        {"2026-11-20T09", "2026-02-30T09", "MANIFEST.DATE", "/pieces/0/created"},
        {"decreet.xml", "../decreet.xml", "MANIFEST.FILE_NAME", "/pieces/0/files/0/name"},
        {"decreet.xml", "decreet\\u0000.xml", "MANIFEST.CONTROL_CHARACTER", "/pieces/0/files/0/name"},
        {"application/akn+xml", "xml", "MANIFEST.MEDIA_TYPE", "/pieces/0/files/0/media_type"},
        {"\"name\": \"decreet.xml\"", "\"name\": 7", "MANIFEST.TYPE", "/pieces/0/files/0/name"},
        {"\"document_type\": \"bill\"", "\"sha256\": \"12\"", "MANIFEST.DIGEST_SYNTAX", "/pieces/0/files/0/sha256"},
        {"\"document_type\": \"bill\"", "\"bytes\": -1", "MANIFEST.TYPE", "/pieces/0/files/0/bytes"},
        {"\"document_type\": \"bill\"", "\"expected_signers\": [\" \"]", "MANIFEST.EXPECTED_SIGNERS",
         "/pieces/0/files/0/expected_signers"},
        {"\"document_type\": \"bill\"", "\"expected_signers\": [7]", "MANIFEST.EXPECTED_SIGNERS",
         "/pieces/0/files/0/expected_signers"},
        {"\"document_type\": \"bill\"", "\"expected_signers\": \"Anna Peeters\"", "MANIFEST.TYPE",
         "/pieces/0/files/0/expected_signers"},
        {"\"urn:test:dossier:1\"", "\"\"", "MANIFEST.KEY_MISSING", "/dossier/id"},
    }));
    auto const fault = first_fault(replaced(dossier, what, by));
    CHECK(fault.code == code);
    CHECK(fault.path == path);
    CHECK_FALSE(fault.message.nl.empty());
    CHECK_FALSE(fault.message.en.empty());
}

TEST_CASE("a key that stands twice is refused, because two readers could see two documents", "[json]") {
    auto const twice = replaced(dossier, "\"kind\": \"dossier\"", "\"kind\": \"letter\", \"kind\": \"dossier\"");
    auto const fault = first_fault(twice);
    CHECK(fault.code == "MANIFEST.KEY_REPEATED");
}

TEST_CASE("a manifest nested without end is refused before it is parsed", "[json]") {
    CHECK(first_fault(std::string(200'000, '[')).code == "MANIFEST.TOO_DEEP");
}

TEST_CASE("a dossier with a letter in it is refused", "[json]") {
    auto const text = replaced(letter, "\"kind\": \"letter\"", "\"kind\": \"dossier\"");
    CHECK(first_fault(text).code.starts_with("MANIFEST."));
}

TEST_CASE("text that is not UTF-8 is refused", "[json]") {
    CHECK(first_fault(replaced(dossier, "bruggen", "brug\xff")).code == "MANIFEST.MALFORMED");
}
