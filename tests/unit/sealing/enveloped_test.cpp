// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "gateway/base/content.hpp"
#include "gateway/refusal.hpp"
#include "gateway/sealing/enveloped.hpp"
#include "tests/unit/sealing/house.hpp"
#include "tests/unit/xml/judge.hpp"

#include <algorithm>

using namespace wetbode;
using namespace wetbode::test;
using namespace std::string_literals;

namespace {

std::string sealed(House const& house, std::string const& document) {
    auto const seal = house.sealer().seal_enveloped(content_of(document), "application/xml", SealLevel::b, noon());
    INFO((seal ? "" : seal.error().code));
    REQUIRE(seal.has_value());
    return octets_in(seal->container);
}

Fault refusal(House const& house, std::string const& document) {
    auto const seal = house.sealer().seal_enveloped(content_of(document), "application/xml", SealLevel::b, noon());
    return seal ? Fault{} : seal.error();
}

}  // namespace

TEST_CASE("the octets of a document stay where they are when it is sealed", "[enveloped]") {
    House const house;
    std::string const document =
        GENERATE("<a>x</a>"s, "<a></a\r\n >"s, House::act_text(),
                 "<a><![CDATA[</a>]]><!--</a>--><?p </a>?></a><!--</a>-->"s,
                 "<a>" + std::string(70'000, 'x') + "\r\n<b/></a>\r\n", "<a>" + std::string(65'533, 'x') + "</a>");
    auto const end_tag = document.rfind(document.find("<akn:") == std::string::npos ? "</a" : "</akn:");
    auto const before = document.find("<!--</a>-->") == std::string::npos ? end_tag : document.find("?></a>") + 2;

    auto const with_seal = sealed(house, document);

    auto const added = with_seal.size() - document.size();
    CHECK((with_seal.substr(0, before) == document.substr(0, before)));
    CHECK((with_seal.substr(before + added) == document.substr(before)));
    CHECK(with_seal.substr(before, 14) == "<ds:Signature ");
    CHECK(with_seal.substr(before + added - 15, 15) == "</ds:Signature>");
    auto const verdict = xmlsec_on_document(house, with_seal);
    INFO(verdict.output);
    CHECK(verdict.status == 0);
}

TEST_CASE("documents with every feature of canonical XML hold under their seal", "[enveloped][xmlsec]") {
    House const house;
    for (auto const* document :
         {"<a xmlns='urn:a' xmlns:ds='urn:not-a-signature' ds:x='1'><ds:b/></a>",
          "<ds:a xmlns:ds='urn:taken' xmlns:xades='urn:taken-too' xades:b='c'/>  ",
          "<a xml:lang='nl' xml:space='preserve'> </a>",
          "<a t='&#9;&#10;&#13; &lt;&quot;'>&#13;\r\n\r&gt;]]&gt;</a>",
          "<?p?><a xmlns:u='urn:u'><?q r?><!-- c --></a><?s?>",
          "<a xmlns='urn:1'><b xmlns=''><c xmlns='urn:1'/></b></a>"}) {
        INFO(document);
        if (std::string_view(document).find("/>  ") != std::string_view::npos) {
            CHECK(refusal(house, document).code == "SEAL.ROOT");
            continue;
        }
        auto const verdict = xmlsec_on_document(house, sealed(house, document));
        INFO(verdict.output);
        CHECK(verdict.status == 0);
    }
}

TEST_CASE("a document that cannot carry its seal is refused with the way out", "[enveloped]") {
    House const house;
    auto const signature = "<a><x/><s:Signature xmlns:s='http://www.w3.org/2000/09/xmldsig#'/></a>"s;
    auto const deep = "<a><x>" + signature + "</x></a>";
    auto const utf16 = "\xFF\xFE<\0a\0/\0>\0"s;
    auto const latin = "<?xml version='1.0' encoding='ISO-8859-1'?><a>\xEB</a>"s;

    for (auto const& [document, code] : std::vector<std::pair<std::string, std::string>>{
             {signature, "SEAL.SIGNED"}, {deep, "SEAL.SIGNED"}, {sealed(house, "<a>x</a>"), "SEAL.SIGNED"},
             {"<a/>", "SEAL.ROOT"}, {"<a b='c' />\n", "SEAL.ROOT"},
             {"<a><b xmlns:p='relative'></b></a>", "SEAL.NAMESPACE"},
             {"<a xmlns='http://x/?a&amp;b'>x</a>", "SEAL.NAMESPACE"},
             {"<a xmlns:p='urn:p'><b of='p:c'></b></a>", "SEAL.NAMESPACE"},
             {"<!DOCTYPE a><a>x</a>", "XML.DOCTYPE"}, {"<a><b></a>", "XML.MALFORMED"}, {"", "XML.EMPTY"}}) {
        INFO(document);
        auto const fault = refusal(house, document);
        CHECK(fault.code == code);
        CHECK_FALSE(fault.message.nl.empty());
        if (code.starts_with("SEAL.S")) CHECK(fault.message.en.find("ASiC-E") != std::string::npos);
    }
    for (auto const& document : {utf16, latin, "<a>\xEB</a>"s}) {
        auto const fault = refusal(house, document);
        CHECK(fault.code == "XML.ENCODING");
        CHECK(fault.message.en.find("ASiC-E") != std::string::npos);
        CHECK(fault.message.nl.find("ASiC-E") != std::string::npos);
    }
}

TEST_CASE("an Id that could be taken for one of the seal is refused", "[enveloped]") {
    // The Id of a seal follows from the digest of the document, so nobody can put it into that document; the pass that
    // looks for it is tried with an Id that is known beforehand.
    auto const code = [](std::string const& document, std::string_view id) {
        auto const original = content_of(document);
        auto const place = place_of_seal(*open_checked(original), id, [](std::string_view) {});
        return place ? "" : place.error().code;
    };

    CHECK(code("<a Id='seal-1-properties'>x</a>", "seal-1") == "SEAL.ID");
    CHECK(code("<a><b xml:id='seal-1'/></a>", "seal-1") == "SEAL.ID");
    CHECK(code("<a><b ID='seal-1'/></a>", "seal-1") == "SEAL.ID");
    CHECK(code("<a><b eId='seal-1' name='seal-1' Id='seal-2'>seal-1</b></a>", "seal-1").empty());
}

TEST_CASE("the same document at the same instant gets the same signed octets", "[enveloped]") {
    House const house;
    auto const info = [&] {
        xml::test::Judge const judge(sealed(house, House::act_text()));
        return judge.form("//ds:SignedInfo", XML_C14N_EXCLUSIVE_1_0, false).value();
    };

    CHECK(info() == info());
}

TEST_CASE("a large sealed document is a file, readable by its owner only", "[enveloped]") {
    House const house;
    write(house.folder / "large.xml", "<a>" + std::string(200'000, 'x') + "</a>");

    auto const seal = house.sealer().seal_enveloped(content_of_file(house.folder / "large.xml"), "application/xml",
                                                    SealLevel::lta, noon());

    REQUIRE(seal.has_value());
    auto const path = std::get<std::filesystem::path>(seal->container.where);
    CHECK((std::filesystem::status(path).permissions() & std::filesystem::perms::all) ==
          (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
    CHECK(content_of_file(path).digest == seal->container.digest);
    CHECK(xmlsec_on_document(house, octets_in(seal->container)).status == 0);
}

TEST_CASE("content that changed since it was taken in is never sealed", "[enveloped]") {
    House const house;
    auto document = content_of("<a>x</a>");
    document.where = "<a>y</a>"s;

    CHECK_THROWS_AS(house.sealer().seal_enveloped(document, "application/xml", SealLevel::b, noon()), Outage);
}
