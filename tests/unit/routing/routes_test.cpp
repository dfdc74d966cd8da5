// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "gateway/routing/routes.hpp"

#include <stdexcept>

using namespace wetbode;

namespace {

Submission from(std::string client, SubmissionKind kind, std::string piece_type) {
    Submission submission;
    submission.key.client.text = std::move(client);
    submission.manifest.kind = kind;
    submission.manifest.pieces.push_back({});
    submission.manifest.pieces.back().type = std::move(piece_type);
    return submission;
}

Route route(std::string name, std::vector<CounterpartName> to) {
    Route made;
    made.name = std::move(name);
    made.to = std::move(to);
    return made;
}

}  // namespace

TEST_CASE("the first route whose conditions all hold wins", "[routing]") {
    auto decree = route("decrees", {{"parliament"}});
    decree.kind = SubmissionKind::dossier;
    decree.client = "kaleidos";
    decree.piece_type = "ontwerpdecreet";
    auto rest = route("rest", {{"krab"}});
    rest.kind = SubmissionKind::dossier;
    Routes const routes({decree, rest});

    auto const plan_of = [&](Submission const& submission) { return routes.plan(submission)->counterparts; };
    CHECK(plan_of(from("kaleidos", SubmissionKind::dossier, "ontwerpdecreet")) ==
          std::vector<CounterpartName>{{"parliament"}});
    CHECK(plan_of(from("kaleidos", SubmissionKind::dossier, "nota")) == std::vector<CounterpartName>{{"krab"}});
    CHECK(plan_of(from("clerk", SubmissionKind::dossier, "ontwerpdecreet")) == std::vector<CounterpartName>{{"krab"}});
}

TEST_CASE("what nobody is to get is refused, not taken in silently", "[routing]") {
    auto letters = route("letters", {{"ebox"}});
    letters.kind = SubmissionKind::letter;

    auto const plan = Routes({letters}).plan(from("kaleidos", SubmissionKind::dossier, "nota"));

    REQUIRE_FALSE(plan);
    CHECK(plan.error().code == "NO_ROUTE");
    CHECK_FALSE(plan.error().title.nl.empty());
    CHECK_FALSE(plan.error().remedy.en.empty());
    CHECK_FALSE(Routes({}).plan(from("kaleidos", SubmissionKind::dossier, "nota")));
}

TEST_CASE("a route with no conditions fits everything and a counterpart is planned once", "[routing]") {
    auto all = route("all", {{"parliament"}, {"krab"}, {"parliament"}});
    all.seal = false;
    Routes const routes({all});

    auto const plan = routes.plan(from("anyone", SubmissionKind::letter, ""));

    REQUIRE(plan);
    CHECK(plan->counterparts == std::vector<CounterpartName>{{"parliament"}, {"krab"}});
    CHECK_FALSE(plan->seal);
    CHECK(routes.counterparts() == std::vector<CounterpartName>{{"parliament"}, {"krab"}});
}

TEST_CASE("a route that leads nowhere stops the start", "[routing]") {
    CHECK_THROWS_AS(Routes({route("nowhere", {})}), std::invalid_argument);
    CHECK_THROWS_AS(Routes({route("nameless", {CounterpartName{}})}), std::invalid_argument);
}

TEST_CASE("left out, a dossier gets a token of its own and letters share one; unsealed there is none", "[routing]") {
    auto const time_of = [](Route const& route, SubmissionKind kind) {
        return Routes({route}).plan(from("anyone", kind, ""))->time;
    };
    auto all = route("all", {{"parliament"}});

    CHECK(time_of(all, SubmissionKind::dossier) == TimeMode::act);
    CHECK(time_of(all, SubmissionKind::letter) == TimeMode::batch);
    all.time = TimeMode::batch;
    CHECK(time_of(all, SubmissionKind::dossier) == TimeMode::batch);
    all.time = TimeMode::none;
    CHECK(time_of(all, SubmissionKind::dossier) == TimeMode::none);
    all.seal = false;
    CHECK(time_of(all, SubmissionKind::dossier) == TimeMode::none);
    all.time.reset();
    CHECK(time_of(all, SubmissionKind::dossier) == TimeMode::none);
}

TEST_CASE("a route that times what it does not seal stops the start", "[routing]") {
    auto wrong = route("wrong", {{"parliament"}});
    wrong.seal = false;
    wrong.time = TimeMode::act;

    CHECK_THROWS_WITH(Routes({wrong}), Catch::Contains("\"wrong\"") && Catch::Contains("nothing to time"));
}
