// SPDX-License-Identifier: EUPL-1.2
// What the twin of the Parliament has taken in: dossiers, files, statuses, keys. Durable as JSON lines. The twin owns
// it and keeps its calls one after another.
#pragma once

#include "adapters/rest/twin_desk.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace wetbode::parliament {

struct TakenFile {
    std::string id;
    std::string name;
    std::string sha256;
    std::uint64_t bytes = 0;
    std::string pfls;
    std::string previous_pfls;
};

struct Taken {
    std::string key;      ///< Idempotency-Key, may be empty
    std::string pobj;
    std::string flow;
    std::string at;
    std::vector<TakenFile> files;
    int duplicates = 0;   ///< how often the same key came again
};

struct TwinStatus {
    std::string status;
    std::string date;
};

class TwinStore {
public:
    explicit TwinStore(std::filesystem::path const& folder);

    /// The delivery with this key, if it came before.
    [[nodiscard]] Taken* by_key(std::string const& key);
    void count_duplicate(Taken& taken);
    [[nodiscard]] bool knows(std::string const& pobj) const { return statuses_.contains(pobj); }
    /// Gives numbers to dossier and files, writes the delivery down. An empty pobj makes a new dossier.
    Taken const& take(Taken delivery);
    /// False if the dossier is unknown. `renumbered` = its new pobj, or empty.
    bool move(std::string const& pobj, std::string const& status, std::string const& date,
              std::string const& renumbered);

    [[nodiscard]] std::vector<TwinStatus> const* history(std::string const& pobj) const;
    /// JSON bodies of status/ingediend and /_twin/received.
    [[nodiscard]] std::string submitted_since(std::string const& date) const;
    [[nodiscard]] std::string received() const;

private:
    void apply_line(std::string const& line);
    void apply(Taken delivery);
    void apply_status(std::string const& pobj, TwinStatus status, std::string const& renumbered);

    twin::Journal journal_;
    std::vector<std::unique_ptr<Taken>> taken_;  ///< pointers stay valid while the list grows
    std::map<std::string, Taken*> keys_;
    std::map<std::string, std::vector<TwinStatus>> statuses_;
    std::map<std::string, std::string> before_;  ///< new pobj -> old pobj
    std::int64_t next_pobj_ = 1'000'001;
    std::int64_t next_pfls_ = 2'000'001;
};

}  // namespace wetbode::parliament
