// SPDX-License-Identifier: EUPL-1.2
// /v1/rules: what documents are held against beyond their schema, and every other code that an answer can carry.
// Partners build on the ids.
#include "gateway/api/call.hpp"
#include "gateway/base/sha256.hpp"
#include "gateway/report/fault_codes.hpp"
#include "gateway/validation/rule_list.hpp"

#include <nlohmann/json.hpp>

namespace wetbode::api {

namespace {

/// With a document type only what can be found in a document; else also what a manifest or a request can meet.
nlohmann::json codes_in(Language language, bool all) {
    auto list = nlohmann::json::array();
    for (auto const& code : report::fault_codes())
        if (all || report::is_about_xml(code))
            list.push_back({{"id", code.code},
                            {"kind", code.kind},
                            {"severity", name_of(code.severity)},
                            {"title", code.title.in(language)},
                            {"remedy", code.remedy.in(language)}});
    if (!all) return list;
    for (auto const& kind : problem_kinds())
        list.push_back({{"id", kind.code},
                        {"kind", "refusal"},
                        {"severity", name_of(Severity::error)},
                        {"title", kind.title.in(language)},
                        {"remedy", kind.remedy.in(language)}});
    return list;
}

}  // namespace

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
    auto body = nlohmann::json{{"rules", std::move(list)}, {"codes", codes_in(call.language, type.empty())}}.dump();
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
