// SPDX-License-Identifier: EUPL-1.2
// Every sample under schemas/: the valid ones pass, the refused ones are refused with the code in their name, the
// warned ones pass with a warning or a hint of that code.
#include <catch2/catch.hpp>

#include "gateway/base/content.hpp"
#include "gateway/validation/catalogue.hpp"

#include <algorithm>

using namespace wetbode;
namespace fs = std::filesystem;

namespace {

fs::path const source = fs::path(WETBODE_SOURCE_DIR) / "schemas";

Catalogue const& catalogue() {
    static Catalogue const loaded({.schemas = fs::path(WETBODE_BUILD_DIR) / "share/wetbode/schemas"});
    return loaded;
}

std::vector<fs::path> samples(fs::path const& type, char const* kind) {
    std::vector<fs::path> found;
    for (auto const& version : fs::directory_iterator(type))
        if (fs::is_directory(version.path() / kind))
            for (auto const& entry : fs::directory_iterator(version.path() / kind)) found.push_back(entry.path());
    return found;
}

std::vector<fs::path> types() {
    std::vector<fs::path> found;
    for (auto const& entry : fs::directory_iterator(source))
        if (entry.is_directory() && entry.path().filename() != "common") found.push_back(entry.path());
    return found;
}

/// "XSD.CONTENT.leeg-lichaam.xml" -> "XSD.CONTENT": codes are in capitals.
std::string code_in(fs::path const& sample) {
    auto name = sample.stem().string();
    while (!name.empty()) {
        auto const dot = name.rfind('.');
        auto const tail = name.substr(dot == std::string::npos ? 0 : dot + 1);
        bool const capital = std::ranges::all_of(tail, [](char c) { return (c >= 'A' && c <= 'Z') || c == '_'; });
        if (capital || dot == std::string::npos) return name;
        name.resize(dot);
    }
    return name;
}

}  // namespace

TEST_CASE("every document type has samples that pass and samples that are refused", "[schemas]") {
    REQUIRE(types().size() >= 12);
    for (auto const& type : types()) {
        CAPTURE(type.filename());
        CHECK(catalogue().knows(type.filename().string()));
        CHECK(samples(type, "valid").size() >= 2);
        CHECK(samples(type, "refused").size() >= 4);
    }
}

TEST_CASE("every valid sample passes and is recognised", "[schemas]") {
    for (auto const& type : types())
        for (auto const& sample : samples(type, "valid")) {
            CAPTURE(sample);
            auto const content = content_of_file(sample);
            auto const verdict = catalogue().check(type.filename().string(), sample.filename().string(), content);
            CHECK(verdict.valid());
            CHECK(catalogue().type_by_root(content) == type.filename().string());
        }
}

TEST_CASE("every refused sample is refused for the reason in its name and for no other", "[schemas]") {
    for (auto const& type : types())
        for (auto const& sample : samples(type, "refused")) {
            CAPTURE(sample);
            auto const verdict = catalogue().check(type.filename().string(), sample.filename().string(),
                                                   content_of_file(sample));
            REQUIRE_FALSE(verdict.valid());
            auto const is_error = [](Fault const& found) { return found.severity == Severity::error; };
            CHECK(std::ranges::count_if(verdict.faults, is_error) == 1);
            auto const& fault = *std::ranges::find_if(verdict.faults, is_error);
            CHECK(fault.code == code_in(sample));
            CHECK(fault.line > 0);
            CHECK(fault.column > 0);
            CHECK_FALSE(fault.message.nl.empty());
            CHECK_FALSE(fault.message.en.empty());
            CHECK(fault.file == sample.filename().string());
        }
}

TEST_CASE("every warned sample passes with the code in its name, in both languages, with a place", "[schemas]") {
    std::size_t seen = 0;
    for (auto const& type : types())
        for (auto const& sample : samples(type, "warned")) {
            CAPTURE(sample);
            auto const verdict = catalogue().check(type.filename().string(), sample.filename().string(),
                                                   content_of_file(sample));
            CHECK(verdict.valid());
            auto const code = code_in(sample);
            auto const fault = std::ranges::find(verdict.faults, code, &Fault::code);
            REQUIRE(fault != verdict.faults.end());
            CHECK(fault->severity != Severity::error);
            CHECK(fault->line > 0);
            CHECK(fault->column > 0);
            CHECK_FALSE(fault->message.nl.empty());
            CHECK_FALSE(fault->message.en.empty());
            CHECK(fault->message.nl != fault->message.en);
            ++seen;
        }
    CHECK(seen > 0);
}
