// SPDX-License-Identifier: EUPL-1.2
// Everything behind the API, in memory, for one test: a ledger that can fall ill, one small document type, and the
// words to ask it something.
#pragma once

#include "doubles/fake_clock.hpp"
#include "doubles/made_files_policy.hpp"
#include "doubles/memory_ledger.hpp"
#include "doubles/temporary_folder.hpp"
#include "gateway/api/api.hpp"
#include "gateway/base/content.hpp"
#include "gateway/base/sha256.hpp"

#include <fstream>

namespace wetbode {

using api::Api;
using api::Request;
using api::Response;
using api::Role;

/// One small document type: a memo with one line.
inline CatalogueSettings memos_in(std::filesystem::path const& folder) {
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
    std::chrono::seconds print_later{0};  ///< above zero: nobody gets a receipt on paper before
    bool ill = false;
    std::vector<std::string> events;
    std::unique_ptr<Api> api;

    explicit House(std::vector<api::Client> clients = {}, Webhooks* webhooks = nullptr) {
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
            [this](std::string_view event, api::LogFields const&) { events.emplace_back(event); },
            {},
            [this](SubmissionView const& view, Language language, ClientName const&) -> Result<api::PrintedReceipt> {
                if (ill) throw Outage("keys", "gone");
                auto const words = language == Language::nl ? "%PDF nl " : "%PDF en ";
                if (print_later.count() > 0) return api::PrintedReceipt{.retry_after = print_later};
                return api::PrintedReceipt{words + view.state, "PAdES-B-T"};
            },
            webhooks});
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
        request.headers.emplace("accept-language", "en");
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

inline std::vector<api::Client> const people{
    {{"kaleidos"}, Role::sender, sha256("kaleidos").hex(), "", {}},
    {{"other"}, Role::sender, sha256("other").hex(), "", {}},
    {{"clerk"}, Role::clerk, sha256("clerk").hex(), "", {"parliament"}},
    {{"krab"}, Role::clerk, sha256("krab").hex(), "", {"krab"}},
    {{"chief"}, Role::admin, sha256("chief").hex(), "", {}},
    {{"desk"}, Role::publisher, sha256("desk").hex(), "", {}},
};

inline std::string piece(std::string const& id, std::string const& file, std::string const& access) {
    return R"({"id":"urn:p:)" + id + R"(","title":"stuk","type":"nota","access":")" + access +
           R"(","files":[{"name":")" + file + R"(","media_type":"text/plain"}]})";
}

inline std::string form(std::vector<std::pair<std::string, std::string>> const& files,
                        std::string const& access = "publiek", std::string const& dossier = "urn:d:1") {
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

inline std::string text_of(Response const& response) {
    if (auto const* text = std::get_if<std::string>(&response.body)) return *text;
    return read_whole(std::get<Content>(response.body), 10'000'000);
}
inline std::string header(Response const& response, std::string const& name) {
    for (auto const& [known, value] : response.headers)
        if (known == name) return value;
    return {};
}
inline bool says(Response const& response, std::string const& text) {
    return text_of(response).find(text) != std::string::npos;
}
inline std::size_t files_in(std::filesystem::path const& folder) {
    auto const all = std::filesystem::directory_iterator(folder);
    return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

}  // namespace wetbode
