// SPDX-License-Identifier: EUPL-1.2
#include "contract/hostile.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>

namespace wetbode::hostile {

namespace {

constexpr std::string_view xsi = "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"";

std::string file_text(std::string_view name) {
    std::ifstream in(std::filesystem::path(WETBODE_SOURCE_DIR) / "schemas" / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::string after(std::string text, std::string_view mark, std::string_view inserted) {
    return text.insert(text.find(mark) + mark.size(), inserted);
}

std::string nested(std::size_t levels, std::string_view inside) {
    auto const open = "<p>" + repeated("<inline name=\"x\">", levels);
    return open + std::string(inside) + repeated("</inline>", levels) + "</p>";
}

/// `count` pieces that a number makes different.
template <class Make>
std::string numbered(int count, Make const& make) {
    std::string all;
    for (int i = 0; i < count; ++i) all += make(std::to_string(i));
    return all;
}

/// Elements in each other, each with `per_level` namespaces of its own; `uses` elements inside look them up.
std::string namespaces_in_force(int levels, int per_level, std::size_t uses) {
    std::string open;
    for (int level = 0; level < levels; ++level) {
        auto const prefix = "n" + std::to_string(level) + "_";
        open += "<inline name=\"x\"" + numbered(per_level, [&](std::string const& i) {
            return " xmlns:" + prefix + i + "=\"u" + i + "\"";
        }) + ">";
    }
    return "<p>" + open + repeated("<i/>", uses) + repeated("</inline>", static_cast<std::size_t>(levels)) + "</p>";
}

std::vector<Attack> on_size() {
    return {
        {16, "a valid document of 36 KB, 5 000 levels deep", "bill", "XML.TOO_DEEP",
         [] { return bill("<p>" + repeated("<i>", 5'000) + repeated("</i>", 5'000) + "</p>"); }},
        {16, "a valid document of 71 KB, 10 000 levels deep", "bill", "XML.TOO_DEEP",
         [] { return bill("<p>" + repeated("<i>", 10'000) + repeated("</i>", 10'000) + "</p>"); }},
        {16, "40 000 elements that never end", "bill", "XML.TOO_DEEP", [] { return repeated("<a>", 40'000); }},
        {16, "just below the deepest level, and wide there", "bill", "",
         [] { return bill(nested(240, repeated("<i>a</i>", 20'000))); }},
        {16, "10 000 namespaces in force for 20 000 elements", "bill", "XML.TOO_MANY_NAMESPACES",
         [] { return bill(namespaces_in_force(40, 250, 20'000)); }},
        {16, "as many namespaces in force as are let in", "bill", "",
         [] { return bill(namespaces_in_force(100, 5, 20'000)); }},
        {0, "a million attributes on one element", "bill", "XML.TOO_MANY_ATTRIBUTES",
         [] { return bill("<p " + numbered(1'000'000, [](auto const& i) { return "a" + i + "='' "; }) + "/>"); }},
        {0, "a million namespace declarations on one element", "bill", "XML.TOO_MANY_ATTRIBUTES",
         [] { return bill("<p " + numbered(1'000'000, [](auto const& i) {
             return "xmlns:a" + i + "='u' "; }) + "/>"); }},
        {0, "100 000 siblings", "bill", "", [] { return bill("<p>a" + repeated("<i/>", 100'000) + "</p>"); }},
        {0, "names without end", "bill", "XSD.UNKNOWN_ELEMENT",
         [] { return bill(numbered(11'000, [](auto const& i) { return "<x" + i + repeated("x", 1000) + "/>"; })); }},
        {0, "a name of 100 KB", "bill", "XML.VALUE_TOO_LONG",
         [] { return bill("<" + repeated("a", 100'000) + "/>"); }},
        {0, "a value of 20 MB", "bill", "XML.VALUE_TOO_LONG",
         [] { return bill("<p class=\"" + repeated("a", 20'000'000) + "\">a</p>"); }},
        {0, "a text of 17 MB", "bill", "XML.VALUE_TOO_LONG",
         [] { return bill("<p>" + repeated("a", 17'000'000) + "</p>"); }},
        {0, "a CDATA section of 17 MB", "bill", "XML.VALUE_TOO_LONG",
         [] { return bill("<p><![CDATA[" + repeated("a", 17'000'000) + "]]></p>"); }},
        {0, "a comment of 10 MB", "bill", "XML.VALUE_TOO_LONG",
         [] { return bill("<!--" + repeated("x -", 3'400'000) + "-->"); }},
        {0, "an instruction of 10 MB", "bill", "XML.VALUE_TOO_LONG",
         [] { return bill("<?x " + repeated("?", 10'000'000) + "?>"); }},
        {0, "40 000 empty comments", "bill", "", [] { return bill("<p>a" + repeated("<!---->", 40'000) + "</p>"); }},
        {0, "40 000 empty instructions", "bill", "", [] { return bill("<p>a" + repeated("<?a?>", 40'000) + "</p>"); }},
        {1, "40 000 predefined entities", "bill", "",
         [] { return bill("<p>" + repeated("&amp;&quot;", 20'000) + "</p>"); }},
        {0, "4 000 namespace names", "bill", "",
         [] { return bill("<p>a" + numbered(4'000, [](auto const& i) {
             return "<i xmlns:q" + i + "=\"urn:" + i + "\"/>"; }) + "</p>"); }},
        {0, "20 000 namespace names", "bill", "XML.TOO_LARGE",
         [] { return bill("<p>a" + numbered(20'000, [](auto const& i) {
             return "<i xmlns:q" + i + "=\"urn:" + i + "\"/>"; }) + "</p>"); }},
        {0, "20 000 siblings of 2 000 names", "bill", "",
         [] { return bill("<foreign xmlns:y=\"urn:y\">" + numbered(20'000, [](auto const& i) {
             return "<y:x" + i.substr(i.size() > 3 ? i.size() - 3 : 0) + "/>"; }) + "</foreign>"); }},
    };
}

std::vector<Attack> on_schema() {
    auto const root = [](std::string_view more) {
        std::string text(xsi);
        return text.append(" ").append(more);
    };
    return {
        {3, "a schemaLocation of odd tokens", "bill", "XSD.SCHEMA_LOCATION",
         [=] { return bill("", root("xsi:schemaLocation=\"urn:a\"")); }},
        {3, "a schemaLocation that points elsewhere", "bill", "",
         [=] { return bill("", root("xsi:schemaLocation=\"http://docs.oasis-open.org/legaldocml/ns/akn/3.0 "
                                    "http://127.0.0.1:9/evil.xsd urn:b file:///etc/passwd\"")); }},
        {3, "a schemaLocation of 100 000 pairs", "bill", "",
         [=] { return bill("", root("xsi:schemaLocation=\"" + repeated("a b ", 100'000) + "\"")); }},
        {3, "a schema for no namespace", "bill", "",
         [=] { return bill("", root("xsi:noNamespaceSchemaLocation=\"file:///dev/zero\"")); }},
        {0, "a type that does not exist", "bill", "XSD.OTHER",
         [=] { return bill("<p xsi:type=\"nothing\">a</p>", root("")); }},
        {0, "a type that does not suit", "bill", "XSD.OTHER",
         [=] { return bill("<p xsi:type=\"bodyType\">a</p>", root("")); }},
        {0, "a type with a name of 500 KB", "bill", "XSD.OTHER",
         [=] { return bill("<p xsi:type=\"" + repeated("a", 500'000) + "\">a</p>", root("")); }},
        {0, "nothing where there must be something", "bill", "XSD.OTHER",
         [=] { return bill("<p xsi:nil=\"true\"/>", root("")); }},
        {11, "the prefix xml declared in so many words", "bill", "",
         [] { return bill("", "xmlns:xml=\"http://www.w3.org/XML/1998/namespace\""); }},
        {11, "the prefix xml for something else", "bill", "XML.MALFORMED",
         [] { return bill("", "xmlns:xml=\"urn:evil\""); }},
        {11, "the prefix xmlns declared", "bill", "XML.MALFORMED", [] { return bill("", "xmlns:xmlns=\"urn:evil\""); }},
        {13, "a namespace of a draft of the standard", "bill", "AKN.DRAFT_NAMESPACE",
         [] { auto text = bill(); auto const at = text.find("akn/3.0\"") + 7; return text.insert(at, "/WD17"); }},
        {8, "a namespace that nobody knows", "bill", "DOCUMENT_TYPE.ROOT",
         [] { auto text = bill(); return text.insert(text.find("docs.oasis"), "evil."); }},
        {5, "the same xml:id twice", "bill", "XSD.UNIQUE",
         [] { return bill("<p xml:id=\"a\">a</p><p xml:id=\"a\">b</p>"); }},
        {10, "the same eId twice, which a lenient schema would let in", "bill", "XSD.UNIQUE",
         [] { return bill("<p eId=\"a\">a</p><p eId=\"a\">b</p>"); }},
        {15, "a year for a date", "bill", "XSD.TYPE", [] { return bill("<p><date date=\"2024\">a</date></p>"); }},
        {15, "a date with a time zone", "bill", "",
         [] { return bill("<p>a<date date=\"2024-01-01Z\">1 januari 2024</date></p>"); }},
        {0, "a date of 500 000 digits", "bill", "XSD.TYPE",
         [] { return bill("<p><date date=\"" + repeated("2", 500'000) + "\">a</date></p>"); }},
        {0, "a number of 500 000 digits", "bill", "",
         [] { return bill("<table><tr><td colspan=\"" + repeated("9", 500'000) + "\"><p>a</p></td></tr></table>"); }},
        {0, "a language of 150 000 parts", "bill", "",
         [] { return bill("<p xml:lang=\"nl" + repeated("-aa", 150'000) + "\">a</p>"); }},
        {0, "an identifier of 500 KB against a pattern", "bill", "",
         [] { return bill("<p eId=\"" + repeated("a", 500'000) + "\">a</p>"); }},
        {0, "a pattern that may go back at each of 500 000 characters", "citizen-letter", "XSD.TYPE",
         [] { return letter(repeated("A", 500'000) + "!"); }},
        {0, "more items than a counted list may have", "citizen-letter", "XSD.CONTENT",
         [] { return after(letter("A1"), "<body>", "<list>" + repeated("<item>a</item>", 5'000) + "</list>"); }},
        {9, "20 000 faults", "bill", "XSD.ATTRIBUTE",
         [] { return bill(repeated("<p zz=\"1\">a</p>", 20'000)); }},
        {8, "20 000 children of which the last does not fit", "bill", "XSD.CONTENT",
         [] { return bill(repeated("<p>a</p>", 20'000) + "<num>a</num>"); }},
        {0, "another file to be included", "bill", "XSD.UNKNOWN_ELEMENT",
         [] { return bill("<xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" href=\"file:///etc/passwd\"/>"); }},
        {0, "a stylesheet to be run", "bill", "",
         [] { return "<?xml-stylesheet href=\"http://127.0.0.1:9/evil.xsl\" type=\"text/xsl\"?>" + bill(); }},
        {0, "a program in XSLT", "bill", "XSD.UNKNOWN_ELEMENT",
         [] { return bill("<xsl:value-of xmlns:xsl=\"http://www.w3.org/1999/XSL/Transform\" "
                          "select=\"document('file:///etc/passwd')\"/>"); }},
        {0, "an XPath where a rule looks", "bill", "",
         [] { return bill("<p class=\"'] | document('file:///etc/passwd') | //*['\">a</p>"); }},
    };
}

}  // namespace

std::string repeated(std::string_view text, std::size_t times) {
    std::string all;
    all.reserve(text.size() * times);
    for (std::size_t i = 0; i < times; ++i) all += text;
    return all;
}

std::string bill(std::string_view paragraphs, std::string_view on_root) {
    auto text = file_text("bill/1/valid/waterlopen.xml");
    text.erase(0, text.find("<akomaNtoso"));
    text = after(std::move(text), "<akomaNtoso ", std::string(on_root) + " ");
    return after(std::move(text), "gewestaangelegenheid.</p>", paragraphs);
}

std::string letter(std::string_view reference) {
    return "<letter xmlns=\"urn:wetbode:citizen-letter:1\" language=\"nl\"><reference>" + std::string(reference) +
           "</reference><date>2026-11-20</date><subject>Uw aanvraag</subject><salutation>Geachte</salutation>"
           "<body><paragraph>Wij hebben uw aanvraag ontvangen.</paragraph></body><closing>Met vriendelijke groeten"
           "</closing><signatory><function>De dossierbeheerder</function></signatory></letter>";
}

std::string harmless(std::size_t bytes) {
    constexpr std::string_view paragraph = "<p>De minister <i>bepaalt</i> dat.</p>\n";
    return bill(repeated(paragraph, bytes / paragraph.size() + 1));
}

std::vector<Attack> attacks_on_structure() {
    auto all = on_size();
    for (auto& attack : on_schema()) all.push_back(std::move(attack));
    return all;
}

}  // namespace wetbode::hostile
