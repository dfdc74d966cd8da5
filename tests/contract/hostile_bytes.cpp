// SPDX-License-Identifier: EUPL-1.2
#include "contract/hostile.hpp"

#include <utility>

namespace wetbode::hostile {

namespace {

using namespace std::string_literals;

/// A document of another encoding, made of ASCII: each character between `before` and `behind`.
std::string wide(std::string const& ascii, std::string const& before, std::string const& behind) {
    std::string out;
    for (char const c : ascii) out += before + c + behind;
    return out;
}

std::string with_dtd(std::string const& subset, std::string const& use) {
    return "<!DOCTYPE akomaNtoso " + subset + ">" + bill("<p>" + use + "</p>");
}

std::string billion_laughs() {
    std::string subset = "[<!ENTITY l0 \"ha\">";
    for (int i = 1; i < 30; ++i) {
        auto const inner = "&l" + std::to_string(i - 1) + ";";
        subset += "<!ENTITY l" + std::to_string(i) + " \"" + repeated(inner, 10) + "\">";
    }
    return with_dtd(subset + "]", "&l29;");
}

std::string parameter_bomb() {
    std::string subset = "[<!ENTITY % p0 \"x\">";
    for (int i = 1; i < 30; ++i) {
        auto const inner = "%p" + std::to_string(i - 1) + ";";
        subset += "<!ENTITY % p" + std::to_string(i) + " '" + repeated(inner, 10) + "'>";
    }
    return with_dtd(subset + " %p29;]", "a");
}

std::vector<Attack> with_dtds() {
    auto const row = [](char const* name, std::string document) {
        return Attack{0, name, "bill", "XML.DOCTYPE", [document = std::move(document)] { return document; }};
    };
    return {
        row("a billion laughs", billion_laughs()),
        row("a quadratic blow-up",
            with_dtd("[<!ENTITY a \"" + repeated("a", 50'000) + "\">]", repeated("&a;", 50'000))),
        row("a bomb of parameter entities", parameter_bomb()),
        row("a file as an entity", with_dtd("[<!ENTITY a SYSTEM \"file:///etc/passwd\">]", "&a;")),
        row("a page as a DTD", with_dtd("SYSTEM \"http://127.0.0.1:9/evil.dtd\"", "a")),
        row("a public DTD", with_dtd("PUBLIC \"-//X//Y\" \"http://127.0.0.1:9/evil.dtd\"", "a")),
        row("a DTD that gives attributes a value", with_dtd("[<!ATTLIST p eId CDATA \"a\">]", "a")),
        row("a DTD that gives a namespace", with_dtd("[<!ATTLIST akomaNtoso xmlns CDATA \"urn:x\">]", "a")),
        row("a DTD that says nothing", with_dtd("", "a")),
        row("a DTD behind a comment", "<!-- <!DOCTYPE --><?x <!DOCTYPE ?>\n" + with_dtd("[]", "a")),
    };
}

std::vector<Attack> with_encodings() {
    auto const row = [](int trap, char const* name, char const* code, std::string document) {
        return Attack{trap, name, "bill", code, [document = std::move(document)] { return document; }};
    };
    auto const declared = [](std::string const& what) { return "<?xml version=\"1.0\" " + what + "?>" + bill(); };
    return {
        row(0, "an octet that is no UTF-8", "XML.ENCODING", bill("<p>\xFF</p>")),
        row(0, "a cut character", "XML.ENCODING", bill("<p>\xE2\x82</p>")),
        row(0, "'<' in two octets", "XML.ENCODING", bill("<p>\xC0\xBC" "b></p>")),
        row(0, "'/' in three octets", "XML.ENCODING", bill("<p>\xE0\x80\xAF</p>")),
        row(0, "half a surrogate pair", "XML.ENCODING", bill("<p>\xED\xA0\x80</p>")),
        row(0, "a character beyond Unicode", "XML.ENCODING", bill("<p>\xF4\x90\x80\x80</p>")),
        row(0, "a zero octet in text", "XML.MALFORMED", bill("<p>a\0b</p>"s)),
        row(0, "a zero octet behind the document", "XML.MALFORMED", bill() + "\0"s),
        row(0, "an escape character in text", "XML.MALFORMED", bill("<p>\x1B[2J</p>")),
        row(0, "U+FFFE in text", "XML.MALFORMED", bill("<p>\xEF\xBF\xBE</p>")),
        row(0, "a byte order mark", "", "\xEF\xBB\xBF" + bill()),
        row(0, "two byte order marks", "XML.MALFORMED", "\xEF\xBB\xBF\xEF\xBB\xBF" + bill()),
        row(0, "UTF-16, small end first, with its mark", "XML.ENCODING", "\xFF\xFE"s + wide("<a/>", "", "\0"s)),
        row(0, "UTF-16, big end first, with its mark", "XML.ENCODING", "\xFE\xFF"s + wide("<a/>", "\0"s, "")),
        row(0, "UTF-16, small end first, without mark", "XML.ENCODING", wide("<a/>", "", "\0"s)),
        row(0, "UTF-16, big end first, without mark", "XML.ENCODING", wide("<a/>", "\0"s, "")),
        row(0, "UTF-32", "XML.ENCODING", wide("<a/>", "\0\0\0"s, "")),
        row(0, "UTF-16 that begins with white space", "XML.MALFORMED", wide(" <a/>", "", "\0"s)),
        row(0, "EBCDIC", "XML.ENCODING", "\x4C\x6F\xA7\x94\x93"),
        row(0, "UTF-7 that is declared", "XML.ENCODING", declared("encoding=\"UTF-7\"")),
        row(0, "UTF-7 that is not declared", "XML.MALFORMED", "+ADw-a/+AD4-"),
        row(0, "Latin 1 declared over UTF-8", "XML.ENCODING", declared("encoding='ISO-8859-1'")),
        row(0, "UTF-16 declared over UTF-8", "XML.ENCODING", declared("encoding=\"UTF-16\"")),
        row(0, "an encoding that nobody knows", "XML.ENCODING", declared("encoding=\"evil\"")),
        row(0, "UTF-8 in small letters", "", declared("encoding=\"utf-8\"")),
        row(0, "XML 1.1", "XML.MALFORMED", "<?xml version=\"1.1\"?>" + bill()),
        row(0, "XML without version", "XML.MALFORMED", "<?xml encoding=\"UTF-8\"?>" + bill()),
        row(0, "a document that stands alone", "", declared("standalone=\"yes\"")),
        row(0, "a document that may stand alone", "XML.MALFORMED", declared("standalone=\"maybe\"")),
        row(0, "a declaration behind a blank", "XML.MALFORMED", " " + declared("encoding=\"UTF-8\"")),
    };
}

std::vector<Attack> with_frames() {
    auto const row = [](int trap, char const* name, char const* code, std::string document) {
        return Attack{trap, name, "bill", code, [document = std::move(document)] { return document; }};
    };
    return {
        row(0, "nothing", "XML.EMPTY", ""),
        row(0, "white space", "XML.EMPTY", " \n\t\r\n"),
        row(0, "a mark and nothing", "XML.EMPTY", "\xEF\xBB\xBF"),
        row(12, "two documents in one", "XML.MALFORMED", bill() + bill()),
        row(12, "a second root", "XML.MALFORMED", bill() + "<a/>"),
        row(12, "text behind the document", "XML.MALFORMED", bill() + "a"),
        row(12, "a comment behind the document", "", bill() + "<!-- a -->"),
        row(14, "half a document", "XML.MALFORMED", bill().substr(0, 1500)),
        row(14, "a PDF", "XML.MALFORMED", "%PDF-1.7\n%abc"),
        row(14, "JSON", "XML.MALFORMED", "{\"a\": 1}"),
        row(14, "an end tag first", "XML.MALFORMED", "</a>"),
        row(14, "end tags without end", "XML.MALFORMED", repeated("</a>", 100'000)),
        row(14, "a doctype in small letters", "XML.MALFORMED", "<!doctype html>" + bill()),
        row(0, "an entity that is not declared", "XML.MALFORMED", bill("<p>&lol;</p>")),
        row(0, "an entity that is not declared, in a value", "XML.MALFORMED", bill("<p class=\"&lol;\">a</p>")),
        row(0, "the character zero", "XML.MALFORMED", bill("<p>&#0;</p>")),
        row(0, "an escape character by number", "XML.MALFORMED", bill("<p>&#x1B;</p>")),
        row(0, "half a surrogate pair by number", "XML.MALFORMED", bill("<p>&#xD800;&#xDC00;</p>")),
        row(0, "a character beyond Unicode by number", "XML.MALFORMED", bill("<p>&#x110000;</p>")),
        row(0, "a character number without end", "XML.MALFORMED", bill("<p>&#x" + repeated("4", 100'000) + ";</p>")),
        row(0, "the same attribute twice", "XML.MALFORMED", bill("<p class=\"a\" class=\"b\">a</p>")),
        row(0, "the same attribute twice, by two prefixes", "XML.MALFORMED",
            bill("<p xmlns:a=\"u\" xmlns:b=\"u\" a:x=\"1\" b:x=\"2\">a</p>")),
        row(0, "a prefix that is not declared", "XML.MALFORMED", bill("<x:p>a</x:p>")),
        row(0, "a prefix without namespace", "XML.MALFORMED", bill("<p xmlns:a=\"\">a</p>")),
        row(0, "a name with two colons", "XML.MALFORMED", bill("<p xmlns:a=\"u\"><a:b:c/></p>")),
        row(0, "'<' in a value", "XML.MALFORMED", bill("<p class=\"<\">a</p>")),
        row(0, "']]>' in text", "XML.MALFORMED", bill("<p>]]></p>")),
    };
}

}  // namespace

std::vector<Attack> attacks_on_octets() {
    auto all = with_dtds();
    for (auto& attack : with_encodings()) all.push_back(std::move(attack));
    for (auto& attack : with_frames()) all.push_back(std::move(attack));
    return all;
}

}  // namespace wetbode::hostile
