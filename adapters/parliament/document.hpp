// SPDX-License-Identifier: EUPL-1.2
// The message that delivers a dossier to the Parliament: JSON whose files are put in as base 64 while it is sent.
// Pure apart from fetching the files from the shelf; any thread.
#pragma once

#include "adapters/parliament/publication_facts.hpp"
#include "adapters/rest/rest_client.hpp"
#include "gateway/counterpart.hpp"
#include "gateway/refusal.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace wetbode::parliament {

/// Reference keys that live in the ledger.
inline constexpr std::string_view pobj_key = "pobj";
inline constexpr std::string_view pfls_prefix = "pfls:";

/// The URI by which we and the Parliament name a file: the sender's, or one made of its digest.
[[nodiscard]] std::string file_uri(Rendition const& rendition);

/// Refusal ACCESS_LEVEL if a piece is neither intern-overheid nor publiek. The door has checked this already; what is
/// confidential is checked again at the last place where it can be stopped.
[[nodiscard]] std::optional<Refusal> leak_in(Envelope const& envelope);

/// The body. Throws Outage("content") if a file that the manifest promises is not in the envelope: a dossier never
/// leaves with a hole.
[[nodiscard]] std::vector<rest::BodyPart> document_body(Envelope const& envelope, ContentShelf& shelf);

/// What the Parliament answered to a delivery.
struct DocumentAnswer {
    bool understood = false;   ///< JSON with status SUCCESS and a pobj
    std::string pobj;
    std::map<std::string, std::string> pfls;  ///< by file URI
    std::string code;          ///< "code" or "status" of an error, if it says one
};
[[nodiscard]] DocumentAnswer document_answer(std::string const& body);

/// The Parliament writes the same identifier now as a number and now as a string.
struct StatusEntry {
    std::string pobj;
    std::string pobj_before;   ///< pobj_vorig: the dossier was renumbered
    std::string status;
    std::string date;          ///< as written
    std::vector<PublicationFact> publication = {};  ///< what it tells beside that
    std::vector<std::string> strange = {};          ///< names of members that nobody reads
};
/// `documenten` of status/ingediend or `statussen` of status/{pobj}; empty if the body is neither.
[[nodiscard]] std::optional<std::vector<StatusEntry>> status_entries(std::string const& body,
                                                                     PublicationWords const& words = {});

/// Concept of the Kaleidos code list for the short name of a document type.
struct PieceType {
    std::string id;     ///< URI; empty = not in the list
    std::string label;
};
[[nodiscard]] PieceType piece_type(std::string const& short_name);

}  // namespace wetbode::parliament
