// SPDX-License-Identifier: EUPL-1.2
#include "gateway/timestamp/time_token.hpp"

#include "gateway/crypto/certificate.hpp"
#include "gateway/crypto/der.hpp"
#include "gateway/crypto/der_reader.hpp"
#include "gateway/crypto/ess.hpp"
#include "gateway/crypto/handle.hpp"
#include "gateway/crypto/openssl_octets.hpp"
#include "gateway/refusal.hpp"

#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/ts.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace wetbode {

namespace {

using Message = Handle<CMS_ContentInfo, CMS_ContentInfo_free>;
using Info = Handle<TS_TST_INFO, TS_TST_INFO_free>;

constexpr std::size_t token_bytes_max = 64U << 10U;
constexpr std::size_t certificates_max = 32;
constexpr std::size_t revocation_values_max = 64;

constexpr char const* oid_time_info = "1.2.840.113549.1.9.16.1.4";
constexpr char const* oid_ess_v1 = "1.2.840.113549.1.9.16.2.12";
constexpr char const* oid_ess_v2 = "1.2.840.113549.1.9.16.2.47";
constexpr char const* oid_certificate_values = "1.2.840.113549.1.9.16.2.23";
constexpr char const* oid_revocation_values = "1.2.840.113549.1.9.16.2.24";
constexpr char const* oid_ocsp_in_message = "1.3.6.1.5.5.7.16.2";  // RFC 5940: id-ri-ocsp-response
constexpr char const* oid_ocsp_basic = "1.3.6.1.5.5.7.48.1.1";

std::string_view view_of(ASN1_STRING const* text) {
    return {reinterpret_cast<char const*>(ASN1_STRING_get0_data(text)),
            static_cast<std::size_t>(ASN1_STRING_length(text))};
}

std::optional<HashAlgorithm> hash_of_name(int nid) {
    switch (nid) {
        case NID_sha256: return HashAlgorithm::sha256;
        case NID_sha384: return HashAlgorithm::sha384;
        case NID_sha512: return HashAlgorithm::sha512;
        default: return std::nullopt;
    }
}

std::optional<HashAlgorithm> hash_in(X509_ALGOR const* method) {
    ASN1_OBJECT const* name = nullptr;
    X509_ALGOR_get0(&name, nullptr, nullptr, method);
    return hash_of_name(OBJ_obj2nid(name));
}

/// GeneralizedTime of RFC 3161 section 2.4.2: YYYYMMDDhhmmss[.s...]Z, the fraction cut to milliseconds.
std::optional<Instant> instant_in(std::string_view text) {
    if (text.size() < 15 || text.back() != 'Z') return std::nullopt;
    text.remove_suffix(1);
    auto const number = [&](std::size_t at, std::size_t count) {
        int value = -1;
        auto const* const end = text.data() + at + count;
        bool const digits = std::ranges::all_of(text.substr(at, count), [](char c) { return c >= '0' && c <= '9'; });
        return digits && std::from_chars(text.data() + at, end, value).ptr == end ? value : -1;
    };
    std::chrono::year_month_day const day{std::chrono::year{number(0, 4)},
                                          std::chrono::month{static_cast<unsigned>(number(4, 2))},
                                          std::chrono::day{static_cast<unsigned>(number(6, 2))}};
    auto const hour = number(8, 2);
    auto const minute = number(10, 2);
    auto const second = number(12, 2);
    auto const within = [](int value, int most) { return value >= 0 && value <= most; };
    if (number(0, 4) < 0 || !day.ok() || !within(hour, 23) || !within(minute, 59) || !within(second, 59))
        return std::nullopt;
    int milliseconds = 0;
    if (text.size() > 14) {
        if (text[14] != '.' || text.size() == 15 || text.size() > 24 || number(15, text.size() - 15) < 0)
            return std::nullopt;
        auto fraction = std::string(text.substr(15, 3));
        fraction.resize(3, '0');
        std::from_chars(fraction.data(), fraction.data() + 3, milliseconds);
    }
    return Instant{std::chrono::sys_days{day} + std::chrono::hours{hour} + std::chrono::minutes{minute} +
                   std::chrono::seconds{second} + Milliseconds{milliseconds}};
}

bool has_critical_extension(TS_TST_INFO* info) {
    for (int i = 0; i < TS_TST_INFO_get_ext_count(info); ++i)
        if (X509_EXTENSION_get_critical(TS_TST_INFO_get_ext(info, i)) == 1) return true;
    return false;
}

/// The fields of TSTInfo; false if one of them is missing or not allowed.
bool take_info(std::string_view octets, ReadTimeToken& token) {
    auto const* at = octets_of(octets);
    Info const info(d2i_TS_TST_INFO(nullptr, &at, static_cast<long>(octets.size())));
    if (info == nullptr || at != octets_of(octets) + octets.size()) return false;
    if (TS_TST_INFO_get_version(info.get()) != 1 || has_critical_extension(info.get())) return false;
    auto* const imprint = TS_TST_INFO_get_msg_imprint(info.get());
    auto const algorithm = hash_in(TS_MSG_IMPRINT_get_algo(imprint));
    auto const when = instant_in(view_of(TS_TST_INFO_get_time(info.get())));
    if (!algorithm || !when) return false;
    token.at = *when;
    token.algorithm = *algorithm;
    token.imprint = std::string(view_of(TS_MSG_IMPRINT_get_msg(imprint)));
    token.policy = dotted(TS_TST_INFO_get_policy_id(info.get()));
    token.serial = hex_of(view_of(TS_TST_INFO_get_serial(info.get())));
    if (auto const* const nonce = TS_TST_INFO_get_nonce(info.get())) token.nonce = hex_of(view_of(nonce));
    return token.imprint.size() == wetbode::octets_of(*algorithm) && !token.policy.empty();
}

void free_certificates(STACK_OF(X509)* stack) { sk_X509_pop_free(stack, X509_free); }
void free_lists(STACK_OF(X509_CRL)* stack) { sk_X509_CRL_pop_free(stack, X509_CRL_free); }

void add_unique(std::vector<std::string>& all, std::string one, std::size_t most) {
    if (one.empty() || all.size() >= most || std::ranges::find(all, one) != all.end()) return;
    all.push_back(std::move(one));
}

/// A BasicOCSPResponse as the whole OCSPResponse that holds it (RFC 6960 section 4.2.1).
std::string whole_response(std::string_view basic) {
    auto const bytes = der::sequence({der::oid(oid_ocsp_basic), der::octet_string(basic)});
    return der::sequence({der::tlv(0x0A, std::string_view("\0", 1)), der::tlv(0xA0, bytes)});
}

/// RevocationValues of ETSI EN 319 122-1 section A.1.1.3.
void take_revocation_values(std::string_view octets, ReadTimeToken& token) {
    auto const values = der::only(octets, 0x30);
    if (!values) return;
    der::Reader fields(values->content);
    if (auto const tagged = fields.next(0xA0)) {
        auto const lists = der::only(tagged->content, 0x30);
        der::Reader each(lists ? lists->content : std::string_view{});
        while (auto const list = each.next(0x30))
            add_unique(token.crls, std::string(list->whole), revocation_values_max);
    }
    if (auto const tagged = fields.next(0xA1)) {
        auto const answers = der::only(tagged->content, 0x30);
        der::Reader each(answers ? answers->content : std::string_view{});
        while (auto const basic = each.next(0x30))
            add_unique(token.ocsps, whole_response(basic->whole), revocation_values_max);
    }
}

void take_certificate_values(std::string_view octets, ReadTimeToken& token) {
    auto const values = der::only(octets, 0x30);
    der::Reader each(values ? values->content : std::string_view{});
    while (auto const one = each.next(0x30)) add_unique(token.certificates, std::string(one->whole), certificates_max);
}

/// OCSP responses in SignedData.crls (RFC 5940), which OpenSSL steps over.
void take_responses_of_message(std::string_view message, ReadTimeToken& token) {
    auto const content_info = der::only(message, 0x30);
    der::Reader outer(content_info ? content_info->content : std::string_view{});
    auto const type = outer.next(0x06);
    auto const wrapped = outer.next(0xA0);
    auto const signed_data = wrapped ? der::only(wrapped->content, 0x30) : std::nullopt;
    if (!type || !signed_data) return;
    der::Reader fields(signed_data->content);
    // version, digestAlgorithms, encapContentInfo, certificates (OPTIONAL), crls (OPTIONAL)
    if (!fields.next(0x02) || !fields.next(0x31) || !fields.next(0x30)) return;
    (void)fields.next(0xA0);
    auto const lists = fields.next(0xA1);
    der::Reader each(lists ? lists->content : std::string_view{});
    while (auto const one = each.next()) {
        der::Reader other(one->content);
        auto const format = one->tag == 0xA1 ? other.next(0x06) : std::nullopt;
        if (!format || format->whole != der::oid(oid_ocsp_in_message)) continue;
        if (auto const response = other.next(0x30))
            add_unique(token.ocsps, std::string(response->whole), revocation_values_max);
    }
}

/// Value of the only attribute of this type with one value, as DER; empty if there is none, or several.
std::string attribute_value(X509_ATTRIBUTE* attribute) {
    if (attribute == nullptr || X509_ATTRIBUTE_count(attribute) != 1) return {};
    return der_of(X509_ATTRIBUTE_get0_type(attribute, 0), i2d_ASN1_TYPE);
}

std::string signed_value(CMS_SignerInfo* signer, char const* oid) {
    Handle<ASN1_OBJECT, ASN1_OBJECT_free> const type(OBJ_txt2obj(oid, 1));
    auto const at = CMS_signed_get_attr_by_OBJ(signer, type.get(), -1);
    if (at < 0 || CMS_signed_get_attr_by_OBJ(signer, type.get(), at) >= 0) return {};
    return attribute_value(CMS_signed_get_attr(signer, at));
}

void take_unsigned_attributes(CMS_SignerInfo* signer, ReadTimeToken& token) {
    for (int i = 0; i < CMS_unsigned_get_attr_count(signer); ++i) {
        auto* const attribute = CMS_unsigned_get_attr(signer, i);
        auto const type = dotted(X509_ATTRIBUTE_get0_object(attribute));
        if (type == oid_certificate_values) take_certificate_values(attribute_value(attribute), token);
        if (type == oid_revocation_values) take_revocation_values(attribute_value(attribute), token);
    }
}

bool allowed_algorithms(CMS_SignerInfo* signer) {
    X509_ALGOR* digest = nullptr;
    X509_ALGOR* signature = nullptr;
    CMS_SignerInfo_get0_algs(signer, nullptr, nullptr, &digest, &signature);
    ASN1_OBJECT const* name = nullptr;
    X509_ALGOR_get0(&name, nullptr, nullptr, signature);
    auto const nid = OBJ_obj2nid(name);
    int digest_of_signature = NID_undef;
    bool const known = OBJ_find_sigid_algs(nid, &digest_of_signature, nullptr) == 1;
    // These name no digest: that of the signer counts. OpenSSL signs and checks with that one alone,
    // and never looks at the name, which the signature does not cover.
    bool const plain = nid == NID_rsaEncryption || nid == NID_rsassaPss || nid == NID_X9_62_id_ecPublicKey;
    auto const used = hash_in(digest);
    return used && (plain || (known && hash_of_name(digest_of_signature) == used));
}

/// The algorithm names the scheme (ecdsa-with-SHA256) or only the kind of key (rsaEncryption, RFC 3370 section 3.2).
std::optional<SignatureScheme> scheme_of(CMS_SignerInfo* signer) {
    X509_ALGOR* signature = nullptr;
    CMS_SignerInfo_get0_algs(signer, nullptr, nullptr, nullptr, &signature);
    ASN1_OBJECT const* name = nullptr;
    X509_ALGOR_get0(&name, nullptr, nullptr, signature);
    auto const algorithm = OBJ_obj2nid(name);
    int key = algorithm;
    if (OBJ_find_sigid_algs(algorithm, nullptr, &key) != 1) key = algorithm;
    switch (key) {
        case NID_X9_62_id_ecPublicKey:
            return SignatureScheme::ecdsa;
        case NID_rsaEncryption:
            return SignatureScheme::rsa_pkcs1;
        case NID_rsassaPss:
            return SignatureScheme::rsa_pss;
        default:
            return std::nullopt;
    }
}

/// RFC 5652 section 5.3: content that is not id-data needs signed attributes, and the type among them.
bool attributes_fit(CMS_SignerInfo* signer, std::string_view certificate) {
    if (signed_value(signer, "1.2.840.113549.1.9.3") != der::oid(oid_time_info)) return false;
    if (signed_value(signer, "1.2.840.113549.1.9.4").empty()) return false;
    auto const v2 = signed_value(signer, oid_ess_v2);
    auto const v1 = signed_value(signer, oid_ess_v1);
    if (v2.empty() && v1.empty()) return false;
    return (v2.empty() || ess_names(v2, certificate, EssVersion::v2)) &&
           (v1.empty() || ess_names(v1, certificate, EssVersion::v1));
}

bool only_for_time_stamps(X509* certificate) {
    int critical = 0;
    Handle<EXTENDED_KEY_USAGE, EXTENDED_KEY_USAGE_free> const usages(static_cast<EXTENDED_KEY_USAGE*>(
        X509_get_ext_d2i(certificate, NID_ext_key_usage, &critical, nullptr)));
    if (usages == nullptr || critical != 1 || sk_ASN1_OBJECT_num(usages.get()) != 1) return false;
    if (OBJ_obj2nid(sk_ASN1_OBJECT_value(usages.get(), 0)) != NID_time_stamp) return false;
    return (X509_get_key_usage(certificate) & (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)) != 0;
}

/// Certificates and lists of the message; the signer's certificate by its identifier. False without it.
bool take_certificates(CMS_ContentInfo* message, CMS_SignerInfo* signer, ReadTimeToken& token) {
    Handle<STACK_OF(X509), free_certificates> const certificates(CMS_get1_certs(message));
    for (int i = 0; i < sk_X509_num(certificates.get()); ++i) {
        auto* const certificate = sk_X509_value(certificates.get(), i);
        auto der = der_of(certificate, i2d_X509);
        if (token.certificate.empty() && CMS_SignerInfo_cert_cmp(signer, certificate) == 0) {
            token.certificate = der;
            token.may_stamp = only_for_time_stamps(certificate);
        }
        add_unique(token.certificates, std::move(der), certificates_max);
    }
    Handle<STACK_OF(X509_CRL), free_lists> const lists(CMS_get1_crls(message));
    for (int i = 0; i < sk_X509_CRL_num(lists.get()); ++i)
        add_unique(token.crls, der_of(sk_X509_CRL_value(lists.get(), i), i2d_X509_CRL), revocation_values_max);
    return !token.certificate.empty();
}

/// With which certificate OpenSSL verified: it must be the one that we name.
std::string certificate_used(CMS_SignerInfo* signer) {
    X509* certificate = nullptr;
    CMS_SignerInfo_get0_algs(signer, nullptr, &certificate, nullptr, nullptr);
    return certificate == nullptr ? std::string() : der_of<X509>(certificate, i2d_X509);
}

std::optional<ReadTimeToken> read_message(CMS_ContentInfo* message, std::string_view der) {
    if (OBJ_obj2nid(CMS_get0_type(message)) != NID_pkcs7_signed) return std::nullopt;
    if (OBJ_obj2nid(CMS_get0_eContentType(message)) != NID_id_smime_ct_TSTInfo) return std::nullopt;
    auto* const* const content = CMS_get0_content(message);
    auto* const signers = CMS_get0_SignerInfos(message);
    if (content == nullptr || *content == nullptr || sk_CMS_SignerInfo_num(signers) != 1) return std::nullopt;
    auto* const signer = sk_CMS_SignerInfo_value(signers, 0);
    ReadTimeToken token;
    if (!take_info(view_of(*content), token) || !allowed_algorithms(signer)) return std::nullopt;
    if (!take_certificates(message, signer, token)) return std::nullopt;
    token.scheme = scheme_of(signer);
    take_unsigned_attributes(signer, token);
    take_responses_of_message(der, token);
    constexpr unsigned flags = CMS_NO_SIGNER_CERT_VERIFY | CMS_BINARY;
    token.intact = attributes_fit(signer, token.certificate) &&
                   CMS_verify(message, nullptr, nullptr, nullptr, nullptr, flags) == 1 &&
                   certificate_used(signer) == token.certificate;
    return token;
}

}  // namespace

std::optional<ReadTimeToken> read_time_token(std::string_view der) {
    if (der.empty() || der.size() > token_bytes_max) return std::nullopt;
    auto const* at = octets_of(der);
    Message const message(d2i_CMS_ContentInfo(nullptr, &at, static_cast<long>(der.size())));
    std::optional<ReadTimeToken> token;
    if (message != nullptr && at == octets_of(der) + der.size()) token = read_message(message.get(), der);
    ERR_clear_error();
    return token;
}

}  // namespace wetbode
