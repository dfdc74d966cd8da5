// SPDX-License-Identifier: EUPL-1.2
// The resources on top of a ledger in memory: who may do what, and what the answers look like.
#include <catch2/catch.hpp>

#include "doubles/fake_clock.hpp"
#include "doubles/made_files_policy.hpp"
#include "doubles/memory_ledger.hpp"
#include "doubles/temporary_folder.hpp"
#include "gateway/api/api.hpp"
#include "gateway/base/content.hpp"
#include "gateway/base/sha256.hpp"

#include <fstream>

using namespace wetbode;
using api::Api;
using api::Request;
using api::Response;
using api::Role;

namespace {

/// One small document type: a memo with one line.
CatalogueSettings memos_in(std::filesystem::path const& folder) {
    auto const place = folder / "memo" / "1";
    std::filesystem::create_directories(place);
    std::ofstream(place / "type.toml") << "name = \"memo\"\nversion = \"1\"\ntitle_nl = \"nota\"\ntitle_en = \"memo\"\n"
                                          "root_uri = \"urn:test:memo\"\nroot_local = \"memo\"\nxsd = \"memo.xsd\"\n"
                                          "rules = [\"rules.toml\"]\n";
    std::ofstream(place / "rules.toml") << "[[rule]]\nid = \"MEMO.UNFINISHED\"\ncheck = \"text.unfinished\"\n"
                                           "severity = \"warning\"\ntitle_nl = \"af\"\ntitle_en = \"finished\"\n"
                                           "text_nl = \"nog {text}\"\ntext_en = \"still {text}\"\nowner = \"memo\"\n"
                                           "source_nl = \"huis\"\nsource_en = \"house\"\n";
    std::ofstream(place / "memo.xsd")
        << "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" targetNamespace=\"urn:test:memo\" "
           "elementFormDefault=\"qualified\"><xs:element name=\"memo\"><xs:complexType><xs:sequence>"
           "<xs:element name=\"line\" type=\"xs:string\"/></xs:sequence></xs:complexType></xs:element></xs:schema>";
    return {folder, 100, {}};
}

/// Everything behind the API, in memory; its ledger can fall ill.
struct House {
    TemporaryFolder spool;
    TemporaryFolder schemas;
    FakeClock clock;
    MemoryLedger ledger;
    AccessPolicy access{{{CounterpartName{"parliament"}, {AccessLevel::publiek, AccessLevel::intern_overheid}},
                         {CounterpartName{"krab"}, {AccessLevel::publiek}}}};
    Routes routes{{{"all", std::nullopt, "", "", {{"parliament"}, {"krab"}}, true}}};
    Catalogue catalogue{memos_in(schemas.path())};
    FileCheck files{plain_text_policy()};
    Completeness completeness{{}};
    Intake intake{ledger, {catalogue, files, routes, access, completeness}};
    Feed feed{ledger, access, {"http://gateway.example", 500}};
    bool ill = false;
    std::vector<std::string> events;
    std::unique_ptr<Api> api;

    explicit House(std::vector<api::Client> clients = {}) {
        api = std::make_unique<Api>(api::ApiParts{
            intake,
            ledger,
            catalogue,
            feed,
            access,
            clock,
            std::move(clients),
            spool.path(),
            "http://gateway.example",
            [this]() -> std::string {
                if (ill) throw Outage("ledger", "gone");
                return "up 1\n";
            },
            [this] {
                return api::HealthReport{{{"ledger", !ill, true, {"weg", "gone"}}, {"keys", true, true, {}}}};
            },
            {},
            [this](std::string_view event, api::LogFields const&) { events.emplace_back(event); }});
    }

    Response ask(std::string const& method, std::string const& path, std::string const& who = "",
                 std::string const& body = "", api::Headers headers = {}) {
        Request request;
        request.method = method;
        request.path = path.substr(0, path.find('?'));
        if (auto const query = path.find('?'); query != std::string::npos) {
            auto const equals = path.find('=', query);
            request.query[path.substr(query + 1, equals - query - 1)] = path.substr(equals + 1);
        }
        request.headers = std::move(headers);
        request.headers["host"] = "localhost:8460";
        request.headers["accept-language"] = "en";
        if (!who.empty()) request.headers["authorization"] = "Bearer " + who;
        auto const exchange = api->open(request);
        if (!body.empty())
            if (auto early = exchange->receive(body)) return *early;
        return exchange->finish();
    }
    Response submit(std::string const& key, std::string const& form, std::string const& who = "") {
        return ask("POST", "/v1/submissions", who, form,
                   {{"content-type", "multipart/form-data; boundary=b"}, {"idempotency-key", key}});
    }
};

std::vector<api::Client> const people{
    {{"kaleidos"}, Role::sender, sha256("kaleidos").hex(), "", {}},
    {{"other"}, Role::sender, sha256("other").hex(), "", {}},
    {{"clerk"}, Role::clerk, sha256("clerk").hex(), "", {"parliament"}},
    {{"krab"}, Role::clerk, sha256("krab").hex(), "", {"krab"}},
    {{"chief"}, Role::admin, sha256("chief").hex(), "", {}},
};

std::string piece(std::string const& id, std::string const& file, std::string const& access) {
    return R"({"id":"urn:p:)" + id + R"(","title":"stuk","type":"nota","access":")" + access +
           R"(","files":[{"name":")" + file + R"(","media_type":"text/plain"}]})";
}

std::string form(std::vector<std::pair<std::string, std::string>> const& files, std::string const& access = "publiek",
                 std::string const& dossier = "urn:d:1") {
    std::string pieces;
    std::string parts;
    for (auto const& [name, bytes] : files) {
        if (!pieces.empty()) pieces += ',';
        pieces += piece(name, name, access);
        parts +=
            "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name + "\"\r\n\r\n" + bytes + "\r\n";
    }
    return parts +
           "--b\r\nContent-Disposition: form-data; "
           "name=\"manifest\"\r\n\r\n{\"kind\":\"dossier\",\"dossier\":{\"id\":\"" +
           dossier + "\",\"title\":\"t\"},\"pieces\":[" + pieces + "]}\r\n--b--\r\n";
}

std::string text_of(Response const& response) {
    if (auto const* text = std::get_if<std::string>(&response.body)) return *text;
    return read_whole(std::get<Content>(response.body), 10'000'000);
}
std::string header(Response const& response, std::string const& name) {
    for (auto const& [known, value] : response.headers)
        if (known == name) return value;
    return {};
}
bool says(Response const& response, std::string const& text) {
    return text_of(response).find(text) != std::string::npos;
}
std::size_t files_in(std::filesystem::path const& folder) {
    auto const all = std::filesystem::directory_iterator(folder);
    return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

}  // namespace

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

TEST_CASE("a check of a form tells the verdict of every file and stores nothing", "[api]") {
    House house;
    auto const sent = form({{"a.txt", std::string(100'000, 'a')}, {"b.txt", ""}});
    auto const answer = house.ask("POST", "/v1/validations", "", sent,
                                  {{"content-type", "multipart/form-data; boundary=b"}});

    CHECK(answer.status == 200);
    CHECK_FALSE(says(answer, "\"valid\":false"));  // a warning refuses nothing
    CHECK(says(answer, "\"file\":\"a.txt\""));
    CHECK((says(answer, "\"code\":\"FILE.EMPTY\"") && says(answer, "\"severity\":\"warning\"")));
    CHECK(house.ledger.transfers({}).empty());
    CHECK(files_in(house.spool.path()) == 0);
}

TEST_CASE("a check of one document of an unknown type says so", "[api]") {
    House house;
    auto const answer =
        house.ask("POST", "/v1/validations", "", "<unknown/>", {{"content-type", "application/xml; charset=utf-8"}});

    CHECK(answer.status == 200);
    CHECK(says(answer, "\"valid\":false"));
    CHECK(says(answer, "DOCUMENT_TYPE.UNKNOWN"));
}

TEST_CASE("a check of one document tells its type and its faults", "[api]") {
    House house;
    auto const check = [&](std::string const& path, std::string const& line) {
        return house.ask("POST", path, "", "<memo xmlns=\"urn:test:memo\">" + line + "</memo>",
                         {{"content-type", "application/xml"}});
    };

    auto const good = check("/v1/validations", "<line>" + std::string(100'000, 'a') + "</line>");
    CHECK(says(good, "\"valid\":true"));
    CHECK(says(good, "\"document_type\":\"memo\""));
    CHECK(files_in(house.spool.path()) == 0);
    auto const bad = check("/v1/validations?type=memo", "<other/>");
    CHECK(bad.status == 200);
    CHECK(says(bad, "\"valid\":false"));
    CHECK(says(bad, "\"severity\":\"error\""));
}

TEST_CASE("a document with warnings alone is valid and tells them", "[api]") {
    House house;
    auto const answer = house.ask("POST", "/v1/validations", "", "<memo xmlns=\"urn:test:memo\"><line>XXX</line></memo>",
                                  {{"content-type", "application/xml"}});
    CHECK(says(answer, "\"valid\":true"));
    CHECK(says(answer, "MEMO.UNFINISHED"));
    CHECK(says(answer, "\"severity\":\"warning\""));
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
