// SPDX-License-Identifier: EUPL-1.2
#include "gateway/verification/signature_reader.hpp"

#include "gateway/base/content.hpp"
#include "gateway/sealing/xades_names.hpp"
#include "gateway/xml/canonical.hpp"
#include "gateway/xml/door.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

namespace wetbode {

namespace {

constexpr std::size_t references_max = 10'001;
constexpr std::size_t certificates_max = 32;

enum class Part : unsigned {
    signature, signed_info, canonicalization, method, reference, transforms, transform, digest_method, digest_value,
    value, key_info, certificate, object, qualifying, properties, signing_time, signing_certificate, cert,
    cert_digest_method, cert_digest_value, format, format_media_type, other
};

struct Place {
    std::string_view path;
    Part part;
};

// Exact places only: a look-alike anywhere else is not a part of a signature.
constexpr std::string_view signature_path = "/asic:XAdESSignatures/ds:Signature";
constexpr std::array<Place, 15> places_in_signature{{
    {"", Part::signature},
    {"/ds:SignedInfo", Part::signed_info},
    {"/ds:SignedInfo/ds:CanonicalizationMethod", Part::canonicalization},
    {"/ds:SignedInfo/ds:SignatureMethod", Part::method},
    {"/ds:SignedInfo/ds:Reference", Part::reference},
    {"/ds:SignedInfo/ds:Reference/ds:Transforms", Part::transforms},
    {"/ds:SignedInfo/ds:Reference/ds:Transforms/ds:Transform", Part::transform},
    {"/ds:SignedInfo/ds:Reference/ds:DigestMethod", Part::digest_method},
    {"/ds:SignedInfo/ds:Reference/ds:DigestValue", Part::digest_value},
    {"/ds:SignatureValue", Part::value},
    {"/ds:KeyInfo", Part::key_info},
    {"/ds:KeyInfo/ds:X509Data/ds:X509Certificate", Part::certificate},
    {"/ds:Object", Part::object},
    {"/ds:Object/xades:QualifyingProperties", Part::qualifying},
    {"/ds:Object/xades:QualifyingProperties/xades:SignedProperties", Part::properties},
}};
constexpr std::string_view properties_path = places_in_signature.back().path;
constexpr std::array<Place, 7> places_in_properties{{
    {"/xades:SignedSignatureProperties/xades:SigningTime", Part::signing_time},
    {"/xades:SignedSignatureProperties/xades:SigningCertificateV2", Part::signing_certificate},
    {"/xades:SignedSignatureProperties/xades:SigningCertificateV2/xades:Cert", Part::cert},
    {"/xades:SignedSignatureProperties/xades:SigningCertificateV2/xades:Cert/xades:CertDigest/ds:DigestMethod",
     Part::cert_digest_method},
    {"/xades:SignedSignatureProperties/xades:SigningCertificateV2/xades:Cert/xades:CertDigest/ds:DigestValue",
     Part::cert_digest_value},
    {"/xades:SignedDataObjectProperties/xades:DataObjectFormat", Part::format},
    {"/xades:SignedDataObjectProperties/xades:DataObjectFormat/xades:MimeType", Part::format_media_type},
}};

Part part_at(std::string_view path) {
    auto const find = [](auto const& places, std::string_view wanted) {
        for (auto const& place : places)
            if (place.path == wanted) return place.part;
        return Part::other;
    };
    path.remove_prefix(signature_path.size());
    if (path.size() > properties_path.size() && path.starts_with(properties_path))
        return find(places_in_properties, path.substr(properties_path.size()));
    return find(places_in_signature, path);
}

constexpr std::array<std::pair<std::string_view, std::string_view>, 5> prefixes{{
    {names::ds, "ds:"}, {names::xades, "xades:"}, {names::xades141, "xades141:"}, {names::asic, "asic:"},
    {names::odf_manifest, "manifest:"},
}};

std::string step_of(xml::Element const& element) {
    // The older property names its certificate in the same way; a signature may have one of the two.
    if (element.uri == names::xades && element.local == "SigningCertificate") return "/xades:SigningCertificateV2";
    for (auto const& [uri, prefix] : prefixes)
        if (uri == element.uri) return "/" + std::string(prefix) + std::string(element.local);
    return "/?";
}

std::string value_of(xml::Element const& element, std::string_view name) {
    for (auto const& attribute : element.attributes)
        if (attribute.uri.empty() && attribute.local == name) return std::string(attribute.value);
    return {};
}

/// Ends the pass: the form is wrong.
struct Malformed {
    Text why;
};

[[noreturn]] void malformed(std::string const& nl, std::string const& en) { throw Malformed{{nl, en}}; }

class SignatureSink final : public xml::Sink {
public:
    void start_element(xml::Element const& element) override {
        if (text_ != nullptr) malformed("Er staat een element in een waarde.", "There is an element within a value.");
        note_ids(element);
        lengths_.push_back(path_.size());
        path_ += step_of(element);
        if (!path_.starts_with("/asic:XAdESSignatures"))
            malformed("Het bestand begint niet met XAdESSignatures.", "The file does not begin with XAdESSignatures.");
        begin(element);
        if (writer_) writer_->start_element(element);
    }
    void end_element(std::string_view local, std::string_view prefix, std::string_view /*uri*/) override {
        text_ = nullptr;
        if (writer_) {
            writer_->end_element(local, prefix);
            if (writer_->depth() == 0) {
                writer_->finish();
                writer_.reset();
            }
        }
        if (path_ == signature_path) check_complete();
        path_.resize(lengths_.back());
        lengths_.pop_back();
    }
    void characters(std::string_view text) override {
        if (text_ != nullptr) text_->append(text);
        if (writer_) writer_->characters(text);
    }
    void processing_instruction(std::string_view target, std::string_view data) override {
        if (writer_) writer_->processing_instruction(target, data);
    }

    [[nodiscard]] std::vector<ReadSignature> take() { return std::move(signatures_); }

private:
    void note_ids(xml::Element const& element) {
        for (auto const& attribute : element.attributes) {
            bool const plain = attribute.uri.empty() &&
                               (attribute.local == "Id" || attribute.local == "ID" || attribute.local == "id");
            if (!plain && !(attribute.prefix == "xml" && attribute.local == "id")) continue;
            if (!ids_.insert(std::string(attribute.value)).second)
                malformed("De Id \"" + std::string(attribute.value) + "\" komt tweemaal voor.",
                          "The Id \"" + std::string(attribute.value) + "\" comes twice.");
        }
    }

    void begin(xml::Element const& element) {
        bool const in_signature = path_.starts_with(signature_path) &&
                                  (path_.size() == signature_path.size() || path_[signature_path.size()] == '/');
        if (!in_signature) {
            if (path_ != "/asic:XAdESSignatures")
                malformed("Er staat iets vreemds naast de zegels.", "There is something alien beside the signatures.");
            return;
        }
        auto const part = part_at(path_);
        if (part == Part::other) {
            check_other(element);
            return;
        }
        if (part == Part::signature) {
            if (signatures_.size() == signatures_max)
                malformed("Er zijn te veel zegels.", "There are too many signatures.");
            seen_.clear();
            signatures_.push_back({});
            signatures_.back().id = value_of(element, "Id");
            return;
        }
        count(part);
        take(part, element, signatures_.back());
    }

    /// A signature in a signature would be one that nobody evaluates. What SignedInfo may hold is known completely.
    void check_other(xml::Element const& element) const {
        if (element.uri == names::ds && element.local == "Signature")
            malformed("Er staat een zegel binnen een zegel.", "There is a signature within a signature.");
        if (path_.substr(signature_path.size()).starts_with("/ds:SignedInfo/"))
            malformed(
                "Het zegel gebruikt een onbekende of niet aanvaarde bouwsteen: " + std::string(element.local) + ".",
                "The signature uses an unknown or refused part: " + std::string(element.local) + ".");
    }

    void count(Part part) {
        constexpr std::array repeatable{Part::reference, Part::transform, Part::certificate, Part::object, Part::cert,
                                        Part::format};
        if (part == Part::reference) forget({Part::transforms, Part::digest_method, Part::digest_value});
        if (part == Part::cert) forget({Part::cert_digest_method, Part::cert_digest_value});
        if (part == Part::format) forget({Part::format_media_type});
        bool const again = !seen_.insert(part).second;
        if (again && std::find(repeatable.begin(), repeatable.end(), part) == repeatable.end())
            malformed("Een deel van het zegel komt tweemaal voor: " + path_.substr(path_.rfind('/') + 1) + ".",
                      "A part of the signature comes twice: " + path_.substr(path_.rfind('/') + 1) + ".");
    }
    void forget(std::initializer_list<Part> parts) {
        for (auto const part : parts) seen_.erase(part);
    }

    void take(Part part, xml::Element const& element, ReadSignature& signature) {
        auto const algorithm = value_of(element, "Algorithm");
        switch (part) {
            case Part::signed_info: write_to(signature.signed_info); break;
            case Part::canonicalization: signature.canonicalization = algorithm; break;
            case Part::method: signature.algorithm = algorithm; break;
            case Part::reference: add_reference(element, signature); break;
            case Part::transform: add_transform(algorithm, signature); break;
            case Part::digest_method: signature.references.back().digest_algorithm = algorithm; break;
            case Part::digest_value: text_ = &signature.references.back().digest; break;
            case Part::value: text_ = &signature.value; break;
            case Part::certificate: text_ = &add_certificate(signature); break;
            case Part::qualifying: signature.target = value_of(element, "Target"); break;
            case Part::properties:
                signature.properties_id = value_of(element, "Id");
                write_to(signature.properties);
                break;
            case Part::signing_time: text_ = &signature.signing_time; break;
            case Part::cert: add_cert(signature); break;
            case Part::cert_digest_method: signature.signing_certificates.back().algorithm = algorithm; break;
            case Part::cert_digest_value: text_ = &signature.signing_certificates.back().digest; break;
            case Part::format: signature.formats.push_back({value_of(element, "ObjectReference"), {}}); break;
            case Part::format_media_type: text_ = &signature.formats.back().media_type; break;
            default: break;
        }
    }

    void write_to(std::string& octets) {
        writer_.emplace([&octets](std::string_view piece) { octets.append(piece); });
    }
    static void add_reference(xml::Element const& element, ReadSignature& signature) {
        if (signature.references.size() == references_max)
            malformed("Het zegel heeft te veel verwijzingen.", "The signature has too many references.");
        signature.references.push_back(
            {value_of(element, "Id"), value_of(element, "URI"), value_of(element, "Type"), {}, {}, {}});
    }
    static void add_transform(std::string const& algorithm, ReadSignature& signature) {
        auto& transforms = signature.references.back().transforms;
        if (transforms.size() == 1)
            malformed("Een verwijzing heeft meer dan één bewerking.", "A reference has more than one transform.");
        transforms.push_back(algorithm);
    }
    static std::string& add_certificate(ReadSignature& signature) {
        if (signature.certificates.size() == certificates_max)
            malformed("Het zegel heeft te veel certificaten.", "The signature has too many certificates.");
        return signature.certificates.emplace_back();
    }
    static void add_cert(ReadSignature& signature) {
        if (signature.signing_certificates.size() == certificates_max)
            malformed("Het zegel noemt te veel certificaten.", "The signature names too many certificates.");
        signature.signing_certificates.push_back({});
    }

    void check_complete() const {
        constexpr std::array<std::pair<Part, std::string_view>, 8> needed{{
            {Part::signed_info, "SignedInfo"}, {Part::canonicalization, "CanonicalizationMethod"},
            {Part::method, "SignatureMethod"}, {Part::reference, "Reference"}, {Part::value, "SignatureValue"},
            {Part::qualifying, "QualifyingProperties"}, {Part::properties, "SignedProperties"},
            {Part::signing_time, "SigningTime"},
        }};
        for (auto const& [part, name] : needed)
            if (!seen_.contains(part))
                malformed("Er ontbreekt een deel van het zegel: " + std::string(name) + ".",
                          "A part of the signature is missing: " + std::string(name) + ".");
    }

    std::string path_;
    std::vector<std::size_t> lengths_;
    std::set<std::string> ids_;
    std::set<Part> seen_;
    std::vector<ReadSignature> signatures_;
    std::optional<xml::CanonicalWriter> writer_;
    std::string* text_ = nullptr;  ///< where the text of the element at hand goes
};

class ManifestSink final : public xml::Sink {
public:
    void start_element(xml::Element const& element) override {
        ++depth_;
        bool const ours = element.uri == names::odf_manifest;
        if (depth_ == 1 && !(ours && element.local == "manifest"))
            malformed("manifest.xml is geen ODF-manifest.", "manifest.xml is not an ODF manifest.");
        if (depth_ != 2 || !ours || element.local != "file-entry") return;
        std::string name;
        for (auto const& attribute : element.attributes)
            if (attribute.uri == names::odf_manifest && attribute.local == "full-path") name = attribute.value;
        if (name != "/") names_.push_back(std::move(name));
        if (names_.size() > references_max) malformed("manifest.xml is te lang.", "manifest.xml is too long.");
    }
    void end_element(std::string_view, std::string_view, std::string_view) override { --depth_; }

    [[nodiscard]] std::vector<std::string> take() { return std::move(names_); }

private:
    int depth_ = 0;
    std::vector<std::string> names_;
};

template <class Taker>
auto read_with(Taker& sink, std::string document) -> tl::expected<decltype(sink.take()), Text> {
    xml::Limits limits;
    limits.bytes_max = document.size();  // whoever read the entry has bounded it
    limits.depth_max = 64;
    auto const content = content_of(std::move(document));
    std::array<xml::Sink*, 1> const sinks{&sink};
    try {
        auto const read = xml::read(content, limits, sinks);
        if (!read) return tl::unexpected(read.error().message);
        return sink.take();
    } catch (Malformed const& malformed) {
        return tl::unexpected(malformed.why);
    }
}

}  // namespace

tl::expected<std::vector<ReadSignature>, Text> read_signatures(std::string document) {
    SignatureSink sink;
    return read_with(sink, std::move(document));
}

tl::expected<std::vector<std::string>, Text> read_container_manifest(std::string document) {
    ManifestSink sink;
    return read_with(sink, std::move(document));
}

}  // namespace wetbode
