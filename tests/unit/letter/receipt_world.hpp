// SPDX-License-Identifier: EUPL-1.2
// Submissions for the tests of printed receipts.
#pragma once

#include "gateway/base/sha256.hpp"
#include "gateway/letter/receipt_pdf.hpp"

#include <chrono>
#include <string>

namespace wetbode::test {

inline Instant that_day() {
    return std::chrono::sys_days{std::chrono::year{2026} / 11 / 26} + std::chrono::hours{12};
}

inline SubmissionView offered() {
    SubmissionView view;
    view.id = {"0197c3a2-0000-7000-8000-000000000001"};
    view.key = {{"kaleidos"}, "dossier-417"};
    view.received = that_day();
    view.manifest.dossier.id = {"urn:test:dossier:417"};
    view.manifest.dossier.title = "Ontwerp van proefdecreet";
    view.seal.state = "none";
    return view;
}

/// Admitted, sealed, delivered.
inline SubmissionView taken_in(int files) {
    auto view = offered();
    view.state = "admitted";
    Receipt receipt{.submission = view.id,
                    .key = view.key.key,
                    .dossier = view.manifest.dossier.id,
                    .received = that_day(),
                    .digest = sha256("manifest"),
                    .sequence = 4711};
    for (int i = 1; i <= files; ++i) {
        auto const name = "stuk-" + std::to_string(i) + ".pdf";
        receipt.files.push_back({name, sha256(name), 1'000ULL + static_cast<std::uint64_t>(i)});
        EnvelopeFile file;
        file.rendition.name = name;
        file.rendition.media_type = "application/pdf";
        view.files.push_back(std::move(file));
    }
    view.receipt = std::move(receipt);
    view.seal = {.state = "done",
                 .since = that_day(),
                 .container = sha256("container"),
                 .level = "XAdES-B-B",
                 .certificate = sha256("certificate").hex(),
                 .signed_at = that_day()};
    Transfer transfer;
    transfer.id = {"0197c3a2-0000-7000-8000-000000000002"};
    transfer.counterpart = {"parliament"};
    transfer.state = TransferState::acknowledged;
    transfer.since = that_day();
    transfer.sealed = true;
    view.transfers.push_back(std::move(transfer));
    return view;
}

inline SubmissionView turned_away() {
    auto view = offered();
    view.state = "refused";
    Fault fault;
    fault.code = "XSD.CONTENT";
    fault.file = "besluit.xml";
    fault.line = 12;
    fault.column = 3;
    fault.message = {"Het element mag hier niet.", "The element may not stand here."};
    view.refusal = Refusal{"DOCUMENT_INVALID",
                           {"Document ongeldig", "Document invalid"},
                           {"Een document is ongeldig.", "A document is not valid."},
                           {"Verbeter elke fout.", "Mend every fault."},
                           {fault}};
    return view;
}

inline ReceiptFacts facts_of(SubmissionView const& view) {
    return {view, that_day(), sha256("receipt"), "CN=Zegel van de proef", "https://wetbode.test", {"B-B", ""}};
}

}  // namespace wetbode::test
