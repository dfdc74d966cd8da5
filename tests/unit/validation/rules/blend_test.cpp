// SPDX-License-Identifier: EUPL-1.2
// What the schema and the rules found, in one list.
#include <catch2/catch.hpp>

#include "gateway/validation/rules/blend.hpp"

using namespace wetbode;
using rules::Report;

namespace {

Fault fault(std::string code, std::int64_t line, std::string path, Severity severity = Severity::error) {
    return {.code = std::move(code), .severity = severity, .line = line, .path = std::move(path)};
}

std::string codes(rules::Blend const& blend) {
    std::string all;
    for (auto const& fault : blend.faults) all += (all.empty() ? "" : " ") + fault.code;
    return all;
}

}  // namespace

TEST_CASE("faults of schema and rules stand in document order", "[rules]") {
    auto const all = rules::blend({fault("XSD.TYPE", 5, "/a/b[1]")},
                                  {{fault("R.LATE", 9, "/a/c[1]"), false}, {fault("R.EARLY", 2, "/a/d[1]"), false}},
                                  10);
    CHECK(codes(all) == "R.EARLY XSD.TYPE R.LATE");
    CHECK_FALSE(all.more);
}

TEST_CASE("an element at which the schema complains is not told of twice", "[rules]") {
    auto const all = rules::blend({fault("XSD.TYPE", 5, "/a/b[1]")},
                                  {{fault("R.SAME", 5, "/a/b[1]"), false}, {fault("R.OTHER", 6, "/a/b[2]"), false}},
                                  10);
    CHECK(codes(all) == "XSD.TYPE R.OTHER");
}

TEST_CASE("that something is missing says nothing while an element is in the wrong place", "[rules]") {
    std::vector<Report::Finding> const missing{{fault("R.MISSING", 1, "/a"), true}};
    CHECK(codes(rules::blend({fault("XSD.CONTENT", 5, "/a/b[1]")}, missing, 10)) == "XSD.CONTENT");
    CHECK(codes(rules::blend({fault("XSD.TYPE", 5, "/a/b[1]")}, missing, 10)) == "R.MISSING XSD.TYPE");
}

TEST_CASE("advice never pushes out an error", "[rules]") {
    std::vector<Report::Finding> findings;
    for (int i = 1; i <= 5; ++i) findings.push_back({fault("R.HINT", i, "/h", Severity::hint), false});
    findings.push_back({fault("R.WARNING", 8, "/w", Severity::warning), false});
    findings.push_back({fault("R.ERROR", 9, "/e"), false});

    auto const all = rules::blend({}, std::move(findings), 3);

    CHECK(codes(all) == "R.HINT R.WARNING R.ERROR");
    CHECK(all.more);
}
