// SPDX-License-Identifier: EUPL-1.2
#include "gateway/verification/signature_sink.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <utility>

namespace wetbode {

namespace {

using namespace signature_parts;

constexpr std::size_t references_max = 10'001;
constexpr std::size_t certificates_max = 32;
constexpr std::size_t properties_max = 64;      ///< unsigned ones of a signature
constexpr std::size_t values_max = 256;         ///< certificates, lists, responses in them, each
constexpr std::uint64_t kept_max = 32ULL << 20U;  ///< canonical octets and texts of all signatures of a document

[[noreturn]] void malformed(std::string const& nl, std::string const& en) { throw Malformed{{nl, en}}; }

template <class List>
auto& one_more(List& list, std::size_t most, typename List::value_type value) {
    if (list.size() >= most)
        malformed("Een zegel bevat te veel verwijzingen, certificaten of eigenschappen.",
                  "A signature holds too many references, certificates or properties.");
    list.push_back(std::move(value));
    return list.back();
}

bool is_signature(xml::Element const& element) { return element.uri == names::ds && element.local == "Signature"; }

/// In another namespace, or spelled otherwise: an identifier for some readers (wsu:Id of web services), for others not.
bool may_be_id(std::string_view local) {
    return local.size() == 2 && (local[0] | 0x20) == 'i' && (local[1] | 0x20) == 'd';
}

/// What is looked up by its name alone when it is canonicalised on the slow path, here and by other readers.
bool is_looked_up(xml::Element const& element) {
    return (element.uri == names::xades &&
            (element.local == "SignedProperties" || element.local == "QualifyingProperties")) ||
           (element.uri == names::ds && (element.local == "SignedInfo" || element.local == "SignatureValue"));
}

}  // namespace

void SignatureSink::start_element(xml::Element const& element) {
    if (text_ != nullptr) malformed("Er staat een element in een waarde.", "There is an element within a value.");
    note_ids(element);
    ++depth_;
    if (!inside_) {
        look_outside(element);
        if (!inside_) return;
    } else {
        lengths_.push_back(path_.size());
        path_ += step_of(element);
        begin(element);
        schema_.start(element);
    }
    if (writer_) writer_->start_element(element);
}

void SignatureSink::end_element(std::string_view local, std::string_view prefix, std::string_view /*uri*/) {
    --depth_;
    if (!inside_) return;
    schema_.end();
    text_ = nullptr;
    if (writer_) {
        writer_->end_element(local, prefix);
        if (writer_->depth() == 0) {
            writer_->finish();
            writer_.reset();
        }
    }
    if (depth_ == 1) {
        check_complete();
        signatures_.back().key_names = schema_.take_key_names();
        inside_ = false;
        return;
    }
    path_.resize(lengths_.back());
    lengths_.pop_back();
}

void SignatureSink::characters(std::string_view text) {
    if (inside_)
        schema_.text(text);
    else
        check_beside(text);
    if (text_ != nullptr) {
        kept_ += text.size();
        text_->append(text);
    }
    if (writer_) writer_->characters(text);
    if (kept_ > kept_max) malformed("De zegels zijn te lang.", "The signatures are too long.");
}

void SignatureSink::processing_instruction(std::string_view target, std::string_view /*data*/) {
    if (inside_) schema_.instruction(target);
    if (place_ == Place::container) alien_beside();
}

std::vector<ReadSignature> SignatureSink::take() {
    // Two names with one hash would be refused for nothing: one chance in a million with five million names.
    std::sort(ids_.begin(), ids_.end());
    if (std::adjacent_find(ids_.begin(), ids_.end()) != ids_.end())
        malformed("Een Id komt tweemaal voor in het document.", "An Id comes twice in the document.");
    if (std::ranges::any_of(other_ids_, [this](std::uint64_t id) { return own_ids_.contains(id); }))
        malformed("Een Id van het zegel komt ook elders in het document voor.",
                  "An Id of the signature comes elsewhere in the document, too.");
    return std::move(signatures_);
}

void SignatureSink::note_ids(xml::Element const& element) {
    for (auto const& attribute : element.attributes) {
        bool const plain =
            attribute.uri.empty() && (attribute.local == "Id" || attribute.local == "ID" || attribute.local == "id");
        auto const hash = std::hash<std::string_view>{}(attribute.value);
        if (plain || (attribute.prefix == "xml" && attribute.local == "id")) {
            ids_.push_back(hash);
            if (inside_ || (depth_ == 1 && is_signature(element))) own_ids_.insert(hash);
        } else if (may_be_id(attribute.local)) {
            other_ids_.push_back(hash);
        }
    }
}

/// A signature may stand directly below the root and nowhere else: one that is moved deeper, or wraps the document, is
/// how documents are made to say what nobody signed.
void SignatureSink::look_outside(xml::Element const& element) {
    bool const container = place_ == Place::container;
    if (depth_ == 2 && is_signature(element)) {
        if (signatures_.size() == signatures_max)
            malformed("Er zijn te veel zegels.", "There are too many signatures.");
        seen_.clear();
        path_.clear();
        lengths_.clear();
        signatures_.emplace_back().id = value_of(element, "Id");
        schema_.begin(element);
        inside_ = true;
        return;
    }
    if (container && depth_ == 1 && !(element.uri == names::asic && element.local == "XAdESSignatures"))
        malformed("Het bestand begint niet met XAdESSignatures.", "The file does not begin with XAdESSignatures.");
    if (container && depth_ > 1) alien_beside();
    if (container) SchemaWatch::check_attributes(element);
    // Another reader, or the slow path of canonicalization, might take these for ours.
    // Trust lists use xades:Identifier on their own, so not the whole namespace is meant.
    if (is_signature(element) || is_looked_up(element))
        malformed("Er staat een handtekening op een andere plaats dan vlak onder het wortelelement.",
                  "There is a signature in another place than directly below the root element.");
}

/// In a file of signatures there are signatures; in a document, the act.
void SignatureSink::check_beside(std::string_view text) const {
    constexpr std::string_view space = " \t\n\r";
    if (place_ == Place::container && text.find_first_not_of(space) != std::string_view::npos) alien_beside();
}

void SignatureSink::alien_beside() {
    malformed("Er staat iets vreemds naast de zegels.", "There is something alien beside the signatures.");
}

void SignatureSink::begin(xml::Element const& element) {
    auto const part = part_at(path_);
    // A look-alike elsewhere in the signature: its octets might be checked in the place of those that are read.
    if (is_looked_up(element) && part == Part::other)
        malformed("Een deel van het zegel staat op een verkeerde plaats: " + std::string(element.local) + ".",
                  "A part of the signature stands in a wrong place: " + std::string(element.local) + ".");
    if (path_.starts_with(unsigned_path) && begin_unsigned(element)) return;
    if (part == Part::other) {
        check_other(element);
        return;
    }
    count(part);
    take(part, element, signatures_.back());
}

/// A signature in a signature would be one that nobody evaluates. What SignedInfo may hold is known completely.
void SignatureSink::check_other(xml::Element const& element) const {
    if (is_signature(element))
        malformed("Er staat een zegel binnen een zegel.", "There is a signature within a signature.");
    constexpr std::string_view object = "/ds:Object/";
    bool const alien = path_.starts_with(object) && path_.find('/', object.size()) == std::string::npos;
    if (alien)
        malformed("Het zegel bevat een inhoud die het niet dekt.",
                  "The signature holds a content that it does not cover.");
    if (path_.starts_with("/ds:SignedInfo/"))
        malformed("Het zegel gebruikt een onbekende of niet aanvaarde bouwsteen: " + std::string(element.local) + ".",
                  "The signature uses an unknown or refused part: " + std::string(element.local) + ".");
}

/// True if the element belongs to an unsigned property.
bool SignatureSink::begin_unsigned(xml::Element const& element) {
    if (path_.size() == unsigned_path.size()) return false;
    if (is_signature(element))
        malformed("Er staat een zegel binnen een zegel.", "There is a signature within a signature.");
    auto& properties = signatures_.back().unsigned_properties;
    auto const inner = std::string_view(path_).substr(unsigned_path.size());
    bool const is_property = inner.find('/', 1) == std::string_view::npos;
    if (is_property) {
        auto& property = one_more(properties, properties_max, {});
        property.name = inner.substr(1);
        write_to(property.octets);
    } else {
        begin_value(element, properties.back());
    }
    return true;
}

void SignatureSink::begin_value(xml::Element const& element, ReadProperty& property) {
    auto& signature = signatures_.back();
    if (element.uri == names::ds && element.local == "CanonicalizationMethod")
        property.canonicalization = value_of(element, "Algorithm");
    if (element.uri != names::xades) return;
    if (element.local == "EncapsulatedTimeStamp") text_ = &one_more(property.tokens, values_max, {});
    if (element.local == "EncapsulatedX509Certificate")
        text_ = &one_more(signature.value_certificates, values_max, {});
    if (element.local == "EncapsulatedCRLValue") text_ = &one_more(signature.crls, values_max, {});
    if (element.local == "EncapsulatedOCSPValue") text_ = &one_more(signature.ocsps, values_max, {});
}

void SignatureSink::count(Part part) {
    constexpr std::array repeatable{Part::reference, Part::transform, Part::certificate,
                                    Part::object,    Part::cert,      Part::format};
    if (part == Part::reference) forget({Part::transforms, Part::digest_method, Part::digest_value});
    if (part == Part::cert) forget({Part::cert_digest_method, Part::cert_digest_value});
    if (part == Part::format) forget({Part::format_media_type});
    bool const again = !seen_.insert(part).second;
    if (again && std::find(repeatable.begin(), repeatable.end(), part) == repeatable.end())
        malformed("Een deel van het zegel komt tweemaal voor: " + path_.substr(path_.rfind('/') + 1) + ".",
                  "A part of the signature comes twice: " + path_.substr(path_.rfind('/') + 1) + ".");
}

void SignatureSink::forget(std::initializer_list<Part> parts) {
    for (auto const part : parts) seen_.erase(part);
}

void SignatureSink::take(Part part, xml::Element const& element, ReadSignature& signature) {
    auto const algorithm = value_of(element, "Algorithm");
    switch (part) {
        case Part::signed_info: write_to(signature.signed_info); break;
        case Part::canonicalization: signature.canonicalization = algorithm; break;
        case Part::method: signature.algorithm = algorithm; break;
        case Part::reference:
            // Without the attribute the application would have to know what is meant (XML Signature section 4.4.3.1).
            if (std::none_of(element.attributes.begin(), element.attributes.end(),
                             [](xml::Attribute const& attribute) { return attribute.local == "URI"; }))
                malformed("Een verwijzing zegt niet waarnaar.", "A reference does not say to what.");
            one_more(signature.references, references_max,
                     {value_of(element, "Id"), value_of(element, "URI"), value_of(element, "Type"), {}, {}, {}});
            break;
        case Part::transform: one_more(signature.references.back().transforms, 2, algorithm); break;
        case Part::digest_method: signature.references.back().digest_algorithm = algorithm; break;
        case Part::digest_value: text_ = &signature.references.back().digest; break;
        case Part::value:
            write_to(signature.value_element);
            text_ = &signature.value;
            break;
        case Part::key_info: write_to(signature.key_info); break;
        case Part::certificate: text_ = &one_more(signature.certificates, certificates_max, {}); break;
        case Part::qualifying: signature.target = value_of(element, "Target"); break;
        case Part::properties:
            signature.properties_id = value_of(element, "Id");
            write_to(signature.properties);
            break;
        case Part::signing_time: text_ = &signature.signing_time; break;
        case Part::cert: one_more(signature.signing_certificates, certificates_max, {}); break;
        case Part::cert_digest_method: signature.signing_certificates.back().algorithm = algorithm; break;
        case Part::cert_digest_value: text_ = &signature.signing_certificates.back().digest; break;
        case Part::format:
            one_more(signature.formats, references_max, {value_of(element, "ObjectReference"), {}});
            break;
        case Part::format_media_type: text_ = &signature.formats.back().media_type; break;
        default: break;
    }
}

void SignatureSink::write_to(std::string& octets) {
    writer_.emplace([this, &octets](std::string_view piece) {
        kept_ += piece.size();
        octets.append(piece);
    });
}

void SignatureSink::check_complete() const {
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

}  // namespace wetbode
