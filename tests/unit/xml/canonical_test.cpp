// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "gateway/base/content.hpp"
#include "gateway/xml/canonical.hpp"
#include "gateway/xml/inclusive.hpp"
#include "tests/unit/xml/judge.hpp"

#include <array>
#include <string>
#include <vector>

using namespace wetbode;

namespace {

std::string ours(std::string const& document, std::optional<xml::Subtree> const& subtree,
                 std::uint64_t* matches = nullptr) {
    std::string octets;
    auto const out = [&octets](std::string_view piece) { octets.append(piece); };
    auto canonicaliser = subtree ? xml::Canonicaliser(*subtree, out) : xml::Canonicaliser(out);
    std::array<xml::Sink*, 1> const sinks{&canonicaliser};
    auto const read = xml::read(content_of(document), {}, sinks);
    REQUIRE(read.has_value());
    canonicaliser.finish();
    if (matches != nullptr) *matches = canonicaliser.matches();
    return octets;
}

std::string theirs(std::string const& document, std::string const& xpath, int mode = XML_C14N_EXCLUSIVE_1_0,
                   bool comments = false) {
    auto const form = xml::test::Judge(document).form(xpath, mode, comments);
    REQUIRE(form.has_value());
    return *form;
}

std::vector<std::string> const documents{
    "<a/>",
    "<?xml version=\"1.0\"?>\n<?before one?>\n<?bare?><!-- gone -->\n<a>x<!-- gone -->y<?in  "
    "side?></a>\n<?after?>\n<!-- gone -->\n",
    "<a z='1' b=\"2\" xmlns:p='urn:p' xmlns:q='urn:q' q:a='3' p:b='4' xml:lang='nl' p:a='5'>t</a>",
    "<a xmlns='urn:a'><b xmlns=''><c xmlns='urn:a'/><d/></b><e xmlns='urn:a'/></a>",
    "<p:a xmlns:p='urn:1'><p:b xmlns:p='urn:2'><p:c xmlns:p='urn:1'/></p:b><p:d/></p:a>",
    "<a xmlns:unused='urn:u'><b c='unused:text'/></a>",
    "<a t='&lt;&amp;&gt;&quot;&apos;&#9;&#10;&#13;'>&lt;&amp;&gt;&quot;'&#9;&#10;&#13;]]&gt;</a>",
    "<a t='  one\n\ttwo  '>line\r\nline\rline</a>",
    "<a><![CDATA[<b> & ]]]]><![CDATA[></b>]]></a>",
    "<decreet naam='\xC3\xAB\xE2\x82\xAC\xF0\x9F\x93\x9C'>Artikel \xC3\xA9\xC3\xA9n &#xE9; &#x1F4DC;</decreet>",
    "<n1:e xmlns:n1='urn:1' xmlns:n0='urn:0' n0:x='1' n1:x='2' x='0'><n0:y n1:z='1'/></n1:e>",
    "<a xmlns='urn:x' xmlns:b='urn:x' b:at='1'><b:c d='1'/><c b:d='2'/></a>",
    "<a xml:space='preserve' xml:id='i' xmlns:xml='http://www.w3.org/XML/1998/namespace'> <b xml:lang='nl'/> </a>",
    "<a><b xmlns='urn:b' xmlns:c='urn:c'><c:d><e xmlns=''><f/><c:g xmlns:c='urn:other'/></e></c:d></b></a>",
    "<a xmlns:p='urn:1' xmlns:q='urn:1' q:x='1'><p:b q:y='2' p:a='1'/><q:b xmlns:p='urn:2' p:y='3'/></a>",
    "<a b='1' a='2' B='3' _='4' \xC3\xA9='5' xmlns:z='urn:a' xmlns:y='urn:b' z:b='6' y:a='7' xml:base='http://x/'/>",
    "<a x='&#x20;&#x9;&#xA;&#xD;'>&#x20;&#x9;&#xA;&#xD;\t\r\n\r</a>",
    "<a x='\r\n\t \r\n'\n\ty\t=\r\n\"z\"\r\n>\r\n\t</a \n>\r\n",
    "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\r\n\r\n<?p  data with  space ?>\r\n"
    "<!--x--><a/>\n\n<?q?><?r s?>\n",
    "<a><?p?><?q   r?><?s t\r\nu?><!----><!-- a\r\nb --></a>",
    "<a><![CDATA[]]><![CDATA[\r\n&lt;\t]]>x<![CDATA[]]]]>&gt;</a>",
    "<a xmlns='urn:a' xmlns:p='urn:a'><p:b><c><p:d xmlns='urn:b'><e/><p:f xmlns:p='urn:c'/></p:d></c></p:b></a>",
    "<a xmlns:p='urn:p'><b xmlns:p='urn:p'><p:c xmlns:p='urn:p'/></b><p:c/></a>",
    "<a xmlns:xml='http://www.w3.org/XML/1998/namespace' xml:lang='nl'><b xml:lang='' xml:space='default'/></a>",
    "<a xmlns='urn:a'><b xmlns=''><c><d xmlns=''/></c></b><b xmlns=''/></a>",
    "<a type='xs:string' xmlns:xs='http://www.w3.org/2001/XMLSchema'><b xmlns:xs='urn:other'>xs:int</b></a>",
    "<a>\xF4\x8F\xBF\xBD\xEE\x80\x80&#x10FFFD;&#xE000;\xC2\x85\xE2\x80\xA8</a>",
};

/// Where canonical forms differ: declarations and xml: attributes of ancestors, comments, xml:base.
std::string const nested =
    "<?pi out?><!-- out --><r xmlns='urn:r' xmlns:p='urn:p' xmlns:unused='urn:u' xml:lang='nl' "
    "xml:base='http://example.org/a/' xml:id='r'><m xml:base='b/' xml:space='preserve'><!-- c -->"
    "<p:chosen Id='one' p:a='1'><plain/><!-- in --><x xmlns='' xml:base='c'/><ds:S "
    "xmlns:ds='http://www.w3.org/2000/09/xmldsig#'><y/></ds:S>t</p:chosen></m></r><!-- after -->";

}  // namespace

TEST_CASE("a whole document has the canonical form that libxml2 gives it", "[canonical]") {
    for (auto const& document : documents) {
        INFO(document);
        CHECK(ours(document, std::nullopt) == theirs(document, ""));
    }
}

TEST_CASE("the name of a namespace is escaped like any value", "[canonical]") {
    // Canonical XML 1.0 section 2.3. libxml2 2.9.14 leaves the ampersand bare, which is not even XML.
    CHECK(ours("<p:a xmlns:p='http://x/?a=1&amp;b=2'><p:b p:c='&amp;'/></p:a>", std::nullopt) ==
          "<p:a xmlns:p=\"http://x/?a=1&amp;b=2\"><p:b p:c=\"&amp;\"></p:b></p:a>");
}

TEST_CASE("line ends are line feeds, wherever the parser cuts the text", "[canonical]") {
    std::string lines;
    std::string wanted;
    for (int i = 0; i < 3000; ++i) {  // sections come in pieces of 300 octets: a cut falls between every two of them
        lines += std::string(static_cast<std::size_t>(i % 7), 'x') + (i % 3 == 0 ? "\r" : "\r\n");
        wanted += std::string(static_cast<std::size_t>(i % 7), 'x') + "\n";
    }
    bool const section = GENERATE(true, false);
    auto const written = section ? "<![CDATA[" + lines + "]]><![CDATA[\n]]>" : lines + "<?p x\r?>\n";
    auto const read = section ? wanted + "\n" : wanted + "<?p x\n?>\n";
    for (std::size_t shift = 0; shift < 16; ++shift) {  // the file comes in pieces of 64 KiB
        std::string const filler(65'520 + shift - 10 * (shift % 2), 'f');
        CHECK((ours("<a>" + filler + written + "</a>", std::nullopt) == "<a>" + filler + read + "</a>"));
    }
}

TEST_CASE("a subtree has the canonical form that libxml2 gives it", "[canonical]") {
    std::string const document =
        "<?pi out?><r xmlns='urn:r' xmlns:p='urn:p' xmlns:q='urn:q' xml:lang='nl'>before"
        "<p:chosen Id='one' q:a='1' z='2'><plain/><p:in xmlns:p='urn:p2'/><q:in/><x xmlns=''/>t &amp; t<?pi "
        "in?></p:chosen>"
        "<p:chosen Id='two'/></r>";
    auto const wanted = theirs(document, "//*[@Id='one']");

    CHECK(ours(document, xml::Subtree{{}, {}, "one"}) == wanted);
    CHECK(ours(document, xml::Subtree{"urn:p", "chosen", {}}) == wanted);
    CHECK(ours(document, xml::Subtree{"urn:p", "chosen", "two"}) == theirs(document, "//*[@Id='two']"));
}

TEST_CASE("matches are counted, so that an Id that comes twice is noticed", "[canonical]") {
    std::string const document = "<r><a Id='x'>first<b Id='x'/></a><c Id='x'/></r>";
    std::uint64_t matches = 0;

    CHECK(ours(document, xml::Subtree{{}, {}, "x"}, &matches) == "<a Id=\"x\">first<b Id=\"x\"></b></a>");
    CHECK(matches == 3);
    CHECK(ours(document, xml::Subtree{{}, {}, "absent"}, &matches).empty());
    CHECK(matches == 0);
}

TEST_CASE("a canonical form longer than one piece is whole", "[canonical]") {
    std::string document = "<r xmlns='urn:r'>";
    for (int i = 0; i < 20'000; ++i) document += "<e n='" + std::to_string(i) + "'>text &amp; more</e>\n";
    document += "</r>";

    CHECK(ours(document, std::nullopt) == theirs(document, ""));
}

TEST_CASE("the tree's canonical forms are those of libxml2 over a node set", "[canonical]") {
    struct Row {
        char const* uri;
        int mode;
        bool comments;
    };
    auto const row = GENERATE(Row{"http://www.w3.org/TR/2001/REC-xml-c14n-20010315", XML_C14N_1_0, false},
                              Row{"http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments", XML_C14N_1_0, true},
                              Row{"http://www.w3.org/2006/12/xml-c14n11", XML_C14N_1_1, false},
                              Row{"http://www.w3.org/2006/12/xml-c14n11#WithComments", XML_C14N_1_1, true},
                              Row{"http://www.w3.org/2001/10/xml-exc-c14n#", XML_C14N_EXCLUSIVE_1_0, false},
                              Row{"http://www.w3.org/2001/10/xml-exc-c14n#WithComments", XML_C14N_EXCLUSIVE_1_0, true});
    auto const method = xml::canonical_method_from(row.uri);
    REQUIRE(method.has_value());

    CHECK(xml::canonical_dom(nested, {}, *method) == theirs(nested, "", row.mode, row.comments));
    CHECK(xml::canonical_dom(nested, {{}, {}, "one"}, *method) ==
          theirs(nested, "//*[@Id='one']", row.mode, row.comments));
    CHECK(xml::canonical_dom(content_of(nested), {"urn:p", "chosen", {}}, *method) ==
          theirs(nested, "//*[@Id='one']", row.mode, row.comments));
    CHECK(xml::canonical_dom(nested, {}, {"http://www.w3.org/2000/09/xmldsig#", "S", {}}, *method) ==
          xml::test::Judge(nested).form("", row.mode, row.comments, "ds:S").value());
    for (auto const& document : documents) {
        INFO(document);
        CHECK(xml::canonical_dom(document, {}, *method) == theirs(document, "", row.mode, row.comments));
    }
}

TEST_CASE("inclusive canonical forms of a subtree, as the recommendations write them", "[canonical]") {
    // Canonical XML 1.0 section 2.4 and 1.1 section 2.4: the apex takes over the declarations and the xml: attributes
    // of its ancestors; 1.1 neither takes over xml:id nor leaves xml:base as it stands.
    std::string const document =
        "<r xmlns:u='urn:u' xml:lang='nl' xml:id='i' xml:base='http://example.org/a/'>"
        "<m xml:base='b/'><c Id='x'/></m></r>";
    auto const form = [&](char const* uri) {
        return xml::canonical_dom(document, {{}, {}, "x"}, *xml::canonical_method_from(uri));
    };

    CHECK(form("http://www.w3.org/TR/2001/REC-xml-c14n-20010315") ==
          "<c xmlns:u=\"urn:u\" Id=\"x\" xml:base=\"b/\" xml:id=\"i\" xml:lang=\"nl\"></c>");
    CHECK(form("http://www.w3.org/2006/12/xml-c14n11") ==
          "<c xmlns:u=\"urn:u\" Id=\"x\" xml:base=\"http://example.org/a/b/\" xml:lang=\"nl\"></c>");
    CHECK(form("http://www.w3.org/2001/10/xml-exc-c14n#") == "<c Id=\"x\"></c>");
}

TEST_CASE("prefixes that are treated inclusively are written at the apex", "[canonical]") {
    xml::Method method{xml::CanonicalForm::exclusive_1_0, xml::Comments::left_out, {"u"}};

    CHECK(xml::canonical_dom("<r xmlns:u='urn:u' xmlns:v='urn:v'><c Id='x'/></r>", {{}, {}, "x"}, method) ==
          "<c xmlns:u=\"urn:u\" Id=\"x\"></c>");
}

TEST_CASE("a canonical form that cannot be made is a fault", "[canonical]") {
    auto const code = [](std::string const& document, xml::Subtree const& subtree) {
        auto const form = xml::canonical_dom(document, subtree, xml::Method{});
        return form ? std::string("none") : form.error().code;
    };

    CHECK(code("<a/>", {{}, {}, "absent"}) == "XML.CANONICAL");
    CHECK(code("<a><b Id='x'/><b Id='x'/></a>", {{}, {}, "x"}) == "XML.CANONICAL");
    CHECK(code("<a><b Id='x'/><b Id='x'/></a>", {{}, "b", {}}) == "XML.CANONICAL");
    CHECK(code("<a xmlns='relative'/>", {}) == "XML.CANONICAL");
    CHECK(code("<!DOCTYPE a><a/>", {}) == "XML.DOCTYPE");
    CHECK(code("<a", {}) == "XML.MALFORMED");
    CHECK(code("<a>" + std::string(xml::canonical_dom_bytes_max, 'x') + "</a>", {}) == "XML.TOO_LARGE");
    CHECK(xml::canonical_dom(content_of("<a>" + std::string(xml::canonical_dom_bytes_max, 'x') + "</a>"), {}, {})
              .error().code == "XML.TOO_LARGE");
    CHECK_FALSE(xml::canonical_method_from("http://www.w3.org/TR/1999/REC-xpath-19991116").has_value());
    CHECK_FALSE(xml::canonical_method_from("http://www.w3.org/2001/10/xml-exc-c14n").has_value());
}
