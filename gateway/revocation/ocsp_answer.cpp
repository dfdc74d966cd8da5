// SPDX-License-Identifier: EUPL-1.2
#include "gateway/revocation/ocsp_answer.hpp"

#include "gateway/crypto/certificate.hpp"
#include "gateway/crypto/read_certificate.hpp"
#include "gateway/refusal.hpp"
#include "gateway/revocation/known_findings.hpp"
#include "gateway/revocation/responder.hpp"

#include <openssl/err.h>
#include <openssl/ocsp.h>
#include <openssl/x509v3.h>

namespace wetbode::revocation {

namespace {

using Response = Handle<OCSP_RESPONSE, OCSP_RESPONSE_free>;
using Basic = Handle<OCSP_BASICRESP, OCSP_BASICRESP_free>;

constexpr std::size_t response_bytes_max = 1U << 20U;
constexpr int answers_max = 256;
/// Without nextUpdate newer information is always at hand (RFC 6960 section 2.4): the answer is of its moment only.
constexpr auto life_without_next = std::chrono::hours{1};

void free_stack(STACK_OF(X509)* stack) { sk_X509_free(stack); }
using Stack = Handle<STACK_OF(X509), free_stack>;

struct Candidates {
    Stack stack{sk_X509_new_null()};
    std::vector<Certificate> owned;

    Candidates(Pair const& pair, std::vector<std::string> const& others) {
        ensure(stack != nullptr, "a stack can be allocated");
        add(pair.issuer.get());
        for (auto const& der : others) {
            auto certificate = read_certificate(der);
            if (certificate == nullptr) continue;
            add(certificate.get());
            owned.push_back(std::move(certificate));
        }
    }
    void add(X509* certificate) const {
        ensure(sk_X509_push(stack.get(), certificate) > 0, "a stack takes a certificate");
    }
};

bool may_respond(X509* certificate) {
    Handle<EXTENDED_KEY_USAGE, EXTENDED_KEY_USAGE_free> const usages(
        static_cast<EXTENDED_KEY_USAGE*>(X509_get_ext_d2i(certificate, NID_ext_key_usage, nullptr, nullptr)));
    bool named = false;
    for (int i = 0; i < sk_ASN1_OBJECT_num(usages.get()); ++i)
        named = named || OBJ_obj2nid(sk_ASN1_OBJECT_value(usages.get(), i)) == NID_OCSP_sign;
    return named && (X509_get_key_usage(certificate) & (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)) != 0;
}

/// Nobody else looks at this certificate: it stands on no path.
bool is_strong(X509* signer) {
    X509_ALGOR const* algorithm = nullptr;
    X509_get0_signature(nullptr, &algorithm, signer);
    auto const facts = facts_of_certificate(der_of<X509>(signer, i2d_X509));
    return allowed_signature(algorithm) && facts && facts->key_allowed;
}

/// Why this signer does not speak for the issuer; empty if he does (RFC 6960 section 4.2.2.2).
std::string stranger(X509* signer, Pair const& pair, Instant produced) {
    if (X509_cmp(signer, pair.issuer.get()) == 0) return {};
    bool const delegated = X509_check_issued(pair.issuer.get(), signer) == X509_V_OK &&
                           X509_verify(signer, X509_get0_pubkey(pair.issuer.get())) == 1;
    if (!delegated) return "the responder was not delegated by the issuer";
    if (!may_respond(signer)) return "the responder's certificate is not for OCSP signing";
    if (!is_strong(signer)) return "the responder's certificate is signed, or has a key, of an algorithm not allowed";
    if (X509_get_extension_flags(signer) & EXFLAG_CRITICAL)
        return "the responder's certificate has a critical extension that is not known";
    auto const begins = instant_of(X509_get0_notBefore(signer));
    auto const ends = instant_of(X509_get0_notAfter(signer));
    if (!begins || !ends || produced < *begins || produced > *ends)
        return "the responder's certificate was not valid when it answered";
    return {};
}

bool strange_extension(OCSP_BASICRESP* basic) {
    for (int i = 0; i < OCSP_BASICRESP_get_ext_count(basic); ++i) {
        auto* const extension = OCSP_BASICRESP_get_ext(basic, i);
        auto const kind = OBJ_obj2nid(X509_EXTENSION_get_object(extension));
        if (X509_EXTENSION_get_critical(extension) == 1 && kind != NID_id_pkix_OCSP_Nonce) return true;
    }
    return false;
}

bool strange_extension(OCSP_SINGLERESP* single) {
    for (int i = 0; i < OCSP_SINGLERESP_get_ext_count(single); ++i)
        if (X509_EXTENSION_get_critical(OCSP_SINGLERESP_get_ext(single, i)) == 1) return true;
    return false;
}

/// Why the response is not the issuer's word; empty if it is.
std::string fault_in(OCSP_BASICRESP* basic, Pair const& pair, std::vector<std::string> const& others) {
    auto const produced = instant_of(OCSP_resp_get0_produced_at(basic));
    if (!produced) return "the response does not say when it was made";
    if (!allowed_signature(OCSP_resp_get0_tbs_sigalg(basic)))
        return "the response is signed with an algorithm that is not allowed";
    Candidates const candidates(pair, others);
    X509* signer = nullptr;
    if (OCSP_resp_get0_signer(basic, &signer, candidates.stack.get()) != 1)
        return "the certificate of the responder is missing";
    if (auto const why = stranger(signer, pair, *produced); !why.empty()) return why;
    Stack const only(sk_X509_new_null());
    ensure(only != nullptr && sk_X509_push(only.get(), signer) > 0, "a stack takes a certificate");
    // The chain of the signer was judged above, so only the signature is left to check, and with this signer alone.
    if (OCSP_basic_verify(basic, only.get(), nullptr, OCSP_NOINTERN | OCSP_NOVERIFY) != 1)
        return "the signature of the response is broken";
    return strange_extension(basic) ? "the response has a critical extension that is not known" : "";
}

/// Finding::responder, of a response that is the issuer's word.
std::string doubtful_responder(OCSP_BASICRESP* basic, Pair const& pair, std::vector<std::string> const& others) {
    Candidates const candidates(pair, others);
    X509* signer = nullptr;
    bool const known = OCSP_resp_get0_signer(basic, &signer, candidates.stack.get()) == 1;
    if (!known || X509_cmp(signer, pair.issuer.get()) == 0) return {};
    auto der = der_of<X509>(signer, i2d_X509);
    return needs_word_of_others(der) ? der : std::string();
}

bool names(OCSP_SINGLERESP* single, Pair const& pair) {
    auto* const id = const_cast<OCSP_CERTID*>(OCSP_SINGLERESP_get0_id(single));
    ASN1_OBJECT* digest = nullptr;
    OCSP_id_get0_info(nullptr, &digest, nullptr, nullptr, id);
    // SHA-1 is usual here: it finds the certificate, it proves nothing.
    auto const* const method = EVP_get_digestbyobj(digest);
    if (method == nullptr) return false;
    Handle<OCSP_CERTID, OCSP_CERTID_free> const own(
        OCSP_cert_to_id(method, pair.certificate.get(), pair.issuer.get()));
    return own != nullptr && OCSP_id_cmp(own.get(), id) == 0;
}

Finding finding_in(OCSP_SINGLERESP* single, Pair const& pair) {
    int reason = 0;
    ASN1_GENERALIZEDTIME* revoked_at = nullptr;
    ASN1_GENERALIZEDTIME* this_update = nullptr;
    ASN1_GENERALIZEDTIME* next_update = nullptr;
    auto const status = OCSP_single_get0_status(single, &reason, &revoked_at, &this_update, &next_update);
    auto const produced = instant_of(this_update);
    auto const until = instant_of(next_update);
    if (strange_extension(single)) return unfit("the answer has a critical extension that is not known");
    if (!produced || (next_update != nullptr && !until)) return unfit("the answer has no readable date");
    if (status == V_OCSP_CERTSTATUS_UNKNOWN) return unfit("the responder does not know the certificate");
    if (*produced < pair.begins) return unfit("the answer was made before the certificate began");
    Finding finding;
    finding.produced = *produced;
    finding.valid_until = until ? *until : *produced + life_without_next;
    if (status == V_OCSP_CERTSTATUS_REVOKED) {
        finding.revoked_at = instant_of(revoked_at);
        finding.reason = reason_words(reason);
        if (!finding.revoked_at) return unfit("the answer has no readable date");
    } else if (status != V_OCSP_CERTSTATUS_GOOD || *produced > pair.ends) {
        // A responder need not remember certificates that have ended (RFC 6960 section 4.4.4).
        return unfit("the answer was made after the certificate ended");
    }
    finding.fits = true;
    return finding;
}

std::string words_of(int status) {
    if (status == OCSP_RESPONSE_STATUS_SUCCESSFUL) return "the response holds no answer that can be read";
    return std::string("the responder answered ") + OCSP_response_status_str(status);
}

Finding found_in(Pair const& pair, std::string_view response_der, std::vector<std::string> const& others) {
    auto const* at = octets_of(response_der);
    Response const response(d2i_OCSP_RESPONSE(nullptr, &at, static_cast<long>(response_der.size())));
    bool const whole = at == octets_of(response_der) + response_der.size();
    if (response == nullptr || !whole) return unfit("not an OCSP response");
    auto const status = OCSP_response_status(response.get());
    Basic const basic(status == OCSP_RESPONSE_STATUS_SUCCESSFUL ? OCSP_response_get1_basic(response.get()) : nullptr);
    if (basic == nullptr || OCSP_resp_count(basic.get()) > answers_max) return unfit(words_of(status));
    // First whether it is about this certificate at all: the signature costs more.
    std::optional<Finding> finding;
    for (int i = 0; i < OCSP_resp_count(basic.get()); ++i) {
        auto* const single = OCSP_resp_get0(basic.get(), i);
        if (!names(single, pair)) continue;
        auto const one = finding_in(single, pair);
        if (!finding || one.revoked_at) finding = one;
    }
    if (!finding) return elsewhere("the response is about another certificate");
    if (auto const fault = fault_in(basic.get(), pair, others); !fault.empty()) return unfit(fault);
    if (!finding->fits) return *finding;
    finding->responder = doubtful_responder(basic.get(), pair, others);
    finding->answered = instant_of(OCSP_resp_get0_produced_at(basic.get())).value_or(finding->produced);
    return *finding;
}

}  // namespace

Finding ocsp_finding(Pair const& pair, std::string_view response_der, std::vector<std::string> const& others) {
    if (response_der.empty() || response_der.size() > response_bytes_max) return unfit("the response is too long");
    return known_finding(pair, response_der, others, [&] { return found_in(pair, response_der, others); });
}

std::string responder_to_ask_about(std::string_view certificate_der, std::string_view issuer_der,
                                   std::string_view response_der) {
    auto const pair = pair_of(certificate_der, issuer_der);
    auto finding = pair ? ocsp_finding(*pair, response_der, {}) : unfit("not a certificate and its issuer");
    ERR_clear_error();
    return std::move(finding.responder);
}

}  // namespace wetbode::revocation
