// SPDX-License-Identifier: EUPL-1.2
// The acts of the existing client of the Kanselarij (vlaams-parlement-sync-service 0.8.0), with its habits, also
// the bad ones: no retry, no idempotency, one bad item ends a run, a missing file is left out. One act at a time.
#pragma once

#include "adapters/kaleidos/twin_line.hpp"
#include "adapters/kaleidos/twin_memory.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace wetbode::kaleidos {

/// {"act", "ok", and if not ok "shown": what its user would see, "cause": what happened; then what the act found}.
using Report = nlohmann::ordered_json;

struct ClientSettings {
    LineSettings line;
    std::filesystem::path state;  ///< keeps memory and received files; empty = nothing is kept, files are hashed
};

struct SendWish {
    std::filesystem::path dossier;  ///< folder with manifest.json and the files that it names
    std::string comment;            ///< empty = the manifest's
    bool complete = false;          ///< goes no further than our memory, as isComplete of the real one
    bool lose_answer = false;       ///< the Parliament takes it and we do not write that down: the next is a duplicate
};

struct RelinkWish {
    std::string pobj;
    std::string flow;      ///< URI that the dossier belongs to from now on
    std::string case_uri;  ///< empty = made of the flow
};

class Client {
public:
    /// Throws std::invalid_argument if the base URL is none, Outage("twin") if the state cannot be read.
    Client(ClientSettings settings, Clock const& clock);

    [[nodiscard]] Report ping();
    /// Throws std::invalid_argument if the folder holds no proper manifest.
    [[nodiscard]] Report send(SendWish const& wish);
    /// `days` back; 0 = as many as the Parliament gives by itself.
    [[nodiscard]] Report sync_status(int days);
    /// Fetches what waits for the government and acknowledges it. With `meeting_closed`, a file that replaces one of
    /// ours is ignored, since a closed meeting may not change.
    [[nodiscard]] Report sync_incoming(bool meeting_closed);
    [[nodiscard]] Report relink(RelinkWish const& wish);

    [[nodiscard]] Memory const& memory() const { return memory_; }
    [[nodiscard]] Line const& line() const { return line_; }

private:
    void sync_one(Flow const& flow, Report& report);

    std::filesystem::path state_;
    Line line_;
    Memory memory_;
};

/// One piece of the acknowledgement.
struct TakenPiece {
    std::string uri;
    std::vector<std::pair<std::string, std::string>> files;  ///< URI and pfls
};

/// The body of POST verwerkt; without pieces it says that the dossier belongs to this flow now.
[[nodiscard]] std::string processed_message(Flow const& flow, std::vector<TakenPiece> const& pieces);

/// A report of an act that failed as the answer says, or the beginning of a good one.
[[nodiscard]] Report report_of(std::string const& act, Answer const& answer);

}  // namespace wetbode::kaleidos
