// SPDX-License-Identifier: EUPL-1.2
#include "gateway/pades/cms.hpp"

#include "gateway/crypto/certificate.hpp"
#include "gateway/crypto/der.hpp"
#include "gateway/crypto/der_reader.hpp"
#include "gateway/pades/cms_names.hpp"
#include "gateway/refusal.hpp"

namespace wetbode::pades {

namespace {

std::string attribute(std::string_view type, std::string const& value) {
    return der::sequence({der::oid(type), der::set_of({value})});
}

/// RFC 5754: SHA-2 without parameters.
std::string digest_method(HashAlgorithm algorithm) { return der::sequence({der::oid(digest_oid(algorithm))}); }

/// RFC 4055 section 3.1; the trailer field is the default. The hashes within carry NULL, as section 2.1 spells them.
std::string pss_method(HashAlgorithm algorithm) {
    auto const hash = der::sequence({der::oid(digest_oid(algorithm)), der::null()});
    auto const mask = der::sequence({der::oid(oid::mgf1), hash});
    auto const salt = der::integer(octets_of(algorithm));
    return der::sequence({der::oid(oid::rsa_pss),
                          der::sequence({der::tlv(0xA0, hash), der::tlv(0xA1, mask), der::tlv(0xA2, salt)})});
}

std::string signature_method(SignatureAlgorithm algorithm) {
    switch (algorithm.scheme) {
        case SignatureScheme::ecdsa: return der::sequence({der::oid(ecdsa_oid(algorithm.hash))});
        case SignatureScheme::rsa_pkcs1: return der::sequence({der::oid(rsa_oid(algorithm.hash)), der::null()});
        case SignatureScheme::rsa_pss: return pss_method(algorithm.hash);
    }
    return {};
}

/// IssuerAndSerialNumber (RFC 5652 section 10.2.4) from IssuerSerial, which wraps the name in GeneralNames.
std::string issuer_and_serial(std::string_view certificate) {
    auto const serial_der = issuer_serial_of(certificate);
    auto const outer = der::only(serial_der, 0x30);
    ensure(outer.has_value(), "IssuerSerial is a sequence");
    der::Reader fields(outer->content);
    auto const names = fields.next(0x30);
    auto const number = fields.next(0x02);
    ensure(names && number, "IssuerSerial has a name and a number");
    auto const name = der::only(names->content, 0xA4);
    ensure(name.has_value(), "the issuer is a directory name");
    return der::sequence({name->content, number->whole});
}

std::string signing_certificate_v2(std::string_view certificate) {
    // ESSCertIDv2 (RFC 5035): SHA-256 is the default, which DER leaves out.
    auto const identifier = der::sequence(
        {der::octet_string(hash_of(HashAlgorithm::sha256, certificate)), issuer_serial_of(certificate)});
    return der::sequence({der::sequence({identifier})});
}

}  // namespace

std::string signed_attributes(std::string_view content_digest, std::string_view certificate) {
    return der::set_of({attribute(oid::content_type, der::oid(oid::data)),
                        attribute(oid::message_digest, der::octet_string(content_digest)),
                        attribute(oid::signing_certificate_v2, signing_certificate_v2(certificate))});
}

std::string cms_signature(Signer const& signer, std::string_view attributes) {
    auto const algorithm = signer.algorithm();
    auto value = signer.sign(hash_of(algorithm.hash, attributes));
    if (algorithm.scheme == SignatureScheme::ecdsa) value = ecdsa_raw_to_der(value);
    if (value.empty()) throw Outage("keys", "the key store gave no signature");
    return value;
}

std::string signed_data(SignedParts const& parts) {
    ensure(!parts.certificates.empty(), "a signer has a certificate");
    ensure(!parts.attributes.empty(), "signed attributes are there");
    auto const digests = digest_method(parts.algorithm.hash);
    std::string implicit_attributes(parts.attributes);
    implicit_attributes.front() = '\xA0';
    std::string unsigned_attributes;
    if (!parts.time_token.empty()) {
        unsigned_attributes = der::set_of({attribute(oid::signature_time_stamp, std::string(parts.time_token))});
        unsigned_attributes.front() = '\xA1';
    }
    auto const signer = der::sequence({der::integer(1), issuer_and_serial(parts.certificates.front()), digests,
                                       implicit_attributes, signature_method(parts.algorithm),
                                       der::octet_string(parts.signature), unsigned_attributes});
    auto certificates = der::set_of(parts.certificates);
    certificates.front() = '\xA0';
    auto const content = der::sequence({der::integer(1), der::set_of({digests}), der::sequence({der::oid(oid::data)}),
                                        certificates, der::set_of({signer})});
    return der::sequence({der::oid(oid::signed_data), der::tlv(0xA0, content)});
}

}  // namespace wetbode::pades
