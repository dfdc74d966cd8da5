// SPDX-License-Identifier: EUPL-1.2
#include "gateway/report/sarif.hpp"

#include "gateway/report/fault_codes.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace wetbode::report {

using nlohmann::json;

namespace {

/// What was read from a hostile file need not be UTF-8.
std::string dumped(json const& value) { return value.dump(-1, ' ', false, json::error_handler_t::replace); }

char const* level_of(Severity severity) {
    switch (severity) {
        case Severity::error: return "error";
        case Severity::warning: return "warning";
        case Severity::hint: return "note";
    }
    return "error";
}

json message_of(Text const& text, Language language) { return {{"text", text.in(language)}}; }

/// SARIF 2.1.0 section 3.33.7 names the kinds of places in an XML document.
char const* kind_of(std::string_view path) {
    auto const step = path.substr(path.rfind('/') + 1);
    if (step.starts_with('@')) return "attribute";
    if (step.starts_with("text()")) return "text";
    if (step.starts_with("comment()")) return "comment";
    if (step.starts_with("processing-instruction(")) return "processingInstruction";
    return "element";
}

json location_of(std::string_view name, Fault const& fault) {
    json physical{{"artifactLocation", {{"uri", uri_of(name)}}}};
    if (fault.line > 0) {
        physical["region"] = {{"startLine", fault.line}};
        if (fault.column > 0) physical["region"]["startColumn"] = fault.column;
    }
    json location{{"physicalLocation", std::move(physical)}};
    if (!fault.path.empty()) {
        json logical{{"fullyQualifiedName", fault.path}, {"kind", kind_of(fault.path)}};
        if (!fault.nearest_id.empty()) logical["name"] = fault.nearest_id;
        location["logicalLocations"] = json::array({std::move(logical)});
    }
    return location;
}

json result_of(std::string_view name, Fault const& fault, Language language) {
    json result{{"ruleId", fault.code},
                {"level", level_of(fault.severity)},
                {"message", message_of(fault.message, language)},
                {"locations", json::array({location_of(name, fault)})}};
    if (!fault.nearest_id.empty()) result["properties"]["eId"] = fault.nearest_id;
    if (!fault.detail.empty()) result["properties"]["detail"] = fault.detail;
    return result;
}

json notification_of(std::string_view name, char const* level, Text const& text, Language language) {
    return {{"level", level},
            {"message", message_of(text, language)},
            {"locations", json::array({{{"physicalLocation", {{"artifactLocation", {{"uri", uri_of(name)}}}}}}})}};
}

struct Standard {
    std::string_view source;  ///< how the source of a rule, or a code, begins
    std::string_view url;
};

/// What belongs to no rule file.
constexpr std::array<Standard, 2> code_standards{{
    {"XML.", "https://www.w3.org/TR/xml/"},
    {"XSD.", "https://www.w3.org/TR/xmlschema-1/"},
}};
constexpr std::array<Standard, 3> standards{{
    {"AKN-NC 1.0", "https://docs.oasis-open.org/legaldocml/akn-nc/v1.0/akn-nc-v1.0.html"},
    {"Akoma Ntoso 1.0 part 1",
     "https://docs.oasis-open.org/legaldocml/akn-core/v1.0/akn-core-v1.0-part1-vocabulary.html"},
    {"Akoma Ntoso 1.0 part 2", "https://docs.oasis-open.org/legaldocml/akn-core/v1.0/akn-core-v1.0-part2-specs.html"},
}};

json descriptor_of(Rule const& rule, Language language) {
    bool const nl = language == Language::nl;
    json descriptor{{"id", rule.id},
                    {"shortDescription", message_of(rule.title, language)},
                    {"help", {{"text", (nl ? "Bron: " : "Source: ") + rule.source.in(language) +
                                           (nl ? ". Eigenaar: " : ". Owner: ") + rule.owner + "."}}},
                    {"defaultConfiguration", {{"level", level_of(rule.severity)}}}};
    auto const standard = std::ranges::find_if(
        standards, [&](Standard const& known) { return rule.source.en.starts_with(known.source); });
    if (standard != standards.end()) descriptor["helpUri"] = standard->url;
    return descriptor;
}

json descriptor_of(std::string const& code, Language language) {
    json descriptor{{"id", code}, {"defaultConfiguration", {{"level", "error"}}}};
    if (auto const* const known = fault_code(code)) {
        descriptor["shortDescription"] = message_of(known->title, language);
        descriptor["help"] = message_of(known->remedy, language);
        descriptor["defaultConfiguration"]["level"] = level_of(known->severity);
    }
    auto const standard = std::ranges::find_if(
        code_standards, [&](Standard const& one) { return code.starts_with(one.source); });
    if (standard != code_standards.end()) descriptor["helpUri"] = standard->url;
    return descriptor;
}

std::string joined(std::vector<std::string> const& values) {
    std::string text;
    for (auto const& value : values) text += (text.empty() ? "" : ",") + value;
    return text;
}

}  // namespace

std::string uri_of(std::string_view path) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string uri = path.starts_with('/') ? "file://" : "";
    for (char const c : path) {
        auto const octet = static_cast<unsigned char>(c);
        bool const plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' ||
                           c == '.' || c == '_' || c == '~' || c == '/';
        if (plain) {
            uri += c;
            continue;
        }
        uri += '%';
        uri += digits[octet >> 4U];
        uri += digits[octet & 15U];
    }
    return uri;
}

std::string sarif_results(std::string_view name, Verdict const& verdict, Language language) {
    std::string text;
    for (auto const& fault : verdict.faults)
        text += (text.empty() ? "" : ",\n") + dumped(result_of(name, fault, language));
    return text;
}

std::string SarifLog::opening() const {
    return "{\"version\":\"2.1.0\",\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"runs\":[{"
           "\"columnKind\":\"unicodeCodePoints\",\"results\":[\n";
}

std::string SarifLog::add(std::string_view name, Verdict const& verdict, std::string_view results) {
    if (!verdict.document_type.empty()) types_.insert(verdict.document_type);
    for (auto const& fault : verdict.faults) codes_.insert(fault.code);
    json properties{{"valid", verdict.valid()}, {"document_type", verdict.document_type},
                    {"version", verdict.version}};
    if (verdict.akn_level) properties["akn_level"] = *verdict.akn_level;
    artifacts_.push_back(dumped({{"location", {{"uri", uri_of(name)}}},
                                 {"roles", json::array({"analysisTarget"})},
                                 {"mimeType", verdict.media_type.empty() ? "application/xml" : verdict.media_type},
                                 {"properties", std::move(properties)}}));
    if (verdict.more_faults)
        notifications_.push_back(dumped(notification_of(
            name, "warning", {"Er zijn er meer dan hier staan.", "There are more than are listed here."}, language_)));
    if (results.empty()) return {};
    return (std::exchange(any_result_, true) ? ",\n" : "") + std::string(results);
}

void SarifLog::note_unread(std::string_view name, Text const& why) {
    all_read_ = false;
    notifications_.push_back(dumped(notification_of(
        name, "error", {"Dit document is niet nagekeken: " + why.nl, "This document was not checked: " + why.en},
        language_)));
}

std::string SarifLog::closing() const {
    json rules = json::array();
    std::set<std::string> told;
    for (auto const& type : types_)
        for (auto const& rule : catalogue_.rules(type))
            if (rule.enabled && told.insert(rule.id).second) rules.push_back(descriptor_of(rule, language_));
    for (auto const& code : codes_)
        if (told.insert(code).second) rules.push_back(descriptor_of(code, language_));
    json const driver{{"name", "Wetbode"}, {"version", WETBODE_VERSION}, {"rules", std::move(rules)}};
    return "],\n\"artifacts\":[" + joined(artifacts_) + "],\n\"invocations\":[{\"executionSuccessful\":" +
           (all_read_ ? "true" : "false") + ",\"toolExecutionNotifications\":[" + joined(notifications_) +
           "]}],\n\"language\":\"" + (language_ == Language::nl ? "nl" : "en") + "\",\"tool\":{\"driver\":" +
           dumped(driver) + "}}]}\n";
}

std::string sarif_of(std::string_view name, Verdict const& verdict, Catalogue const& catalogue, Language language) {
    SarifLog log(catalogue, language);
    auto text = log.opening();
    text += log.add(name, verdict, sarif_results(name, verdict, language));
    return text + log.closing();
}

}  // namespace wetbode::report
