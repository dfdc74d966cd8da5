// SPDX-License-Identifier: EUPL-1.2
#include "gateway/ledger/texts.hpp"

#include <string>

namespace wetbode::ledger_texts {

namespace {

/// The states as a reader of Dutch knows them.
std::string dutch(TransferState state) {
    switch (state) {
        case TransferState::waiting: return "wachtend";
        case TransferState::underway: return "onderweg";
        case TransferState::handed_over: return "overhandigd";
        case TransferState::acknowledged: return "ontvangen";
        case TransferState::returned: return "teruggekomen";
        case TransferState::refused: return "geweigerd";
        case TransferState::rerouted: return "omgeleid";
        case TransferState::quarantined: return "in quarantaine";
        case TransferState::withdrawn: return "ingetrokken";
    }
    return "";
}

Refusal refusal(std::string code, Text title, Text detail, Text remedy) {
    return {.code = std::move(code),
            .title = std::move(title),
            .detail = std::move(detail),
            .remedy = std::move(remedy),
            .faults = {},
            .more_faults = false};
}

}  // namespace

Refusal key_reused(SubmissionKey const& key) {
    return refusal("KEY_REUSED",
                   {"Deze sleutel is al gebruikt voor een andere indiening",
                    "This key has already been used for another submission"},
                   {"Met de sleutel \"" + key.key + "\" is eerder iets anders ingediend dan wat nu kwam.",
                    "Something else than what came now was submitted earlier with the key \"" + key.key + "\"."},
                   {"Geef een nieuwe indiening een nieuwe Idempotency-Key. Om een antwoord opnieuw te krijgen, dient u "
                    "onder dezelfde sleutel precies dezelfde inhoud in.",
                    "Give a new submission a new Idempotency-Key. To get an answer again, submit exactly the same "
                    "content under the same key."});
}

Refusal transfer_unknown(TransferId const& id) {
    return refusal("TRANSFER_UNKNOWN", {"Deze overdracht bestaat niet", "This transfer does not exist"},
                   {"Er is geen overdracht \"" + id.text + "\".", "There is no transfer \"" + id.text + "\"."},
                   {"Zoek de overdracht op bij haar indiening.", "Look the transfer up under its submission."});
}

Refusal transfer_state(TransferState state, Wish wish) {
    auto const name = std::string(name_of(state));
    Text const remedy = wish == Wish::replay
                            ? Text{"Alleen een overdracht die geweigerd, teruggekomen of in quarantaine is, of niet "
                                   "volledig werd aangenomen, kan opnieuw worden aangeboden.",
                                   "Only a transfer that is refused, returned or quarantined, or that was not taken "
                                   "whole, can be replayed."}
                            : Text{"Alleen een overdracht die wacht of in quarantaine is, kan worden ingetrokken.",
                                   "Only a transfer that is waiting or quarantined can be withdrawn."};
    return refusal("TRANSFER_STATE",
                   {"De toestand van de overdracht laat dit niet toe", "The state of the transfer does not allow this"},
                   {"De overdracht is " + dutch(state) + " (" + name + ").", "The transfer is " + name + "."}, remedy);
}

Refusal submission_unknown(SubmissionId const& id) {
    return refusal("SUBMISSION_UNKNOWN", {"Deze indiening bestaat niet", "This submission does not exist"},
                   {"Er is geen aanvaarde indiening \"" + id.text + "\".",
                    "There is no admitted submission \"" + id.text + "\"."},
                   {"Kijk het nummer na op het ontvangstbewijs.", "Check the number on the receipt."});
}

Refusal seal_state(std::string_view state) {
    auto const name = std::string(state);
    return refusal("SEAL_STATE",
                   {"De toestand van de verzegeling laat dit niet toe", "The state of the seal does not allow this"},
                   {"De verzegeling heeft de toestand \"" + name + "\".", "The seal has the state \"" + name + "\"."},
                   {"Alleen een verzegeling in quarantaine kan opnieuw worden geprobeerd.",
                    "Only a quarantined seal can be tried again."});
}

Refusal time_state(std::string_view state) {
    auto const name = std::string(state);
    return refusal("TIME_STATE",
                   {"De toestand van de tijdstap laat dit niet toe", "The state of the time step does not allow this"},
                   {"De tijdstap heeft de toestand \"" + name + "\".", "The time step has the state \"" + name + "\"."},
                   {"Alleen een tijdstap in quarantaine kan opnieuw worden geprobeerd.",
                    "Only a quarantined time step can be tried again."});
}

Refusal webhook_unknown(std::string_view name) {
    auto const called = "\"" + std::string(name) + "\"";
    return refusal("WEBHOOK_UNKNOWN", {"Deze webhook bestaat niet", "This webhook does not exist"},
                   {"Er is geen webhook " + called + ".", "There is no webhook " + called + "."},
                   {"GET /v1/webhooks noemt ze; ze staan in de instellingen als [webhook.<naam>].",
                    "GET /v1/webhooks lists them; they stand in the settings as [webhook.<name>]."});
}

Refusal webhook_position(std::int64_t newest) {
    auto const last = std::to_string(newest);
    return refusal("WEBHOOK_POSITION", {"Zo ver is het grootboek niet", "The ledger has not come so far"},
                   {"De nieuwste gebeurtenis heeft nummer " + last + ".", "The newest event has number " + last + "."},
                   {"Geef een nummer van 0 tot " + last + ".", "Give a number from 0 to " + last + "."});
}

std::optional<Refusal> gap_in(Decision const& decision) {
    if (!decision.who.empty() && !decision.reason.empty()) return std::nullopt;
    return refusal("DECISION_INCOMPLETE", {"De beslissing is onvolledig", "The decision is incomplete"},
                   {"Er moet bij staan wie beslist en waarom; beide worden bewaard.",
                    "It must say who decides and why; both are recorded."},
                   {"Geef een reden op.", "Give a reason."});
}

Text replayed(Decision const& decision) {
    return {"Opnieuw aangeboden: " + decision.reason, "Replayed: " + decision.reason};
}

Text withdrawn(Decision const& decision) {
    return {"Ingetrokken: " + decision.reason, "Withdrawn: " + decision.reason};
}

Text lease_expired() {
    return {"De poging werd niet binnen haar termijn afgerond; ze wordt opnieuw gedaan.",
            "The try did not end within its term; it is done again."};
}

Text no_receipt() {
    return {"Er kwam geen ontvangstbewijs binnen de termijn.", "No receipt came within the term."};
}

}  // namespace wetbode::ledger_texts
