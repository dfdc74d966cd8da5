// SPDX-License-Identifier: EUPL-1.2
// Time stamps, evidence records and revocation values come inside signatures that strangers send.
#include "adapters/trust/authority.hpp"
#include "gateway/crypto/hashing.hpp"
#include "gateway/refusal.hpp"
#include "gateway/revocation/revocation.hpp"
#include "gateway/revocation/services.hpp"
#include "gateway/timestamp/evidence_record.hpp"
#include "gateway/timestamp/time_exchange.hpp"
#include "tests/fuzz/entries.hpp"

namespace wetbode::fuzz {

namespace {

/// The seeds were signed by other keys under the same names.
struct Stand {
    Instant now{std::chrono::sys_days{std::chrono::year{2026} / 1 / 5}};
    trust::Authority authority{{now - std::chrono::days{100}, "http://trust.invalid", trust::KeyKind::p256, "Fuzz"}};
    std::string issuing = authority.issuing();
    trust::IssueWish wish{"a seal", trust::KeyKind::p256, now - std::chrono::days{1}, now + std::chrono::days{1}};
    std::string certificate = authority.issue(wish).certificate;
};

Stand& stand() {
    static Stand made;
    return made;
}

DigestOf digest_of(std::string_view text) {
    return [text](HashAlgorithm algorithm) { return hash_of(algorithm, text); };
}

}  // namespace

void trust(std::string_view bytes) {
    auto const& known = stand();
    if (auto const token = read_time_token(bytes); token && token->intact)
        ensure(token->imprint == hash_of(HashAlgorithm::sha256, "a decree"), "a token proves what was stamped only");
    TimeQuestion const question{HashAlgorithm::sha256, hash_of(HashAlgorithm::sha256, "a decree"), "@1234567"};
    ensure(!token_in(bytes, question), "a token that answers another nonce is refused");
    ensure(!verify_evidence(bytes, digest_of("never stamped")), "a record proves what is in its tree only");
    std::string const octets(bytes);
    RevocationValues const values{{octets}, {octets}, {octets}};
    ensure(revocation_of(known.certificate, known.issuing, values, known.now, known.now).status ==
               RevocationStatus::unknown,
           "what the issuer did not sign is not believed");
    ensure(revocation_of(bytes, bytes, values, known.now, known.now).status == RevocationStatus::unknown,
           "nobody vouches for himself");
    ensure(revocation::services_of(bytes).lists.size() <= 4, "a certificate names four places at most");
    (void)revocation::nonce_in(bytes);
}

}  // namespace wetbode::fuzz
