// SPDX-License-Identifier: EUPL-1.2
#include "gateway/intake/door_signatures.hpp"

#include "gateway/base/content.hpp"
#include "gateway/base/screen_text.hpp"
#include "gateway/intake/faults.hpp"
#include "gateway/intake/numbers.hpp"

#include <algorithm>

namespace wetbode {
namespace {

using State = SignatureFound::State;

constexpr std::string_view container_type = "application/vnd.etsi.asic-e+zip";

/// Of one file; a signature with more of them is no clearer for it.
constexpr std::size_t findings_told_max = 8;
/// Octets of one sentence: a finding may quote a name of the file, which can be of any length.
constexpr std::size_t sentence_max = 400;

/// Without parameters.
bool is_type(Rendition const& file, std::string_view type) {
    return file.media_type.starts_with(type) &&
           (file.media_type.size() == type.size() || file.media_type[type.size()] == ';' ||
            file.media_type[type.size()] == ' ');
}

/// The `size` octets from the front, fewer if there are no more.
std::string head_of(Content const& content, std::size_t size) {
    auto const reader = open(content);
    std::string head(size, '\0');
    std::size_t filled = 0;
    while (filled < size) {
        auto const got = reader->read(std::span(head).subspan(filled));
        if (got == 0) break;
        filled += got;
    }
    head.resize(filled);
    return head;
}

/// ETSI EN 319 162-1 annex A.1: `mimetype` is the first entry, uncompressed, so the type stands at octet 38.
bool is_container(Rendition const& file, Content const& content) {
    if (is_type(file, container_type)) return true;
    constexpr std::size_t name_at = 30;
    auto const expected = "mimetype" + std::string(container_type);
    auto const head = head_of(content, name_at + expected.size());
    return head.starts_with("PK\x03\x04") && head.size() > name_at &&
           std::string_view(head).substr(name_at) == expected;
}

/// An element name cannot be written with character references, and the door takes no other encoding than UTF-8: a
/// ds:Signature shows these letters, whatever its prefix.
bool may_hold_signature(Content const& document) {
    constexpr std::string_view name = "Signature";
    auto const reader = open(document);
    std::string window;
    std::array<char, 64 * 1024> piece{};
    while (auto const got = reader->read(piece)) {
        window.append(piece.data(), got);
        for (auto at = window.find(name); at != std::string::npos; at = window.find(name, at + 1))
            if (at > 0 && (window[at - 1] == '<' || window[at - 1] == ':')) return true;
        window.erase(0, window.size() - std::min(window.size(), name.size()));
    }
    return false;
}

std::string clipped(std::string const& sentence) { return screen_text(sentence.substr(0, sentence_max)); }

/// The signatures of one submission, as far as its share of work reaches.
class Door {
public:
    explicit Door(DoorSignatures const& signatures) : signatures_(signatures) {}

    std::vector<Fault> faults_of(Rendition const& file, Content const& content) {
        bool const declared = file.signed_by_people || !file.expected_signers.empty();
        if (!declared && !looks_signed(file, content)) return {};
        faults_.clear();
        if (!is_type(file, "application/pdf") && !is_xml(file) && !is_container(file, content)) {
            unchecked(file, {"van dit soort bestanden kan de gateway geen handtekening nazien.",
                             "the gateway cannot verify signatures in this kind of file."});
        } else if (files_ == door_signed_files_max || content.bytes > signatures_.bytes_max - bytes_) {
            unchecked(file, {"de indiening bevat meer ondertekende inhoud dan aan de deur wordt nagekeken "
                             "(verification.at_door_bytes_max).",
                             "the submission holds more signed content than is verified at the door "
                             "(verification.at_door_bytes_max)."});
        } else {
            ++files_;
            bytes_ += content.bytes;
            tell(file, signatures_.verify(file, content), declared);
        }
        return std::move(faults_);
    }

private:
    void add(Rendition const& file, std::string code, Severity severity, Text message) {
        faults_.push_back({.code = std::move(code), .severity = severity, .file = file.name,
                           .message = std::move(message)});
    }

    void unchecked(Rendition const& file, Text const& why) {
        add(file, "SIGNATURE.NOT_CHECKED", Severity::warning,
            {"De handtekening in " + file.name + " is niet nagekeken: " + why.nl,
             "The signature in " + file.name + " was not verified: " + why.en});
    }

    void tell(Rendition const& file, SignatureFound const& found, bool declared) {
        auto const grave = signatures_.mode == AtDoor::refuse ? Severity::error : Severity::warning;
        for (auto const& signer : found.expected) tell(file, signer, grave);
        if (found.state == State::none) return tell_missing(file, declared, grave);
        if (found.state != State::passed) {
            auto const severity = found.state == State::failed ? grave : Severity::warning;
            auto const told = std::min(found.findings.size(), findings_told_max);
            for (std::size_t i = 0; i < told; ++i) not_passed(file, severity, found.findings[i]);
            if (told == 0) not_passed(file, severity, {"", {"geen nadere uitleg.", "no further reason."}});
        }
        // What a failed signature is over means nothing.
        if (found.partial && found.state != State::failed)
            add(file, "SIGNATURE.PART", Severity::warning,
                {"De handtekening in " + file.name + " dekt niet alles: later is er nog iets aan toegevoegd.",
                 "The signature in " + file.name + " does not cover everything: something was added later."});
    }

    /// One whose signature may be good is no reason to refuse: trust, revocation or a proof of time is missing.
    void tell(Rendition const& file, SignatureFound::Signer const& signer, Severity grave) {
        if (signer.state == State::passed) return;
        auto const who = clipped(signer.name);
        if (signer.state == State::none)
            return add(file, "SIGNATURE.SIGNER_MISSING", grave,
                       {"In " + file.name + " ontbreekt de handtekening van " + who + ", die volgens het manifest "
                        "ondertekende.",
                        "In " + file.name + " the signature is missing of " + who + ", who signed as the manifest "
                        "says."});
        auto const severity = signer.state == State::failed ? grave : Severity::warning;
        add(file, "SIGNATURE.SIGNER_NOT_PASSED", severity,
            {"In " + file.name + " slaagt de handtekening van " + who + " niet, die volgens het manifest ondertekende.",
             "In " + file.name + " the signature does not pass of " + who + ", who signed as the manifest says."});
    }

    void tell_missing(Rendition const& file, bool declared, Severity grave) {
        if (declared)
            return add(file, "SIGNATURE.MISSING", grave,
                       {file.name + " is als ondertekend opgegeven, maar bevat geen handtekening.",
                        file.name + " is declared signed, but holds no signature."});
        if (is_xml(file)) return;  // another element with such a name
        add(file, "SIGNATURE.MISSING", Severity::warning,
            {file.name + " is een ASiC-E-container, maar bevat geen handtekening.",
             file.name + " is an ASiC-E container, but holds no signature."});
    }

    void not_passed(Rendition const& file, Severity severity, SignatureFound::Finding const& finding) {
        auto const why = finding.indication.empty() ? std::string() : " (" + finding.indication + ")";
        add(file, "SIGNATURE.NOT_PASSED", severity,
            {"De handtekening in " + file.name + " slaagt niet" + why + ": " + clipped(finding.message.nl),
             "The signature in " + file.name + " does not pass" + why + ": " + clipped(finding.message.en)});
    }

    DoorSignatures const& signatures_;
    int files_ = 0;
    std::uint64_t bytes_ = 0;  ///< never above bytes_max
    std::vector<Fault> faults_;
};

Refusal signature_refused() {
    return {.code = "SIGNATURE_REFUSED",
            .title = {"Handtekening niet aanvaard", "Signature not accepted"},
            .detail = {"Minstens één bestand heeft een handtekening die faalt, of is als ondertekend opgegeven zonder "
                       "het te zijn, door wie dan ook of door wie het moest. Elk staat in de lijst.",
                       "At least one file has a signature that fails, or is declared signed without being so, by "
                       "anybody or by whom it must be. Each is listed."},
            .remedy = {"Laat het bestand opnieuw ondertekenen en wijzig het daarna niet meer, of zet \"signed\" op "
                       "false; dezelfde sleutel mag.",
                       "Have the file signed again and do not change it afterwards, or set \"signed\" to false; the "
                       "same key may be used."}};
}

}  // namespace

bool looks_signed(Rendition const& file, Content const& content) {
    return is_xml(file) ? may_hold_signature(content) : is_container(file, content);
}

std::optional<Refusal> check_signatures(Submission const& submission, std::vector<Verdict>& verdicts,
                                        DoorSignatures const& signatures) {
    if (signatures.mode == AtDoor::off) return std::nullopt;
    Door door(signatures);
    FaultList refused;
    auto verdict = verdicts.begin();
    for (auto const& piece : submission.manifest.pieces) {
        for (auto const& file : piece.files) {
            auto const came = submission.files.find(file.name);
            if (came == submission.files.end()) continue;
            ensure(verdict != verdicts.end(), "each file that came has a verdict");
            auto& here = *verdict++;
            if (!here.valid()) continue;
            auto faults = door.faults_of(file, came->second);
            for (auto& fault : faults) here.faults.push_back(std::move(fault));
            if (here.valid()) continue;
            for (auto const& fault : here.faults)
                if (fault.code.starts_with("SIGNATURE.")) refused.add(fault);
        }
    }
    return std::move(refused).into(signature_refused());
}

}  // namespace wetbode
