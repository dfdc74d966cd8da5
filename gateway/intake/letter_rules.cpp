// SPDX-License-Identifier: EUPL-1.2
// No text made here ever repeats the recipient's number: it is personal data.
#include "gateway/intake/faults.hpp"
#include "gateway/intake/numbers.hpp"
#include "gateway/intake/rules.hpp"

#include <algorithm>
#include <array>

namespace wetbode {
namespace {

/// bpost refuses an announcement with a longer field, and the window of an envelope shows no more.
constexpr std::size_t address_field_max = 50;
constexpr std::size_t name_max = 100;
constexpr std::size_t subject_max = 500;
constexpr std::size_t reference_max = 100;
constexpr std::array<std::string_view, 4> languages{"nl", "fr", "de", "en"};

Refusal invalid() {
    return {.code = "LETTER_INVALID",
            .title = {"Brief niet aanvaard", "Letter not accepted"},
            .detail = {"Deze brief kan zo niet bezorgd worden. Elke fout staat in de lijst.",
                       "This letter cannot be delivered as it is. Every fault is listed."},
            .remedy = {"Verbeter de gegevens van de brief en dien opnieuw in.",
                       "Mend the data of the letter and submit again."}};
}

/// Letters, not bytes: an é counts once, as on paper.
std::size_t length(std::string const& text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    }));
}

class Rules {
public:
    explicit Rules(FaultList& faults) : faults_(faults) {}

    void field(std::string const& value, std::size_t most, std::string const& path) {
        if (value.empty()) faults_.at("LETTER.REQUIRED", path, {"Dit veld is verplicht.", "This field is required."});
        optional_field(value, most, path);
    }

    void optional_field(std::string const& value, std::size_t most, std::string const& path) {
        if (length(value) > most)
            faults_.at("LETTER.TOO_LONG", path,
                       {"Langer dan " + std::to_string(most) + " tekens.",
                        "Longer than " + std::to_string(most) + " characters."});
        // A line break in an address line would move the rest out of the window of the envelope.
        if (std::any_of(value.begin(), value.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }))
            faults_.at("LETTER.CHARACTER", path,
                       {"Stuurtekens en nieuwe regels mogen hier niet.", "No control characters or line breaks here."});
    }

    void address(Address const& address, std::string const& path) {
        field(address.street, address_field_max, path + "/street");
        field(address.number, address_field_max, path + "/number");
        optional_field(address.box, address_field_max, path + "/box");
        field(address.postcode, address_field_max, path + "/postcode");
        field(address.municipality, address_field_max, path + "/municipality");
        auto const& country = address.country;
        auto const upper = [](char c) { return c >= 'A' && c <= 'Z'; };
        if (country.size() != 2 || !std::all_of(country.begin(), country.end(), upper))
            faults_.at("LETTER.COUNTRY", path + "/country",
                       {"Een land is een code van twee hoofdletters (ISO 3166-1).",
                        "A country is a code of two capitals (ISO 3166-1)."});
        else if (country == "BE" && !is_belgian_postcode(address.postcode))
            faults_.at("LETTER.POSTCODE", path + "/postcode",
                       {"Een Belgische postcode heeft vier cijfers, de eerste is geen nul.",
                        "A Belgian postcode has four digits, the first is not zero."});
    }

    void recipient(Recipient const& recipient) {
        field(recipient.name, name_max, "/letter/recipient/name");
        address(recipient.address, "/letter/recipient/address");
        auto const citizen = recipient.kind == RecipientKind::citizen;
        if (citizen && !is_citizen_number(recipient.number))
            faults_.at("LETTER.CITIZEN_NUMBER", "/letter/recipient/number",
                       {"Het INSZ heeft elf cijfers en een controlegetal (modulo 97); dit klopt niet.",
                        "An INSZ has eleven digits and a check number (modulo 97); this one does not fit."});
        if (!citizen && !is_enterprise_number(recipient.number))
            faults_.at("LETTER.ENTERPRISE_NUMBER", "/letter/recipient/number",
                       {"Het KBO-nummer heeft tien cijfers en een controlegetal (modulo 97); dit klopt niet.",
                        "A KBO number has ten digits and a check number (modulo 97); this one does not fit."});
    }

    void document(Manifest const& manifest) {
        auto const one = manifest.pieces.size() == 1 && manifest.pieces.front().files.size() == 1;
        if (!one) {
            faults_.at("LETTER.DOCUMENT", "/pieces",
                       {"Een brief bestaat uit precies één stuk met één bestand: XML of PDF.",
                        "A letter consists of exactly one piece with one file: XML or PDF."});
            return;
        }
        auto const& file = manifest.pieces.front().files.front();
        auto const xml = is_xml_media_type(file.media_type);
        if (!xml && file.media_type != "application/pdf")
            faults_.at("LETTER.MEDIA_TYPE", "/pieces/0/files/0/media_type",
                       {"Een brief is application/xml of application/pdf.",
                        "A letter is application/xml or application/pdf."});
        auto const& type = file.document_type;
        if (xml ? !type.empty() && type != letter_document_type : !type.empty())
            faults_.at("LETTER.DOCUMENT_TYPE", "/pieces/0/files/0/document_type",
                       {"Een brief in XML is van het type citizen-letter; een PDF heeft geen type.",
                        "A letter in XML is of type citizen-letter; a PDF has no type."});
    }

private:
    static bool is_belgian_postcode(std::string const& text) {
        return text.size() == 4 && text.front() != '0' &&
               std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    }

    FaultList& faults_;
};

}  // namespace

std::optional<Refusal> letter_fault(Manifest const& manifest) {
    if (!manifest.letter) return std::nullopt;
    auto const& letter = *manifest.letter;
    FaultList faults;
    Rules rules(faults);
    rules.field(letter.subject, subject_max, "/letter/subject");
    rules.field(letter.sender_name, name_max, "/letter/sender_name");
    rules.optional_field(letter.reference, reference_max, "/letter/reference");
    rules.address(letter.sender_address, "/letter/sender_address");
    rules.recipient(letter.recipient);
    if (std::find(languages.begin(), languages.end(), letter.language) == languages.end())
        faults.at("LETTER.LANGUAGE", "/letter/language",
                  {"De taal is nl, fr, de of en.", "The language is nl, fr, de or en."});
    rules.document(manifest);
    return std::move(faults).into(invalid());
}

Rendition const* letter_document(Manifest const& manifest) {
    if (!manifest.letter) return nullptr;
    ensure(manifest.pieces.size() == 1 && manifest.pieces.front().files.size() == 1, "an admitted letter has one file");
    return &manifest.pieces.front().files.front();
}

}  // namespace wetbode
