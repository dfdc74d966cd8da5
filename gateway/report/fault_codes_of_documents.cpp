// SPDX-License-Identifier: EUPL-1.2
// The codes of documents: XML, schema, document type, and files that are not XML. See fault_codes.hpp.
#include "gateway/report/code_tables.hpp"

namespace wetbode::report {

std::vector<FaultCode> xml_codes() {
    using enum Severity;
    constexpr std::string_view xml = "xml";
    return {
        {"XML.CANONICAL", xml, error,
         {"Het document heeft geen zekere canonieke vorm", "The document has no certain canonical form"},
         {"Zet handtekening en gegevens in een vorm die elk programma gelijk leest (exclusive C14N).",
          "Put signature and data into a form that every program reads alike (exclusive C14N)."}},
        {"XML.DOCTYPE", xml, error, {"Het document heeft een DOCTYPE", "The document has a DOCTYPE"},
         {"Verwijder de DOCTYPE-declaratie helemaal.", "Remove the DOCTYPE declaration wholly."}},
        {"XML.EMPTY", xml, error, {"Het bestand is leeg", "The file is empty"},
         {"Voeg het juiste bestand toe.", "Add the right file."}},
        {"XML.ENCODING", xml, error, {"Het bestand is niet in UTF-8 bewaard", "The file is not stored as UTF-8"},
         {"Bewaar het opnieuw als UTF-8.", "Save it again as UTF-8."}},
        {"XML.MALFORMED", xml, error, {"Het bestand is geen welgevormde XML", "The file is not well-formed XML"},
         {"Verbeter de tekens op de genoemde plaats, of bewaar het bestand opnieuw uit uw editor.",
          "Mend the characters at the place named, or save the file again from your editor."}},
        {"XML.TOO_DEEP", xml, error, {"De elementen zijn te diep genest", "The elements are nested too deeply"},
         {"Maak de structuur vlakker; de grens is validation.depth_max.",
          "Make the structure flatter; the limit is validation.depth_max."}},
        {"XML.TOO_LARGE", xml, error, {"Het document is te groot", "The document is too large"},
         {"Splits het; de grens is validation.document_max.", "Split it; the limit is validation.document_max."}},
        {"XML.TOO_MANY_ATTRIBUTES", xml, error,
         {"Een element heeft te veel attributen", "An element has too many attributes"},
         {"Laat attributen weg die niet nodig zijn.", "Leave out attributes that are not needed."}},
        {"XML.TOO_MANY_ELEMENTS", xml, error,
         {"Het document heeft te veel elementen", "The document has too many elements"},
         {"Verdeel het in stukken.", "Divide it into pieces."}},
        {"XML.TOO_MANY_NAMESPACES", xml, error,
         {"Er gelden te veel naamruimten tegelijk", "Too many namespaces are in force at once"},
         {"Declareer elke naamruimte één keer, op het hoofdelement.",
          "Declare each namespace once, on the root element."}},
        {"XML.TOO_MANY_REFERENCES", xml, error,
         {"Het document heeft te veel tekenverwijzingen", "The document has too many character references"},
         {"Schrijf de tekens zelf in UTF-8.", "Write the characters themselves in UTF-8."}},
        {"XML.TOO_SLOW", xml, error, {"Het nakijken duurt te lang", "The check takes too long"},
         {"Splits het document, of laat de beheerder validation.structure_time_max verhogen.",
          "Split the document, or let the administrator raise validation.structure_time_max."}},
        {"XML.VALUE_TOO_LONG", xml, error,
         {"Een naam, waarde of tekst is te lang", "A name, a value or a text is too long"},
         {"Kort ze in of verdeel ze over elementen.", "Shorten it or divide it over elements."}},
    };
}

std::vector<FaultCode> seal_codes() {
    using enum Severity;
    constexpr std::string_view seal = "seal";
    return {
        {"SEAL.ID", seal, error,
         {"Een identificatie begint zoals die van het zegel", "An identifier begins like that of the seal"},
         {"Kies een andere identificatie.", "Choose another identifier."}},
        {"SEAL.NAMESPACE", seal, error,
         {"Een naamruimte kan niet mee ondertekend worden: haar naam, of wie ze gebruikt",
          "A namespace cannot be signed along: its name, or what uses it"},
         {"Gebruik een volledige URI, of verzegel in een ASiC-E-container.",
          "Use a whole URI, or seal in an ASiC-E container."}},
        {"SEAL.ROOT", seal, error, {"Het hoofdelement heeft geen eindtag", "The root element has no end tag"},
         {"Geef het document een inhoud, of verzegel in een ASiC-E-container.",
          "Give the document a content, or seal in an ASiC-E container."}},
        {"SEAL.SIGNED", seal, error, {"Het document is al ondertekend", "The document is signed already"},
         {"Verzegel het in een ASiC-E-container.", "Seal it in an ASiC-E container."}},
    };
}

std::vector<FaultCode> schema_codes() {
    using enum Severity;
    constexpr std::string_view schema = "schema";
    return {
        {"XSD.ATTRIBUTE", schema, error,
         {"Een attribuut ontbreekt of hoort hier niet", "An attribute is missing or does not belong here"},
         {"Voeg het genoemde attribuut toe of verwijder het.", "Add the attribute named, or remove it."}},
        {"XSD.CONTENT", schema, error,
         {"Een element staat verkeerd of ontbreekt", "An element is misplaced or missing"},
         {"Zet op de genoemde plaats een van de elementen die daar verwacht worden, in de juiste volgorde.",
          "Put one of the elements that are expected there at the place named, in the right order."}},
        {"XSD.KEY", schema, error, {"Een sleutel of verwijzing klopt niet", "A key or a reference does not fit"},
         {"Geef het element de waarde die het moet identificeren, of laat de verwijzing wijzen naar iets dat bestaat.",
          "Give the element the value that must identify it, or let the reference point to what exists."}},
        {"XSD.OTHER", schema, error, {"Het document wijkt af van zijn schema", "The document departs from its schema"},
         {"Lees de zin bij de fout; vraag de beheerder van het documenttype om hulp als zij niet volstaat.",
          "Read the sentence of the fault; ask the owner of the document type if it does not suffice."}},
        {"XSD.SCHEMA_LOCATION", schema, error,
         {"xsi:schemaLocation is fout gevormd", "xsi:schemaLocation is ill-formed"},
         {"Laat het attribuut weg: het wordt nooit gebruikt.", "Leave the attribute out: it is never used."}},
        {"XSD.TEXT", schema, error, {"Tekst staat waar geen tekst mag staan", "Text stands where no text may stand"},
         {"Zet de tekst in een element dat tekst mag bevatten, zoals p.",
          "Put the text into an element that may hold text, such as p."}},
        {"XSD.TYPE", schema, error, {"Een waarde heeft niet de juiste vorm", "A value does not have the right form"},
         {"Schrijf de waarde zoals de zin bij de fout zegt; een datum is JJJJ-MM-DD.",
          "Write the value as the sentence of the fault says; a date is YYYY-MM-DD."}},
        {"XSD.UNIQUE", schema, error,
         {"Een waarde die uniek moet zijn, komt twee keer voor", "A value that must be unique occurs twice"},
         {"Geef elk element een eigen eId, GUID of id.", "Give each element an eId, GUID or id of its own."}},
        {"XSD.UNKNOWN_ELEMENT", schema, error,
         {"Een element bestaat niet in dit documenttype", "An element does not exist in this document type"},
         {"Gebruik een element van het schema; let op naamruimte en hoofdletters.",
          "Use an element of the schema; mind namespace and capitals."}},
    };
}

std::vector<FaultCode> type_codes() {
    using enum Severity;
    constexpr std::string_view type = "document_type";
    constexpr std::string_view rules = "rules";
    return {
        {"AKN.DRAFT_NAMESPACE", type, error,
         {"Het document volgt een ontwerpversie van Akoma Ntoso", "The document follows a draft of Akoma Ntoso"},
         {"Zet het om naar Akoma Ntoso 3.0, met de naamruimte die de fout noemt.",
          "Convert it to Akoma Ntoso 3.0, with the namespace that the fault names."}},
        {"DOCUMENT_TYPE.EXPIRED", type, error,
         {"Deze versie van het documenttype geldt niet meer", "This version of the document type has expired"},
         {"Zet het document om naar de versie die geldt.", "Convert the document to the version that applies."}},
        {"DOCUMENT_TYPE.NOT_YET", type, error,
         {"Deze versie van het documenttype geldt nog niet", "This version of the document type does not apply yet"},
         {"Gebruik de versie die geldt, of dien later in.", "Use the version that applies, or submit later."}},
        {"DOCUMENT_TYPE.ROOT", type, error,
         {"Het document begint niet zoals zijn type", "The document does not begin as its type does"},
         {"Noem het juiste documenttype of verbeter het begin.",
          "Name the right document type, or mend the beginning."}},
        {"DOCUMENT_TYPE.UNKNOWN", type, error, {"Het documenttype is niet bekend", "The document type is not known"},
         {"Kies een van de types die de fout noemt.", "Choose one of the types that the fault names."}},
        {"SCHEMATRON.NOT_CHECKED", rules, error,
         {"De regels van de site konden niet nagekeken worden", "The rules of the site could not be checked"},
         {"Vraag de beheerder; het document zelf hoeft niet fout te zijn.",
          "Ask the administrator; the document itself need not be wrong."}},
        {"SCHEMATRON.TOO_LARGE", rules, error,
         {"Het document is te groot voor de regels van de site", "The document is too large for the rules of the site"},
         {"Splits het, of laat de beheerder validation.tree_max verhogen.",
          "Split it, or let the administrator raise validation.tree_max."}},
        {"SCHEMATRON.UNNAMED", rules, error,
         {"Een regel van de site zonder eigen code", "A rule of the site without a code of its own"},
         {"Lees de zin bij de fout; de beheerder geeft de regel een id.",
          "Read the sentence of the fault; the administrator gives the rule an id."}},
    };
}

std::vector<FaultCode> file_codes() {
    using enum Severity;
    constexpr std::string_view file = "file";
    return {
        {"FILE.ARCHIVE.BOMB", file, error,
         {"Het archief is te groot, te diep of in zichzelf verstrikt", "The archive is too large, too deep or tangled"},
         {"Maak het opnieuw, met minder en kleinere bestanden.", "Make it anew, with fewer and smaller files."}},
        {"FILE.ARCHIVE.BROKEN", file, error, {"Het archief is beschadigd", "The archive is damaged"},
         {"Maak of bewaar het opnieuw.", "Make or save it anew."}},
        {"FILE.ARCHIVE.ENCRYPTED", file, error, {"Het archief is versleuteld", "The archive is encrypted"},
         {"Maak het zonder wachtwoord.", "Make it without a password."}},
        {"FILE.ARCHIVE.PATH", file, error,
         {"Een naam in het archief leidt naar buiten", "A name in the archive leads out of it"},
         {"Maak het opnieuw, met gewone bestandsnamen.", "Make it anew, with plain file names."}},
        {"FILE.EMPTY", file, error, {"Het bestand is leeg", "The file is empty"},
         {"Voeg het juiste bestand toe.", "Add the right file."}},
        {"FILE.EXTENSION", file, error,
         {"De extensie past niet bij het opgegeven type", "The extension does not suit the type declared"},
         {"Verander de naam of geef het juiste type op.", "Change the name, or declare the right type."}},
        {"FILE.TOO_INTRICATE", file, error,
         {"Het bestand is te ingewikkeld om na te kijken", "The file is too intricate to be checked"},
         {"Bewaar het opnieuw, of maak het kleiner.", "Save it anew, or make it smaller."}},
        {"FILE.TOO_LARGE", file, error,
         {"Het bestand is te groot voor zijn type", "The file is too large for its type"},
         {"Maak het kleiner of splits het.", "Make it smaller, or split it."}},
        {"FILE.TYPE_MISMATCH", file, error,
         {"Het bestand is van een ander type dan opgegeven", "The file is of another type than declared"},
         {"Geef het juiste type op, of bewaar het in het opgegeven formaat.",
          "Declare the right type, or save it in the format declared."}},
        {"FILE.TYPE_NOT_ALLOWED", file, error,
         {"Dit type bestand wordt niet aanvaard", "This type of file is not accepted"},
         {"Bewaar het in een formaat dat aanvaard wordt, zoals PDF.", "Save it in an accepted format, such as PDF."}},
    };
}

std::vector<FaultCode> office_and_pdf_codes() {
    using enum Severity;
    constexpr std::string_view file = "file";
    return {
        {"FILE.OFFICE.BROKEN", file, error, {"Het Office-bestand is beschadigd", "The Office file is damaged"},
         {"Bewaar het opnieuw.", "Save it anew."}},
        {"FILE.OFFICE.ENCRYPTED", file, error, {"Het Office-bestand is versleuteld", "The Office file is encrypted"},
         {"Bewaar het zonder wachtwoord.", "Save it without a password."}},
        {"FILE.OFFICE.EXTERNAL", file, error,
         {"Het bestand haalt bij het openen iets van het internet",
          "The file fetches something from the internet on opening"},
         {"Verbreek de koppeling en bewaar opnieuw.", "Break the link and save again."}},
        {"FILE.OFFICE.LINKED", file, warning,
         {"Het bestand haalt bij het openen iets van een netwerkschijf",
          "The file fetches something from a network share"},
         {"Verbreek de koppeling, bijvoorbeeld met een sjabloon, en bewaar opnieuw.",
          "Break the link, for example to a template, and save again."}},
        {"FILE.OFFICE.MACROS", file, error, {"Het bestand bevat macro's", "The file holds macros"},
         {"Bewaar het als een formaat zonder macro's, zoals .docx.",
          "Save it in a format without macros, such as .docx."}},
        {"FILE.OFFICE.PACKAGED", file, warning,
         {"In het bestand zit een ander bestand als object", "Another file sits in it as an object"},
         {"Verwijder het object, of dien dat bestand apart in.", "Remove the object, or submit that file by itself."}},
        {"FILE.PDF.ACTIVE_CONTENT", file, error, {"De PDF doet iets uit zichzelf", "The PDF does something by itself"},
         {"Bewaar hem opnieuw zonder scripts, formulieren of media, bijvoorbeeld als PDF/A.",
          "Save it again without scripts, forms or media, for example as PDF/A."}},
        {"FILE.PDF.BROKEN", file, error,
         {"De PDF kan niet gelezen worden zonder herstel", "The PDF cannot be read without repair"},
         {"Maak hem opnieuw uit de bron.", "Make it anew from its source."}},
        {"FILE.PDF.DAMAGED", file, warning, {"De PDF wijkt af van de norm", "The PDF departs from the standard"},
         {"Maak hem zo mogelijk opnieuw uit de bron.", "If possible make it anew from its source."}},
        {"FILE.PDF.ENCRYPTED", file, error, {"De PDF vraagt een wachtwoord", "The PDF asks for a password"},
         {"Bewaar hem zonder wachtwoord.", "Save it without a password."}},
        {"FILE.PDF.RESTRICTED", file, error, {"De PDF is beveiligd", "The PDF is restricted"},
         {"Bewaar hem zonder beperkingen.", "Save it without restrictions."}},
    };
}

}  // namespace wetbode::report
