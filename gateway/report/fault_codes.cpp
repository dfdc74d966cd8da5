// SPDX-License-Identifier: EUPL-1.2
#include "gateway/report/fault_codes.hpp"

#include "gateway/report/code_tables.hpp"

#include <algorithm>

namespace wetbode::report {

std::span<FaultCode const> fault_codes() {
    static std::vector<FaultCode> const all = [] {
        std::vector<FaultCode> codes;
        for (auto* const part :
             {&xml_codes, &seal_codes, &schema_codes, &type_codes, &file_codes, &office_and_pdf_codes, &manifest_codes,
              &more_manifest_codes, &letter_codes, &dossier_codes, &publication_codes, &signature_codes})
            for (auto& code : part()) codes.push_back(std::move(code));
        std::ranges::sort(codes, {}, &FaultCode::code);
        return codes;
    }();
    return all;
}

FaultCode const* fault_code(std::string_view code) {
    auto const all = fault_codes();
    auto const found = std::ranges::lower_bound(all, code, {}, &FaultCode::code);
    return found == all.end() || found->code != code ? nullptr : &*found;
}

bool is_about_xml(FaultCode const& code) {
    return code.kind == "xml" || code.kind == "schema" || code.kind == "document_type" || code.kind == "rules";
}

}  // namespace wetbode::report
