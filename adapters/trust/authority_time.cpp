// SPDX-License-Identifier: EUPL-1.2
// The time authority among the test authorities: RFC 3161 with ESSCertIDv2 (RFC 5816).
#include "adapters/trust/authority.hpp"

#include "adapters/trust/inside.hpp"
#include "gateway/crypto/der.hpp"

#include <openssl/bio.h>
#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/ts.h>

#include <string>

namespace wetbode::trust {

namespace {

using Bio = Handle<BIO, BIO_free_all>;
using Context = Handle<TS_RESP_CTX, TS_RESP_CTX_free>;

void free_certificates(STACK_OF(X509)* stack) { sk_X509_free(stack); }

struct Told {
    Instant now;
    std::uint64_t serial = 0;
};

ASN1_INTEGER* tell_serial(TS_RESP_CTX* /*context*/, void* told) {
    auto* const number = ASN1_INTEGER_new();
    if (number != nullptr) ASN1_INTEGER_set_uint64(number, static_cast<Told*>(told)->serial);
    return number;
}

int tell_time(TS_RESP_CTX* /*context*/, void* told, long* seconds, long* microseconds) {
    auto const count = to_count(static_cast<Told*>(told)->now);
    *seconds = static_cast<long>(count / 1000);
    *microseconds = static_cast<long>(count % 1000) * 1000;
    return 1;
}

/// PKIStatus rejection with PKIFailureInfo systemFailure (bit 25), as RFC 3161 section 2.4.2 spells them.
std::string rejection() {
    using namespace std::string_view_literals;
    auto const why = der::tlv(0x0C, "switched off for a test");
    auto const info = der::tlv(0x03, "\x06\x00\x00\x00\x40"sv);
    return der::sequence({der::sequence({der::integer(2), der::sequence({why}), info})});
}

/// The request as the faulty authority believes to have read it.
std::string misread(std::string_view request, TimeFault fault) {
    auto const* at = octets_of(request);
    Handle<TS_REQ, TS_REQ_free> const read(d2i_TS_REQ(nullptr, &at, static_cast<long>(request.size())));
    ERR_clear_error();
    if (read == nullptr) return std::string(request);
    if (fault == TimeFault::wrong_nonce) {
        Handle<ASN1_INTEGER, ASN1_INTEGER_free> const other(ASN1_INTEGER_new());
        must(ASN1_INTEGER_set(other.get(), 4711) == 1 && TS_REQ_set_nonce(read.get(), other.get()) == 1, "nonce");
    }
    if (fault == TimeFault::no_nonce) {
        Handle<TS_REQ, TS_REQ_free> const bare(TS_REQ_new());  // OpenSSL takes no nonce away again
        must(bare != nullptr && TS_REQ_set_version(bare.get(), 1) == 1 &&
                 TS_REQ_set_msg_imprint(bare.get(), TS_REQ_get_msg_imprint(read.get())) == 1 &&
                 TS_REQ_set_cert_req(bare.get(), TS_REQ_get_cert_req(read.get())) == 1,
             "request");
        return der_of(bare.get(), i2d_TS_REQ);
    }
    if (fault == TimeFault::wrong_imprint) {
        auto* const digest = TS_MSG_IMPRINT_get_msg(TS_REQ_get_msg_imprint(read.get()));
        std::string octets(reinterpret_cast<char const*>(ASN1_STRING_get0_data(digest)),
                           static_cast<std::size_t>(ASN1_STRING_length(digest)));
        octets.front() = static_cast<char>(octets.front() ^ 1);
        must(ASN1_STRING_set(digest, octets.data(), static_cast<int>(octets.size())) == 1, "imprint");
    }
    return der_of(read.get(), i2d_TS_REQ);
}

Context context_for(Identity const& signer, X509* issuing, Told& told) {
    Context context(TS_RESP_CTX_new());
    Handle<STACK_OF(X509), free_certificates> const others(sk_X509_new_null());
    must(context != nullptr && others != nullptr && sk_X509_push(others.get(), issuing) > 0, "time authority");
    auto* const made = context.get();
    Handle<ASN1_OBJECT, ASN1_OBJECT_free> const policy(OBJ_txt2obj(std::string(Authority::policy).c_str(), 1));
    must(TS_RESP_CTX_set_signer_cert(made, signer.certificate.get()) == 1 &&
             TS_RESP_CTX_set_signer_key(made, signer.key.get()) == 1 &&
             TS_RESP_CTX_set_certs(made, others.get()) == 1 &&
             TS_RESP_CTX_set_clock_precision_digits(made, 3) == 1 &&
             TS_RESP_CTX_set_signer_digest(made, EVP_sha256()) == 1 &&
             TS_RESP_CTX_set_ess_cert_id_digest(made, EVP_sha256()) == 1 &&
             TS_RESP_CTX_set_def_policy(made, policy.get()) == 1 && TS_RESP_CTX_set_accuracy(made, 1, 0, 0) == 1,
         "time authority");
    for (auto const* digest : {EVP_sha256(), EVP_sha384(), EVP_sha512()})
        must(TS_RESP_CTX_add_md(made, digest) == 1, "digest");
    TS_RESP_CTX_set_serial_cb(made, tell_serial, &told);
    TS_RESP_CTX_set_time_cb(made, tell_time, &told);
    return context;
}

IssueWish wrong_certificate(TimeFault fault, AuthorityWish const& wish, Instant now) {
    IssueWish asked{wish.name + " time", wish.kind, now - std::chrono::days{30}, now + std::chrono::days{30},
                    Purpose::time_stamping};
    if (fault == TimeFault::expired_certificate) asked.until = now - std::chrono::hours{1};
    if (fault == TimeFault::not_critical) asked.purpose = Purpose::time_not_critical;
    if (fault == TimeFault::other_usage) asked.purpose = Purpose::no_usage;
    return asked;
}

/// OpenSSL's time authority takes no certificate of a wrong kind, so such a token is made as any other signed message.
std::string signed_again(TS_TST_INFO* info, Identity const& signer, X509* issuing) {
    auto const content = der_of(info, i2d_TS_TST_INFO);
    constexpr unsigned flags = CMS_PARTIAL | CMS_BINARY | CMS_CADES;
    Handle<CMS_ContentInfo, CMS_ContentInfo_free> const message(CMS_sign(nullptr, nullptr, nullptr, nullptr, flags));
    Bio const bio(BIO_new_mem_buf(content.data(), static_cast<int>(content.size())));
    auto* const made = message.get();
    must(made != nullptr && bio != nullptr && CMS_set_detached(made, 0) == 1 &&
             CMS_set1_eContentType(made, OBJ_nid2obj(NID_id_smime_ct_TSTInfo)) == 1 &&
             CMS_add1_cert(made, issuing) == 1 &&
             CMS_add1_signer(made, signer.certificate.get(), signer.key.get(), EVP_sha256(), flags) != nullptr &&
             CMS_final(made, bio.get(), nullptr, flags) == 1,
         "time stamp");
    auto const token = der_of(made, i2d_CMS_ContentInfo);
    return der::sequence({der::sequence({der::integer(0)}), token});
}

}  // namespace

std::string Authority::time_stamp(std::string_view request, Instant now) {
    Told told{now, 0};
    auto fault = TimeFault::none;
    {
        std::scoped_lock const lock(inside_->mutex);
        fault = inside_->time_fault;
        told.serial = inside_->token_number();
    }
    if (fault == TimeFault::rejected) return rejection();
    if (fault == TimeFault::garbage) return "this is no time stamp";
    if (fault == TimeFault::clock_ahead) told.now += std::chrono::hours{1};
    auto const context = context_for(inside_->time, inside_->issuing.certificate.get(), told);
    auto const believed = misread(request, fault);
    Bio const bio(BIO_new_mem_buf(believed.data(), static_cast<int>(believed.size())));
    Handle<TS_RESP, TS_RESP_free> const response(TS_RESP_create_response(context.get(), bio.get()));
    must(response != nullptr, "time stamp");
    ERR_clear_error();
    bool const other_certificate = fault == TimeFault::expired_certificate || fault == TimeFault::not_critical ||
                                   fault == TimeFault::other_usage || fault == TimeFault::stranger;
    if (other_certificate && TS_RESP_get_tst_info(response.get()) != nullptr) {
        auto const asked = wrong_certificate(fault, inside_->wish, now);
        auto const wrong = fault == TimeFault::stranger ? inside_->stranger(asked) : inside_->make(asked);
        return signed_again(TS_RESP_get_tst_info(response.get()), wrong, inside_->issuing.certificate.get());
    }
    auto octets = der_of(response.get(), i2d_TS_RESP);
    // The signature value is the last thing in the response.
    if (fault == TimeFault::broken_signature) octets.back() = static_cast<char>(octets.back() ^ 1);
    return octets;
}

}  // namespace wetbode::trust
