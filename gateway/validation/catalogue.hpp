// SPDX-License-Identifier: EUPL-1.2
// The document types that the gateway knows: every folder schemas/<type>/<version>/ with its type.toml, XSD and
// samples. Loaded once at start; a broken folder stops the start (std::runtime_error that names file and line).
// Afterwards read-only and safe to use from any thread. Xerces-C++ is the authority on structure; none of its types
// shows here.
#pragma once

#include "gateway/clock.hpp"
#include "gateway/content.hpp"
#include "gateway/refusal.hpp"
#include "gateway/xml/door.hpp"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace wetbode {

struct CatalogueSettings {
    std::filesystem::path schemas;   ///< folder that holds <type>/<version>/type.toml and common/
    std::size_t faults_max = 100;    ///< per document
    xml::Limits limits;
    Clock const* clock = nullptr;    ///< outlives the catalogue; tells which versions apply today. Without it: all
};

struct DocumentType {
    std::string name;      ///< "bill"
    std::string version;   ///< "1"
    Text title;            ///< "wetsvoorstel of ontwerp van decreet (Akoma Ntoso 3.0)"
    std::string root_uri;
    std::string root_local;
    std::string document;       ///< first element below the root, if that tells the type: "bill"; else empty
};

struct Verdict {
    std::string document_type;  ///< "bill"; empty for a file that is not XML
    std::string version;
    std::vector<Fault> faults;  ///< in document order
    bool more_faults = false;
    /// Warnings and hints do not count.
    [[nodiscard]] bool valid() const {
        return std::none_of(faults.begin(), faults.end(),
                            [](Fault const& fault) { return fault.severity == Severity::error; });
    }
};

class Catalogue {
public:
    explicit Catalogue(CatalogueSettings settings);
    ~Catalogue();
    Catalogue(Catalogue const&) = delete;
    Catalogue& operator=(Catalogue const&) = delete;

    /// Checks one document: first the XML door, then the root element, then the schema. An unknown type gives the one
    /// fault DOCUMENT_TYPE.UNKNOWN, which lists the known ones. `file` is copied into the faults.
    [[nodiscard]] Verdict check(std::string_view document_type, std::string_view file, Content const& document) const;

    /// The type whose root element the document has, newest version; empty if none. Reads only the first element.
    [[nodiscard]] std::string type_by_root(Content const& document) const;

    [[nodiscard]] std::vector<DocumentType> const& types() const;
    [[nodiscard]] bool knows(std::string_view document_type) const;

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace wetbode
