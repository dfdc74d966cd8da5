// SPDX-License-Identifier: EUPL-1.2
// Evidence records beside a file (RFC 4998): what they prove of it, and who says so.
#include "gateway/base/content.hpp"
#include "gateway/base/files.hpp"
#include "gateway/timestamp/evidence_record.hpp"
#include "gateway/verification/certificate_path.hpp"
#include "gateway/verification/verification.hpp"

#include <utility>

namespace wetbode {

namespace {

std::string hashed(std::filesystem::path const& file, HashAlgorithm algorithm) {
    auto const reader = open(Content{{}, 0, file});
    Hasher hasher(algorithm);
    std::string buffer(64U << 10U, '\0');
    while (auto const count = reader->read(buffer)) hasher.update(std::string_view(buffer).substr(0, count));
    return hasher.finish();
}

/// The last token must be trusted now; each earlier one at the time that the next one proves.
std::vector<TimeStampReport> judged(std::vector<ReadTimeToken> const& tokens, VerificationOptions const& options) {
    std::vector<std::string> certificates;
    RevocationValues values;
    for (auto const& token : tokens) {
        certificates.insert(certificates.end(), token.certificates.begin(), token.certificates.end());
        values.crls.insert(values.crls.end(), token.crls.begin(), token.crls.end());
        values.ocsps.insert(values.ocsps.end(), token.ocsps.begin(), token.ocsps.end());
    }
    PathJudge paths(std::move(certificates), std::move(values), options.anchors, options.policy, options.now);
    std::vector<TimeStampReport> reports(tokens.size());
    std::optional<Instant> proof;
    for (std::size_t i = tokens.size(); i-- > 0;) {
        auto const& token = tokens[i];
        auto path = paths.judge({token.certificate, TrustUse::time, proof, token.at, true});
        check_stamp_itself(token, path.findings);
        if (token.at > options.now)
            path.findings.add("TIMESTAMP_ORDER_FAILURE", "De tijdstempel ligt in de toekomst.",
                              "The time stamp lies in the future.");
        auto const facts = facts_of_certificate(token.certificate);
        if (facts && (token.at < facts->not_before || token.at > facts->not_after))
            path.findings.add("OUT_OF_BOUNDS_NO_POE", "Het tijdstip ligt buiten de geldigheid van het certificaat.",
                              "The time lies outside the life of the certificate.");
        if (facts && !facts->key_allowed)
            path.findings.add("CRYPTO_CONSTRAINTS_FAILURE_NO_POE", "De sleutel van een tijdstempel is te zwak.",
                              "The key of a time stamp is too weak.");
        reports[i] = {"evidence", token.at, facts ? facts->subject : std::string{}, verdict_of(path.findings.list),
                      std::move(path.findings.list)};
        proof = reports[i].verdict == SealVerdict::passed ? std::optional(token.at) : std::nullopt;
    }
    return reports;
}

}  // namespace

void add_evidence(VerificationReport& report, std::filesystem::path const& file, std::string_view record,
                  VerificationOptions const& options) {
    Findings findings;
    auto const answer =
        verify_evidence(record, [&file](HashAlgorithm algorithm) { return hashed(file, algorithm); });
    if (!answer) {
        findings.add("HASH_FAILURE", "Het bewijsrecord bewijst niets van dit bestand: " + answer.error(),
                     "The evidence record proves nothing of this file: " + answer.error());
    } else {
        report.evidence = judged(answer->tokens, options);
        for (auto const& stamp : report.evidence) findings.add(stamp.findings);
    }
    // A file without a signature is proven by its record alone: that it existed, not who made it.
    bool const alone = report.signatures.empty() && report.format.empty();
    if (alone) {
        report.findings.clear();
        report.format = "ERS";
    }
    Findings all{std::move(report.findings)};
    all.add(findings.list);
    report.findings = std::move(all.list);
    report.verdict = verdict_of(report.findings);
}

}  // namespace wetbode
