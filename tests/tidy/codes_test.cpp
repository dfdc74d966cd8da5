// SPDX-License-Identifier: EUPL-1.2
// Whoever meets a code finds it in one place: RefusalCode in gateway/api/openapi.yaml, which the gateway itself serves.
#include <catch2/catch.hpp>

#include "tests/tidy/tree.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <regex>
#include <set>

using namespace wetbode::tidy;

namespace {

/// Rooms that refuse. In `sealing` such words are indications of a signature check, in `cli` names of the environment.
constexpr std::array<std::string_view, 6> refusing_rooms{"gateway/api/",    "gateway/dispatch/", "gateway/intake/",
                                                         "gateway/ledger/", "gateway/letter/",   "gateway/routing/"};

/// `prefix` and then the code, as group 1.
std::set<std::string> found_in(std::string const& text, std::string const& pattern) {
    std::regex const wanted(pattern);
    std::set<std::string> codes;
    for (std::sregex_iterator it(text.begin(), text.end(), wanted), end; it != end; ++it) codes.insert((*it)[1].str());
    return codes;
}

std::set<std::string> listed() {
    auto const* const file = file_at("gateway/api/openapi.yaml");
    REQUIRE(file != nullptr);
    return found_in(file->text, R"(\bconst: ([A-Z][A-Z0-9_]+))");
}

bool is_table(File const& file) { return file.path.starts_with("adapters/") && file.path.ends_with("/answers.toml"); }

/// The product's own code; a twin speaks the words of its counterpart.
bool may_refuse(File const& file) {
    if (!file.path.ends_with(".cpp")) return false;
    if (file.path.starts_with("adapters/"))
        return file.path.find("/twin") == std::string::npos && !file.path.starts_with("adapters/twins");
    return std::ranges::any_of(refusing_rooms, [&](auto room) { return file.path.starts_with(room); });
}

/// Code -> a file that uses it. A code has an underscore, so that it is not taken for a word of the wire; the few of
/// the door that have none are compared by the test of the problem table.
std::map<std::string, std::string> used() {
    std::map<std::string, std::string> codes;
    for (auto const& file : files()) {
        std::set<std::string> here;
        if (is_table(file)) here = found_in(file.text, R"re((?:^|\n)refusal\s*=\s*"([^"\n]*)")re");
        else if (may_refuse(file)) here = found_in(file.text, R"re("([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)")re");
        for (auto const& code : here) codes.emplace(code, file.path);
    }
    return codes;
}

}  // namespace

namespace {

/// Code of a fault -> a file that gives it. The ids of rules stand in rule files and are listed from there.
std::map<std::string, std::string> fault_codes_used() {
    std::map<std::string, std::string> codes;
    for (auto const& file : files()) {
        bool const source = file.path.ends_with(".cpp") || file.path.ends_with(".hpp");
        bool const gives = (file.path.starts_with("gateway/") && !file.path.starts_with("gateway/report/")) ||
                           file.path.starts_with("adapters/");
        if (!source || !gives) continue;
        auto const code_alone = std::regex_replace(file.text, std::regex("//[^\n]*"), "");
        for (auto const& code : found_in(code_alone, R"re("([A-Z][A-Z_]*(?:\.[A-Z][A-Z0-9_]*)+)")re"))
            codes.emplace(code, file.path);
    }
    codes.erase("ETSI.RFC3161");  // the name of a time stamp in a PDF (ISO 32000-2)
    return codes;
}

std::set<std::string> fault_codes_listed() {
    std::set<std::string> codes;
    for (auto const& file : files())
        if (file.path.starts_with("gateway/report/fault_codes_of_"))
            codes.merge(found_in(file.text, R"re(\{"([A-Z][A-Z_]*(?:\.[A-Z][A-Z0-9_]*)+)",)re"));
    return codes;
}

}  // namespace

TEST_CASE("every code that a fault can carry is in the list that partners get", "[tidy]") {
    auto const known = fault_codes_listed();
    std::vector<std::string> complaints;
    for (auto const& [code, path] : fault_codes_used())
        if (!known.contains(code)) complaints.push_back(path + ": " + code + " is not in gateway/report/fault_codes_*");
    INFO(told(complaints));
    CHECK(complaints.empty());
    CHECK(fault_codes_used().contains("XML.TOO_SLOW"));
    CHECK(fault_codes_used().contains("FILE.PDF.BROKEN"));
}

TEST_CASE("no code of a fault is listed that nothing gives", "[tidy]") {
    auto const codes = fault_codes_used();
    std::vector<std::string> complaints;
    for (auto const& code : fault_codes_listed())
        if (!codes.contains(code)) complaints.push_back(code);
    INFO(told(complaints));
    CHECK(complaints.empty());
}

TEST_CASE("codes are found in tables and in code", "[tidy]") {
    CHECK(found_in("a\nrefusal = \"X_Y\"\n", R"re((?:^|\n)refusal\s*=\s*"([^"\n]*)")re").contains("X_Y"));
    CHECK(used().contains("NO_DIGITAL_USER"));
    CHECK(used().contains("PRINT_OUTCOME_UNKNOWN"));
}

TEST_CASE("every code that an adapter or a room refuses with is described for partners", "[tidy]") {
    auto const known = listed();
    std::vector<std::string> complaints;
    for (auto const& [code, path] : used())
        if (!known.contains(code)) complaints.push_back(path + ": " + code + " is not in RefusalCode of openapi.yaml");
    INFO(told(complaints));
    CHECK(complaints.empty());
}

TEST_CASE("no code is described that nobody uses", "[tidy]") {
    auto const codes = used();
    std::vector<std::string> complaints;
    for (auto const& code : listed())
        if (code.find('_') != std::string::npos && !codes.contains(code)) complaints.push_back(code);
    INFO(told(complaints));
    CHECK(complaints.empty());
}
