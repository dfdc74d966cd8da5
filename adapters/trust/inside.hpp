// SPDX-License-Identifier: EUPL-1.2
// What an Authority holds. For the .cpp files of this folder.
#pragma once

#include "adapters/trust/making.hpp"

#include <cstdint>
#include <map>
#include <mutex>
#include <set>

namespace wetbode::trust {

struct Revoked {
    Instant at;
    Reason reason = Reason::unspecified;
};

/// Serial numbers as hexadecimal text.
struct Book {
    std::set<std::string> issued;
    std::map<std::string, Revoked> revoked;
};

struct Authority::Inside {
    AuthorityWish wish;
    Identity root;
    Identity issuing;
    Identity time;
    Identity responder;

    mutable std::mutex mutex;  ///< over all below
    Book root_book;
    Book issuing_book;
    std::uint64_t next_token = 0;
    std::uint64_t next_list = 1;
    TimeFault time_fault = TimeFault::none;
    RevocationFault revocation_fault = RevocationFault::none;

    [[nodiscard]] Identity const& identity(Issuer issuer) const { return issuer == Issuer::root ? root : issuing; }
    [[nodiscard]] Book& book(Issuer issuer) { return issuer == Issuer::root ? root_book : issuing_book; }
    /// Key and certificate under the issuing authority, not written in its book.
    [[nodiscard]] Identity make(IssueWish const& asked) const;
    /// A certificate under a root of the same names that nobody knows.
    [[nodiscard]] Identity stranger(IssueWish const& asked) const;
    /// The next number, from the clock's hand away: unique over restarts.
    [[nodiscard]] std::uint64_t token_number();
};

[[nodiscard]] std::string serial_of(ASN1_INTEGER const* serial);

}  // namespace wetbode::trust
