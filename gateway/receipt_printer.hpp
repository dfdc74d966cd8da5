// SPDX-License-Identifier: EUPL-1.2
// How a receipt becomes a sealed PDF, as [sealing] describes it. Private to the composition root.
#pragma once

#include "gateway/api/receipt_port.hpp"
#include "gateway/clock.hpp"
#include "gateway/dispatch/log_port.hpp"
#include "gateway/keys/signer.hpp"
#include "gateway/ops/settings.hpp"
#include "gateway/pdf_sealing.hpp"

#include <filesystem>

namespace wetbode {

/// Signer and clock outlive the result.
struct ReceiptPrinterParts {
    ops::Settings const& settings;
    Signer const& signer;
    Clock const& clock;
    std::filesystem::path spool;
    PdfPortsSource ports;
    LogPort log;
};

/// Thread safe. Throws SettingsError for a level that cannot be.
[[nodiscard]] api::ReceiptPrinter receipt_printer(ReceiptPrinterParts parts);

}  // namespace wetbode
