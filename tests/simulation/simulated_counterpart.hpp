// SPDX-License-Identifier: EUPL-1.2
// A counterpart that honours the transfer id and is otherwise unreliable: busy, slow, broken, and at its worst it
// stores what it got and then does not say so. One thread.
#pragma once

#include "gateway/counterpart.hpp"
#include "simulation/trouble.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace wetbode {

class SimulatedCounterpart final : public Counterpart {
public:
    /// What one transfer brought, as the counterpart sees it: the files in order, by content.
    struct Taken {
        SubmissionId submission;
        DossierId dossier;
        std::string content;
    };

    SimulatedCounterpart(Trouble& trouble, std::function<void()> meanwhile)
        : trouble_(trouble), meanwhile_(std::move(meanwhile)) {}

    /// Submissions with this comment are declined, and sent on to `instead` if there is one.
    void decline(std::string comment, std::optional<CounterpartName> instead) {
        declined_[std::move(comment)] = std::move(instead);
    }

    [[nodiscard]] Delivery deliver(Envelope const& envelope, ContentShelf& shelf, Notebook& notebook,
                                   Deadline deadline) override;
    [[nodiscard]] News collect(std::string const& cursor, std::vector<Pending> const& pending,
                               Deadline deadline) override;

    [[nodiscard]] std::map<TransferId, Taken> const& taken() const { return taken_; }
    [[nodiscard]] std::vector<TransferId> const& order() const { return order_; }
    [[nodiscard]] std::vector<std::string> const& violations() const { return violations_; }

private:
    void take(Envelope const& envelope, std::string const& content);

    Trouble& trouble_;
    std::function<void()> meanwhile_;  ///< what else happens while a delivery lasts
    std::map<std::string, std::optional<CounterpartName>> declined_;
    std::map<TransferId, Taken> taken_;
    std::vector<TransferId> order_;
    std::vector<NewsItem> receipts_;
    std::vector<std::string> violations_;
};

/// The content of a whole submission in one text: names and digests in manifest order.
[[nodiscard]] std::string content_of(std::vector<EnvelopeFile> const& files);

}  // namespace wetbode
