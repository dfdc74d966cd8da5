// SPDX-License-Identifier: EUPL-1.2
#include "adapters/parliament/first_delivery.hpp"

#include "adapters/parliament/amiss.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

namespace wetbode::parliament {

namespace {

constexpr std::size_t entries_max = 5000;
constexpr int days_before = 2;
constexpr Milliseconds others_wait{1'000};
constexpr auto taken_whole = "|=|";
constexpr auto taken_in_part = "|~|";

Text not_known_yet() {
    return {"Het is nog niet geweten of de vorige poging bij het Vlaams Parlement aankwam.",
            "It is not known yet whether the last try reached the Flemish Parliament."};
}

bool is_of(std::string const& note, TransferId const& transfer) { return note.starts_with(transfer.text + '|'); }

/// The Parliament's answer to a try, of whatever transfer, that was written down, and no more.
std::optional<Delivery> told_earlier(std::string const& note) {
    auto const bar = std::min(note.find('|'), note.size());
    auto const rest = std::string_view(note).substr(bar);
    bool const whole = rest.starts_with(taken_whole);
    if (!whole && !rest.starts_with(taken_in_part)) return std::nullopt;
    auto const tree = nlohmann::json::parse(rest.substr(std::string_view(taken_whole).size()), nullptr, false);
    if (!tree.is_object()) return std::nullopt;
    Delivery delivery{Acknowledged{}, {}, tree.get<std::map<std::string, std::string>>()};
    auto const& pobj = delivery.references[std::string(pobj_key)];
    if (whole) delivery.outcome = Acknowledged{pobj};
    else delivery.outcome = HandedOver{pobj};
    return delivery;
}

Refusal unknown_outcome() {
    return {.code = "OUTCOME_UNKNOWN",
            .title = {"Niet geweten of het aankwam", "Not known whether it arrived"},
            .detail = {"De vorige poging eindigde zonder antwoord en het Vlaams Parlement toont geen nieuw dossier.",
                       "The last try ended without an answer and the Flemish Parliament shows no new dossier."},
            .remedy = {"Vraag het na bij het Vlaams Parlement; start de overdracht opnieuw als het dossier er niet is.",
                       "Ask the Flemish Parliament; replay the transfer if the dossier is not there."}};
}

}  // namespace

std::optional<FirstMark> FirstMark::read(std::string const& text, TransferId const& transfer) {
    return is_of(text, transfer) ? read(text) : std::nullopt;
}

std::optional<FirstMark> FirstMark::read(std::string const& text) {
    auto const bar = text.find('|');
    if (bar == std::string::npos) return std::nullopt;
    auto rest = std::string_view(text).substr(bar + 1);
    std::int64_t at = 0;
    auto const [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), at);
    if (error != std::errc{} || end == rest.data() + rest.size() || *end != '|') return std::nullopt;
    FirstMark mark{Instant{Milliseconds{at}}, {}};
    rest.remove_prefix(static_cast<std::size_t>(end - rest.data()) + 1);
    while (!rest.empty()) {
        auto const comma = std::min(rest.find(','), rest.size());
        mark.before.emplace(rest.substr(0, comma));
        rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
    return mark;
}

std::string FirstMark::text(TransferId const& transfer) const {
    auto text = transfer.text + '|' + std::to_string(at.time_since_epoch().count()) + '|';
    for (auto const& pobj : before) text += pobj + ',';
    return text;
}

std::string FirstMark::none(TransferId const& transfer) { return transfer.text + "|-"; }

bool outcome_unknown(rest::Reply const& reply, bool body_sent, bool understood) {
    if (reply.failure == rest::Failure::unreachable) return false;
    if (reply.failure == rest::Failure::interrupted) return body_sent;
    if (reply.status >= 200 && reply.status < 300) return !understood;
    // Whoever names a time to come back has not taken it.
    bool const sent_away = reply.status == 503 && !reply.header("retry-after").empty();
    return reply.status >= 500 && !sent_away;
}

std::optional<Delivery> FirstDelivery::before(Envelope const& envelope, Notebook& notebook,
                                              std::unique_lock<std::timed_mutex>& lock, Deadline deadline) {
    if (!lock.try_lock_until(deadline.at))
        return Delivery{TryLater{{"Een andere eerste indiening bij het Vlaams Parlement is nog bezig.",
                                  "Another first delivery to the Flemish Parliament is still under way."},
                                 std::nullopt},
                        {}, {}};
    auto const noted = envelope.references.find(mark_key);
    auto const mark = noted == envelope.references.end() ? std::nullopt
                                                         : FirstMark::read(noted->second, envelope.transfer);
    if (noted != envelope.references.end() && is_of(noted->second, envelope.transfer))
        if (auto earlier = told_earlier(noted->second)) {
            if (auto* const taken = std::get_if<HandedOver>(&earlier->outcome))
                taken->amiss = amiss_text(unnamed_files(envelope, earlier->references));
            return earlier;
        }
    auto const now = clock_.now();
    // Two in doubt at once could not be told apart, so the others wait for the first: not for ever, and not for a
    // person.
    if (!mark)
        for (auto const& other : notebook.open_elsewhere(mark_key, std::string(pobj_key)))
            if (auto const open = FirstMark::read(other); open && now < open->at + settings_.doubt_term)
                return Delivery{TryLater{{"Van een andere eerste indiening is niet geweten of ze aankwam; deze wacht.",
                                          "Of another first delivery it is not known whether it arrived; this waits."},
                                         now + others_wait},
                                {}, {}};
    auto const days = mark ? std::chrono::duration_cast<std::chrono::days>(now - mark->at).count() + 1 : days_before;
    auto const asked = api_.get("status/ingediend?dagen=" + std::to_string(std::max<std::int64_t>(days, 1)), deadline);
    if (asked.token_failed) return api_.without_token(asked.reply);
    if (asked.reply.failure != rest::Failure::none)
        return Delivery{rest::outcome_of_failure(asked.reply), asked.reply.as_answer(), {}};
    auto const entries = asked.reply.status == 200 ? status_entries(asked.reply.body) : std::nullopt;
    if (!entries || asked.reply.truncated || entries->size() > entries_max)
        return Delivery{TryLater{{"Het Vlaams Parlement toont niet wat er ingediend is; zonder dat kan een herhaling "
                                  "niet uitgesloten worden.",
                                  "The Flemish Parliament does not show what was submitted; without that a repetition "
                                  "cannot be ruled out."},
                                 rest::retry_after(asked.reply, now)},
                        asked.reply.as_answer(), {}};
    if (mark)
        if (auto end = resolved(envelope, *mark, *entries, notebook, asked.reply.as_answer())) return end;
    FirstMark fresh{now, {}};
    for (auto const& entry : *entries) {
        fresh.before.insert(entry.pobj);
        fresh.before.insert(entry.pobj_before);
    }
    fresh.before.erase("");
    notebook.remember(mark_key, fresh.text(envelope.transfer));
    return std::nullopt;
}

std::optional<Delivery> FirstDelivery::resolved(Envelope const& envelope, FirstMark const& mark,
                                                std::vector<StatusEntry> const& entries, Notebook& notebook,
                                                Answer const& answer) const {
    // Asked before knows(): another's answer is here until the ledger has settled it, and there from then on.
    auto const others = notebook.open_elsewhere(mark_key, std::string(pobj_key));
    auto claimed = mark.before;
    for (auto const& other : others)
        if (auto given = told_earlier(other)) claimed.insert(given->references[std::string(pobj_key)]);
    std::set<std::string> unclaimed;
    for (auto const& entry : entries) {
        // A dossier that was renumbered stands there under a new name and is an old one all the same.
        bool const old = std::ranges::any_of(std::array{entry.pobj, entry.pobj_before}, [&](auto const& name) {
            return !name.empty() && (claimed.contains(name) || notebook.knows(name));
        });
        if (!old && !entry.pobj.empty()) unclaimed.insert(entry.pobj);
    }
    bool anothers = false;  // it may be that of another one in doubt, unless it was there before that one began
    for (auto const& other : others)
        if (auto const open = FirstMark::read(other))
            for (auto const& pobj : unclaimed) anothers = anothers || !open->before.contains(pobj);
    if (unclaimed.size() == 1 && !anothers) {
        auto const& pobj = *unclaimed.begin();
        return Delivery{Acknowledged{pobj}, answer, {{std::string(pobj_key), pobj}}};
    }
    if (!unclaimed.empty())
        return Delivery{TryLater{{"Bij het Vlaams Parlement verschenen dossiers sinds de vorige poging; het is niet "
                                  "geweten welk het onze is. Vraag het na en koppel het met verwerkt.",
                                  "Dossiers appeared at the Flemish Parliament since the last try; it is not known "
                                  "which one is ours. Ask, and link it by verwerkt."},
                                 clock_.now() + settings_.doubt_term},
                        answer, {}};
    if (clock_.now() < mark.at + settings_.doubt_term)
        return Delivery{TryLater{not_known_yet(), std::nullopt}, answer, {}};
    if (settings_.resend) return std::nullopt;
    nothing_arrived(envelope, notebook);  // a replay by a person is a fresh try
    return Delivery{Declined{unknown_outcome(), std::nullopt}, answer, {}};
}

void FirstDelivery::nothing_arrived(Envelope const& envelope, Notebook& notebook) {
    notebook.remember(mark_key, FirstMark::none(envelope.transfer));
}

void FirstDelivery::taken(Envelope const& envelope, Delivery const& delivery, Notebook& notebook) {
    bool const whole = std::holds_alternative<Acknowledged>(delivery.outcome);
    notebook.remember(mark_key, envelope.transfer.text + (whole ? taken_whole : taken_in_part) +
                                    nlohmann::json(delivery.references).dump());
}

}  // namespace wetbode::parliament
