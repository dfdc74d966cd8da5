// SPDX-License-Identifier: EUPL-1.2
#include "gateway/verification/token_check.hpp"

#include "gateway/base/rfc3339.hpp"
#include "gateway/crypto/algorithm_terms.hpp"
#include "gateway/crypto/certificate.hpp"
#include "gateway/revocation/revocation.hpp"

namespace wetbode {

namespace {

/// ETSI EN 319 102-1 section 5.4: a token with an algorithm that has ended counts if it is proven to be from before.
void check_algorithm(ReadTimeToken const& token, CertificateFacts const& facts, Instant used, Findings& found) {
    if (!facts.key_allowed) {
        found.add("CRYPTO_CONSTRAINTS_FAILURE_NO_POE", "De sleutel van een tijdstempel is te zwak.",
                  "The key of a time stamp is too weak.");
        return;
    }
    auto const end = token.scheme ? end_of({*token.scheme, token.algorithm}, facts.key_bits) : std::nullopt;
    if (!end || *end > used) return;
    auto const day = rfc3339(Instant{*end}).substr(0, 10);
    std::string const where(algorithm_terms_source);
    found.add("CRYPTO_CONSTRAINTS_FAILURE_NO_POE",
              "Het algoritme van een tijdstempel is sinds " + day + " niet meer aanvaardbaar (" + where +
                  "), en niets bewijst dat ze ouder is.",
              "The algorithm of a time stamp has not been acceptable since " + day + " (" + where +
                  "), and nothing proves that it is older.");
}

}  // namespace

void check_token(ReadTimeToken const& token, std::optional<Instant> proof, Instant now, Findings& found) {
    if (token.at > now + clock_tolerance || (proof && token.at > *proof + clock_tolerance))
        found.add("TIMESTAMP_ORDER_FAILURE", "Een tijdstempel zegt een later tijdstip dan kan.",
                  "A time stamp tells a later time than can be.");
    if (!token.may_stamp)
        found.add("CHAIN_CONSTRAINTS_FAILURE", "Het certificaat is niet bedoeld voor tijdstempels.",
                  "The certificate is not meant for time stamps.");
    auto const facts = facts_of_certificate(token.certificate);
    if (!facts) return;  // no path leads from it: told there
    if (token.at < facts->not_before || token.at > facts->not_after)
        found.add("OUT_OF_BOUNDS_NO_POE", "Het tijdstip ligt buiten de geldigheid van het certificaat.",
                  "The time lies outside the life of the certificate.");
    check_algorithm(token, *facts, proof.value_or(now), found);
}

}  // namespace wetbode
