// SPDX-License-Identifier: EUPL-1.2
// One document of a dossier and its files, as the sender's manifest describes them.
#pragma once

#include "gateway/access.hpp"
#include "gateway/digest.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace wetbode {

/// One file of a piece (Dutch: bestand): a rendition of the document.
struct Rendition {
    std::string id;             ///< sender's URI of the file; empty = the gateway uses "urn:wetbode:file:<sha256>"
    std::string name;           ///< file name, unique in the manifest, at most 255 bytes, safe on every system
    std::string media_type;     ///< RFC 6838; "application/akn+xml" and "application/xml" are XML
    std::string document_type;  ///< folder under schemas/ that it must satisfy ("bill"); empty = no XML check
    bool signed_by_people = false;
    std::string previous_id;    ///< URI of the file that this one replaces, or empty
    std::optional<Digest> digest;        ///< declared by the sender; filled in at intake
    std::optional<std::uint64_t> bytes;  ///< declared by the sender; filled in at intake
    /// Who must have signed it, each as gateway/verification/expected_signers.hpp reads it; empty = nobody in
    /// particular. In the manifest alone: an envelope does not carry it.
    std::vector<std::string> expected_signers = {};
    bool operator==(Rendition const&) const = default;
};

/// One document (Dutch: stuk).
struct Piece {
    std::string id;       ///< sender's URI of the piece
    std::string title;
    std::string type;     ///< short name of the document type: "ontwerpdecreet", "memorie-van-toelichting", ...
    AccessLevel access = AccessLevel::intern_secretarie;
    std::string created;  ///< RFC 3339, as given
    std::vector<Rendition> files;
    bool operator==(Piece const&) const = default;
};

}  // namespace wetbode
