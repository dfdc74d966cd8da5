// SPDX-License-Identifier: EUPL-1.2
#include "gateway/crypto/ess.hpp"

#include "gateway/crypto/certificate.hpp"
#include "gateway/crypto/der.hpp"
#include "gateway/crypto/der_reader.hpp"
#include "gateway/crypto/hashing.hpp"
#include "gateway/refusal.hpp"

#include <openssl/evp.h>

#include <optional>
#include <string>

namespace wetbode {

namespace {

std::string sha1_of(std::string_view octets) {
    std::string digest(20, '\0');
    auto* const out = reinterpret_cast<unsigned char*>(digest.data());
    ensure(EVP_Digest(octets.data(), octets.size(), out, nullptr, EVP_sha1(), nullptr) == 1, "SHA-1 can be computed");
    return digest;
}

/// AlgorithmIdentifier of SHA-2, with or without NULL.
std::optional<HashAlgorithm> hash_in(der::Element const& method) {
    der::Reader fields(method.content);
    auto const type = fields.next(0x06);
    if (!type) return std::nullopt;
    if (type->whole == der::oid("2.16.840.1.101.3.4.2.1")) return HashAlgorithm::sha256;
    if (type->whole == der::oid("2.16.840.1.101.3.4.2.2")) return HashAlgorithm::sha384;
    if (type->whole == der::oid("2.16.840.1.101.3.4.2.3")) return HashAlgorithm::sha512;
    return std::nullopt;
}

}  // namespace

bool ess_names(std::string_view value, std::string_view certificate, EssVersion version) {
    auto const outer = der::only(value, 0x30);
    der::Reader fields(outer ? outer->content : std::string_view{});
    auto const list = fields.next(0x30);
    der::Reader identifiers(list ? list->content : std::string_view{});
    auto const first = identifiers.next(0x30);
    if (!first || !facts_of_certificate(certificate)) return false;
    der::Reader parts(first->content);
    std::string digest;
    if (version == EssVersion::v2) {
        auto algorithm = HashAlgorithm::sha256;
        if (auto const method = parts.next(0x30)) {
            auto const named = hash_in(*method);
            if (!named) return false;
            algorithm = *named;
        }
        digest = hash_of(algorithm, certificate);
    } else {
        digest = sha1_of(certificate);
    }
    auto const told = parts.next(0x04);
    if (!told || told->content != digest) return false;
    auto const issuer_serial = parts.next(0x30);
    return (!issuer_serial || issuer_serial->whole == issuer_serial_of(certificate)) && parts.done();
}

}  // namespace wetbode
