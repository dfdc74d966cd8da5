// SPDX-License-Identifier: EUPL-1.2
#include "adapters/parliament/twin_scenario.hpp"

#include "adapters/parliament/twin_acts.hpp"
#include "adapters/rest/twin_play_file.hpp"
#include "gateway/base/files.hpp"

#include <algorithm>
#include <array>

namespace wetbode::parliament {

namespace {

using json = nlohmann::json;

constexpr std::uint64_t file_bytes_max = 1U << 20U;
constexpr std::int64_t after_max_ms = 30LL * 24 * 3600 * 1000;
constexpr std::size_t waiting_max = 10'000;

constexpr std::array<std::string_view, 6> step_members{"on_delivery", "on_call", "call", "after_ms", "pobj", "datum"};
constexpr std::array<std::string_view, 10> act_members{"fault", "clear_faults", "status", "renumber", "refuse",
                                                       "perkament", "heal", "token", "keys", "say"};

class Reader : public twin::PlayFile {
public:
    using PlayFile::PlayFile;

    /// How many-th: a number from 1, or "each".
    [[nodiscard]] std::int64_t count(toml::node const& node) const {
        if (node.is_string()) {
            if (text(node) != "each") fail(line_of(node), "a number from 1, or \"each\", is needed");
            return 0;
        }
        return whole(node, 1, 1'000'000);
    }

    [[nodiscard]] json to_json(toml::node const& node) const {
        if (auto const* table = node.as_table()) {
            json object = json::object();
            for (auto const& [key, value] : *table) object[std::string(key.str())] = to_json(value);
            return object;
        }
        if (auto const* array = node.as_array()) {
            json list = json::array();
            for (auto const& value : *array) list.push_back(to_json(value));
            return list;
        }
        if (auto const* value = node.as_string()) return value->get();
        if (auto const* value = node.as_integer()) return value->get();
        if (auto const* value = node.as_boolean()) return value->get();
        fail(line_of(node), "only texts, whole numbers, true and false, lists and tables are known");
    }

    [[nodiscard]] Step step(toml::table const& table) const {
        Step result;
        result.line = static_cast<int>(line_of(table));
        read_trigger(table, result);
        for (auto const& [key, value] : table) {
            auto const name = std::string(key.str());
            if (std::ranges::find(step_members, name) != step_members.end()) continue;
            if (std::ranges::find(act_members, name) == act_members.end())
                fail(line_of(value), "unknown key \"" + name + '"');
            if (!result.act.empty()) fail(line_of(value), "a step has one act, and this has " + result.act + " too");
            read_act(name, value, result);
        }
        if (result.act.empty()) fail(line_of(table), "a step without an act (fault, status, perkament ...)");
        for (auto const* const key : {"pobj", "datum"})
            if (auto const* node = table.get(key)) result.wish[key] = text(*node);
        if (auto const wrong = fault_in_act(result.act, result.wish); !wrong.empty()) fail(line_of(table), wrong);
        return result;
    }

private:
    void read_trigger(toml::table const& table, Step& step) const {
        auto const* const delivery = table.get("on_delivery");
        auto const* const call = table.get("on_call");
        if (delivery != nullptr && call != nullptr) fail(line_of(*call), "a step has on_delivery or on_call, not both");
        if (delivery != nullptr) {
            step.trigger = Trigger::delivery;
            step.count = count(*delivery);
        }
        if (call != nullptr) {
            step.trigger = Trigger::call;
            auto const named = wire_named(text(*call));
            if (!named) fail(line_of(*call), "unknown call \"" + text(*call) + '"');
            step.call = *named;
        }
        if (auto const* number = table.get("call")) {
            if (call == nullptr) fail(line_of(*number), "\"call\" says how many-th call, and needs on_call");
            step.count = count(*number);
        }
        if (auto const* after = table.get("after_ms")) step.after = Milliseconds{whole(*after, 0, after_max_ms)};
    }

    void read_act(std::string const& name, toml::node const& value, Step& step) const {
        auto const is_true = [&] {
            if (value.value_exact<bool>() != true) fail(line_of(value), name + " is true or not there");
            return json::object();
        };
        step.act = name;
        if (name == "clear_faults") step.wish = is_true();
        else if (name == "refuse" || name == "heal") step.wish = is_true();
        else if (name == "status") step.wish = {{"status", text(value)}};
        else if (name == "say") step.wish = {{"text", text(value)}};
        else if (name == "renumber") step.wish = text(value) == "next" ? json::object() : json{{"to", text(value)}};
        else if (value.is_table()) step.wish = to_json(value);
        else fail(line_of(value), name + " is a table: " + name + " = { ... }");
    }
};

}  // namespace

Scenario read_scenario(std::filesystem::path const& file) {
    return scenario_from(read_file(file, file_bytes_max), file.string());
}

Scenario scenario_from(std::string_view text, std::string const& file_name) {
    Reader const reader(file_name);
    Scenario scenario;
    scenario.name =
        reader.read(text, [&](toml::table const& table) { scenario.steps.push_back(reader.step(table)); });
    return scenario;
}

Player::Player(Scenario scenario, Instant start) : scenario_(std::move(scenario)) {
    for (auto const& step : scenario_.steps)
        if (step.trigger == Trigger::start) plan(step, {}, start);
}

void Player::on(Trigger trigger, Wire call, std::string const& pobj, Instant now) {
    auto const count = trigger == Trigger::delivery ? ++deliveries_ : ++calls_[call];
    for (auto const& step : scenario_.steps) {
        bool const meant = step.trigger == trigger && (trigger == Trigger::delivery || step.call == call);
        if (meant && (step.count == 0 || step.count == count)) plan(step, pobj, now);
    }
}

void Player::plan(Step const& step, std::string const& pobj, Instant now) {
    if (waiting_.size() >= waiting_max) return;
    Waiting one{now + step.after, {step.act, step.wish, step.line}};
    if (!pobj.empty() && !one.due.wish.contains("pobj")) one.due.wish["pobj"] = pobj;
    auto const place = std::ranges::upper_bound(waiting_, one.at, {}, &Waiting::at);
    waiting_.insert(place, std::move(one));
}

std::vector<Due> Player::take_due(Instant now) {
    std::vector<Due> due;
    auto const end = std::ranges::upper_bound(waiting_, now, {}, &Waiting::at);
    for (auto one = waiting_.begin(); one != end; ++one) due.push_back(std::move(one->due));
    waiting_.erase(waiting_.begin(), end);
    played_ += due.size();
    return due;
}

std::optional<Instant> Player::next() const {
    if (waiting_.empty()) return std::nullopt;
    return waiting_.front().at;
}

}  // namespace wetbode::parliament
