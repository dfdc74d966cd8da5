// SPDX-License-Identifier: EUPL-1.2
#include "gateway/webhooks/payload.hpp"

#include "gateway/base/rfc3339.hpp"
#include "gateway/base/sha256.hpp"
#include "gateway/base/uuid.hpp"
#include "gateway/feed/escape.hpp"
#include "gateway/refusal.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <string_view>

namespace wetbode {

namespace {

using nlohmann::json;

constexpr std::size_t dossier_octets_max = 2048;  // escaped at worst six times as long
constexpr std::size_t id_digits = 32;

/// What the event means for whoever hears it: the state that it left behind, and who must act next.
struct Meaning {
    std::string_view kind;
    std::string_view state;
    std::string_view next;  ///< empty: nobody
};

constexpr std::string_view gateway = "wetbode";
constexpr std::string_view counterpart = "counterpart";
constexpr std::string_view sender = "sender";
constexpr std::string_view administrator = "administrator";

constexpr std::array<Meaning, 25> meanings{{
    {"submission.admitted", "admitted", gateway},
    {"submission.refused", "refused", sender},
    {"submission.sealed", "sealed", gateway},
    {"seal.delayed", "waiting", gateway},
    {"seal.quarantined", "quarantined", administrator},
    {"seal.replayed", "waiting", gateway},
    {"seal.timed", "done", ""},
    {"seal.time_quarantined", "quarantined", administrator},
    {"seal.time_replayed", "waiting", gateway},
    {"seal.evidence_renewed", "done", ""},
    {"transfer.opened", "waiting", gateway},
    {"transfer.waiting", "waiting", gateway},
    {"transfer.underway", "underway", gateway},
    {"transfer.handed_over", "handed_over", counterpart},
    {"transfer.amiss", "handed_over", administrator},
    {"transfer.acknowledged", "acknowledged", ""},
    {"transfer.returned", "returned", sender},
    {"transfer.refused", "refused", sender},
    {"transfer.rerouted", "rerouted", gateway},
    {"transfer.quarantined", "quarantined", administrator},
    {"transfer.withdrawn", "withdrawn", ""},
    {"transfer.replayed", "waiting", gateway},
    {"webhook.disabled", "disabled", administrator},
    {"webhook.enabled", "enabled", gateway},
    {"webhook.passed_over", "enabled", administrator},
}};

json text_or_null(std::string_view text) {
    return text.empty() ? json() : json(std::string(text));
}

std::string dumped(json const& value) {
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

json links_of(Event const& event, std::string const& base_url) {
    auto links = json::object();
    if (!event.submission.empty())
        links["submission"] = base_url + "/v1/submissions/" + feed::percent_encoded(event.submission.text);
    if (!event.transfer.empty())
        links["transfer"] = base_url + "/v1/transfers/" + feed::percent_encoded(event.transfer.text);
    return links;
}

}  // namespace

std::string webhook_body(Event const& event, std::string const& base_url) {
    auto const known = std::ranges::find(meanings, std::string_view(event.kind), &Meaning::kind);
    auto const meaning = known == meanings.end() ? Meaning{} : *known;
    bool const named = event.dossier.text.size() <= dossier_octets_max;
    json const data{{"sequence", event.sequence},
                    {"submission", text_or_null(event.submission.text)},
                    {"dossier", named ? text_or_null(event.dossier.text) : json()},
                    {"transfer", text_or_null(event.transfer.text)},
                    {"counterpart", text_or_null(event.counterpart.text)},
                    {"state", text_or_null(meaning.state)},
                    {"since", rfc3339(event.at)},
                    {"next", text_or_null(meaning.next)},
                    {"links", links_of(event, base_url)}};
    auto body = dumped({{"type", event.kind}, {"timestamp", rfc3339(event.at)}, {"data", data}});
    ensure(body.size() <= webhook_body_octets_max, "a thin body is thin");
    return body;
}

std::string webhook_id(std::string const& ledger, Event const& event) {
    // Instant and kind are in it, too: a ledger that was put back from a backup may give a number a second time.
    auto const whole = ledger + ' ' + std::to_string(event.sequence) + ' ' + std::to_string(to_count(event.at)) + ' ' +
                       event.kind + ' ' + event.submission.text + ' ' + event.transfer.text;
    return "msg_" + sha256(whole).hex().substr(0, id_digits);
}

std::string webhook_test_body(std::string const& name, Instant now) {
    return dumped({{"type", "webhook.test"}, {"timestamp", rfc3339(now)}, {"data", {{"webhook", name}}}});
}

std::string webhook_test_id() {
    return "msg_" + random_hex(id_digits / 2);
}

}  // namespace wetbode
