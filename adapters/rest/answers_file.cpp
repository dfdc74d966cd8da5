// SPDX-License-Identifier: EUPL-1.2
// Reads answers.toml. A broken table stops the start: a guess about what an answer means loses or doubles a decree.
#include "adapters/rest/answers.hpp"

#include <toml++/toml.h>

#include <array>
#include <stdexcept>

namespace wetbode::rest {

namespace {

[[noreturn]] void broken(std::filesystem::path const& file, toml::source_region const& where, std::string const& what) {
    throw std::runtime_error(file.string() + ":" + std::to_string(where.begin.line) + ": " + what);
}

class RowReader {
public:
    RowReader(std::filesystem::path const& file, toml::table const& table) : file_(file), table_(table) {}

    [[nodiscard]] AnswerRow row() const {
        AnswerRow row;
        for (auto const& [key, node] : table_) take(row, key.str(), node);
        if (row.status == 0 && row.code.empty()) broken(file_, table_.source(), "an answer needs a status or a code");
        if (!seen("means")) broken(file_, table_.source(), "an answer needs \"means\"");
        if (row.text.nl.empty() || row.text.en.empty())
            broken(file_, table_.source(), "an answer needs a sentence in \"nl\" and in \"en\"");
        bool const refusing = row.means == Meaning::declined || row.means == Meaning::paper;
        if (refusing && row.refusal.empty()) broken(file_, table_.source(), "declined and paper need \"refusal\"");
        return row;
    }

private:
    [[nodiscard]] bool seen(std::string_view key) const { return table_.contains(key); }

    [[nodiscard]] std::string text(std::string_view key, toml::node const& node) const {
        if (!node.is_string() || node.as_string()->get().empty())
            broken(file_, node.source(), "\"" + std::string(key) + "\" must be a text that is not empty");
        return node.as_string()->get();
    }

    [[nodiscard]] int status(toml::node const& node) const {
        auto const* number = node.as_integer();
        if (number == nullptr || number->get() < 100 || number->get() > 599)
            broken(file_, node.source(), "\"status\" must be a number from 100 to 599");
        return static_cast<int>(number->get());
    }

    [[nodiscard]] Meaning meaning(toml::node const& node) const {
        static constexpr std::array<std::pair<std::string_view, Meaning>, 6> names{{
            {"retry", Meaning::retry}, {"declined", Meaning::declined}, {"duplicate", Meaning::duplicate},
            {"handed_over", Meaning::handed_over}, {"acknowledged", Meaning::acknowledged}, {"paper", Meaning::paper}}};
        auto const word = text("means", node);
        for (auto const& [name, value] : names)
            if (name == word) return value;
        broken(file_, node.source(), "\"means\" is not one of retry, declined, duplicate, handed_over, acknowledged, "
                                     "paper: " + word);
    }

    void take(AnswerRow& row, std::string_view key, toml::node const& node) const {
        if (key == "status") row.status = status(node);
        else if (key == "means") row.means = meaning(node);
        else if (key == "code") row.code = text(key, node);
        else if (key == "refusal") row.refusal = text(key, node);
        else if (key == "nl") row.text.nl = text(key, node);
        else if (key == "en") row.text.en = text(key, node);
        else if (key == "remedy_nl") row.remedy.nl = text(key, node);
        else if (key == "remedy_en") row.remedy.en = text(key, node);
        else broken(file_, node.source(), "unknown key \"" + std::string(key) + "\"");
    }

    std::filesystem::path const& file_;
    toml::table const& table_;
};

toml::table parsed(std::filesystem::path const& file) {
    try {
        return toml::parse_file(file.string());
    } catch (toml::parse_error const& error) {
        broken(file, error.source(), std::string(error.description()));
    }
}

}  // namespace

AnswersTable AnswersTable::load(std::filesystem::path const& file) {
    auto const table = parsed(file);
    std::vector<AnswerRow> rows;
    for (auto const& [key, node] : table) {
        if (key.str() != "answer") broken(file, node.source(), "unknown table \"" + std::string(key.str()) + "\"");
        auto const* list = node.as_array();
        if (list == nullptr) broken(file, node.source(), "\"answer\" must be written [[answer]]");
        for (auto const& item : *list) {
            auto const* one = item.as_table();
            if (one == nullptr) broken(file, item.source(), "\"answer\" must be written [[answer]]");
            auto row = RowReader(file, *one).row();
            for (auto const& earlier : rows)
                if (earlier.status == row.status && earlier.code == row.code)
                    broken(file, one->source(), "this status and code were given before");
            rows.push_back(std::move(row));
        }
    }
    return AnswersTable(std::move(rows));
}

}  // namespace wetbode::rest
