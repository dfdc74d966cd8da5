// SPDX-License-Identifier: EUPL-1.2
#include "gateway/validation/schematron/svrl.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace wetbode::validation {

namespace {

/// For text and attributes alike; what XML cannot hold becomes U+FFFD.
std::string escaped(std::string_view text) {
    std::string out;
    for (char const c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            case '\n':
                out += "&#10;";
                break;
            case '\r':
                out += "&#13;";
                break;
            case '\t':
                out += "&#9;";
                break;
            default:
                if (static_cast<unsigned char>(c) < ' ')
                    out += "\xEF\xBF\xBD";
                else
                    out += c;
        }
    }
    return out;
}

std::string attribute(std::string_view name, std::string_view value) {
    return " " + std::string(name) + "=\"" + escaped(value) + "\"";
}

/// Our paths have bare names, which XPath would look for in no namespace.
std::string location_of(std::string const& path) {
    std::string location;
    for (std::size_t at = 0; at < path.size();) {
        auto const end = std::min(path.find('/', at + 1), path.size());
        auto const step = std::string_view(path).substr(at + 1, end - at - 1);
        at = end;
        auto const name = step.substr(0, step.find('['));
        bool const plain =
            !name.empty() && name != "*" && name.front() != '@' && name.find('(') == std::string_view::npos;
        location += "/";
        if (plain)
            location.append("*[local-name()='").append(name).append("']").append(step.substr(name.size()));
        else if (step.starts_with("@"))
            location.append("@*[local-name()='").append(step.substr(1)).append("']");
        else
            location += step;
    }
    return location.empty() ? "/" : location;
}

std::string_view role_of(Severity severity) {
    return severity == Severity::error ? "error" : severity == Severity::warning ? "warning" : "information";
}

std::string place_of(Fault const& fault, Language language) {
    if (fault.line == 0) return {};
    auto const nl = language == Language::nl;
    auto place = (nl ? "regel " : "line ") + std::to_string(fault.line) + (nl ? ", kolom " : ", column ") +
                 std::to_string(fault.column);
    return fault.nearest_id.empty() ? place : place + ", eId " + fault.nearest_id;
}

std::string diagnostic(std::string_view id, std::string_view text, std::string_view language) {
    if (text.empty()) return {};
    return "      <svrl:diagnostic-reference" + attribute("diagnostic", id) + attribute("xml:lang", language) + ">" +
           escaped(text) + "</svrl:diagnostic-reference>\n";
}

/// "site.sch: report not(x)" -> kind and test; for others the whole detail is what there is.
struct Asked {
    bool report = false;
    std::string test;
};
Asked asked_by(Fault const& fault, std::span<Rule const> rules) {
    for (auto const* const kind : {".sch: assert ", ".sch: report "})
        if (auto const at = fault.detail.find(kind); at != std::string::npos)
            return {std::string_view(kind) == ".sch: report ", fault.detail.substr(at + std::string_view(kind).size())};
    auto const rule = std::ranges::find(rules, fault.code, &Rule::id);
    if (rule != rules.end()) return {false, rule->title.en};
    return {false, fault.detail.empty() ? fault.code : fault.detail};
}

std::string finding(Fault const& fault, SvrlSubject const& subject, std::span<Rule const> rules) {
    auto const asked = asked_by(fault, rules);
    bool const nl = subject.language == Language::nl;
    auto const other = nl ? Language::en : Language::nl;
    auto const element = std::string(asked.report ? "svrl:successful-report" : "svrl:failed-assert");
    std::string out = "    <" + element + attribute("id", fault.code) + attribute("role", role_of(fault.severity)) +
                      attribute("test", asked.test) + attribute("location", location_of(fault.path)) + ">\n";
    out += diagnostic("place", place_of(fault, subject.language), nl ? "nl" : "en");
    out += diagnostic("translation", fault.message.in(other), nl ? "en" : "nl");
    out += "      <svrl:text" + attribute("xml:lang", nl ? "nl" : "en") + ">" +
           escaped(fault.message.in(subject.language)) + "</svrl:text>\n";
    return out + "    </" + element + ">\n";
}

struct Pattern {
    std::string_view id;
    std::string_view name;
};
constexpr std::array<Pattern, 3> patterns{
    {{"form", "XML and document type"}, {"schema", "XML Schema"}, {"rules", "Rules"}}};

std::string_view pattern_of(std::string_view code) {
    if (code.starts_with("XSD.")) return "schema";
    bool const form = code.starts_with("XML.") || code.starts_with("DOCUMENT_TYPE.") || code == "AKN.DRAFT_NAMESPACE";
    return form ? "form" : "rules";
}

}  // namespace

std::string svrl_opening(std::string_view title) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svrl:schematron-output "
           "xmlns:svrl=\"http://purl.oclc.org/dsdl/svrl\"" +
           attribute("title", title) + attribute("schemaVersion", "ISO19757-3") + ">\n";
}

std::string svrl_document(std::span<Fault const> faults, SvrlSubject const& subject, std::span<Rule const> rules) {
    std::string out;
    for (auto const& pattern : patterns) {
        out += "  <svrl:active-pattern" + attribute("id", pattern.id) + attribute("name", pattern.name) +
               (subject.document.empty() ? "" : attribute("document", subject.document)) + "/>\n    <svrl:fired-rule" +
               attribute("context", "/") + "/>\n";
        for (auto const& fault : faults)
            if (pattern_of(fault.code) == pattern.id) out += finding(fault, subject, rules);
    }
    return out;
}

std::string_view svrl_closing() { return "</svrl:schematron-output>\n"; }

std::string svrl_of(std::span<Fault const> faults, SvrlSubject const& subject, std::span<Rule const> rules) {
    return svrl_opening(subject.title).append(svrl_document(faults, subject, rules)).append(svrl_closing());
}

}  // namespace wetbode::validation
