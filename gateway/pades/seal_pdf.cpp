// SPDX-License-Identifier: EUPL-1.2
#include "gateway/pades/seal_pdf.hpp"

#include "gateway/base/rfc3339.hpp"
#include "gateway/crypto/certificate.hpp"
#include "gateway/crypto/path.hpp"
#include "gateway/pades/cms.hpp"
#include "gateway/pades/growing_pdf.hpp"
#include "gateway/pades/pdf_signatures.hpp"
#include "gateway/timestamp/time_token.hpp"

#include <algorithm>
#include <cstdio>

namespace wetbode {

namespace {

using pades::GrowingPdf;

/// A token with its certificates; a longer one costs a second request.
constexpr std::size_t token_room = 8 * 1024;
/// What a SignedData holds besides certificates and token: identifiers, issuer's name, a signature of RSA-4096.
constexpr std::size_t message_room = 2 * 1024;
constexpr std::size_t text_octets_max = 2'000;
constexpr HashAlgorithm stamp_hash = HashAlgorithm::sha256;

constexpr char const* cades = "/Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached";
constexpr char const* rfc3161 = "/Type /DocTimeStamp /Filter /Adobe.PPKLite /SubFilter /ETSI.RFC3161";

Refusal refused(std::string code, Text title, Text detail, Text remedy) {
    return {std::move(code), std::move(title), std::move(detail), std::move(remedy), {}};
}

Refusal field_taken(std::string const& name) {
    return refused("PDF_FIELD_TAKEN", {"De PDF heeft al een veld met die naam", "The PDF has a field of that name"},
                   {"Een veld \"" + name + "\" bestaat al.", "A field \"" + name + "\" exists already."},
                   {"Kies een andere naam.", "Choose another name."});
}

Refusal locked() {
    return refused("PDF_LOCKED",
                   {"De PDF laat geen handtekening meer toe", "The PDF allows no more signatures"},
                   {"De PDF is gecertificeerd zonder latere wijzigingen (DocMDP 1); een zegel zou dat breken.",
                    "The PDF is certified without later changes (DocMDP 1); a seal would break that."},
                   {"Verzegel de PDF zonder certificering.", "Seal the PDF without certification."});
}

Refusal unsigned_pdf() {
    return refused("PDF_UNSIGNED", {"De PDF heeft geen zegel", "The PDF has no seal"},
                   {"Er is geen handtekening waarvan het niveau verhoogd kan worden.",
                    "There is no signature whose level could be raised."},
                   {"Verzegel de PDF eerst.", "Seal the PDF first."});
}

/// Date of ISO 32000-1 section 7.9.4.
std::string pdf_date(Instant at) {
    auto const text = rfc3339(at);  // 2026-11-23T12:00:00...Z
    return "(D:" + text.substr(0, 4) + text.substr(5, 2) + text.substr(8, 2) + text.substr(11, 2) +
           text.substr(14, 2) + text.substr(17, 2) + "Z)";
}

TimeToken stamped(PdfSealPorts const& ports, HashAlgorithm hash, std::string_view digest) {
    if (ports.time == nullptr) throw Outage("time", "no time authority is set");
    return ports.time->stamp(hash, digest);
}

ReadTimeToken read_or_throw(std::string_view token) {
    auto read = read_time_token(token);
    if (!read) throw Outage("time", "the token of a time stamp cannot be read");
    return std::move(*read);
}

/// Certificates and revocation values, gathered for one or more chains.
struct GatheredValues {
    std::vector<std::string> certificates;
    RevocationValues revocation;
};

void add_all(std::vector<std::string>& to, std::vector<std::string> const& from) {
    for (auto const& one : from)
        if (std::ranges::find(to, one) == to.end()) to.push_back(one);
}

/// `whose`: the dependency that is ill if the certificate leads nowhere.
void gather(GatheredValues& values, std::string const& certificate, std::vector<std::string> pool, Instant at,
            PdfSealPorts const& ports, char const* whose) {
    if (ports.revocation == nullptr) throw Outage("revocation", "no source of revocation values is set");
    pool.insert(pool.end(), ports.authorities.begin(), ports.authorities.end());
    auto const path = path_of(certificate, pool, at);
    if (path.empty()) throw Outage(whose, "a certificate of the chain cannot be read");
    auto const facts = facts_of_certificate(path.back());
    if (path.size() == 1 && facts->subject != facts->issuer)
        throw Outage(whose, "the issuer of the certificate is not among the authorities: " + facts->issuer);
    auto const found = ports.revocation->values_for(path, at);
    add_all(values.certificates, path);
    add_all(values.revocation.certificates, found.certificates);
    add_all(values.revocation.crls, found.crls);
    add_all(values.revocation.ocsps, found.ocsps);
}

void gather(GatheredValues& values, ReadTimeToken const& token, PdfSealPorts const& ports) {
    gather(values, token.certificate, token.certificates, token.at, ports, "time");
}

std::optional<ReadTimeToken> add_document_stamp(GrowingPdf& pdf, PdfSealPorts const& ports) {
    std::string der;
    pdf.add_signature({pdf.form().free_name("Timestamp"), rfc3161, token_room, [&](std::string const& digest) {
                           der = stamped(ports, pdf.hash(), digest).der;
                           return der;
                       }});
    return read_or_throw(der);
}

std::string entries_of(PdfSealOptions const& options) {
    auto text = std::string(cades) + " /M " + pdf_date(options.now);
    if (!options.reason.empty()) text += " /Reason " + pades::text_string(options.reason);
    if (!options.location.empty()) text += " /Location " + pades::text_string(options.location);
    return text;
}

/// The seal itself; gives the token of its time stamp from B-T.
std::string add_seal(GrowingPdf& pdf, PdfSealOptions const& options, Signer const& signer, PdfSealPorts const& ports) {
    std::size_t room = message_room;
    for (auto const& certificate : signer.chain()) room += certificate.size();
    bool const timed = options.level != PdfSealLevel::b;
    if (timed) room += token_room;
    std::string token;
    auto const container = [&](std::string const& digest) {
        auto const attributes = pades::signed_attributes(digest, signer.chain().front());
        auto const value = pades::cms_signature(signer, attributes);
        if (timed) {
            auto stamp = stamped(ports, stamp_hash, hash_of(stamp_hash, value));
            // EN 319 142-1 table 1, requirement on signature-time-stamp: older than the end of the certificate.
            if (stamp.at > signer.not_after())
                throw Outage("keys", "the certificate of the seal had ended before its time stamp of " + rfc3339(stamp.at));
            token = std::move(stamp.der);
        }
        return pades::signed_data({signer.algorithm(), signer.chain(), attributes, value, token});
    };
    auto const field = options.field.empty() ? pdf.form().free_name("Seal") : options.field;
    pdf.add_signature({field, entries_of(options), room, container});
    return token;
}

void check_certificate(Signer const& signer, Instant now) {
    if (now > signer.not_after())
        throw Outage("keys", "the certificate of the seal ended on " + rfc3339(signer.not_after()));
}

void add_values_of_seal(GrowingPdf& pdf, std::string const& token_der, Signer const& signer,
                        PdfSealPorts const& ports) {
    auto const token = read_or_throw(token_der);
    GatheredValues values;
    gather(values, signer.chain().front(), signer.chain(), token.at, ports, "keys");
    gather(values, token, ports);
    pdf.add_values(values.certificates, values.revocation);
}

/// What the signatures of a document have, and lack, for a level.
struct Standing {
    bool timed = false;
    std::vector<ReadTimeToken> tokens;
    std::optional<Instant> first_time;  ///< oldest
};

Standing standing_of(ReadPdf const& pdf) {
    Standing standing;
    auto const take = [&](std::optional<ReadTimeToken> const& token) {
        if (!token) return;
        standing.timed = true;
        if (!standing.first_time || token->at < *standing.first_time) standing.first_time = token->at;
        standing.tokens.push_back(*token);
    };
    for (auto const& one : pdf.signatures) {
        take(one.token);
        if (one.cms) take(one.cms->time_token);
    }
    return standing;
}

/// The time by which a signature is known to have existed: its own stamp, or the first that covers it.
Instant time_of(ReadPdfSignature const& signature, ReadPdf const& pdf, Instant otherwise) {
    if (signature.cms && signature.cms->time_token) return signature.cms->time_token->at;
    for (auto const& one : pdf.signatures)
        if (one.token && one.covered_to > signature.covered_to) return one.token->at;
    return otherwise;
}

Result<bool> may_be_raised(ReadPdf const& read) {
    for (auto const& one : read.signatures) {
        if (one.flaws.empty()) continue;
        auto const& words = one.flaws.front().message;
        return tl::unexpected(refused(
            "PDF_BROKEN", {"Een handtekening in de PDF is niet in orde", "A signature in the PDF is not in order"},
            {one.field + ": " + words.nl, one.field + ": " + words.en},
            {"Verzegel het oorspronkelijke document opnieuw.", "Seal the original document anew."}));
    }
    auto const is_signature = [](auto const& one) { return one.kind == ReadPdfSignature::Kind::signature; };
    if (std::ranges::none_of(read.signatures, is_signature)) return tl::unexpected(unsigned_pdf());
    return true;
}

void raise(GrowingPdf& pdf, ReadPdf const& read, PdfSealLevel level, PdfSealPorts const& ports) {
    auto standing = standing_of(read);
    if (!standing.timed) {
        auto token = add_document_stamp(pdf, ports);
        standing.first_time = token->at;
        standing.tokens.push_back(std::move(*token));
    }
    if (level == PdfSealLevel::t) return;
    GatheredValues values;
    for (auto const& one : read.signatures)
        if (one.cms)
            gather(values, one.cms->certificate, one.cms->certificates, time_of(one, read, *standing.first_time), ports,
                   "keys");
    for (auto const& token : standing.tokens) gather(values, token, ports);
    pdf.add_values(values.certificates, values.revocation);
    if (level == PdfSealLevel::lta) ignore(add_document_stamp(pdf, ports), "its values come with the next one");
}

bool has_level(ReadPdf const& read, PdfSealLevel level) {
    if (level == PdfSealLevel::lta) return false;  // each call adds a time stamp
    if (level == PdfSealLevel::lt) return read.store_known_to > 0 && standing_of(read).timed;
    return standing_of(read).timed;
}

}  // namespace

Result<Content> seal_pdf(Content const& pdf, PdfSealOptions const& options, Signer const& signer,
                         PdfSealPorts const& ports, std::filesystem::path const& spool) {
    ensure(options.reason.size() <= text_octets_max, "the reason of a seal is short");
    ensure(options.location.size() <= text_octets_max, "the location of a seal is short");
    check_certificate(signer, options.now);
    files::register_bounded_filters();
    auto const limits = pades::limits();
    files::Budget budget(limits);
    files::DecodingBudget const decoding(budget, limits.object_stream_max, limits.pdf_unpacked_max);
    return pades::guarded(budget, [&]() -> Result<Content> {
        GrowingPdf growing(pdf, signer.algorithm().hash, budget, spool);
        if (growing.open().pdf().isEncrypted()) return tl::unexpected(pades::encrypted_pdf());
        if (growing.form().is_locked()) return tl::unexpected(locked());
        if (!options.field.empty() && growing.form().has_field(options.field))
            return tl::unexpected(field_taken(options.field));
        growing.copy_original();
        auto const token = add_seal(growing, options, signer, ports);
        if (options.level >= PdfSealLevel::lt) add_values_of_seal(growing, token, signer, ports);
        if (options.level == PdfSealLevel::lta)
            ignore(add_document_stamp(growing, ports), "its values come with the next one");
        return growing.finish();
    });
}

Result<Content> raise_pdf(Content const& pdf, PdfSealLevel level, PdfSealPorts const& ports,
                          std::filesystem::path const& spool) {
    ensure(level != PdfSealLevel::b, "a level is raised to B-T or more");
    auto const read = read_pdf_signatures(pdf);
    if (!read) return tl::unexpected(read.error());
    if (auto const may = may_be_raised(*read); !may) return tl::unexpected(may.error());
    if (has_level(*read, level)) return pdf;
    auto const limits = pades::limits();
    files::Budget budget(limits);
    files::DecodingBudget const decoding(budget, limits.object_stream_max, limits.pdf_unpacked_max);
    return pades::guarded(budget, [&]() -> Result<Content> {
        GrowingPdf growing(pdf, stamp_hash, budget, spool);
        growing.copy_original();
        raise(growing, *read, level, ports);
        return growing.finish();
    });
}

}  // namespace wetbode
