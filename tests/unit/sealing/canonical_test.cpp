// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "gateway/base/content.hpp"
#include "gateway/xml/canonical.hpp"

#include <libxml/c14n.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/xpath.h>

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

struct Chosen {
    xmlNode* apex;
};

/// Visible is what lies at or below the apex; libxml2 asks for namespace declarations with their element as parent.
int is_visible(void* state, xmlNode* node, xmlNode* parent) {
    auto const* apex = static_cast<Chosen const*>(state)->apex;
    if (apex == nullptr) return 1;
    auto* at = node != nullptr && node->type != XML_NAMESPACE_DECL ? node : parent;
    for (; at != nullptr; at = at->parent)
        if (at == apex) return 1;
    return 0;
}

std::string theirs(std::string const& document, char const* xpath) {
    auto* const parsed = xmlReadMemory(document.data(), static_cast<int>(document.size()), nullptr, nullptr,
                                       XML_PARSE_NONET | XML_PARSE_NOENT | XML_PARSE_HUGE);
    REQUIRE(parsed != nullptr);
    Chosen chosen{nullptr};
    if (xpath != nullptr) {
        auto* const context = xmlXPathNewContext(parsed);
        auto* const found = xmlXPathEvalExpression(reinterpret_cast<xmlChar const*>(xpath), context);
        REQUIRE(found != nullptr);
        REQUIRE(found->nodesetval != nullptr);
        REQUIRE(found->nodesetval->nodeNr >= 1);
        chosen.apex = found->nodesetval->nodeTab[0];
        xmlXPathFreeObject(found);
        xmlXPathFreeContext(context);
    }
    auto* const buffer = xmlAllocOutputBuffer(nullptr);
    REQUIRE(xmlC14NExecute(parsed, is_visible, &chosen, XML_C14N_EXCLUSIVE_1_0, nullptr, 0, buffer) >= 0);
    std::string const octets(reinterpret_cast<char const*>(xmlOutputBufferGetContent(buffer)),
                             xmlOutputBufferGetSize(buffer));
    xmlOutputBufferClose(buffer);
    xmlFreeDoc(parsed);
    return octets;
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
};

}  // namespace

TEST_CASE("a whole document has the canonical form that libxml2 gives it", "[canonical]") {
    for (auto const& document : documents) {
        INFO(document);
        CHECK(ours(document, std::nullopt) == theirs(document, nullptr));
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

    CHECK(ours(document, std::nullopt) == theirs(document, nullptr));
}
