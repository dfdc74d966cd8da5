// SPDX-License-Identifier: EUPL-1.2
// /v1/rules: what documents are held against beyond their schema. Partners build on the ids.
#include "gateway/api/call.hpp"
#include "gateway/base/sha256.hpp"
#include "gateway/validation/rule_list.hpp"

#include <nlohmann/json.hpp>

namespace wetbode::api {

Response get_rules(Call const& call) {
    auto const& catalogue = call.parts.catalogue;
    auto const asked = call.request.query.find("type");
    auto const type = asked == call.request.query.end() ? std::string{} : asked->second;
    if (asked != call.request.query.end() && !catalogue.knows(type))
        return call.refuse(door_refusal("QUERY_INVALID", {"type noemt een documenttype dat niet bestaat",
                                                          "type names a document type that does not exist"}));
    auto list = nlohmann::json::array();
    for (auto const& [rule, types] : listed_rules(catalogue, type))
        list.push_back({{"id", rule->id},
                        {"severity", name_of(rule->severity)},
                        {"engine", name_of(rule->engine)},
                        {"types", types},
                        {"title", rule->title.in(call.language)},
                        {"text", rule->text.in(call.language)},
                        {"owner", rule->owner},
                        {"source", rule->source.in(call.language)}});
    auto body = nlohmann::json{{"rules", std::move(list)}}.dump();
    auto const etag = "\"" + sha256(body).hex() + "\"";
    auto response = json_answer(200, std::move(body));
    if (is_unchanged(call.request, etag)) {
        response.status = 304;
        response.body = std::string{};
    }
    response.headers.emplace_back("ETag", etag);
    return response;
}

}  // namespace wetbode::api
