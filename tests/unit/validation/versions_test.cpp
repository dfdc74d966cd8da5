// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "doubles/fake_clock.hpp"
#include "doubles/temporary_folder.hpp"
#include "gateway/base/content.hpp"
#include "gateway/validation/catalogue.hpp"
#include "gateway/validation/versions.hpp"

#include <fstream>

using namespace wetbode;
using namespace std::chrono_literals;
using Catch::Contains;
namespace fs = std::filesystem;

namespace {

Instant noon(std::chrono::sys_days day) { return day + 12h; }

/// Versions of the type "permit". They take an element <permit> that holds only the element `child`.
struct Permits {
    void write(std::string const& version, std::string const& uri, std::string const& child, std::string const& period,
               std::string const& name = "permit") const {
        auto const folder = path.path() / name / version;
        fs::create_directories(folder);
        std::ofstream(folder / "permit.xsd")
            << "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' targetNamespace='" << uri
            << "' elementFormDefault='qualified'><xs:element name='permit'><xs:complexType><xs:sequence><xs:element "
               "name='"
            << child << "' type='xs:string'/></xs:sequence></xs:complexType></xs:element></xs:schema>";
        std::ofstream(folder / "type.toml") << "name = \"" << name << "\"\nversion = \"" << version
                                            << "\"\ntitle_nl = \"vergunning\"\ntitle_en = \"permit\"\nroot_uri = \""
                                            << uri << "\"\nroot_local = \"permit\"\nxsd = \"permit.xsd\"\n"
                                            << period;
    }
    [[nodiscard]] Catalogue loaded() const { return Catalogue({.schemas = path.path(), .clock = &clock}); }
    [[nodiscard]] std::string refusal() const {
        try {
            auto const catalogue = loaded();
        } catch (std::runtime_error const& error) {
            return error.what();
        }
        return "";
    }
    TemporaryFolder path;
    FakeClock clock;
};

std::string document(std::string const& uri, std::string const& child) {
    return "<permit xmlns='" + uri + "'><" + child + "/></permit>";
}

/// "1: valid" or "1: DOCUMENT_TYPE.EXPIRED".
std::string told(Catalogue const& catalogue, std::string text) {
    auto const verdict = catalogue.check("permit", "p.xml", content_of(std::move(text)));
    std::string answer = verdict.version + ":";
    for (auto const& fault : verdict.faults) answer += " " + fault.code;
    return answer + (verdict.valid() ? " valid" : "");
}

}  // namespace

TEST_CASE("in a time of transition the namespace tells which version a document follows", "[validation]") {
    Permits permits;
    permits.write("1", "urn:permit:1", "boat", "valid_until = 2026-12-31\n");
    permits.write("2", "urn:permit:2", "ship", "valid_from = 2026-07-01\n");
    auto const catalogue = permits.loaded();
    auto const at = [&](std::chrono::sys_days day, std::string text) {
        permits.clock.move_to(noon(day));
        return told(catalogue, std::move(text));
    };
    auto const old_one = document("urn:permit:1", "boat");
    auto const new_one = document("urn:permit:2", "ship");

    CHECK(at(2026y / 6 / 30, old_one) == "1: valid");
    CHECK(at(2026y / 6 / 30, new_one) == "2: DOCUMENT_TYPE.NOT_YET");
    CHECK(at(2026y / 7 / 1, old_one) == "1: valid");
    CHECK(at(2026y / 7 / 1, new_one) == "2: valid");
    CHECK(at(2026y / 12 / 31, old_one) == "1: valid");
    CHECK(at(2027y / 1 / 1, old_one) == "1: DOCUMENT_TYPE.EXPIRED");
    CHECK(at(2027y / 1 / 1, new_one) == "2: valid");
}

TEST_CASE("where two versions begin alike the day tells which one applies", "[validation]") {
    Permits permits;
    permits.write("1", "urn:permit", "boat", "valid_until = 2026-06-30\n");
    permits.write("2", "urn:permit", "ship", "valid_from = 2026-07-01\n");
    auto const catalogue = permits.loaded();

    permits.clock.move_to(noon(2026y / 6 / 30));
    CHECK(told(catalogue, document("urn:permit", "boat")) == "1: valid");
    CHECK(told(catalogue, document("urn:permit", "ship")) == "1: DOCUMENT_TYPE.NOT_YET XSD.UNKNOWN_ELEMENT");
    permits.clock.move_to(noon(2026y / 7 / 1));
    CHECK(told(catalogue, document("urn:permit", "ship")) == "2: valid");
    CHECK(told(catalogue, document("urn:permit", "boat")) == "2: DOCUMENT_TYPE.EXPIRED XSD.UNKNOWN_ELEMENT");
    CHECK(told(catalogue, document("urn:permit", "raft")) == "2: XSD.UNKNOWN_ELEMENT");
}

TEST_CASE("the sender of a document of an expired version reads what applies today", "[validation]") {
    Permits permits;
    permits.write("1", "urn:permit:1", "boat", "valid_until = 2026-06-30\n");
    permits.write("2", "urn:permit:2", "ship", "valid_from = 2026-07-01\nvalid_until = 2026-12-31\n");
    auto const catalogue = permits.loaded();
    auto const text = document("urn:permit:1", "boat");

    permits.clock.move_to(noon(2026y / 8 / 1));
    auto const verdict = catalogue.check("permit", "p.xml", content_of(text));
    REQUIRE(verdict.faults.size() == 1);
    auto const& fault = verdict.faults.front();
    CHECK(fault.line == 1);
    CHECK(fault.path == "/permit");
    CHECK_THAT(fault.message.nl, Contains("gold tot en met 2026-06-30") && Contains("Vandaag geldt versie '2'") &&
                                     Contains("'urn:permit:2'"));
    CHECK_THAT(fault.message.en, Contains("applied until 2026-06-30") && Contains("Version '2' applies today"));
    CHECK(catalogue.type_by_root(content_of(text)) == "permit");

    permits.clock.move_to(noon(2027y / 1 / 1));
    CHECK_THAT(catalogue.check("permit", "p.xml", content_of(text)).faults.front().message.nl,
               Contains("geldt geen enkele versie"));
    CHECK(catalogue.knows("permit"));
}

TEST_CASE("versions of one type that begin alike must not share a day", "[validation]") {
    auto const [older, newer, want] = GENERATE(table<std::string, std::string, std::string>({
        {"", "", "both apply always"},
        {"", "valid_from = 2026-07-01\n", "both apply from 2026-07-01, without end"},
        {"valid_until = 2026-07-01\n", "", "both apply since always until 2026-07-01"},
        {"valid_until = 2026-07-01\n", "valid_from = 2026-07-01\n", "both apply from 2026-07-01 until 2026-07-01"},
        {"valid_until = 2026-06-30\n", "valid_from = 2026-07-01\n", ""},
    }));
    Permits const permits;
    permits.write("1", "urn:permit", "boat", older);
    permits.write("2", "urn:permit", "ship", newer);

    auto const refusal = permits.refusal();
    if (want.empty()) {
        CHECK(refusal.empty());
    } else {
        auto const line = older.empty() ? "2" : "8";
        CHECK_THAT(refusal, Contains("permit/1/type.toml:" + std::string(line) + ": documents begin with 'permit'") &&
                                Contains("permit/2/type.toml") && Contains(want) && Contains("'valid_until'"));
    }
}

TEST_CASE("two types must not claim the same documents on the same day", "[validation]") {
    Permits const permits;
    permits.write("1", "urn:permit", "boat", "");
    permits.write("1", "urn:permit", "ship", "", "licence");
    CHECK_THAT(permits.refusal(), Contains("permit/1/type.toml:6: documents begin with 'permit'") &&
                                      Contains("licence/1/type.toml") && Contains("tell them apart with 'document'"));

    permits.write("1", "urn:permit", "ship", "valid_until = 2026-06-30\n", "licence");
    permits.write("1", "urn:permit", "boat", "valid_from = 2026-07-01\n");
    CHECK(permits.refusal().empty());
}

TEST_CASE("periods begin and end at midnight in Belgium", "[validation]") {
    using validation::belgian_day;
    CHECK(belgian_day(std::chrono::sys_days{2026y / 6 / 30} + 21h + 59min) == 2026y / 6 / 30);
    CHECK(belgian_day(std::chrono::sys_days{2026y / 6 / 30} + 22h) == 2026y / 7 / 1);
    CHECK(belgian_day(std::chrono::sys_days{2026y / 12 / 31} + 22h + 59min) == 2026y / 12 / 31);
    CHECK(belgian_day(std::chrono::sys_days{2026y / 12 / 31} + 23h) == 2027y / 1 / 1);
    // Summer time in 2026: from 29 March to 25 October.
    CHECK(belgian_day(std::chrono::sys_days{2026y / 3 / 28} + 22h) == 2026y / 3 / 28);
    CHECK(belgian_day(std::chrono::sys_days{2026y / 3 / 29} + 22h) == 2026y / 3 / 30);
    CHECK(belgian_day(std::chrono::sys_days{2026y / 10 / 24} + 22h) == 2026y / 10 / 25);
    CHECK(belgian_day(std::chrono::sys_days{2026y / 10 / 25} + 22h) == 2026y / 10 / 25);
}
