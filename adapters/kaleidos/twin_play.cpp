// SPDX-License-Identifier: EUPL-1.2
#include "adapters/kaleidos/twin_play.hpp"

#include "adapters/rest/twin_play_file.hpp"
#include "gateway/base/files.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace wetbode::kaleidos {

namespace {

using json = nlohmann::json;

constexpr std::uint64_t file_bytes_max = 1U << 20U;
constexpr std::int64_t after_max_ms = 24LL * 3600 * 1000;
constexpr std::size_t text_bytes_max = 4000;
constexpr std::int64_t days_max = 3650;

enum class Kind { text, truth, days };

struct Member {
    std::string_view act;
    std::string_view name;
    Kind kind;
    bool needed;
};

constexpr std::array<Member, 9> members{{
    {"send", "dossier", Kind::text, true},
    {"send", "comment", Kind::text, false},
    {"send", "complete", Kind::truth, false},
    {"send", "lose_answer", Kind::truth, false},
    {"sync-status", "dagen", Kind::days, false},
    {"sync-incoming", "meeting_closed", Kind::truth, false},
    {"relink", "pobj", Kind::text, true},
    {"relink", "flow", Kind::text, true},
    {"relink", "case", Kind::text, false},
}};
constexpr std::array<std::string_view, 5> acts{"ping", "send", "sync-status", "sync-incoming", "relink"};

std::string fault_in(Member const& member, json const& value) {
    auto const name = std::string(member.name);
    if (member.kind == Kind::truth) return value.is_boolean() ? std::string() : name + " is true or false";
    if (member.kind == Kind::days) {
        bool const good = value.is_number_integer() && value >= 1 && value <= days_max;
        return good ? std::string() : name + " is a whole number from 1 to 3650";
    }
    bool const good = value.is_string() && !value.get_ref<std::string const&>().empty() &&
                      value.get_ref<std::string const&>().size() <= text_bytes_max;
    return good ? std::string() : name + " is a text of 1 to 4000 bytes";
}

class Reader : public twin::PlayFile {
public:
    using PlayFile::PlayFile;

    [[nodiscard]] Step step(toml::table const& table) const {
        Step step;
        step.line = line_of(table);
        for (auto const& [key, value] : table) {
            auto const name = std::string(key.str());
            if (name == "after_ms") step.after = Milliseconds{whole(value, 0, after_max_ms)};
            else if (name == "times") step.times = whole(value, 1, 10'000);
            else if (name == "expect") step.expected = expected(value);
            else if (!step.act.empty()) fail(line_of(value), "a step has one act, and this has " + step.act + " too");
            else read_act(name, value, step);
        }
        if (step.act.empty()) fail(step.line, "a step without an act (ping, send, sync-status, sync-incoming, relink)");
        return step;
    }

private:
    [[nodiscard]] bool expected(toml::node const& node) const {
        auto const word = text(node);
        if (word != "ok" && word != "failed") fail(line_of(node), "expect is \"ok\" or \"failed\"");
        return word == "ok";
    }

    void read_act(std::string const& name, toml::node const& value, Step& step) const {
        auto const* const table = value.as_table();
        if (table == nullptr) fail(line_of(value), name + " is a table: " + name + " = {}");
        step.act = name;
        step.wish = json::object();
        for (auto const& [key, one] : *table) {
            auto& member = step.wish[std::string(key.str())];
            if (auto const* text_value = one.as_string()) member = text_value->get();
            else if (auto const* number = one.as_integer()) member = number->get();
            else if (auto const* truth = one.as_boolean()) member = truth->get();
            else fail(line_of(one), "a text, a whole number, true or false is needed");
        }
        if (auto const wrong = fault_in_act(step.act, step.wish); !wrong.empty()) fail(line_of(value), wrong);
    }
};

}  // namespace

std::string fault_in_act(std::string const& act, json const& wish) {
    if (std::ranges::find(acts, act) == acts.end()) return "no such act \"" + act + '"';
    if (!wish.is_object()) return "the wish is not a JSON object";
    auto const is_named = [&](std::string_view name) {
        return [&act, name](Member const& member) { return member.act == act && member.name == name; };
    };
    for (auto const& [key, value] : wish.items()) {
        auto const found = std::ranges::find_if(members, is_named(key));
        if (found == members.end()) return "unknown member \"" + key + '"';
        if (auto wrong = fault_in(*found, value); !wrong.empty()) return wrong;
    }
    for (auto const& member : members)
        if (member.act == act && member.needed && !wish.contains(member.name))
            return act + " needs \"" + std::string(member.name) + '"';
    return {};
}

Play read_play(std::filesystem::path const& file) { return play_from(read_file(file, file_bytes_max), file.string()); }

Play play_from(std::string_view text, std::string const& file_name) {
    Reader const reader(file_name);
    Play play;
    play.name =
        reader.read(text, [&](toml::table const& table) { play.steps.push_back(reader.step(table)); });
    return play;
}

}  // namespace wetbode::kaleidos
