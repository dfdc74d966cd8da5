// SPDX-License-Identifier: EUPL-1.2
// Every code that a fault can carry and that is no rule of a rule file: of the door for XML, of the schema, of document
// types, of files that are not XML, of manifests, letters and dossiers. Partners build on them, so a code never changes
// its meaning. tests/tidy/codes_test.cpp compares this table with the code. Pure; any thread.
#pragma once

#include "gateway/refusal.hpp"

#include <span>
#include <string_view>

namespace wetbode::report {

struct FaultCode {
    std::string_view code;  ///< "XSD.CONTENT"
    std::string_view kind;  ///< what is wrong: "xml", "schema", "document_type", "rules", "file", "manifest", "letter",
                            ///< "dossier", "access", "publication", "signature" or "seal"
    Severity severity;      ///< the most severe that it comes with; a site can change that of a file rule
                            ///< (conf/files.toml), and of "rules" it is that of the most severe rule
    Text title;             ///< what is wrong, in a few words
    Text remedy;            ///< how to mend it; the fault itself says where, and names the words of the document
};

/// In alphabetical order of the codes.
[[nodiscard]] std::span<FaultCode const> fault_codes();
/// Null if there is no such code: then it is the id of a rule.
[[nodiscard]] FaultCode const* fault_code(std::string_view code);

/// It is about an XML document, so it can be found in documents of every type.
[[nodiscard]] bool is_about_xml(FaultCode const& code);

}  // namespace wetbode::report
