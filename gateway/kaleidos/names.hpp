// SPDX-License-Identifier: EUPL-1.2
// Who calls a dossier and its files what. The Parliament gives numbers and may change them; a client was told one of
// them, or one of ours until the Parliament's was known. Every name is kept by the ledger and stays good for asking:
// under the Parliament those that it gave, under the client (as if he were a counterpart) those that he was told.
// Thread safe.
#pragma once

#include "gateway/kaleidos/document.hpp"
#include "gateway/ledger.hpp"

#include <map>
#include <optional>
#include <string>

namespace wetbode::kaleidos {

/// What the answer to a delivery tells.
struct Told {
    std::string pobj;
    std::map<std::string, std::string> pfls;  ///< file URI -> its name
    bool provisional = false;                 ///< at least one of them is ours
};

class Names {
public:
    static constexpr auto pobj_key = "pobj";
    static constexpr auto pfls_prefix = "pfls:";

    Names(Ledger& ledger, CounterpartName parliament, ClientName owner)
        : ledger_(ledger), parliament_(std::move(parliament)), owner_(std::move(owner)) {}

    /// The dossier that bears, or bore, this number, as far as the client may know of it.
    [[nodiscard]] std::optional<DossierId> dossier_of(ClientName const& client, std::string const& pobj) const;
    /// URI of the file that bears, or bore, this number; empty if nobody knows.
    [[nodiscard]] std::string file_of(ClientName const& client, std::string const& pfls) const;
    /// A client sees what is his. The owner of the link with the Parliament sees all that nobody else brought.
    [[nodiscard]] bool may_know(ClientName const& client, DossierId const& dossier) const;

    /// The Parliament's present numbers; empty if it has given none yet.
    [[nodiscard]] std::string pobj_of(DossierId const& dossier) const;
    [[nodiscard]] std::map<std::string, std::string> given_by_parliament(DossierId const& dossier) const {
        return ledger_.references_of(parliament_, dossier);
    }
    [[nodiscard]] std::map<std::string, std::string> told_to(ClientName const& client, DossierId const& dossier) const {
        return ledger_.references_of({client.text}, dossier);
    }

    /// What the message says of numbers that were given before we stood in between, or elsewhere, is learned: who
    /// delivers a dossier knows what it is called. `previousPfls` becomes the URI of the file that is replaced.
    void learn_from(Document& document, ClientName const& client, Instant now) const;
    /// What to tell: the Parliament's number if there is one, else what was told before, else one of ours. Durable, and
    /// findable, before it returns.
    [[nodiscard]] Told tell(Manifest const& manifest, ClientName const& client, Instant now) const;
    /// The client uses this number by himself: then he has understood it.
    void heard(ClientName const& client, DossierId const& dossier, std::string const& pobj, Instant now) const;

    /// Ours: "W" and 16 hexadecimal digits, always the same for the same thing. The Parliament's are whole numbers.
    [[nodiscard]] static std::string provisional(std::string const& what);

    [[nodiscard]] CounterpartName const& parliament() const { return parliament_; }
    [[nodiscard]] ClientName const& owner() const { return owner_; }
    [[nodiscard]] Ledger& ledger() const { return ledger_; }

private:
    [[nodiscard]] std::vector<KnownName> known(ClientName const& client, std::string const& value) const;

    Ledger& ledger_;
    CounterpartName parliament_;
    ClientName owner_;
};

}  // namespace wetbode::kaleidos
