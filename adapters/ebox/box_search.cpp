// SPDX-License-Identifier: EUPL-1.2
#include "adapters/ebox/box_search.hpp"

#include "adapters/ebox/personal.hpp"
#include "adapters/rest/answers.hpp"

#include <nlohmann/json.hpp>

namespace wetbode::ebox {

namespace {

using json = nlohmann::json;

constexpr std::size_t last_seen_characters_max = 40;

bool is_citizen(RecipientKind kind) { return kind == RecipientKind::citizen; }

char const* path_for(RecipientKind kind) {
    return is_citizen(kind) ? "citizenEboxConsents/search" : "eboxPreferences/search";
}

std::string question(Recipient const& recipient) {
    bool const citizen = is_citizen(recipient.kind);
    return json{{"eboxType", citizen ? "CITIZEN" : "ENTERPRISE"},
                {"eboxIdType", citizen ? "SSIN" : "EnterpriseNumber"},
                {"eboxIdValueList", json::array({recipient.number})}}
        .dump();
}

bool is_about(json const& row, std::string const& number) {
    if (!row.is_object()) return false;
    auto const id = row.find("eboxId");
    if (id == row.end() || !id->is_object()) return false;
    auto const value = id->find("eboxIdValue");
    return value != id->end() && value->is_string() && value->get_ref<std::string const&>() == number;
}

/// A flag that is missing or no boolean says nothing, and nothing is not "no".
std::optional<bool> flag(json const& row, char const* key) {
    auto const found = row.find(key);
    if (found == row.end() || !found->is_boolean()) return std::nullopt;
    return found->get<bool>();
}

char const* word_for(Box box) {
    switch (box) {
        case Box::none: return "no box";
        case Box::active: return "box";
        case Box::exclusive: return "box, no paper wanted";
        case Box::unclear: break;
    }
    return "unclear";
}

TryLater not_understood() {
    return {{"De e-Box antwoordde niet duidelijk of de bestemmeling een e-Box heeft. Er wordt niet gegokt.",
             "The e-Box did not say clearly whether the recipient has an e-Box. Nothing is guessed."},
            std::nullopt};
}

TryLater not_answered(rest::Reply const& reply, Instant now) {
    auto const status = std::to_string(reply.status);
    return {{"De opzoeking of de bestemmeling een e-Box heeft, kreeg status " + status + ".",
             "The look-up whether the recipient has an e-Box got status " + status + "."},
            rest::retry_after(reply, now)};
}

TryLater nobody_there(rest::Reply const& reply) {
    return {{"De opzoeking of de bestemmeling een e-Box heeft, is niet bereikbaar: " + reply.why + ".",
             "The look-up whether the recipient has an e-Box cannot be reached: " + reply.why + "."},
            std::nullopt};
}

}  // namespace

BoxRead box_in(std::string const& body, Recipient const& recipient) {
    auto const rows = json::parse(body, nullptr, false);
    if (!rows.is_array()) return {};
    if (rows.empty()) return {Box::none, {}};
    // One number was asked for: an answer about another one, or two answers, is an answer to something else.
    if (rows.size() != 1 || !is_about(rows[0], recipient.number)) return {};
    auto const& row = rows[0];
    if (is_citizen(recipient.kind)) {
        auto const consent = flag(row, "consent");
        if (!consent) return {};
        return {*consent ? Box::active : Box::none, {}};
    }
    auto const exclusive = flag(row, "exclusivelyEbox");
    if (!exclusive) return {};
    auto const seen = row.find("lastConnectionDate");
    bool const told = seen != row.end() && seen->is_string();
    return {*exclusive ? Box::exclusive : Box::active,
            told ? seen->get<std::string>().substr(0, last_seen_characters_max) : std::string()};
}

BoxSearch::BoxSearch(SettingValues const& settings, Clock const& clock) : clock_(clock) {
    auto const& url = settings.at("federation_url");
    if (url.empty()) return;
    enterprises_ = std::make_unique<Caller>(settings, clock, url, settings.at("preferences_scope"));
    // Without its scope a signed token for the consents would always be refused: then nobody is asked.
    bool const signs = !settings.at("signing_key_file").empty();
    if (!signs || !settings.at("consents_scope").empty())
        citizens_ = std::make_unique<Caller>(settings, clock, url, settings.at("consents_scope"));
}

bool BoxSearch::can_ask(RecipientKind kind) const {
    return is_citizen(kind) ? citizens_ != nullptr : enterprises_ != nullptr;
}

Found BoxSearch::ask(Recipient const& recipient, Deadline deadline) {
    ensure(can_ask(recipient.kind), "only a service that is configured is asked");
    rest::Call call{"POST", path_for(recipient.kind), {}, {}, 64 * 1024, {}};
    call.headers = {{"Content-Type", "application/json"}, {"Accept", "application/json"}};
    call.body.emplace_back(question(recipient));
    auto& service = is_citizen(recipient.kind) ? *citizens_ : *enterprises_;
    auto const sent = service.send(std::move(call), deadline);
    auto const& reply = sent.reply;

    Found found;
    found.answer = without_numbers(reply.as_answer());
    found.notes["ebox:asked"] = path_for(recipient.kind);
    if (reply.failure != rest::Failure::none) {
        found.later = nobody_there(reply);
    } else if (sent.token_failed) {
        found.later = without_token(reply, clock_.now());
    } else if (reply.status != 200) {
        found.later = not_answered(reply, clock_.now());
    } else {
        auto const read = reply.truncated ? BoxRead{} : box_in(reply.body, recipient);
        found.box = read.box;
        if (read.box == Box::unclear) found.later = not_understood();
        if (!read.last_seen.empty()) found.notes["ebox:last-connection"] = without_numbers(read.last_seen);
    }
    found.notes["ebox:recipient"] = word_for(found.box);
    return found;
}

}  // namespace wetbode::ebox
