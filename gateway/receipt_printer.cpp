// SPDX-License-Identifier: EUPL-1.2
#include "gateway/receipt_printer.hpp"

#include "gateway/base/content.hpp"
#include "gateway/crypto/certificate.hpp"
#include "gateway/json/json.hpp"
#include "gateway/letter/receipt_pdf.hpp"
#include "gateway/receipt_memory.hpp"

#include <memory>
#include <utility>

namespace wetbode {

namespace {

constexpr std::uint64_t pdf_bytes_max = 64ULL << 20U;

struct Printer {
    std::optional<PdfSealLevel> wanted;
    std::string base_url;
    std::string issuer;
    Signer const& signer;
    Clock const& clock;
    std::filesystem::path spool;
    PdfPortsSource ports;
    LogPort log;
    std::shared_ptr<ReceiptMemory> memory;

    [[nodiscard]] Result<api::PrintedReceipt> print(SubmissionView const& submission, Language language,
                                                    ClientName const& client) const {
        ReceiptFacts facts{submission, Instant{}, sha256(json::receipt_of(submission)), issuer, base_url, {}};
        if (!wanted) {
            facts.made = clock.now();
            return taken(receipt_pdf(facts, language, spool).pdf, {});
        }
        facts.seal = {std::string(name_of(*wanted)), {}};
        // Whatever it would say is in it, set at the beginning of time: the same key is the same paper.
        ReceiptMemory::Question question{.key = sha256(taken(receipt_pdf(facts, language, spool).pdf, {}).pdf).hex(),
                                         .client = client,
                                         .may_stamp = *wanted > PdfSealLevel::b,
                                         .now = clock.now()};
        facts.made = question.now;
        return memory->receipt(question, [&] { return made(submission, facts, language); });
    }

private:
    [[nodiscard]] Result<ReceiptMemory::Made> made(SubmissionView const& submission, ReceiptFacts& facts,
                                                   Language language) const {
        auto const sealed = sealed_at_best(*wanted, [&](PdfSealLevel level) {
            facts.seal = {std::string(name_of(level)), level == *wanted ? "" : std::string(name_of(*wanted))};
            return at(level, facts, language);
        });
        if (!sealed) return tl::unexpected(sealed.error());
        if (!sealed->why.empty() && log)
            log("receipt.sealed_lower", {{"submission", submission.id.text},
                                         {"level", std::string(name_of(sealed->level))},
                                         {"wanted", std::string(name_of(*wanted))},
                                         {"error", sealed->why}});
        return ReceiptMemory::Made{.receipt = taken(sealed->pdf, "PAdES-" + std::string(name_of(sealed->level))),
                                   .stamped = sealed->level > PdfSealLevel::b,
                                   .lower = sealed->level != *wanted};
    }

    [[nodiscard]] Result<Content> at(PdfSealLevel level, ReceiptFacts const& facts, Language language) const {
        auto const plain = receipt_pdf(facts, language, spool).pdf;
        struct Dropped {
            Content const& content;
            ~Dropped() { drop_spooled(content); }
        } const dropped{plain};
        return seal_pdf(plain, {.level = level, .now = facts.made}, signer, ports(), spool);
    }
    /// Into memory: it leaves no file behind, whatever becomes of the connection.
    [[nodiscard]] static api::PrintedReceipt taken(Content const& pdf, std::string level) {
        api::PrintedReceipt printed{read_whole(pdf, pdf_bytes_max), std::move(level), {}};
        drop_spooled(pdf);
        return printed;
    }
};

}  // namespace

api::ReceiptPrinter receipt_printer(ReceiptPrinterParts parts) {
    auto const facts = facts_of_certificate(parts.signer.chain().front());
    ReceiptMemory::Limits limits;
    limits.stamped_per_hour = static_cast<int>(parts.settings.number("sealing.receipts_per_hour"));
    Printer printer{.wanted = pdf_seal_level(parts.settings, "sealing.receipts"),
                    .base_url = parts.settings.text("server.base_url"),
                    .issuer = facts ? facts->subject : std::string(),
                    .signer = parts.signer,
                    .clock = parts.clock,
                    .spool = std::move(parts.spool),
                    .ports = std::move(parts.ports),
                    .log = std::move(parts.log),
                    .memory = std::make_shared<ReceiptMemory>(limits)};
    return
        [printer = std::move(printer)](SubmissionView const& submission, Language language, ClientName const& client) {
            return printer.print(submission, language, client);
        };
}

}  // namespace wetbode
