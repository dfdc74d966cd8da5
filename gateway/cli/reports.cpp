// SPDX-License-Identifier: EUPL-1.2
#include "gateway/cli/reports.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <sstream>
#include <utility>

namespace wetbode::cli {

using nlohmann::json;

namespace {

std::string text_at(json const& value, char const* key) {
    auto const found = value.find(key);
    return found != value.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::string number_at(json const& value, char const* key) {
    auto const found = value.find(key);
    return found != value.end() && found->is_number() ? found->dump() : std::string();
}

/// The state as a clerk says it.
std::string spoken(std::string const& state, Language language) {
    constexpr std::array<std::pair<std::string_view, std::pair<std::string_view, std::string_view>>, 9> words{{
        {"waiting", {"wacht op verzending", "waits to be sent"}},
        {"underway", {"onderweg", "underway"}},
        {"handed_over", {"afgeleverd, ontvangstbewijs volgt", "handed over, receipt to follow"}},
        {"acknowledged", {"ontvangst bevestigd", "acknowledged"}},
        {"returned", {"teruggekeerd", "returned"}},
        {"refused", {"geweigerd", "refused"}},
        {"rerouted", {"langs een ander kanaal", "sent by another channel"}},
        {"quarantined", {"in quarantaine: een beheerder is aan zet", "quarantined: an administrator must act"}},
        {"withdrawn", {"ingetrokken", "withdrawn"}},
    }};
    for (auto const& [name, text] : words)
        if (name == state) return std::string(language == Language::nl ? text.first : text.second);
    return state;
}

char const* say(Language language, char const* nl, char const* en) { return language == Language::nl ? nl : en; }

void transfer_line(std::ostream& out, json const& transfer, Language language) {
    out << "  " << text_at(transfer, "counterpart") << ": " << spoken(text_at(transfer, "state"), language) << ", "
        << say(language, "sinds", "since") << " " << text_at(transfer, "since") << "  [" << text_at(transfer, "id")
        << "]\n";
    if (auto const why = text_at(transfer, "why"); !why.empty()) out << "    " << why << "\n";
    if (auto const due = text_at(transfer, "due"); !due.empty())
        out << "    " << say(language, "volgende poging", "next try") << " " << due << "\n";
    if (auto const blocked = text_at(transfer, "blocked_by"); !blocked.empty())
        out << "    " << say(language, "wacht op overdracht", "waits for transfer") << " " << blocked << "\n";
    if (auto const reference = text_at(transfer, "reference"); !reference.empty())
        out << "    " << say(language, "kenmerk bij de tegenpartij", "reference of the counterpart") << " " << reference
            << "\n";
}

/// A fault is an error unless it says otherwise.
std::string severity_of(json const& fault, Language language) {
    auto const severity = text_at(fault, "severity");
    if (severity == "warning") return say(language, "waarschuwing: ", "warning: ");
    if (severity == "hint") return say(language, "tip: ", "hint: ");
    return {};
}

void fault_lines(std::ostream& out, json const& faults, Language language) {
    for (auto const& fault : faults) {
        out << "  ";
        if (auto const file = text_at(fault, "file"); !file.empty()) out << file << ":";
        if (auto const line = number_at(fault, "line"); !line.empty())
            out << line << ":" << number_at(fault, "column") << ":";
        auto const& message = fault.contains("message") ? fault["message"] : json();
        out << " " << severity_of(fault, language)
            << (message.is_string() ? message.get<std::string>() : message.dump()) << " [" << text_at(fault, "code")
            << "]";
        if (auto const id = text_at(fault, "nearest_id"); !id.empty()) out << " (eId " << id << ")";
        else if (auto const path = text_at(fault, "path"); !path.empty()) out << " (" << path << ")";
        out << "\n";
    }
}

std::string shown(json const& value) { return value.dump(2, ' ', false, json::error_handler_t::replace) + "\n"; }

}  // namespace

std::string submission_report(std::string_view text, Language language) {
    auto const value = json::parse(text, nullptr, false);
    if (!value.is_object()) return std::string(text) + "\n";
    std::ostringstream out;
    out << say(language, "Indiening ", "Submission ") << text_at(value, "id") << "\n";
    if (auto const title = text_at(value, "title"); !title.empty()) out << "  " << title << "\n";
    out << "  " << say(language, "ontvangen ", "received ") << text_at(value, "received") << " "
        << say(language, "van ", "from ") << text_at(value, "sender") << "\n";
    if (value.contains("refusal")) {
        out << say(language, "Geweigerd: ", "Refused: ") << text_at(value["refusal"], "detail") << "\n";
        fault_lines(out, value["refusal"].value("faults", json::array()), language);
        return out.str();
    }
    auto const& seal = value.value("seal", json::object());
    out << say(language, "Zegel: ", "Seal: ") << text_at(seal, "state") << " " << text_at(seal, "level") << " "
        << say(language, "sinds ", "since ") << text_at(seal, "since") << "\n";
    out << say(language, "Bestanden:\n", "Files:\n");
    for (auto const& file : value.value("files", json::array()))
        out << "  " << text_at(file, "name") << "  sha256 " << text_at(file, "sha256") << "\n";
    out << say(language, "Overdrachten:\n", "Transfers:\n");
    for (auto const& transfer : value.value("transfers", json::array())) transfer_line(out, transfer, language);
    return out.str();
}

std::string transfer_report(std::string_view text, Language language) {
    auto const value = json::parse(text, nullptr, false);
    if (!value.is_object()) return std::string(text) + "\n";
    std::ostringstream out;
    out << say(language, "Overdracht ", "Transfer ") << text_at(value, "id") << "\n";
    transfer_line(out, value, language);
    for (auto const& attempt : value.value("attempt_list", json::array())) {
        out << "  " << say(language, "poging ", "try ") << number_at(attempt, "number") << "  "
            << text_at(attempt, "began") << " .. " << text_at(attempt, "ended") << "  " << text_at(attempt, "outcome");
        auto const& answer = attempt.value("answer", json::object());
        if (answer.value("status", 0) != 0) out << "  status " << answer.value("status", 0);
        out << "\n";
        if (auto const why = text_at(attempt, "why"); !why.empty()) out << "    " << why << "\n";
        if (auto const body = text_at(answer, "body"); !body.empty()) out << "    | " << body.substr(0, 400) << "\n";
    }
    return out.str();
}

std::string transfer_table(std::string_view text, Language language) {
    auto const value = json::parse(text, nullptr, false);
    if (!value.is_object() || !value.contains("transfers")) return std::string(text) + "\n";
    std::ostringstream out;
    if (value["transfers"].empty()) out << say(language, "Geen overdrachten.\n", "No transfers.\n");
    for (auto const& transfer : value["transfers"]) {
        out << text_at(transfer, "id") << "  " << text_at(transfer, "state") << "  " << text_at(transfer, "counterpart")
            << "  " << text_at(transfer, "since") << "  " << say(language, "pogingen ", "tries ")
            << number_at(transfer, "attempts") << "  " << text_at(transfer, "dossier") << "\n";
        if (auto const why = text_at(transfer, "why"); !why.empty()) out << "    " << why << "\n";
    }
    if (auto const next = text_at(value, "next"); !next.empty())
        out << say(language, "Meer: --after ", "More: --after ") << next << "\n";
    return out.str();
}

std::string receipt_report(std::string_view text, Language language) {
    auto const value = json::parse(text, nullptr, false);
    if (!value.is_object()) return std::string(text) + "\n";
    std::ostringstream out;
    out << say(language, "Ontvangen en geboekt: indiening ", "Taken in and recorded: submission ")
        << text_at(value, "submission") << " (" << say(language, "nummer ", "number ") << number_at(value, "sequence")
        << ")\n";
    for (auto const& file : value.value("files", json::array()))
        out << "  " << text_at(file, "name") << "  sha256 " << text_at(file, "sha256") << "\n";
    for (auto const& transfer : value.value("transfers", json::array()))
        out << "  " << say(language, "gaat naar ", "goes to ") << text_at(transfer, "counterpart") << "  ["
            << text_at(transfer, "id") << "]\n";
    return out.str();
}

std::string problem_report(int status, std::string_view body, Language language) {
    auto const value = json::parse(body, nullptr, false);
    std::ostringstream out;
    if (!value.is_object()) {
        out << "HTTP " << status << "\n" << body.substr(0, 2000) << "\n";
        return out.str();
    }
    out << text_at(value, "title") << " (" << text_at(value, "code") << ", HTTP " << status << ")\n"
        << text_at(value, "detail") << "\n";
    fault_lines(out, value.value("faults", json::array()), language);
    if (value.value("more_faults", false)) out << say(language, "  ... en meer\n", "  ... and more\n");
    if (auto const remedy = text_at(value, "remedy"); !remedy.empty()) out << remedy << "\n";
    return out.str();
}

ValidationReport validation_report(std::string_view text, Language language) {
    auto const value = json::parse(text, nullptr, false);
    if (!value.is_object()) return {std::string(text) + "\n", false};
    ValidationReport report{{}, value.value("valid", false)};
    std::ostringstream out;
    out << (report.valid ? say(language, "In orde.\n", "In order.\n")
                         : say(language, "Niet in orde.\n", "Not in order.\n"));
    if (value.contains("refusal") && value["refusal"].is_object()) {
        out << text_at(value["refusal"], "detail") << "\n";
        fault_lines(out, value["refusal"].value("faults", json::array()), language);
    } else {
        for (auto const& document : value.value("documents", json::array()))
            fault_lines(out, document.value("faults", json::array()), language);
    }
    report.text = out.str().empty() ? shown(value) : out.str();
    return report;
}

}  // namespace wetbode::cli
