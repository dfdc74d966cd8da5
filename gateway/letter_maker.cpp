// SPDX-License-Identifier: EUPL-1.2
#include "gateway/letter_maker.hpp"

#include "gateway/letter/letter_pdf.hpp"

#include <algorithm>

namespace wetbode {

namespace {

using ops::Settings;

/// The letter of a submission as PDF: set from its XML, or behind an address carrier if it came as PDF.
Result<MadeRendition> made_letter(ClaimedSeal const& claimed, ContentShelf& shelf, std::filesystem::path const& spool) {
    ensure(claimed.manifest.letter.has_value(), "a letter has an addressee");
    ensure(!claimed.files.empty(), "a letter has a file");
    auto const is_pdf = [](EnvelopeFile const& file) { return file.rendition.media_type == "application/pdf"; };
    auto const pdf = std::find_if(claimed.files.begin(), claimed.files.end(), is_pdf);
    auto const& source = pdf == claimed.files.end() ? claimed.files.front() : *pdf;
    ensure(source.rendition.digest.has_value(), "a file that was taken in has a digest");
    auto const content = shelf.fetch(*source.rendition.digest);
    auto pages = pdf == claimed.files.end() ? letter_from_xml(*claimed.manifest.letter, content, spool)
                                            : letter_from_pdf(*claimed.manifest.letter, content, spool);
    if (!pages) return tl::unexpected(std::move(pages.error()));
    auto const taken = source.rendition.name == "brief.pdf";
    return MadeRendition{taken ? "brief-met-adres.pdf" : "brief.pdf", "application/pdf", std::move(pages->pdf)};
}

struct LetterSeal {
    PdfSealLevel wanted = PdfSealLevel::b;
    Signer const& signer;
    Clock const& clock;
    std::filesystem::path spool;
    PdfPortsSource ports;
    LogPort log;

    /// The letter with a seal of its own (PAdES): it stays with its reader when the container is gone.
    [[nodiscard]] Result<MadeRendition> on(MadeRendition letter, SubmissionId const& submission) const {
        auto const now = clock.now();
        auto sealed = sealed_at_best(wanted, [&](PdfSealLevel level) {
            return seal_pdf(letter.content, {.level = level, .now = now}, signer, ports(), spool);
        });
        drop_spooled(letter.content);
        if (!sealed) {
            auto refusal = std::move(sealed.error());
            refusal.code = "LETTER_PDF";
            return tl::unexpected(std::move(refusal));
        }
        if (!sealed->why.empty() && log)
            log("letter.sealed_lower", {{"submission", submission.text},
                                        {"level", std::string(name_of(sealed->level))},
                                        {"wanted", std::string(name_of(wanted))},
                                        {"error", sealed->why}});
        letter.content = std::move(sealed->pdf);
        return letter;
    }
};

}  // namespace

LetterMaker letter_maker(Settings const& settings, Signer const& signer, Clock const& clock,
                         std::filesystem::path spool, PdfPortsSource ports, LogPort log) {
    auto const wanted = pdf_seal_level(settings, "sealing.letters");
    if (!wanted)
        return [spool = std::move(spool)](ClaimedSeal const& claimed, ContentShelf& shelf) {
            return made_letter(claimed, shelf, spool);
        };
    return [seal = LetterSeal{*wanted, signer, clock, std::move(spool), std::move(ports), std::move(log)}](
               ClaimedSeal const& claimed, ContentShelf& shelf) {
        auto made = made_letter(claimed, shelf, seal.spool);
        return made ? seal.on(std::move(*made), claimed.submission) : std::move(made);
    };
}

}  // namespace wetbode
