// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "gateway/json/json.hpp"

using namespace wetbode;

TEST_CASE("a receipt survives writing and reading, byte for byte", "[json]") {
    Receipt const receipt{{"s-1"}, "k-1", {"urn:d"}, from_count(1'700'000'000'123), Digest{}, 42,
                          {{"a.xml", Digest{}, 14}}, {{{"t-1"}, {"parliament"}}}};
    auto const text = json::text_of(receipt);
    CHECK(json::receipt_from(text) == receipt);
    CHECK(json::text_of(json::receipt_from(text)) == text);
}

TEST_CASE("a receipt keeps the advice in both languages, and one from before there was any still reads", "[json]") {
    Receipt receipt{{"s-1"}, "k-1", {"urn:d"}, from_count(1'700'000'000'123), Digest{}, 42, {}, {}};
    auto const before = json::text_of(receipt);
    receipt.advice.count = 70;
    receipt.advice.faults.push_back({.code = "VL.X", .severity = Severity::hint, .file = "a.xml", .line = 3,
                                     .column = 1, .path = "/a", .nearest_id = "art_1", .message = {"nl", "en"}});
    auto const text = json::text_of(receipt);

    CHECK(json::receipt_from(text) == receipt);
    CHECK(json::text_of(json::receipt_from(text)) == text);
    CHECK(before.find("advice") == std::string::npos);
    CHECK(json::receipt_from(before).advice.empty());
}

TEST_CASE("a refusal keeps its faults in both languages", "[json]") {
    Refusal refusal{.code = "DOCUMENT_INVALID", .title = {"titel", "title"}, .detail = {"d", "d"}};
    refusal.faults.push_back({"XSD.CONTENT", Severity::warning, "a.xml", 12, 3, "/a[1]", "art_1", {"nl", "en"}, "raw"});
    auto const again = json::refusal_from(json::text_of(refusal));
    CHECK(again.code == refusal.code);
    CHECK(again.faults == refusal.faults);
}

TEST_CASE("an answer that is not UTF-8 can still be kept", "[json]") {
    Answer const answer{502, {{"server", "x"}}, "\xff\xfe<html>"};
    auto const again = json::answer_from(json::text_of(answer));
    CHECK(again.status == 502);
    CHECK(again.body_head.ends_with("<html>"));
}

TEST_CASE("a damaged record is an outage of the ledger, never a default", "[json]") {
    CHECK_THROWS_AS(json::receipt_from("{\"submission\":"), Outage);
    CHECK_THROWS_AS(json::receipt_from("{}"), Outage);
}
