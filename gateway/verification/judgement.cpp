// SPDX-License-Identifier: EUPL-1.2
#include "gateway/verification/judgement.hpp"

#include "gateway/base/rfc3339.hpp"
#include "gateway/crypto/algorithm_terms.hpp"
#include "gateway/crypto/document_use.hpp"
#include "gateway/revocation/response_certificates.hpp"
#include "gateway/verification/certificate_marks.hpp"
#include "gateway/verification/certificate_path.hpp"
#include "gateway/verification/token_check.hpp"

#include <algorithm>
#include <utility>

namespace wetbode {

namespace {

using namespace std::chrono_literals;
using Kind = StampEvidence::Kind;

constexpr std::size_t pool_max = 1024;             ///< certificates of a document
constexpr auto soon = std::chrono::days{3 * 365};  ///< in time to seal again what must last

char const* name_of(Kind kind) {
    switch (kind) {
        case Kind::signature: return "signature";
        case Kind::archive: return "archive";
        case Kind::document: return "document";
    }
    return "";
}

void append(std::vector<std::string>& to, std::vector<std::string> const& from) {
    to.insert(to.end(), from.begin(), from.end());
}

RevocationValues all_values(SignatureEvidence const& evidence) {
    auto all = evidence.revocation;
    for (auto const& stamp : evidence.time_stamps) {
        if (!stamp.token) continue;
        append(all.crls, stamp.token->crls);
        append(all.ocsps, stamp.token->ocsps);
    }
    return all;
}

std::vector<std::string> all_certificates(SignatureEvidence const& evidence) {
    auto all = evidence.certificates;
    append(all, evidence.revocation.certificates);
    for (auto const& stamp : evidence.time_stamps)
        if (stamp.token) append(all, stamp.token->certificates);
    // A responder may send those above it along, and nobody else in the file.
    for (auto const& response : all_values(evidence).ocsps)
        if (all.size() < pool_max) append(all, certificates_of_response(response));
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
}

bool is_whole(StampEvidence const& stamp) {
    return stamp.token && stamp.imprint_holds && stamp.token->intact && stamp.token->may_stamp;
}

class Judge {
public:
    Judge(SignatureEvidence const& evidence, TrustAnchors const& anchors, JudgementPolicy const& policy, Instant now)
        : evidence_(evidence),
          now_(now),
          existed_at_(policy.existed_at),
          paths_(all_certificates(evidence), all_values(evidence), anchors, policy, now) {}

    Judgement run() {
        result_.signer = facts_of_certificate(evidence_.certificate);
        if (!result_.signer) {
            findings_.add("NO_SIGNING_CERTIFICATE_FOUND",
                          "Het certificaat dat de ondertekende eigenschappen noemen, is er niet bij.",
                          "The certificate that the signed properties name is not there.");
            return finish();
        }
        judge_stamps();
        tell_level();
        judge_times();
        judge_path();
        tell_algorithm();
        return finish();
    }

private:
    /// From the outermost to the innermost: each one that is valid proves how old those before it are.
    void judge_stamps() {
        std::optional<Instant> proof = existed_at_;
        if (existed_at_) paths_.revocation_existed_at(*existed_at_);
        result_.proven_at = existed_at_;
        auto const& stamps = evidence_.time_stamps;
        result_.time_stamps.resize(stamps.size());
        for (std::size_t i = stamps.size(); i-- > 0;) {
            auto& report = result_.time_stamps[i];
            report = judge_stamp(stamps[i], proof);
            if (report.verdict != SealVerdict::passed) continue;
            if (!result_.proven_at || report.at < *result_.proven_at) result_.proven_at = report.at;
            if (stamps[i].kind == Kind::signature) continue;
            if (!proof || report.at < *proof) proof = report.at;
            if (stamps[i].covers_revocation) paths_.revocation_existed_at(report.at);
        }
    }

    TimeStampReport judge_stamp(StampEvidence const& stamp, std::optional<Instant> proof) {
        TimeStampReport report{name_of(stamp.kind), {}, {}, SealVerdict::failed, {}};
        Findings found;
        if (stamp.aged) {
            report.at = stamp.aged->at;
            tell_aged(*stamp.aged, found);
            tell_useless(found);
            return finished(std::move(report), std::move(found));
        }
        check_whole(stamp, found);
        if (stamp.token) {
            report.at = stamp.token->at;
            if (auto const facts = facts_of_certificate(stamp.token->certificate)) report.authority = facts->subject;
        }
        // Tampering counts against the signature; a stamp that is only not trusted just proves nothing.
        findings_.add(found.list);
        if (found.list.empty()) {
            check_token(*stamp.token, proof, now_, found);
            auto const path = paths_.judge(
                {stamp.token->certificate, TrustUse::time, proof, stamp.token->at, true});
            found.add(path.findings.list);
            warnings_.add(path.warnings.list);
            tell_useless(found);
        }
        return finished(std::move(report), std::move(found));
    }

    static TimeStampReport finished(TimeStampReport report, Findings found) {
        report.verdict = verdict_of(found.list);
        report.findings = std::move(found.list);
        return report;
    }

    void tell_useless(Findings const& found) {
        for (auto const& finding : found.list)
            warnings_.add(finding.code, "Een tijdstempel bewijst niets: " + finding.message.nl,
                          "A time stamp proves nothing: " + finding.message.en);
    }

    /// ETSI EN 319 102-1 section 5.4: without a proof from before the end of its algorithm such a stamp proves nothing.
    /// The only proof that could be is an older archive stamp with an algorithm of today over it; nobody has one.
    void tell_aged(AgedTimeToken const& token, Findings& found) const {
        auto const* const term = std::ranges::find(digest_terms, token.algorithm, &DigestTerm::name);
        std::string nl = "Ze gebruikt " + token.algorithm + ", dat hier niet wordt aanvaard";
        std::string en = "It uses " + token.algorithm + ", which is not accepted here";
        if (term != digest_terms.end() && term->end <= now_) {
            auto const day = rfc3339(Instant{term->end}).substr(0, 10);
            auto const where = " (" + std::string(algorithm_terms_source) + ")";
            nl = "Ze gebruikt " + token.algorithm + ", sinds " + day + " niet meer aanvaardbaar" + where;
            en = "It uses " + token.algorithm + ", not acceptable any more since " + day + where;
        }
        auto const when = rfc3339(token.at);
        found.add("CRYPTO_CONSTRAINTS_FAILURE_NO_POE",
                  nl + "; het tijdstip dat ze noemt, " + when + ", is dus niet bewezen.",
                  en + "; so the time that it tells, " + when + ", is not proven.");
    }

    static void check_whole(StampEvidence const& stamp, Findings& found) {
        if (!stamp.token) {
            found.add("SIG_CONSTRAINTS_FAILURE", "Een tijdstempel is onleesbaar of gebruikt een algoritme van vroeger.",
                      "A time stamp cannot be read or uses an algorithm of old.");
            return;
        }
        if (!stamp.imprint_holds)
            found.add("HASH_FAILURE", "Een tijdstempel hoort niet bij deze handtekening of deze inhoud.",
                      "A time stamp does not belong to this signature or this content.");
        if (!stamp.token->intact)
            found.add("SIG_CRYPTO_FAILURE", "De handtekening van een tijdstempel klopt niet.",
                      "The signature of a time stamp does not hold.");
    }

    /// What the signer claims is held against him; it never helps him.
    void judge_times() {
        auto const& signer = *result_.signer;
        if (result_.proven_at && *result_.proven_at + clock_tolerance < signer.not_before)
            findings_.add("NOT_YET_VALID", "De handtekening bestond voor haar certificaat geldig werd.",
                          "The signature existed before its certificate became valid.");
        if (!evidence_.signed_at) return;
        auto const claimed = *evidence_.signed_at;
        if (claimed > now_ + clock_tolerance)
            findings_.add("SIG_CONSTRAINTS_FAILURE", "Het tijdstip van ondertekening ligt in de toekomst.",
                          "The signing time lies in the future.");
        else if (result_.proven_at && claimed > *result_.proven_at + clock_tolerance)
            findings_.add("SIG_CONSTRAINTS_FAILURE", "Het tijdstip van ondertekening ligt na de tijdstempel.",
                          "The signing time lies after the time stamp.");
        // A wrong clock, or a certificate that was renewed: the standard does not ask. No time is proven by it.
        if (claimed + clock_tolerance < signer.not_before)
            warnings_.add("SIGNING_TIME_BEFORE_CERTIFICATE",
                          "Het opgegeven tijdstip van ondertekening ligt voor het begin van het certificaat.",
                          "The claimed signing time lies before the beginning of the certificate.");
        if (claimed > signer.not_after)
            findings_.add("EXPIRED", "Het zegel is gezet nadat zijn certificaat verliep.",
                          "The seal was made after its certificate had expired.");
    }

    void judge_path() {
        if (!result_.signer->key_allowed)
            findings_.add("CRYPTO_CONSTRAINTS_FAILURE",
                          "De sleutel van het certificaat is te zwak of van een onbekende soort.",
                          "The key of the certificate is too weak or of an unknown kind.");
        // ETSI EN 319 102-1 section 5.2.6.4: the constraints on the chain reach to its first certificate.
        if (!may_serve_documents(evidence_.certificate))
            findings_.add("CHAIN_CONSTRAINTS_FAILURE",
                          "Het certificaat is niet bedoeld voor documenten: het dient voor webservers, programma's, "
                          "tijdstempels of intrekkingen (uitgebreid sleutelgebruik).",
                          "The certificate is not meant for documents: it is for web servers, code, time stamps or "
                          "revocations (extended key usage).");
        else if (!result_.signer->may_sign)
            findings_.add("CHAIN_CONSTRAINTS_FAILURE", "Het certificaat is niet bedoeld om mee te ondertekenen.",
                          "The certificate is not meant for signing.");
        auto path = paths_.judge(
            {evidence_.certificate, TrustUse::signatures, result_.proven_at, evidence_.signed_at, false});
        findings_.add(path.findings.list);
        warnings_.add(path.warnings.list);
        result_.trusted_by = std::move(path.trusted_by);
    }

    /// An algorithm that has ended is no proof of anything new, but a time stamp from before its end still holds.
    void tell_algorithm() {
        if (!evidence_.algorithm) return;
        auto const key = marks_of_certificate(evidence_.certificate);
        result_.algorithm = key.key + ", " + std::string(name_of(*evidence_.algorithm));
        auto const end = end_of(*evidence_.algorithm, key.key_bits);
        if (!end || *end == never_acceptable) return;  // shorter than the catalogue: refused by the rules
        auto const day = rfc3339(Instant{*end}).substr(0, 10);
        auto const used = result_.proven_at.value_or(now_);
        std::string const where(algorithm_terms_source);
        if (*end <= used)
            findings_.add("CRYPTO_CONSTRAINTS_FAILURE_NO_POE",
                          "Het algoritme is sinds " + day + " niet meer aanvaardbaar (" + where +
                              "), en niets bewijst dat de handtekening ouder is.",
                          "The algorithm has not been acceptable since " + day + " (" + where +
                              "), and nothing proves that the signature is older.");
        else if (*end <= now_ + soon)
            warnings_.add("ALGORITHM_ENDS", "Het algoritme is aanvaardbaar tot " + day + " (" + where + ").",
                          "The algorithm is acceptable until " + day + " (" + where + ").");
    }

    /// Whole, by an authority that is trusted. That nobody says yet whether it was revoked makes the verdict wait, and
    /// takes no level away.
    [[nodiscard]] bool counts(std::size_t index) const {
        auto const& findings = result_.time_stamps[index].findings;
        return is_whole(evidence_.time_stamps[index]) &&
               std::ranges::all_of(findings, [](SealFinding const& finding) { return finding.code == "TRY_LATER"; });
    }

    void tell_level() {
        auto const& stamps = evidence_.time_stamps;
        std::size_t first = 0;
        while (first < stamps.size() && !counts(first)) ++first;
        result_.level = "B-B";
        if (first == stamps.size()) return;
        result_.level = "B-T";
        if (!paths_.has_revocation_of(evidence_.certificate, stamps[first].token->at)) return;
        result_.level = "B-LT";
        for (std::size_t i = 0; i < stamps.size(); ++i) {
            bool const archive = stamps[i].kind == Kind::archive ||
                                 (stamps[i].kind == Kind::document && stamps[i].covers_revocation);
            if (archive && counts(i)) result_.level = "B-LTA";
        }
    }

    Judgement finish() {
        result_.findings = std::move(findings_.list);
        result_.warnings = std::move(warnings_.list);
        return std::move(result_);
    }

    SignatureEvidence const& evidence_;
    Instant now_;
    std::optional<Instant> existed_at_;
    PathJudge paths_;
    Findings findings_;
    Findings warnings_;
    Judgement result_;
};

}  // namespace

Judgement judge(SignatureEvidence const& evidence, TrustAnchors const& anchors, JudgementPolicy const& policy,
                Instant now) {
    return Judge(evidence, anchors, policy, now).run();
}

}  // namespace wetbode
