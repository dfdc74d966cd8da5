// SPDX-License-Identifier: EUPL-1.2
// Talks to the Parliament's twin without a network, as a client with a token. Owned by one test.
#pragma once

#include "adapters/parliament/twin.hpp"
#include "adapters/rest/twin_stream.hpp"
#include "gateway/refusal.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace wetbode {

struct Got {
    int status = 0;
    bool cut = false;
    nlohmann::json body;
    std::string text;
    api::Headers headers;
};

/// Talks to a twin without a network.
class Caller {
public:
    explicit Caller(parliament::Twin& twin) : open_(twin.opener()) {
        auto const got = call("POST", "/api/kaleidos/oauth/token", "grant_type=client_credentials",
                              {{"authorization", "Basic eA=="}});
        token_ = got.body.value("access_token", "");
    }

    Got call(std::string const& method, std::string const& path, std::string const& body, api::Headers headers) {
        api::Request request;
        request.method = method;
        request.path = path;
        request.headers = std::move(headers);
        auto const exchange = open_(request);
        for (std::size_t at = 0; at < body.size(); at += 7)
            if (auto const early = exchange->receive(std::string_view(body).substr(at, 7))) return read(*early);
        return read(exchange->finish());
    }

    Got get(std::string const& path) { return call("GET", path, "", {{"authorization", "Bearer " + token_}}); }

    Got deliver(std::string const& key, std::string const& content, std::string const& pobj = "") {
        nlohmann::json const file{{"@id", "urn:f"}, {"filename", "a.pdf"}, {"content", content}};
        nlohmann::json message{{"@id", "urn:flow"}};
        if (!pobj.empty()) message["pobj"] = pobj;
        message["@reverse"]["Dossier.isNeerslagVan"]["Dossier.bestaatUit"] =
            nlohmann::json::array({{{"@id", "urn:p"}, {"Stuk.isVoorgesteldDoor", nlohmann::json::array({file})}}});
        return call("POST", "/api/kaleidos/v1/document", message.dump(),
                    {{"authorization", "Bearer " + token_}, {"idempotency-key", key}});
    }

    /// A switch.
    Got tell(std::string const& act, nlohmann::json const& wish) {
        return call("POST", "/_twin/" + act, wish.dump(), {});
    }
    Got post(std::string const& path, std::string const& body, api::Headers headers = {}) {
        headers["authorization"] = "Bearer " + token_;
        return call("POST", path, body, std::move(headers));
    }
    void fault(std::string const& mode) { call("POST", "/_twin/faults", nlohmann::json{{"mode", mode}}.dump(), {}); }
    nlohmann::json counts() { return get("/_twin/received").body["counts"]; }

private:
    static Got read(api::Response const& response) {
        Got got{response.status, response.cut, {}, {}, {}};
        try {
            got.text = twin::body_of(response);
        } catch (std::runtime_error const&) {
            got.cut = true;  // as a wire that breaks in the answer
        }
        got.body = nlohmann::json::parse(got.text, nullptr, false);
        for (auto const& [name, value] : response.headers) got.headers[name] = value;
        return got;
    }

    api::Opener open_;
    std::string token_;
};

}  // namespace wetbode
