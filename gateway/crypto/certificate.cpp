// SPDX-License-Identifier: EUPL-1.2
#include "gateway/crypto/certificate.hpp"

#include "gateway/base/files.hpp"
#include "gateway/crypto/der.hpp"
#include "gateway/crypto/document_use.hpp"
#include "gateway/crypto/read_certificate.hpp"
#include "gateway/refusal.hpp"
#include "gateway/crypto/handle.hpp"

#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <ctime>

namespace wetbode {

namespace {

using Certificate = Handle<X509, X509_free>;
using Bio = Handle<BIO, BIO_free_all>;

constexpr std::uint64_t pem_bytes_max = 4U << 20U;

unsigned char const* octets_of(std::string_view text) { return reinterpret_cast<unsigned char const*>(text.data()); }

std::string der_of(X509* certificate) {
    auto const length = i2d_X509(certificate, nullptr);
    ensure(length > 0, "a certificate that was read can be written");
    std::string der(static_cast<std::size_t>(length), '\0');
    auto* at = reinterpret_cast<unsigned char*>(der.data());
    i2d_X509(certificate, &at);
    return der;
}

std::string name_text(X509_NAME const* name) {
    Bio const bio(BIO_new(BIO_s_mem()));
    // RFC 2253, but letters beyond ASCII stay readable.
    constexpr unsigned long style = XN_FLAG_RFC2253 & ~static_cast<unsigned long>(ASN1_STRFLGS_ESC_MSB);
    if (bio == nullptr || X509_NAME_print_ex(bio.get(), name, 0, style) < 0) return {};
    char const* text = nullptr;
    auto const length = BIO_get_mem_data(bio.get(), &text);
    return {text, static_cast<std::size_t>(length)};
}

std::optional<Instant> instant_of(ASN1_TIME const* time) {
    std::tm parts{};
    if (ASN1_TIME_to_tm(time, &parts) != 1) return std::nullopt;
    return Instant{std::chrono::seconds{::timegm(&parts)}};
}

/// Length in octets of r and of s; 0 if the curve is not one of ours.
std::size_t order_octets(EVP_PKEY const* key) {
    std::array<char, 64> name{};
    if (EVP_PKEY_is_a(key, "EC") != 1) return 0;
    if (EVP_PKEY_get_group_name(key, name.data(), name.size(), nullptr) != 1) return 0;
    std::string_view const curve(name.data());
    if (curve == "prime256v1" || curve == "P-256") return 32;
    if (curve == "secp384r1" || curve == "P-384") return 48;
    if (curve == "secp521r1" || curve == "P-521") return 66;
    return 0;
}

bool is_rsa(EVP_PKEY const* key) { return EVP_PKEY_is_a(key, "RSA") == 1 || EVP_PKEY_is_a(key, "RSA-PSS") == 1; }

/// Bits of the public exponent; 0 if it is even: then it is no key. With an exponent of 1 anybody signs.
int exponent_bits(EVP_PKEY const* key) {
    BIGNUM* found = nullptr;
    if (EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_RSA_E, &found) != 1) return 0;
    Handle<BIGNUM, BN_free> const exponent(found);
    return BN_is_odd(exponent.get()) == 1 ? BN_num_bits(exponent.get()) : 0;
}

/// ETSI TS 119 312 section 6.2.2.1: an odd exponent from 2^16 on.
bool is_good_rsa(EVP_PKEY const* key) {
    constexpr int exponent_bits_min = 17;
    return is_rsa(key) && EVP_PKEY_get_bits(key) >= 2048 && exponent_bits(key) >= exponent_bits_min;
}

EVP_MD const* message_digest(HashAlgorithm algorithm) {
    return EVP_get_digestbyname(openssl_name_of(algorithm));
}

void free_stack(STACK_OF(X509)* stack) { sk_X509_free(stack); }

struct StackOfCertificates {
    Handle<STACK_OF(X509), free_stack> stack{sk_X509_new_null()};
    std::vector<Certificate> owned;

    explicit StackOfCertificates(std::vector<std::string> const& ders) {
        ensure(stack != nullptr, "a stack can be allocated");
        for (auto const& der : ders) {
            auto certificate = read_certificate(der);
            if (certificate == nullptr) continue;
            ensure(sk_X509_push(stack.get(), certificate.get()) > 0, "a stack takes a certificate");
            owned.push_back(std::move(certificate));
        }
    }
};

std::vector<std::string> ders_of(STACK_OF(X509)* stack) {
    std::vector<std::string> ders;
    for (int i = 0; i < sk_X509_num(stack); ++i) ders.push_back(der_of(sk_X509_value(stack, i)));
    return ders;
}

/// A partial chain may go on behind an anchor that is not a root: what follows needs no trust.
std::vector<std::string> up_to_anchor(std::vector<std::string> chain, std::vector<std::string> const& anchors) {
    auto const is_anchor = [&](std::string const& der) {
        return std::find(anchors.begin(), anchors.end(), der) != anchors.end();
    };
    auto const last = std::find_if(chain.begin(), chain.end(), is_anchor);
    ensure(last != chain.end(), "a trusted chain holds an anchor");
    chain.erase(last + 1, chain.end());
    return chain;
}

/// Authorities of old have an exponent of 3, which is no way in; of 1 it is.
bool anybody_signs_on(STACK_OF(X509)* chain) {
    for (int i = 0; i < sk_X509_num(chain); ++i) {
        auto const* const key = X509_get0_pubkey(sk_X509_value(chain, i));
        if (key != nullptr && is_rsa(key) && exponent_bits(key) < 2) return true;
    }
    return false;
}

std::string code_of_chain_error(int error) {
    switch (error) {
        case X509_V_ERR_CERT_HAS_EXPIRED:
        case X509_V_ERR_CERT_NOT_YET_VALID: return "OUT_OF_BOUNDS_NO_POE";
        case X509_V_ERR_EE_KEY_TOO_SMALL:
        case X509_V_ERR_CA_KEY_TOO_SMALL:
        case X509_V_ERR_CA_MD_TOO_WEAK: return "CRYPTO_CONSTRAINTS_FAILURE_NO_POE";
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
        case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
        case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
        case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE: return "NO_CERTIFICATE_CHAIN_FOUND";
        case X509_V_ERR_INVALID_CA:
        case X509_V_ERR_INVALID_PURPOSE:
        case X509_V_ERR_PATH_LENGTH_EXCEEDED:
        case X509_V_ERR_PERMITTED_VIOLATION:
        case X509_V_ERR_EXCLUDED_VIOLATION:
        case X509_V_ERR_KEYUSAGE_NO_CERTSIGN: return "CHAIN_CONSTRAINTS_FAILURE";
        default: return "CERTIFICATE_CHAIN_GENERAL_FAILURE";
    }
}

}  // namespace

std::optional<CertificateFacts> facts_of_certificate(std::string_view der) {
    auto const certificate = read_certificate(der);
    if (certificate == nullptr) return std::nullopt;
    auto const from = instant_of(X509_get0_notBefore(certificate.get()));
    auto const until = instant_of(X509_get0_notAfter(certificate.get()));
    auto* const key = X509_get0_pubkey(certificate.get());
    if (!from || !until) return std::nullopt;
    CertificateFacts facts;
    facts.subject = name_text(X509_get_subject_name(certificate.get()));
    facts.issuer = name_text(X509_get_issuer_name(certificate.get()));
    facts.not_before = *from;
    facts.not_after = *until;
    auto const usage = X509_get_key_usage(certificate.get());  // all bits set if the extension is absent
    facts.may_sign = (usage & (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)) != 0 && may_serve_documents(der);
    if (key != nullptr) facts.key_bits = EVP_PKEY_get_bits(key);
    if (key != nullptr) facts.key_allowed = order_octets(key) != 0 || is_good_rsa(key);
    ERR_clear_error();
    return facts;
}

bool have_one_key(std::string_view one, std::string_view other) {
    auto const first = read_certificate(one);
    auto const second = read_certificate(other);
    auto* const key = first ? X509_get0_pubkey(first.get()) : nullptr;
    auto* const same = second ? X509_get0_pubkey(second.get()) : nullptr;
    bool const equal = key != nullptr && same != nullptr && EVP_PKEY_eq(key, same) == 1;
    ERR_clear_error();
    return equal;
}

std::string issuer_serial_of(std::string_view der) {
    auto const certificate = read_certificate(der);
    ensure(certificate != nullptr, "our own certificate was read before");
    unsigned char const* name = nullptr;
    std::size_t name_length = 0;
    ensure(X509_NAME_get0_der(X509_get_issuer_name(certificate.get()), &name, &name_length) == 1,
           "an issuer has a name");
    unsigned char* serial = nullptr;
    auto const serial_length = i2d_ASN1_INTEGER(X509_get0_serialNumber(certificate.get()), &serial);
    ensure(serial_length > 0, "a certificate has a serial number");
    std::string const serial_der(reinterpret_cast<char*>(serial), static_cast<std::size_t>(serial_length));
    OPENSSL_free(serial);
    // GeneralName [4] directoryName, explicit because Name is a choice
    auto const directory_name = der::tlv(0xA4, {reinterpret_cast<char const*>(name), name_length});
    return der::sequence({der::sequence({directory_name}), serial_der});
}

std::vector<std::string> certificates_in_pem(std::string_view pem) {
    Bio const bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    ensure(bio != nullptr, "memory can be read");
    std::vector<std::string> ders;
    auto const no_password = [](char*, int, int, void*) { return 0; };
    while (Certificate const certificate{PEM_read_bio_X509(bio.get(), nullptr, no_password, nullptr)}) {
        ders.push_back(der_of(certificate.get()));
    }
    auto const reason = ERR_GET_REASON(ERR_peek_last_error());
    ERR_clear_error();
    if (reason != PEM_R_NO_START_LINE) return {};
    return ders;
}

bool signature_holds(std::string_view certificate_der, SignatureAlgorithm algorithm, std::string_view octets,
                     std::string_view value) {
    auto const certificate = read_certificate(certificate_der);
    auto* const key = certificate ? X509_get0_pubkey(certificate.get()) : nullptr;
    if (key == nullptr) return false;
    std::string signature(value);
    if (algorithm.scheme == SignatureScheme::ecdsa) {
        if (order_octets(key) == 0 || value.size() != 2 * order_octets(key)) return false;
        signature = ecdsa_raw_to_der(value);
    } else if (!is_rsa(key)) {
        return false;
    }
    Handle<EVP_MD_CTX, EVP_MD_CTX_free> const context(EVP_MD_CTX_new());
    ensure(context != nullptr, "a digest context can be allocated");
    EVP_PKEY_CTX* parameters = nullptr;  // owned by the digest context
    bool good = EVP_DigestVerifyInit(context.get(), &parameters, message_digest(algorithm.hash), nullptr, key) == 1;
    if (good && algorithm.scheme == SignatureScheme::rsa_pkcs1)
        good = EVP_PKEY_CTX_set_rsa_padding(parameters, RSA_PKCS1_PADDING) == 1;
    if (good && algorithm.scheme == SignatureScheme::rsa_pss)
        good = EVP_PKEY_CTX_set_rsa_padding(parameters, RSA_PKCS1_PSS_PADDING) == 1 &&
               EVP_PKEY_CTX_set_rsa_pss_saltlen(parameters, RSA_PSS_SALTLEN_DIGEST) == 1;
    good = good && EVP_DigestVerify(context.get(), octets_of(signature), signature.size(), octets_of(octets),
                                    octets.size()) == 1;
    ERR_clear_error();
    return good;
}

std::string ecdsa_raw_to_der(std::string_view raw) {
    auto const half = raw.size() / 2;
    if (half == 0 || raw.size() % 2 != 0) return {};
    Handle<ECDSA_SIG, ECDSA_SIG_free> const signature(ECDSA_SIG_new());
    auto* const r = BN_bin2bn(octets_of(raw), static_cast<int>(half), nullptr);
    auto* const s = BN_bin2bn(octets_of(raw) + half, static_cast<int>(half), nullptr);
    ensure(signature != nullptr && ECDSA_SIG_set0(signature.get(), r, s) == 1, "an ECDSA signature can be built");
    auto const length = i2d_ECDSA_SIG(signature.get(), nullptr);
    std::string text(static_cast<std::size_t>(std::max(length, 0)), '\0');
    auto* at = reinterpret_cast<unsigned char*>(text.data());
    i2d_ECDSA_SIG(signature.get(), &at);
    return text;
}

std::string ecdsa_der_to_raw(std::string_view der, std::size_t order_octets) {
    auto const* at = octets_of(der);
    Handle<ECDSA_SIG, ECDSA_SIG_free> const signature(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())));
    ERR_clear_error();
    if (signature == nullptr || at != octets_of(der) + der.size()) return {};
    std::string raw(2 * order_octets, '\0');
    auto* const out = reinterpret_cast<unsigned char*>(raw.data());
    auto const half = static_cast<int>(order_octets);
    bool const good = BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), out, half) == half &&
                      BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), out + half, half) == half;
    return good ? raw : std::string{};
}

ChainAnswer chain_of(std::string_view certificate_der, std::vector<std::string> const& others,
                     std::vector<std::string> const& anchors, Instant at) {
    auto const certificate = read_certificate(certificate_der);
    if (certificate == nullptr) return {false, "CERTIFICATE_CHAIN_GENERAL_FAILURE", "not a certificate", {}};
    StackOfCertificates const trusted(anchors);
    StackOfCertificates const untrusted(others);
    Handle<X509_STORE, X509_STORE_free> const store(X509_STORE_new());
    Handle<X509_STORE_CTX, X509_STORE_CTX_free> const context(X509_STORE_CTX_new());
    ensure(store != nullptr && context != nullptr, "a certificate store can be allocated");
    for (auto const& anchor : trusted.owned)
        ensure(X509_STORE_add_cert(store.get(), anchor.get()) == 1, "a store takes an anchor");
    ensure(X509_STORE_CTX_init(context.get(), store.get(), certificate.get(), untrusted.stack.get()) == 1,
           "a chain can be looked for");
    auto* const policy = X509_STORE_CTX_get0_param(context.get());
    X509_VERIFY_PARAM_set_flags(policy, X509_V_FLAG_PARTIAL_CHAIN | X509_V_FLAG_TRUSTED_FIRST);
    X509_VERIFY_PARAM_set_depth(policy, 8);
    X509_VERIFY_PARAM_set_auth_level(policy, 2);  // 112 bits: no SHA-1, no RSA below 2048
    X509_VERIFY_PARAM_set_time(policy, std::chrono::duration_cast<std::chrono::seconds>(at.time_since_epoch()).count());
    bool const led = X509_verify_cert(context.get()) == 1;
    if (led && anybody_signs_on(X509_STORE_CTX_get0_chain(context.get())))
        return {false, "CRYPTO_CONSTRAINTS_FAILURE_NO_POE", "an RSA key on the path with which anybody can sign", {}};
    if (led) return {true, {}, {}, up_to_anchor(ders_of(X509_STORE_CTX_get0_chain(context.get())), anchors)};
    auto const error = X509_STORE_CTX_get_error(context.get());
    ERR_clear_error();
    return {false, code_of_chain_error(error), X509_verify_cert_error_string(error), {}};
}

std::vector<std::string> anchors_from(std::vector<std::filesystem::path> const& files) {
    std::vector<std::string> anchors;
    for (auto const& file : files) {
        std::string pem;
        try {
            pem = read_file(file, pem_bytes_max);
        } catch (Outage const& outage) {
            throw Outage("keys", outage.what());
        }
        auto found = certificates_in_pem(pem);
        if (found.empty()) throw Outage("keys", file.string() + " holds no certificate in PEM form");
        for (auto& der : found) anchors.push_back(std::move(der));
    }
    return anchors;
}

}  // namespace wetbode
