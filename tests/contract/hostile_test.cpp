// SPDX-License-Identifier: EUPL-1.2
// Every attack gets its answer, and none costs much more than a harmless document of its size: cost is processor time
// of this thread, beside that of a harmless document in the same run.
#include <catch2/catch.hpp>

#include "contract/hostile.hpp"
#include "gateway/base/content.hpp"
#include "gateway/validation/catalogue.hpp"

#include <algorithm>
#include <ctime>

using namespace wetbode;
using hostile::Attack;

namespace {

/// An element-rich document costs several times a text of its size; what must be seen is a cost that grows faster.
constexpr double dearer_at_most = 10;
constexpr std::size_t compared_bytes_min = 200'000;

Catalogue const& catalogue() {
    static Catalogue const loaded({.schemas = std::filesystem::path(WETBODE_BUILD_DIR) / "share/wetbode/schemas"});
    return loaded;
}

Verdict verdict_on(std::string document, std::string_view type = "bill") {
    return catalogue().check(type, "hostile.xml", content_of(std::move(document)));
}

double processor_seconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

std::string first_error(Verdict const& verdict) {
    auto const error = std::ranges::find(verdict.faults, Severity::error, &Fault::severity);
    return error == verdict.faults.end() ? "" : error->code;
}

double cost_of(std::string document, std::string_view type, std::string& code) {
    auto const begin = processor_seconds();
    code = first_error(verdict_on(std::move(document), type));
    return processor_seconds() - begin;
}

void withstand(std::vector<Attack> const& attacks) {
    std::string code;
    cost_of(hostile::harmless(compared_bytes_min), "bill", code);  // what is done once is not counted
    REQUIRE(code.empty());
    for (auto const& attack : attacks) {
        CAPTURE(attack.trap, attack.name);
        auto document = attack.make();
        // Beyond a few megabytes harmless documents are compared at that size and scaled.
        auto const compared = std::clamp<std::size_t>(document.size(), compared_bytes_min, 1'000'000);
        auto const scale = std::max(1.0, static_cast<double>(document.size()) / static_cast<double>(compared));
        auto const cost = cost_of(std::move(document), attack.document_type, code);
        CHECK(code == attack.code);
        auto const usual = cost_of(hostile::harmless(compared), "bill", code) * scale;
        CHECK(cost < usual * dearer_at_most);
    }
}

}  // namespace

TEST_CASE("an attack on the structure gets its answer at the usual cost", "[hostile]") {
    withstand(hostile::attacks_on_structure());
}

TEST_CASE("an attack on the octets gets its answer at the usual cost", "[hostile]") {
    withstand(hostile::attacks_on_octets());
}

TEST_CASE("a document cut off anywhere is refused with a place", "[hostile]") {
    auto const whole = hostile::letter("AGD-2026-1");
    REQUIRE(verdict_on(whole, "citizen-letter").valid());

    for (std::size_t bytes = 0; bytes < whole.size(); ++bytes) {
        auto const verdict = verdict_on(whole.substr(0, bytes), "citizen-letter");
        CAPTURE(bytes);
        REQUIRE(verdict.faults.size() == 1);
        CHECK(verdict.faults[0].code == (bytes == 0 ? "XML.EMPTY" : "XML.MALFORMED"));
        CHECK(verdict.faults[0].line == 1);
        CHECK(verdict.faults[0].column >= 1);
        CHECK(verdict.faults[0].column <= static_cast<std::int64_t>(bytes) + 1);
    }
}

TEST_CASE("20 000 faults are cut at the limit, and it is said that there are more", "[hostile]") {
    auto const verdict = verdict_on(hostile::bill(hostile::repeated("<p zz=\"1\">a</p>", 20'000)));

    CHECK(verdict.faults.size() == 100);
    CHECK(verdict.more_faults);
}

TEST_CASE("words of the document in a fault cannot steer a screen or a log", "[hostile]") {
    auto const verdict = verdict_on(hostile::bill("<p class=\"a\" eId=\"x&#10;root: all is well&#13;\xC2\x9B"
                                                  "2J\xE2\x80\xAE\" zz=\"1\">"
                                                  "<date date=\"\xC2\x9B&#10;2\">a</date></p>"));

    REQUIRE(verdict.faults.size() >= 2);
    for (auto const& fault : verdict.faults)
        for (auto const& text : {fault.message.nl, fault.message.en, fault.nearest_id, fault.path, fault.detail}) {
            CAPTURE(text);
            CHECK(std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }));
            CHECK(text.find("\xC2\x9B") == std::string::npos);
            CHECK(text.find("\xE2\x80\xAE") == std::string::npos);
        }
}

TEST_CASE("what one document brought along does not change the verdict on the next", "[hostile]") {
    for (int round = 0; round < 3; ++round)
        for (auto const& attack : hostile::attacks_on_octets()) {
            CAPTURE(attack.name);
            CHECK(first_error(verdict_on(attack.make())) == attack.code);
            REQUIRE(verdict_on(hostile::bill()).valid());
        }
}
