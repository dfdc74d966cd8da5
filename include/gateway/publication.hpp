// SPDX-License-Identifier: EUPL-1.2
// What became of a matter after its vote: numac, ELI, dates and parliamentary document numbers, who told each and when.
// Port of the ledger for them. Values are plain; the port is thread safe and throws Outage("ledger").
#pragma once

#include "gateway/ids.hpp"
#include "gateway/time.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wetbode {

/// One fact. Keys, and the form of their values (checked before they come here, gateway/base/publication_values.hpp):
/// "numac" 10 digits; "eli" URI at ejustice.just.fgov.be; "eli_codex" URI at codex.vlaanderen.be; "adopted",
/// "ratified", "promulgated", "published" a day, YYYY-MM-DD; "document" as cited, "340 (2014-2015) nr. 3".
/// An empty value takes back what was told; "document" has many values at once, every other key one.
struct PublicationFact {
    std::string key;
    std::string value;
    bool operator==(PublicationFact const&) const = default;
};

inline constexpr std::string_view publication_document = "document";

/// counterpart: it told so itself; client: somebody said so at our door; file: it stands in a document that came in.
enum class PublicationSourceKind { counterpart, client, file };

inline constexpr std::array<std::pair<PublicationSourceKind, std::string_view>, 3> publication_source_names{
    {{PublicationSourceKind::counterpart, "counterpart"},
     {PublicationSourceKind::client, "client"},
     {PublicationSourceKind::file, "file"}}};

[[nodiscard]] constexpr std::string_view name_of(PublicationSourceKind kind) {
    return publication_source_names.at(static_cast<std::size_t>(kind)).second;
}

[[nodiscard]] constexpr PublicationSourceKind publication_source_from(std::string_view text) {
    for (auto const& [kind, name] : publication_source_names)
        if (name == text) return kind;
    return PublicationSourceKind::client;
}

struct PublicationSource {
    PublicationSourceKind kind = PublicationSourceKind::client;
    std::string name;        ///< of the counterpart or the client
    SubmissionId submission; ///< that brought it; may be empty
    std::string file;        ///< its name in that submission, if kind is file
    bool operator==(PublicationSource const&) const = default;
};

/// What one source tells at once. Facts are taken in their order.
struct PublicationNote {
    std::vector<PublicationFact> facts;
    PublicationSource source;
};

/// One line of the history.
struct PublicationLine {
    PublicationFact fact;
    PublicationSource source;
    Instant learned;
    std::int64_t sequence = 0;  ///< of the (first) event that told it
    bool current = false;       ///< it holds: nothing newer of its key was told
    bool operator==(PublicationLine const&) const = default;
};

class PublicationShelf {
public:
    virtual ~PublicationShelf() = default;
    /// Newest wins; what it replaces stays in the history. One act, with an event "dossier.published" for each
    /// counterpart that the dossier goes or went to. False, and nothing written, if all holds already.
    virtual bool note_publication(DossierId const& dossier, PublicationNote const& note, Instant now) = 0;
    /// The history: oldest first, of it the newest `most` (1 .. 10 000).
    [[nodiscard]] virtual std::vector<PublicationLine> publication_of(DossierId const& dossier, int most) = 0;
};

}  // namespace wetbode
