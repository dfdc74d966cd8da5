// SPDX-License-Identifier: EUPL-1.2
// For those who run the gateway: /health, /metrics and the description of the API itself.
#include "gateway/api/call.hpp"
#include "gateway/base/rfc3339.hpp"
#include "gateway/base/sha256.hpp"

#include <nlohmann/json.hpp>

namespace wetbode::embedded {
extern std::string_view const openapi_yaml;
}

namespace wetbode::api {

Response get_health(Call const& call) {
    auto const report = call.parts.health();
    auto parts = nlohmann::json::array();
    for (auto const& part : report.parts) {
        nlohmann::json one{{"name", part.name}, {"well", part.well}, {"vital", part.vital}};
        if (!part.why.empty()) one["why"] = part.why.in(call.language);
        if (!part.well && part.since) one["since"] = rfc3339(*part.since);
        parts.push_back(std::move(one));
    }
    nlohmann::json const value{{"well", report.well()}, {"parts", std::move(parts)}};
    auto response =
        json_answer(report.well() ? 200 : 503, value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    if (!report.well()) response.headers.emplace_back("Retry-After", "10");
    return response;
}

Response get_metrics(Call const& call) {
    Response response;
    response.headers = {{"Content-Type", "text/plain; version=0.0.4; charset=utf-8"}, {"Cache-Control", "no-store"}};
    response.body = call.parts.metrics();
    return response;
}

Response get_openapi(Call const& call) {
    static std::string const etag = "\"" + sha256(embedded::openapi_yaml).hex() + "\"";
    Response response;
    response.headers = {{"Content-Type", "application/yaml"}, {"ETag", etag}, {"Cache-Control", "no-cache"}};
    if (is_unchanged(call.request, etag))
        response.status = 304;
    else
        response.body = std::string(embedded::openapi_yaml);
    return response;
}

}  // namespace wetbode::api
