// SPDX-License-Identifier: EUPL-1.2
// Evidence records beside a file (RFC 4998): what they prove of it, and who says so.
#include "gateway/base/content.hpp"
#include "gateway/base/files.hpp"
#include "gateway/timestamp/evidence_record.hpp"
#include "gateway/verification/certificate_path.hpp"
#include "gateway/verification/counted_source.hpp"
#include "gateway/verification/token_check.hpp"
#include "gateway/verification/verification.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <ranges>
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

/// Each digest is made once: every chain of a record asks for one, and a file may be large.
DigestOf digest_of(std::filesystem::path const& file) {
    return [file, known = std::make_shared<std::map<HashAlgorithm, std::string>>()](HashAlgorithm algorithm) {
        auto const [place, fresh] = known->try_emplace(algorithm);
        if (fresh) place->second = hashed(file, algorithm);
        return place->second;
    };
}

void append(std::vector<std::string>& to, std::vector<std::string> const& from) {
    to.insert(to.end(), from.begin(), from.end());
}

bool tells_revocation(Findings const& findings) {
    return std::ranges::any_of(findings.list,
                               [](SealFinding const& finding) { return finding.code.starts_with("REVOKED"); });
}

/// What a record proves of its file.
struct Proof {
    std::vector<TimeStampReport> stamps;
    Findings warnings;
    std::optional<Instant> existed_at;  ///< the oldest time that holds
};

/// The last token must be trusted now; each earlier one at the time that the next one proves (RFC 4998 section 5.3).
class Tokens {
public:
    Tokens(std::vector<ReadTimeToken> const& tokens, VerificationOptions const& options)
        : tokens_(tokens), options_(options), paths_(judge_of(tokens.size(), options.policy)) {}

    Proof judged() {
        Proof proof;
        proof.stamps.resize(tokens_.size());
        std::optional<Instant> next;
        for (std::size_t i = tokens_.size(); i-- > 0;) {
            proof.stamps[i] = judged(i, next, proof.warnings);
            bool const holds = proof.stamps[i].verdict == SealVerdict::passed;
            next = holds ? std::optional(tokens_[i].at) : std::nullopt;
            // Each one covers all before it, so the file is as old as any that holds.
            if (holds) proof.existed_at = next;
        }
        return proof;
    }

private:
    TimeStampReport judged(std::size_t i, std::optional<Instant> proof, Findings& warnings) {
        auto const& token = tokens_[i];
        auto path = path_of(i, proof);
        check_token(token, proof, options_.now, path.findings);
        warnings.add(path.warnings.list);
        auto const facts = facts_of_certificate(token.certificate);
        return {"evidence", token.at, facts ? facts->subject : std::string{}, verdict_of(path.findings.list),
                std::move(path.findings.list)};
    }

    PathAnswer path_of(std::size_t i, std::optional<Instant> proof) {
        PathQuestion const question{tokens_[i].certificate, TrustUse::time, proof, tokens_[i].at, true};
        auto answer = paths_.judge(question);
        if (!proof || answer.findings.list.empty() || tells_revocation(answer.findings)) return answer;
        // What the tokens up to this one carry lies under the next one: it is as old as that, and so is the word of an
        // issuer who has expired since. What later ones carry may be younger; it was heard above.
        auto policy = options_.policy;
        policy.source = nullptr;
        auto before = judge_of(i + 1, policy);
        before.revocation_existed_at(*proof);
        auto again = before.judge(question);
        return again.findings.list.empty() ? again : answer;
    }

    /// With what the first `count` tokens carry.
    [[nodiscard]] PathJudge judge_of(std::size_t count, JudgementPolicy const& policy) const {
        std::vector<std::string> certificates;
        RevocationValues values;
        for (auto const& token : tokens_ | std::views::take(count)) {
            append(certificates, token.certificates);
            append(values.crls, token.crls);
            append(values.ocsps, token.ocsps);
        }
        return {std::move(certificates), std::move(values), options_.anchors, policy, options_.now};
    }

    std::vector<ReadTimeToken> const& tokens_;
    VerificationOptions const& options_;
    PathJudge paths_;
};

}  // namespace

VerificationReport verify_with_evidence(std::filesystem::path const& file, std::string_view record,
                                        VerificationOptions const& options) {
    Findings findings;
    Proof proof;
    auto const answer = verify_evidence(record, digest_of(file));
    if (answer) {
        std::optional<CountedSource> counted;
        auto asking = options;
        if (options.policy.source != nullptr) {
            counted.emplace(*options.policy.source, options.asking);
            asking.policy.source = &*counted;
        }
        proof = Tokens(answer->tokens, asking).judged();
        for (auto const& stamp : proof.stamps) findings.add(stamp.findings);
    } else {
        findings.add("HASH_FAILURE", "Het bewijsrecord bewijst niets van dit bestand: " + answer.error(),
                     "The evidence record proves nothing of this file: " + answer.error());
    }
    auto proven = options;
    proven.policy.existed_at = proof.existed_at;
    auto report = verify_file(file, proven);
    report.evidence = std::move(proof.stamps);
    // A file without a signature is proven by its record alone: that it existed, not who made it.
    bool const alone = report.signatures.empty() && report.format.empty();
    if (alone) {
        report.findings.clear();
        report.format = "ERS";
    }
    Findings all{std::move(report.findings)};
    all.add(findings.list);
    report.findings = std::move(all.list);
    Findings warnings{std::move(report.warnings)};
    warnings.add(proof.warnings.list);
    report.warnings = std::move(warnings.list);
    report.verdict = verdict_of(report.findings);
    return report;
}

}  // namespace wetbode
