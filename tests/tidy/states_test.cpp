// SPDX-License-Identifier: EUPL-1.2
// The states of a transfer are spelled once (include/gateway/transfer.hpp); SQL and the API description must repeat
// exactly those.
#include <catch2/catch.hpp>

#include "gateway/transfer.hpp"
#include "tests/tidy/tree.hpp"

#include <regex>
#include <set>

using namespace wetbode::tidy;

namespace {

using Names = std::set<std::string>;

Names states_of_the_vocabulary() {
    Names names;
    for (auto const& [state, name] : wetbode::transfer_state_names) names.emplace(name);
    return names;
}

Names words_in(std::string const& text) {
    static std::regex const word(R"([a-z_]+)");
    Names names;
    for (std::sregex_iterator it(text.begin(), text.end(), word), end; it != end; ++it) names.insert(it->str());
    return names;
}

/// A list that names at least two states that no other thing is called is a list of transfer states.
bool about_transfers(Names const& names) {
    return names.contains("handed_over") && names.contains("rerouted");
}

/// The sets of names in every `in ('a', 'b')` of an SQL text.
std::vector<Names> sql_lists(std::string const& sql) {
    static std::regex const list(R"(\bin\s*\(\s*('[a-z_]+'(?:\s*,\s*'[a-z_]+')*)\s*\))", std::regex::icase);
    std::vector<Names> found;
    for (std::sregex_iterator it(sql.begin(), sql.end(), list), end; it != end; ++it)
        found.push_back(words_in((*it)[1]));
    return found;
}

/// The sets of names in every `enum:` of a YAML text, in either notation.
std::vector<Names> yaml_enums(std::string const& yaml) {
    static std::regex const list(R"(\benum:\s*(?:\[([^\]]*)\]|((?:\n\s*-\s*[a-z_"']+[^\n]*)+)))");
    std::vector<Names> found;
    for (std::sregex_iterator it(yaml.begin(), yaml.end(), list), end; it != end; ++it)
        found.push_back(words_in((*it)[1].matched ? (*it)[1] : (*it)[2]));
    return found;
}

std::size_t lists_that_agree(std::string const& where, std::vector<Names> const& lists) {
    std::size_t agreed = 0;
    for (auto const& names : lists) {
        if (!about_transfers(names)) continue;
        INFO(where);
        CHECK(names == states_of_the_vocabulary());
        ++agreed;
    }
    return agreed;
}

}  // namespace

TEST_CASE("lists of names are found in SQL and in YAML", "[tidy]") {
    CHECK(sql_lists("state text not null CHECK (state IN ('a', 'b_c',\n 'd'))") ==
          std::vector<Names>{{"a", "b_c", "d"}});
    CHECK(yaml_enums("x:\n  enum: [a, b_c]\ny:\n  enum:\n    - d\n    - e\nz: 1\n") ==
          std::vector<Names>{{"a", "b_c"}, {"d", "e"}});
}

TEST_CASE("the ledger's SQL knows exactly the transfer states of the vocabulary", "[tidy]") {
    std::size_t lists = 0;
    for (auto const* const file : files_ending({".sql"}))
        if (file->path.starts_with("gateway/ledger/migrations/"))
            lists += lists_that_agree(file->path, sql_lists(file->text));

    INFO("gateway/ledger/migrations/*.sql must have a CHECK with the states");
    CHECK(lists >= 1);
}

TEST_CASE("the API description knows exactly the transfer states of the vocabulary", "[tidy]") {
    auto const* const file = file_at("gateway/api/openapi.yaml");
    REQUIRE(file != nullptr);

    INFO("gateway/api/openapi.yaml must have an enum with the states");
    CHECK(lists_that_agree(file->path, yaml_enums(file->text)) >= 1);
}
