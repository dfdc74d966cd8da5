// SPDX-License-Identifier: EUPL-1.2
#include "gateway/xml/words.hpp"

#include "gateway/xml/utf8.hpp"

#include <libxml/xmlerror.h>

#include <algorithm>
#include <array>

namespace wetbode::xml {

namespace {

struct StopRow {
    Stop stop;
    std::string_view code;
    std::string_view nl;  ///< '@' stands for the number or the word
    std::string_view en;
};

constexpr std::array<StopRow, 18> stop_rows{{
    {Stop::empty, "XML.EMPTY", "Het bestand is leeg: er staat geen XML-document in.",
     "The file is empty: there is no XML document in it."},
    {Stop::doctype, "XML.DOCTYPE",
     "Het document bevat een DOCTYPE-declaratie. Die wordt nooit aanvaard: verwijder alles van '<!DOCTYPE' tot en met "
     "de bijbehorende '>'.",
     "The document contains a DOCTYPE declaration. That is never accepted: remove everything from '<!DOCTYPE' up to "
     "and including its '>'."},
    {Stop::encoding_declared, "XML.ENCODING",
     "De XML-declaratie noemt de tekencodering '@'. Alleen UTF-8 wordt aanvaard: bewaar het bestand opnieuw als UTF-8 "
     "en zet encoding=\"UTF-8\" in de declaratie.",
     "The XML declaration names the character encoding '@'. Only UTF-8 is accepted: save the file again as UTF-8 and "
     "put encoding=\"UTF-8\" in the declaration."},
    {Stop::encoding_octets, "XML.ENCODING",
     "Het bestand is opgeslagen als @. Alleen UTF-8 wordt aanvaard: bewaar het bestand opnieuw als UTF-8.",
     "The file is stored as @. Only UTF-8 is accepted: save the file again as UTF-8."},
    {Stop::encoding_broken, "XML.ENCODING",
     "Hier staan bytes die geen UTF-8 zijn (@). Bewaar het bestand opnieuw als UTF-8.",
     "Here are bytes that are not UTF-8 (@). Save the file again as UTF-8."},
    {Stop::version, "XML.MALFORMED",
     "De XML-declaratie noemt versie '@'. Alleen XML 1.0 wordt aanvaard: zet version=\"1.0\".",
     "The XML declaration names version '@'. Only XML 1.0 is accepted: put version=\"1.0\"."},
    {Stop::control_character, "XML.MALFORMED",
     "Hier staat een stuurteken (nummer @) dat in XML niet mag voorkomen. Verwijder het.",
     "Here is a control character (number @) that must not occur in XML. Remove it."},
    {Stop::too_deep, "XML.TOO_DEEP", "De elementen zijn te diep genest: meer dan @ niveaus.",
     "The elements are nested too deeply: more than @ levels."},
    {Stop::too_many_attributes, "XML.TOO_MANY_ATTRIBUTES",
     "Dit element heeft te veel attributen: meer dan @ (naamruimtedeclaraties tellen mee).",
     "This element has too many attributes: more than @ (namespace declarations count)."},
    {Stop::too_large, "XML.TOO_LARGE", "Het document is te groot: meer dan @ bytes.",
     "The document is too large: more than @ bytes."},
    {Stop::value_too_long, "XML.VALUE_TOO_LONG", "De waarde van dit attribuut is te lang: meer dan @ bytes.",
     "The value of this attribute is too long: more than @ bytes."},
    {Stop::name_too_long, "XML.VALUE_TOO_LONG", "Deze naam is te lang: meer dan @ bytes.",
     "This name is too long: more than @ bytes."},
    {Stop::text_too_long, "XML.VALUE_TOO_LONG",
     "Deze ononderbroken tekst, commentaar of verwerkingsinstructie is te lang: meer dan @ bytes.",
     "This uninterrupted text, comment or processing instruction is too long: more than @ bytes."},
    {Stop::tag_too_long, "XML.VALUE_TOO_LONG",
     "De attributen van dit element zijn samen te lang: meer dan @ bytes.",
     "The attributes of this element are too long together: more than @ bytes."},
    {Stop::too_many_references, "XML.TOO_MANY_REFERENCES",
     "Het document bevat te veel verwijzingen zoals '&amp;' of '&#233;': meer dan @. Schrijf de tekens zelf in UTF-8.",
     "The document contains too many references such as '&amp;' or '&#233;': more than @. Write the characters "
     "themselves in UTF-8."},
    {Stop::too_many_namespaces, "XML.TOO_MANY_NAMESPACES",
     "Er gelden te veel naamruimtedeclaraties tegelijk: meer dan @. Declareer elke naamruimte één keer, op het "
     "hoofdelement.",
     "Too many namespace declarations are in force at once: more than @. Declare each namespace once, on the root "
     "element."},
    {Stop::too_many_elements, "XML.TOO_MANY_ELEMENTS",
     "Het document bevat te veel elementen: meer dan @. Verdeel het in stukken.",
     "The document contains too many elements: more than @. Divide it into pieces."},
    {Stop::too_many_names, "XML.TOO_LARGE", "Het document gebruikt te veel verschillende namen.",
     "The document uses too many different names."},
}};

struct ParserRow {
    int code;
    std::string_view nl;
    std::string_view en;
};

constexpr std::string_view text_nl =
    "Het document eindigt te vroeg: niet elk element is afgesloten. Is het bestand volledig overgezet?";
constexpr std::string_view text_en =
    "The document ends too early: not every element is closed. Was the file transferred completely?";

/// The same for who knows which element it was: %1 and %2 are names in the message, %n its line.
constexpr std::string_view cut_nl =
    "Het document eindigt te vroeg: het element '%1' is niet afgesloten. Is het bestand volledig overgezet?";
constexpr std::string_view cut_en =
    "The document ends too early: the element '%1' is not closed. Was the file transferred completely?";

constexpr auto named_rows = std::to_array<ParserRow>({
    {XML_ERR_TAG_NAME_MISMATCH,
     "Hier wordt '%2' afgesloten, maar '%1' van regel %n staat nog open. Zet eerst '</%1>', of verbeter de naam.",
     "Here '%2' is closed, but '%1' of line %n is still open. Put '</%1>' first, or mend the name."},
    {XML_ERR_ATTRIBUTE_REDEFINED, "Dit element heeft het attribuut '%1' twee keer. Houd er één over.",
     "This element has the attribute '%1' twice. Keep one of them."},
    {XML_NS_ERR_UNDEFINED_NAMESPACE,
     "Het voorvoegsel '%1' is niet gedeclareerd: zet xmlns:%1=\"...\" op het hoofdelement, of laat het voorvoegsel "
     "weg.",
     "The prefix '%1' is not declared: put xmlns:%1=\"...\" on the root element, or leave the prefix out."},
    {XML_ERR_UNDECLARED_ENTITY,
     "XML kent geen entiteit '&%1;'. Alleen &amp;, &lt;, &gt;, &quot;, &apos; en getallen zoals &#233; bestaan: "
     "schrijf het teken zelf in UTF-8.",
     "XML knows no entity '&%1;'. Only &amp;, &lt;, &gt;, &quot;, &apos; and numbers such as &#233; exist: write the "
     "character itself in UTF-8."},
    {XML_WAR_UNDECLARED_ENTITY,
     "XML kent geen entiteit '&%1;'. Alleen &amp;, &lt;, &gt;, &quot;, &apos; en getallen zoals &#233; bestaan: "
     "schrijf het teken zelf in UTF-8.",
     "XML knows no entity '&%1;'. Only &amp;, &lt;, &gt;, &quot;, &apos; and numbers such as &#233; exist: write the "
     "character itself in UTF-8."},
});

/// A file that was cut off within a tag: what libxml2 misses there is not what its author must write.
constexpr std::array<int, 7> cut_codes{XML_ERR_ATTRIBUTE_NOT_FINISHED, XML_ERR_ATTRIBUTE_NOT_STARTED,
                                       XML_ERR_ATTRIBUTE_WITHOUT_VALUE, XML_ERR_GT_REQUIRED,
                                       XML_ERR_LTSLASH_REQUIRED,        XML_ERR_NAME_REQUIRED,
                                       XML_ERR_SPACE_REQUIRED};

constexpr ParserRow after_root{
    XML_ERR_DOCUMENT_END,
    "Na het einde van het hoofdelement volgt nog inhoud. Een bestand mag maar één document bevatten.",
    "Something follows after the end of the root element. A file must hold one document only."};

constexpr auto parser_rows = std::to_array<ParserRow>({
    {XML_ERR_DOCUMENT_END, text_nl, text_en},
    {XML_ERR_TAG_NOT_FINISHED, text_nl, text_en},
    {XML_ERR_DOCUMENT_EMPTY, "Het bestand begint niet met een XML-element. Is dit wel een XML-document?",
     "The file does not begin with an XML element. Is this an XML document at all?"},
    {XML_ERR_TAG_NAME_MISMATCH,
     "De eindtag hoort niet bij het element dat het laatst geopend is. Sluit de elementen in omgekeerde volgorde.",
     "The end tag does not belong to the element that was opened last. Close the elements in reverse order."},
    {XML_ERR_GT_REQUIRED, "Deze tag is niet goed afgesloten: er ontbreekt een '>'.",
     "This tag is not closed properly: a '>' is missing."},
    {XML_ERR_LTSLASH_REQUIRED, "Hier wordt een eindtag ('</...>') verwacht.",
     "An end tag ('</...>') is expected here."},
    {XML_ERR_LT_REQUIRED, "Hier wordt een '<' verwacht.", "A '<' is expected here."},
    {XML_ERR_LT_IN_ATTRIBUTE, "In de waarde van een attribuut mag geen '<' staan: schrijf '&lt;'.",
     "The value of an attribute must not contain '<': write '&lt;'."},
    {XML_ERR_ATTRIBUTE_NOT_STARTED,
     "De waarde van dit attribuut staat niet tussen rechte aanhalingstekens: schrijf naam=\"waarde\".",
     "The value of this attribute is not between straight quotes: write name=\"value\"."},
    {XML_ERR_ATTRIBUTE_NOT_FINISHED, "Het aanhalingsteken aan het einde van de waarde van dit attribuut ontbreekt.",
     "The quote at the end of the value of this attribute is missing."},
    {XML_ERR_ATTRIBUTE_WITHOUT_VALUE, "Dit attribuut heeft geen waarde.", "This attribute has no value."},
    {XML_ERR_ATTRIBUTE_REDEFINED, "Dit element heeft twee keer hetzelfde attribuut.",
     "This element has the same attribute twice."},
    {XML_NS_ERR_ATTRIBUTE_REDEFINED, "Dit element heeft twee keer hetzelfde attribuut.",
     "This element has the same attribute twice."},
    {XML_ERR_SPACE_REQUIRED, "Tussen twee attributen ontbreekt een spatie.",
     "A space is missing between two attributes."},
    {XML_ERR_UNDECLARED_ENTITY,
     "Hier staat een entiteit die XML niet kent. Alleen &amp;, &lt;, &gt;, &quot;, &apos; en getallen zoals &#233; "
     "bestaan: schrijf het teken zelf in UTF-8.",
     "Here is an entity that XML does not know. Only &amp;, &lt;, &gt;, &quot;, &apos; and numbers such as &#233; "
     "exist: write the character itself in UTF-8."},
    {XML_WAR_UNDECLARED_ENTITY,
     "Hier staat een entiteit die XML niet kent. Alleen &amp;, &lt;, &gt;, &quot;, &apos; en getallen zoals &#233; "
     "bestaan: schrijf het teken zelf in UTF-8.",
     "Here is an entity that XML does not know. Only &amp;, &lt;, &gt;, &quot;, &apos; and numbers such as &#233; "
     "exist: write the character itself in UTF-8."},
    {XML_ERR_ENTITYREF_SEMICOL_MISSING, "Een losse '&' mag niet: schrijf '&amp;' (of sluit de verwijzing af met ';').",
     "A bare '&' is not allowed: write '&amp;' (or end the reference with ';')."},
    {XML_ERR_NAME_REQUIRED,
     "Hier wordt een naam verwacht. Een losse '&' of '<' in tekst schrijft u als '&amp;' of '&lt;'.",
     "A name is expected here. A bare '&' or '<' in text is written as '&amp;' or '&lt;'."},
    {XML_ERR_INVALID_CHAR, "Hier staat een teken dat in XML niet mag voorkomen. Verwijder het.",
     "Here is a character that must not occur in XML. Remove it."},
    {XML_ERR_INVALID_CHARREF, "Deze verwijzing (&#...;) noemt een teken dat in XML niet mag voorkomen.",
     "This reference (&#...;) names a character that must not occur in XML."},
    {XML_ERR_INVALID_HEX_CHARREF, "Deze verwijzing (&#x...;) is geen goed hexadecimaal getal.",
     "This reference (&#x...;) is not a correct hexadecimal number."},
    {XML_ERR_INVALID_DEC_CHARREF, "Deze verwijzing (&#...;) is geen goed getal.",
     "This reference (&#...;) is not a correct number."},
    {XML_ERR_HYPHEN_IN_COMMENT, "In commentaar mag geen '--' staan.", "A comment must not contain '--'."},
    {XML_ERR_COMMENT_NOT_FINISHED, "Dit commentaar is niet afgesloten met '-->'.",
     "This comment is not ended with '-->'."},
    {XML_ERR_PI_NOT_FINISHED, "Deze verwerkingsinstructie is niet afgesloten met '?>'.",
     "This processing instruction is not ended with '?>'."},
    {XML_ERR_CDATA_NOT_FINISHED, "Deze CDATA-sectie is niet afgesloten met ']]>'.",
     "This CDATA section is not ended with ']]>'."},
    {XML_ERR_MISPLACED_CDATA_END, "In tekst mag geen ']]>' staan: schrijf ']]&gt;'.",
     "Text must not contain ']]>': write ']]&gt;'."},
    {XML_ERR_RESERVED_XML_NAME,
     "De XML-declaratie mag alleen helemaal aan het begin van het bestand staan, zonder spatie of regel ervoor.",
     "The XML declaration may only stand at the very beginning of the file, with no space or line before it."},
    {XML_ERR_XMLDECL_NOT_FINISHED, "De XML-declaratie is niet afgesloten met '?>'.",
     "The XML declaration is not ended with '?>'."},
    {XML_ERR_VERSION_MISSING, "De XML-declaratie noemt geen versie: zet version=\"1.0\".",
     "The XML declaration names no version: put version=\"1.0\"."},
    {XML_NS_ERR_UNDEFINED_NAMESPACE, "Dit voorvoegsel is niet gedeclareerd: de 'xmlns:...' ervan ontbreekt.",
     "This prefix is not declared: its 'xmlns:...' is missing."},
    {XML_NS_ERR_QNAME, "Deze naam heeft een dubbele punt op een verkeerde plaats.", "This name has a misplaced colon."},
    {XML_NS_ERR_COLON, "Deze naam heeft een dubbele punt op een verkeerde plaats.", "This name has a misplaced colon."},
});

std::string filled(std::string_view pattern, std::string_view what) {
    std::string text(pattern);
    auto const at = text.find('@');
    if (at != std::string::npos) text.replace(at, 1, what);
    return text;
}

/// "%1", "%2" and "%n" replaced. A name is cut after so many bytes: it is there to be recognised.
std::string named(std::string_view pattern, ParserMessage const& said, std::string_view first) {
    constexpr std::size_t name_shown = 80;
    auto const shown = [](std::string_view name) {
        auto const whole = utf8_prefix(name.substr(0, name_shown));
        return std::string(name.substr(0, whole.bytes)) + (name.size() > name_shown ? "..." : "");
    };
    std::string text;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        auto const mark = pattern[i] == '%' && i + 1 < pattern.size() ? pattern[i + 1] : '\0';
        if (mark == '1') text += shown(first);
        else if (mark == '2') text += shown(said.second);
        else if (mark == 'n') text += std::to_string(said.line);
        else text += pattern[i];
        if (mark == '1' || mark == '2' || mark == 'n') ++i;
    }
    return text;
}

/// libxml2 ends its messages with a line feed and may quote a piece of the document: keep it short and on one line.
std::string tidy(std::string_view message) {
    constexpr std::size_t most = 400;
    std::string text(message.substr(0, most));
    std::replace_if(text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
    while (!text.empty() && text.back() == ' ') text.pop_back();
    // A cut must not split a character.
    while (message.size() > most && !text.empty() && (static_cast<unsigned char>(text.back()) & 0x80U) != 0)
        text.pop_back();
    return text;
}

}  // namespace

Fault fault_of(Stop stop, Position position, std::string_view what) {
    auto const row = std::find_if(stop_rows.begin(), stop_rows.end(), [&](auto const& r) { return r.stop == stop; });
    ensure(row != stop_rows.end(), "every stop of the gate has its words");
    return {.code = std::string(row->code),
            .line = position.line,
            .column = position.column,
            .message = {filled(row->nl, what), filled(row->en, what)}};
}

Fault fault_of_parser(ParserMessage const& said, Position position) {
    auto const code = said.code;
    if (code == XML_ERR_NO_MEMORY) return fault_of(Stop::too_many_names, position, "");
    Fault fault{.code = "XML.MALFORMED", .line = position.line, .column = position.column, .detail = tidy(said.text)};
    if (code == XML_ERR_INVALID_ENCODING || code == XML_ERR_UNSUPPORTED_ENCODING || code == XML_ERR_UNKNOWN_ENCODING)
        fault.code = "XML.ENCODING";
    auto const cut = said.file_ended && !said.root_closed &&
                     (code == XML_ERR_DOCUMENT_END || code == XML_ERR_TAG_NOT_FINISHED ||
                      std::ranges::find(cut_codes, code) != cut_codes.end());
    auto const* const with_names =
        std::ranges::find_if(named_rows, [&](auto const& row) { return row.code == code && !said.first.empty(); });
    auto const* row = std::ranges::find_if(parser_rows, [&](auto const& r) { return r.code == code; });
    if (code == XML_ERR_DOCUMENT_END && said.root_closed) row = &after_root;
    if (cut && !said.open_name.empty()) {
        fault.message = {named(cut_nl, said, said.open_name), named(cut_en, said, said.open_name)};
    } else if (cut) {
        fault.message = {std::string(text_nl), std::string(text_en)};
    } else if (with_names != named_rows.end()) {
        fault.message = {named(with_names->nl, said, said.first), named(with_names->en, said, said.first)};
    } else if (row != parser_rows.end()) {
        fault.message = {std::string(row->nl), std::string(row->en)};
    } else {
        fault.message = {"Het document is geen welgevormde XML. De melding van de parser: " + fault.detail,
                         "The document is not well-formed XML. The parser says: " + fault.detail};
    }
    return fault;
}

}  // namespace wetbode::xml
