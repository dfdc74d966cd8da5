// SPDX-License-Identifier: EUPL-1.2
// The paragraph of the house: what happens between a submission in hand and a receipt. A decree is refused here.
// Owned by the composition root; thread safe because everything it refers to is.
#pragma once

#include "gateway/files/check.hpp"
#include "gateway/intake/access_policy.hpp"
#include "gateway/intake/completeness.hpp"
#include "gateway/intake/door_signatures.hpp"
#include "gateway/ledger.hpp"
#include "gateway/routing/routes.hpp"
#include "gateway/validation/catalogue.hpp"

#include <vector>

namespace wetbode {

/// What the checks found, without storing anything.
struct Examination {
    std::optional<Refusal> refusal;
    std::vector<Verdict> verdicts;  ///< one per file, in manifest order
};

/// What a submission is measured by. All of it outlives the Intake.
struct IntakePolicies {
    Catalogue const& catalogue;
    FileCheck const& files;
    Routes const& routes;
    AccessPolicy const& access;
    Completeness const& completeness;
    DoorSignatures const* signatures = nullptr;  ///< null: they are not looked at
};

class Intake {
public:
    Intake(Ledger& ledger, IntakePolicies policies);

    /// Checks, writes down, plans; the receipt is given only when everything is on disk. Throws Outage.
    [[nodiscard]] Result<Receipt> receive(Submission submission);
    /// The same checks, nothing stored. What can be told at once is told at once: see merged() in intake.cpp.
    [[nodiscard]] Examination examine(Submission& submission) const;

private:
    [[nodiscard]] std::optional<Refusal> incomplete(Submission const& submission, Plan const& plan) const;

    Ledger& ledger_;
    IntakePolicies policies_;
};

/// "The same content": SHA-256 over the canonical manifest and the sorted (name, digest) of the files that came.
[[nodiscard]] Digest digest_of(Manifest const& manifest, std::map<std::string, Content> const& files);

/// Refusal DOCUMENT_INVALID with what was found in the documents that are not valid; empty if all are.
[[nodiscard]] std::optional<Refusal> refusal_of(std::vector<Verdict> const& verdicts);

/// A file in the manifest that did not come, one that came without being in it, or one with another digest or length
/// than declared: Refusal MANIFEST_GAP with one fault each. Fills in digest and bytes of every rendition.
[[nodiscard]] std::optional<Refusal> manifest_gap(Submission& submission);

}  // namespace wetbode
