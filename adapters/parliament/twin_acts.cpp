// SPDX-License-Identifier: EUPL-1.2
#include "adapters/parliament/twin_acts.hpp"

#include "adapters/parliament/twin_lines.hpp"
#include "adapters/parliament/twin_parchment.hpp"
#include "gateway/base/rfc3339.hpp"
#include "gateway/refusal.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>

namespace wetbode::parliament {

namespace {

using json = nlohmann::json;
using twin::json_response;

constexpr auto adopted = "aangenomen in plenaire vergadering";
constexpr auto not_registered = "niet ingeschreven";
constexpr std::size_t status_length_max = 200;
constexpr std::size_t more_members_max = 20;

std::int64_t whole_in(json const& wish, char const* key, std::int64_t otherwise) {
    auto const found = wish.find(key);
    if (found == wish.end()) return otherwise;
    return found->is_number_integer() ? found->get<std::int64_t>() : -1;
}

std::string unknown_member(json const& wish, std::initializer_list<std::string_view> known) {
    if (!wish.is_object()) return "the body is not a JSON object";
    for (auto const& [key, value] : wish.items())
        if (std::ranges::find(known, key) == known.end()) return "unknown member \"" + key + '"';
    return {};
}

std::string fault_in_names(json const& wish) {
    for (auto const* const key : {"pobj", "to", "renumbered"}) {
        if (!wish.contains(key)) continue;
        auto const text = text_in(wish, key);
        if (!text.empty() && !all_digits(text)) return std::string(key) + " is not a number of 1 to 15 digits";
    }
    auto const date = text_in(wish, "datum");
    return date.empty() || from_rfc3339(date) ? std::string() : "datum is not a date-time";
}

FaultWish fault_wish(json const& wish) {
    return {text_in(wish, "mode"), whole_in(wish, "times", 1), whole_in(wish, "delay_ms", 5000),
            whole_in(wish, "retry_after_s", 5), text_in(wish, "on")};
}

std::string fault_in_token(json const& wish) {
    auto const wrong = unknown_member(wish, {"life_s", "announced_s", "form", "end", "pobj"});
    if (!wrong.empty()) return wrong;
    auto const life = whole_in(wish, "life_s", 1);
    auto const announced = whole_in(wish, "announced_s", 0);
    if (life < 1 || life > 86'400) return "life_s is 1 .. 86400";
    if (announced < 0 || announced > 86'400) return "announced_s is 0 .. 86400; 0 = the life";
    auto const form = text_in(wish, "form");
    return form.empty() || form == "text" || form == "number" ? std::string() : "form is text or number";
}

api::Response done() { return json_response(200, "{}"); }

api::Response set_fault(House& house, json const& wish) {
    auto const wrong = house.faults.set(fault_wish(wish));
    if (!wrong.empty()) return json_response(400, json{{"error", wrong}}.dump());
    return json_response(200, json{{"waiting", house.faults.waiting()}}.dump());
}

/// One status, one new number, or both, for a dossier.
api::Response move(House& house, json const& wish, std::string const& status, std::string const& renumbered) {
    auto const date = text_in(wish, "datum");
    std::scoped_lock const lock(house.mutex);
    auto const* const dossier = house.store.dossier(text_in(wish, "pobj"));
    auto const when = date.empty() ? rfc3339(house.clock.now()) : date;
    auto const more = wish.contains("more") ? line_of(wish.at("more")) : std::string("{}");
    if (dossier == nullptr || !house.store.move(dossier->pobj, {status, when, more}, renumbered))
        return problem(404, "pobj is unknown, or the new number is taken");
    return json_response(200, line_of({{"pobj", dossier->pobj}}));
}

api::Response renumber(House& house, json const& wish) {
    auto to = text_in(wish, "to");
    if (to.empty()) {
        std::scoped_lock const lock(house.mutex);
        to = house.store.next_pobj();
    }
    return move(house, wish, {}, to);
}

api::Response queue(House& house, json wish) {
    // The digests of large files are reckoned before the lock is taken.
    auto wished = wished_parchment(wish, {house.papers, house.clock.now()});
    if (!wished.wrong.empty()) return problem(400, wished.wrong);
    std::scoped_lock const lock(house.mutex);
    auto const& pobj = wished.parchment.pobj;
    if (!pobj.empty() && !house.store.knows(pobj)) return problem(404, "pobj " + pobj + " is unknown");
    auto const& queued = house.store.queue(std::move(wished.parchment), wished.adopted_at);
    return json_response(200, line_of(json_of(queued)));
}

api::Response heal(House& house, json const& wish) {
    std::scoped_lock const lock(house.mutex);
    auto const* const dossier = house.store.dossier(text_in(wish, "pobj"));
    if (dossier == nullptr) return problem(404, "pobj is unknown");
    auto const is_adopted = [](TwinStatus const& one) { return one.status == adopted; };
    bool const was_ill = house.store.heal(dossier->pobj);
    if (std::ranges::none_of(dossier->statuses, is_adopted))
        (void)house.store.move(dossier->pobj, {adopted, rfc3339(house.clock.now()), "{}"}, {});
    else if (!was_ill)
        return problem(404, "nothing of this dossier is poisoned");
    return done();
}

api::Response set_token(House& house, json const& wish) {
    std::scoped_lock const lock(house.mutex);
    auto& rules = house.token_rules;
    if (wish.contains("life_s")) rules.life = std::chrono::seconds{whole_in(wish, "life_s", 1)};
    if (wish.contains("announced_s")) rules.announced = std::chrono::seconds{whole_in(wish, "announced_s", 0)};
    auto const form = text_in(wish, "form");
    if (!form.empty()) rules.form = form == "number" ? SecondsForm::number : SecondsForm::text;
    if (wish.value("end", false)) house.tokens.clear();
    return done();
}

api::Response set_keys(House& house, json const& wish) {
    std::scoped_lock const lock(house.mutex);
    house.keys = wish.at("honoured").get<bool>() ? Keys::honoured : Keys::ignored;
    return done();
}

std::string fault_in_status(json const& wish) {
    auto wrong = unknown_member(wish, {"pobj", "status", "datum", "renumbered", "more"});
    if (!wrong.empty()) return wrong;
    if (auto const more = wish.find("more"); more != wish.end()) {
        if (!more->is_object() || more->size() > more_members_max) return "more is an object of at most 20 members";
        for (auto const& [key, value] : more->items())
            if (!value.is_string() && !value.is_number_integer()) return "more." + key + " is a text or a whole number";
    }
    auto const status = text_in(wish, "status");
    if (status.empty() || status.size() > status_length_max) return "needs a status of at most 200 bytes";
    return fault_in_names(wish);
}

}  // namespace

std::string fault_in_act(std::string const& act, json const& wish) {
    auto const plain = [&](std::initializer_list<std::string_view> known) {
        auto wrong = unknown_member(wish, known);
        return wrong.empty() ? fault_in_names(wish) : wrong;
    };
    if (act == "fault" || act == "faults") {
        auto wrong = unknown_member(wish, {"mode", "times", "delay_ms", "retry_after_s", "on", "pobj"});
        if (!wrong.empty()) return wrong;
        WireFaults scratch;
        return scratch.set(fault_wish(wish));
    }
    if (act == "status") return fault_in_status(wish);
    if (act == "renumber") return plain({"pobj", "to", "datum"});
    if (act == "refuse") return plain({"pobj", "datum"});
    if (act == "heal") return plain({"pobj"});
    if (act == "clear_faults") return plain({"pobj"});
    if (act == "perkament") return fault_in_parchment(wish);
    if (act == "token") return fault_in_token(wish);
    if (act == "keys") {
        auto wrong = unknown_member(wish, {"honoured", "pobj"});
        if (!wrong.empty()) return wrong;
        return wish.contains("honoured") && wish["honoured"].is_boolean() ? wrong : "honoured is true or false";
    }
    if (act == "say") return text_in(wish, "text").empty() ? "say needs a text" : std::string();
    return "no such switch";
}

api::Response do_act(House& house, std::string const& act, json const& wish) {
    auto const wrong = fault_in_act(act, wish);
    if (!wrong.empty()) return problem(wrong == "no such switch" ? 404 : 400, wrong);
    if (act == "fault" || act == "faults") return set_fault(house, wish);
    if (act == "status") return move(house, wish, text_in(wish, "status"), text_in(wish, "renumbered"));
    if (act == "renumber") return renumber(house, wish);
    if (act == "refuse") return move(house, wish, not_registered, {});
    if (act == "perkament") return queue(house, wish);
    if (act == "heal") return heal(house, wish);
    if (act == "token") return set_token(house, wish);
    if (act == "keys") return set_keys(house, wish);
    if (act == "clear_faults") house.faults.clear();
    if (act == "say" && house.say) house.say(text_in(wish, "text"));
    return done();
}

api::Response do_act_in(House& house, std::string const& act, std::string const& body) {
    auto const wish = body.empty() ? json::object() : json::parse(body, nullptr, false);
    if (!wish.is_object()) return problem(400, "the body is not a JSON object");
    return do_act(house, act, wish);
}

}  // namespace wetbode::parliament
