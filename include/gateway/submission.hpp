// SPDX-License-Identifier: EUPL-1.2
// One message from one sender (Dutch: indiening): a manifest that says what must be there, and the files.
#pragma once

#include "gateway/content.hpp"
#include "gateway/ids.hpp"
#include "gateway/piece.hpp"
#include "gateway/publication.hpp"
#include "gateway/receipt.hpp"
#include "gateway/time.hpp"

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wetbode {

/// dossier: pieces of a matter; letter: a piece for one person; acknowledgement: no pieces, it tells a counterpart what
/// became of files that came from it.
enum class SubmissionKind { dossier, letter, acknowledgement };

inline constexpr std::array<std::pair<SubmissionKind, std::string_view>, 3> submission_kind_names{
    {{SubmissionKind::dossier, "dossier"},
     {SubmissionKind::letter, "letter"},
     {SubmissionKind::acknowledgement, "acknowledgement"}}};

[[nodiscard]] constexpr std::string_view name_of(SubmissionKind kind) {
    return submission_kind_names.at(static_cast<std::size_t>(kind)).second;
}

[[nodiscard]] constexpr std::optional<SubmissionKind> submission_kind_from(std::string_view text) {
    for (auto const& [kind, name] : submission_kind_names)
        if (name == text) return kind;
    return std::nullopt;
}

struct Person {
    std::string title;
    std::string name;
    std::string first_name;
    bool operator==(Person const&) const = default;
};

struct Contact {
    std::string name;
    std::string email;
    bool operator==(Contact const&) const = default;
};

struct Concept {
    std::string id;
    std::string label;
    bool operator==(Concept const&) const = default;
};

/// The matter (Dutch: besluitvormingsaangelegenheid).
struct Dossier {
    DossierId id;
    std::string title;
    std::string subcase_title;
    std::string procedure_step;  ///< "principiele-goedkeuring", "definitieve-goedkeuring", ...; may be empty
    std::vector<Concept> policy_fields;
    bool complete = true;        ///< false: the sender knows that pieces are missing, and says so
    bool operator==(Dossier const&) const = default;
};

struct Address {
    std::string street;
    std::string number;
    std::string box;
    std::string postcode;
    std::string municipality;
    std::string country = "BE";  ///< ISO 3166-1 alpha-2
    bool operator==(Address const&) const = default;
};

enum class RecipientKind { citizen, enterprise };

/// Whom a letter is for. `number` is personal data (INSZ): it never enters a log, a metric or an event.
struct Recipient {
    RecipientKind kind = RecipientKind::citizen;
    std::string number;  ///< INSZ (11 digits) of a citizen, KBO number (10 digits) of an enterprise
    std::string name;
    Address address;
    bool operator==(Recipient const&) const = default;
};

/// A letter (Dutch: brief) to a person or an enterprise.
struct Letter {
    std::string subject;
    std::string language = "nl";
    std::string reference;       ///< the sender's reference, printed on the letter
    std::string sender_name;     ///< entity that writes, printed on the letter
    Address sender_address;      ///< return address
    Recipient recipient;
    bool operator==(Letter const&) const = default;
};

/// A file that came from a counterpart and is kept by who acknowledges it.
struct AcknowledgedFile {
    std::string name;   ///< the counterpart's name of the file (pfls)
    std::string file;   ///< URI of the file at who acknowledges; may be empty
    std::string piece;  ///< URI of its piece there; may be empty
    bool operator==(AcknowledgedFile const&) const = default;
};

/// Dutch: verwerkt. Says what became of files, or only to which matter the counterpart's dossier belongs now.
struct Acknowledgement {
    std::string name;     ///< the counterpart's name of the dossier (pobj)
    std::string case_id;  ///< URI of the case (dossier) under the matter; may be empty
    std::vector<AcknowledgedFile> files;  ///< empty: the dossier belongs to this matter from now on
    bool operator==(Acknowledgement const&) const = default;
};

/// What the sender says he sends. JSON form: gateway/json/, described in openapi.yaml.
struct Manifest {
    SubmissionKind kind = SubmissionKind::dossier;
    Dossier dossier;                ///< for a letter the id may be empty: the letter is its own matter
    std::optional<Letter> letter;   ///< present exactly if kind is letter
    std::optional<Acknowledgement> acknowledgement;  ///< present exactly if kind is acknowledgement: then no pieces
    std::vector<Piece> pieces;
    std::optional<Person> submitter;  ///< submitting minister (indiener)
    std::optional<Contact> contact;
    std::string comment;
    bool operator==(Manifest const&) const = default;
};

/// A submission in hand at the door: not yet in the ledger.
struct Submission {
    SubmissionId id;
    SubmissionKey key;
    Instant received;
    Manifest manifest;
    Digest digest;                         ///< over manifest and files, see intake/manifest.cpp: "the same content"
    std::map<std::string, Content> files;  ///< what really came, by file name
    Advice advice = {};                    ///< what the checks say of it; goes on the receipt
    std::vector<PublicationNote> publication = {};  ///< what came with it about its dossier
};

}  // namespace wetbode
