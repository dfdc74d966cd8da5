// SPDX-License-Identifier: EUPL-1.2
// The moving part of a receipt: seal, its time, and transfers, as they are at one instant.
#include "gateway/base/transfer_words.hpp"
#include "gateway/letter/receipt_lines.hpp"

namespace wetbode::letter {

namespace {

/// Who must do something before this transfer goes on.
std::string next_of(ReceiptLines const& lines, Transfer const& transfer) {
    switch (transfer.state) {
        case TransferState::waiting:
            if (!transfer.sealed)
                return lines.say("de gateway: eerst komt het zegel", "the gateway: the seal is first");
            if (transfer.blocked_by)
                return lines.say("een oudere overdracht van dit dossier gaat voor: ",
                                 "an older transfer of this dossier goes first: ") +
                       transfer.blocked_by->text;
            return lines.say("de gateway", "the gateway") +
                   (transfer.due ? lines.say(", volgende poging ", ", next try ") + lines.when(*transfer.due)
                                 : std::string());
        case TransferState::underway:
            return lines.say("de gateway", "the gateway");
        case TransferState::handed_over:
            return lines.say("de tegenpartij bevestigt de ontvangst", "the counterpart confirms reception");
        case TransferState::acknowledged:
            return lines.say("niemand: dit is afgerond", "nobody: this is finished");
        case TransferState::returned:
        case TransferState::refused:
        case TransferState::quarantined:
            return lines.say("een beheerder van de gateway, of de indiener",
                             "an administrator of the gateway, or the sender");
        case TransferState::rerouted:
            return lines.say("niemand: een andere overdracht kwam in de plaats",
                             "nobody: another transfer took its place");
        case TransferState::withdrawn:
            return lines.say("niemand: dit gaat niet door", "nobody: this does not take place");
    }
    return {};
}

std::string seal_state(ReceiptLines const& lines, SealView const& seal) {
    if (seal.state == "done") return lines.say("gezet", "made");
    if (seal.state == "waiting" || seal.state == "underway")
        return lines.say("volgt; de gateway is aan zet", "to follow; it is the gateway's turn");
    if (seal.state == "quarantined")
        return lines.say("opgegeven; een beheerder is aan zet", "given up; an administrator must act");
    return lines.say("niet nodig", "not needed");
}

void add_time(ReceiptLines& lines, TimeView const& time) {
    auto const label = lines.say("Bewijs van tijd", "Proof of time");
    if (time.state == "none") {
        lines.row(label, lines.say("niet voorzien: voor het tijdstip staat de gateway in",
                                   "none is planned: the gateway answers for the time"));
        return;
    }
    if (time.state != "done" || !time.at) {
        lines.row(label, time.state == "quarantined"
                             ? lines.say("opgegeven; een beheerder is aan zet", "given up; an administrator must act")
                             : lines.say("volgt", "to follow"));
        return;
    }
    auto const kind = time.evidence
                          ? lines.say("bewijsrecord (RFC 4998)", "evidence record (RFC 4998)")
                          : lines.say("tijdstempel in het zegel (RFC 3161)", "time stamp in the seal (RFC 3161)");
    lines.row(label, kind + ", " + lines.when(*time.at) + lines.say(", tijdsautoriteit ", ", time authority ") +
                         time.authority);
    if (time.evidence) lines.row(lines.say("SHA-256 bewijsrecord", "SHA-256 evidence"), time.evidence->hex());
    if (!time.level.empty()) lines.row(lines.say("Niveau nu", "Level now"), time.level);
    if (time.container) lines.row(lines.say("SHA-256 nu", "SHA-256 now"), time.container->hex());
}

}  // namespace

void add_seal(ReceiptLines& lines, SealView const& seal) {
    lines.heading(lines.say("Zegel over de indiening", "Seal over the submission"));
    lines.row(lines.say("Toestand", "State"), seal_state(lines, seal));
    if (seal.state == "none") return;
    if (seal.state != "done" && !seal.why.empty())
        lines.row(lines.say("Reden", "Reason"), seal.why.in(lines.language()));
    if (seal.signed_at) lines.row(lines.say("Gezet op", "Made on"), lines.when(*seal.signed_at));
    if (seal.container) {
        lines.row(lines.say("Vorm en niveau", "Form and level"), "ASiC-E, " + seal.level);
        lines.row("SHA-256", seal.container->hex());
        lines.row(lines.say("SHA-256 certificaat", "SHA-256 certificate"), seal.certificate);
    }
    add_time(lines, seal.time);
}

void add_transfers(ReceiptLines& lines, std::vector<Transfer> const& transfers) {
    lines.heading(lines.say("Overdrachten: ", "Transfers: ") + std::to_string(transfers.size()));
    if (transfers.empty())
        lines.text(lines.say("Deze indiening gaat naar niemand.", "This submission goes to nobody."));
    std::size_t number = 0;
    for (auto const& transfer : transfers) {
        if (number == receipt_transfers_max) {
            lines.text(lines.say("Niet afgedrukt: ", "Not printed: ") + std::to_string(transfers.size() - number) +
                       lines.say(" verdere overdrachten.", " more transfers."));
            return;
        }
        lines.item(std::to_string(++number), transfer.counterpart.text + ": " +
                                                 spoken(transfer.state).in(lines.language()) +
                                                 lines.say(", sinds ", ", since ") + lines.when(transfer.since));
        lines.small(lines.say("Aan zet: ", "Next: ") + next_of(lines, transfer));
        if (!transfer.why.empty() && transfer.state != TransferState::acknowledged)
            lines.small(lines.say("Reden: ", "Reason: ") + transfer.why.in(lines.language()));
        if (!transfer.reference.empty())
            lines.small(lines.say("Kenmerk bij de tegenpartij: ", "Reference of the counterpart: ") +
                        transfer.reference);
        lines.small(lines.say("Nummer van de overdracht: ", "Id of the transfer: ") + transfer.id.text);
    }
}

}  // namespace wetbode::letter
