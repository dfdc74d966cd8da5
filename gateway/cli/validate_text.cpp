// SPDX-License-Identifier: EUPL-1.2
// What `validate` says to a person: per document one line with the verdict, then each fault as compilers tell theirs,
// so that editors can jump to it, with its line and a caret.
#include "gateway/base/screen_text.hpp"
#include "gateway/cli/excerpt.hpp"
#include "gateway/cli/validate_report.hpp"

#include <array>
#include <string_view>

namespace wetbode::cli {

namespace {

constexpr std::string_view bold = "\033[1m";
constexpr std::string_view red = "\033[1;31m";
constexpr std::string_view green = "\033[32m";
constexpr std::string_view yellow = "\033[1;33m";
constexpr std::string_view cyan = "\033[1;36m";
constexpr std::string_view plain = "\033[0m";

std::string_view colour_of(Severity severity) {
    return severity == Severity::error ? red : severity == Severity::warning ? yellow : cyan;
}

class TextReport final : public Report {
public:
    TextReport(Language language, bool colours) : language_(language), colours_(colours) {}

    [[nodiscard]] std::string tell(Judged const& judged, Content const* content) const override {
        if (content == nullptr) return {};
        auto const name = screen_text(judged.name);
        auto text = verdict_line(name, judged);
        auto const& faults = judged.verdict.faults;
        auto const excerpts = excerpts_of(*content, faults);
        for (std::size_t i = 0; i < faults.size(); ++i) text += fault_lines(name, faults[i], excerpts[i]);
        if (judged.verdict.more_faults)
            text += name + ": " + say("er zijn er meer; dit zijn de eerste ", "there are more; these are the first ") +
                    std::to_string(faults.size()) + "\n";
        return text;
    }

    [[nodiscard]] std::string add(Judged judged) override { return std::move(judged.told); }

    [[nodiscard]] std::string closing(Tally const& tally) override {
        auto text = counted(tally.documents, {"bestand", "file"}, {"bestanden", "files"}) + ": ";
        std::string parts;
        auto const add_part = [&](std::size_t count, std::string const& what) {
            if (count > 0) parts += (parts.empty() ? "" : ", ") + std::to_string(count) + " " + what;
        };
        auto valid = say("geldig", "valid");
        if (tally.with_warnings > 0)
            valid += say(", waarvan ", ", of which ") + std::to_string(tally.with_warnings) +
                     say(" met waarschuwingen", " with warnings");
        add_part(tally.valid, valid);
        add_part(tally.refused, say("geweigerd", "refused"));
        add_part(tally.unread, say("niet gelezen", "not read"));
        auto const found = faults_of(tally.errors, tally.warnings, tally.hints);
        return text + parts + (found.empty() ? "" : " (" + found + ")") + "\n";
    }

private:
    [[nodiscard]] std::string say(char const* nl, char const* en) const { return language_ == Language::nl ? nl : en; }
    [[nodiscard]] std::string painted(std::string_view colour, std::string_view text) const {
        if (!colours_) return std::string(text);
        return std::string(colour).append(text).append(plain);
    }

    [[nodiscard]] std::string counted(std::size_t count, Text const& one, Text const& many) const {
        return std::to_string(count) + " " + (count == 1 ? one : many).in(language_);
    }

    [[nodiscard]] std::string faults_of(std::size_t errors, std::size_t warnings, std::size_t hints) const {
        std::string text;
        auto const add_some = [&](std::size_t count, Text const& one, Text const& many) {
            if (count > 0) text += (text.empty() ? "" : ", ") + counted(count, one, many);
        };
        add_some(errors, {"fout", "error"}, {"fouten", "errors"});
        add_some(warnings, {"waarschuwing", "warning"}, {"waarschuwingen", "warnings"});
        add_some(hints, {"tip", "hint"}, {"tips", "hints"});
        return text;
    }

    [[nodiscard]] std::string word_of(Severity severity) const {
        switch (severity) {
            case Severity::error: return say("fout", "error");
            case Severity::warning: return say("waarschuwing", "warning");
            case Severity::hint: return say("tip", "hint");
        }
        return {};
    }

    [[nodiscard]] std::string verdict_line(std::string const& name, Judged const& judged) const {
        auto const& verdict = judged.verdict;
        auto word = say("geldig", "valid");
        if (judged.refused)
            word = verdict.valid() ? say("geweigerd om zijn waarschuwingen", "refused for its warnings")
                                   : say("geweigerd", "refused");
        auto text = painted(bold, name) + ": " + painted(judged.refused ? red : green, word);
        if (!verdict.document_type.empty()) {
            text += " (" + verdict.document_type + (verdict.version.empty() ? "" : "/" + verdict.version);
            if (verdict.akn_level.value_or(0) > 0)
                text += say(", Akoma Ntoso niveau ", ", Akoma Ntoso level ") + std::to_string(*verdict.akn_level);
            text += ")";
        }
        if (!verdict.media_type.empty()) text += " (" + screen_text(verdict.media_type) + ")";
        Tally own;
        own.count(judged);
        auto const found = faults_of(own.errors, own.warnings, own.hints);
        return text + (found.empty() ? "" : ": " + found) + "\n";
    }

    [[nodiscard]] std::string fault_lines(std::string const& name, Fault const& fault, Excerpt const& excerpt) const {
        auto place = name;
        if (fault.line > 0) place += ":" + std::to_string(fault.line);
        if (fault.line > 0 && fault.column > 0) place += ":" + std::to_string(fault.column);
        auto text = painted(bold, place) + ": " + painted(colour_of(fault.severity), word_of(fault.severity)) + ": " +
                    screen_text(fault.message.in(language_)) + " [" + screen_text(fault.code) + "]";
        if (!fault.nearest_id.empty()) text += " (eId " + screen_text(fault.nearest_id) + ")";
        if (fault.line == 0 && !fault.path.empty()) text += " (" + screen_text(fault.path) + ")";
        text += "\n";
        if (excerpt.text.empty()) return text;
        auto const number = std::to_string(fault.line);
        auto const gutter = std::string(number.size() < 5 ? 5 - number.size() : 0, ' ');
        return text + gutter + number + " | " + excerpt.text + "\n" + std::string(gutter.size() + number.size(), ' ') +
               " | " + painted(colour_of(fault.severity), excerpt.marks()) + "\n";
    }

    Language language_;
    bool colours_;
};

}  // namespace

void Tally::count(Judged const& judged) {
    ++documents;
    if (!judged.trouble.empty()) {
        ++unread;
        return;
    }
    bool warned = false;
    for (auto const& fault : judged.verdict.faults) {
        ++(fault.severity == Severity::error ? errors : fault.severity == Severity::warning ? warnings : hints);
        warned = warned || fault.severity == Severity::warning;
    }
    ++(judged.refused ? refused : valid);
    if (warned && !judged.refused) ++with_warnings;
}

std::unique_ptr<Report> text_report(Language language, bool colours) {
    return std::make_unique<TextReport>(language, colours);
}

}  // namespace wetbode::cli
