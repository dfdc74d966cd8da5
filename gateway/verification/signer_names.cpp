// SPDX-License-Identifier: EUPL-1.2
#include "gateway/verification/signer_names.hpp"

#include "gateway/crypto/handle.hpp"
#include "gateway/crypto/openssl_octets.hpp"
#include "gateway/crypto/read_certificate.hpp"

#include <openssl/asn1.h>
#include <openssl/bn.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/objects.h>
#include <openssl/x509.h>

namespace wetbode {

namespace {

/// Of one subject; a name with more attributes is not that of a person or a house.
constexpr int attributes_max = 100;

void free_text(char* text) { OPENSSL_free(text); }
void free_octets(unsigned char* octets) { OPENSSL_free(octets); }

std::string utf8_of(ASN1_STRING const* value) {
    unsigned char* raw = nullptr;
    auto const length = ASN1_STRING_to_UTF8(&raw, value);
    Handle<unsigned char, free_octets> const octets(raw);
    return length > 0 ? std::string(reinterpret_cast<char const*>(raw), static_cast<std::size_t>(length))
                      : std::string{};
}

std::vector<std::string>* place_of(int kind, SignerNames& names) {
    switch (kind) {
        case NID_commonName: return &names.common_names;
        case NID_givenName: return &names.given_names;
        case NID_surname: return &names.surnames;
        case NID_pseudonym: return &names.pseudonyms;
        case NID_organizationName: return &names.organisations;
        case NID_organizationIdentifier: return &names.organisation_numbers;
        case NID_serialNumber: return &names.serial_numbers;
        default: return nullptr;
    }
}

std::string serial_of(X509* certificate) {
    Handle<BIGNUM, BN_free> const number(ASN1_INTEGER_to_BN(X509_get0_serialNumber(certificate), nullptr));
    Handle<char, free_text> const digits(number == nullptr ? nullptr : BN_bn2hex(number.get()));
    std::string text(digits == nullptr ? "" : digits.get());
    text.erase(0, text.find_first_not_of('0'));
    for (auto& c : text)
        if (c >= 'A' && c <= 'F') c = static_cast<char>(c - 'A' + 'a');
    return text;
}

}  // namespace

SignerNames names_in_certificate(std::string_view der) {
    SignerNames names;
    auto const certificate = read_certificate(der);
    auto const* const subject = certificate == nullptr ? nullptr : X509_get_subject_name(certificate.get());
    auto const count = subject == nullptr ? 0 : X509_NAME_entry_count(subject);
    for (int i = 0; i < count && i < attributes_max; ++i) {
        auto const* const attribute = X509_NAME_get_entry(subject, i);
        auto* const place = place_of(OBJ_obj2nid(X509_NAME_ENTRY_get_object(attribute)), names);
        auto text = place == nullptr ? std::string{} : utf8_of(X509_NAME_ENTRY_get_data(attribute));
        if (!text.empty()) place->push_back(std::move(text));
    }
    if (certificate != nullptr) names.certificate_serial = serial_of(certificate.get());
    ERR_clear_error();
    return names;
}

}  // namespace wetbode
