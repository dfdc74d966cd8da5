// SPDX-License-Identifier: EUPL-1.2
// What the test authorities say of revocation: lists (RFC 5280 section 5) and OCSP (RFC 6960).
#include "adapters/trust/authority.hpp"

#include "adapters/trust/inside.hpp"
#include "gateway/crypto/der.hpp"

#include <openssl/err.h>
#include <openssl/ocsp.h>
#include <openssl/x509v3.h>

namespace wetbode::trust {

namespace {

using List = Handle<X509_CRL, X509_CRL_free>;
using Basic = Handle<OCSP_BASICRESP, OCSP_BASICRESP_free>;
using Request = Handle<OCSP_REQUEST, OCSP_REQUEST_free>;
using Time = Handle<ASN1_TIME, ASN1_TIME_free>;

struct Span {
    Instant from;
    Instant until;
};

Span span_of(RevocationFault fault, Instant now, Milliseconds life) {
    if (fault != RevocationFault::stale) return {now, now + life};
    return {now - std::chrono::days{30}, now - std::chrono::days{23}};
}

Time time_of(Instant instant) {
    Time made(ASN1_TIME_set(nullptr, seconds_of(instant)));
    must(made != nullptr, "time");
    return made;
}


void add_entry(X509_CRL* list, std::string const& serial, Revoked const& entry) {
    Handle<X509_REVOKED, X509_REVOKED_free> made(X509_REVOKED_new());
    std::string octets;
    for (std::size_t i = 0; i + 1 < serial.size(); i += 2)
        octets += static_cast<char>(std::stoi(serial.substr(i, 2), nullptr, 16));
    Handle<ASN1_INTEGER, ASN1_INTEGER_free> const number(ASN1_INTEGER_new());
    must(number != nullptr && ASN1_STRING_set(number.get(), octets.data(), static_cast<int>(octets.size())) == 1,
         "serial number");
    must(made != nullptr && X509_REVOKED_set_serialNumber(made.get(), number.get()) == 1 &&
             X509_REVOKED_set_revocationDate(made.get(), time_of(entry.at).get()) == 1,
         "entry of a list");
    if (entry.reason != Reason::unspecified) {
        Handle<ASN1_ENUMERATED, ASN1_ENUMERATED_free> const reason(ASN1_ENUMERATED_new());
        must(reason != nullptr && ASN1_ENUMERATED_set(reason.get(), static_cast<long>(entry.reason)) == 1 &&
                 X509_REVOKED_add1_ext_i2d(made.get(), NID_crl_reason, reason.get(), 0, 0) == 1,
             "reason");
    }
    must(X509_CRL_add0_revoked(list, made.get()) == 1, "entry of a list");
    (void)made.release();  // the list owns it now
}

void add_extension(X509_CRL* list, X509* issuer, int kind, char const* value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, nullptr, nullptr, list, 0);
    Handle<X509_EXTENSION, X509_EXTENSION_free> const extension(X509V3_EXT_conf_nid(nullptr, &context, kind, value));
    must(extension != nullptr && X509_CRL_add_ext(list, extension.get(), -1) == 1, value);
}

void add_unknown_critical(X509_CRL* list) {
    Handle<ASN1_OBJECT, ASN1_OBJECT_free> const name(OBJ_txt2obj("1.3.6.1.4.1.32473.1.99", 1));
    Handle<ASN1_OCTET_STRING, ASN1_OCTET_STRING_free> const value(ASN1_OCTET_STRING_new());
    auto const content = der::null();
    must(value != nullptr && ASN1_OCTET_STRING_set(value.get(), octets_of(content), 2) == 1, "extension");
    Handle<X509_EXTENSION, X509_EXTENSION_free> const extension(
        X509_EXTENSION_create_by_OBJ(nullptr, name.get(), 1, value.get()));
    must(extension != nullptr && X509_CRL_add_ext(list, extension.get(), -1) == 1, "extension");
}

/// What the book says of one serial number, as OCSP spells it.
void add_single(OCSP_BASICRESP* basic, OCSP_CERTID* id, Book const* book, Span span, bool forget) {
    ASN1_INTEGER* serial = nullptr;
    OCSP_id_get0_info(nullptr, nullptr, nullptr, &serial, id);
    int status = V_OCSP_CERTSTATUS_UNKNOWN;
    int reason = 0;
    Time revoked_at;
    if (book != nullptr && !forget) {
        auto const entry = book->revoked.find(serial_of(serial));
        if (entry != book->revoked.end() && entry->second.at <= span.from) {
            status = V_OCSP_CERTSTATUS_REVOKED;
            reason = static_cast<int>(entry->second.reason);
            revoked_at = time_of(entry->second.at);
        } else if (book->issued.contains(serial_of(serial))) {
            status = V_OCSP_CERTSTATUS_GOOD;
        }
    }
    must(OCSP_basic_add1_status(basic, id, status, reason, revoked_at.get(), time_of(span.from).get(),
                                time_of(span.until).get()) != nullptr,
         "answer");
}

std::string response_of(int status, OCSP_BASICRESP* basic) {
    Handle<OCSP_RESPONSE, OCSP_RESPONSE_free> const response(OCSP_response_create(status, basic));
    must(response != nullptr, "OCSP response");
    ERR_clear_error();
    return der_of(response.get(), i2d_OCSP_RESPONSE);
}

bool names(OCSP_CERTID* id, X509* issuer) {
    ASN1_OBJECT* digest = nullptr;
    ASN1_INTEGER* serial = nullptr;
    OCSP_id_get0_info(nullptr, &digest, nullptr, &serial, id);
    auto const* const method = EVP_get_digestbyobj(digest);
    if (method == nullptr) return false;
    Handle<OCSP_CERTID, OCSP_CERTID_free> const own(
        OCSP_cert_id_new(method, X509_get_subject_name(issuer), X509_get0_pubkey_bitstr(issuer), serial));
    return own != nullptr && OCSP_id_issuer_cmp(own.get(), id) == 0;
}

}  // namespace

std::string Authority::crl(Issuer issuer, Instant now) const {
    auto& in = *inside_;
    std::scoped_lock const lock(in.mutex);
    auto const fault = in.revocation_fault;
    if (fault == RevocationFault::garbage) return "this is no list";
    auto const& signer = in.identity(issuer);
    auto const span = span_of(fault, now, std::chrono::days{7});
    List const list(X509_CRL_new());
    auto* const made = list.get();
    must(made != nullptr && X509_CRL_set_version(made, 1) == 1 &&
             X509_CRL_set_issuer_name(made, X509_get_subject_name(signer.certificate.get())) == 1 &&
             X509_CRL_set1_lastUpdate(made, time_of(span.from).get()) == 1 &&
             X509_CRL_set1_nextUpdate(made, time_of(span.until).get()) == 1,
         "list");
    for (auto const& [serial, entry] : in.book(issuer).revoked)
        if (entry.at <= span.from) add_entry(made, serial, entry);
    add_extension(made, signer.certificate.get(), NID_authority_key_identifier, "keyid:always");
    Handle<ASN1_INTEGER, ASN1_INTEGER_free> const number(ASN1_INTEGER_new());
    must(number != nullptr && ASN1_INTEGER_set_uint64(number.get(), in.next_list++) == 1 &&
             X509_CRL_add1_ext_i2d(made, NID_crl_number, number.get(), 0, 0) == 1,
         "number of the list");
    if (fault == RevocationFault::indirect_list)
        add_extension(made, signer.certificate.get(), NID_issuing_distribution_point, "critical,indirectCRL:TRUE");
    if (fault == RevocationFault::critical_extension) add_unknown_critical(made);
    X509_CRL_sort(made);
    auto const other = fault == RevocationFault::stranger ? new_key(KeyKind::p256) : Key();
    must(X509_CRL_sign(made, other ? other.get() : signer.key.get(), EVP_sha256()) > 0, "signature");
    return der_of(made, i2d_X509_CRL);
}

std::string Authority::ocsp(std::string_view request, Instant now) const {
    auto& in = *inside_;
    std::scoped_lock const lock(in.mutex);
    auto const fault = in.revocation_fault;
    if (fault == RevocationFault::garbage) return "this is no response";
    if (fault == RevocationFault::try_later) return response_of(OCSP_RESPONSE_STATUS_TRYLATER, nullptr);
    auto const* at = octets_of(request);
    Request const asked(d2i_OCSP_REQUEST(nullptr, &at, static_cast<long>(request.size())));
    ERR_clear_error();
    if (asked == nullptr || OCSP_request_onereq_count(asked.get()) < 1 || OCSP_request_onereq_count(asked.get()) > 16)
        return response_of(OCSP_RESPONSE_STATUS_MALFORMEDREQUEST, nullptr);

    auto const span = span_of(fault, now, std::chrono::days{1});
    Basic const basic(OCSP_BASICRESP_new());
    must(basic != nullptr, "OCSP response");
    bool of_root = true;
    for (int i = 0; i < OCSP_request_onereq_count(asked.get()); ++i) {
        auto* const id = OCSP_onereq_get0_id(OCSP_request_onereq_get0(asked.get(), i));
        bool const root = names(id, in.root.certificate.get());
        bool const known = root || names(id, in.issuing.certificate.get());
        of_root = of_root && root;
        auto const* const book = !known ? nullptr : &in.book(root ? Issuer::root : Issuer::issuing);
        add_single(basic.get(), id, book, span, fault == RevocationFault::unknown);
    }
    OCSP_copy_nonce(basic.get(), asked.get());
    // No setter for producedAt: without OCSP_NOTIME it would be the time of this machine.
    auto* const produced = const_cast<ASN1_GENERALIZEDTIME*>(OCSP_resp_get0_produced_at(basic.get()));
    must(ASN1_GENERALIZEDTIME_set(produced, seconds_of(span.from)) != nullptr, "time");
    Identity wrong;
    IssueWish const like{in.wish.name + " OCSP", in.wish.kind, now - std::chrono::days{60}, now + std::chrono::days{60},
                         Purpose::ocsp_signing};
    if (fault == RevocationFault::stranger) wrong = in.stranger(like);
    if (fault == RevocationFault::responder_no_usage) {
        auto plain = like;
        plain.purpose = Purpose::no_usage;
        wrong = in.make(plain);
    }
    auto const& usual = of_root ? in.root : in.responder;
    auto const& signer = wrong.certificate != nullptr ? wrong : usual;
    must(OCSP_basic_sign(basic.get(), signer.certificate.get(), signer.key.get(), EVP_sha256(), nullptr,
                         OCSP_NOTIME) == 1,
         "signature");
    return response_of(OCSP_RESPONSE_STATUS_SUCCESSFUL, basic.get());
}

std::string Authority::ocsp_for(std::string_view certificate, Instant now) const {
    auto const given = certificate_of(certificate);
    auto const above = chain_of(certificate).back() == root() && chain_of(certificate).size() > 2 ? issuing() : root();
    auto const issuer = certificate_of(above);
    Request const request(OCSP_REQUEST_new());
    auto* const id = OCSP_cert_to_id(EVP_sha1(), given.get(), issuer.get());
    must(request != nullptr && id != nullptr && OCSP_request_add0_id(request.get(), id) != nullptr, "OCSP request");
    return ocsp(der_of(request.get(), i2d_OCSP_REQUEST), now);
}

}  // namespace wetbode::trust
