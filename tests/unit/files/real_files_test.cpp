// SPDX-License-Identifier: EUPL-1.2
// Real documents, if there are any: the folder that WETBODE_REAL_FILES names. Without it nothing is asserted.
#include <catch2/catch.hpp>

#include "tests/unit/files/standard_check.hpp"

#include <cstdlib>
#include <iostream>

using namespace wetbode;
using namespace wetbode::made;

namespace {

/// Collections of signatures hold files that were spoilt to see what validators do; their names say so.
bool is_broken_on_purpose(std::string const& name) {
    for (auto const* const word : {"corrupt", "broken", "malformed", "hopeless", "obo", "bad", "invalid"})
        if (name.find(word) != std::string::npos) return true;
    return false;
}

}  // namespace

TEST_CASE("real PDFs and office documents are not refused by mistake", "[files]") {
    char const* const folder = std::getenv("WETBODE_REAL_FILES");
    if (folder == nullptr) {
        WARN("WETBODE_REAL_FILES names no folder of real documents: nothing was tried");
        return;
    }
    FileCheck const check(shipped_policy());
    std::map<std::string, int> told;
    std::set<std::string> by_mistake;
    for (auto const& entry : std::filesystem::recursive_directory_iterator(folder)) {
        auto const extension = entry.path().extension().string();
        char const* const type = extension == ".pdf" ? pdf_type : extension == ".odt" ? odt_type : nullptr;
        if (type == nullptr || !entry.is_regular_file()) continue;
        auto const found = check.check({entry.path().filename().string(), type}, content_of_file(entry.path()));
        auto const outcome = codes(found);
        ++told[outcome];
        if (outcome.empty()) continue;
        if (outcome.find("BROKEN") != std::string::npos || outcome.find("TYPE") != std::string::npos ||
            outcome.find("INTRICATE") != std::string::npos) {
            if (!is_broken_on_purpose(entry.path().filename().string())) by_mistake.insert(entry.path().string());
        }
        std::cout << entry.path().filename().string() << ": " << outcome << "  "
                  << found.faults.front().message.en << "  " << found.faults.front().detail << "\n";
    }
    for (auto const& [outcome, count] : told)
        std::cout << count << " x " << (outcome.empty() ? "good" : outcome) << "\n";
    CHECK(by_mistake.empty());
}
