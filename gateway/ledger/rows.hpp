// SPDX-License-Identifier: EUPL-1.2
// What several acts of the SQLite ledger share: writing an event, moving a transfer, whose turn it is, what was
// learned. Called on the writer's thread, inside its transaction, unless a function says otherwise.
#pragma once

#include "gateway/ledger.hpp"
#include "gateway/ledger/connection.hpp"
#include "gateway/transfer.hpp"

#include <cstdint>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wetbode::sqlite {

/// The act is done by the gateway itself, not on the word of a client or an administrator.
inline constexpr std::string_view gateway_actor = "wetbode";

struct NewEvent {
    Instant at;
    std::string_view kind;
    std::string_view submission = {};
    std::string_view dossier = {};
    std::string_view transfer = {};
    std::string_view counterpart = {};
    std::string_view actor = gateway_actor;
    std::string data = "{}";
};

/// Number of the newest event; 0 = none yet. Also for readers.
[[nodiscard]] std::int64_t last_sequence(Connection& connection);

/// Writes the event with the next number, for the counterparts that the submission goes or went to by now.
std::int64_t write_event(Connection& connection, NewEvent const& event);

/// A JSON object of the pairs whose value is not empty.
[[nodiscard]] std::string data_of(std::initializer_list<std::pair<char const*, std::string>> pairs);

/// waiting, underway or quarantined: younger transfers of its dossier to the same counterpart wait for it.
[[nodiscard]] constexpr bool unfinished(TransferState state) {
    return state == TransferState::waiting || state == TransferState::underway || state == TransferState::quarantined;
}

/// What an act must know of a transfer.
struct TransferRow {
    std::int64_t number = 0;
    TransferId id;
    std::int64_t submission_number = 0;
    SubmissionId submission;
    std::string sender;
    DossierId dossier;
    CounterpartName counterpart;
    TransferState state = TransferState::waiting;
    Instant since;
    bool sealed = false;
    int attempts = 0;
    int attempts_in_round = 0;
    Instant round_began;
    LeaseToken lease = 0;
    std::optional<Instant> lease_until;
    std::string reference;
};

[[nodiscard]] std::optional<TransferRow> find_transfer(Connection& connection, TransferId const& id);
[[nodiscard]] std::optional<TransferRow> find_transfer(Connection& connection, std::int64_t number);
/// All transfers that the counterpart knows by this reference, oldest first, at most `most`.
[[nodiscard]] std::vector<TransferRow> find_by_reference(Connection& connection, CounterpartName const& counterpart,
                                                         std::string const& reference, int most);

struct Move {
    TransferState next = TransferState::waiting;
    Instant now;
    std::optional<Instant> due = {};        ///< when next is waiting
    Text why = {};
    std::string reference = {};             ///< empty = keep
    std::string_view kind = {};             ///< of the event; empty = "transfer.<state>"
    std::string_view actor = gateway_actor;
    std::string data = "{}";
};

/// Changes the state, writes the event, gives the turn to the next of the dossier. `row` is brought up to date.
void move_transfer(Connection& connection, TransferRow& row, Move const& move);

/// Opens a transfer behind all others of the dossier; the caller writes the event that tells of it.
struct NewTransfer {
    TransferId id;
    std::int64_t submission = 0;
    std::string_view sender;
    DossierId const& dossier;
    CounterpartName const& counterpart;
    Instant now;
    bool sealed = false;
    std::optional<std::int64_t> instead_of = {};
};
void open_transfer(Connection& connection, NewTransfer const& transfer);

/// Gives the turn to the oldest unfinished transfer of the dossier to this counterpart, and to no other.
void settle_turn(Connection& connection, CounterpartName const& counterpart, DossierId const& dossier);

struct NoteOf {
    CounterpartName const& counterpart;
    DossierId const& dossier;
    Instant now;
};
/// The newest name of that key, and one more that stays findable; false if it was the newest already.
bool note_name(Connection& connection, NoteOf const& of, std::string const& key, std::string const& value);
/// Who bears, else bore this name last. Also for readers.
[[nodiscard]] std::optional<KnownName> bearer_of(Connection& connection, CounterpartName const& counterpart,
                                                 std::string const& value);
/// The newest submission of the dossier that goes or went there; empty if there is none. Also for readers.
[[nodiscard]] SubmissionId newest_towards(Connection& connection, CounterpartName const& counterpart,
                                          DossierId const& dossier);
/// Once: the same status of the same date is one line.
void write_status(Connection& connection, StatusLine const& line);

/// Remembers a name for the transfer and, newest wins, for its dossier towards this counterpart.
void learn(Connection& connection, TransferRow const& row, std::string const& key, std::string const& value,
           Instant now);

/// Everything learned that the next try must know. Also for readers.
[[nodiscard]] std::map<std::string, std::string> learned(Connection& connection, TransferRow const& row);

}  // namespace wetbode::sqlite
