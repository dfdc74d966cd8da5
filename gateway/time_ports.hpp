// SPDX-License-Identifier: EUPL-1.2
// What the time worker calls: the raising of seals, and evidence records, over the ports of time and revocation.
// Private to the composition root.
#pragma once

#include "gateway/crypto/hashing.hpp"
#include "gateway/dispatch/evidence_keeper.hpp"
#include "gateway/dispatch/time_worker.hpp"
#include "gateway/sealing/evidence.hpp"

#include <filesystem>
#include <string>

namespace wetbode {

/// Raises each container to `level` (B-T or higher). `certificate`: DER, that of the seal. The ports outlive the
/// result. What cannot be raised, because it is not ours or was changed, is a fault of our own: it was sealed here.
[[nodiscard]] RaisePort raise_port(std::string certificate, std::filesystem::path spool, SealPorts ports,
                                   SealLevel level);

/// One token over all, an evidence record (RFC 4998) for each. The authority outlives the result.
[[nodiscard]] EvidencePort evidence_port(TimeAuthority& authority);

/// Reads what a record says of itself.
[[nodiscard]] EvidenceTermPort evidence_term_port();

/// Renews records (RFC 4998 section 5) that still hold for their containers; one token per algorithm. Hash trees are
/// renewed to `stronger`. The authority outlives the result.
[[nodiscard]] EvidenceRenewPort evidence_renew_port(TimeAuthority& authority, HashAlgorithm stronger);

}  // namespace wetbode
