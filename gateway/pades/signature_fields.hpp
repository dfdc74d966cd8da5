// SPDX-License-Identifier: EUPL-1.2
// Finds the signature fields of a form that have a value (ISO 32000-1 section 12.7). Private to this folder; one
// thread.
#pragma once

#include "gateway/pades/open_pdf.hpp"

#include <optional>
#include <string>
#include <vector>

namespace wetbode::pades {

struct SignatureField {
    std::string name;                      ///< full
    QPDFObjectHandle signature;            ///< dictionary
    std::optional<QPDFObjectHandle> lock;  ///< SigFieldLock dictionary of the field
};

/// A signature that several fields name comes once. Throws files::Exhausted beyond 20 000 fields, 200 signatures or 32
/// levels.
[[nodiscard]] std::vector<SignatureField> signature_fields(QPDFObjectHandle root);

}  // namespace wetbode::pades
