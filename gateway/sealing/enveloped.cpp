// SPDX-License-Identifier: EUPL-1.2
#include "gateway/sealing/enveloped.hpp"

#include "gateway/sealing/xades_names.hpp"
#include "gateway/xml/unwritten_prefixes.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace wetbode {

namespace {

/// Namespace names in use: "scheme:rest", without what canonical writers escape differently.
bool is_plain_name(std::string_view uri) {
    if (uri.empty()) return true;  // takes the default namespace away
    auto const colon = uri.find(':');
    if (colon == std::string_view::npos || colon == 0) return false;
    constexpr auto in_scheme = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' || c == '-' ||
               c == '.';
    };
    if (!std::all_of(uri.begin(), uri.begin() + static_cast<std::ptrdiff_t>(colon), in_scheme)) return false;
    return std::none_of(uri.begin(), uri.end(), [](char c) {
        return static_cast<unsigned char>(c) <= 0x20 || c == '&' || c == '<' || c == '>' || c == '"' || c == '\'';
    });
}

/// Attributes by which programs find a referenced element; others find them by whatever their schema calls an ID.
bool names_an_element(xml::Attribute const& attribute) {
    return attribute.local.size() == 2 && (attribute.local[0] | 0x20) == 'i' && (attribute.local[1] | 0x20) == 'd';
}

class Survey final : public xml::Sink {
public:
    Survey(std::string_view id, xml::CanonicalWriter::Out around) : id_(id), writer_(std::move(around)) {}

    void begin(xml::Whereabouts const& whereabouts) override { where_ = &whereabouts; }
    void start_element(xml::Element const& element) override {
        if (!fault_) look_at(element);
        writer_.start_element(element);
        prefixes_.start_element(element);
    }
    void end_element(std::string_view local, std::string_view prefix, std::string_view uri) override {
        writer_.end_element(local, prefix);
        prefixes_.end_element(local, prefix, uri);
        if (writer_.depth() == 0) root_end_tag_ = where_->root_end_tag();
    }
    void characters(std::string_view text) override {
        writer_.characters(text);
        prefixes_.characters(text);
    }
    void processing_instruction(std::string_view target, std::string_view data) override {
        writer_.processing_instruction(target, data);
    }

    tl::expected<std::uint64_t, Fault> finish() {
        writer_.finish();
        if (auto const& lost = prefixes_.first(); lost && !fault_)
            refuse(lost->position, "SEAL.NAMESPACE",
                   "Een waarde gebruikt een naamruimte (" + lost->prefix +
                       ":) die hier geen element of attribuut "
                       "gebruikt, zodat een handtekening niet dekt wat ze betekent: verzegel het document in een "
                       "ASiC-E-container.",
                   "A value uses a namespace (" + lost->prefix +
                       ":) that no element or attribute uses here, so that "
                       "a signature does not cover what it means: seal the document in an ASiC-E container.");
        if (fault_) return tl::unexpected(std::move(*fault_));
        if (root_end_tag_) return *root_end_tag_;
        return tl::unexpected(
            Fault{.code = "SEAL.ROOT",
                  .message = {"Het hoofdelement heeft geen eindtag waar het zegel voor kan staan: geef het document "
                              "een inhoud, of verzegel het in een ASiC-E-container.",
                              "The root element has no end tag before which the seal can stand: give the document a "
                              "content, or seal it in an ASiC-E container."}});
    }

private:
    void refuse(xml::Position position, std::string code, std::string nl, std::string en) {
        fault_ = Fault{.code = std::move(code),
                       .line = position.line,
                       .column = position.column,
                       .message = {std::move(nl), std::move(en)}};
    }

    void look_at(xml::Element const& element) {
        if (element.uri == names::ds && element.local == "Signature")
            refuse(element.position, "SEAL.SIGNED",
                   "Het document draagt al een handtekening (ds:Signature). Een tweede erin zou de eerste breken: "
                   "verzegel het in een ASiC-E-container.",
                   "The document carries a signature (ds:Signature) already. A second one in it would break the first: "
                   "seal it in an ASiC-E container.");
        for (auto const& attribute : element.attributes)
            if (names_an_element(attribute) && attribute.value.starts_with(id_))
                refuse(element.position, "SEAL.ID",
                       "Deze identificatie begint zoals die van het zegel (" + id_ + "): kies een andere.",
                       "This identifier begins like that of the seal (" + id_ + "): choose another.");
        for (auto const& declaration : element.namespaces)
            if (!is_plain_name(declaration.uri))
                refuse(element.position, "SEAL.NAMESPACE",
                       "De naam van deze naamruimte is relatief of bevat vreemde tekens, zodat het document geen "
                       "zekere canonieke vorm heeft: verzegel het in een ASiC-E-container.",
                       "The name of this namespace is relative or holds odd characters, so that the document has no "
                       "certain canonical form: seal it in an ASiC-E container.");
    }

    std::string id_;
    xml::CanonicalWriter writer_;
    xml::UnwrittenPrefixes prefixes_;
    xml::Whereabouts const* where_ = nullptr;
    std::optional<std::uint64_t> root_end_tag_;
    std::optional<Fault> fault_;
};

}  // namespace

tl::expected<std::uint64_t, Fault> place_of_seal(ContentReader& reader, std::string_view id,
                                                 xml::CanonicalWriter::Out around) {
    Survey survey(id, std::move(around));
    std::array<xml::Sink*, 1> const sinks{&survey};
    auto read = xml::read(reader, {}, sinks);
    if (read) return survey.finish();
    auto fault = std::move(read.error());
    if (fault.code == "XML.ENCODING") {
        fault.message.nl += " In een ASiC-E-container kan het document verzegeld worden zoals het is.";
        fault.message.en += " In an ASiC-E container the document can be sealed as it is.";
    }
    return tl::unexpected(std::move(fault));
}

}  // namespace wetbode
