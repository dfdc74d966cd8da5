// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "tests/unit/xml/reading.hpp"

#include <stdexcept>
#include <string>
#include <thread>

using namespace wetbode;
using namespace wetbode::xml;
using wetbode::xml::test::code_of;
using wetbode::xml::test::fault_in;
using wetbode::xml::test::repeated;
using namespace std::string_literals;

namespace {

/// Writes down what it hears, one character sequence per event kind.
class Scribe final : public Sink {
public:
    void start_element(Element const& element) override {
        told +=
            "<" + std::string(element.prefix) + ":" + std::string(element.local) + "{" + std::string(element.uri) + "}";
        for (auto const& n : element.namespaces) told += " xmlns " + std::string(n.prefix) + "=" + std::string(n.uri);
        for (auto const& a : element.attributes)
            told += " " + std::string(a.prefix) + ":" + std::string(a.local) + "{" + std::string(a.uri) + "}=" +
                    std::string(a.value);
        told += ">";
        last = element.position;
    }
    void end_element(std::string_view local, std::string_view, std::string_view) override {
        told += "</" + std::string(local) + ">";
    }
    void characters(std::string_view text) override { told += text; }
    void processing_instruction(std::string_view target, std::string_view data) override {
        told += "<?" + std::string(target) + "|" + std::string(data) + "?>";
    }
    void comment(std::string_view text) override { told += "<!" + std::string(text) + "!>"; }

    std::string told;
    Position last;
};

class Thrower final : public Sink {
public:
    void start_element(Element const& element) override {
        if (element.local == "stop") throw std::runtime_error("enough");
        ++elements;
    }
    int elements = 0;
};

/// Notes where each element ends, and where the end tag of the root begins.
class Surveyor final : public Sink {
public:
    void begin(Whereabouts const& whereabouts) override { where = &whereabouts; }
    void end_element(std::string_view local, std::string_view, std::string_view) override {
        ends.emplace_back(local, where->behind_element());
        root_end_tag = where->root_end_tag();
    }
    Whereabouts const* where = nullptr;
    std::vector<std::pair<std::string, std::uint64_t>> ends;
    std::optional<std::uint64_t> root_end_tag;
};

}  // namespace

TEST_CASE("a sink can ask where an element ends, in octets", "[xml]") {
    auto const mark = GENERATE(""s, "\xEF\xBB\xBF"s);
    auto const declaration = GENERATE(""s, "<?xml version='1.0' encoding='UTF-8'?>\r\n"s);
    // The file comes in pieces of 64 KiB: the ends lie in the first, near a cut, and far behind it.
    auto const filler = std::string(GENERATE(0U, 65'400U, 65'450U, 65'500U, 300'000U), 'f');
    auto const before = mark + declaration + "<!-- </r> --><r a='/r>'>\xC3\xA9\xE2\x82\xAC" +
                        repeated("<e>&amp;\r\n</e>", 5) + filler + "<![CDATA[</r>]]>";
    auto const first = before + "<b/>";
    auto const second = first + "<b c='d' />\t<?p </r>?>";
    auto const third = second + "<b>\r\n</b \n>";
    auto const last = third + "text <!-- </r> --> &lt;/r>\r\n";
    Surveyor surveyor;

    CHECK(fault_in(last + "</r \r\n >\n<!-- </r> -->\n", {}, {&surveyor}).code == "");

    REQUIRE(surveyor.ends.size() == 9);
    CHECK(surveyor.ends[5].second == first.size());
    CHECK(surveyor.ends[6].second == second.size() - std::string_view("\t<?p </r>?>").size());
    CHECK(surveyor.ends[7].second == third.size());
    CHECK(surveyor.ends[8].second == last.size() + std::string_view("</r \r\n >").size());
    CHECK(surveyor.root_end_tag == last.size());
}

TEST_CASE("a root without an end tag has no place for one", "[xml]") {
    Surveyor surveyor;

    CHECK(fault_in("<!-- </r> --><r a='1' />\n", {}, {&surveyor}).code == "");

    CHECK(surveyor.ends.size() == 1);
    CHECK_FALSE(surveyor.root_end_tag.has_value());
}

TEST_CASE("the door tells a sink what is in the document", "[xml]") {
    Scribe scribe;
    auto const text =
        "\xEF\xBB\xBF<?xml version='1.0' encoding='utf-8'?>\n<!--a--><w:wet xmlns:w='urn:w' xmlns='urn:d' w:nr='1' "
        "taal='n&#108;"
        "&amp;'>é&lt;<![CDATA[<b>&]]><?pi  data?><lid/></w:wet>\n"s;

    auto const fault = fault_in(text, {}, {&scribe});

    CHECK(fault == Fault{});
    CHECK(scribe.told ==
          "<!a!><w:wet{urn:w} xmlns w=urn:w xmlns =urn:d w:nr{urn:w}=1 :taal{}=nl&>é<<b>&<?pi|data?><:lid{urn:d}>"
          "</lid></wet>");
    CHECK(scribe.last.line == 2);
}

TEST_CASE("every sink hears the same pass", "[xml]") {
    Scribe first;
    Scribe second;

    CHECK(fault_in("<a b='c'>d</a>", {}, {&first, &second}).code.empty());

    CHECK(first.told == "<:a{} :b{}=c>d</a>");
    CHECK(second.told == first.told);
}

TEST_CASE("what a sink throws ends the pass and reaches the caller", "[xml]") {
    Thrower thrower;

    CHECK_THROWS_WITH(fault_in("<a><b/><stop/><c/></a>", {}, {&thrower}), "enough");

    CHECK(thrower.elements == 2);
}

TEST_CASE("a DOCTYPE of any kind is refused before anything in it is read", "[xml]") {
    auto const document = GENERATE(
        "<!DOCTYPE a><a/>"s, "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"s,
        "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>"s, "<!DOCTYPE a PUBLIC 'x' 'http://127.0.0.1:1/x.dtd'><a/>"s,
        "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><a>&x;</a>"s,
        "<!DOCTYPE a [<!ENTITY % p '<!ENTITY q \"r\">'>%p;]><a/>"s, "<!-- first --><?x y?>\n<!DOCTYPE a><a/>"s);

    CHECK(code_of(document) == "XML.DOCTYPE");
}

TEST_CASE("a billion laughs are refused at their first line", "[xml]") {
    std::string bomb = "<!DOCTYPE lolz [\n<!ENTITY lol0 'lol'>\n";
    for (int i = 1; i < 10; ++i)
        bomb += "<!ENTITY lol" + std::to_string(i) + " '" + repeated("&lol" + std::to_string(i - 1) + ";", 10) + "'>\n";
    bomb += "]>\n<lolz>&lol9;</lolz>";

    auto const fault = fault_in(bomb);

    CHECK(fault.code == "XML.DOCTYPE");
    CHECK(fault.line == 1);
    CHECK(fault.message.nl.find("DOCTYPE") != std::string::npos);
}

TEST_CASE("text that merely looks like a DOCTYPE is text", "[xml]") {
    CHECK(code_of("<a><!-- <!DOCTYPE b> --><![CDATA[<!DOCTYPE b>]]><?x <!DOCTYPE b>?></a>").empty());
    CHECK(code_of("<a b='&lt;!DOCTYPE b&gt;'/>").empty());
}

TEST_CASE("an entity that XML does not know is refused", "[xml]") {
    auto const fault = fault_in("<a>caf&eacute;</a>");

    CHECK(fault.code == "XML.MALFORMED");
    CHECK(fault.message.nl.find("entiteit") != std::string::npos);
    CHECK_FALSE(fault.detail.empty());
    CHECK(code_of("<a b='&nbsp;'/>") == "XML.MALFORMED");
}

TEST_CASE("the five predefined entities and character references are let in", "[xml]") {
    Scribe scribe;

    CHECK(fault_in("<a>&amp;&lt;&gt;&quot;&apos;&#233;&#xE9;</a>", {}, {&scribe}).code.empty());

    CHECK(scribe.told == "<:a{}>&<>\"'éé</a>");
}

TEST_CASE("only UTF-8 is let in, and the fault says so", "[xml]") {
    auto const document =
        GENERATE("\xFF\xFE<\0a\0/\0>\0"s, "\xFE\xFF\0<\0a\0/\0>"s, "<\0a\0/\0>\0"s, "\0<\0a\0/\0>"s,
                 "\xFF\xFE\0\0<\0\0\0"s, "\0\0\0<\0\0\0a"s, "<?xml version='1.0' encoding='UTF-16'?><a/>"s,
                 "<?xml version='1.0' encoding='UTF-7'?><a/>"s, "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a/>"s,
                 "\x4C\x6F\xA7\x94"s, "<a>caf\xE9</a>"s, "<a>\xC0\xBC</a>"s, "<a>\xED\xA0\x80</a>"s, "<a>\xE2\x82"s);

    auto const fault = fault_in(document);

    CHECK(fault.code == "XML.ENCODING");
    CHECK(fault.message.en.find("UTF-8") != std::string::npos);
}

TEST_CASE("XML 1.1 is refused, because two parsers may read it differently", "[xml]") {
    CHECK(code_of("<?xml version='1.1'?><a/>") == "XML.MALFORMED");
    CHECK(code_of("<?xml version='1.0'?><a/>").empty());
}

TEST_CASE("an empty file is called empty", "[xml]") {
    CHECK(code_of("") == "XML.EMPTY");
    CHECK(code_of(" \n\t ") == "XML.EMPTY");
    CHECK(code_of("\xEF\xBB\xBF") == "XML.EMPTY");
}

TEST_CASE("what is not well-formed is refused with its place", "[xml]") {
    auto const document =
        GENERATE("<a>"s, "<a><b></a></b>"s, "<a/><b/>"s, "<a/>text"s, "text"s, "<a b=c/>"s, "<a b='1' b='2'/>"s,
                 "<a b/>"s, "<a>&</a>"s, "<a>&amp</a>"s, "<a b='<'/>"s, "<a>]]></a>"s, "<a><!-- -- --></a>"s, "<p:a/>"s,
                 "<a p:b='1'/>"s, "<a xmlns:p='u' xmlns:q='u' p:b='1' q:b='2'/>"s, "<a>\x01</a>"s, "<a>\0</a>"s,
                 "<a>&#0;</a>"s, "<a>&#xD800;</a>"s, " <?xml version='1.0'?><a/>"s, "<a><!ENTITY b 'c'></a>"s,
                 "<a><![CDATA[ </a>"s, "<1/>"s, "<a"s, "<a/"s, "<"s, "<a>\xEF\xBF\xBF</a>"s, "<a xmlns:b=''/>"s,
                 "<a>&#12"s, "<!-- "s, "<a/><?xml version='1.0'?>"s);

    auto const fault = fault_in(document);

    INFO(document);
    CHECK(fault.code == "XML.MALFORMED");
    CHECK(fault.line >= 1);
    CHECK(fault.column >= 1);
    CHECK_FALSE(fault.message.nl.empty());
    CHECK_FALSE(fault.message.en.empty());
}

TEST_CASE("a truncated document and two documents in one file are told apart", "[xml]") {
    CHECK(fault_in("<a><b>").message.nl.find("te vroeg") != std::string::npos);
    CHECK(fault_in("<a/><a/>").message.nl.find("Na het einde") != std::string::npos);
}

TEST_CASE("a fault names line and column", "[xml]") {
    auto const fault = fault_in("<a>\n<b>\n  <c></d>\n</b></a>");

    CHECK(fault.line == 3);
    CHECK(fault.column > 3);
}

TEST_CASE("a document that is cut at any byte is refused, never accepted, never a crash", "[xml]") {
    auto const whole =
        "<?xml version='1.0' encoding='UTF-8'?><!--é--><w:a xmlns:w='urn:é' b='é&amp;'>é<![CDATA[é]]><?p é?>"
        "&#233;<c/></w:a>"s;

    REQUIRE(code_of(whole).empty());
    for (std::size_t length = 0; length < whole.size(); ++length) {
        INFO(length);
        CHECK_FALSE(code_of(whole.substr(0, length)).empty());
    }
}

TEST_CASE("characters that fall over the edge of a piece arrive whole", "[xml]") {
    // The door reads 64 KiB at a time: shift a text of two-, three- and four-octet characters over every offset.
    for (std::size_t shift = 0; shift < 9; ++shift) {
        Scribe scribe;
        auto const text = repeated("x", shift) + repeated("é€𝄞&amp;", 20'000);
        REQUIRE(fault_in("<a>" + text + "</a>", {}, {&scribe}).code.empty());
        CHECK(scribe.told == "<:a{}>" + repeated("x", shift) + repeated("é€𝄞&", 20'000) + "</a>");
    }
}

TEST_CASE("a changed file is an outage, not a verdict", "[xml]") {
    auto content = content_of("<a/>");
    content.where = "<b/>"s;

    CHECK_THROWS_AS(read(content, {}, {}), Outage);
}

TEST_CASE("several threads may pass the door at once", "[xml]") {
    std::vector<std::jthread> threads;
    std::vector<std::string> codes(8);
    for (std::size_t i = 0; i < codes.size(); ++i)
        threads.emplace_back([&codes, i] {
            for (int turn = 0; turn < 50; ++turn) codes[i] += code_of(i % 2 == 0 ? "<a><b/></a>" : "<a><b></a>");
        });
    threads.clear();

    for (std::size_t i = 0; i < codes.size(); ++i) CHECK(codes[i] == (i % 2 == 0 ? "" : repeated("XML.MALFORMED", 50)));
}
