// SPDX-License-Identifier: EUPL-1.2
#include "gateway/verification/signature_schema.hpp"

#include "gateway/sealing/xades_names.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace wetbode {

/// Who may stand in whom.
struct SchemaRow {
    enum class Holds {
        elements,  ///< and white space between them
        base64,
        line,      ///< a name, an address, a time: text of a kilobyte at most
        anything   ///< the schema leaves it open; only where it is signed
    };
    std::string_view name;
    std::string_view children;  ///< with a space before and behind each
    Holds holds = Holds::elements;
};

namespace {

using Holds = SchemaRow::Holds;

constexpr std::size_t line_octets_max = 1024;
constexpr std::size_t key_names_max = 64;
constexpr std::string_view ds11 = "http://www.w3.org/2009/xmldsig11#";
constexpr std::string_view exclusive = "http://www.w3.org/2001/10/xml-exc-c14n#";
constexpr std::string_view evidence = "http://uri.etsi.org/19132/v1.1.1#";
constexpr std::string_view ers = "urn:ietf:params:xml:ns:ers";

constexpr std::array<std::pair<std::string_view, std::string_view>, 7> prefixes{{
    {names::ds, "ds:"}, {names::xades, "x:"}, {names::xades141, "x141:"}, {ds11, "ds11:"}, {exclusive, "ec:"},
    {evidence, "ev:"}, {ers, "ers:"},
}};

/// XML Signature sections 4 and 4.5, XML Signature 1.1. No Manifest, no Object of its own, no PGPData, SPKIData,
/// MgmtData: nobody here reads them, and what they hold is not signed.
constexpr std::array<SchemaRow, 33> rows_of_signature{{
    {"ds:Signature", " ds:SignedInfo ds:SignatureValue ds:KeyInfo ds:Object "},
    {"ds:SignedInfo", " ds:CanonicalizationMethod ds:SignatureMethod ds:Reference "},
    {"ds:CanonicalizationMethod", " ec:InclusiveNamespaces "},
    {"ds:SignatureMethod", ""},
    {"ds:Reference", " ds:Transforms ds:DigestMethod ds:DigestValue "},
    {"ds:Transforms", " ds:Transform "},
    {"ds:Transform", " ec:InclusiveNamespaces "},
    {"ec:InclusiveNamespaces", ""},
    {"ds:DigestMethod", ""},
    {"ds:DigestValue", "", Holds::base64},
    {"ds:SignatureValue", "", Holds::base64},
    {"ds:KeyInfo", " ds:KeyName ds:KeyValue ds:X509Data ds11:DEREncodedKeyValue "},
    {"ds:KeyName", "", Holds::line},
    {"ds:KeyValue", " ds:RSAKeyValue ds:DSAKeyValue ds11:ECKeyValue "},
    {"ds:RSAKeyValue", " ds:Modulus ds:Exponent "},
    {"ds:Modulus", "", Holds::base64},
    {"ds:Exponent", "", Holds::base64},
    {"ds:DSAKeyValue", " ds:P ds:Q ds:G ds:Y "},
    {"ds:P", "", Holds::base64},
    {"ds:Q", "", Holds::base64},
    {"ds:G", "", Holds::base64},
    {"ds:Y", "", Holds::base64},
    {"ds11:ECKeyValue", " ds11:NamedCurve ds11:PublicKey "},
    {"ds11:NamedCurve", ""},
    {"ds11:PublicKey", "", Holds::base64},
    {"ds11:DEREncodedKeyValue", "", Holds::base64},
    {"ds:X509Data", " ds:X509Certificate ds:X509IssuerSerial ds:X509SKI ds:X509SubjectName ds:X509CRL "},
    {"ds:X509Certificate", "", Holds::base64},
    {"ds:X509IssuerSerial", " ds:X509IssuerName ds:X509SerialNumber "},
    {"ds:X509IssuerName", "", Holds::line},
    {"ds:X509SerialNumber", "", Holds::line},
    {"ds:X509SKI", "", Holds::base64},
    {"ds:X509CRL", "", Holds::base64},
}};

/// ETSI EN 319 132-1 sections 4.3 and 5.2: what the signature covers, so what is left open is the signer's own word.
constexpr std::array<SchemaRow, 45> rows_of_properties{{
    {"ds:X509SubjectName", "", Holds::line},
    {"ds:Object", " x:QualifyingProperties "},
    {"x:QualifyingProperties", " x:SignedProperties x:UnsignedProperties "},
    {"x:SignedProperties", " x:SignedSignatureProperties x:SignedDataObjectProperties "},
    {"x:SignedSignatureProperties",
     " x:SigningTime x:SigningCertificate x:SigningCertificateV2 x:SignaturePolicyIdentifier "
     "x:SignatureProductionPlace x:SignatureProductionPlaceV2 x:SignerRole x:SignerRoleV2 "},
    {"x:SigningTime", "", Holds::line},
    {"x:SigningCertificate", " x:Cert "},
    {"x:SigningCertificateV2", " x:Cert "},
    {"x:Cert", " x:CertDigest x:IssuerSerial x:IssuerSerialV2 "},
    {"x:CertDigest", " ds:DigestMethod ds:DigestValue "},
    {"x:IssuerSerial", " ds:X509IssuerName ds:X509SerialNumber "},
    {"x:IssuerSerialV2", "", Holds::base64},
    {"x:SignaturePolicyIdentifier", " x:SignaturePolicyId x:SignaturePolicyImplied "},
    {"x:SignaturePolicyImplied", ""},
    {"x:SignaturePolicyId", " x:SigPolicyId ds:Transforms x:SigPolicyHash x:SigPolicyQualifiers "},
    {"x:SigPolicyId", " x:Identifier x:Description x:DocumentationReferences "},
    {"x:SigPolicyHash", " ds:DigestMethod ds:DigestValue "},
    {"x:SigPolicyQualifiers", " x:SigPolicyQualifier "},
    {"x:SigPolicyQualifier", "", Holds::anything},
    {"x:Identifier", "", Holds::line},
    {"x:Description", "", Holds::line},
    {"x:DocumentationReferences", " x:DocumentationReference "},
    {"x:DocumentationReference", "", Holds::line},
    {"x:SignatureProductionPlace", " x:City x:StateOrProvince x:PostalCode x:CountryName "},
    {"x:SignatureProductionPlaceV2", " x:City x:StreetAddress x:StateOrProvince x:PostalCode x:CountryName "},
    {"x:City", "", Holds::line},
    {"x:StreetAddress", "", Holds::line},
    {"x:StateOrProvince", "", Holds::line},
    {"x:PostalCode", "", Holds::line},
    {"x:CountryName", "", Holds::line},
    {"x:SignerRole", " x:ClaimedRoles x:CertifiedRoles "},
    {"x:SignerRoleV2", "", Holds::anything},
    {"x:ClaimedRoles", "", Holds::anything},
    {"x:CertifiedRoles", "", Holds::anything},
    {"x:SignedDataObjectProperties",
     " x:DataObjectFormat x:CommitmentTypeIndication x:AllDataObjectsTimeStamp x:IndividualDataObjectsTimeStamp "},
    {"x:DataObjectFormat", " x:Description x:ObjectIdentifier x:MimeType x:Encoding "},
    {"x:ObjectIdentifier", " x:Identifier x:Description x:DocumentationReferences "},
    {"x:MimeType", "", Holds::line},
    {"x:Encoding", "", Holds::line},
    {"x:CommitmentTypeIndication",
     " x:CommitmentTypeId x:ObjectReference x:AllSignedDataObjects x:CommitmentTypeQualifiers "},
    {"x:CommitmentTypeId", " x:Identifier x:Description x:DocumentationReferences "},
    {"x:ObjectReference", "", Holds::line},
    {"x:AllSignedDataObjects", ""},
    {"x:CommitmentTypeQualifiers", "", Holds::anything},
    {"x:Include", ""},
}};

constexpr std::string_view stamp_children = " ds:CanonicalizationMethod x:EncapsulatedTimeStamp x:Include ";

/// ETSI EN 319 132-1 section 5.3 to 5.5 and EN 319 132-2 annex A, TS 119 132-3 for evidence records: nobody signed
/// these. No XMLTimeStamp, no OtherValue, no UnsignedDataObjectProperties: their content could be anything.
constexpr std::array<SchemaRow, 63> rows_of_unsigned{{
    {"x:UnsignedProperties", " x:UnsignedSignatureProperties "},
    {"x:UnsignedSignatureProperties",
     " x:SignatureTimeStamp x:CertificateValues x:RevocationValues x:AttrAuthoritiesCertValues "
     "x:AttributeRevocationValues x:CompleteCertificateRefs x:CompleteRevocationRefs x:AttributeCertificateRefs "
     "x:AttributeRevocationRefs x:SigAndRefsTimeStamp x:RefsOnlyTimeStamp x:ArchiveTimeStamp x141:ArchiveTimeStamp "
     "x141:TimeStampValidationData x141:AnyValidationData x141:CompleteCertificateRefsV2 "
     "x141:AttributeCertificateRefsV2 x141:SigAndRefsTimeStampV2 x141:RefsOnlyTimeStampV2 x141:SignaturePolicyStore "
     "ev:SealingEvidenceRecords x:CounterSignature "},
    {"x:CounterSignature", ""},  // a signature in it is refused by name
    {"x:AllDataObjectsTimeStamp", stamp_children},
    {"x:IndividualDataObjectsTimeStamp", stamp_children},
    {"x:SignatureTimeStamp", stamp_children},
    {"x:SigAndRefsTimeStamp", stamp_children},
    {"x:RefsOnlyTimeStamp", stamp_children},
    {"x:ArchiveTimeStamp", stamp_children},
    {"x141:ArchiveTimeStamp", stamp_children},
    {"x141:SigAndRefsTimeStampV2", stamp_children},
    {"x141:RefsOnlyTimeStampV2", stamp_children},
    {"x:EncapsulatedTimeStamp", "", Holds::base64},
    {"x:CertificateValues", " x:EncapsulatedX509Certificate "},
    {"x:AttrAuthoritiesCertValues", " x:EncapsulatedX509Certificate "},
    {"x:EncapsulatedX509Certificate", "", Holds::base64},
    {"x:RevocationValues", " x:CRLValues x:OCSPValues "},
    {"x:AttributeRevocationValues", " x:CRLValues x:OCSPValues "},
    {"x:CRLValues", " x:EncapsulatedCRLValue "},
    {"x:OCSPValues", " x:EncapsulatedOCSPValue "},
    {"x:EncapsulatedCRLValue", "", Holds::base64},
    {"x:EncapsulatedOCSPValue", "", Holds::base64},
    {"x141:TimeStampValidationData", " x:CertificateValues x:RevocationValues "},
    {"x141:AnyValidationData", " x:CertificateValues x:RevocationValues "},
    {"x:CompleteCertificateRefs", " x:CertRefs "},
    {"x:AttributeCertificateRefs", " x:CertRefs "},
    {"x141:CompleteCertificateRefsV2", " x141:CertRefs "},
    {"x141:AttributeCertificateRefsV2", " x141:CertRefs "},
    {"x:CertRefs", " x:Cert "},
    {"x141:CertRefs", " x:Cert "},
    {"x:CompleteRevocationRefs", " x:CRLRefs x:OCSPRefs "},
    {"x:AttributeRevocationRefs", " x:CRLRefs x:OCSPRefs "},
    {"x:CRLRefs", " x:CRLRef "},
    {"x:CRLRef", " x:DigestAlgAndValue x:CRLIdentifier "},
    {"x:DigestAlgAndValue", " ds:DigestMethod ds:DigestValue "},
    {"x:CRLIdentifier", " x:Issuer x:IssueTime x:Number "},
    {"x:Issuer", "", Holds::line},
    {"x:IssueTime", "", Holds::line},
    {"x:Number", "", Holds::line},
    {"x:OCSPRefs", " x:OCSPRef "},
    {"x:OCSPRef", " x:OCSPIdentifier x:DigestAlgAndValue "},
    {"x:OCSPIdentifier", " x:ResponderID x:ProducedAt "},
    {"x:ResponderID", " x:ByName x:ByKey "},
    {"x:ByName", "", Holds::line},
    {"x:ByKey", "", Holds::base64},
    {"x:ProducedAt", "", Holds::line},
    {"x141:SignaturePolicyStore", " x141:SPDocSpecification x141:SignaturePolicyDocument x141:SigPolDocLocalURI "},
    {"x141:SPDocSpecification", " x:Identifier x:Description x:DocumentationReferences "},
    {"x141:SignaturePolicyDocument", "", Holds::base64},
    {"x141:SigPolDocLocalURI", "", Holds::line},
    {"ev:SealingEvidenceRecords", " ev:ASN1EvidenceRecord ers:EvidenceRecord "},
    {"ev:ASN1EvidenceRecord", "", Holds::base64},
    {"ers:EvidenceRecord", " ers:ArchiveTimeStampSequence "},
    {"ers:ArchiveTimeStampSequence", " ers:ArchiveTimeStampChain "},
    {"ers:ArchiveTimeStampChain", " ers:DigestMethod ers:CanonicalizationMethod ers:ArchiveTimeStamp "},
    {"ers:DigestMethod", ""},
    {"ers:CanonicalizationMethod", ""},
    {"ers:ArchiveTimeStamp", " ers:HashTree ers:TimeStamp "},
    {"ers:HashTree", " ers:Sequence "},
    {"ers:Sequence", " ers:DigestValue "},
    {"ers:DigestValue", "", Holds::base64},
    {"ers:TimeStamp", " ers:TimeStampToken "},
    {"ers:TimeStampToken", "", Holds::base64},
}};

/// Attributes without a namespace, of all elements together. None of them is shown to anybody.
constexpr std::array<std::string_view, 13> attributes{
    "Id",       "URI",             "Type",      "Algorithm",      "Target",     "Encoding",
    "MimeType", "ObjectReference", "Qualifier", "referencedData", "PrefixList", "Order",   "Version"};

/// Not xml:base: it would change where references lead.
constexpr std::array<std::string_view, 3> xml_attributes{"id", "lang", "space"};
constexpr std::string_view schema_instance = "http://www.w3.org/2001/XMLSchema-instance";
constexpr std::array<std::string_view, 4> schema_attributes{"schemaLocation", "noNamespaceSchemaLocation", "type",
                                                            "nil"};

SchemaRow const* row_of(std::string_view name) {
    auto const in = [name](auto const& rows) -> SchemaRow const* {
        auto const* const found = std::ranges::find(rows, name, &SchemaRow::name);
        return found == rows.end() ? nullptr : found;
    };
    if (auto const* const row = in(rows_of_signature)) return row;
    if (auto const* const row = in(rows_of_properties)) return row;
    return in(rows_of_unsigned);
}

std::string name_of(xml::Element const& element) {
    auto const* const known = std::ranges::find(prefixes, element.uri, [](auto const& pair) { return pair.first; });
    return (known == prefixes.end() ? std::string("?:") : std::string(known->second)) + std::string(element.local);
}

[[noreturn]] void alien(std::int64_t line, std::string const& nl, std::string const& en) {
    auto const number = std::to_string(line);
    throw Malformed{{"Het zegel bevat op regel " + number + " iets dat daar niet mag staan: " + nl + ".",
                     "On line " + number + " the signature holds something that may not stand there: " + en + "."}};
}

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_base64(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/' ||
           c == '=' || is_space(c);
}

constexpr SchemaRow open_content{"", "", Holds::anything};

}  // namespace

void SchemaWatch::check_attributes(xml::Element const& element) {
    for (auto const& attribute : element.attributes) {
        auto const is_one_of = [&attribute](auto const& names) {
            return std::ranges::find(names, attribute.local) != names.end();
        };
        bool const of_xml = attribute.prefix == "xml" && is_one_of(xml_attributes);
        bool const of_schema = attribute.uri == schema_instance && is_one_of(schema_attributes);
        if (of_xml || of_schema || (attribute.uri.empty() && is_one_of(attributes))) continue;
        std::string const name(attribute.local);
        alien(element.position.line, "het attribuut " + name, "the attribute " + name);
    }
}

void SchemaWatch::begin(xml::Element const& signature) {
    open_.clear();
    key_names_.clear();
    enter(signature, rows_of_signature.front());
}

void SchemaWatch::enter(xml::Element const& element, SchemaRow const& row) {
    if (row.holds != Holds::anything) check_attributes(element);
    open_.push_back({&row, element.position.line, 0});
}

void SchemaWatch::start(xml::Element const& element) {
    auto const& parent = *open_.back().row;
    if (parent.holds == Holds::anything) return enter(element, open_content);
    auto const name = name_of(element);
    auto const* const row = row_of(name);
    bool const allowed = row != nullptr && parent.children.find(" " + name + " ") != std::string_view::npos;
    if (!allowed) {
        std::string const local(element.local);
        alien(element.position.line, "het element " + local, "the element " + local);
    }
    enter(element, *row);
    bool const in_key_info = open_.size() > 2 && open_[1].row->name == "ds:KeyInfo";
    if (!in_key_info || row->holds != Holds::line) return;
    if (key_names_.size() == key_names_max)
        alien(element.position.line, "te veel namen in KeyInfo", "too many names in KeyInfo");
    key_names_.emplace_back();
}

void SchemaWatch::text(std::string_view piece) {
    auto& open = open_.back();
    auto const holds = open.row->holds;
    if (holds == Holds::anything) return;
    open.octets += piece.size();
    if (holds == Holds::line && open_.size() > 2 && open_[1].row->name == "ds:KeyInfo") key_names_.back() += piece;
    bool const fits = holds == Holds::line     ? open.octets <= line_octets_max
                      : holds == Holds::base64 ? std::ranges::all_of(piece, is_base64)
                                               : std::ranges::all_of(piece, is_space);
    if (fits) return;
    auto const in = std::string(open.row->name.substr(open.row->name.find(':') + 1));
    auto const line = std::to_string(open.line);
    if (in == "Object")
        throw Malformed{{"Het zegel bevat een inhoud die het niet dekt: tekst in Object op regel " + line + ".",
                         "The signature holds a content that it does not cover: text in Object on line " + line + "."}};
    alien(open.line, "tekst in " + in, "text in " + in);
}

void SchemaWatch::instruction(std::string_view target) const {
    alien(open_.back().line, "de instructie " + std::string(target), "the instruction " + std::string(target));
}

void SchemaWatch::end() { open_.pop_back(); }

}  // namespace wetbode
