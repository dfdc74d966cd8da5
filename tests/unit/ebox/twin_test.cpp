// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "adapters/ebox/ebox.hpp"
#include "adapters/ebox/message.hpp"
#include "adapters/ebox/twin.hpp"
#include "gateway/base/joined.hpp"
#include "doubles/temporary_folder.hpp"
#include "gateway/base/content.hpp"

#include <nlohmann/json.hpp>

using namespace wetbode;
using nlohmann::json;

namespace {

constexpr auto citizen = "85610512396";

class OneShelf final : public ContentShelf {
public:
    Content fetch(Digest const&) override { return kept; }
    Content kept = content_of("%PDF-1.4 proef");
};

Envelope letter(OneShelf const& shelf) {
    Envelope envelope;
    envelope.transfer.text = "t-1";
    envelope.manifest.kind = SubmissionKind::letter;
    envelope.manifest.letter = Letter{};
    envelope.manifest.letter->subject = "Onderwerp";
    envelope.manifest.letter->recipient.number = citizen;
    Rendition rendition;
    rendition.name = "brief.pdf";
    rendition.media_type = "application/pdf";
    rendition.digest = shelf.kept.digest;
    rendition.bytes = shelf.kept.bytes;
    envelope.files.push_back({"", rendition});
    return envelope;
}

struct Got {
    int status = 0;
    bool cut = false;
    json body;
};

Got call(ebox::Twin& twin, std::string const& path, std::string const& body, api::Headers headers,
         std::string const& method = "POST") {
    api::Request request;
    request.method = method;
    request.path = path;
    request.headers = std::move(headers);
    auto const exchange = twin.opener()(request);
    std::optional<api::Response> early;
    for (std::size_t at = 0; at < body.size() && !early; at += 11)
        early = exchange->receive(std::string_view(body).substr(at, 11));
    auto const response = early ? *early : exchange->finish();
    return {response.status, response.cut, json::parse(std::get<std::string>(response.body), nullptr, false)};
}

/// What the adapter would send, given to the twin; `change` may spoil it.
Got publish(ebox::Twin& twin, ebox::Version version, std::string const& key,
            std::pair<std::string, std::string> const& change = {}) {
    OneShelf shelf;
    ebox::Registration const registration{version, "0206731645", "app", "type", 6};
    auto const form = ebox::publish_form(letter(shelf), registration, shelf);
    JoinedReader reader(form.body);
    std::string text;
    std::string buffer(1000, '\0');
    while (auto const count = reader.read(buffer)) text.append(buffer, 0, count);
    if (auto const at = text.find(change.first); !change.first.empty() && at != std::string::npos)
        text.replace(at, change.first.size(), change.second);
    auto const path = version == ebox::Version::v2 ? "/REST/v2/publishMessage" : "/REST/v3/ebox/messages/";
    return call(twin, path, text, {{"content-type", form.content_type}, {"idempotency-key", '"' + key + '"'}});
}

}  // namespace

TEST_CASE("what the adapter sends is published in both versions", "[ebox]") {
    ebox::Twin twin({});

    CHECK(publish(twin, ebox::Version::v3, "a").status == 201);
    CHECK(publish(twin, ebox::Version::v2, "b").status == 201);

    auto const received = call(twin, "/_twin/received", "", {}, "GET").body;
    CHECK(received["counts"]["deliveries"] == 2);
    CHECK(received["received"][0]["files"][0]["sha256"] == content_of("%PDF-1.4 proef").digest.hex());
}

TEST_CASE("a key that was used is a conflict, also after a restart", "[ebox]") {
    TemporaryFolder const folder;
    {
        ebox::Twin twin({folder.path(), {}, {}, ""});
        CHECK(publish(twin, ebox::Version::v3, "a").status == 201);
    }
    ebox::Twin twin({folder.path(), {}, {}, ""});

    CHECK(publish(twin, ebox::Version::v3, "a").status == 409);
    CHECK(publish(twin, ebox::Version::v3, "b").status == 201);
    CHECK(call(twin, "/_twin/received", "", {}, "GET").body["counts"]["duplicates"] == 1);
}

TEST_CASE("the table of recipients decides who has no box", "[ebox]") {
    ebox::Twin twin({{}, {citizen}, {}, ""});

    CHECK(publish(twin, ebox::Version::v3, "a").body["code"] == "NO_DIGITAL_USER");
    CHECK(call(twin, "/_twin/recipients", R"({"without_box":[]})", {}).status == 200);
    CHECK(!publish(twin, ebox::Version::v3, "b").body.contains("code"));
}

TEST_CASE("the e-Box checks what it is given", "[ebox]") {
    ebox::Twin twin({});
    auto const code = [&](std::string const& from, std::string const& to) {
        auto const got = publish(twin, ebox::Version::v3, "k", {from, to});
        CHECK(got.status == 400);
        return got.body.value("code", "");
    };

    CHECK(code("%PDF-1.4 proef", "%PDF-1.4 andere") == "DIGEST_DO_NOT_MATCH");
    CHECK(code("\"isMainContent\":true", "\"isMainContent\":false") == "INVALID_INPUT");
    CHECK(code("\"isBodyMainContent\":false", "\"isBodyMainContent\":true") == "INVALID_INPUT");
    CHECK(code("name=\"upfile1\"", "name=\"upfile2\"") == "INVALID_INPUT");
    CHECK(code("Content-Type: application/pdf", "Content-Type: application/x-sh") == "INVALID_INPUT");
    CHECK(code("\"0206731645\"", "\"12\"") == "INVALID_SENDER");
    CHECK(code(citizen, "1") == "INVALID_INPUT");
    CHECK(code("{\"nl\":\"Onderwerp\"}", "{\"nl\":\"a\",\"fr\":\"b\"}") == "NOT_IMPLEMENTED");
    CHECK(code("{\"nl\":\"Onderwerp\"}", "null") == "INVALID_INPUT");
}

TEST_CASE("faults of the e-Box twin store what they say they store", "[ebox]") {
    ebox::Twin twin({});
    auto const fault = [&](std::string const& mode) {
        CHECK(call(twin, "/_twin/faults", json{{"mode", mode}}.dump(), {}).status == 200);
    };

    fault("500_before");
    CHECK(publish(twin, ebox::Version::v3, "a").status == 500);
    CHECK(publish(twin, ebox::Version::v3, "a").status == 201);
    fault("cut_after_body");
    CHECK(publish(twin, ebox::Version::v3, "b").cut);
    CHECK(publish(twin, ebox::Version::v3, "b").status == 409);
}

TEST_CASE("the look-ups of the twin follow its table of recipients", "[ebox]") {
    ebox::Twin twin({{}, {"0206731646"}, {}, "", {"0206731645"}, {citizen}});
    json const question{{"eboxType", "ENTERPRISE"},
                        {"eboxIdType", "EnterpriseNumber"},
                        {"eboxIdValueList", {"0206731645", "0206731646"}}};
    auto const enterprises = call(twin, "/federation/v1/eboxPreferences/search", question.dump(), {}).body;
    REQUIRE(enterprises.size() == 1);
    CHECK(enterprises[0]["exclusivelyEbox"] == true);

    auto const citizens = json{{"eboxType", "CITIZEN"}, {"eboxIdType", "SSIN"}, {"eboxIdValueList", {citizen}}}.dump();
    auto const consents = call(twin, "/federation/v1/citizenEboxConsents/search", citizens, {}).body;
    REQUIRE(consents.size() == 1);
    CHECK(consents[0]["consent"] == false);
    CHECK(publish(twin, ebox::Version::v3, "a").body["code"] == "NO_DIGITAL_USER");
    CHECK(call(twin, "/federation/v1/eboxPreferences/search", "{}", {}).status == 400);
}
