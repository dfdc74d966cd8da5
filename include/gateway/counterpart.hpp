// SPDX-License-Identifier: EUPL-1.2
// Port: one counterpart (Dutch: tegenpartij). Implemented once per folder of adapters/. Thread safe: the dispatcher
// calls deliver() from several workers at once, never twice for the same transfer.
#pragma once

#include "gateway/content.hpp"
#include "gateway/publication.hpp"
#include "gateway/refusal.hpp"
#include "gateway/submission.hpp"
#include "gateway/transfer.hpp"

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace wetbode {

struct EnvelopeFile {
    std::string piece_id;   ///< piece that it belongs to; empty for what the gateway made (the PDF of a letter)
    Rendition rendition;    ///< digest and bytes are filled in
};

/// What is delivered. Every file is fetched from the shelf, and its digest checked, when it is read.
struct Envelope {
    TransferId transfer;
    SubmissionId submission;
    CounterpartName counterpart;
    Instant received;
    int attempt = 1;                                ///< 1 = the first try ever
    Manifest manifest;
    std::vector<EnvelopeFile> files;                ///< in manifest order, then what the gateway made
    std::map<std::string, std::string> references;  ///< learned from earlier tries and earlier transfers of the dossier
};

/// Durable memory in the middle of a delivery: written before remember() returns, seen by the next try.
class Notebook {
public:
    virtual ~Notebook() = default;
    virtual void remember(std::string const& key, std::string const& value) = 0;
    /// Some dossier bears, or bore, this name towards the counterpart.
    [[nodiscard]] virtual bool knows(std::string const& name) = 0;
    /// What is noted under this key for other dossiers that bear no reference `closed_by`: at most 1000 values.
    [[nodiscard]] virtual std::vector<std::string> open_elsewhere(std::string const& key,
                                                                  std::string const& closed_by) = 0;
};

/// A status as the counterpart tells it: kept whole, mapped to anything else only where it is shown.
struct StatusNews {
    std::string name;         ///< the counterpart's name of the dossier (pobj)
    std::string name_before;  ///< the one that it bore until then (pobj_vorig); empty: it was not renamed
    std::string status;       ///< "te behandelen in commissie"
    std::string date;         ///< as written
    bool operator==(StatusNews const&) const = default;
};

/// What a counterpart told us without being handed anything: a status, a late receipt, a return.
struct NewsItem {
    TransferId transfer;             ///< empty if only the dossier is known
    std::string kind;                ///< "acknowledged", "refused", "returned", "status"
    std::string reference;
    Text why;
    std::string data;                ///< JSON object
    std::string key;                 ///< makes the item recognisable: the same key is taken once
    std::optional<StatusNews> status = {};  ///< goes into the history of the dossier that bears, or bore, that name
    std::vector<PublicationFact> publication = {};  ///< of the dossier that bears, or bore, the name `reference`
    std::map<std::string, std::string> references = {};  ///< names that the transfer learns by it
};

struct News {
    std::vector<NewsItem> items;
    std::string cursor;              ///< handed back at the next collect()
};

/// A transfer that was handed over and waits for its receipt.
struct Pending {
    TransferId transfer;
    std::string reference;
    std::map<std::string, std::string> references;
};

/// A dossier that a counterpart has, whose fate we want to know.
struct Followed {
    std::string name;  ///< the counterpart's name of it (pobj)
    Instant changed;   ///< when something was last learned of it
    bool operator==(Followed const&) const = default;
};

/// A dossier that a counterpart sends us. It becomes a submission whose client is that counterpart.
struct IncomingItem {
    std::string key;       ///< the same content has the same key, whenever it is told again; at most 255 visible ASCII
    std::string name;      ///< the counterpart's name of the dossier (pobj)
    Manifest manifest;     ///< dossier.id may be empty: then the name decides, and a stranger gets an id of ours
    std::map<std::string, Content> files;           ///< by the names in the manifest
    std::map<std::string, std::string> references;  ///< what the counterpart calls things: "pobj", "pfls:<file URI>"
    std::vector<PublicationFact> publication = {};  ///< what it tells of the dossier beside its files
};

/// How an item was taken in.
struct TakenIn {
    enum class How {
        taken,   ///< durable from now on
        before,  ///< was taken in earlier
        refused  ///< written down with its faults, once; it may be given again
    };
    How how = How::taken;
    SubmissionId submission;
    std::string code;  ///< of the refusal
};

/// Where a counterpart's dossiers are put.
class Inbox {
public:
    virtual ~Inbox() = default;
    /// Throws Outage: then nothing was taken in and it must be given again.
    virtual TakenIn take(IncomingItem item) = 0;
    /// What cannot even be made an item of (no base 64, no status): written down once per key, for a person to look at.
    virtual void set_aside(std::string const& key, std::string const& name, Refusal const& why) = 0;
    /// Folder for files that come in, on the file system of the content store.
    [[nodiscard]] virtual std::filesystem::path spool() const = 0;
};

class Counterpart {
public:
    virtual ~Counterpart() = default;
    /// One try, ended before the deadline. Never throws for what the counterpart did; Outage only for our own world.
    [[nodiscard]] virtual Delivery deliver(Envelope const& envelope, ContentShelf& shelf, Notebook& notebook,
                                           Deadline deadline) = 0;
    /// Statuses, receipts and returns since `cursor` (empty = from the start). `pending`: what waits for a receipt.
    [[nodiscard]] virtual News collect(std::string const& cursor, std::vector<Pending> const& pending,
                                       Deadline deadline) = 0;
    /// Statuses of these dossiers, those that changed last coming first; it asks about as many as are due. The cursor
    /// of the answer counts for nothing. Throws Outage as collect() does.
    [[nodiscard]] virtual News follow(std::vector<Followed> const& /*followed*/, Deadline /*deadline*/) { return {}; }
    [[nodiscard]] virtual bool follows() const { return false; }
    /// Puts whatever the counterpart has for us into the inbox. One bad item never keeps the others out. Throws Outage
    /// if the counterpart or our own world failed; what was taken in before stays. Most counterparts send nothing.
    virtual void receive(Inbox& /*inbox*/, Deadline /*deadline*/) {}
    [[nodiscard]] virtual bool sends() const { return false; }
};

}  // namespace wetbode
