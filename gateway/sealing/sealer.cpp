// SPDX-License-Identifier: EUPL-1.2
#include "gateway/sealing/sealer.hpp"

#include "gateway/base/content.hpp"
#include "gateway/base/rfc3339.hpp"
#include "gateway/refusal.hpp"
#include "gateway/sealing/container.hpp"
#include "gateway/sealing/names.hpp"
#include "gateway/sealing/xades.hpp"
#include "gateway/sealing/xades_names.hpp"

#include <set>

namespace wetbode {

namespace {

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

}  // namespace

Sealer::Sealer(Signer const& signer, std::filesystem::path spool)
    : signer_(signer), spool_(std::move(spool)), writer_(std::make_shared<XadesWriter const>(signer)) {}

Seal Sealer::seal(std::vector<SealedFile> const& files, Instant now) const {
    if (files.empty()) throw Outage("content", "there is nothing to seal");
    if (now > signer_.not_after())
        throw Outage("keys", "the certificate of the seal ended at " + rfc3339(signer_.not_after()));
    check_names(files);

    auto const signed_at = std::chrono::floor<std::chrono::seconds>(now);
    std::vector<SignedFile> covered;
    std::vector<ManifestLine> lines;
    for (auto const& file : files) {
        covered.push_back({file.name, file.media_type, file.content.digest});
        lines.push_back({file.name, file.media_type});
    }
    auto const manifest = content_of(container_manifest(lines));
    auto const signatures = content_of(writer_->signatures_xml(covered, signed_at));

    std::vector<ContainerEntry> entries;
    for (auto const& file : files) entries.push_back({file.name, &file.content});
    entries.push_back({std::string(names::manifest_entry), &manifest});
    entries.push_back({std::string(names::signatures_entry), &signatures});
    return {write_container(entries, signed_at, spool_), "XAdES-B-B", writer_->certificate(), signed_at, {}};
}

}  // namespace wetbode
