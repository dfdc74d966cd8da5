// SPDX-License-Identifier: EUPL-1.2
// The resources on top of a ledger in memory: who may do what, and what the answers look like.
#include <catch2/catch.hpp>

#include "unit/api/house.hpp"

using namespace wetbode;

TEST_CASE("a submission gets a receipt, and its repeat the same one", "[api]") {
    House house;

    auto const first = house.submit("key-1", form({{"a.txt", "aaa"}}));
    auto const again = house.submit("\"key-1\"", form({{"a.txt", "aaa"}}));
    auto const other = house.submit("key-1", form({{"a.txt", "bbb"}}));

    CHECK(first.status == 201);
    CHECK(header(first, "Location").starts_with("/v1/submissions/"));
    CHECK(again.status == 200);
    CHECK(header(again, "Idempotent-Replay") == "true");
    CHECK(text_of(again) == text_of(first));
    CHECK(other.status == 422);
    CHECK(says(other, "KEY_REUSED"));
}

TEST_CASE("a file of a submission can be read back with its digest", "[api]") {
    House house;
    std::string const large(200'000, 'x');
    auto const receipt = house.submit("key", form({{"a.txt", "aaa"}, {"large.txt", large}}));
    auto const path = header(receipt, "Location");

    auto const file = house.ask("GET", path + "/files/a.txt");

    CHECK(text_of(file) == "aaa");
    CHECK(header(file, "ETag") == "\"" + sha256("aaa").hex() + "\"");
    CHECK(header(file, "Content-Disposition").starts_with("attachment; filename=\"a.txt\""));
    CHECK(text_of(house.ask("HEAD", path + "/files/a.txt")) == "aaa");
    CHECK(house.ask("GET", path + "/files/a.txt", "", "", {{"if-none-match", header(file, "ETag")}}).status == 304);
    CHECK(house.ask("GET", path + "/files/b.txt").status == 404);
    CHECK(says(house.ask("GET", path + "/seal"), "SEAL_NOT_READY"));
}

TEST_CASE("what is wrong with a form is told by its code", "[api]") {
    House house;
    auto const code_of = [&](std::string const& bytes) {
        auto const answer = house.submit("k", bytes);
        auto const text = text_of(answer);
        auto const at = text.find("\"code\":\"") + 8;
        return text.substr(at, text.find('"', at) - at);
    };
    auto const file = [](std::string const& disposition) {
        return "--b\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\nx\r\n";
    };

    CHECK(code_of(file("name=f; filename=a") + "--b--") == "MANIFEST_MISSING");
    CHECK(code_of(file("name=f; filename=a") + file("name=f; filename=a") + "--b--") == "PART_NAME");
    CHECK(code_of(file("name=f; filename=\"a/b\"") + "--b--") == "PART_NAME");
    CHECK(code_of(file("name=f; filename=\"\"") + "--b--") == "PART_NAME");
    CHECK(code_of(file("name=f") + "--b--") == "PART_NAME");
    CHECK(code_of(file("name=f; filename*=UTF-8''a%0Ab") + "--b--") == "PART_NAME");
    CHECK(code_of(file("name=manifest") + file("name=manifest") + "--b--") == "MULTIPART_INVALID");
    CHECK(code_of(file("name=manifest") + "--b--") == "MANIFEST_INVALID");
    CHECK(code_of(file("name=manifest")) == "MULTIPART_INVALID");
    std::string many;
    for (int i = 0; i < 201; ++i) many += file("name=f; filename=" + std::to_string(i));
    CHECK(code_of(many + "--b--") == "TOO_MANY_FILES");
    CHECK(code_of("--b\r\nContent-Disposition: form-data; name=manifest\r\n\r\n" + std::string(1'100'000, ' ')) ==
          "MANIFEST_TOO_LARGE");
}

TEST_CASE("a submission without a usable key is refused before its body", "[api]") {
    House house;
    CHECK(says(house.ask("POST", "/v1/submissions", "", "x", {{"content-type", "multipart/form-data; boundary=b"}}),
               "KEY_MISSING"));
    for (auto const* key : {"", "a b", "\"\"", "\"open", "\xC3\xA9", "\"a\"b\""}) {
        CAPTURE(key);
        auto const answer = house.submit(key, form({{"a.txt", "a"}}));
        CHECK(answer.status == (std::string(key) == "\"open" ? 201 : 400));
    }
    CHECK(house.submit(std::string(256, 'k'), form({{"a.txt", "a"}})).status == 400);
    CHECK(house.ask("POST", "/v1/submissions", "", "x", {{"content-type", "text/plain"}, {"idempotency-key", "k"}})
              .status == 415);
}

TEST_CASE("a refused submission leaves no file behind and can be asked for", "[api]") {
    House house;
    auto bytes = form({{"a.txt", std::string(200'000, 'x')}});
    bytes.replace(bytes.find("filename=\"a.txt\""), 16, "filename=\"b.txt\"");

    auto const answer = house.submit("key", bytes);

    CHECK(answer.status == 422);
    CHECK(says(answer, "MANIFEST_GAP"));
    CHECK(files_in(house.spool.path()) == 0);
    auto const later = house.ask("GET", "/v1/submissions/" + header(answer, "Wetbode-Submission"));
    CHECK((later.status == 404 || says(later, "refused")));
}

TEST_CASE("everybody sees what is his and nothing tells of the rest", "[api]") {
    House house(people);
    auto const receipt = house.submit("key", form({{"a.txt", "aaa"}}), "kaleidos");
    auto const path = header(receipt, "Location");
    REQUIRE(receipt.status == 201);

    CHECK(house.ask("GET", path, "kaleidos").status == 200);
    CHECK(house.ask("GET", path, "chief").status == 200);
    auto const clerks = house.ask("GET", path, "clerk");
    CHECK(clerks.status == 200);
    CHECK_FALSE(says(clerks, "krab"));
    CHECK_FALSE(says(clerks, "receipt"));
    auto const hidden = house.ask("GET", path, "other");
    auto const unknown = house.ask("GET", "/v1/submissions/nothing", "other");
    CHECK(hidden.status == 404);
    CHECK(unknown.status == 404);
    CHECK(house.ask("GET", path + "/files/a.txt", "other").status == 404);
    CHECK(says(house.ask("GET", "/v1/transfers", "kaleidos"), "parliament"));
    CHECK_FALSE(says(house.ask("GET", "/v1/transfers", "other"), "parliament"));
    CHECK_FALSE(says(house.ask("GET", "/v1/transfers", "clerk"), "krab"));
    CHECK_FALSE(says(house.ask("GET", "/v1/transfers?counterpart=krab", "clerk"), "krab"));
    CHECK(house.ask("GET", "/feeds/parliament", "krab").status == 404);
    CHECK(house.ask("GET", "/feeds/parliament", "clerk").status == 200);
}

TEST_CASE("an access level hides pieces from a clerk, even after the policy was tightened", "[api]") {
    House house(people);
    house.routes = Routes{{{"one", std::nullopt, "", "", {{"parliament"}}, true}}};
    auto const receipt = house.submit("key", form({{"a.txt", "aaa"}}, "intern-overheid"), "kaleidos");
    REQUIRE(receipt.status == 201);
    auto const path = header(receipt, "Location");
    CHECK(house.ask("GET", path + "/files/a.txt", "clerk").status == 200);

    house.access = AccessPolicy{{{CounterpartName{"parliament"}, {AccessLevel::publiek}}}};

    CHECK(house.ask("GET", path + "/files/a.txt", "clerk").status == 404);
    CHECK_FALSE(says(house.ask("GET", path, "clerk"), "a.txt"));
    CHECK(house.ask("GET", path + "/files/a.txt", "kaleidos").status == 200);
}

TEST_CASE("roles and proof are asked for", "[api]") {
    House house(people);
    CHECK(house.ask("GET", "/v1/transfers").status == 401);
    CHECK_FALSE(header(house.ask("GET", "/v1/transfers"), "WWW-Authenticate").empty());
    CHECK(house.ask("GET", "/v1/transfers", "wrong").status == 401);
    CHECK(house.ask("GET", "/metrics", "clerk").status == 403);
    CHECK(house.submit("k", form({{"a", "a"}}), "clerk").status == 403);
    CHECK(house.ask("GET", "/health").status == 200);
}

TEST_CASE("a decision needs a reason and is recorded under the caller's name", "[api]") {
    House house(people);
    auto const receipt = house.submit("key", form({{"a.txt", "aaa"}}), "kaleidos");
    auto const transfer = house.ledger.transfers({}).front().id.text;
    auto const withdraw = [&](std::string const& who, std::string const& body) {
        return house.ask("POST", "/v1/transfers/" + transfer + "/withdraw", who, body,
                         {{"content-type", "application/json"}});
    };

    CHECK(withdraw("kaleidos", "{\"reason\":\"ab\"}").status == 422);
    CHECK(withdraw("kaleidos", "{\"reason\":\"   \"}").status == 422);
    CHECK(withdraw("kaleidos", "{\"reason\":\"abc\",\"who\":\"x\"}").status == 422);
    CHECK(withdraw("kaleidos", "not json").status == 422);
    CHECK(withdraw("kaleidos", "{\"reason\":\"" + std::string(1001, 'a') + "\"}").status == 422);
    CHECK(withdraw("other", "{\"reason\":\"not mine\"}").status == 404);
    CHECK(house.ask("POST", "/v1/transfers/" + transfer + "/withdraw", "kaleidos", "reason=abc").status == 415);
    auto const done = withdraw("kaleidos", "{\"reason\":\"verkeerd dossier\"}");
    CHECK(done.status == 200);
    CHECK(says(done, "withdrawn"));
    CHECK(withdraw("kaleidos", "{\"reason\":\"nog eens\"}").status == 409);
    CHECK(house.ledger.events({}, 0, 1000, 1000).events.back().actor == "kaleidos");
}

TEST_CASE("an address, a method or a parameter that does not exist is told", "[api]") {
    House house;
    CHECK(house.ask("GET", "/nothing").status == 404);
    CHECK(house.ask("GET", "/v1/submissions/").status == 404);
    auto const wrong = house.ask("DELETE", "/v1/transfers/1");
    CHECK(wrong.status == 405);
    CHECK(header(wrong, "Allow") == "GET, HEAD");
    CHECK(house.ask("GET", "/v1/transfers?stat=waiting").status == 400);
    CHECK(house.ask("GET", "/v1/transfers?state=lost").status == 400);
    CHECK(house.ask("GET", "/v1/transfers?limit=0").status == 400);
    CHECK(house.ask("GET", "/v1/transfers?limit=1x").status == 400);
    CHECK(house.ask("GET", "/feeds/parliament/0").status == 404);
    CHECK(house.ask("GET", "/health", "", "a body").status == 400);
}

TEST_CASE("an outage is a 503 that names the ill part and nothing more", "[api]") {
    House house;
    house.ill = true;

    auto const answer = house.ask("GET", "/metrics");

    CHECK(answer.status == 503);
    CHECK(says(answer, "ledger"));
    CHECK_FALSE(says(answer, "gone"));
    CHECK_FALSE(header(answer, "Retry-After").empty());
    CHECK(house.events == std::vector<std::string>{"api.outage"});
    auto const health = house.ask("GET", "/health");
    CHECK(health.status == 503);
    CHECK(says(health, "gone"));
}

TEST_CASE("without clients a page under another name gets nothing", "[api]") {
    House house;
    Request request;
    request.method = "GET";
    request.path = "/v1/transfers";
    request.headers["host"] = "evil.example";

    CHECK(house.api->open(request)->finish().status == 403);
}

TEST_CASE("the rules are listed in the language of the caller, with an entity tag", "[api]") {
    House house;
    auto const answer = house.ask("GET", "/v1/rules", "", "", {{"accept-language", "en"}});
    CHECK(answer.status == 200);
    CHECK(says(answer, "\"id\":\"MEMO.UNFINISHED\""));
    CHECK(says(answer, "still {text}"));
    CHECK(says(answer, "\"types\":[\"memo\"]"));
    CHECK(house.ask("GET", "/v1/rules?type=memo").status == 200);
    CHECK(house.ask("GET", "/v1/rules?type=nota").status == 400);
    CHECK(house.ask("GET", "/v1/rules", "", "",
                    {{"accept-language", "en"}, {"if-none-match", header(answer, "ETag")}}).status == 304);
    CHECK(house.ask("GET", "/v1/rules", "", "",
                    {{"accept-language", "nl"}, {"if-none-match", header(answer, "ETag")}}).status == 200);
}

TEST_CASE("the description of the API is served", "[api]") {
    House house;
    auto const answer = house.ask("GET", "/openapi.yaml");
    CHECK(says(answer, "openapi: 3.1.0"));
    CHECK(house.ask("GET", "/openapi.yaml", "", "", {{"if-none-match", header(answer, "ETag")}}).status == 304);
}

namespace {

/// Sealed, and timed unless `timed` is empty: then it is only sealed.
void prove(House& house, SubmissionId const& id, std::string const& timed) {
    auto const now = house.clock.now();
    for (auto const& claim : house.ledger.claim_seals({{}, 1, now, Milliseconds{60'000}, "s"})) {
        SealSettlement settlement{.submission = claim.submission, .lease = claim.lease, .now = now};
        settlement.seal = Seal{content_of("original"), "XAdES-B-B", std::string(64, 'c'), now, {}};
        REQUIRE(house.ledger.settle_seal(settlement));
    }
    auto const mode = house.ledger.submission(id)->seal.time.mode;
    for (auto const& claim : house.ledger.claim_times({mode, 1, now, Milliseconds{60'000}, "t"})) {
        TimeSettlement settlement{.submission = claim.submission, .lease = claim.lease, .now = now};
        if (!timed.empty()) settlement.timed = Timed{.at = now, .authority = "twin"};
        else settlement.trouble = TimeTrouble::given_up;
        if (settlement.timed && mode == TimeMode::act) settlement.timed->container = content_of(timed);
        if (settlement.timed && mode == TimeMode::act) settlement.timed->level = "XAdES-B-LT";
        if (settlement.timed && mode == TimeMode::batch) settlement.timed->evidence = content_of(timed);
        REQUIRE(house.ledger.settle_times({settlement}).front());
    }
}

SubmissionId id_of(Response const& receipt) { return {header(receipt, "Location").substr(16)}; }

}  // namespace

TEST_CASE("the seal is the best there is, and the original stays where it was", "[api]") {
    House house(people);
    auto const receipt = house.submit("key", form({{"a.txt", "aaa"}}), "kaleidos");
    auto const path = header(receipt, "Location");
    CHECK(says(house.ask("GET", path, "kaleidos"), R"("time":{"attempts":0,"mode":"act")"));
    CHECK(says(house.ask("GET", path, "kaleidos"), R"("state":"planned")"));
    CHECK(says(house.ask("GET", path + "/seal/original", "kaleidos"), "SEAL_NOT_READY"));

    prove(house, id_of(receipt), "raised");

    auto const best = house.ask("GET", path + "/seal", "kaleidos");
    CHECK(text_of(best) == "raised");
    CHECK(header(best, "ETag") == "\"" + sha256("raised").hex() + "\"");
    CHECK(header(best, "Cache-Control") == "private, no-cache");
    auto const original = house.ask("GET", path + "/seal/original", "kaleidos");
    CHECK(text_of(original) == "original");
    CHECK(header(original, "Cache-Control") == "private, max-age=31536000, immutable");
    CHECK(says(house.ask("GET", path + "/evidence", "kaleidos"), "EVIDENCE_NOT_READY"));
    auto const view = house.ask("GET", path, "clerk");
    CHECK(says(view, R"("level":"XAdES-B-LT")"));
    CHECK(says(view, R"("container_sha256":")" + sha256("raised").hex()));
    CHECK(says(view, R"("container_sha256":")" + sha256("original").hex()));
    CHECK(says(view, "/seal/original\""));
    CHECK(says(view, R"("at":"2026-01-05T08:00:00.000Z")"));
    CHECK(says(view, R"("authority":"twin")"));
    CHECK(house.ask("GET", path + "/seal", "other").status == 404);
}

TEST_CASE("evidence of time beside a container is for who may have the container", "[api]") {
    House house(people);
    house.routes = Routes({{"all", std::nullopt, "", "", {{"parliament"}, {"krab"}}, true, TimeMode::batch}});
    auto const receipt = house.submit("key", form({{"a.txt", "aaa"}}), "kaleidos");
    auto const path = header(receipt, "Location");

    prove(house, id_of(receipt), "record");
    house.access = AccessPolicy{{{{"parliament"}, {AccessLevel::publiek}}, {{"krab"}, {}}}};

    auto const evidence = house.ask("GET", path + "/evidence", "clerk");
    CHECK(text_of(evidence) == "record");
    CHECK(says(house.ask("GET", path, "clerk"), R"("evidence_sha256":")" + sha256("record").hex()));
    CHECK(header(evidence, "Content-Disposition").find(".ers\"") != std::string::npos);
    CHECK(text_of(house.ask("GET", path + "/seal", "clerk")) == "original");
    CHECK(house.ask("GET", path + "/evidence", "krab").status == 404);
    CHECK_FALSE(says(house.ask("GET", path, "krab"), sha256("record").hex()));
}

TEST_CASE("a clerk who may not see every piece gets no raised container either", "[api]") {
    House house(people);
    std::set const both{AccessLevel::publiek, AccessLevel::intern_overheid};
    house.access = AccessPolicy{{{{"parliament"}, both}, {{"krab"}, both}}};
    auto bytes = form({{"a.txt", "aaa"}, {"b.txt", "bbb"}});
    bytes.replace(bytes.rfind("\"publiek\""), 9, "\"intern-overheid\"");
    auto const receipt = house.submit("key", bytes, "kaleidos");
    auto const path = header(receipt, "Location");
    REQUIRE(receipt.status == 201);
    prove(house, id_of(receipt), "raised");
    house.access = AccessPolicy{{{{"parliament"}, both}, {{"krab"}, {AccessLevel::publiek}}}};

    CHECK(text_of(house.ask("GET", path + "/seal", "clerk")) == "raised");
    CHECK(house.ask("GET", path + "/files/a.txt", "krab").status == 200);
    for (auto const* const part : {"/seal", "/seal/original", "/evidence"})
        CHECK(house.ask("GET", path + part, "krab").status == 404);
    CHECK_FALSE(says(house.ask("GET", path, "krab"), sha256("raised").hex()));
}

TEST_CASE("an administrator has a time step tried again that was given up", "[api]") {
    House house(people);
    auto const receipt = house.submit("key", form({{"a.txt", "aaa"}}), "kaleidos");
    auto const path = header(receipt, "Location") + "/time/replay";
    auto const replay = [&](std::string const& who) {
        return house.ask("POST", path, who, R"({"reason":"mended"})", {{"content-type", "application/json"}});
    };
    CHECK(says(replay("chief"), "TIME_STATE"));
    prove(house, id_of(receipt), "");
    CHECK(says(house.ask("GET", header(receipt, "Location"), "chief"), R"("state":"quarantined")"));

    CHECK(replay("kaleidos").status == 403);
    auto const answer = replay("chief");
    CHECK(answer.status == 200);
    CHECK(says(answer, R"("state":"waiting")"));
    CHECK(says(replay("chief"), "TIME_STATE"));
}

TEST_CASE("a dossier is shown with its submissions, its names and what was told of it", "[api]") {
    House house(people);
    CounterpartName const parliament{"parliament"};
    REQUIRE(house.submit("k1", form({{"a.txt", "a"}}), "kaleidos").status == 201);
    REQUIRE(house.submit("k2", form({{"a.txt", "b"}}), "kaleidos").status == 201);
    house.ledger.note_references(parliament, {"urn:d:1"}, {{"pobj", "4711"}, {"parliament:first", "x"}}, {},
                                 house.clock.now());
    NewsItem item{.transfer = {}, .kind = "status", .reference = "4711", .why = {}, .data = {}, .key = "k"};
    item.status = StatusNews{"4711", "", "te behandelen in commissie", "2026-11-20"};
    REQUIRE(house.ledger.take_news(parliament, {{item}, ""}, house.clock.now()) == 1);

    std::string const path = "/v1/dossiers?id=urn:d:1";
    auto const answer = house.ask("GET", path, "kaleidos");

    CHECK(answer.status == 200);
    CHECK(says(answer, R"("status":"te behandelen in commissie","date":"2026-11-20")"));
    CHECK(says(answer, R"("key":"pobj","value":"4711")"));
    CHECK_FALSE(says(answer, "parliament:first"));
    CHECK(says(house.ask("GET", path, "clerk"), "4711"));
    CHECK_FALSE(says(house.ask("GET", path, "krab"), "4711"));
    CHECK(house.ask("GET", path, "other").status == 404);
    CHECK(house.ask("GET", "/v1/dossiers?id=urn:d:2", "chief").status == 404);
    CHECK(house.ask("GET", "/v1/dossiers", "chief").status == 400);
    CHECK(house.ask("GET", "/v1/dossiers?name=4711", "chief").status == 400);
}
