// SPDX-License-Identifier: EUPL-1.2
// A catalogue that knows two types by their first letters and finds a fault in whatever says "broken". It stands in for
// the real one at link time, so that these tests need neither schemas nor a parser.
#include "gateway/base/content.hpp"
#include "gateway/validation/catalogue.hpp"

namespace wetbode {

struct Catalogue::Inside {
    std::vector<DocumentType> types{{"bill", "1", {"wetsvoorstel", "bill"}, {}, "bill"},
                                    {"citizen-letter", "1", {"brief", "letter"}, {}, "letter"}};
};

Catalogue::Catalogue(CatalogueSettings) : inside_(std::make_unique<Inside>()) {}
Catalogue::~Catalogue() = default;

Verdict Catalogue::check(std::string_view document_type, std::string_view file, Content const& document) const {
    Verdict verdict{.document_type = std::string(document_type), .version = "1"};
    auto const fault = [&](std::string code) {
        verdict.faults.push_back({.code = std::move(code), .file = std::string(file), .line = 1});
    };
    auto const text = read_whole(document, 1 << 20U);
    if (!knows(document_type)) fault("DOCUMENT_TYPE.UNKNOWN");
    else if (type_by_root(document) != document_type) fault("XSD.ROOT");
    else if (text.find("broken") != std::string::npos) fault("XSD.CONTENT");
    if (text.find("doubtful") != std::string::npos)
        verdict.faults.push_back({.code = "AKN.TRACK.COMMENT", .severity = Severity::warning, .line = 1});
    if (text.find("endless") != std::string::npos) {
        verdict.more_faults = true;
        fault("XSD.CONTENT");
    }
    return verdict;
}

std::string Catalogue::type_by_root(Content const& document) const {
    auto const text = read_whole(document, 1 << 20U);
    for (auto const& type : inside_->types)
        if (text.starts_with("<" + type.root_local)) return type.name;
    return {};
}

std::vector<DocumentType> const& Catalogue::types() const { return inside_->types; }

std::vector<Rule> const& Catalogue::rules(std::string_view) const {
    static std::vector<Rule> const none;
    return none;
}

bool Catalogue::knows(std::string_view document_type) const {
    return document_type == "bill" || document_type == "citizen-letter";
}

}  // namespace wetbode
