// SPDX-License-Identifier: EUPL-1.2
// POST v1/document: a dossier is taken in, and answered with the Parliament's numbers if it gives them in time.
#include "gateway/api/problem.hpp"
#include "gateway/base/uuid.hpp"
#include "gateway/json/json.hpp"
#include "gateway/kaleidos/visit.hpp"

#include <algorithm>
#include <chrono>

namespace wetbode::kaleidos {

namespace {

using api::Response;
using Steady = std::chrono::steady_clock;

constexpr int deliveries_of_one_content_max = 1000;
constexpr int known_pieces_max = 5000;
constexpr Milliseconds look_again{1'000};  ///< should a ring be missed

bool came_to_nothing(TransferState state) {
    return state == TransferState::refused || state == TransferState::returned || state == TransferState::withdrawn;
}

Refusal lost_pdf(std::vector<Fault> faults) {
    auto refusal = dossier_incomplete();
    refusal.detail = {"Een stuk komt zonder zijn pdf: die is onderweg weggelaten.",
                      "A piece comes without its PDF: it was left out on the way."};
    refusal.remedy = {"Zet de pdf terug of maak ze opnieuw, en verstuur het stuk dan opnieuw.",
                      "Put the PDF back or make it again, then send the piece again."};
    refusal.faults = std::move(faults);
    return refusal;
}

class DocumentExchange final : public api::Exchange {
public:
    explicit DocumentExchange(Visit visit)
        : visit_(std::move(visit)), reader_(visit_.parts.settings.document, visit_.parts.spool) {}

    std::optional<Response> receive(std::string_view bytes) override {
        if (bytes.empty()) return std::nullopt;
        if (auto const refusal = reader_.feed(bytes)) return noted(*refusal, {});
        return std::nullopt;
    }

    Response finish() override {
        auto document = reader_.finish();
        if (!document) return noted(document.error(), {});
        auto const now = visit_.now();
        auto const digest = digest_of(document->manifest, document->files).hex();
        auto found = slot_for(digest);
        visit_.names.learn_from(*document, visit_.client, now);
        // What cannot be read back must not be written down.
        if (auto const readable = json::manifest_from(json::text_of(document->manifest)); !readable)
            return noted(readable.error(), document->manifest.dossier.id);
        auto const manifest = document->manifest;
        if (!found.receipt) {
            if (auto const hole = hole_in(manifest)) return noted(*hole, manifest.dossier.id);
            auto receipt = taken_in(std::move(*document), found.key, now);
            if (!receipt) return refused(receipt.error());
            found.receipt = std::move(*receipt);
        }
        if (auto why = parliament_said_no(*found.receipt, manifest))
            return visit_.refuse(api::door_refusal("PARLIAMENT_REFUSED", std::move(*why)));
        return answer(manifest);
    }

    [[nodiscard]] api::Pace pace() const override { return api::Pace::admission; }

private:
    struct Slot {
        std::string key;
        std::optional<Receipt> receipt;  ///< of the same content, delivered before and not come to nothing
    };

    /// The protocol has no key. The same content is the same delivery, unless that ended without result: then whoever
    /// sends it again wants another try.
    Slot slot_for(std::string const& digest) const {
        for (int n = 1; n <= deliveries_of_one_content_max; ++n) {
            auto key = "document:" + digest + (n == 1 ? "" : ":" + std::to_string(n));
            auto const earlier = visit_.parts.ledger.receipt_of({visit_.client, key});
            if (!earlier) return {std::move(key), std::nullopt};
            auto const& transfers = earlier->receipt.transfers;
            bool const over = !transfers.empty() && std::ranges::all_of(transfers, [&](auto const& one) {
                auto const transfer = visit_.parts.ledger.transfer(one.id);
                return transfer && came_to_nothing(transfer->state);
            });
            if (!over) return {std::move(key), earlier->receipt};
        }
        return {"document:" + digest + ":" + uuid_v7(visit_.now()), std::nullopt};
    }

    Result<Receipt> taken_in(Document document, std::string const& key, Instant now) {
        Submission submission;
        submission.id = SubmissionId{uuid_v7(now)};
        submission.key = {visit_.client, key};
        submission.received = now;
        submission.manifest = std::move(document.manifest);
        submission.files = std::move(document.files);
        submission_ = submission.id;
        return visit_.parts.intake.receive(std::move(submission));
    }

    /// The client leaves a file out that is not on its disk, and does not tell whether the dossier should be whole.
    /// What can be known by that is refused; what may be meant so is written in the log.
    [[nodiscard]] std::optional<Refusal> hole_in(Manifest const& manifest) const {
        auto const& parts = visit_.parts;
        auto const& parliament = visit_.names.parliament();
        auto const there = parts.ledger.pieces_towards(parliament, manifest.dossier.id, known_pieces_max);
        if (parts.settings.pdf_needed)
            if (auto faults = parts.completeness.without_pdf(manifest, parliament, there); !faults.empty())
                return lost_pdf(std::move(faults));
        auto whole = manifest;
        whole.dossier.complete = true;
        auto const gaps = parts.completeness.gaps_in(whole, parliament, there);
        if (!manifest.dossier.complete && !gaps.empty() && parts.log)
            parts.log("kaleidos.sent_in_part", {{"dossier", manifest.dossier.id.text},
                                                {"missing", std::to_string(gaps.size())},
                                                {"first", gaps.front().message.en}});
        return std::nullopt;
    }

    /// Waits for the Parliament's numbers, at most as long as the settings say. A sentence if it refused.
    std::optional<Text> parliament_said_no(Receipt const& receipt, Manifest const& manifest) {
        auto const ours = std::ranges::find_if(receipt.transfers, [&](auto const& transfer) {
            return transfer.counterpart == visit_.names.parliament();
        });
        if (ours == receipt.transfers.end()) return std::nullopt;
        auto const& settings = visit_.parts.settings;
        bool const may_wait = visit_.waiting.fetch_add(1) < settings.answers_waiting_max;
        auto const until = Steady::now() + (may_wait ? settings.answer_within : Milliseconds{0});
        std::optional<Text> no;
        for (;;) {
            auto const heard = visit_.parts.bell.rings();
            auto const transfer = visit_.parts.ledger.transfer(ours->id);
            if (transfer && came_to_nothing(transfer->state)) no = transfer->why;
            bool const over = !transfer || no || is_settled(*transfer, manifest);
            auto const left = std::chrono::duration_cast<Milliseconds>(until - Steady::now());
            if (over || left.count() <= 0 || visit_.stop.stop_requested()) break;
            visit_.parts.bell.wait(heard, std::min(left, look_again), visit_.stop);
        }
        visit_.waiting.fetch_sub(1);
        return no;
    }

    /// Nothing more will come soon. The bell rings for everybody's work: only what was taken is asked for its names.
    [[nodiscard]] bool is_settled(Transfer const& transfer, Manifest const& manifest) const {
        bool const taken =
            transfer.state == TransferState::handed_over || transfer.state == TransferState::acknowledged;
        return transfer.state == TransferState::quarantined || (taken && has_all_names(manifest));
    }

    [[nodiscard]] bool has_all_names(Manifest const& manifest) const {
        auto const given = visit_.names.given_by_parliament(manifest.dossier.id);
        if (!given.contains(Names::pobj_key)) return false;
        for (auto const& piece : manifest.pieces)
            for (auto const& file : piece.files)
                if (!given.contains(Names::pfls_prefix + file.id)) return false;
        return true;
    }

    [[nodiscard]] Response answer(Manifest const& manifest) const {
        auto const told = visit_.names.tell(manifest, visit_.client, visit_.now());
        auto files = Tree::array();
        for (auto const& piece : manifest.pieces)
            for (auto const& file : piece.files) files.push_back({{"id", file.id}, {"pfls", told.pfls.at(file.id)}});
        if (told.provisional && visit_.parts.log)
            visit_.parts.log("kaleidos.answered_provisionally", {{"dossier", manifest.dossier.id.text},
                                                                 {"pobj", told.pobj}});
        return json_answer({{"status", "SUCCESS"},
                            {"id", manifest.dossier.id.text},
                            {"pobj", told.pobj},
                            {"files", std::move(files)}});
    }

    /// Kaleidos sends once and keeps one line: so that somebody can find out later what was wrong, it is written down.
    Response noted(Refusal const& refusal, DossierId const& dossier) {
        auto const now = visit_.now();
        submission_ = SubmissionId{uuid_v7(now)};
        visit_.parts.ledger.refuse(
            {submission_, {visit_.client, "document:" + submission_.text}, now, dossier, refusal});
        return refused(refusal);
    }

    [[nodiscard]] Response refused(Refusal const& refusal) const {
        auto answer = visit_.refuse(refusal);
        answer.headers.emplace_back("Wetbode-Submission", submission_.text);
        return answer;
    }

    Visit visit_;
    DocumentReader reader_;
    SubmissionId submission_;
};

}  // namespace

std::unique_ptr<api::Exchange> post_document(Visit visit) {
    return std::make_unique<DocumentExchange>(std::move(visit));
}

}  // namespace wetbode::kaleidos
