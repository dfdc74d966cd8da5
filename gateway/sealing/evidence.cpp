// SPDX-License-Identifier: EUPL-1.2
#include "gateway/sealing/evidence.hpp"

#include "gateway/base/base64.hpp"
#include "gateway/base/rfc3339.hpp"
#include "gateway/crypto/certificate.hpp"
#include "gateway/refusal.hpp"
#include "gateway/sealing/writing.hpp"
#include "gateway/sealing/xades_names.hpp"
#include "gateway/timestamp/time_token.hpp"

#include <algorithm>

namespace wetbode {

namespace {

constexpr std::size_t chain_length_max = 10;
constexpr HashAlgorithm stamp_hash = HashAlgorithm::sha256;

constexpr std::string_view signature_stamp = "SignatureTimeStamp";
constexpr std::string_view archive_stamp = "ArchiveTimeStamp";
constexpr std::string_view stamp_values = "TimeStampValidationData";
constexpr std::string_view certificate_values = "CertificateValues";

bool has(std::vector<UnsignedProperty> const& properties, std::string_view name) {
    return std::any_of(properties.begin(), properties.end(), [&](auto const& known) { return known.name == name; });
}

/// The one of `pool` that signed the certificate: names may repeat when an authority renews its key.
std::string const* issuer_of(std::string_view certificate, std::string const& issuer_name,
                             std::vector<std::string> const& pool, Instant at) {
    for (auto const& candidate : pool) {
        auto const facts = facts_of_certificate(candidate);
        if (facts && facts->subject == issuer_name && chain_of(certificate, {}, {candidate}, at).trusted)
            return &candidate;
    }
    return nullptr;
}

/// From the certificate up to an authority that issued itself, or that is known and has no known issuer. `others`: what
/// the signature or the token brings along. Throws Outage(`whose`): without its end a chain lacks revocation values.
std::vector<std::string> chain_to_anchor(std::string const& certificate, std::vector<std::string> const& others,
                                         std::vector<std::string> const& authorities, Instant at, char const* whose) {
    std::vector<std::string> chain{certificate};
    std::string missing;
    while (chain.size() < chain_length_max) {
        auto const facts = facts_of_certificate(chain.back());
        if (!facts) throw Outage(whose, "a certificate of the chain cannot be read");
        if (facts->subject == facts->issuer) return chain;
        auto const* issuer = issuer_of(chain.back(), facts->issuer, authorities, at);
        if (issuer == nullptr) issuer = issuer_of(chain.back(), facts->issuer, others, at);
        missing = facts->issuer;
        if (issuer == nullptr) break;
        chain.push_back(*issuer);
    }
    if (std::find(authorities.begin(), authorities.end(), chain.back()) != authorities.end()) return chain;
    throw Outage(whose, "an issuer of the certificate is not among the authorities: " + missing);
}

void append_values(std::string& out, std::string_view element, std::string_view item,
                   std::vector<std::string> const& values) {
    if (values.empty()) return;
    if (!element.empty()) append(out, "<xades:", element, ">");
    for (auto const& der : values) append(out, "<xades:", item, ">", base64(der), "</xades:", item, ">");
    if (!element.empty()) append(out, "</xades:", element, ">");
}

/// xades:CertificateValues and xades:RevocationValues. `xmlns`: the declaration, where no ancestor made it.
std::string values_xml(std::vector<std::string> certificates, RevocationValues const& values, std::string_view xmlns) {
    for (auto const& further : values.certificates)
        if (std::find(certificates.begin(), certificates.end(), further) == certificates.end())
            certificates.push_back(further);
    std::string out;
    append(out, "<xades:CertificateValues", xmlns, ">");
    append_values(out, "", "EncapsulatedX509Certificate", certificates);
    out += "</xades:CertificateValues>";
    if (values.crls.empty() && values.ocsps.empty()) return out;
    append(out, "<xades:RevocationValues", xmlns, ">");
    append_values(out, "CRLValues", "EncapsulatedCRLValue", values.crls);
    append_values(out, "OCSPValues", "EncapsulatedOCSPValue", values.ocsps);
    out += "</xades:RevocationValues>";
    return out;
}

std::string declared(std::string_view prefix, std::string_view uri) {
    std::string out;
    append(out, " xmlns:", prefix, "=\"", uri, "\"");
    return out;
}

/// One time stamp: EncapsulatedTimeStamp comes exactly once, with the canonical form that its imprint was made in.
std::string stamp_xml(std::string_view name, std::string_view id, TimeToken const& token) {
    bool const archive = name == archive_stamp;
    std::string const tag = (archive ? "xades141:" : "xades:") + std::string(name);
    std::string out;
    append(out, "<", tag, archive ? declared("xades141", names::xades141) : declared("xades", names::xades), " Id=\"",
           id, "\"><ds:CanonicalizationMethod", declared("ds", names::ds), " Algorithm=\"", names::exclusive_c14n,
           "\"></ds:CanonicalizationMethod><xades:EncapsulatedTimeStamp",
           archive ? declared("xades", names::xades) : "", ">", base64(token.der),
           "</xades:EncapsulatedTimeStamp></", tag, ">");
    return out;
}

/// The work on one signature.
class Completion {
public:
    Completion(SealPorts const& ports, Evidence::Signature const& signature)
        : ports_(ports), signature_(signature), properties_(signature.properties) {}

    std::string run(SealLevel level, std::optional<Hasher> archive) {
        if (level == SealLevel::b) return {};
        if (!has(properties_, signature_stamp)) stamp_signature();
        if (level == SealLevel::t) return std::move(added_);
        if (!has(properties_, certificate_values)) add_values_of_signer();
        add_values_of_stamps();
        if (level == SealLevel::lta) {
            ensure(archive.has_value(), "an archive time stamp is made over what the references name");
            stamp_archive(std::move(*archive));
        }
        return std::move(added_);
    }

private:
    TimeToken stamp(std::string_view digest) {
        if (ports_.time == nullptr) throw Outage("time", "no time authority is set");
        return ports_.time->stamp(stamp_hash, digest);
    }

    void add(std::string_view name, std::string id, std::string uri, std::string octets, std::string token) {
        added_ += octets;
        UnsignedProperty property{std::string(name), std::move(id), std::move(uri), std::move(octets), {}};
        if (!token.empty()) property.tokens.push_back(std::move(token));
        properties_.push_back(std::move(property));
    }

    std::string next_id(std::string_view name) const {
        auto const same = std::count_if(properties_.begin(), properties_.end(),
                                        [&](auto const& known) { return known.name == name; });
        auto const kind = name == archive_stamp ? "-archive-time-" : "-time-";
        return signature_.parts.id + kind + std::to_string(same + 1);
    }

    void stamp_signature() {
        auto const token = stamp(hash_of(stamp_hash, signature_.parts.value));
        // EN 319 132-1 table 1, requirement o: the stamp is older than the end of the certificate.
        auto const signer = facts_of_certificate(signature_.chain.front());
        if (!signer || token.at > signer->not_after)
            throw Outage("keys", "the certificate of the seal had ended before its time stamp of " + rfc3339(token.at));
        auto const id = next_id(signature_stamp);
        add(signature_stamp, id, "", stamp_xml(signature_stamp, id, token), token.der);
    }

    [[nodiscard]] RevocationValues values_for(std::vector<std::string> const& chain, Instant not_before) const {
        if (ports_.revocation == nullptr) throw Outage("revocation", "no source of revocation values is set");
        return ports_.revocation->values_for(chain, not_before);
    }

    /// The token of the first time stamp: values that are older would not tell of the moment of sealing.
    [[nodiscard]] static ReadTimeToken read(std::string const& token) {
        auto read = read_time_token(token);
        if (!read) throw Outage("time", "the token of a time stamp cannot be read");
        return std::move(*read);
    }

    void add_values_of_signer() {
        auto const first = std::find_if(properties_.begin(), properties_.end(),
                                        [](auto const& known) { return known.name == signature_stamp; });
        ensure(first != properties_.end() && !first->tokens.empty(), "the stamp comes before the values");
        auto const at = read(first->tokens.front()).at;
        auto const chain = chain_to_anchor(signature_.chain.front(), signature_.chain, ports_.authorities, at, "keys");
        auto const xml = values_xml(chain, values_for(chain, at), declared("xades", names::xades));
        // Two properties in one piece of text: the imprint of an archive stamp takes them in the same order.
        add(certificate_values, "", "", xml, "");
    }

    void add_values_of_stamps() {
        auto const stamps = properties_;  // a copy: what is added is no stamp
        for (auto const& property : stamps) {
            bool const is_stamp = property.name == signature_stamp || property.name == archive_stamp;
            if (!is_stamp || property.tokens.empty() || has_values(property.id)) continue;
            auto const token = read(property.tokens.front());
            auto const chain =
                chain_to_anchor(token.certificate, token.certificates, ports_.authorities, token.at, "time");
            std::string xml;
            append(xml, "<xades141:", stamp_values, declared("xades141", names::xades141), " URI=\"#", property.id,
                   "\">", values_xml(chain, values_for(chain, token.at), declared("xades", names::xades)),
                   "</xades141:", stamp_values, ">");
            add(stamp_values, "", "#" + property.id, std::move(xml), "");
        }
    }

    [[nodiscard]] bool has_values(std::string_view stamp) const {
        return std::any_of(properties_.begin(), properties_.end(), [&](auto const& known) {
            return known.name == stamp_values && known.uri == "#" + std::string(stamp);
        });
    }

    /// EN 319 132-1 clause 5.5.2: what the references name, then SignedInfo, SignatureValue, KeyInfo, then the unsigned
    /// properties before the stamp, in their order. No other ds:Object is in a seal of ours.
    void stamp_archive(Hasher archive) {
        archive.update(signature_.parts.properties);
        archive.update(signature_.parts.signed_info);
        archive.update(signature_.parts.value);
        archive.update(signature_.parts.key_info);
        for (auto const& property : properties_) archive.update(property.octets);
        auto const token = stamp(archive.finish());
        auto const id = next_id(archive_stamp);
        add(archive_stamp, id, "", stamp_xml(archive_stamp, id, token), token.der);
    }

    SealPorts const& ports_;
    Evidence::Signature const& signature_;
    std::vector<UnsignedProperty> properties_;
    std::string added_;
};

}  // namespace

std::string_view name_of(SealLevel level) {
    switch (level) {
        case SealLevel::b: return "XAdES-B-B";
        case SealLevel::t: return "XAdES-B-T";
        case SealLevel::lt: return "XAdES-B-LT";
        case SealLevel::lta: return "XAdES-B-LTA";
    }
    return "XAdES-B-B";
}

SealLevel level_of(std::vector<UnsignedProperty> const& properties) {
    if (has(properties, archive_stamp)) return SealLevel::lta;
    if (has(properties, certificate_values)) return SealLevel::lt;
    return has(properties, signature_stamp) ? SealLevel::t : SealLevel::b;
}

std::string Evidence::missing(Signature const& signature, SealLevel level, std::optional<Hasher> archive) const {
    return Completion(ports_, signature).run(level, std::move(archive));
}

}  // namespace wetbode
