// SPDX-License-Identifier: EUPL-1.2
// A second family of schemas, of the shape that a national profile of LegalDocML has: namespaces of its own, some
// thirty XSD files that include and import each other, in a circle too, long code lists, groups, patterns, and
// identifiers of its own. Invented, and written anew for each test that wants it: the same text every time.
#pragma once

#include <filesystem>
#include <string>

namespace wetbode {

struct SchemaFamily {
    std::string version = "4";

    /// Writes the document types "regelwerk" (a rule book) and "vorblatt" (its cover sheet), which share one schema,
    /// below `schemas`.
    void write(std::filesystem::path const& schemas) const;

    /// A valid rule book of so many articles (einzelnorm), one line per element.
    [[nodiscard]] std::string rule_book(int articles) const;
    [[nodiscard]] std::string cover_sheet() const;

    [[nodiscard]] std::string rules_uri() const { return "urn:landrecht:regelwerk:" + version; }
    [[nodiscard]] std::string data_uri() const { return "urn:landrecht:metadaten:" + version; }
    [[nodiscard]] std::string lists_uri() const { return "urn:landrecht:listen:" + version; }
};

}  // namespace wetbode
