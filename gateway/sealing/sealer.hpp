// SPDX-License-Identifier: EUPL-1.2
// Makes seals: an ASiC-E container (ETSI EN 319 162-1) whose files are all covered by one XAdES signature
// (ETSI EN 319 132-1), or such a signature inside an XML document. Owned by the composition root; workers call it from
// their threads.
#pragma once

#include "gateway/content.hpp"
#include "gateway/keys/signer.hpp"
#include "gateway/refusal.hpp"
#include "gateway/seal.hpp"
#include "gateway/sealing/evidence.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
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
    /// `spool`: folder in which large containers are built; the caller moves them into the content store. Without ports a
    /// Sealer makes B-B only.
    Sealer(Signer const& signer, std::filesystem::path spool, SealPorts ports = {});

    /// Packs and signs, level B-B: no third party is asked. Memory is flat whatever the size; a container up to 64 KiB
    /// comes back in memory. Throws Outage("keys"), also after the certificate has ended, or Outage("content"), also for a
    /// name that is not safe or is reserved (names.hpp), for a name that comes twice and for a container above 4 GiB.
    [[nodiscard]] Seal seal(std::vector<SealedFile> const& files, Instant now) const;
    /// The same at any level: blocks on the ports and throws what Evidence::missing() throws.
    [[nodiscard]] Seal seal(std::vector<SealedFile> const& files, SealLevel level, Instant now) const;

    /// The document with the seal before the end tag of its root; no other octet is touched. One Reference, URI="", with
    /// the transforms enveloped-signature and exclusive C14N. UTF-8 only. The Fault is one of place_of_seal()
    /// (enveloped.hpp). Memory is flat; up to 64 KiB comes back in memory. Throws as seal().
    [[nodiscard]] tl::expected<Seal, Fault> seal_enveloped(Content const& document, std::string_view media_type,
                                                           SealLevel level, Instant now) const;

private:
    void check_certificate(Instant now) const;

    Signer const& signer_;
    std::filesystem::path spool_;
    std::shared_ptr<XadesWriter const> writer_;  ///< shared: copies of a Sealer use the same, immutable one
    Evidence evidence_;
};

}  // namespace wetbode
