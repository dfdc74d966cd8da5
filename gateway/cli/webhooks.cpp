// SPDX-License-Identifier: EUPL-1.2
#include "gateway/cli/webhooks.hpp"

#include "gateway/base/screen_text.hpp"
#include "gateway/cli/remote.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <iostream>
#include <sstream>

namespace wetbode::cli {

namespace {

using nlohmann::json;

char const* say(Language language, char const* nl, char const* en) {
    return language == Language::nl ? nl : en;
}

/// Words that a receiver sent are among them: nothing steers the terminal.
std::string text_at(json const& value, char const* key) {
    auto const found = value.find(key);
    return found != value.end() && found->is_string() ? screen_text(found->get<std::string>()) : std::string();
}

std::string number_at(json const& value, char const* key) {
    auto const found = value.find(key);
    return found != value.end() && found->is_number() ? found->dump() : std::string();
}

void detail(std::ostream& out, char const* name, std::string const& text) {
    if (!text.empty()) out << "  " << name << ": " << text << "\n";
}

/// What its receiver refused for long, and how to send it again: a replay begins behind a number.
void passed_lines(std::ostream& out, json const& webhook, Language language) {
    auto const passed = webhook.find("passed_over");
    if (passed == webhook.end() || !passed->is_object()) return;
    auto const oldest = passed->find("oldest");
    if (oldest == passed->end() || !oldest->is_array() || oldest->empty()) return;
    detail(out, say(language, "niet aangenomen en overgeslagen", "not taken and passed over"),
           number_at(*passed, "count"));
    for (auto const& event : *oldest) {
        auto const status = number_at(event, "status");
        out << say(language, "    nummer ", "    number ") << number_at(event, "sequence") << ": "
            << (status.empty() ? say(language, "geen antwoord", "no answer") : "HTTP " + status) << ", "
            << number_at(event, "tries") << say(language, " pogingen sinds ", " tries since ")
            << text_at(event, "since");
        if (auto const words = text_at(event, "error"); !words.empty()) out << ": " << words;
        out << "\n";
    }
    auto const first = oldest->front().find("sequence");
    if (first == oldest->front().end() || !first->is_number_integer()) return;
    out << say(language, "  Alles vanaf het eerste opnieuw zenden: ", "  Send all from the first again: ")
        << "wetbode webhooks replay " << text_at(webhook, "name") << " --after " << first->get<std::int64_t>() - 1
        << " --reason \"...\"\n"
        << say(language, "  Of het er bij laten: ", "  Or leave it at that: ") << "wetbode webhooks forget "
        << text_at(webhook, "name") << " --reason \"...\"\n";
}

void lines_of(std::ostream& out, json const& webhook, Language language) {
    bool const enabled = text_at(webhook, "state") == "enabled";
    out << text_at(webhook, "name") << ": "
        << (enabled ? say(language, "ingeschakeld", "enabled") : say(language, "UITGESCHAKELD", "DISABLED"))
        << say(language, " sinds ", " since ") << text_at(webhook, "since") << "\n";
    detail(out, "url", text_at(webhook, "url"));
    detail(out, say(language, "hoort", "hears"), text_at(webhook, "kinds") + " (" + text_at(webhook, "audience") + ")");
    detail(out, say(language, "voorbij nummer", "passed number"), number_at(webhook, "cursor"));
    detail(out, say(language, "achterstand", "behind"), number_at(webhook, "behind"));
    detail(out, say(language, "oudste sinds", "oldest since"), text_at(webhook, "oldest"));
    detail(out, say(language, "laatst aangenomen", "last taken"), text_at(webhook, "last_taken"));
    detail(out, say(language, "mislukt sinds", "failing since"), text_at(webhook, "failing_since"));
    detail(out, say(language, "volgende poging", "next try"), text_at(webhook, "due"));
    if (auto const last = webhook.find("last"); last != webhook.end() && last->is_object()) {
        detail(out, say(language, "laatste poging", "last try"), text_at(*last, "at"));
        detail(out, say(language, "antwoord", "answer"), number_at(*last, "status"));
        detail(out, say(language, "fout", "error"), text_at(*last, "error"));
    }
    detail(out, say(language, "reden", "why"), text_at(webhook, "why"));
    passed_lines(out, webhook, language);
    if (!enabled)
        out << say(language, "  Weer inschakelen: ", "  Enable it again: ") << "wetbode webhooks enable "
            << text_at(webhook, "name") << say(language, " --reason \"...\"\n", " --reason \"...\"\n");
}

}  // namespace

std::string mistake_in(WebhookOrder const& order, Language language) {
    bool const decides = order.act == "enable" || order.act == "forget" || order.act == "replay";
    if (order.act != "list" && order.names.empty())
        return say(language, "Noem de webhook: wetbode webhooks ", "Name the webhook: wetbode webhooks ") + order.act +
               say(language, " NAAM\n", " NAME\n");
    if (decides && order.reason.empty())
        return say(language, "Geef een reden op met --reason; ze wordt geboekt.\n",
                   "Give a reason with --reason; it is recorded.\n");
    bool const placed = order.after.has_value() || !order.since.empty();
    if (order.act == "replay" && order.after.has_value() == !order.since.empty())
        return say(language, "Zeg vanaf waar: --after NUMMER of --since TIJDSTIP, een van beide.\n",
                   "Say from where: --after NUMBER or --since TIME, one of them.\n");
    if (order.act != "replay" && placed)
        return say(language, "--after en --since horen bij wetbode webhooks replay.\n",
                   "--after and --since belong to wetbode webhooks replay.\n");
    return {};
}

std::string webhook_report(std::string_view text, Language language) {
    auto const value = json::parse(text, nullptr, false);
    if (!value.is_object()) return std::string(text) + "\n";
    std::ostringstream out;
    lines_of(out, value, language);
    return out.str();
}

std::string webhook_list_report(std::string_view text, std::vector<std::string> const& names, Language language) {
    auto const value = json::parse(text, nullptr, false);
    if (!value.is_object() || !value.contains("webhooks")) return std::string(text) + "\n";
    std::ostringstream out;
    for (auto const& webhook : value["webhooks"])
        if (names.empty() || std::ranges::find(names, text_at(webhook, "name")) != names.end())
            lines_of(out, webhook, language);
    if (out.str().empty()) return say(language, "Geen webhooks.\n", "No webhooks.\n");
    return out.str();
}

WebhookTestReport webhook_test_report(std::string_view text, std::string const& name, Language language) {
    auto const value = json::parse(text, nullptr, false);
    if (!value.is_object()) return {std::string(text) + "\n", false};
    auto const taken = value.find("taken");
    WebhookTestReport report{{}, taken != value.end() && taken->is_boolean() && taken->get<bool>()};
    auto const status = number_at(value, "status");
    report.text =
        name + ": " +
        (report.taken ? say(language, "aangenomen", "taken") : say(language, "NIET aangenomen", "NOT taken")) + " (" +
        (status.empty() ? say(language, "geen antwoord", "no answer") : "HTTP " + status) + ", " +
        number_at(value, "milliseconds") + " ms)\n";
    if (auto const words = text_at(value, "answer"); !words.empty()) report.text += "  " + words + "\n";
    return report;
}

int Remote::webhooks(WebhookOrder const& order) const {
    auto const failed = [](rest::Reply const& reply) {
        return reply.failure != rest::Failure::none || reply.status != 200;
    };
    if (order.act == "list") {
        auto const reply = ask({.path = "/v1/webhooks"});
        if (failed(reply)) return explain(reply);
        if (settings_.output == Output::json) return print_json(reply);
        std::cout << webhook_list_report(reply.body, order.names, settings_.language);
        return done;
    }
    auto body = json::object();
    if (order.act != "test") body["reason"] = order.reason;
    if (order.after) body["after"] = *order.after;
    if (!order.since.empty()) body["since"] = order.since;
    int worst = done;
    for (auto const& name : order.names) {
        rest::Call call{.method = "POST", .path = "/v1/webhooks/" + encoded(name) + "/" + order.act};
        call.headers.emplace_back("Content-Type", "application/json");
        call.body.emplace_back(body.dump());
        auto const reply = ask(std::move(call));
        if (failed(reply)) {
            worst = std::max(worst, explain(reply));
            continue;
        }
        auto const tested = webhook_test_report(reply.body, name, settings_.language);
        if (order.act == "test" && !tested.taken) worst = std::max<int>(worst, negative);
        if (settings_.output == Output::json)
            static_cast<void>(print_json(reply));
        else
            std::cout << (order.act == "test" ? tested.text : webhook_report(reply.body, settings_.language));
    }
    return worst;
}

}  // namespace wetbode::cli
