// SPDX-License-Identifier: EUPL-1.2
#include "gateway/sealing/sealer.hpp"

#include "gateway/base/content.hpp"
#include "gateway/base/rfc3339.hpp"
#include "gateway/base/sha256.hpp"
#include "gateway/refusal.hpp"
#include "gateway/sealing/container.hpp"
#include "gateway/sealing/enveloped.hpp"
#include "gateway/sealing/names.hpp"
#include "gateway/sealing/spliced_copy.hpp"
#include "gateway/sealing/xades.hpp"
#include "gateway/sealing/xades_names.hpp"

#include <optional>
#include <set>

namespace wetbode {

namespace {

/// It need only be unique within the document, which holds one signature.
constexpr std::string_view container_signature_id = "seal";

/// Whoever lets a file into the house refuses such names; what slips through must not leave it under our seal.
void check_names(std::vector<SealedFile> const& files) {
    std::set<std::string_view> seen;
    for (auto const& file : files) {
        if (!is_safe_name(file.name) || is_reserved_name(file.name))
            throw Outage("content", "a container cannot hold a file named \"" + file.name + "\"");
        if (!seen.insert(file.name).second)
            throw Outage("content", "a container cannot hold two files named \"" + file.name + "\"");
    }
}

/// What an archive time stamp is made over first: the octets of the files, in the order of their references.
Hasher hashed(std::vector<SealedFile> const& files) {
    Hasher hasher(HashAlgorithm::sha256);
    std::vector<char> buffer(64 * 1024);
    for (auto const& file : files) {
        auto const reader = open_checked(file.content);
        while (auto const count = reader->read(buffer)) hasher.update({buffer.data(), count});
    }
    return hasher;
}

}  // namespace

Sealer::Sealer(Signer const& signer, std::filesystem::path spool, SealPorts ports)
    : signer_(signer),
      spool_(std::move(spool)),
      writer_(std::make_shared<XadesWriter const>(signer)),
      evidence_(std::move(ports)) {}

void Sealer::check_certificate(Instant now) const {
    if (now > signer_.not_after())
        throw Outage("keys", "the certificate of the seal ended at " + rfc3339(signer_.not_after()));
}

Seal Sealer::seal(std::vector<SealedFile> const& files, Instant now) const { return seal(files, SealLevel::b, now); }

Seal Sealer::seal(std::vector<SealedFile> const& files, SealLevel level, Instant now) const {
    if (files.empty()) throw Outage("content", "there is nothing to seal");
    check_certificate(now);
    check_names(files);

    auto const signed_at = std::chrono::floor<std::chrono::seconds>(now);
    std::vector<SignedObject> covered;
    std::vector<ManifestLine> lines;
    for (auto const& file : files) {
        covered.push_back({file.name, file.media_type, file.content.digest});
        lines.push_back({file.name, file.media_type});
    }
    auto const parts = writer_->sign(covered, container_signature_id, signed_at);
    auto archive = level == SealLevel::lta ? std::optional(hashed(files)) : std::nullopt;
    auto const missing = evidence_.missing({parts, {}, signer_.chain()}, level, std::move(archive));
    auto const manifest = content_of(container_manifest(lines));
    auto const signatures = content_of(signatures_document(signature_xml(parts, missing)));

    std::vector<ContainerEntry> entries;
    for (auto const& file : files) entries.push_back({file.name, &file.content});
    entries.push_back({std::string(names::manifest_entry), &manifest});
    entries.push_back({std::string(names::signatures_entry), &signatures});
    return {write_container(entries, signed_at, spool_), std::string(name_of(level)), writer_->certificate(), signed_at,
            {}};
}

tl::expected<Seal, Fault> Sealer::seal_enveloped(Content const& document, std::string_view media_type,
                                                 SealLevel level, Instant now) const {
    check_certificate(now);
    // The Id follows from the content, so the same document gets the same one; place_of_seal() refuses one that is
    // taken.
    auto const id = "seal-" + document.digest.hex().substr(0, 16);
    Sha256 hash;
    std::optional<Hasher> archive;
    if (level == SealLevel::lta) archive.emplace(HashAlgorithm::sha256);
    SplicedCopy copy(document, spool_);
    auto const place = place_of_seal(copy, id, [&](std::string_view octets) {
        hash.update(octets);
        if (archive) archive->update(octets);
    });
    if (!place) return tl::unexpected(place.error());

    auto const signed_at = std::chrono::floor<std::chrono::seconds>(now);
    auto const parts =
        writer_->sign({{"", media_type, hash.finish(), Covered::document_around_it}}, id, signed_at);
    auto const missing = evidence_.missing({parts, {}, signer_.chain()}, level, std::move(archive));
    return Seal{copy.finish(*place, signature_xml(parts, missing)), std::string(name_of(level)),
                writer_->certificate(), signed_at, {}};
}

}  // namespace wetbode
