// SPDX-License-Identifier: EUPL-1.2
// How a letter becomes the PDF that is sealed and sent: set in type or behind an address carrier, and sealed itself.
#pragma once

#include "gateway/clock.hpp"
#include "gateway/dispatch/sealing_worker.hpp"
#include "gateway/keys/signer.hpp"
#include "gateway/ops/settings.hpp"
#include "gateway/pdf_sealing.hpp"

#include <filesystem>

namespace wetbode {

/// As `sealing.letters` says. Signer and clock outlive it. While a service is away that its level needs, a letter gets
/// the best seal that can be had, and the log is told: letters wait for nobody. Throws SettingsError for a choice that
/// does not exist.
[[nodiscard]] LetterMaker letter_maker(ops::Settings const& settings, Signer const& signer, Clock const& clock,
                                       std::filesystem::path spool, PdfPortsSource ports, LogPort log);

}  // namespace wetbode
