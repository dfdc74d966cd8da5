// SPDX-License-Identifier: EUPL-1.2
#include "gateway/verification/certificate_path.hpp"

#include "gateway/base/rfc3339.hpp"
#include "gateway/crypto/document_use.hpp"
#include "gateway/refusal.hpp"
#include "gateway/verification/certificate_marks.hpp"
#include "gateway/verification/unknown_revocation.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace wetbode {

namespace {

bool may_serve(TrustAnchor const& anchor, TrustUse use, Instant at) {
    if (anchor.use != TrustUse::any && anchor.use != use) return false;
    if (anchor.granted_from && at < *anchor.granted_from) return false;
    return !anchor.granted_until || at < *anchor.granted_until;
}

void add_path_finding(ChainAnswer const& chain, PathQuestion const& question, Findings& findings) {
    if (chain.code != "OUT_OF_BOUNDS_NO_POE") {
        findings.add(chain.code, "Het certificaat komt niet uit bij een vertrouwde instantie (" + chain.detail + ").",
                     "The certificate does not lead to a trusted authority (" + chain.detail + ").");
        return;
    }
    if (question.existed_at)
        findings.add(chain.code,
                     "Een certificaat was niet geldig op het oudste bewezen tijdstip (" + chain.detail + ").",
                     "A certificate was not valid at the oldest proven time (" + chain.detail + ").");
    else
        findings.add(chain.code,
                     "Een certificaat is verlopen of nog niet geldig, en niets bewijst dat het zegel eerder bestond.",
                     "A certificate has expired or is not valid yet, and nothing proves that the seal is older.");
}

/// An authority between the certificate and its anchor that was given for web servers, say, makes no signers: what
/// extended key usage says of an authority holds for all below it. The anchor is trusted for itself.
bool is_for_other_things(std::vector<std::string> const& chain, TrustUse use) {
    auto const leads = use == TrustUse::time ? may_lead_to_time_stamps : may_serve_documents;
    for (std::size_t i = 1; i + 1 < chain.size(); ++i)
        if (!leads(chain[i])) return true;
    return false;
}

}  // namespace

PathJudge::PathJudge(std::vector<std::string> certificates, RevocationValues values, TrustAnchors const& anchors,
                     JudgementPolicy const& policy, Instant now)
    : certificates_(std::move(certificates)),
      values_(std::move(values)),
      anchors_(anchors),
      policy_(policy),
      now_(now),
      material_at_(now) {
    // Responders' certificates may stand anywhere in the document.
    values_.certificates.insert(values_.certificates.end(), certificates_.begin(), certificates_.end());
}

/// A trust list holds thousands of authorities; only those that somebody names as his issuer can end a path.
std::vector<TrustAnchor const*> PathJudge::candidates(std::string const& certificate, TrustUse use,
                                                      Instant at) const {
    std::set<std::string> names;
    auto const note = [&names](std::string const& der) {
        if (auto const facts = facts_of_certificate(der)) names.insert(facts->issuer);
    };
    note(certificate);
    for (auto const& other : certificates_) note(other);
    std::vector<TrustAnchor const*> found;
    for (auto const& anchor : anchors_)
        if (may_serve(anchor, use, at) && (names.contains(anchor.subject) || anchor.certificate == certificate))
            found.push_back(&anchor);
    return found;
}

/// A path to a root that is listed leads past an authority that the list names, too: what it says of that one counts.
TrustAnchor const* PathJudge::lost_status_on(std::vector<std::string> const& chain, TrustUse use, Instant at) const {
    for (std::size_t i = 0; i + 1 < chain.size(); ++i) {
        auto const facts = facts_of_certificate(chain[i]);
        TrustAnchor const* lost = nullptr;
        bool kept = false;
        for (auto const& anchor : anchors_) {
            bool const same = facts && anchor.subject == facts->subject && anchor.use == use &&
                              have_one_key(anchor.certificate, chain[i]);
            if (same && may_serve(anchor, use, at)) kept = true;
            else if (same) lost = &anchor;
        }
        if (lost != nullptr && !kept) return lost;
    }
    return nullptr;
}

PathAnswer PathJudge::judge(PathQuestion const& question) {
    PathAnswer answer;
    auto const at = question.existed_at.value_or(now_);
    auto const trusted = candidates(question.certificate, question.use, at);
    std::vector<std::string> ders;
    for (auto const* anchor : trusted) ders.push_back(anchor->certificate);
    auto const chain = chain_of(question.certificate, certificates_, ders, at);
    if (!chain.trusted) {
        add_path_finding(chain, question, answer.findings);
        return answer;
    }
    if (auto const* const lost = lost_status_on(chain.chain, question.use, at)) {
        answer.findings.add("NO_CERTIFICATE_CHAIN_FOUND",
                            "Een instantie op het pad heeft haar status verloren: " + lost->name + ".",
                            "An authority on the path has lost its status: " + lost->name + ".");
        return answer;
    }
    if (is_for_other_things(chain.chain, question.use)) {
        answer.findings.add("CHAIN_CONSTRAINTS_FAILURE",
                            "Een instantie op het pad geeft certificaten voor andere doelen (uitgebreid "
                            "sleutelgebruik).",
                            "An authority on the path issues certificates for other purposes (extended key usage).");
        return answer;
    }
    auto const anchor = std::find_if(trusted.begin(), trusted.end(), [&](TrustAnchor const* candidate) {
        return candidate->certificate == chain.chain.back();
    });
    ensure(anchor != trusted.end(), "a path ends in one of the anchors");
    answer.trusted_by = (*anchor)->name;
    judge_revocation(chain.chain, **anchor, question, answer);
    return answer;
}

RevocationAnswer PathJudge::asked(std::string const& certificate, std::string const& issuer,
                                  PathQuestion const& question) const {
    // What happened since counts, too: an answer of today that says "revoked" is told whatever an older one said.
    auto const& values = fetched_ ? *fetched_ : values_;
    auto latest = revocation_of(certificate, issuer, values, now_, now_);
    if (latest.status == RevocationStatus::revoked) return latest;
    auto const then = question.existed_at.value_or(now_);
    auto at_proof = revocation_of(certificate, issuer, values, then, now_);
    if (at_proof.status != RevocationStatus::unknown) return at_proof;
    if (latest.status != RevocationStatus::unknown) return latest;
    if (question.good_when_made && question.made_at)
        return revocation_of(certificate, issuer, values, *question.made_at, now_);
    return at_proof;
}

void PathJudge::tell_revoked(RevocationAnswer const& revocation, bool is_leaf, PathQuestion const& question,
                             PathAnswer& answer) const {
    auto const when = revocation.revoked_at ? rfc3339(*revocation.revoked_at) : std::string("?");
    if (question.existed_at && revocation.revoked_at && *revocation.revoked_at > *question.existed_at) {
        answer.warnings.add("REVOKED_LATER", "Een certificaat is ingetrokken op " + when + ", na het bewezen tijdstip.",
                            "A certificate was revoked at " + when + ", after the proven time.");
        return;
    }
    bool const by_own_word = question.made_at && revocation.revoked_at && *question.made_at >= *revocation.revoked_at;
    if (by_own_word)
        answer.findings.add("REVOKED", "Het certificaat was ingetrokken sinds " + when + ".",
                            "The certificate had been revoked since " + when + ".");
    else
        answer.findings.add(is_leaf ? "REVOKED_NO_POE" : "REVOKED_CA_NO_POE",
                            "Een certificaat is ingetrokken op " + when + ", en niets bewijst een eerder tijdstip.",
                            "A certificate was revoked at " + when + ", and nothing proves an earlier time.");
}

void PathJudge::fetch_for(std::string const& certificate, std::string const& issuer, PathQuestion const& question,
                          PathAnswer& answer) {
    try {
        auto fetched = policy_.source->values_for({certificate, issuer}, question.existed_at.value_or(now_));
        if (!fetched_) fetched_ = values_;
        for (auto& value : fetched.ocsps) fetched_->ocsps.push_back(std::move(value));
        for (auto& value : fetched.crls) fetched_->crls.push_back(std::move(value));
        for (auto& value : fetched.certificates) fetched_->certificates.push_back(std::move(value));
    } catch (Outage const& outage) {
        answer.warnings.add("TRY_LATER", std::string("Over de intrekking kwam geen antwoord: ") + outage.what(),
                            std::string("There was no answer about the revocation: ") + outage.what());
    }
}

void PathJudge::judge_revocation(std::vector<std::string> const& chain, TrustAnchor const& anchor,
                                 PathQuestion const& question, PathAnswer& answer) {
    for (std::size_t i = 0; i + 1 < chain.size(); ++i) {
        auto revocation = asked(chain[i], chain[i + 1], question);
        auto const marks = marks_of_certificate(chain[i]);
        bool const excused = policy_.revocation == RevocationRule::none || marks.needs_no_revocation;
        bool const to_ask = policy_.source != nullptr && !excused && marks.names_revocation_service;
        if (revocation.status == RevocationStatus::unknown && to_ask) {
            fetch_for(chain[i], chain[i + 1], question, answer);
            revocation = asked(chain[i], chain[i + 1], question);
        }
        if (revocation.status == RevocationStatus::revoked) {
            tell_revoked(revocation, i == 0, question, answer);
        } else if (revocation.status == RevocationStatus::good) {
            auto const issuer = facts_of_certificate(chain[i + 1]);
            if (i + 2 < chain.size() && issuer && issuer->not_after < material_at_)
                answer.findings.add("OUT_OF_BOUNDS_NO_POE",
                                    "Wie de intrekkingen bijhield is verlopen, en niets zegt dat zijn woord ouder is.",
                                    "Who tells of revocations has expired, and nothing says that his word is older.");
        } else if (!excused && anchor.no_revocation && !marks.names_revocation_service) {
            answer.warnings.add("NO_REVOCATION_SERVICE",
                                "De instantie heeft geen dienst voor intrekkingen; zo staat het in de instellingen.",
                                "The authority has no revocation service; the settings say so.");
        } else if (!excused) {
            auto words = unknown_revocation(revocation.reason);
            answer.findings.add("TRY_LATER", std::move(words.nl), std::move(words.en));
        }
    }
}

bool PathJudge::has_revocation_of(std::string const& certificate, Instant at) const {
    auto const facts = facts_of_certificate(certificate);
    if (!facts || facts->issuer == facts->subject) return false;
    auto const answers = [&](std::string const& issuer) {
        auto const who = facts_of_certificate(issuer);
        return who && who->subject == facts->issuer &&
               revocation_of(certificate, issuer, values_, at, now_).status != RevocationStatus::unknown;
    };
    bool const here = std::any_of(certificates_.begin(), certificates_.end(), answers);
    return here || std::any_of(anchors_.begin(), anchors_.end(), [&](TrustAnchor const& anchor) {
        return anchor.subject == facts->issuer && answers(anchor.certificate);
    });
}

}  // namespace wetbode
