// SPDX-License-Identifier: EUPL-1.2
#include "doubles/schema_family.hpp"

#include <array>
#include <cstdio>
#include <fstream>
#include <stdexcept>
#include <string_view>
#include <utility>
#include <vector>

namespace wetbode {

namespace {

namespace fs = std::filesystem;

constexpr int list_count = 14;
constexpr int codes_per_list = 150;
constexpr int parts_count = 10;
constexpr int terms_per_part = 24;

/// From the whole to the part: how a rule book is divided above its articles.
constexpr std::array<std::string_view, 6> levels{"buch", "teil", "kapitel", "abschnitt", "titel", "untertitel"};

std::string two(int number) {
    char text[16];
    std::snprintf(text, sizeof text, "%02d", number);
    return text;
}

std::string four(int number) {
    char text[16];
    std::snprintf(text, sizeof text, "%04d", number);
    return text;
}

void put(fs::path const& file, std::string const& text) {
    fs::create_directories(file.parent_path());
    std::ofstream out(file, std::ios::binary);
    if (!(out << text)) throw std::runtime_error(file.string() + " cannot be written");
}

std::string schema(std::string const& target, std::string const& attributes, std::string const& body) {
    auto const space = target.empty() ? std::string()
                                      : " targetNamespace=\"" + target + "\" xmlns=\"" + target +
                                            "\" elementFormDefault=\"qualified\"";
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\"" +
           space + attributes + ">\n" + body + "</xs:schema>\n";
}

/// Without a namespace: whoever includes it takes the types into his own.
std::string basic_types() {
    std::string body;
    auto const pattern = [&](std::string const& name, std::string const& value) {
        body += "  <xs:simpleType name=\"" + name + "\"><xs:restriction base=\"xs:string\"><xs:pattern value=\"" +
                value + "\"/></xs:restriction></xs:simpleType>\n";
    };
    pattern("Kennung", "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}");
    pattern("Stelle", "[a-z]+-[0-9]+(_[a-z]+-[0-9]+)*");
    pattern("Zaehlung", "(§ )?[0-9]+[a-z]?\\.?|\\([0-9]+[a-z]?\\)");
    pattern("Fassung", "[0-9]{4}-[0-9]{2}-[0-9]{2}(/[0-9]+)?");
    return schema("", "", body);
}

std::string code_list(std::string const& uri, int number) {
    auto const name = "Liste" + two(number);
    std::string body = "  <xs:simpleType name=\"" + name + "\">\n    <xs:restriction base=\"xs:token\">\n";
    for (int code = 1; code <= codes_per_list; ++code)
        body += "      <xs:enumeration value=\"l" + two(number) + "-" + four(code) +
                "\"><xs:annotation><xs:documentation>Eintrag " + std::to_string(code) + " der Liste " +
                std::to_string(number) + "</xs:documentation></xs:annotation></xs:enumeration>\n";
    return schema(uri, "", body + "    </xs:restriction>\n  </xs:simpleType>\n");
}

std::string all_lists(std::string const& uri) {
    std::string body;
    for (int i = 1; i <= list_count; ++i) body += "  <xs:include schemaLocation=\"liste-" + two(i) + ".xsd\"/>\n";
    body += "  <xs:attributeGroup name=\"Zuordnung\">\n";
    for (int i = 1; i <= list_count; ++i)
        body += "    <xs:attribute name=\"l" + two(i) + "\" type=\"Liste" + two(i) + "\" form=\"qualified\"/>\n";
    return schema(uri, "", body + "  </xs:attributeGroup>\n");
}

std::string metadata(SchemaFamily const& family) {
    auto const body =
        "  <xs:import namespace=\"" + family.lists_uri() + "\" schemaLocation=\"../listen/listen.xsd\"/>\n"
        "  <xs:import namespace=\"" + family.rules_uri() + "\" schemaLocation=\"../regelwerk.xsd\"/>\n"  // a circle
        "  <xs:include schemaLocation=\"../basis/typen.xsd\"/>\n"
        "  <xs:element name=\"kopf\">\n    <xs:complexType>\n      <xs:sequence>\n"
        "        <xs:element name=\"fassung\" type=\"Fassung\"/>\n"
        "        <xs:element name=\"herkunft\" type=\"l:Liste01\"/>\n"
        "        <xs:element name=\"sachgebiet\" type=\"l:Liste02\" maxOccurs=\"unbounded\"/>\n"
        "        <xs:element name=\"hinweis\" type=\"r:Absatz\" minOccurs=\"0\"/>\n"
        "      </xs:sequence>\n      <xs:attributeGroup ref=\"r:Ort\"/>\n    </xs:complexType>\n  </xs:element>\n";
    return schema(family.data_uri(),
                  " xmlns:l=\"" + family.lists_uri() + "\" xmlns:r=\"" + family.rules_uri() + "\"", body);
}

/// Twenty-odd elements for the inside of a sentence, and the group that holds them.
std::string part(std::string const& uri, int number) {
    std::string body = "  <xs:include schemaLocation=\"../regelwerk.xsd\"/>\n";  // a circle
    std::string group = "  <xs:group name=\"Teil" + two(number) + "\">\n    <xs:choice>\n";
    for (int i = 1; i <= terms_per_part; ++i) {
        auto const name = "begriff" + two(number) + two(i);
        body += "  <xs:element name=\"" + name + "\" type=\"Fliesstext\"/>\n";
        group += "      <xs:element ref=\"" + name + "\"/>\n";
    }
    return schema(uri, "", body + group + "    </xs:choice>\n  </xs:group>\n");
}

std::string unique_constraints(std::string const& of) {
    std::string text;
    for (std::string const attribute : {"kennung", "stelle"})
        text += "    <xs:unique name=\"" + of + "_" + attribute +
                "\"><xs:selector xpath=\".//*\"/><xs:field xpath=\"@" + attribute + "\"/></xs:unique>\n";
    return text;
}

std::string divisions() {
    std::string body;
    for (std::size_t i = 0; i < levels.size(); ++i) {
        body += "  <xs:element name=\"" + std::string(levels[i]) + "\">\n    <xs:complexType>\n      <xs:sequence>\n"
                "        <xs:group ref=\"Benennung\"/>\n        <xs:choice maxOccurs=\"unbounded\">\n";
        for (auto below = i + 1; below < levels.size(); ++below)
            body += "          <xs:element ref=\"" + std::string(levels[below]) + "\"/>\n";
        body += "          <xs:element ref=\"einzelnorm\"/>\n        </xs:choice>\n      </xs:sequence>\n"
                "      <xs:attributeGroup ref=\"Ort\"/>\n    </xs:complexType>\n  </xs:element>\n";
    }
    return body;
}

std::string rules(SchemaFamily const& family) {
    std::string body = "  <xs:include schemaLocation=\"basis/typen.xsd\"/>\n";
    for (int i = 1; i <= parts_count; ++i) body += "  <xs:include schemaLocation=\"teile/teil-" + two(i) + ".xsd\"/>\n";
    body += "  <xs:import namespace=\"" + family.data_uri() + "\" schemaLocation=\"metadaten/metadaten.xsd\"/>\n"
            "  <xs:import namespace=\"" + family.lists_uri() + "\" schemaLocation=\"listen/listen.xsd\"/>\n"
            "  <xs:attributeGroup name=\"Ort\">\n"
            "    <xs:attribute name=\"kennung\" type=\"Kennung\" use=\"required\"/>\n"
            "    <xs:attribute name=\"stelle\" type=\"Stelle\"/>\n"
            "    <xs:attributeGroup ref=\"l:Zuordnung\"/>\n  </xs:attributeGroup>\n"
            "  <xs:group name=\"Fluss\">\n    <xs:choice>\n";
    for (int i = 1; i <= parts_count; ++i) body += "      <xs:group ref=\"Teil" + two(i) + "\"/>\n";
    body += "    </xs:choice>\n  </xs:group>\n"
            "  <xs:complexType name=\"Fliesstext\" mixed=\"true\">\n"
            "    <xs:group ref=\"Fluss\" minOccurs=\"0\" maxOccurs=\"unbounded\"/>\n  </xs:complexType>\n"
            "  <xs:group name=\"Benennung\">\n    <xs:sequence>\n"
            "      <xs:element name=\"zaehlung\" type=\"Zaehlung\"/>\n"
            "      <xs:element name=\"ueberschrift\" type=\"Fliesstext\" minOccurs=\"0\"/>\n"
            "    </xs:sequence>\n  </xs:group>\n"
            "  <xs:complexType name=\"Absatz\">\n    <xs:sequence>\n"
            "      <xs:element name=\"zaehlung\" type=\"Zaehlung\" minOccurs=\"0\"/>\n"
            "      <xs:element name=\"satz\" type=\"Fliesstext\" maxOccurs=\"unbounded\"/>\n"
            "    </xs:sequence>\n    <xs:attributeGroup ref=\"Ort\"/>\n  </xs:complexType>\n"
            "  <xs:element name=\"einzelnorm\">\n    <xs:complexType>\n      <xs:sequence>\n"
            "        <xs:group ref=\"Benennung\"/>\n"
            "        <xs:element name=\"absatz\" type=\"Absatz\" maxOccurs=\"unbounded\"/>\n"
            "      </xs:sequence>\n      <xs:attributeGroup ref=\"Ort\"/>\n    </xs:complexType>\n  </xs:element>\n" +
            divisions() +
            "  <xs:element name=\"rechtsdokument\">\n    <xs:complexType>\n      <xs:choice>\n"
            "        <xs:element ref=\"regelwerk\"/>\n        <xs:element ref=\"vorblatt\"/>\n"
            "      </xs:choice>\n    </xs:complexType>\n  </xs:element>\n"
            "  <xs:element name=\"regelwerk\">\n    <xs:complexType>\n      <xs:sequence>\n"
            "        <xs:element ref=\"m:kopf\"/>\n"
            "        <xs:choice maxOccurs=\"unbounded\">\n          <xs:element ref=\"buch\"/>\n"
            "          <xs:element ref=\"kapitel\"/>\n          <xs:element ref=\"einzelnorm\"/>\n"
            "        </xs:choice>\n"
            "      </xs:sequence>\n      <xs:attributeGroup ref=\"Ort\"/>\n    </xs:complexType>\n" +
            unique_constraints("regelwerk") +
            "  </xs:element>\n  <xs:element name=\"vorblatt\">\n    <xs:complexType>\n      <xs:sequence>\n"
            "        <xs:element ref=\"m:kopf\"/>\n"
            "        <xs:element name=\"zweck\" type=\"Absatz\"/>\n"
            "        <xs:element name=\"kosten\" type=\"Absatz\" minOccurs=\"0\"/>\n"
            "      </xs:sequence>\n      <xs:attributeGroup ref=\"Ort\"/>\n    </xs:complexType>\n" +
            unique_constraints("vorblatt") + "  </xs:element>\n";
    return schema(family.rules_uri(),
                  " xmlns:l=\"" + family.lists_uri() + "\" xmlns:m=\"" + family.data_uri() + "\"", body);
}

std::string type_file(SchemaFamily const& family, std::string const& name, std::string const& xsd) {
    return "name = \"" + name + "\"\nversion = \"" + family.version + "\"\ntitle_nl = \"" + name +
           "\"\ntitle_en = \"" + name + "\"\nroot_uri = \"" + family.rules_uri() +
           "\"\nroot_local = \"rechtsdokument\"\ndocument = \"" + name + "\"\nxsd = \"" + xsd + "\"\n";
}

/// Numbers of its own for each element of one document.
class Places {
public:
    std::string next(std::string const& place) {
        char text[32];
        ++count_;
        std::snprintf(text, sizeof text, "%08x-%04x-%04x", count_, (count_ * 7U) % 65536U, (count_ * 13U) % 65536U);
        return std::string(" kennung=\"") + text + "\" stelle=\"" + place + "\"";
    }

private:
    unsigned count_ = 0;
};

/// Statement by statement: who asks first gets the lower number.
std::string opened(SchemaFamily const& family, std::string const& kind, Places& places) {
    auto text = "<r:rechtsdokument xmlns:r=\"" + family.rules_uri() + "\" xmlns:m=\"" + family.data_uri() +
                "\" xmlns:l=\"" + family.lists_uri() + "\">\n<r:" + kind;
    text += places.next("dokument-1") + ">\n<m:kopf";
    text += places.next("kopf-1") + ">\n<m:fassung>2026-11-20/1</m:fassung>\n<m:herkunft>l01-0007</m:herkunft>\n"
            "<m:sachgebiet>l02-0150</m:sachgebiet>\n</m:kopf>\n";
    return text;
}

std::string closed(std::string const& kind) { return "</r:" + kind + ">\n</r:rechtsdokument>\n"; }

}  // namespace

void SchemaFamily::write(fs::path const& schemas) const {
    auto const folder = schemas / "regelwerk" / version;
    put(folder / "type.toml", type_file(*this, "regelwerk", "regelwerk.xsd"));
    put(schemas / "vorblatt" / version / "type.toml",
        type_file(*this, "vorblatt", "../../regelwerk/" + version + "/regelwerk.xsd"));
    put(folder / "regelwerk.xsd", rules(*this));
    put(folder / "basis/typen.xsd", basic_types());
    put(folder / "metadaten/metadaten.xsd", metadata(*this));
    put(folder / "listen/listen.xsd", all_lists(lists_uri()));
    for (int i = 1; i <= list_count; ++i)
        put(folder / ("listen/liste-" + two(i) + ".xsd"), code_list(lists_uri(), i));
    for (int i = 1; i <= parts_count; ++i) put(folder / ("teile/teil-" + two(i) + ".xsd"), part(rules_uri(), i));
}

std::string SchemaFamily::rule_book(int articles) const {
    Places places;
    auto text = opened(*this, "regelwerk", places);
    text += "<r:buch" + places.next("buch-1") +
            ">\n<r:zaehlung>1.</r:zaehlung>\n<r:ueberschrift>Allgemeines</r:ueberschrift>\n";
    for (int i = 1; i <= articles; ++i) {
        auto const place = "buch-1_norm-" + std::to_string(i);
        text += "<r:einzelnorm" + places.next(place) + " l:l03=\"l03-0001\">\n<r:zaehlung>§ " + std::to_string(i);
        text += "</r:zaehlung>\n<r:absatz" + places.next(place + "_absatz-1") +
                ">\n<r:zaehlung>(1)</r:zaehlung>\n<r:satz>Es gilt <r:begriff0101>was gilt</r:begriff0101>.</r:satz>\n"
                "</r:absatz>\n</r:einzelnorm>\n";
    }
    return text + "</r:buch>\n" + closed("regelwerk");
}

std::string SchemaFamily::cover_sheet() const {
    Places places;
    auto text = opened(*this, "vorblatt", places);
    text += "<r:zweck" + places.next("zweck-1") + ">\n<r:satz>Klarheit.</r:satz>\n</r:zweck>\n";
    return text + closed("vorblatt");
}

}  // namespace wetbode
