// SPDX-License-Identifier: EUPL-1.2
#include "gateway/letter/receipt_lines.hpp"

#include "gateway/base/rfc3339.hpp"
#include "gateway/letter/words.hpp"

#include <algorithm>
#include <map>

namespace wetbode::letter {

namespace {

constexpr std::size_t text_octets_max = 1'200;

/// At most so much of a text, never half a character.
std::string bounded(std::string text) {
    if (text.size() <= text_octets_max) return text;
    auto end = text_octets_max;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    return text.substr(0, end) + " ...";
}

std::string joined(std::string text, std::string const& more, char const* between) {
    if (text.empty() || more.empty()) return text + more;
    return text + between + more;
}

void add_head(ReceiptLines& lines, ReceiptFacts const& facts) {
    auto const& view = facts.submission;
    lines.row(lines.say("Afgegeven door", "Given by"), facts.issuer);
    lines.row(lines.say("Opgemaakt op", "Made on"), lines.when(facts.made));
    lines.row(lines.say("Indiening", "Submission"), view.id.text);
    lines.row(lines.say("Sleutel van de indiener", "Key of the sender"), view.key.key);
    lines.row(lines.say("Ingediend door", "Handed over by"), view.key.client.text);
    if (auto const& person = view.manifest.submitter)
        lines.row(lines.say("Namens", "On behalf of"),
                  joined(joined(person->title, person->first_name, " "), person->name, " "));
    lines.row(view.refusal ? lines.say("Aangeboden op", "Offered on") : lines.say("Ontvangen op", "Received on"),
              lines.when(view.received));
    // The subject of a letter may tell more of its reader than paper should.
    auto const title = view.manifest.letter ? std::string() : view.manifest.dossier.title;
    lines.row("Dossier", joined(view.manifest.dossier.id.text, title, ": "));
    if (view.manifest.letter)
        lines.row(lines.say("Kenmerk van de brief", "Reference of letter"), view.manifest.letter->reference);
}

void add_files(ReceiptLines& lines, SubmissionView const& view) {
    std::map<std::string_view, std::string_view> types;
    for (auto const& file : view.files) types.emplace(file.rendition.name, file.rendition.media_type);
    auto const& files = view.receipt->files;
    lines.heading(lines.say("Bestanden: ", "Files: ") + std::to_string(files.size()));
    auto const shown = std::min(files.size(), receipt_files_max);
    for (std::size_t i = 0; i < shown; ++i) {
        auto const type = types.find(files[i].name);
        lines.item(std::to_string(i + 1), files[i].name);
        lines.small((type == types.end() ? std::string() : std::string(type->second) + ", ") +
                    std::to_string(files[i].bytes) + " bytes");
        lines.small("SHA-256 " + files[i].digest.hex());
    }
    if (shown == files.size()) return;
    lines.text(lines.say("Niet afgedrukt: ", "Not printed: ") + std::to_string(files.size() - shown) +
               lines.say(" verdere bestanden. De volledige lijst staat in het ontvangstbewijs als JSON, waarvan de "
                         "SHA-256 hierboven staat; ook de SHA-256 van manifest en bestanden telt ze alle mee.",
                         " more files. The whole list stands in the receipt as JSON, whose SHA-256 stands above; the "
                         "SHA-256 of manifest and files counts all of them too."));
}

std::string place_of(ReceiptLines const& lines, Fault const& fault) {
    auto place = fault.file;
    if (fault.line > 0) place = joined(place, lines.say("regel ", "line ") + std::to_string(fault.line), ", ");
    if (fault.column > 0) place = joined(place, lines.say("kolom ", "column ") + std::to_string(fault.column), ", ");
    return joined(place, fault.nearest_id.empty() ? fault.path : fault.nearest_id, ", ");
}

void add_refusal(ReceiptLines& lines, Refusal const& refusal) {
    lines.heading(lines.say("Waarom", "Why"));
    lines.row(lines.say("Geweigerd", "Refused"), refusal.title.in(lines.language()));
    lines.row(lines.say("Reden", "Reason"), refusal.detail.in(lines.language()));
    lines.row("Code", refusal.code);
    lines.heading(lines.say("Hoe te verbeteren", "How to mend it"));
    lines.text(refusal.remedy.in(lines.language()));
    if (refusal.faults.empty()) return;
    lines.heading(lines.say("Fouten: ", "Faults: ") + std::to_string(refusal.faults.size()));
    std::size_t number = 0;
    for (auto const& fault : refusal.faults) {
        if (number == receipt_faults_max) break;
        lines.item(std::to_string(++number), fault.message.in(lines.language()));
        if (auto const place = place_of(lines, fault); !place.empty())
            lines.small(lines.say("Waar: ", "Where: ") + place);
        lines.small("Code: " + fault.code);
    }
    if (number < refusal.faults.size() || refusal.more_faults)
        lines.text(lines.say("Er zijn meer fouten dan hier staan.", "There are more faults than stand here."));
}

void add_own_seal(ReceiptLines& lines, ReceiptSeal const& seal) {
    auto const label = lines.say("Zegel van dit bewijs", "Seal of this paper");
    if (seal.level.empty()) {
        lines.row(label, lines.say("geen: enkel wie de gateway gelooft, kan dit bewijs geloven",
                                   "none: only who believes the gateway can believe this paper"));
        return;
    }
    lines.row(label, "PAdES " + seal.level);
    if (seal.wanted.empty()) return;
    lines.text(lines.say("Bedoeld was niveau ", "Level ") + seal.wanted +
               lines.say(", maar een dienst die daarvoor nodig is (tijdsautoriteit of intrekkingsgegevens) antwoordde "
                         "niet. Vraag het bewijs later opnieuw voor dat niveau.",
                         " was meant, but a service that it needs (time authority or revocation data) did not answer. "
                         "Ask for this paper again later to have that level."));
}

void add_proof(ReceiptLines& lines, ReceiptFacts const& facts) {
    bool const refused = facts.submission.refusal.has_value();
    lines.heading(lines.say("Wat dit bewijst", "What this proves"));
    if (refused) {
        lines.item("–",
                   lines.say("De gateway kreeg deze indiening op dat tijdstip aangeboden en nam ze niet aan, om de "
                             "redenen hierboven. Er werd niets van bewaard, verzegeld of doorgegeven.",
                             "This submission was offered to the gateway at that time and was not taken in, for "
                             "the reasons above. Nothing of it was kept, sealed or passed on."));
    } else {
        lines.item("–",
                   lines.say("De gateway nam deze indiening op dat tijdstip volledig in ontvangst, keek ze na en "
                             "boekte ze duurzaam.",
                             "The gateway took this submission in completely at that time, checked it and recorded "
                             "it durably."));
        lines.item("–",
                   lines.say("Elk bestand had toen de SHA-256 die ernaast staat: wat nu dezelfde SHA-256 heeft, is "
                             "hetzelfde bestand.",
                             "Each file had the SHA-256 that stands with it: what has the same SHA-256 now is the "
                             "same file."));
    }
    lines.heading(lines.say("Wat dit niet bewijst", "What this does not prove"));
    lines.item("–", lines.say("Dat de inhoud juist is, wie ze opstelde, of wat er na het tijdstip van opmaak gebeurde.",
                              "That the content is right, who wrote it, or what happened after this was made."));
    if (facts.seal.level.empty() || facts.seal.level == "B-B")
        lines.item("–", lines.say("Dat dit bewijs toen al bestond: zonder tijdstempel erin staat enkel de afgever in "
                                  "voor zijn tijdstip.",
                                  "That this paper existed at that time: without a time stamp in it only who gave it "
                                  "answers for its time."));
}

void add_check(ReceiptLines& lines, ReceiptFacts const& facts) {
    lines.heading(lines.say("Hoe u dit nakijkt, ook jaren later", "How to check this, also years from now"));
    int step = 0;
    auto const next = [&](std::string const& text) { lines.item(std::to_string(++step), text); };
    if (!facts.seal.level.empty())
        next(
            lines.say("Dit document: wetbode verify BESTAND.pdf --anchor CA.pem, of elk programma dat PAdES (ETSI EN "
                      "319 142-1) nakijkt. CA.pem is het certificaat van de autoriteit die de afgever bevestigt.",
                      "This document: wetbode verify FILE.pdf --anchor CA.pem, or any program that checks PAdES (ETSI "
                      "EN 319 142-1). CA.pem is the certificate of the authority that vouches for who gave it."));
    if (facts.submission.receipt)
        next(lines.say("Een bestand: bereken zijn SHA-256 (sha256sum BESTAND) en vergelijk met hierboven.",
                       "A file: compute its SHA-256 (sha256sum FILE) and compare with the above."));
    if (facts.submission.seal.container)
        next(
            lines.say("Het verzegelde pakket: wetbode verify PAKKET.asice --anchor CA.pem, met --evidence RECORD.ers "
                      "als er een bewijsrecord is.",
                      "The sealed container: wetbode verify CONTAINER.asice --anchor CA.pem, with --evidence "
                      "RECORD.ers if there is an evidence record."));
    next(lines.say(
             "De QR-code noemt de indiening en de SHA-256 van het bewijs als JSON, dat altijd dezelfde bytes "
             "houdt: ",
             "The QR code names the submission and the SHA-256 of this receipt as JSON, whose bytes never change: ") +
         receipt_code(facts));
}

}  // namespace

std::string ReceiptLines::when(Instant at) const {
    auto const text = rfc3339(at);  // 2026-11-26T14:03:05.123Z
    return date_in(language_ == Language::nl ? "nl" : "en", text.substr(0, 10)) + ", " + text.substr(11, 8) + " UTC";
}

void ReceiptLines::row(std::string_view label, std::string_view text) {
    if (!text.empty()) add(ReceiptLineKind::row, label, text);
}

void ReceiptLines::small(std::string_view text) {
    ensure(!lines_.empty(), "small print belongs to something");
    add(ReceiptLineKind::small, {}, text);
}

void ReceiptLines::add(ReceiptLineKind kind, std::string_view label, std::string_view text) {
    lines_.push_back({kind, std::string(label), bounded(washed(text))});
}

std::vector<ReceiptLine> receipt_lines(ReceiptFacts const& facts, Language language) {
    ReceiptLines lines(language);
    auto const& view = facts.submission;
    lines.title(view.refusal ? lines.say("Bericht van weigering", "Notice of refusal")
                             : lines.say("Ontvangstbewijs", "Receipt"));
    add_head(lines, facts);
    if (view.receipt) {
        lines.row(lines.say("Nummer in het register", "Number in the record"), std::to_string(view.receipt->sequence));
        lines.row(lines.say("SHA-256 van manifest en bestanden", "SHA-256 of manifest and files"),
                  view.receipt->digest.hex());
    }
    lines.row(lines.say("SHA-256 van dit bewijs als JSON", "SHA-256 of this receipt as JSON"), facts.digest.hex());
    add_own_seal(lines, facts.seal);
    lines.text(lines.say("Alles hierna is de toestand op het tijdstip van opmaak.",
                         "All that follows is how things stood when this was made."));
    if (view.refusal) add_refusal(lines, *view.refusal);
    if (view.receipt) {
        add_files(lines, view);
        add_seal(lines, view.seal);
        add_transfers(lines, view.transfers);
    }
    add_proof(lines, facts);
    add_check(lines, facts);
    return lines.take();
}

}  // namespace wetbode::letter
