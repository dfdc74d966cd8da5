// SPDX-License-Identifier: EUPL-1.2
#include "gateway/pdf_sealing.hpp"

#include <array>
#include <filesystem>
#include <system_error>
#include <utility>

namespace wetbode {

namespace {

constexpr std::array<std::pair<PdfSealLevel, std::string_view>, 4> levels{
    {{PdfSealLevel::b, "B-B"}, {PdfSealLevel::t, "B-T"}, {PdfSealLevel::lt, "B-LT"}, {PdfSealLevel::lta, "B-LTA"}}};

/// What can still be had when `outage` came at `level`.
PdfSealLevel below(PdfSealLevel level, Outage const& outage) {
    bool const has_time = outage.dependency() != "time";
    return level > PdfSealLevel::t && has_time ? PdfSealLevel::t : PdfSealLevel::b;
}

}  // namespace

std::string_view name_of(PdfSealLevel level) {
    return levels.at(static_cast<std::size_t>(level)).second;
}

std::optional<PdfSealLevel> pdf_seal_level(ops::Settings const& settings, std::string const& place) {
    auto const& chosen = settings.text(place);
    if (chosen == "off") return std::nullopt;
    auto const told = [&](char const* why) {
        return ops::SettingsError(settings.source().string() + ": " + place + " = \"" + chosen + "\" " + why);
    };
    for (auto const& [level, name] : levels) {
        if (chosen != name) continue;
        if (level != PdfSealLevel::b && settings.names("time_authority").empty())
            throw told("needs a time authority: set [time_authority.<name>], or B-B");
        return level;
    }
    throw told("is not off, B-B, B-T, B-LT or B-LTA");
}

Result<SealedPdf> sealed_at_best(PdfSealLevel wanted, SealAtLevel const& seal) {
    std::string why;
    for (auto level = wanted;;) {
        try {
            auto sealed = seal(level);
            if (!sealed) return tl::unexpected(std::move(sealed.error()));
            return SealedPdf{std::move(*sealed), level, level == wanted ? std::string() : why};
        } catch (Outage const& outage) {
            if (level == PdfSealLevel::b) throw;
            why = outage.what();
            level = below(level, outage);
        }
    }
}

void drop_spooled(Content const& content) {
    auto const* const file = std::get_if<std::filesystem::path>(&content.where);
    if (file == nullptr) return;
    std::error_code error;
    std::filesystem::remove(*file, error);
    ignore(error, "the sweep of the spool folder takes it later");
}

}  // namespace wetbode
