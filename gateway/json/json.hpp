// SPDX-License-Identifier: EUPL-1.2
// The vocabulary as JSON and back: one spelling for the API, the ledger, the feed and the command line.
// Strings only, so that no JSON library shows in a header. Pure functions; any thread.
#pragma once

#include "gateway/event.hpp"
#include "gateway/ledger.hpp"
#include "gateway/receipt.hpp"
#include "gateway/refusal.hpp"
#include "gateway/submission.hpp"
#include "gateway/transfer.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace wetbode::json {

/// Reads the sender's manifest. Refusal MANIFEST_INVALID with one Fault per defect (code "MANIFEST.<WHAT>", line and
/// column for malformed JSON, JSON pointer in `path` otherwise). Unknown keys are faults: a misspelt key is never
/// silently ignored.
[[nodiscard]] Result<Manifest> manifest_from(std::string_view text);
/// Canonical form: sorted keys, no white space. Equal manifests give equal text; manifest_from() reads it back.
[[nodiscard]] std::string text_of(Manifest const& manifest);

[[nodiscard]] std::string text_of(Receipt const& receipt);
[[nodiscard]] Receipt receipt_from(std::string_view text);
/// What the sender may ask for again: the receipt, or the notice of a refusal in both languages. The same bytes for
/// ever.
[[nodiscard]] std::string receipt_of(SubmissionView const& submission);
[[nodiscard]] std::string text_of(Refusal const& refusal);
[[nodiscard]] Refusal refusal_from(std::string_view text);
/// JSON array.
[[nodiscard]] std::string text_of(std::vector<Fault> const& faults);
[[nodiscard]] std::string text_of(Answer const& answer);
[[nodiscard]] Answer answer_from(std::string_view text);
[[nodiscard]] std::string text_of(Text const& text);
[[nodiscard]] Text text_from(std::string_view text);
[[nodiscard]] std::string text_of(std::map<std::string, std::string> const& references);
[[nodiscard]] std::map<std::string, std::string> references_from(std::string_view text);

/// Forms that only leave the house: for the API and the command line.
[[nodiscard]] std::string view_of(Transfer const& transfer, Language language);
[[nodiscard]] std::string view_of(Transfer const& transfer, std::vector<Attempt> const& attempts, Language language);
/// `base` is the public URL of the gateway without a slash at the end: files and seal get links.
[[nodiscard]] std::string view_of(SubmissionView const& submission, std::string_view base, Language language);
[[nodiscard]] std::string view_of(Event const& event);
/// {"transfers":[...],"next":"<id>"|null}
[[nodiscard]] std::string page_of(std::vector<Transfer> const& transfers, std::string_view next, Language language);

}  // namespace wetbode::json
