// SPDX-License-Identifier: EUPL-1.2
// Evidence records that the ledger keeps (RFC 4998): until when each proves something, and what it is renewed to.
// Values.
#pragma once

#include "gateway/content.hpp"
#include "gateway/digest.hpp"
#include "gateway/ids.hpp"
#include "gateway/time.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace wetbode {

/// The newest record of a submission, and the container that it is about.
struct KeptEvidence {
    std::int64_t number = 0;  ///< rises; where the next page begins
    SubmissionId submission;
    Digest container;
    Digest record;
    std::string algorithm;    ///< "sha256" ...; empty if nobody has read the record yet
};

/// Until when a record proves something. An instant long ago and no algorithm: the record could not be read.
struct EvidenceNote {
    SubmissionId submission;
    Digest record;          ///< a note about another one than the newest changes nothing
    Instant ends;           ///< of the certificate of its youngest archive time stamp
    std::string algorithm;  ///< of its youngest hash tree
};

/// Records that end before an instant, or that rest on one of these algorithms.
struct EvidenceSearch {
    Instant ends_before;
    std::vector<std::string> weak = {};  ///< "sha256" ...; at most 3
    std::int64_t after = 0;              ///< number of the last one of the page before
    int most = 1000;                     ///< 1 .. 10 000
};

enum class EvidenceRenewalKind {
    time_stamp,  ///< a new archive time stamp over the youngest (RFC 4998 section 5.2)
    hash_tree    ///< a new chain over the object and all former chains (section 5.3)
};

struct RenewedEvidence {
    SubmissionId submission;
    Digest before;   ///< the record that was renewed
    Content record;  ///< the new one, which holds the old one
    EvidenceRenewalKind kind = EvidenceRenewalKind::time_stamp;
    Instant at;      ///< genTime of the new token
    std::string authority;
    Instant ends;
    std::string algorithm;
    Instant now;
};

/// For metrics and health, from the record itself.
struct EvidenceTerms {
    std::int64_t records = 0;
    std::int64_t unread = 0;           ///< nobody looked yet until when they hold
    std::optional<Instant> first_end;  ///< of those that were read
    std::map<std::string, std::int64_t> by_algorithm;
};

}  // namespace wetbode
