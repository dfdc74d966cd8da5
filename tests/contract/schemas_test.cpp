// SPDX-License-Identifier: EUPL-1.2
// Every sample under schemas/: the valid ones pass, the refused ones are refused with the code in their name, the
// warned ones pass with a warning or a hint of that code.
#include <catch2/catch.hpp>

#include "gateway/base/content.hpp"
#include "gateway/validation/catalogue.hpp"

#include <algorithm>
#include <fstream>
#include <map>
#include <sstream>

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
    REQUIRE(types().size() >= 5);
    for (auto const& type : types()) {
        CAPTURE(type.filename());
        CHECK(catalogue().knows(type.filename().string()));
        CHECK_FALSE(samples(type, "valid").empty());
        CHECK_FALSE(samples(type, "refused").empty());
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

TEST_CASE("every refused sample is refused with the code in its name, in both languages, with a place", "[schemas]") {
    for (auto const& type : types())
        for (auto const& sample : samples(type, "refused")) {
            CAPTURE(sample);
            auto const verdict = catalogue().check(type.filename().string(), sample.filename().string(),
                                                   content_of_file(sample));
            REQUIRE_FALSE(verdict.valid());
            auto const& fault = *std::ranges::find(verdict.faults, Severity::error, &Fault::severity);
            CHECK(fault.code == code_in(sample));
            CHECK(fault.line > 0);
            CHECK(fault.column > 0);
            CHECK_FALSE(fault.message.nl.empty());
            CHECK_FALSE(fault.message.en.empty());
            CHECK(fault.file == sample.filename().string());
        }
}

TEST_CASE("every warned sample passes with the warning or hint in its name", "[schemas]") {
    std::size_t seen = 0;
    for (auto const& type : types())
        for (auto const& sample : samples(type, "warned")) {
            CAPTURE(sample);
            auto const verdict = catalogue().check(type.filename().string(), sample.filename().string(),
                                                   content_of_file(sample));
            CHECK(verdict.valid());
            CHECK(std::ranges::count(verdict.faults, code_in(sample), &Fault::code) >= 1);
            ++seen;
        }
    CHECK(seen > 0);
}

TEST_CASE("a refused sample breaks one rule and no other, unless the schema is at stake", "[schemas]") {
    for (auto const& type : types())
        for (auto const& sample : samples(type, "refused")) {
            auto const code = code_in(sample);
            if (!code.starts_with("AKN.") && !code.starts_with("VL.")) continue;
            CAPTURE(sample);
            auto const verdict = catalogue().check(type.filename().string(), sample.filename().string(),
                                                   content_of_file(sample));
            for (auto const& fault : verdict.faults)
                if (fault.severity == Severity::error) CHECK(fault.code == code);
        }
}

TEST_CASE("the verdicts of real documents are those of Xerces-C++", "[schemas]") {
    auto const folder = fs::path(WETBODE_SOURCE_DIR).parent_path() / "shared/data/akn";
    if (!fs::exists(folder / "VERDICTS.tsv")) {
        WARN("the real documents are not here; nothing was compared");
        return;
    }
    std::ifstream in(folder / "VERDICTS.tsv");
    std::map<std::string, int> differences;
    int compared = 0;
    for (std::string line; std::getline(in, line);) {
        std::istringstream fields(line);
        std::string file;
        std::string wanted;
        std::getline(fields, file, '\t');
        std::getline(fields, wanted, '\t');
        if (file.starts_with("#") || !fs::exists(folder / file)) continue;
        auto const content = content_of_file(folder / file);
        // Any type of Akoma Ntoso will do: all share one schema. Only its root element is compared first.
        auto const type = catalogue().type_by_root(content);
        auto const verdict = catalogue().check(type.empty() ? "bill" : type, file, content);
        ++compared;
        bool const refused_by_door = !verdict.valid() && verdict.faults.front().code.starts_with("XML.");
        bool const wrong_type = !verdict.valid() && verdict.faults.front().code.starts_with("DOCUMENT_TYPE.");
        if (refused_by_door || wrong_type) continue;  // stricter than the schema on purpose
        // Rules for Flanders refuse what is good law elsewhere; here only the schema is asked.
        auto const by_schema = [](Fault const& fault) {
            return fault.code.starts_with("XSD.") || fault.code == "AKN.DRAFT_NAMESPACE";
        };
        bool const valid = std::ranges::none_of(verdict.faults, by_schema);
        if (valid != (wanted == "valid")) {
            CAPTURE(file, wanted, verdict.faults.empty() ? "" : verdict.faults.front().detail);
            ++differences[file];
            CHECK(valid == (wanted == "valid"));
        }
    }
    CHECK(compared > 0);
    CHECK(differences.empty());
}
