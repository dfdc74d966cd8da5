// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "doubles/made_submission.hpp"
#include "gateway/intake/access_policy.hpp"

using namespace wetbode;

namespace {

CounterpartName const parliament{"parliament"};
CounterpartName const krab{"krab"};
AccessPolicy const policy{{{parliament, {AccessLevel::publiek, AccessLevel::intern_overheid}},
                           {krab, {AccessLevel::publiek}}}};

}  // namespace

TEST_CASE("a piece goes only to counterparts that may see its level", "[intake]") {
    CHECK(policy.may_see(parliament, AccessLevel::intern_overheid));
    CHECK_FALSE(policy.may_see(krab, AccessLevel::intern_overheid));
    CHECK_FALSE(policy.may_see(parliament, AccessLevel::vertrouwelijk));
}

TEST_CASE("a counterpart that is not in the matrix gets nothing", "[intake]") {
    for (auto const& row : access_level_names) CHECK_FALSE(policy.may_see({"unknown"}, row.level));
}

TEST_CASE("what is sent on is measured against the counterpart that gets it", "[intake]") {
    auto submission = made_submission("a", "d", {});
    CHECK_FALSE(policy.bar(submission.manifest, krab));
    CHECK(policy.bar(submission.manifest, {"unknown"}));
    add_piece(submission, {"nota.txt", "nota", AccessLevel::intern_overheid});
    add_piece(submission, {"geheim.txt", "geheim", AccessLevel::vertrouwelijk});

    auto const bar = policy.bar(submission.manifest, krab);

    REQUIRE(bar);
    CHECK(bar->en == "pieces with access level vertrouwelijk, intern-overheid may not go there (ACCESS_LEVEL).");
    CHECK(bar->nl.find("geheim") == std::string::npos);
}

TEST_CASE("a leak is refused and every piece is named with its level and counterpart", "[intake]") {
    auto submission = made_submission("a", "d", {});
    add_piece(submission, {"nota.txt", "nota", AccessLevel::intern_overheid});
    add_piece(submission, {"geheim.txt", "geheim", AccessLevel::vertrouwelijk});

    auto const leak = policy.leak_in(submission, {{parliament, krab}, true});

    REQUIRE(leak);
    CHECK(leak->code == "ACCESS_LEVEL");
    REQUIRE(leak->faults.size() == 3);
    CHECK(leak->faults[0].path == "/pieces/1/access");
    CHECK(leak->faults[0].message.en ==
          "Piece \"urn:test:piece:2\" with access level intern-overheid may not go to krab. Only this may go there: "
          "publiek.");
    CHECK(leak->faults[2].path == "/pieces/2/access");
    CHECK_FALSE(policy.leak_in(made_submission("b", "d", {}), {{parliament, krab}, true}));
}
