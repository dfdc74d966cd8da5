// SPDX-License-Identifier: EUPL-1.2
// Trust lists (ETSI TS 119 612) of the test authorities, signed as annex B asks: XAdES B-B, enveloped, ECDSA P-256 with
// SHA-256. It shares no code with the sealer or the verifier of the gateway. Pure; any thread.
#pragma once

#include "adapters/trust/authority.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace wetbode::trust {

/// One service, with its present status only.
struct ListService {
    std::string type;         ///< what follows "http://uri.etsi.org/TrstSvc/Svctype/", such as "CA/QC"
    std::string name;
    std::string status;       ///< "granted" or "withdrawn"
    Instant since;
    std::string certificate;  ///< DER
};

struct ListPointer {
    std::string url;
    std::string territory;
    std::string signer;  ///< DER
};

struct ListWish {
    std::string territory;  ///< "BE", or "EU" for a list of lists
    std::uint64_t sequence = 1;
    Instant issued;
    Instant next_update;
    std::vector<ListService> services;
    std::vector<ListPointer> pointers;
};

/// The list as XML, UTF-8, named by the Id of its root in its signature. The key is P-256. Throws Outage("trust").
[[nodiscard]] std::string signed_list(ListWish const& wish, Issued const& signer);

}  // namespace wetbode::trust
