// SPDX-License-Identifier: EUPL-1.2
// What the keeper of evidence calls: terms and renewals of records, over contents of the ledger and the time authority.
#include "gateway/base/content.hpp"
#include "gateway/time_ports.hpp"
#include "gateway/timestamp/evidence_renewal.hpp"

#include <map>
#include <optional>
#include <utility>

namespace wetbode {

namespace {

constexpr std::uint64_t record_bytes_max = 1U << 20U;

std::string hashed(Content const& content, HashAlgorithm algorithm) {
    auto const reader = open(content);
    Hasher hasher(algorithm);
    std::string buffer(64U << 10U, '\0');
    while (auto const count = reader->read(buffer)) hasher.update(std::string_view(buffer).substr(0, count));
    return hasher.finish();
}

DigestOf digest_of(Digest const& container, ContentShelf& shelf) {
    return [container, &shelf](HashAlgorithm algorithm) {
        if (algorithm == HashAlgorithm::sha256)  // what the ledger calls it by, and checks when it is read
            return std::string(container.octets.begin(), container.octets.end());
        return hashed(shelf.fetch(container), algorithm);
    };
}

/// A record of the page.
struct Place {
    std::size_t index = 0;
    Instant ends;  ///< of the record as it is
};

/// Those of a page that are renewed with one token.
struct Group {
    std::vector<Place> places;
    std::vector<RenewedObject> objects;
};

class PageRenewal {
public:
    PageRenewal(TimeAuthority& authority, HashAlgorithm stronger, std::vector<KeptEvidence> const& page,
                EvidenceRenewalKind kind, ContentShelf& shelf)
        : authority_(authority), stronger_(stronger), page_(page), kind_(kind), shelf_(shelf),
          answers_(page.size()) {}

    std::vector<RenewalAnswer> run(Instant now) {
        for (std::size_t i = 0; i < page_.size(); ++i) sort_in(i);
        for (auto& [algorithm, group] : groups_) renew(std::move(group), now);
        return std::move(answers_);
    }

private:
    /// A record that proves nothing would only look younger.
    void sort_in(std::size_t i) {
        auto const& kept = page_[i];
        auto record = read_whole(shelf_.fetch(kept.record), record_bytes_max);
        auto const proof = verify_evidence(record, digest_of(kept.container, shelf_));
        if (!proof) return refuse(i, proof.error());
        auto const term = term_of_evidence(record);
        if (!term) return refuse(i, term.error());
        if (term->stamps >= evidence_stamps) return refuse(i, "the record is full: it holds 32 time stamps");
        bool const anew = kind_ == EvidenceRenewalKind::hash_tree;
        auto& group = groups_[anew ? stronger_ : term->algorithm];
        RenewedObject object{std::move(record)};
        if (anew) object.group.push_back(digest_of(kept.container, shelf_));
        group.places.push_back({i, term->ends});
        group.objects.push_back(std::move(object));
    }
    void renew(Group group, Instant now) {
        auto const renewal = kind_ == EvidenceRenewalKind::hash_tree
                                 ? EvidenceRenewal::of_hash_trees(std::move(group.objects), stronger_)
                                 : EvidenceRenewal::of_time_stamps(std::move(group.objects));
        if (!renewal) {
            for (auto const& place : group.places) refuse(place.index, renewal.error());
            return;
        }
        auto const token = authority_.stamp(renewal->algorithm(), renewal->root());
        for (std::size_t k = 0; k < group.places.size(); ++k)
            keep(group.places[k], renewal->record_for(k, token.der), token, now);
    }
    /// What comes out is read again before it takes the place of what went in. A record has room for so many renewals
    /// only: one that ends no later than before would be renewed in each round until there is none left.
    void keep(Place const& place, std::string record, TimeToken const& token, Instant now) {
        auto const i = place.index;
        auto const& kept = page_[i];
        auto const proof = verify_evidence(record, digest_of(kept.container, shelf_));
        auto const term = term_of_evidence(record);
        if (!proof || !term) return refuse(i, proof ? term.error() : proof.error());
        if (kind_ == EvidenceRenewalKind::time_stamp && term->ends <= place.ends) {
            answers_[i].gains_nothing_after = term->ends;
            return refuse(i, "the certificate of " + token.authority + " ends no later than that of the record");
        }
        answers_[i].renewed = RenewedEvidence{kept.submission, kept.record, content_of(std::move(record)), kind_,
                                              token.at, token.authority, term->ends,
                                              std::string(short_name_of(term->algorithm)), now};
    }
    void refuse(std::size_t i, std::string why) { answers_[i].why = std::move(why); }

    static constexpr std::size_t evidence_stamps = 32;

    TimeAuthority& authority_;
    HashAlgorithm stronger_;
    std::vector<KeptEvidence> const& page_;
    EvidenceRenewalKind kind_;
    ContentShelf& shelf_;
    std::vector<RenewalAnswer> answers_;
    std::map<HashAlgorithm, Group> groups_;
};

}  // namespace

EvidenceTermPort evidence_term_port() {
    return [](KeptEvidence const& kept, ContentShelf& shelf) {
        auto const term = term_of_evidence(read_whole(shelf.fetch(kept.record), record_bytes_max));
        if (!term) return EvidenceNote{kept.submission, kept.record, Instant{}, {}};
        return EvidenceNote{kept.submission, kept.record, term->ends, std::string(short_name_of(term->algorithm))};
    };
}

EvidenceRenewPort evidence_renew_port(TimeAuthority& authority, HashAlgorithm stronger) {
    return [&authority, stronger](std::vector<KeptEvidence> const& page, EvidenceRenewalKind kind, ContentShelf& shelf,
                                  Instant now) { return PageRenewal(authority, stronger, page, kind, shelf).run(now); };
}

}  // namespace wetbode
