// SPDX-License-Identifier: EUPL-1.2
#include "gateway/cli/reports.hpp"

#include "gateway/base/transfer_words.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>
#include <sstream>
#include <utility>
#include <vector>

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
    if (auto const known = transfer_state_from(state)) return wetbode::spoken(*known).in(language);
    return state;
}

char const* say(Language language, char const* nl, char const* en) { return language == Language::nl ? nl : en; }

void detail_line(std::ostream& out, char const* name, std::string const& text) {
    if (!text.empty()) out << "    " << name << " " << text << "\n";
}

void transfer_details(std::ostream& out, json const& transfer, Language language) {
    if (auto const why = text_at(transfer, "why"); !why.empty()) out << "    " << why << "\n";
    if (auto const amiss = text_at(transfer, "amiss"); !amiss.empty())
        out << "    " << say(language, "NIET VOLLEDIG sinds ", "NOT WHOLE since ") << text_at(transfer, "amiss_since")
            << ": " << amiss << "\n";
    detail_line(out, say(language, "volgende poging", "next try"), text_at(transfer, "due"));
    detail_line(out, say(language, "wacht op overdracht", "waits for transfer"), text_at(transfer, "blocked_by"));
    detail_line(out, say(language, "in plaats van overdracht", "instead of transfer"), text_at(transfer, "instead_of"));
    detail_line(out, say(language, "kenmerk bij de tegenpartij", "reference of the counterpart"),
                text_at(transfer, "reference"));
}

void transfer_line(std::ostream& out, json const& transfer, Language language) {
    out << "  " << text_at(transfer, "counterpart") << ": " << spoken(text_at(transfer, "state"), language) << ", "
        << say(language, "sinds", "since") << " " << text_at(transfer, "since") << "  [" << text_at(transfer, "id")
        << "]\n";
    transfer_details(out, transfer, language);
}

/// What a person can do about transfers in this state; empty: nothing is needed.
std::string next_step(std::string const& state, std::string const& id, Language language) {
    std::string const reason = " --reason \"...\"";
    if (state == "quarantined")
        return std::string(say(language, "Opnieuw proberen: ", "Try again: ")) + "wetbode replay " + id + reason +
               say(language, "\nIntrekken:        ", "\nWithdraw:  ") + "wetbode withdraw " + id + reason + "\n";
    if (state == "refused" || state == "returned")
        return std::string(say(language, "Opnieuw proberen: ", "Try again: ")) + "wetbode replay " + id + reason + "\n";
    if (state == "waiting")
        return std::string(say(language, "Tegenhouden: ", "Stop it: ")) + "wetbode withdraw " + id + reason + "\n";
    return {};
}

/// How one try ended, as a clerk says it.
std::string spoken_outcome(std::string const& outcome, Language language) {
    if (outcome == "try_later") return say(language, "later opnieuw", "try later");
    if (outcome == "declined") return say(language, "niet aangenomen", "declined");
    if (outcome == "outage") return say(language, "storing bij ons", "outage on our side");
    if (outcome == "lease_expired") return say(language, "afgebroken zonder antwoord", "broken off without an answer");
    return spoken(outcome, language);
}

std::string spoken_seal(std::string const& state, Language language) {
    if (state == "done") return say(language, "gezet", "made");
    if (state == "waiting") return say(language, "wacht", "waits");
    if (state == "underway") return say(language, "wordt gezet", "is being made");
    if (state == "quarantined")
        return say(language, "opgegeven: een beheerder is aan zet", "given up: an administrator must act");
    return say(language, "niet nodig", "not needed");
}

/// A text that may come as one language or as both.
std::string either(json const& value, char const* key, Language language) {
    auto const found = value.find(key);
    if (found == value.end() || !found->is_object()) return text_at(value, key);
    return text_at(*found, language == Language::nl ? "nl" : "en");
}

void seal_lines(std::ostream& out, json const& seal, std::string const& submission, Language language) {
    auto const state = text_at(seal, "state");
    out << say(language, "Zegel: ", "Seal: ") << spoken_seal(state, language);
    if (auto const level = text_at(seal, "level"); !level.empty()) out << ", " << level;
    if (auto const since = text_at(seal, "since"); !since.empty())
        out << ", " << say(language, "sinds ", "since ") << since;
    out << "\n";
    if (auto const why = either(seal, "why", language); !why.empty()) out << "    " << why << "\n";
    if (state == "quarantined")
        out << "    " << say(language, "Opnieuw proberen: ", "Try again: ") << "wetbode replay --seal " << submission
            << " --reason \"...\"\n";
}

std::string spoken_time(std::string const& state, Language language) {
    if (state == "done") return say(language, "bewezen", "proved");
    if (state == "planned") return say(language, "volgt op het zegel", "follows the seal");
    if (state == "waiting") return say(language, "wacht", "waits");
    if (state == "underway") return say(language, "wordt gevraagd", "is being asked for");
    return say(language, "opgegeven: een beheerder is aan zet", "given up: an administrator must act");
}

void time_lines(std::ostream& out, json const& time, std::string const& submission, Language language) {
    auto const state = text_at(time, "state");
    if (state.empty() || state == "none") return;
    out << say(language, "Tijd: ", "Time: ") << spoken_time(state, language);
    if (auto const at = text_at(time, "at"); !at.empty()) out << ", " << at;
    if (auto const level = text_at(time, "level"); !level.empty()) out << ", " << level;
    if (auto const failing = text_at(time, "failing_since"); !failing.empty())
        out << ", " << say(language, "mislukt sinds ", "failing since ") << failing;
    out << "\n";
    if (auto const why = either(time, "why", language); !why.empty()) out << "    " << why << "\n";
    if (state == "quarantined")
        out << "    " << say(language, "Opnieuw proberen: ", "Try again: ") << "wetbode replay --time " << submission
            << " --reason \"...\"\n";
}

/// What became of the dossier, in the order in which it happens.
void publication_lines(std::ostream& out, json const& publication, Language language) {
    struct Line {
        char const* key;
        char const* nl;
        char const* en;
    };
    constexpr std::array lines{Line{"adopted", "aangenomen", "adopted"},
                               Line{"ratified", "bekrachtigd", "ratified"},
                               Line{"promulgated", "afgekondigd", "promulgated"},
                               Line{"published", "gepubliceerd", "published"},
                               Line{"numac", "numac", "numac"},
                               Line{"eli", "ELI", "ELI"},
                               Line{"eli_codex", "Vlaamse Codex", "Vlaamse Codex"}};
    if (publication.empty()) return;
    out << say(language, "Publicatie:\n", "Publication:\n");
    for (auto const& [key, nl, en] : lines)
        if (auto const value = text_at(publication, key); !value.empty())
            out << "  " << say(language, nl, en) << " " << value << "\n";
    for (auto const& document : publication.value("documents", json::array()))
        if (document.is_string())
            out << "  " << say(language, "stuk ", "document ") << document.get<std::string>() << "\n";
}

std::size_t columns(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

/// Rows with columns as wide as their longest cell: nothing is ever cut off.
std::string table_of(std::vector<std::vector<std::string>> const& rows, std::size_t row) {
    std::string line;
    for (std::size_t column = 0; column < rows[row].size(); ++column) {
        std::size_t widest = 0;
        for (auto const& other : rows) widest = std::max(widest, columns(other[column]));
        line += rows[row][column];
        if (column + 1 < rows[row].size()) line += std::string(widest - columns(rows[row][column]) + 2, ' ');
    }
    return line + "\n";
}

/// A fault is an error unless it says otherwise.
std::string severity_of(json const& fault, Language language) {
    auto const severity = text_at(fault, "severity");
    if (severity == "warning") return say(language, "waarschuwing: ", "warning: ");
    if (severity == "hint") return say(language, "tip: ", "hint: ");
    return {};
}

/// In one language, or in both: then that of the reader.
std::string message_of(json const& fault, Language language) {
    auto const& message = fault.contains("message") ? fault["message"] : json();
    if (message.is_object()) return text_at(message, language == Language::nl ? "nl" : "en");
    return message.is_string() ? message.get<std::string>() : message.dump();
}

void fault_lines(std::ostream& out, json const& faults, Language language) {
    for (auto const& fault : faults) {
        out << "  ";
        if (auto const file = text_at(fault, "file"); !file.empty()) out << file << ":";
        if (auto const line = number_at(fault, "line"); !line.empty())
            out << line << ":" << number_at(fault, "column") << ":";
        out << " " << severity_of(fault, language) << message_of(fault, language) << " [" << text_at(fault, "code")
            << "]";
        if (auto const id = text_at(fault, "nearest_id"); !id.empty()) out << " (eId " << id << ")";
        else if (auto const path = text_at(fault, "path"); !path.empty()) out << " (" << path << ")";
        out << "\n";
    }
}

/// What the checks advised about documents that were taken in; nothing if they advised nothing.
void advice_lines(std::ostream& out, json const& receipt, Language language) {
    auto const advice = receipt.value("advice", json::object());
    auto const count = advice.value("count", std::int64_t{0});
    if (count == 0) return;
    auto const faults = advice.value("faults", json::array());
    out << say(language, "Voor de opsteller, niets houdt tegen (", "For the drafter, nothing stops it (") << count
        << "):\n";
    fault_lines(out, faults, language);
    if (auto const others = count - static_cast<std::int64_t>(faults.size()); others > 0)
        out << "  ... " << say(language, "en nog ", "and ") << others << say(language, "\n", " more\n");
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
    auto const seal = value.value("seal", json::object());
    seal_lines(out, seal, text_at(value, "id"), language);
    time_lines(out, seal.value("time", json::object()), text_at(value, "id"), language);
    publication_lines(out, value.value("publication", json::object()), language);
    out << say(language, "Bestanden:\n", "Files:\n");
    for (auto const& file : value.value("files", json::array()))
        out << "  " << text_at(file, "name") << "  sha256 " << text_at(file, "sha256") << "\n";
    out << say(language, "Overdrachten:\n", "Transfers:\n");
    for (auto const& transfer : value.value("transfers", json::array())) transfer_line(out, transfer, language);
    advice_lines(out, value.value("receipt", json::object()), language);
    return out.str();
}

std::string transfer_report(std::string_view text, Language language) {
    auto const value = json::parse(text, nullptr, false);
    if (!value.is_object()) return std::string(text) + "\n";
    std::ostringstream out;
    out << say(language, "Overdracht ", "Transfer ") << text_at(value, "id") << "\n"
        << "  " << say(language, "indiening ", "submission ") << text_at(value, "submission") << "\n";
    if (auto const dossier = text_at(value, "dossier"); !dossier.empty()) out << "  dossier " << dossier << "\n";
    transfer_line(out, value, language);
    for (auto const& attempt : value.value("attempt_list", json::array())) {
        out << "  " << say(language, "poging ", "try ") << number_at(attempt, "number") << "  "
            << text_at(attempt, "began") << " .. " << text_at(attempt, "ended") << "  "
            << spoken_outcome(text_at(attempt, "outcome"), language);
        auto const& answer = attempt.value("answer", json::object());
        if (answer.value("status", 0) != 0) out << "  status " << answer.value("status", 0);
        out << "\n";
        if (auto const why = text_at(attempt, "why"); !why.empty()) out << "    " << why << "\n";
        if (auto const body = text_at(answer, "body"); !body.empty()) out << "    | " << body.substr(0, 400) << "\n";
    }
    out << next_step(text_at(value, "state"), text_at(value, "id"), language);
    return out.str();
}

std::string transfer_table(std::string_view text, std::string const& asked, Language language) {
    auto const value = json::parse(text, nullptr, false);
    if (!value.is_object() || !value.contains("transfers")) return std::string(text) + "\n";
    auto const& transfers = value["transfers"];
    if (transfers.empty())
        return say(language, "Geen overdrachten", "No transfers") + (asked.empty() ? "" : " (" + asked + ")") + ".\n";
    std::vector<std::vector<std::string>> rows{{"ID", say(language, "TOESTAND", "STATE"),
                                                say(language, "TEGENPARTIJ", "COUNTERPART"),
                                                say(language, "SINDS", "SINCE"), say(language, "POGINGEN", "TRIES")}};
    for (auto const& transfer : transfers)
        rows.push_back({text_at(transfer, "id"), text_at(transfer, "state"), text_at(transfer, "counterpart"),
                        text_at(transfer, "since"), number_at(transfer, "attempts")});
    std::ostringstream out;
    out << table_of(rows, 0);
    std::set<std::string> states;
    for (std::size_t i = 0; i < transfers.size(); ++i) {
        out << table_of(rows, i + 1);
        detail_line(out, say(language, "indiening", "submission"), text_at(transfers[i], "submission"));
        detail_line(out, "dossier", text_at(transfers[i], "dossier"));
        transfer_details(out, transfers[i], language);
        states.insert(text_at(transfers[i], "state"));
    }
    out << "\n" << transfers.size() << say(language, " overdrachten. ", " transfers. ")
        << say(language, "Elke poging van een: wetbode transfers ID\n", "Every try of one: wetbode transfers ID\n");
    if (states.contains("quarantined")) out << next_step("quarantined", "ID...", language);
    else if (states.contains("refused") || states.contains("returned")) out << next_step("refused", "ID...", language);
    if (auto const next = text_at(value, "next"); !next.empty())
        out << say(language, "Er zijn er meer: --after ", "There are more: --after ") << next << "\n";
    return out.str();
}

std::string decision_report(std::string_view text, Language language) {
    auto const value = json::parse(text, nullptr, false);
    if (!value.is_object()) return std::string(text) + "\n";
    std::ostringstream out;
    out << text_at(value, "id");
    if (auto const to = text_at(value, "counterpart"); !to.empty()) out << "  " << to;
    auto const state = text_at(value, "state");
    out << ": " << (value.contains("counterpart") ? spoken(state, language)
                    : value.contains("mode")      ? spoken_time(state, language)
                                                  : spoken_seal(state, language))
        << "\n";
    detail_line(out, say(language, "volgende poging", "next try"), text_at(value, "due"));
    detail_line(out, say(language, "wacht op overdracht", "waits for transfer"), text_at(value, "blocked_by"));
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
    advice_lines(out, value, language);
    out << say(language, "Volgen: ", "Follow it: ") << "wetbode status " << text_at(value, "submission") << "\n";
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
