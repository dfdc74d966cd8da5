// SPDX-License-Identifier: EUPL-1.2
// See problem.hpp.
#include "gateway/api/problem.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace wetbode::api {
namespace {

using nlohmann::json;

ProblemKind const* kind_of(std::string_view code) {
    auto const kinds = problem_kinds();
    auto const found = std::find_if(kinds.begin(), kinds.end(), [&](auto const& kind) { return kind.code == code; });
    return found == kinds.end() ? nullptr : &*found;
}

std::string_view name_of(Severity severity) {
    switch (severity) {
        case Severity::error:
            return "error";
        case Severity::warning:
            return "warning";
        case Severity::hint:
            return "hint";
    }
    return "error";
}

json faults_of(std::vector<Fault> const& faults, Language language) {
    auto list = json::array();
    for (auto const& fault : faults) {
        json one{{"code", fault.code}, {"severity", name_of(fault.severity)}, {"message", fault.message.in(language)}};
        if (!fault.file.empty()) one["file"] = fault.file;
        if (fault.line > 0) one["line"] = fault.line;
        if (fault.column > 0) one["column"] = fault.column;
        if (!fault.path.empty()) one["path"] = fault.path;
        if (!fault.nearest_id.empty()) one["nearest_id"] = fault.nearest_id;
        if (!fault.detail.empty()) one["detail"] = fault.detail;
        list.push_back(std::move(one));
    }
    return list;
}

/// Parser messages may quote bytes of the sender that are not UTF-8: they are replaced, never thrown over.
std::string dumped(json const& value) {
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string const& told(Text const& own, Text const& standard, Language language) {
    return own.in(language).empty() ? standard.in(language) : own.in(language);
}

}  // namespace

int status_of(std::string_view code) {
    auto const* kind = kind_of(code);
    return kind == nullptr ? 422 : kind->status;
}

Refusal door_refusal(std::string_view code) {
    return door_refusal(code, {});
}

Refusal door_refusal(std::string_view code, Text detail) {
    auto const* kind = kind_of(code);
    ensure(kind != nullptr, "the door refuses only with codes of the table");
    Refusal refusal;
    refusal.code = std::string(code);
    refusal.title = kind->title;
    refusal.detail = detail.empty() ? kind->detail : std::move(detail);
    refusal.remedy = kind->remedy;
    return refusal;
}

Response problem(Refusal const& refusal, ProblemContext const& context) {
    static ProblemKind const unknown{"", 422, {}, {}, {}};
    auto const* known = kind_of(refusal.code);
    auto const& kind = known == nullptr ? unknown : *known;
    json body{{"type", "urn:wetbode:problem:" + refusal.code},
              {"title", told(refusal.title, kind.title, context.language)},
              {"status", kind.status},
              {"detail", told(refusal.detail, kind.detail, context.language)},
              {"code", refusal.code},
              {"remedy", told(refusal.remedy, kind.remedy, context.language)}};
    if (!context.instance.empty()) body["instance"] = context.instance;
    if (!refusal.faults.empty()) {
        body["faults"] = faults_of(refusal.faults, context.language);
        body["more_faults"] = refusal.more_faults;
    }
    Response response;
    response.status = kind.status;
    response.headers = {{"Content-Type", "application/problem+json"},
                        {"Content-Language", context.language == Language::nl ? "nl" : "en"},
                        {"Cache-Control", "no-store"},
                        {"X-Content-Type-Options", "nosniff"}};
    if (kind.status == 503) response.headers.emplace_back("Retry-After", refusal.code == "BUSY" ? "1" : "30");
    if (kind.status == 401) response.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"wetbode\"");
    response.body = dumped(body);
    return response;
}

std::string faults_text(std::vector<Fault> const& faults, Language language) {
    return dumped(faults_of(faults, language));
}

}  // namespace wetbode::api
