// SPDX-License-Identifier: EUPL-1.2
#include "gateway/pades/cms_reader.hpp"

#include "gateway/crypto/der.hpp"
#include "gateway/crypto/der_reader.hpp"
#include "gateway/crypto/ess.hpp"
#include "gateway/crypto/handle.hpp"
#include "gateway/crypto/openssl_octets.hpp"
#include "gateway/pades/cms_names.hpp"

#include <openssl/asn1.h>
#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <algorithm>
#include <array>
#include <ctime>

namespace wetbode::pades {

namespace {

using Message = Handle<CMS_ContentInfo, CMS_ContentInfo_free>;

constexpr int certificates_max = 64;
constexpr std::size_t revocation_values_max = 256;

void free_certificates(STACK_OF(X509) * stack) {
    sk_X509_pop_free(stack, X509_free);
}
void free_lists(STACK_OF(X509_CRL) * stack) {
    sk_X509_CRL_pop_free(stack, X509_CRL_free);
}

std::string type_of(X509_ALGOR const* method) {
    ASN1_OBJECT const* name = nullptr;
    if (method != nullptr) X509_ALGOR_get0(&name, nullptr, nullptr, method);
    return name == nullptr ? std::string() : dotted(name);
}

std::optional<HashAlgorithm> hash_of_oid(std::string_view oid) {
    for (auto const algorithm : {HashAlgorithm::sha256, HashAlgorithm::sha384, HashAlgorithm::sha512})
        if (digest_oid(algorithm) == oid) return algorithm;
    return std::nullopt;
}

/// RSASSA-PSS: message and mask digest must be the one of the message.
bool pss_uses(X509_ALGOR const* method, std::string const& digest) {
    int type = V_ASN1_UNDEF;
    void const* value = nullptr;
    X509_ALGOR_get0(nullptr, &type, &value, method);
    if (type != V_ASN1_SEQUENCE) return false;
    auto const* const sequence = static_cast<ASN1_STRING const*>(value);
    auto const* at = ASN1_STRING_get0_data(sequence);
    Handle<RSA_PSS_PARAMS, RSA_PSS_PARAMS_free> const read(
        d2i_RSA_PSS_PARAMS(nullptr, &at, ASN1_STRING_length(sequence)));
    if (read == nullptr || read->maskGenAlgorithm == nullptr) return false;
    int mask_type = V_ASN1_UNDEF;
    void const* mask_value = nullptr;
    X509_ALGOR_get0(nullptr, &mask_type, &mask_value, read->maskGenAlgorithm);
    if (mask_type != V_ASN1_SEQUENCE || type_of(read->maskGenAlgorithm) != oid::mgf1) return false;
    auto const* const mask = static_cast<ASN1_STRING const*>(mask_value);
    at = ASN1_STRING_get0_data(mask);
    Handle<X509_ALGOR, X509_ALGOR_free> const mask_hash(d2i_X509_ALGOR(nullptr, &at, ASN1_STRING_length(mask)));
    return type_of(read->hashAlgorithm) == digest && type_of(mask_hash.get()) == digest;
}

/// Empty if it is none of those that this house accepts, or if its parts do not agree.
std::optional<SignatureAlgorithm> algorithm_of(X509_ALGOR const* digest, X509_ALGOR const* signature) {
    auto const digest_name = type_of(digest);
    auto const name = type_of(signature);
    auto const hash = hash_of_oid(digest_name);
    if (!hash) return std::nullopt;
    if (name == oid::rsa || name == rsa_oid(*hash)) return SignatureAlgorithm{SignatureScheme::rsa_pkcs1, *hash};
    if (name == oid::ec_public_key || name == ecdsa_oid(*hash))
        return SignatureAlgorithm{SignatureScheme::ecdsa, *hash};
    if (name == oid::rsa_pss && pss_uses(signature, digest_name))
        return SignatureAlgorithm{SignatureScheme::rsa_pss, *hash};
    return std::nullopt;
}

/// DER of the one value of the only signed attribute of this type; empty if there is none, or several.
std::string signed_value(CMS_SignerInfo* signer, std::string_view oid) {
    Handle<ASN1_OBJECT, ASN1_OBJECT_free> const type(OBJ_txt2obj(std::string(oid).c_str(), 1));
    auto const at = CMS_signed_get_attr_by_OBJ(signer, type.get(), -1);
    if (at < 0 || CMS_signed_get_attr_by_OBJ(signer, type.get(), at) >= 0) return {};
    auto* const attribute = CMS_signed_get_attr(signer, at);
    if (X509_ATTRIBUTE_count(attribute) != 1) return {};
    return der_of(X509_ATTRIBUTE_get0_type(attribute, 0), i2d_ASN1_TYPE);
}

std::optional<Instant> time_in(std::string_view value) {
    auto const* at = octets_of(value);
    Handle<ASN1_TYPE, ASN1_TYPE_free> const any(d2i_ASN1_TYPE(nullptr, &at, static_cast<long>(value.size())));
    if (any == nullptr || (any->type != V_ASN1_UTCTIME && any->type != V_ASN1_GENERALIZEDTIME)) return std::nullopt;
    std::tm parts{};
    if (ASN1_TIME_to_tm(any->value.asn1_string, &parts) != 1) return std::nullopt;
    return Instant{std::chrono::seconds{::timegm(&parts)}};
}

void take_all(std::string_view octets, std::vector<std::string>& to) {
    auto const list = der::only(octets, 0x30);
    der::Reader each(list ? list->content : std::string_view{});
    while (auto const one = each.next(0x30))
        if (to.size() < revocation_values_max) to.emplace_back(one->whole);
}

/// RevocationInfoArchival: Adobe's way before PAdES (ISO 32000-1 section 12.8.3.3.2).
void take_adobe_values(std::string_view value, RevocationValues& values) {
    auto const archive = der::only(value, 0x30);
    der::Reader fields(archive ? archive->content : std::string_view{});
    if (auto const lists = fields.next(0xA0)) take_all(lists->content, values.crls);
    if (auto const answers = fields.next(0xA1)) take_all(answers->content, values.ocsps);
}

/// One signer of one message, while it is read.
class Reading {
public:
    Reading(CMS_ContentInfo* message, CMS_SignerInfo* signer, bool baseline, std::vector<PdfFlaw>& flaws)
        : message_(message), signer_(signer), baseline_(baseline), flaws_(flaws) {}

    ReadCms run(DigestOfRanges const& digest) {
        take_certificates();
        check_form();
        check_algorithm();
        check_certificate_name();
        check_value(digest);
        take_time_token();
        take_adobe_values(signed_value(signer_, oid::adobe_revocation), read_.revocation);
        auto const time = signed_value(signer_, oid::signing_time);
        if (!time.empty()) read_.signing_time = time_in(time);
        return std::move(read_);
    }

private:
    void flaw(char const* code, char const* nl, char const* en) { flaws_.push_back({code, {nl, en}}); }

    void take_certificates() {
        Handle<STACK_OF(X509), free_certificates> const certificates(CMS_get1_certs(message_));
        for (int i = 0; i < std::min(sk_X509_num(certificates.get()), certificates_max); ++i) {
            auto* const certificate = sk_X509_value(certificates.get(), i);
            auto der = der_of(certificate, i2d_X509);
            if (read_.certificate.empty() && CMS_SignerInfo_cert_cmp(signer_, certificate) == 0) {
                read_.certificate = der;
                CMS_SignerInfo_set1_signer_cert(signer_, certificate);
            }
            read_.certificates.push_back(std::move(der));
        }
        Handle<STACK_OF(X509_CRL), free_lists> const lists(CMS_get1_crls(message_));
        for (int i = 0; i < sk_X509_CRL_num(lists.get()); ++i)
            if (read_.revocation.crls.size() < revocation_values_max)
                read_.revocation.crls.push_back(der_of(sk_X509_CRL_value(lists.get(), i), i2d_X509_CRL));
        if (read_.certificate.empty())
            flaw("NO_SIGNING_CERTIFICATE_FOUND", "Het certificaat van de ondertekenaar zit niet in de handtekening.",
                 "The signature does not hold the signer's certificate.");
    }

    void check_form() {
        auto* const* const content = CMS_get0_content(message_);
        if (content != nullptr && *content != nullptr)
            flaw("FORMAT_FAILURE", "De handtekening draagt een eigen inhoud in plaats van over het document te gaan.",
                 "The signature carries a content of its own instead of being over the document.");
        if (signed_value(signer_, oid::content_type) != der::oid(oid::data) ||
            OBJ_obj2nid(CMS_get0_eContentType(message_)) != NID_pkcs7_data)
            flaw("FORMAT_FAILURE", "De handtekening noemt niet precies één keer het type van haar inhoud.",
                 "The signature does not name the type of its content exactly once.");
    }

    void check_algorithm() {
        X509_ALGOR* digest = nullptr;
        X509_ALGOR* signature = nullptr;
        CMS_SignerInfo_get0_algs(signer_, nullptr, nullptr, &digest, &signature);
        read_.algorithm = algorithm_of(digest, signature);
        if (read_.algorithm) return;
        read_.algorithm_name = type_of(digest) + " " + type_of(signature);
        flaws_.push_back({"CRYPTO_CONSTRAINTS_FAILURE_NO_POE",
                          {"Een algoritme van de handtekening wordt niet aanvaard: " + read_.algorithm_name,
                           "An algorithm of the signature is not accepted: " + read_.algorithm_name}});
    }

    void check_certificate_name() {
        auto const v2 = signed_value(signer_, oid::signing_certificate_v2);
        auto const v1 = signed_value(signer_, oid::signing_certificate);
        bool const named = !v2.empty() || !v1.empty();
        read_.names_certificate = named && (v2.empty() || ess_names(v2, read_.certificate, EssVersion::v2)) &&
                                  (v1.empty() || ess_names(v1, read_.certificate, EssVersion::v1));
        if (named && !read_.names_certificate)
            flaw("SIG_CRYPTO_FAILURE", "De handtekening noemt een ander certificaat dan dat van de ondertekenaar.",
                 "The signature names another certificate than the signer's.");
        if (!named && baseline_)
            flaw("FORMAT_FAILURE", "De handtekening noemt het certificaat van de ondertekenaar niet.",
                 "The signature does not name the signer's certificate.");
    }

    void check_value(DigestOfRanges const& digest) {
        if (!read_.algorithm) return;
        auto const told = signed_value(signer_, oid::message_digest);
        read_.digest_holds = !told.empty() && told == der::octet_string(digest(read_.algorithm->hash));
        if (told.empty())
            flaw("FORMAT_FAILURE", "De handtekening noemt niet precies één keer de vingerafdruk van het document.",
                 "The signature does not name the digest of the document exactly once.");
        else if (!read_.digest_holds)
            flaw("HASH_FAILURE", "Het ondertekende deel van het document is gewijzigd.",
                 "The signed part of the document was changed.");
        read_.signature_holds = !read_.certificate.empty() && CMS_SignerInfo_verify(signer_) == 1;
        ERR_clear_error();
        if (!read_.signature_holds)
            flaw("SIG_CRYPTO_FAILURE", "De waarde van de handtekening klopt niet.",
                 "The signature value does not hold.");
    }

    void take_time_token() {
        auto const* const value = CMS_SignerInfo_get0_signature(signer_);
        std::string const signature(reinterpret_cast<char const*>(ASN1_STRING_get0_data(value)),
                                    static_cast<std::size_t>(ASN1_STRING_length(value)));
        for (int i = 0; i < CMS_unsigned_get_attr_count(signer_); ++i) {
            auto* const attribute = CMS_unsigned_get_attr(signer_, i);
            if (dotted(X509_ATTRIBUTE_get0_object(attribute)) != oid::signature_time_stamp) continue;
            if (read_.has_time_token || X509_ATTRIBUTE_count(attribute) != 1) {
                flaw("FORMAT_FAILURE", "De handtekening heeft meer dan één tijdstempel op dezelfde plaats.",
                     "The signature has more than one time stamp in the same place.");
                return;
            }
            read_.has_time_token = true;
            auto const token = der_of(X509_ATTRIBUTE_get0_type(attribute, 0), i2d_ASN1_TYPE);
            read_.time_token = read_time_token(token);
            if (!read_.time_token) read_.aged_time_token = aged_time_token(token);
            if (read_.time_token)
                read_.time_imprint_holds = read_.time_token->imprint == hash_of(read_.time_token->algorithm, signature);
        }
    }

    CMS_ContentInfo* message_;
    CMS_SignerInfo* signer_;
    bool baseline_;
    std::vector<PdfFlaw>& flaws_;
    ReadCms read_;
};

}  // namespace

std::string_view without_filling(std::string_view contents) {
    if (contents.empty()) return {};
    auto const* at = octets_of(contents);
    long length = 0;
    int tag = 0;
    int group = 0;
    auto const answer = ASN1_get_object(&at, &length, &tag, &group, static_cast<long>(contents.size()));
    ERR_clear_error();
    // Bit 0x80: no element begins here; bit 0x01: a length that is told at its end (BER), where zeros belong to it.
    if ((answer & 0x80) != 0) return {};
    if ((answer & 0x01) != 0) return contents;
    auto const end = static_cast<std::size_t>(at - octets_of(contents)) + static_cast<std::size_t>(length);
    if (contents.substr(end).find_first_not_of('\0') != std::string_view::npos) return {};
    return contents.substr(0, end);
}

std::optional<ReadCms> read_cms(std::string_view contents, bool baseline, DigestOfRanges const& digest,
                                std::vector<PdfFlaw>& flaws) {
    auto const der = without_filling(contents);
    auto const* at = octets_of(der);
    Message const message(der.empty() ? nullptr : d2i_CMS_ContentInfo(nullptr, &at, static_cast<long>(der.size())));
    ERR_clear_error();
    bool const read =
        message != nullptr && OBJ_obj2nid(CMS_get0_type(message.get())) == NID_pkcs7_signed &&
        der.substr(static_cast<std::size_t>(at - octets_of(der))).find_first_not_of('\0') == std::string_view::npos;
    if (!read) {
        flaws.push_back(
            {"FORMAT_FAILURE",
             {"De handtekening is geen leesbaar CMS-bericht.", "The signature is no readable CMS message."}});
        return std::nullopt;
    }
    auto* const signers = CMS_get0_SignerInfos(message.get());
    if (sk_CMS_SignerInfo_num(signers) != 1) {
        flaws.push_back({"FORMAT_FAILURE",
                         {"De handtekening moet van precies één ondertekenaar zijn.",
                          "The signature must be of exactly one signer."}});
        return std::nullopt;
    }
    auto answer = Reading(message.get(), sk_CMS_SignerInfo_value(signers, 0), baseline, flaws).run(digest);
    ERR_clear_error();
    return answer;
}

}  // namespace wetbode::pades
