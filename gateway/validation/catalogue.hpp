// SPDX-License-Identifier: EUPL-1.2
// The document types that the gateway knows: every folder schemas/<type>/<version>/ with its type.toml, XSD and
// samples. Loaded once at start; a broken folder stops the start (std::runtime_error that names file and line).
// Afterwards read-only and safe to use from any thread. Xerces-C++ is the authority on structure; none of its types
// shows here. What a schema cannot say stands in rules (rules/).
#pragma once

#include "gateway/clock.hpp"
#include "gateway/content.hpp"
#include "gateway/refusal.hpp"
#include "gateway/validation/rules/rule.hpp"
#include "gateway/xml/door.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wetbode {

struct CatalogueSettings {
    std::filesystem::path schemas;   ///< folder that holds <type>/<version>/type.toml and common/
    std::size_t faults_max = 100;    ///< per document
    xml::Limits limits;
    std::uint64_t tree_max = 16ULL << 20U;             ///< longest document that Schematron rules look at
    std::chrono::milliseconds rules_time_max{10'000};  ///< processor time of the Schematron rules per document
    /// Processor time to read a document and to hold it against its schema and the native rules: so much for each, and
    /// so much more per MiB. Ten times what the slowest documents take that are let in on size.
    std::chrono::milliseconds structure_time_max{10'000};
    std::chrono::milliseconds structure_time_per_mib{2'000};
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
    std::vector<Fault> faults;  ///< in document order; warnings and hints among them do not make it invalid
    bool more_faults = false;
    std::string file;           ///< as it was given to check()
    std::string media_type;     ///< of a file that is not XML, as far as it is known; else empty
    /// Akoma Ntoso part 2, clause 3: 0 not even valid, 1 valid, 2 identifiers and references follow the naming
    /// convention too. No higher level is claimed: what it asks cannot be decided by a machine. Empty for other
    /// documents.
    std::optional<int> akn_level;
    [[nodiscard]] bool valid() const {
        return std::ranges::none_of(faults, [](Fault const& fault) { return fault.severity == Severity::error; });
    }
};

class Catalogue {
public:
    explicit Catalogue(CatalogueSettings settings);
    ~Catalogue();
    Catalogue(Catalogue const&) = delete;
    Catalogue& operator=(Catalogue const&) = delete;

    /// Checks one document: first the XML door, then the root element, then schema and rules; the
    /// Schematron files of the type only if it is valid against its schema. At most one document per processor at a
    /// time, in the order of coming; one that takes longer than the settings allow gives XML.TOO_SLOW. An unknown type
    /// gives the one fault DOCUMENT_TYPE.UNKNOWN, which lists the known ones; an empty one, after the door, tells too
    /// how the document begins. Of several versions the beginning of the document tells which it follows; a version
    /// that does not apply today gives DOCUMENT_TYPE.EXPIRED or DOCUMENT_TYPE.NOT_YET. `file` is copied into the
    /// faults.
    [[nodiscard]] Verdict check(std::string_view document_type, std::string_view file, Content const& document) const;

    /// The type whose root element the document has; empty if none. Reads only the beginning.
    [[nodiscard]] std::string type_by_root(Content const& document) const;

    [[nodiscard]] std::vector<DocumentType> const& types() const;
    /// There is such a type, whether one of its versions applies today or not.
    [[nodiscard]] bool knows(std::string_view document_type) const;
    /// Compiled schemas in memory: types whose type.toml names the same file share one.
    [[nodiscard]] std::size_t grammar_count() const;
    /// The rules of the newest version that applies today, in the order of its rule files, then the assertions of its
    /// Schematron files that no rule file speaks of; empty for an unknown type.
    [[nodiscard]] std::vector<Rule> const& rules(std::string_view document_type) const;

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace wetbode
