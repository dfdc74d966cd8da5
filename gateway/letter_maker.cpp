// SPDX-License-Identifier: EUPL-1.2
#include "gateway/letter_maker.hpp"

#include "gateway/letter/letter_pdf.hpp"
#include "gateway/pades/seal_pdf.hpp"

#include <algorithm>
#include <system_error>

namespace wetbode {

namespace {

using ops::Settings;
using ops::SettingsError;

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

bool seals_letters(Settings const& settings) {
    auto const& chosen = settings.text("sealing.letters");
    if (chosen == "pades" || chosen == "none") return chosen == "pades";
    throw SettingsError(settings.source().string() + ": sealing.letters = \"" + chosen + "\" is not pades or none");
}

/// The letter with a seal of its own (PAdES B-B): it stays with its reader when the container is gone.
Result<MadeRendition> sealed_letter(MadeRendition letter, Signer const& signer, Instant now,
                                    std::filesystem::path const& spool) {
    auto sealed = seal_pdf(letter.content, {.now = now}, signer, {}, spool);
    if (auto const* const made = std::get_if<std::filesystem::path>(&letter.content.where)) {
        std::error_code error;
        std::filesystem::remove(*made, error);
        ignore(error, "the sweep of the spool folder takes it later");
    }
    if (!sealed) {
        auto refusal = std::move(sealed.error());
        refusal.code = "LETTER_PDF";
        return tl::unexpected(std::move(refusal));
    }
    letter.content = std::move(*sealed);
    return letter;
}

}  // namespace

LetterMaker letter_maker(Settings const& settings, Signer const& signer, Clock const& clock,
                         std::filesystem::path spool) {
    return [&signer, &clock, spool = std::move(spool), seals = seals_letters(settings)](ClaimedSeal const& claimed,
                                                                                       ContentShelf& shelf) {
        auto made = made_letter(claimed, shelf, spool);
        return made && seals ? sealed_letter(std::move(*made), signer, clock.now(), spool) : std::move(made);
    };
}

}  // namespace wetbode
