// SPDX-License-Identifier: EUPL-1.2
// What `wetbode-twins trust --lists` publishes: a list of lists of territory EU and the list of BE that it names, which
// vouches for the test authorities. For demonstrations, tests and partners; never part of the gateway. Thread safe.
#pragma once

#include "adapters/trust/authority.hpp"
#include "gateway/api/message.hpp"

#include <filesystem>
#include <memory>
#include <string>

namespace wetbode::trust {

class TwinLists {
public:
    /// Keeps the keys of the two signers in `folder`, and beside them list-signer.pem, the certificate of who signs the
    /// list of lists; empty: in memory. The authority outlives it. Throws Outage("trust").
    TwinLists(Authority& authority, std::string base_url, std::filesystem::path folder, Instant now);
    ~TwinLists();
    TwinLists(TwinLists const&) = delete;
    TwinLists& operator=(TwinLists const&) = delete;

    /// GET /lists/lotl.xml, /lists/be.xml and /lists/signer.pem; with an entity tag, and 304 for who knows it.
    [[nodiscard]] api::Response download(api::Request const& request, Instant now);
    /// POST /lists: publishes both lists anew, as the members of the JSON object say; the sequence number is one more
    /// unless it is given:
    /// {"status": "granted" or "withdrawn", "sequence", "days": until the next update, -365 to 365}.
    [[nodiscard]] api::Response publish(std::string const& body, Instant now);

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace wetbode::trust
