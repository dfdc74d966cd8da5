// SPDX-License-Identifier: EUPL-1.2
#include "gateway/sealing/raiser.hpp"

#include "gateway/base/base64.hpp"
#include "gateway/base/content.hpp"
#include "gateway/base/rfc3339.hpp"
#include "gateway/base/sha256.hpp"
#include "gateway/sealing/names.hpp"
#include "gateway/sealing/output.hpp"
#include "gateway/sealing/own_container.hpp"
#include "gateway/sealing/placed_signature.hpp"
#include "gateway/sealing/spliced_copy.hpp"
#include "gateway/sealing/writing.hpp"
#include "gateway/sealing/xades_names.hpp"

#include <array>
#include <optional>

namespace wetbode {

namespace {

Text changed() {
    return {"Wat onder dit zegel ligt, werd sinds de verzegeling gewijzigd.",
            "What lies under this seal has been changed since it was sealed."};
}

/// Does the reference name this file, with this digest and without a transform?
bool names_file(PlacedReference const& reference, PassedFile const& file) {
    return reference.type.empty() && reference.uri == uri_of_name(file.name) && reference.transforms.empty() &&
           reference.digest_method == names::sha256 &&
           from_base64(reference.digest, Base64Space::refuse) == octets_of(file.digest);
}

/// Each file is named, in the order of the container, and nothing else is.
bool covers(PlacedSignature const& signature, std::vector<PassedFile> const& files) {
    if (signature.references.size() != files.size() + 1) return false;
    for (std::size_t i = 0; i < files.size(); ++i)
        if (!names_file(signature.references[i], files[i])) return false;
    return true;
}

bool covers_document(PlacedSignature const& signature, Digest const& digest) {
    std::vector<std::string> const transforms{std::string(names::enveloped_signature),
                                              std::string(names::exclusive_c14n)};
    auto const& reference = signature.references.front();
    return signature.references.size() == 2 && reference.uri.empty() && reference.type.empty() &&
           reference.transforms == transforms && reference.digest_method == names::sha256 &&
           from_base64(reference.digest, Base64Space::refuse) == octets_of(digest);
}

/// Certificates of KeyInfo, DER; fault_in() has seen that the first is whole.
std::vector<std::string> chain_in(PlacedSignature const& signature) {
    std::vector<std::string> chain;
    for (auto const& text : signature.certificates)
        if (auto der = from_base64(text, Base64Space::refuse)) chain.push_back(std::move(*der));
    return chain;
}

Seal seal_of(PlacedSignature const& signature, Content content, SealLevel level) {
    auto const certificate = *from_base64(signature.certificates.front(), Base64Space::refuse);
    auto const signed_at = from_rfc3339(signature.signing_time);
    return {std::move(content), std::string(name_of(level)), sha256(certificate).hex(),
            signed_at.value_or(Instant{}), {}};
}

bool is_done(PlacedSignature const& signature, SealLevel level) {
    auto const has = level_of(signature.properties);
    return level != SealLevel::lta && has >= level;
}

std::string insertion(PlacedSignature const& signature, std::string_view missing) {
    return signature.has_unsigned ? std::string(missing) : unsigned_properties_xml(missing);
}

}  // namespace

Raiser::Raiser(std::string const& certificate, std::filesystem::path spool, SealPorts ports)
    : own_{certificate}, spool_(std::move(spool)), evidence_(std::move(ports)) {
    auto const& earlier = evidence_.ports().earlier;
    own_.insert(own_.end(), earlier.begin(), earlier.end());
}

tl::expected<Seal, Text> Raiser::container(Content const& container, SealLevel level) const {
    Output output(spool_);
    std::optional<Hasher> archive;
    if (level == SealLevel::lta) archive.emplace(HashAlgorithm::sha256);
    auto const own = OwnContainer::read(container, output, [&](std::string_view octets) {
        if (archive) archive->update(octets);
    });
    if (!own) return tl::unexpected(own.error());

    SealReader reader(Holder::container, [](std::string_view) {});
    std::array<xml::Sink*, 1> const sinks{&reader};
    if (auto const read = xml::read(content_of(own->signatures()), {}, sinks); !read)
        return tl::unexpected(read.error().message);
    auto const& signature = reader.signature();
    if (auto fault = fault_in(signature, own_)) return tl::unexpected(std::move(*fault));
    if (!covers(signature, own->files())) return tl::unexpected(changed());
    if (is_done(signature, level)) return seal_of(signature, container, level_of(signature.properties));

    auto const chain = chain_in(signature);
    auto const missing = evidence_.missing({signature.parts, signature.properties, chain}, level, std::move(archive));
    auto signatures = own->signatures();
    signatures.insert(static_cast<std::size_t>(signature.further_at), insertion(signature, missing));
    own->end(output, signatures);
    return seal_of(signature, output.finish(), level);
}

tl::expected<Seal, Text> Raiser::document(Content const& document, SealLevel level) const {
    Sha256 digest;
    std::optional<Hasher> archive;
    if (level == SealLevel::lta) archive.emplace(HashAlgorithm::sha256);
    SealReader reader(Holder::document, [&](std::string_view octets) {
        digest.update(octets);
        if (archive) archive->update(octets);
    });
    std::array<xml::Sink*, 1> const sinks{&reader};
    SplicedCopy copy(document, spool_);
    if (auto const read = xml::read(copy, {}, sinks); !read) return tl::unexpected(read.error().message);
    reader.finish();
    auto const& signature = reader.signature();
    if (auto fault = fault_in(signature, own_)) return tl::unexpected(std::move(*fault));
    if (!covers_document(signature, digest.finish())) return tl::unexpected(changed());
    if (is_done(signature, level)) return seal_of(signature, document, level_of(signature.properties));

    auto const chain = chain_in(signature);
    auto const missing = evidence_.missing({signature.parts, signature.properties, chain}, level, std::move(archive));
    return seal_of(signature, copy.finish(signature.further_at, insertion(signature, missing)), level);
}

}  // namespace wetbode
