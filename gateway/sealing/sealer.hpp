// SPDX-License-Identifier: EUPL-1.2
// Makes the seal of a transmission: an ASiC-E container (ETSI EN 319 162-1) whose files are all covered by one XAdES
// baseline B-B signature (ETSI EN 319 132-1). Owned by the composition root; workers call it from their threads.
#pragma once

#include "gateway/content.hpp"
#include "gateway/seal.hpp"
#include "gateway/keys/keyring.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace wetbode {

class XadesWriter;

struct SealedFile {
    std::string name;  ///< path in the container, UTF-8, unique
    std::string media_type;
    Content content;   ///< its digest is checked while it is packed
};

class Sealer {
public:
    /// `spool`: folder in which large containers are built; the caller moves them into the content store.
    Sealer(Signer const& signer, std::filesystem::path spool);

    /// Packs and signs. Memory is flat whatever the size; a container up to 64 KiB comes back in memory.
    /// Throws Outage("keys"), also after the certificate has ended, or Outage("content"), also for a name that is not
    /// safe or is reserved (names.hpp), for a name that comes twice and for a container above 4 GiB.
    [[nodiscard]] Seal seal(std::vector<SealedFile> const& files, Instant now) const;

private:
    Signer const& signer_;
    std::filesystem::path spool_;
    std::shared_ptr<XadesWriter const> writer_;  ///< shared: copies of a Sealer use the same, immutable one
};

}  // namespace wetbode
