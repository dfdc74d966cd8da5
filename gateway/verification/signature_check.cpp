// SPDX-License-Identifier: EUPL-1.2
#include "gateway/verification/signature_check.hpp"

#include "gateway/base/base64.hpp"
#include "gateway/base/rfc3339.hpp"
#include "gateway/base/sha256.hpp"
#include "gateway/sealing/names.hpp"
#include "gateway/sealing/xades_names.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

namespace wetbode {

namespace {

using namespace std::chrono_literals;

constexpr auto clock_tolerance = 5min;  ///< clocks of two houses never agree

struct AllowedAlgorithm {
    std::string_view uri;
    SignatureAlgorithm algorithm;
};

// ETSI TS 119 312: nothing with SHA-1, MD5 or HMAC. RSA PKCS#1 v1.5 is read until 2029, never written.
constexpr std::array<AllowedAlgorithm, 9> allowed_algorithms{{
    {"http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256", {SignatureScheme::ecdsa, HashAlgorithm::sha256}},
    {"http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384", {SignatureScheme::ecdsa, HashAlgorithm::sha384}},
    {"http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512", {SignatureScheme::ecdsa, HashAlgorithm::sha512}},
    {"http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", {SignatureScheme::rsa_pkcs1, HashAlgorithm::sha256}},
    {"http://www.w3.org/2001/04/xmldsig-more#rsa-sha384", {SignatureScheme::rsa_pkcs1, HashAlgorithm::sha384}},
    {"http://www.w3.org/2001/04/xmldsig-more#rsa-sha512", {SignatureScheme::rsa_pkcs1, HashAlgorithm::sha512}},
    {"http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1", {SignatureScheme::rsa_pss, HashAlgorithm::sha256}},
    {"http://www.w3.org/2007/05/xmldsig-more#sha384-rsa-MGF1", {SignatureScheme::rsa_pss, HashAlgorithm::sha384}},
    {"http://www.w3.org/2007/05/xmldsig-more#sha512-rsa-MGF1", {SignatureScheme::rsa_pss, HashAlgorithm::sha512}},
}};

std::optional<SignatureAlgorithm> algorithm_from(std::string_view uri) {
    for (auto const& allowed : allowed_algorithms)
        if (allowed.uri == uri) return allowed.algorithm;
    return std::nullopt;
}

std::optional<std::string> decoded(std::string const& text) { return from_base64(text, Base64Space::skip); }

std::string in_quotes(std::string_view name) { return "\"" + std::string(name) + "\""; }

class Check {
public:
    Check(ReadSignature const& signature, std::map<std::string, FileDigests> const& files)
        : read_(signature), files_(files) {
        for (auto const& format : signature.formats) ++formats_[format.reference].uses;
        for (auto const& format : signature.formats) formats_[format.reference].media_type = format.media_type;
    }

    SignatureAnswer run(std::vector<std::string> const& anchors, Instant now) {
        check_form();
        for (auto const& reference : read_.references) {
            if (reference.type == names::signed_properties_type || reference.uri.starts_with('#'))
                check_properties_reference(reference);
            else
                check_file_reference(reference);
        }
        check_coverage();
        find_certificate();
        if (!answer_.certificate_der.empty()) {
            check_value();
            check_times(now);
            check_chain(anchors, now);
        }
        return std::move(answer_);
    }

private:
    void add(std::string code, std::string nl, std::string en) {
        answer_.findings.add(std::move(code), std::move(nl), std::move(en));
    }
    void weak(std::string const& what) {
        add("CRYPTO_CONSTRAINTS_FAILURE", "Het algoritme " + what + " wordt niet aanvaard.",
            "The algorithm " + what + " is not accepted.");
    }

    void check_form() {
        if (read_.canonicalization != names::exclusive_c14n)
            add("FORMAT_FAILURE", "Het zegel gebruikt een andere canonieke vorm dan exclusive C14N.",
                "The signature uses another canonical form than exclusive C14N.");
        if (read_.id.empty() || read_.target != "#" + read_.id)
            add("FORMAT_FAILURE", "De ondertekende eigenschappen horen bij een ander zegel (Target).",
                "The signed properties belong to another signature (Target).");
        auto const properties =
            std::count_if(read_.references.begin(), read_.references.end(),
                          [](auto const& reference) { return reference.type == names::signed_properties_type; });
        if (properties != 1)
            add("FORMAT_FAILURE", "Het zegel verwijst niet precies één keer naar zijn ondertekende eigenschappen.",
                "The signature does not refer to its signed properties exactly once.");
        answer_.signed_at = from_rfc3339(read_.signing_time);
        if (!answer_.signed_at)
            add("FORMAT_FAILURE", "Het tijdstip van ondertekening is onleesbaar.", "The signing time cannot be read.");
    }

    /// Empty, and a finding, if the digest is weak or its text is no base 64 of the right length.
    std::optional<std::string> wanted_digest(ReadReference const& reference) {
        if (!hash_algorithm_from(reference.digest_algorithm)) {
            weak(reference.digest_algorithm);
            return std::nullopt;
        }
        auto digest = decoded(reference.digest);
        if (!digest)
            add("FORMAT_FAILURE", "Een digest in het zegel is onleesbaar.",
                "A digest in the signature cannot be read.");
        return digest;
    }

    void check_properties_reference(ReadReference const& reference) {
        bool const ours = reference.type == names::signed_properties_type && !read_.properties_id.empty() &&
                          reference.uri == "#" + read_.properties_id;
        if (!ours) {
            add("FORMAT_FAILURE", "Het zegel verwijst naar iets anders dan zijn bestanden en zijn eigen eigenschappen.",
                "The signature refers to something other than its files and its own properties.");
            return;
        }
        if (reference.transforms != std::vector<std::string>{std::string(names::exclusive_c14n)}) {
            add("FORMAT_FAILURE", "De ondertekende eigenschappen worden niet met exclusive C14N gelezen.",
                "The signed properties are not read with exclusive C14N.");
            return;
        }
        auto const wanted = wanted_digest(reference);
        if (!wanted) return;
        auto const is = hash_of(*hash_algorithm_from(reference.digest_algorithm), read_.properties);
        if (!equal_in_constant_time(*wanted, is))
            add("HASH_FAILURE", "De ondertekende eigenschappen van het zegel zijn gewijzigd.",
                "The signed properties of the signature were changed.");
    }

    void check_file_reference(ReadReference const& reference) {
        auto const name = name_of_uri(reference.uri);
        if (!name || !is_safe_name(*name) || is_reserved_name(*name)) {
            add("FORMAT_FAILURE",
                "Het zegel verwijst naar iets dat geen bestand van de container is: " + in_quotes(reference.uri),
                "The signature refers to something that is not a file of the container: " + in_quotes(reference.uri));
            return;
        }
        if (!reference.transforms.empty()) {
            add("FORMAT_FAILURE", "Het bestand " + in_quotes(*name) + " wordt bewerkt voor het wordt vergeleken.",
                "The file " + in_quotes(*name) + " is transformed before it is compared.");
            return;
        }
        if (!named_.insert(*name).second) {
            add("FORMAT_FAILURE", "Het zegel noemt het bestand " + in_quotes(*name) + " tweemaal.",
                "The signature names the file " + in_quotes(*name) + " twice.");
            return;
        }
        note_media_type(reference, *name);
        auto const file = files_.find(*name);
        if (file == files_.end()) {
            add("SIGNED_DATA_NOT_FOUND", "Het verzegelde bestand " + in_quotes(*name) + " ontbreekt.",
                "The sealed file " + in_quotes(*name) + " is missing.");
            return;
        }
        auto const wanted = wanted_digest(reference);
        if (!wanted) return;
        auto const& is = file->second.digests.at(*hash_algorithm_from(reference.digest_algorithm));
        bool const intact = equal_in_constant_time(*wanted, is);
        answer_.covered[*name] = intact;
        if (!intact)
            add("HASH_FAILURE", "Het bestand " + in_quotes(*name) + " is gewijzigd na de verzegeling.",
                "The file " + in_quotes(*name) + " was changed after it was sealed.");
    }

    /// Baseline B-B, requirement (k): one DataObjectFormat with a media type for each signed file.
    void note_media_type(ReadReference const& reference, std::string const& name) {
        auto const format = formats_.find("#" + reference.id);
        if (reference.id.empty() || format == formats_.end() || format->second.uses != 1 ||
            format->second.media_type.empty()) {
            add("FORMAT_FAILURE", "Het zegel noemt niet precies één bestandstype voor " + in_quotes(name) + ".",
                "The signature does not name exactly one media type for " + in_quotes(name) + ".");
            return;
        }
        formats_.erase(format);
    }

    void check_coverage() {
        if (!formats_.empty())
            add("FORMAT_FAILURE", "Het zegel noemt een bestandstype voor iets dat het niet dekt.",
                "The signature names a media type for something that it does not cover.");
        for (auto const& [name, file] : files_)
            if (!named_.contains(name))
                add("FORMAT_FAILURE", "Het bestand " + in_quotes(name) + " is niet door het zegel gedekt.",
                    "The file " + in_quotes(name) + " is not covered by the seal.");
        if (files_.empty())
            add("FORMAT_FAILURE", "De container bevat geen bestanden.", "The container holds no files.");
    }

    /// The key comes only from the certificate whose digest was signed; KeyValue and the order of X509Data are ignored.
    void find_certificate() {
        if (!read_.signing_certificates.empty()) {
            auto const& named = read_.signing_certificates.front();
            auto const algorithm = hash_algorithm_from(named.algorithm);
            auto const digest = decoded(named.digest);
            if (!algorithm) weak(named.algorithm);
            for (auto const& text : read_.certificates) {
                auto const der = decoded(text);
                if (!der) continue;
                if (algorithm && digest && hash_of(*algorithm, *der) == *digest)
                    answer_.certificate_der = *der;
                else
                    others_.push_back(*der);
            }
        }
        if (!answer_.certificate_der.empty()) answer_.signer = facts_of_certificate(answer_.certificate_der);
        if (answer_.signer) return;
        answer_.certificate_der.clear();
        add("NO_SIGNING_CERTIFICATE_FOUND", "Het certificaat dat in SigningCertificateV2 is genoemd, is er niet bij.",
            "The certificate that SigningCertificateV2 names is not there.");
    }

    void check_value() {
        if (!answer_.signer->key_allowed) {
            add("CRYPTO_CONSTRAINTS_FAILURE", "De sleutel van het certificaat is te zwak of van een onbekende soort.",
                "The key of the certificate is too weak or of an unknown kind.");
            return;
        }
        auto const algorithm = algorithm_from(read_.algorithm);
        if (!algorithm) {
            weak(read_.algorithm);
            return;
        }
        auto const value = decoded(read_.value);
        if (!value || !signature_holds(answer_.certificate_der, *algorithm, read_.signed_info, *value))
            add("SIG_CRYPTO_FAILURE", "De handtekening klopt niet: het zegel is gewijzigd of van een andere sleutel.",
                "The signature value does not hold: the seal was changed or is of another key.");
    }

    /// A baseline B-B signature proves no time. What the signer claims is held against him; it never helps him.
    void check_times(Instant now) {
        auto const& signer = *answer_.signer;
        if (!answer_.signed_at) return;
        if (*answer_.signed_at > now + clock_tolerance)
            add("SIG_CONSTRAINTS_FAILURE", "Het tijdstip van ondertekening ligt in de toekomst.",
                "The signing time lies in the future.");
        if (*answer_.signed_at + clock_tolerance < signer.not_before)
            add("NOT_YET_VALID", "Het zegel is gezet voor zijn certificaat geldig werd.",
                "The seal was made before its certificate became valid.");
        if (*answer_.signed_at > signer.not_after)
            add("EXPIRED", "Het zegel is gezet nadat zijn certificaat verliep.",
                "The seal was made after its certificate had expired.");
    }

    void check_chain(std::vector<std::string> const& anchors, Instant now) {
        if (!answer_.signer->may_sign)
            add("CHAIN_CONSTRAINTS_FAILURE", "Het certificaat is niet bedoeld om mee te ondertekenen.",
                "The certificate is not meant for signing.");
        auto const chain = chain_of(answer_.certificate_der, others_, anchors, now);
        if (chain.trusted) return;
        if (chain.code == "OUT_OF_BOUNDS_NO_POE")
            add(chain.code,
                "Een certificaat is verlopen of nog niet geldig, en niets bewijst dat het zegel eerder werd gezet.",
                "A certificate has expired or is not valid yet, and nothing proves that the seal was made before.");
        else
            add(chain.code, "Het certificaat komt niet uit bij een vertrouwde instantie (" + chain.detail + ").",
                "The certificate does not lead to a trusted authority (" + chain.detail + ").");
    }

    ReadSignature const& read_;
    std::map<std::string, FileDigests> const& files_;
    SignatureAnswer answer_;
    struct Format {
        std::string media_type;
        std::size_t uses = 0;
    };

    std::map<std::string, Format> formats_;  ///< by "#" and Id; those that no file reference has claimed yet
    std::set<std::string> named_;            ///< files that a reference names
    std::vector<std::string> others_;        ///< certificates, DER
};

}  // namespace

std::vector<HashAlgorithm> digests_needed(ReadSignature const& signature) {
    std::vector<HashAlgorithm> needed;
    for (auto const& reference : signature.references) {
        auto const algorithm = hash_algorithm_from(reference.digest_algorithm);
        if (algorithm && std::find(needed.begin(), needed.end(), *algorithm) == needed.end())
            needed.push_back(*algorithm);
    }
    return needed;
}

SignatureAnswer check_signature(ReadSignature const& signature, std::map<std::string, FileDigests> const& files,
                                std::vector<std::string> const& anchors, Instant now) {
    return Check(signature, files).run(anchors, now);
}

}  // namespace wetbode
