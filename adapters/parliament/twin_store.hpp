// SPDX-License-Identifier: EUPL-1.2
// What the twin of the Parliament knows: dossiers under their old and new numbers, deliveries, statuses, perkamenten
// that wait for the government. Durable as JSON lines. The twin owns it and keeps its calls one after another.
#pragma once

#include "adapters/rest/twin_desk.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <set>
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
    std::string pobj;     ///< as it was then
    std::string flow;
    std::string at;
    std::vector<TakenFile> files;
    int duplicates = 0;   ///< how often the same key came again and got the first answer
    int copy_of = -1;     ///< place in the list of an earlier delivery of the same files for the same flow
    std::string content_type;
    std::vector<std::string> remarks;  ///< what the known client does otherwise
};

struct TwinStatus {
    std::string status;
    std::string date;
    std::string more = "{}";  ///< JSON object: members that the entry tells beside these (numac, eli ...)
};

struct Dossier {
    std::string pobj;                  ///< the present one
    std::vector<std::string> earlier;  ///< the oldest first
    std::string renumbered_at;         ///< of the last time; empty = never
    std::string flow;                  ///< URI at the government, empty if the Parliament does not know it
    std::string case_uri;
    std::vector<TwinStatus> statuses;
};

/// One file of a perkament. Its octets are made anew, or read from a file, whenever they are sent.
struct ParchmentFile {
    std::string pfls;
    std::string type;         ///< "Perkament decreet", "Verwijzingsblad", "Bijlage" ...
    std::string media_type;
    std::string name;
    std::string remark;
    std::string kaleidos_id;  ///< URI of the file that this one replaces, if the government told it
    std::string source;       ///< "pdf", "docx", or the path of a file
    std::uint64_t bytes = 0;
    std::string sha256;
    std::string processed_as; ///< URI that `verwerkt` gave it; empty = it waits
};

struct Parchment {
    std::string pobj;  ///< any of the dossier's numbers
    std::string at;    ///< when it was sent to the government
    std::string kind;  ///< "decreet", "resolutie" or "motie"
    std::string type, subject, short_title, date, domain, competence;
    std::vector<std::string> themes;
    std::string poison;
    std::vector<ParchmentFile> files;

    [[nodiscard]] bool waits() const;
};

/// What `verwerkt` said; without files it relinks the dossier.
struct Processed {
    std::string at;
    std::string pobj;
    std::string flow;
    std::string case_uri;
    std::map<std::string, std::string> files;  ///< pfls -> URI
};

class TwinStore {
public:
    explicit TwinStore(std::filesystem::path const& folder);

    /// The delivery with this key, if it came before.
    [[nodiscard]] Taken* by_key(std::string const& key);
    void count_duplicate(Taken& taken);
    [[nodiscard]] bool knows(std::string const& pobj) const { return numbers_.contains(pobj); }
    /// Under an old number or the present one; null if unknown. The last dossier for an empty text.
    [[nodiscard]] Dossier const* dossier(std::string const& pobj) const;
    [[nodiscard]] std::vector<std::unique_ptr<Dossier>> const& dossiers() const { return dossiers_; }

    /// Gives numbers to dossier and files, writes the delivery down. An empty pobj makes a new dossier.
    Taken const& take(Taken delivery);
    /// False if the dossier is unknown, or `renumbered` (its new pobj, or empty) is taken. An empty status adds none.
    bool move(std::string const& pobj, TwinStatus const& status, std::string const& renumbered);
    /// Gives numbers to its files, and to the dossier if it names none, and lets it wait. Returns it as it is now.
    Parchment const& queue(Parchment parchment, std::string const& adopted_at);
    /// A number that no dossier has had.
    [[nodiscard]] std::string next_pobj() const { return std::to_string(next_pobj_); }
    /// Empty, or what is wrong with it: an unknown dossier, or a file that never waited there.
    [[nodiscard]] std::string process(Processed const& processed);
    /// Takes the poison out of what waits for this dossier. False if there is none.
    bool heal(std::string const& pobj);

    [[nodiscard]] std::vector<Parchment> const& parchments() const { return parchments_; }
    [[nodiscard]] std::vector<std::unique_ptr<Taken>> const& taken() const { return taken_; }
    [[nodiscard]] std::vector<Processed> const& processed() const { return processed_; }

private:
    void apply_line(std::string const& line);
    void apply(Taken delivery);
    void apply_status(std::string const& pobj, TwinStatus status, std::string const& renumbered);
    void apply(Parchment parchment);
    void apply(Processed const& processed);
    void apply_heal(std::string const& pobj);
    Dossier& dossier_for(std::string const& pobj);
    [[nodiscard]] bool same(std::string const& one, std::string const& other) const;
    [[nodiscard]] std::string known_uri(Parchment const& parchment, ParchmentFile const& file) const;
    [[nodiscard]] int copy_of(Taken const& delivery) const;

    twin::Journal journal_;
    std::vector<std::unique_ptr<Taken>> taken_;  ///< pointers stay valid while the list grows
    std::map<std::string, Taken*> keys_;
    std::vector<std::unique_ptr<Dossier>> dossiers_;
    std::map<std::string, Dossier*> numbers_;    ///< old and present
    std::vector<Parchment> parchments_;
    std::vector<Processed> processed_;
    std::int64_t next_pobj_ = 1'000'001;
    std::int64_t next_pfls_ = 2'000'001;
};

}  // namespace wetbode::parliament
