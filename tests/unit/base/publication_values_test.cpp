// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "gateway/base/publication_values.hpp"

using namespace wetbode;

namespace {

bool holds(std::string_view key, std::string_view value) { return publication_value(key, value) == std::string(value); }

std::string const eli = "http://www.ejustice.just.fgov.be/eli/decreet/2026/10/02/2026004711";

}  // namespace

TEST_CASE("a numac has ten digits", "[base]") {
    CHECK(holds("numac", "2026004711"));
    CHECK_FALSE(publication_value("numac", "202600471"));
    CHECK_FALSE(publication_value("numac", "20260047111"));
    CHECK_FALSE(publication_value("numac", "2026 04711"));
    CHECK_FALSE(publication_value("numac", ""));
}

TEST_CASE("an ELI of the Belgisch Staatsblad names its act, day and numac", "[base]") {
    CHECK(holds("eli", eli));
    CHECK(holds("eli", "https://www.ejustice.just.fgov.be/eli/loi/1994/10/21/1994021048/justel"));
    CHECK(holds("eli", eli + "/staatsblad"));
    CHECK(numac_in(eli) == "2026004711");
    CHECK(numac_in("https://codex.vlaanderen.be/eli/decreet/2026/10/02/2026004711").empty());
}

TEST_CASE("what is like an ELI but is none is not taken", "[base]") {
    CHECK_FALSE(publication_value("eli", "http://www.ejustice.just.fgov.be/eli/decreet/2026/02/30/2026004711"));
    CHECK_FALSE(publication_value("eli", "http://www.ejustice.just.fgov.be/eli/roman/2026/10/02/2026004711"));
    CHECK_FALSE(publication_value("eli", "http://www.ejustice.just.fgov.be.example/eli/wet/2026/10/02/2026004711"));
    CHECK_FALSE(publication_value("eli", "javascript:alert(1)"));
    CHECK_FALSE(publication_value("eli", eli + "/"));
    CHECK_FALSE(publication_value("eli", eli + "/staatsblad?x=\"><script>"));
    CHECK_FALSE(publication_value("eli", eli + " "));
    CHECK_FALSE(publication_value("eli", std::string(10'000, 'h')));
}

TEST_CASE("an address in the Vlaamse Codex is known in both its forms", "[base]") {
    CHECK(holds("eli_codex", "https://codex.vlaanderen.be/eli/decreet/2026/10/02/2026004711"));
    CHECK(holds("eli_codex", "https://codex.vlaanderen.be/Zoeken/Document.aspx?DID=1040123&param=inhoud"));
    CHECK_FALSE(publication_value("eli_codex", "https://codex.vlaanderen.be/Zoeken/Document.aspx?DID=x"));
    CHECK_FALSE(publication_value("eli_codex", eli));
    CHECK(eli_fact(eli) == PublicationFact{"eli", eli});
    CHECK_FALSE(eli_fact("https://example.org/eli/decreet/2026/10/02/2026004711"));
}

TEST_CASE("a document is kept as the Parliament cites it", "[base]") {
    CHECK(holds("document", "340 (2014-2015) nr. 3"));
    CHECK(publication_value("document", "340 (2014-2015) \xE2\x80\x93 Nr. 3") == "340 (2014-2015) nr. 3");
    CHECK(publication_value("document", "340 (2014-2015)") == "340 (2014-2015)");
    CHECK_FALSE(publication_value("document", "340 (2015-2014) nr. 3"));
    CHECK_FALSE(publication_value("document", "340 (2014-2019) nr. 3"));
    CHECK_FALSE(publication_value("document", "340; drop"));
    CHECK_FALSE(publication_value("document", "340 (2014-2015) nr. 3 en meer"));
}

TEST_CASE("a day exists in the calendar", "[base]") {
    CHECK(holds("published", "2024-02-29"));
    CHECK_FALSE(publication_value("published", "2025-02-29"));
    CHECK_FALSE(publication_value("adopted", "1830-10-04"));
    CHECK_FALSE(publication_value("adopted", "2025-6-1"));
    CHECK_FALSE(publication_value("birthday", "2025-06-01"));
}

TEST_CASE("midnight in Belgium belongs to the day that begins there", "[base]") {
    CHECK(belgian_day("2025-06-25") == "2025-06-25");
    CHECK(belgian_day("2025-06-24T22:00:00.000000Z") == "2025-06-25");
    CHECK(belgian_day("2025-06-24T21:59:59Z") == "2025-06-24");
    CHECK(belgian_day("2025-12-24T22:59:59Z") == "2025-12-24");
    CHECK(belgian_day("2025-12-24T23:00:00Z") == "2025-12-25");
    CHECK(belgian_day("2025-03-30T00:59:59Z") == "2025-03-30");
    CHECK_FALSE(belgian_day("gisteren"));
    CHECK_FALSE(belgian_day(""));
}
