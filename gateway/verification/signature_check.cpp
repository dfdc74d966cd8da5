// SPDX-License-Identifier: EUPL-1.2
#include "gateway/verification/signature_check.hpp"

#include "gateway/base/base64.hpp"
#include "gateway/base/rfc3339.hpp"
#include "gateway/base/sha256.hpp"
#include "gateway/sealing/names.hpp"
#include "gateway/sealing/xades_names.hpp"
#include "gateway/verification/certificate_marks.hpp"
#include "gateway/verification/key_names.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

namespace wetbode {

namespace {

constexpr std::string_view enveloped_transform = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
constexpr std::string_view inclusive_c14n = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";

bool names_document(ReadReference const& reference, std::string const& root_id) {
    if (reference.type == names::signed_properties_type) return false;
    return reference.uri.empty() || (!root_id.empty() && reference.uri == "#" + root_id);
}

std::optional<std::string> decoded(std::string const& text) { return from_base64(text, Base64Space::skip); }

std::vector<std::string> all_decoded(std::vector<std::string> const& texts) {
    std::vector<std::string> ders;
    for (auto const& text : texts)
        if (auto der = decoded(text)) ders.push_back(std::move(*der));
    return ders;
}

std::string in_quotes(std::string_view name) { return "\"" + std::string(name) + "\""; }

class Check {
public:
    Check(ReadSignature const& signature, SignedData const& data) : read_(signature), data_(data) {
        for (auto const& format : signature.formats) ++formats_[format.reference].uses;
        for (auto const& format : signature.formats) formats_[format.reference].media_type = format.media_type;
    }

    SignatureAnswer run(JudgedBy const& judged_by) {
        check_form();
        for (auto const& reference : read_.references) {
            bool const document = data_.form == SignedData::Form::enveloped &&
                                  names_document(reference, data_.list ? data_.list->root_id : std::string{});
            if (!document && (reference.type == names::signed_properties_type || reference.uri.starts_with('#')))
                check_properties_reference(reference);
            else if (data_.form == SignedData::Form::enveloped)
                check_document_reference(reference);
            else
                check_file_reference(reference);
        }
        check_coverage();
        find_certificate();
        check_key_info();
        if (!certificate_.empty()) {
            check_value();
            ask_who_and_when(judged_by);
        }
        return finish();
    }

private:
    void add(std::string code, std::string nl, std::string en) {
        findings_.add(std::move(code), std::move(nl), std::move(en));
    }
    void weak(std::string const& what) {
        add("CRYPTO_CONSTRAINTS_FAILURE", "Het algoritme " + what + " wordt niet aanvaard.",
            "The algorithm " + what + " is not accepted.");
    }

    void check_form() {
        signed_info_ = in_form(read_.canonicalization, read_.signed_info, {std::string(names::ds), "SignedInfo", {}},
                               data_);
        if (!signed_info_)
            add("FORMAT_FAILURE", "Het zegel gebruikt een canonieke vorm die hier niet kan worden gelezen.",
                "The signature uses a canonical form that cannot be read here.");
        if (read_.id.empty() || read_.target != "#" + read_.id)
            add("FORMAT_FAILURE", "De ondertekende eigenschappen horen bij een ander zegel (Target).",
                "The signed properties belong to another signature (Target).");
        auto const properties =
            std::count_if(read_.references.begin(), read_.references.end(),
                          [](auto const& reference) { return reference.type == names::signed_properties_type; });
        if (properties != 1)
            add("FORMAT_FAILURE", "Het zegel verwijst niet precies één keer naar zijn ondertekende eigenschappen.",
                "The signature does not refer to its signed properties exactly once.");
        report_.signed_at = from_rfc3339(read_.signing_time);
        if (!report_.signed_at)
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
        auto const form = reference.transforms.empty() ? inclusive_c14n : std::string_view(reference.transforms[0]);
        auto const octets = reference.transforms.size() > 1
                                ? std::nullopt
                                : in_form(form, read_.properties,
                                          {std::string(names::xades), "SignedProperties", {}}, data_);
        if (!octets) {
            add("FORMAT_FAILURE",
                "De ondertekende eigenschappen staan in een canonieke vorm die hier niet wordt gelezen.",
                "The signed properties are in a canonical form that is not read here.");
            return;
        }
        auto const wanted = wanted_digest(reference);
        if (!wanted) return;
        auto const is = hash_of(*hash_algorithm_from(reference.digest_algorithm), *octets);
        if (!equal_in_constant_time(*wanted, is))
            add("HASH_FAILURE", "De ondertekende eigenschappen van het zegel zijn gewijzigd.",
                "The signed properties of the signature were changed.");
    }

    /// The whole document without this signature, in exclusive form, and nothing else: any other reference or transform
    /// leaves something out that a reader sees. The inclusive forms leave out nothing either; trust lists use them.
    void check_document_reference(ReadReference const& reference) {
        auto const form = enveloped_form_of(reference);
        bool const whole = names_document(reference, data_.list ? data_.list->root_id : std::string{}) && form &&
                           (data_.list || *form == xml::CanonicalForm::exclusive_1_0);
        if (!whole) {
            add("FORMAT_FAILURE",
                "De handtekening dekt niet het hele document in exclusive C14N: " + in_quotes(reference.uri),
                "The signature does not cover the whole document in exclusive C14N: " + in_quotes(reference.uri));
            return;
        }
        if (!named_.insert(std::string{}).second) {
            add("FORMAT_FAILURE", "De handtekening noemt het document tweemaal.",
                "The signature names the document twice.");
            return;
        }
        formats_.erase("#" + reference.id);
        compare(reference, {}, "Het document", "The document");
    }

    void compare(ReadReference const& reference, std::string const& name, std::string const& nl,
                 std::string const& en) {
        auto const wanted = wanted_digest(reference);
        if (!wanted) return;
        auto const& is = data_.files.at(name).digests.at(*hash_algorithm_from(reference.digest_algorithm));
        bool const intact = equal_in_constant_time(*wanted, is);
        covered_[name] = intact;
        if (!intact)
            add("HASH_FAILURE", nl + " is gewijzigd na de verzegeling.", en + " was changed after it was sealed.");
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
        if (!data_.files.contains(*name)) {
            add("SIGNED_DATA_NOT_FOUND", "Het verzegelde bestand " + in_quotes(*name) + " ontbreekt.",
                "The sealed file " + in_quotes(*name) + " is missing.");
            return;
        }
        compare(reference, *name, "Het bestand " + in_quotes(*name), "The file " + in_quotes(*name));
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
        media_types_[name] = format->second.media_type;
        formats_.erase(format);
    }

    void check_coverage() {
        if (!formats_.empty())
            add("FORMAT_FAILURE", "Het zegel noemt een bestandstype voor iets dat het niet dekt.",
                "The signature names a media type for something that it does not cover.");
        for (auto const& [name, file] : data_.files)
            if (!named_.contains(name))
                add("FORMAT_FAILURE",
                    name.empty() ? "Het document is niet door de handtekening gedekt."
                                 : "Het bestand " + in_quotes(name) + " is niet door het zegel gedekt.",
                    name.empty() ? "The document is not covered by the signature."
                                 : "The file " + in_quotes(name) + " is not covered by the seal.");
        if (data_.files.empty())
            add("FORMAT_FAILURE", "De container bevat geen bestanden.", "The container holds no files.");
    }

    /// Who is known by his whole certificate needs no digest of it; but one that is told must not name another.
    void find_list_signer() {
        for (auto const& text : read_.certificates) {
            auto der = decoded(text);
            if (!der) continue;
            auto const& known = data_.list->signers;
            bool const pinned = std::find(known.begin(), known.end(), *der) != known.end();
            if (pinned && certificate_.empty() && is_not_another(*der)) certificate_ = std::move(*der);
            else others_.push_back(std::move(*der));
        }
        if (!certificate_.empty() && facts_of_certificate(certificate_)) return;
        certificate_.clear();
        add("NO_SIGNING_CERTIFICATE_FOUND", "De lijst is niet ondertekend door wie haar mag ondertekenen.",
            "The list is not signed by one who may sign it.");
    }
    /// Lists of before 2020 name it by SHA-1, which says nothing here.
    [[nodiscard]] bool is_not_another(std::string const& der) const {
        if (read_.signing_certificates.empty()) return false;
        auto const& named = read_.signing_certificates.front();
        auto const algorithm = hash_algorithm_from(named.algorithm);
        return !algorithm || decoded(named.digest) == hash_of(*algorithm, der);
    }

    /// The key comes only from the certificate whose digest was signed; KeyValue and the order of X509Data are ignored.
    void find_certificate() {
        if (data_.list) return find_list_signer();
        if (!read_.signing_certificates.empty()) {
            auto const& named = read_.signing_certificates.front();
            auto const algorithm = hash_algorithm_from(named.algorithm);
            auto const digest = decoded(named.digest);
            if (!algorithm) weak(named.algorithm);
            for (auto const& text : read_.certificates) {
                auto const der = decoded(text);
                if (!der) continue;
                if (algorithm && digest && hash_of(*algorithm, *der) == *digest)
                    certificate_ = *der;
                else
                    others_.push_back(*der);
            }
        }
        if (!certificate_.empty() && facts_of_certificate(certificate_)) return;
        certificate_.clear();
        add("NO_SIGNING_CERTIFICATE_FOUND", "Het certificaat dat in SigningCertificateV2 is genoemd, is er niet bij.",
            "The certificate that SigningCertificateV2 names is not there.");
    }

    /// Nobody signed what stands in KeyInfo beside the signer's certificate, and nothing is believed because of it. But
    /// somebody might read it.
    void check_key_info() {
        std::vector<std::string> subjects;
        for (auto const& text : read_.certificates) {
            auto const der = decoded(text);
            auto const facts = der ? facts_of_certificate(*der) : std::nullopt;
            if (!facts) {
                add("FORMAT_FAILURE", "Een certificaat in het zegel (KeyInfo) is onleesbaar.",
                    "A certificate in the signature (KeyInfo) cannot be read.");
                continue;
            }
            subjects.push_back(facts->subject);
            subjects.push_back(facts->issuer);
        }
        KeyNames names(subjects);
        for (auto const& text : read_.key_names)
            if (!names.says_nothing_new(text))
                add("FORMAT_FAILURE", "Het zegel bevat tekst die niemand tekende (KeyInfo): " + in_quotes(text),
                    "The signature holds text that nobody signed (KeyInfo): " + in_quotes(text));
    }

    void check_value() {
        auto const algorithm = signature_algorithm_from(read_.algorithm);
        if (!algorithm) {
            weak(read_.algorithm);
            return;
        }
        if (!signed_info_) return;  // told already: nobody knows what was signed
        auto const value = decoded(read_.value);
        bool const holds = value && signature_holds(certificate_, *algorithm, *signed_info_, *value);
        if (!holds)
            add("SIG_CRYPTO_FAILURE", "De handtekening klopt niet: het zegel is gewijzigd of van een andere sleutel.",
                "The signature value does not hold: the seal was changed or is of another key.");
    }

    void ask_who_and_when(JudgedBy const& judged_by) {
        auto stamps = gather_stamps(read_, data_);
        SignatureEvidence evidence;
        evidence.certificate = certificate_;
        evidence.certificates = others_;
        for (auto& der : all_decoded(read_.value_certificates)) evidence.certificates.push_back(std::move(der));
        evidence.revocation.crls = all_decoded(read_.crls);
        evidence.revocation.ocsps = all_decoded(read_.ocsps);
        evidence.time_stamps = std::move(stamps.stamps);
        evidence.signed_at = report_.signed_at;
        evidence.algorithm = signature_algorithm_from(read_.algorithm);
        auto judgement = judge(evidence, judged_by.anchors, judged_by.policy, judged_by.now);
        findings_.add(judgement.findings);
        warnings_.add(judgement.warnings);
        warnings_.add(stamps.warnings.list);
        report_.algorithm = std::move(judgement.algorithm);
        report_.level = "XAdES-" + judgement.level;
        report_.trusted_by = std::move(judgement.trusted_by);
        report_.proven_at = judgement.proven_at;
        report_.time_stamps = std::move(judgement.time_stamps);
        report_.signer = judgement.signer->subject;
        report_.issuer = judgement.signer->issuer;
        report_.certificate = hex_of(hash_of(HashAlgorithm::sha256, certificate_));
        report_.certificate_der = certificate_;
    }

    SignatureAnswer finish() {
        report_.name = read_.id;
        report_.format = "XAdES";
        report_.coverage = named_.size() == data_.files.size() && !named_.empty() ? Coverage::whole : Coverage::part;
        report_.verdict = verdict_of(findings_.list);
        report_.findings = std::move(findings_.list);
        report_.warnings = std::move(warnings_.list);
        return {std::move(report_), std::move(covered_), std::move(media_types_)};
    }

    ReadSignature const& read_;
    SignedData const& data_;
    SignatureReport report_;
    Findings findings_;
    Findings warnings_;
    std::string certificate_;                 ///< DER of the signer, empty until it is found
    std::optional<std::string> signed_info_;  ///< in the form that was signed
    std::map<std::string, bool> covered_;
    std::map<std::string, std::string> media_types_;
    struct Format {
        std::string media_type;
        std::size_t uses = 0;
    };

    std::map<std::string, Format> formats_;  ///< by "#" and Id; those that no file reference has claimed yet
    std::set<std::string> named_;            ///< files that a reference names
    std::vector<std::string> others_;        ///< certificates, DER
};

}  // namespace

std::optional<xml::CanonicalForm> enveloped_form_of(ReadReference const& reference) {
    auto const& transforms = reference.transforms;
    if (transforms.empty() || transforms.size() > 2 || transforms.front() != enveloped_transform) return std::nullopt;
    auto const method = xml::canonical_method_from(transforms.size() == 1 ? inclusive_c14n
                                                                          : std::string_view(transforms.back()));
    if (!method || method->comments == xml::Comments::kept) return std::nullopt;
    return method->form;
}

ReadReference const* document_reference_of(ReadSignature const& signature, std::string const& root_id) {
    for (auto const& reference : signature.references)
        if (names_document(reference, root_id)) return &reference;
    return nullptr;
}

std::vector<HashAlgorithm> digests_needed(ReadSignature const& signature) {
    std::vector<HashAlgorithm> needed;
    for (auto const& reference : signature.references) {
        auto const algorithm = hash_algorithm_from(reference.digest_algorithm);
        if (algorithm && std::find(needed.begin(), needed.end(), *algorithm) == needed.end())
            needed.push_back(*algorithm);
    }
    return needed;
}

SignatureAnswer check_signature(ReadSignature const& signature, SignedData const& data, JudgedBy const& judged_by) {
    return Check(signature, data).run(judged_by);
}

}  // namespace wetbode
