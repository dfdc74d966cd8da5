// SPDX-License-Identifier: EUPL-1.2
#include "gateway/sealing/placed_signature.hpp"

#include "gateway/base/base64.hpp"
#include "gateway/base/sha256.hpp"
#include "gateway/crypto/certificate.hpp"
#include "gateway/sealing/writing.hpp"
#include "gateway/sealing/xades_names.hpp"

#include <algorithm>
#include <array>

namespace wetbode {

namespace {

constexpr std::uint64_t part_bytes_max = 32ULL << 20U;

constexpr std::string_view signature_path = "ds:Signature";
constexpr std::string_view info_path = "ds:Signature/ds:SignedInfo";
constexpr std::string_view reference_path = "ds:Signature/ds:SignedInfo/ds:Reference";
constexpr std::string_view canonicalization_path = "ds:Signature/ds:SignedInfo/ds:CanonicalizationMethod";
constexpr std::string_view signature_method_path = "ds:Signature/ds:SignedInfo/ds:SignatureMethod";
constexpr std::string_view value_path = "ds:Signature/ds:SignatureValue";
constexpr std::string_view key_info_path = "ds:Signature/ds:KeyInfo";
constexpr std::string_view qualifying_path = "ds:Signature/ds:Object/xades:QualifyingProperties";
constexpr std::string_view properties_path = "ds:Signature/ds:Object/xades:QualifyingProperties/xades:SignedProperties";
constexpr std::string_view unsigned_path =
    "ds:Signature/ds:Object/xades:QualifyingProperties/xades:UnsignedProperties/xades:UnsignedSignatureProperties";

/// Everything else that our writer writes, below SignedInfo, KeyInfo and SignedProperties.
constexpr std::array<std::string_view, 8> in_info{
    "/ds:CanonicalizationMethod", "/ds:SignatureMethod", "/ds:Reference", "/ds:Reference/ds:Transforms",
    "/ds:Reference/ds:Transforms/ds:Transform", "/ds:Reference/ds:DigestMethod", "/ds:Reference/ds:DigestValue", ""};
constexpr std::array<std::string_view, 3> in_key_info{"", "/ds:X509Data", "/ds:X509Data/ds:X509Certificate"};
constexpr std::string_view signer_path = "/xades:SignedSignatureProperties/xades:SigningCertificateV2/xades:Cert";
constexpr std::array<std::string_view, 7> in_properties{
    "",
    "/xades:SignedSignatureProperties",
    "/xades:SignedSignatureProperties/xades:SigningTime",
    "/xades:SignedSignatureProperties/xades:SigningCertificateV2",
    "/xades:SignedDataObjectProperties",
    "/xades:SignedDataObjectProperties/xades:DataObjectFormat",
    "/xades:SignedDataObjectProperties/xades:DataObjectFormat/xades:MimeType"};
constexpr std::array<std::string_view, 5> in_signer{"", "/xades:CertDigest", "/xades:CertDigest/ds:DigestMethod",
                                                    "/xades:CertDigest/ds:DigestValue", "/xades:IssuerSerialV2"};

template <std::size_t n>
bool below(std::string_view path, std::string_view top, std::array<std::string_view, n> const& known) {
    if (!path.starts_with(top)) return false;
    return std::find(known.begin(), known.end(), path.substr(top.size())) != known.end();
}

bool is_known(std::string_view path) {
    if (path.starts_with(unsigned_path)) return true;
    if (below(path, info_path, in_info) || below(path, key_info_path, in_key_info)) return true;
    if (path == signature_path || path == value_path || path == "ds:Signature/ds:Object" || path == qualifying_path ||
        path == unsigned_path.substr(0, unsigned_path.rfind('/')))
        return true;
    if (!path.starts_with(properties_path)) return false;
    if (below(path, properties_path, in_properties)) return true;
    auto const rest = path.substr(properties_path.size());
    return rest.starts_with(signer_path) && below(rest, signer_path, in_signer);
}

std::string step_of(std::string_view uri, std::string_view local) {
    std::string step;
    if (uri == names::ds) step = "ds:";
    else if (uri == names::xades) step = "xades:";
    else if (uri == names::xades141) step = "xades141:";
    else step = "?:";
    return step += local;
}

std::string_view attribute(xml::Element const& element, std::string_view name) {
    for (auto const& known : element.attributes)
        if (known.uri.empty() && known.local == name) return known.value;
    return {};
}

bool is_unsigned_child(std::string_view path) {
    return path.starts_with(unsigned_path) && path.size() > unsigned_path.size() &&
           path.find('/', unsigned_path.size() + 1) == std::string_view::npos;
}

}  // namespace

SealReader::SealReader(Holder holder, xml::CanonicalWriter::Out around) : holder_(holder), around_(std::move(around)) {}

void SealReader::start_element(xml::Element const& element) {
    if (inside()) {
        start_inside(element);
        return;
    }
    bool const is_signature = element.uri == names::ds && element.local == "Signature";
    if (is_signature) ++signature_.count;
    if (is_signature && signature_.count == 1 && depth_ == 1) {
        start_inside(element);
        return;
    }
    bool const is_holder = element.uri == names::asic && element.local == "XAdESSignatures";
    if (is_signature || (holder_ == Holder::container && (depth_ > 0 || !is_holder))) signature_.odd = true;
    ++depth_;
    around_.start_element(element);
}

void SealReader::start_inside(xml::Element const& element) {
    steps_.push_back(path_.size());
    if (!path_.empty()) path_ += '/';
    path_ += step_of(element.uri, element.local);
    text_.clear();
    if (!is_known(path_)) signature_.odd = true;
    if (path_ == unsigned_path || path_ == unsigned_path.substr(0, unsigned_path.rfind('/'))) ++holders_;
    if (element.uri == names::ds && element.local == "Signature" && steps_.size() > 1) ++signature_.count;
    if (!part_) begin_part();
    note_attributes(element);
    if (part_) part_->start_element(element);
}

void SealReader::begin_part() {
    auto& parts = signature_.parts;
    std::string* octets = nullptr;
    if (path_ == info_path) octets = &parts.signed_info;
    else if (path_ == value_path) octets = &parts.value;
    else if (path_ == key_info_path) octets = &parts.key_info;
    else if (path_ == properties_path) octets = &parts.properties;
    else if (is_unsigned_child(path_)) octets = &signature_.properties.emplace_back().octets;
    if (octets == nullptr) return;
    if (!octets->empty()) signature_.odd = true;  // a part comes once
    part_octets_ = octets;
    part_.emplace([this](std::string_view piece) {
        part_bytes_ += piece.size();
        if (part_bytes_ > part_bytes_max) signature_.odd = true;
        else part_octets_->append(piece);
    });
}

void SealReader::note_attributes(xml::Element const& element) {
    auto const take = [this](std::string& field, std::string_view value) {
        if (!field.empty()) signature_.odd = true;
        field = value;
    };
    auto& s = signature_;
    auto const algorithm = attribute(element, "Algorithm");
    if (path_ == signature_path) take(s.parts.id, attribute(element, "Id"));
    else if (path_ == qualifying_path) take(s.target, attribute(element, "Target"));
    else if (path_ == properties_path) take(s.properties_id, attribute(element, "Id"));
    else if (path_ == reference_path)
        s.references.push_back({std::string(attribute(element, "URI")), std::string(attribute(element, "Type")), {}, {}, {}});
    else if (path_ == canonicalization_path)
        take(s.canonicalization, algorithm);
    else if (path_ == signature_method_path) take(s.algorithm, algorithm);
    else if (path_.starts_with(info_path) && path_.ends_with("/ds:Transform") && !s.references.empty())
        s.references.back().transforms.emplace_back(algorithm);
    else if (path_.ends_with("/ds:DigestMethod") && path_.starts_with(info_path) && !s.references.empty())
        take(s.references.back().digest_method, algorithm);
    else if (path_.ends_with("/xades:CertDigest/ds:DigestMethod") && path_.starts_with(properties_path))
        take(s.certificate_method, algorithm);
    else if (is_unsigned_child(path_)) {
        s.properties.back().name = element.local;
        s.properties.back().id = attribute(element, "Id");
        s.properties.back().uri = attribute(element, "URI");
    }
}

void SealReader::end_element(std::string_view local, std::string_view prefix, std::string_view /*uri*/) {
    if (!inside()) {
        --depth_;
        around_.end_element(local, prefix);
        return;
    }
    end_leaf();
    if (part_) {
        part_->end_element(local, prefix);
        if (part_->depth() == 0) end_part();
    }
    // Empty unsigned properties, or two of them, would get more than the schema allows.
    if (path_ == signature_path && holders_ != (signature_.has_unsigned ? 2 : 0)) signature_.odd = true;
    path_.resize(steps_.back());
    steps_.pop_back();
    text_.clear();
}

void SealReader::end_part() {
    part_->finish();
    part_.reset();
    if (path_ == properties_path || is_unsigned_child(path_)) signature_.further_at = where_->behind_element();
    if (is_unsigned_child(path_)) signature_.has_unsigned = true;
}

/// The text of an element that has no other: what is between its tags.
void SealReader::end_leaf() {
    auto& s = signature_;
    std::string_view const path = path_;
    if (path == value_path) once(s.value);
    else if (path.starts_with(info_path) && path.ends_with("/ds:DigestValue") && !s.references.empty())
        once(s.references.back().digest);
    else if (path.starts_with(key_info_path) && path.ends_with("/ds:X509Certificate"))
        s.certificates.push_back(text_);
    else if (path.ends_with("/xades:SigningTime")) once(s.signing_time);
    else if (path.starts_with(properties_path) && path.ends_with("/xades:CertDigest/ds:DigestValue"))
        once(s.certificate_digest);
    else if (path.starts_with(unsigned_path) && path.ends_with("TimeStamp/xades:EncapsulatedTimeStamp")) {
        auto token = from_base64(text_, Base64Space::skip);
        if (token) s.properties.back().tokens.push_back(std::move(*token));
        else s.odd = true;
    }
}

void SealReader::once(std::string& field) {
    if (!field.empty()) signature_.odd = true;
    field = text_;
}

void SealReader::characters(std::string_view text) {
    if (!inside()) {
        around_.characters(text);
        return;
    }
    if (text_.size() + text.size() <= part_bytes_max) text_ += text;
    if (part_) part_->characters(text);
}

void SealReader::processing_instruction(std::string_view target, std::string_view data) {
    if (inside()) signature_.odd = true;
    else around_.processing_instruction(target, data);
}

void SealReader::comment(std::string_view /*text*/) {
    if (inside()) signature_.odd = true;
}

namespace {

Text not_ours() {
    return {"Dit zegel is niet door dit huis gemaakt, of werd sindsdien gewijzigd.",
            "This seal was not made by this house, or has been changed since."};
}

Text does_not_hold() {
    return {"De handtekening van dit zegel klopt niet.", "The signature of this seal does not hold."};
}

bool is_named(PlacedSignature const& signature, std::string_view certificate) {
    return signature.certificate_method == names::sha256 &&
           from_base64(signature.certificate_digest, Base64Space::refuse) == octets_of(sha256(certificate));
}

bool properties_hold(PlacedSignature const& signature) {
    auto const& last = signature.references.back();
    return last.type == names::signed_properties_type && !signature.properties_id.empty() &&
           last.uri == "#" + signature.properties_id &&
           last.transforms == std::vector<std::string>{std::string(names::exclusive_c14n)} &&
           last.digest_method == names::sha256 &&
           from_base64(last.digest, Base64Space::refuse) == octets_of(sha256(signature.parts.properties));
}

}  // namespace

std::optional<Text> fault_in(PlacedSignature const& signature, std::vector<std::string> const& own) {
    if (signature.count != 1 || signature.odd || signature.references.size() < 2) return not_ours();
    if (signature.parts.id.empty() || signature.target != "#" + signature.parts.id ||
        signature.canonicalization != names::exclusive_c14n || signature.further_at == 0)
        return not_ours();
    auto const algorithm = signature_algorithm_from(signature.algorithm);
    if (!algorithm || signature.certificates.empty()) return not_ours();
    auto const certificate = from_base64(signature.certificates.front(), Base64Space::refuse);
    if (!certificate || std::find(own.begin(), own.end(), *certificate) == own.end()) return not_ours();
    if (!is_named(signature, *certificate) || !properties_hold(signature)) return does_not_hold();
    auto const value = from_base64(signature.value, Base64Space::refuse);
    if (!value || !signature_holds(*certificate, *algorithm, signature.parts.signed_info, *value))
        return does_not_hold();
    return std::nullopt;
}

}  // namespace wetbode
