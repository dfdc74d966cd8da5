// SPDX-License-Identifier: EUPL-1.2
// Port: one counterpart (Dutch: tegenpartij). Implemented once per folder of adapters/. Thread safe: the dispatcher
// calls deliver() from several workers at once, never twice for the same transfer.
#pragma once

#include "gateway/content.hpp"
#include "gateway/submission.hpp"
#include "gateway/transfer.hpp"

#include <functional>
#include <map>
#include <memory>
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
};

/// What a counterpart told us without being handed anything: a status, a late receipt, a return.
struct NewsItem {
    TransferId transfer;             ///< empty if only the dossier is known
    std::string kind;                ///< "acknowledged", "refused", "returned", "status"
    std::string reference;
    Text why;
    std::string data;                ///< JSON object
    std::string key;                 ///< makes the item recognisable: the same key is taken once
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

class Counterpart {
public:
    virtual ~Counterpart() = default;
    /// One try, ended before the deadline. Never throws for what the counterpart did; Outage only for our own world.
    [[nodiscard]] virtual Delivery deliver(Envelope const& envelope, ContentShelf& shelf, Notebook& notebook,
                                           Deadline deadline) = 0;
    /// Statuses, receipts and returns since `cursor` (empty = from the start). `pending`: what waits for a receipt.
    [[nodiscard]] virtual News collect(std::string const& cursor, std::vector<Pending> const& pending,
                                       Deadline deadline) = 0;
};

}  // namespace wetbode
