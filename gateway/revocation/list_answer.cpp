// SPDX-License-Identifier: EUPL-1.2
#include "gateway/revocation/list_answer.hpp"

#include "gateway/revocation/known_findings.hpp"

#include <openssl/err.h>
#include <openssl/x509v3.h>

namespace wetbode::revocation {

namespace {

using List = Handle<X509_CRL, X509_CRL_free>;
using Point = Handle<ISSUING_DIST_POINT, ISSUING_DIST_POINT_free>;
using Points = Handle<CRL_DIST_POINTS, CRL_DIST_POINTS_free>;

constexpr std::size_t list_bytes_max = 32U << 20U;

/// An unknown critical extension may say that the list means something else (RFC 5280 section 5.2).
bool strange_extension(X509_CRL* list) {
    for (int i = 0; i < X509_CRL_get_ext_count(list); ++i) {
        auto* const extension = X509_CRL_get_ext(list, i);
        auto const kind = OBJ_obj2nid(X509_EXTENSION_get_object(extension));
        if (kind == NID_delta_crl) return true;
        if (X509_EXTENSION_get_critical(extension) == 1 && kind != NID_issuing_distribution_point) return true;
    }
    return false;
}

bool strange_entry(X509_REVOKED* entry) {
    for (int i = 0; i < X509_REVOKED_get_ext_count(entry); ++i)
        if (X509_EXTENSION_get_critical(X509_REVOKED_get_ext(entry, i)) == 1) return true;
    return false;
}

bool share_a_name(GENERAL_NAMES const* one, GENERAL_NAMES const* other) {
    for (int i = 0; i < sk_GENERAL_NAME_num(one); ++i)
        for (int j = 0; j < sk_GENERAL_NAME_num(other); ++j)
            if (GENERAL_NAME_cmp(sk_GENERAL_NAME_value(one, i), sk_GENERAL_NAME_value(other, j)) == 0) return true;
    return false;
}

/// A list of one part of the authority's certificates names that part; the certificate must name it too
/// (RFC 5280 section 6.3.3 (b) (2) (i)). Names relative to the issuer are not read.
bool same_part(DIST_POINT_NAME const* part, X509* certificate) {
    if (part == nullptr) return true;
    if (part->type != 0) return false;
    Points const points(
        static_cast<CRL_DIST_POINTS*>(X509_get_ext_d2i(certificate, NID_crl_distribution_points, nullptr, nullptr)));
    for (int i = 0; i < sk_DIST_POINT_num(points.get()); ++i) {
        auto const* const point = sk_DIST_POINT_value(points.get(), i)->distpoint;
        bool const full = point != nullptr && point->type == 0;
        if (full && share_a_name(part->name.fullname, point->name.fullname)) return true;
    }
    return false;
}

/// Why this list does not cover the certificate; empty if it does.
std::string outside(X509_CRL* list, X509* certificate) {
    int found = 0;
    Point const point(
        static_cast<ISSUING_DIST_POINT*>(X509_CRL_get_ext_d2i(list, NID_issuing_distribution_point, &found, nullptr)));
    if (point == nullptr) return found == -1 ? "" : "the list has a distribution point that cannot be read";
    if (point->indirectCRL > 0) return "an indirect list is not read";
    if (point->onlyattr > 0) return "the list is of attribute certificates";
    if (point->onlysomereasons != nullptr) return "the list is for some reasons only";
    bool const authority = X509_check_ca(certificate) > 0;
    if (point->onlyuser > 0 && authority) return "the list leaves out authorities";
    if (point->onlyCA > 0 && !authority) return "the list is of authorities only";
    return same_part(point->distpoint, certificate) ? "" : "the list is of another part of the certificates";
}

/// Why the list is not the issuer's own and whole; empty if it is.
std::string fault_in(X509_CRL* list, Pair const& pair) {
    X509_ALGOR const* algorithm = nullptr;
    X509_CRL_get0_signature(list, nullptr, &algorithm);
    if (!allowed_signature(algorithm)) return "the list is signed with an algorithm that is not allowed";
    if ((X509_get_key_usage(pair.issuer.get()) & KU_CRL_SIGN) == 0) return "its issuer may not sign lists";
    if (X509_CRL_verify(list, X509_get0_pubkey(pair.issuer.get())) != 1) return "the signature of the list is broken";
    if (strange_extension(list)) return "the list has a critical extension that is not known, or is a delta";
    return outside(list, pair.certificate.get());
}

void take_entry(X509_REVOKED* entry, Finding& finding) {
    finding.revoked_at = instant_of(X509_REVOKED_get0_revocationDate(entry));
    int found = 0;
    Handle<ASN1_ENUMERATED, ASN1_ENUMERATED_free> const reason(
        static_cast<ASN1_ENUMERATED*>(X509_REVOKED_get_ext_d2i(entry, NID_crl_reason, &found, nullptr)));
    finding.reason = reason_words(reason == nullptr ? 0 : ASN1_ENUMERATED_get(reason.get()));
}

Finding found_in(Pair const& pair, std::string_view list_der) {
    auto const* at = octets_of(list_der);
    List const list(d2i_X509_CRL(nullptr, &at, static_cast<long>(list_der.size())));
    if (list == nullptr || at != octets_of(list_der) + list_der.size()) return unfit("not a revocation list");
    if (X509_NAME_cmp(X509_CRL_get_issuer(list.get()), X509_get_subject_name(pair.issuer.get())) != 0)
        return elsewhere("the list is of another issuer");
    if (auto const fault = fault_in(list.get(), pair); !fault.empty()) return unfit(fault);
    auto const produced = instant_of(X509_CRL_get0_lastUpdate(list.get()));
    auto const until = instant_of(X509_CRL_get0_nextUpdate(list.get()));
    if (!produced || !until) return unfit("the list does not say when it was made and when the next one follows");
    // Made before there was this certificate: it cannot know of it (ETSI EN 319 102-1 section 5.2.6.4).
    if (*produced < pair.begins) return unfit("the list was made before the certificate began");

    Finding finding;
    finding.produced = *produced;
    finding.valid_until = *until;
    X509_REVOKED* entry = nullptr;
    if (X509_CRL_get0_by_cert(list.get(), &entry, pair.certificate.get()) != 0) {
        if (strange_entry(entry)) return unfit("the entry of the list has a critical extension that is not known");
        take_entry(entry, finding);
        if (!finding.revoked_at) return unfit("the entry of the list has no date");
    }
    // An authority may drop the certificates that have ended from its lists (RFC 5280 section 3.3).
    if (!finding.revoked_at && *produced > pair.ends) return unfit("the list was made after the certificate ended");
    finding.fits = true;
    return finding;
}

}  // namespace

Finding list_finding(Pair const& pair, std::string_view list_der) {
    if (list_der.empty() || list_der.size() > list_bytes_max) return unfit("the list is too long");
    return known_finding(pair, list_der, {}, [&] { return found_in(pair, list_der); });
}

}  // namespace wetbode::revocation
