// SPDX-License-Identifier: EUPL-1.2
// The codes of submissions: manifest, letter, dossier and access level. See fault_codes.hpp.
#include "gateway/report/code_tables.hpp"

namespace wetbode::report {

std::vector<FaultCode> manifest_codes() {
    using enum Severity;
    constexpr std::string_view manifest = "manifest";
    return {
        {"MANIFEST.ACCESS", manifest, error, {"Onbekend toegangsniveau", "Unknown access level"},
         {"Kies een van de niveaus die de fout noemt.", "Choose one of the levels that the fault names."}},
        {"MANIFEST.BASE64", manifest, error, {"De inhoud van een bestand is geen base 64",
                                              "The content of a file is not base 64"},
         {"Verstuur het bestand opnieuw, volledig.", "Send the file again, whole."}},
        {"MANIFEST.CONTROL_CHARACTER", manifest, error,
         {"Een tekst bevat een stuurteken", "A text holds a control character"},
         {"Verwijder het stuurteken.", "Remove the control character."}},
        {"MANIFEST.DATE", manifest, error, {"Geen bestaand tijdstip", "Not an existing instant"},
         {"Schrijf het als 2026-11-20T09:00:00Z (RFC 3339).", "Write it like 2026-11-20T09:00:00Z (RFC 3339)."}},
        {"MANIFEST.DIGEST", manifest, error,
         {"Een bestand heeft een andere SHA-256 dan het manifest zegt",
          "A file has another SHA-256 than the manifest says"},
         {"Stuur het juiste bestand, of verbeter sha256.", "Send the right file, or mend sha256."}},
        {"MANIFEST.DIGEST_SYNTAX", manifest, error, {"sha256 is geen SHA-256", "sha256 is no SHA-256"},
         {"Schrijf 64 hexadecimale tekens, of laat het weg.", "Write 64 hexadecimal characters, or leave it out."}},
        {"MANIFEST.DUPLICATE_FILE", manifest, error,
         {"Een bestand staat twee keer in het manifest", "A file stands twice in the manifest"},
         {"Geef elk bestand een eigen naam en id.", "Give each file a name and id of its own."}},
        {"MANIFEST.DUPLICATE_PIECE", manifest, error,
         {"Een stuk staat twee keer in het manifest", "A piece stands twice in the manifest"},
         {"Geef elk stuk een eigen id.", "Give each piece an id of its own."}},
        {"MANIFEST.EMPTY", manifest, error, {"Een lijst is leeg", "A list is empty"},
         {"Noem minstens één stuk, en minstens één bestand per stuk.",
          "Name at least one piece, and at least one file per piece."}},
        {"MANIFEST.EXPECTED_SIGNERS", manifest, error,
         {"Een verwachte ondertekenaar is geen naam", "An expected signer is no name"},
         {"Geef per ondertekenaar een tekst van 1 tot 256 bytes.", "Give one text of 1 to 256 bytes for each signer."}},
        {"MANIFEST.FILE_NAME", manifest, error, {"Een bestandsnaam is niet bruikbaar", "A file name is not usable"},
         {"Gebruik een naam zonder schuine streep of stuurteken.", "Use a name without slash or control character."}},
        {"MANIFEST.KEY_MISSING", manifest, error, {"Een verplicht veld ontbreekt", "A required field is missing"},
         {"Vul het veld in dat de fout noemt.", "Fill in the field that the fault names."}},
        {"MANIFEST.KEY_REPEATED", manifest, error, {"Een veld staat er twee keer", "A field stands there twice"},
         {"Houd er één over.", "Keep one of them."}},
        {"MANIFEST.KEY_UNKNOWN", manifest, error, {"Een veld bestaat niet", "A field does not exist"},
         {"Verbeter de naam of laat het veld weg; /openapi.yaml beschrijft het manifest.",
          "Mend the name or leave the field out; /openapi.yaml describes the manifest."}},
    };
}

std::vector<FaultCode> more_manifest_codes() {
    using enum Severity;
    constexpr std::string_view manifest = "manifest";
    return {
        {"MANIFEST.KIND", manifest, error,
         {"De soort indiening klopt niet met de inhoud", "The kind of submission does not suit its content"},
         {"Kies dossier, letter of acknowledgement, en geef wat daarbij hoort.",
          "Choose dossier, letter or acknowledgement, and give what belongs to it."}},
        {"MANIFEST.LENGTH", manifest, error,
         {"Een bestand heeft een andere lengte dan het manifest zegt",
          "A file has another length than the manifest says"},
         {"Stuur het juiste bestand, of verbeter bytes.", "Send the right file, or mend bytes."}},
        {"MANIFEST.MALFORMED", manifest, error, {"Het manifest is geen geldige JSON", "The manifest is not valid JSON"},
         {"Verbeter het op de genoemde regel en kolom.", "Mend it at the line and column named."}},
        {"MANIFEST.MEDIA_TYPE", manifest, error, {"Geen geldig mediatype", "Not a valid media type"},
         {"Schrijf type/subtype, zoals application/pdf.", "Write type/subtype, like application/pdf."}},
        {"MANIFEST.MISSING_FILE", manifest, error,
         {"Een bestand van het manifest is niet meegekomen", "A file of the manifest did not come along"},
         {"Voeg het bestand toe, of haal het uit het manifest.", "Add the file, or take it out of the manifest."}},
        {"MANIFEST.NO_FILES", manifest, error, {"Een stuk heeft geen bestand", "A piece has no file"},
         {"Noem minstens één bestand.", "Name at least one file."}},
        {"MANIFEST.RECIPIENT_KIND", manifest, error, {"Onbekende soort bestemmeling", "Unknown kind of recipient"},
         {"Kies citizen of enterprise.", "Choose citizen or enterprise."}},
        {"MANIFEST.REQUIRED", manifest, error, {"Een verplicht veld is leeg", "A required field is empty"},
         {"Vul het in.", "Fill it in."}},
        {"MANIFEST.TOO_DEEP", manifest, error, {"Het manifest is te diep genest", "The manifest is nested too deeply"},
         {"Houd het binnen 32 niveaus.", "Keep it within 32 levels."}},
        {"MANIFEST.TOO_LONG", manifest, error, {"Een tekst is te lang", "A text is too long"},
         {"Kort hem in tot de grens die de fout noemt.", "Shorten it to the limit that the fault names."}},
        {"MANIFEST.TOO_MANY", manifest, error, {"Een lijst is te lang", "A list is too long"},
         {"Verdeel de indiening.", "Divide the submission."}},
        {"MANIFEST.TYPE", manifest, error, {"Een veld heeft het verkeerde type", "A field has the wrong type"},
         {"Geef een tekst, getal, lijst of object, zoals de fout zegt.",
          "Give a text, number, list or object, as the fault says."}},
        {"MANIFEST.UNANNOUNCED_FILE", manifest, error,
         {"Een bestand staat niet in het manifest", "A file is not in the manifest"},
         {"Noem het in het manifest, of stuur het niet.", "Name it in the manifest, or do not send it."}},
    };
}

std::vector<FaultCode> letter_codes() {
    using enum Severity;
    constexpr std::string_view letter = "letter";
    return {
        {"LETTER.CHARACTER", letter, error,
         {"Een adresregel bevat een stuurteken", "An address line holds a control character"},
         {"Verwijder stuurtekens en nieuwe regels.", "Remove control characters and line breaks."}},
        {"LETTER.CITIZEN_NUMBER", letter, error, {"Het INSZ klopt niet", "The INSZ does not fit"},
         {"Controleer de elf cijfers.", "Check the eleven digits."}},
        {"LETTER.COUNTRY", letter, error, {"De landcode klopt niet", "The country code does not fit"},
         {"Schrijf twee hoofdletters (ISO 3166-1), zoals BE.", "Write two capitals (ISO 3166-1), like BE."}},
        {"LETTER.DOCUMENT", letter, error,
         {"Een brief is één stuk met één bestand", "A letter is one piece with one file"},
         {"Stuur precies één bestand: XML of PDF.", "Send exactly one file: XML or PDF."}},
        {"LETTER.DOCUMENT_TYPE", letter, error,
         {"Het documenttype past niet bij een brief", "The document type does not suit a letter"},
         {"XML is citizen-letter; een PDF heeft geen documenttype.",
          "XML is citizen-letter; a PDF has no document type."}},
        {"LETTER.ENTERPRISE_NUMBER", letter, error, {"Het KBO-nummer klopt niet", "The KBO number does not fit"},
         {"Controleer de tien cijfers.", "Check the ten digits."}},
        {"LETTER.LANGUAGE", letter, error, {"Onbekende taal", "Unknown language"},
         {"Kies nl, fr, de of en.", "Choose nl, fr, de or en."}},
        {"LETTER.MEDIA_TYPE", letter, error, {"Een brief is XML of PDF", "A letter is XML or PDF"},
         {"Geef application/xml of application/pdf op.", "Declare application/xml or application/pdf."}},
        {"LETTER.POSTCODE", letter, error, {"De postcode klopt niet", "The postcode does not fit"},
         {"Een Belgische postcode heeft vier cijfers, de eerste is geen nul.",
          "A Belgian postcode has four digits, the first is not zero."}},
        {"LETTER.REQUIRED", letter, error, {"Een verplicht veld is leeg", "A required field is empty"},
         {"Vul het in.", "Fill it in."}},
        {"LETTER.TOO_LONG", letter, error, {"Een adresregel is te lang", "An address line is too long"},
         {"Kort hem in tot de grens die de fout noemt.", "Shorten it to the limit that the fault names."}},
    };
}

std::vector<FaultCode> dossier_codes() {
    using enum Severity;
    return {
        {"ACCESS.LEVEL", "access", error,
         {"Een stuk mag niet naar deze tegenpartij", "A piece may not go to this counterpart"},
         {"Verander het toegangsniveau of laat het stuk weg.", "Change the access level, or leave the piece out."}},
        {"DOSSIER.MISSING_FORM", "dossier", error,
         {"Een stuk ontbreekt in een vorm die nodig is", "A piece is missing in a form that is needed"},
         {"Voeg het stuk ook in die vorm toe.", "Add the piece in that form too."}},
        {"DOSSIER.MISSING_PIECE", "dossier", error,
         {"Een stuk van deze procedurestap ontbreekt", "A piece of this procedure step is missing"},
         {"Voeg het toe, of verklaar het dossier onvolledig met \"complete\": false.",
          "Add it, or declare the dossier incomplete with \"complete\": false."}},
    };
}

std::vector<FaultCode> publication_codes() {
    using enum Severity;
    constexpr std::string_view publication = "publication";
    return {
        {"PUBLICATION.KEY_UNKNOWN", publication, error, {"Een veld bestaat niet", "A field does not exist"},
         {"Verbeter de naam of laat het veld weg; de fout noemt de bekende.",
          "Mend the name or leave the field out; the fault names those that are known."}},
        {"PUBLICATION.MALFORMED", publication, error,
         {"De publicatiegegevens zijn geen JSON-object", "The publication data are not a JSON object"},
         {"Stuur een JSON-object waarin elk veld hoogstens een keer staat.",
          "Send a JSON object in which each field stands once at most."}},
        {"PUBLICATION.MISMATCH", publication, error,
         {"ELI en numac spreken elkaar tegen", "ELI and numac contradict each other"},
         {"Kijk ze na in het Belgisch Staatsblad.", "Check them in the Belgisch Staatsblad."}},
        {"PUBLICATION.ORDER", publication, error,
         {"Een dag ligt voor een dag die eraan voorafgaat", "A day lies before one that precedes it"},
         {"Aangenomen, bekrachtigd, afgekondigd, gepubliceerd: in die volgorde.",
          "Adopted, ratified, promulgated, published: in that order."}},
        {"PUBLICATION.VALUE", publication, error,
         {"Een gegeven heeft niet de goede vorm", "A value has not the right form"},
         {"Schrijf het zoals de fout zegt, of null om het terug te nemen.",
          "Write it as the fault says, or null to take it back."}},
    };
}

std::vector<FaultCode> signature_codes() {
    using enum Severity;
    constexpr std::string_view signature = "signature";
    return {
        {"SIGNATURE.MISSING", signature, error,
         {"Een bestand bevat de opgegeven handtekening niet", "A file does not hold the signature that was declared"},
         {"Stuur het ondertekende bestand, of zet \"signed\" op false.",
          "Send the signed file, or set \"signed\" to false."}},
        {"SIGNATURE.NOT_CHECKED", signature, warning,
         {"Een handtekening is niet nagekeken", "A signature was not verified"},
         {"Kijk ze zelf na met `wetbode verify`; de grens is verification.at_door_bytes_max.",
          "Verify it yourself with `wetbode verify`; the limit is verification.at_door_bytes_max."}},
        {"SIGNATURE.NOT_PASSED", signature, error, {"Een handtekening slaagt niet", "A signature does not pass"},
         {"Faalt ze, laat dan opnieuw ondertekenen. Ontbreekt vertrouwen of herroeping, vraag het de beheerder.",
          "If it fails, have the file signed again. If trust or revocation is missing, ask the administrator."}},
        {"SIGNATURE.PART", signature, warning,
         {"Een handtekening dekt niet het hele bestand", "A signature does not cover the whole file"},
         {"Onderteken als laatste stap, na elke aanvulling.", "Sign as the last step, after every addition."}},
        {"SIGNATURE.SIGNER_MISSING", signature, error,
         {"Iemand die moest ondertekenen, deed het niet", "Somebody who had to sign did not"},
         {"Laat hem ondertekenen, of verbeter \"expected_signers\": de hele naam, zoals in zijn certificaat.",
          "Have him sign, or mend \"expected_signers\": the whole name, as in his certificate."}},
        {"SIGNATURE.SIGNER_NOT_PASSED", signature, error,
         {"De handtekening van iemand die moest ondertekenen, slaagt niet",
          "The signature of somebody who had to sign does not pass"},
         {"Kijk bij de andere fouten van het bestand waarom.", "See the other faults of the file for the reason."}},
    };
}

}  // namespace wetbode::report
