// SPDX-License-Identifier: EUPL-1.2
// The parts of the table of fault codes, one per subject. Private to gateway/report.
#pragma once

#include "gateway/report/fault_codes.hpp"

#include <vector>

namespace wetbode::report {

// fault_codes_of_documents.cpp
[[nodiscard]] std::vector<FaultCode> xml_codes();
[[nodiscard]] std::vector<FaultCode> seal_codes();
[[nodiscard]] std::vector<FaultCode> schema_codes();
[[nodiscard]] std::vector<FaultCode> type_codes();
[[nodiscard]] std::vector<FaultCode> file_codes();
[[nodiscard]] std::vector<FaultCode> office_and_pdf_codes();
// fault_codes_of_submissions.cpp
[[nodiscard]] std::vector<FaultCode> manifest_codes();
[[nodiscard]] std::vector<FaultCode> more_manifest_codes();
[[nodiscard]] std::vector<FaultCode> letter_codes();
[[nodiscard]] std::vector<FaultCode> dossier_codes();
[[nodiscard]] std::vector<FaultCode> publication_codes();
[[nodiscard]] std::vector<FaultCode> signature_codes();

}  // namespace wetbode::report
