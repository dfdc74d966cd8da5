// SPDX-License-Identifier: EUPL-1.2
#include "gateway/revocation/revocation.hpp"

#include "gateway/revocation/certificate_pair.hpp"
#include "gateway/revocation/list_answer.hpp"
#include "gateway/revocation/ocsp_answer.hpp"
#include "gateway/revocation/responder.hpp"

#include <openssl/err.h>

#include <algorithm>

namespace wetbode {

namespace {

using namespace revocation;

RevocationAnswer unknown(std::string why) {
    return {RevocationStatus::unknown, std::nullopt, std::nullopt, std::move(why)};
}

/// What is left of all answers: a revocation counts above all, then the newest good one, then the first reason why not.
class Sum {
public:
    Sum(Instant at, Instant now) : at_(at), now_(now) {}

    void add(Finding const& finding) {
        if (!finding.fits) {
            auto& reason = finding.elsewhere ? elsewhere_ : why_not_;
            if (reason.empty()) reason = finding.reason;
            return;
        }
        auto const answer = judged(finding);
        if (answer.status == RevocationStatus::unknown) {
            if (why_not_.empty()) why_not_ = answer.reason;
            return;
        }
        bool const worse = answer.status == RevocationStatus::revoked && best_.status != RevocationStatus::revoked;
        bool const newer = answer.status == best_.status && answer.produced > best_.produced;
        if (best_.status == RevocationStatus::unknown || worse || newer) best_ = answer;
    }

    [[nodiscard]] RevocationAnswer answer() const {
        if (best_.status != RevocationStatus::unknown) return best_;
        for (auto const& reason : {why_not_, elsewhere_})
            if (!reason.empty()) return unknown(reason);
        return unknown("there is no revocation data");
    }

private:
    [[nodiscard]] RevocationAnswer judged(Finding const& finding) const {
        // Once revoked, revoked: an old answer proves it as well as a new one.
        if (finding.revoked_at && *finding.revoked_at <= at_)
            return {RevocationStatus::revoked, finding.produced, finding.revoked_at, finding.reason};
        if (std::max(finding.produced, finding.answered) > now_ + clock_tolerance)
            return {RevocationStatus::unknown, finding.produced, std::nullopt,
                    "the revocation data says that it was made in a time to come"};
        if (finding.only_against)
            return {RevocationStatus::unknown, finding.produced, std::nullopt, finding.reason};
        if (at_ > finding.valid_until)
            return {RevocationStatus::unknown, finding.produced, std::nullopt,
                    "the revocation data had ended (nextUpdate) before that instant"};
        return {RevocationStatus::good, finding.produced, finding.revoked_at, finding.reason};
    }

    Instant at_;
    Instant now_;
    RevocationAnswer best_;
    std::string why_not_;
    std::string elsewhere_;
};

/// An answer of a responder about whom somebody else must say that he was not revoked counts with that word only:
/// nobody vouches for himself. Without it his word still counts against a certificate.
Finding vouched(Finding finding, std::string_view issuer_der, RevocationValues const& values, Instant now) {
    if (!finding.fits || finding.responder.empty()) return finding;
    Sum sum(finding.answered, now);
    if (auto const pair = pair_of(finding.responder, issuer_der)) {
        for (auto const& list : values.crls) sum.add(list_finding(*pair, list));
        for (auto const& response : values.ocsps)
            if (auto const word = ocsp_finding(*pair, response, values.certificates); word.responder.empty())
                sum.add(word);
    }
    auto const word = sum.answer();
    if (word.status == RevocationStatus::revoked)
        return unfit("the responder's certificate had been revoked when it answered");
    // The date of his answer is his own word, so it helps nothing that the answer says to be older.
    if (word.revoked_at && casts_doubt_on_the_past(word.reason))
        return unfit("the responder's certificate was revoked, which leaves its earlier answers in doubt");
    if (word.status == RevocationStatus::good) return finding;
    finding.only_against = true;
    if (!finding.revoked_at) finding.reason = "nothing says that the responder's certificate was not revoked";
    return finding;
}

}  // namespace

RevocationAnswer revocation_of(std::string_view certificate_der, std::string_view issuer_der,
                               RevocationValues const& values, Instant at, Instant now) {
    auto const pair = pair_of(certificate_der, issuer_der);
    if (!pair) return unknown("not a certificate and its issuer");
    Sum sum(at, now);
    for (auto const& list : values.crls) sum.add(list_finding(*pair, list));
    for (auto const& response : values.ocsps)
        sum.add(vouched(ocsp_finding(*pair, response, values.certificates), issuer_der, values, now));
    ERR_clear_error();
    return sum.answer();
}

}  // namespace wetbode
