// SPDX-License-Identifier: EUPL-1.2
// The forms in which trust lists are published and signed (ETSI TS 119 612 annex B), and those that look like them.
#include <catch2/catch.hpp>

#include "gateway/base/content.hpp"
#include "gateway/base/rfc3339.hpp"
#include "gateway/verification/trust_list.hpp"
#include "tests/unit/verification/forge.hpp"
#include "tests/unit/verification/made_trust_list.hpp"

using namespace wetbode;
using namespace wetbode::test;

namespace {

std::string const enveloped =
    "<ds:Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#enveloped-signature\"></ds:Transform>";

std::string transform(std::string const& method) {
    return "<ds:Transform Algorithm=\"" + method + "\"></ds:Transform>";
}

struct Desk {
    Forge forge;
    Recipe recipe = recipe_for(list_of(service("CA/QC", forge.authority.issuing(), granted, "2020-01-01T00:00:00Z")));

    static Recipe recipe_for(std::string const& list) {
        Recipe recipe;
        recipe.document = list;
        return recipe;
    }
    /// A prefix that nothing uses: the inclusive form keeps it, the exclusive one does not.
    void use_unneeded_prefix() {
        replace(recipe.document, " Id=\"list\"", " xmlns:unused=\"urn:unused\" Id=\"list\"");
    }
    /// The document as it was written is its own inclusive form.
    void cover_as_written() {
        auto plain = recipe.document;
        replace(plain, "%SIGNATURE%", "");
        recipe.covered = plain;
    }
    [[nodiscard]] bool believed(std::string const& octets) const {
        return accepted_trust_list(content_of(octets), {forge.seal.certificate}, noon()).has_value();
    }
    [[nodiscard]] bool believed() const { return believed(forge.make(recipe)); }
};

std::string extension(std::string const& critical, std::string const& content) {
    return "<ServiceInformationExtensions><Extension Critical=\"" + critical + "\">" + content +
           "</Extension></ServiceInformationExtensions>";
}

std::string purpose(std::string const& what) {
    return extension("true", "<AdditionalServiceInformation><URI xml:lang=\"en\">"
                             "http://uri.etsi.org/TrstSvc/TrustedList/SvcInfoExt/" + what +
                             "</URI></AdditionalServiceInformation>");
}

}  // namespace

TEST_CASE("a list may name itself by the Id of its root", "[verification][trust_list]") {
    Desk desk;
    desk.recipe.uri = " URI=\"#list\"";

    CHECK(desk.believed());
    CHECK_FALSE(desk.believed(desk.forge.make([&] {
        auto other = desk.recipe;
        other.uri = " URI=\"#lists\"";
        return other;
    }())));
}

TEST_CASE("what is no list may not name itself by the Id of its root", "[verification][trust_list]") {
    Forge const forge;
    Recipe recipe;
    recipe.uri = " URI=\"#act\"";

    CHECK(has(forge.verify(forge.make(recipe)), "FORMAT_FAILURE"));
}

TEST_CASE("a list may be signed in the inclusive canonical form, named or not", "[verification][trust_list]") {
    Desk desk;
    desk.use_unneeded_prefix();
    desk.cover_as_written();
    auto const form = GENERATE(0, 1, 2);
    if (GENERATE(false, true)) desk.recipe.uri = " URI=\"#list\"";
    desk.recipe.transforms = enveloped;
    if (form == 1) desk.recipe.transforms += transform("http://www.w3.org/TR/2001/REC-xml-c14n-20010315");
    if (form == 2) desk.recipe.transforms += transform("http://www.w3.org/2006/12/xml-c14n11");

    CHECK(desk.believed());
    auto changed = desk.forge.make(desk.recipe);
    replace(changed, ">BE<", ">XX<");
    CHECK_FALSE(desk.believed(changed));
    auto unprefixed = desk.forge.make(desk.recipe);
    replace(unprefixed, " xmlns:unused=\"urn:unused\"", "");
    CHECK_FALSE(desk.believed(unprefixed));  // the form is followed, not guessed
}

TEST_CASE("a list is refused whose signature leaves something out", "[verification][trust_list]") {
    Desk desk;
    desk.cover_as_written();
    auto const exclusive = transform("http://www.w3.org/2001/10/xml-exc-c14n#");
    REQUIRE(desk.believed());

    for (auto const& transforms :
         {exclusive, enveloped + transform("http://www.w3.org/2001/10/xml-exc-c14n#WithComments"),
          enveloped + transform("http://www.w3.org/TR/1999/REC-xpath-19991116"), enveloped + enveloped + exclusive}) {
        INFO(transforms);
        desk.recipe.transforms = transforms;
        CHECK_FALSE(desk.believed());
    }
}

TEST_CASE("a signed list within another is not believed", "[verification][trust_list]") {
    Desk desk;
    desk.recipe.uri = " URI=\"#list\"";
    auto const good = desk.forge.make(desk.recipe);
    auto const wrap = [&](std::string const& id) {
        MadeList fake;
        fake.services = service("CA/QC", desk.forge.seal.certificate, granted, "2020-01-01T00:00:00Z");
        auto list = list_of(fake);
        replace(list, " Id=\"list\"", id);
        replace(list, "%SIGNATURE%", good);
        return list;
    };
    REQUIRE(desk.believed(good));

    CHECK_FALSE(desk.believed(wrap("")));
    CHECK_FALSE(desk.believed(wrap(" Id=\"other\"")));
    CHECK_FALSE(desk.believed(wrap(" Id=\"list\"")));
    // The signature beside the original, both below a fake.
    auto moved = good;
    auto const begin = moved.find("<ds:Signature ");
    auto const end = moved.find("</ds:Signature>") + std::string_view("</ds:Signature>").size();
    auto const signature = moved.substr(begin, end - begin);
    moved.erase(begin, end - begin);
    CHECK_FALSE(desk.believed("<TrustServiceStatusList xmlns=\"http://uri.etsi.org/02231/v2#\">" + moved + signature +
                              "</TrustServiceStatusList>"));
}

TEST_CASE("an instruction outside of a list that names its root is not covered, and refused",
          "[verification][trust_list]") {
    Desk desk;
    desk.recipe.uri = " URI=\"#list\"";
    REQUIRE(desk.believed());

    CHECK_FALSE(desk.believed("<?look here?>" + desk.forge.make(desk.recipe)));
}

TEST_CASE("who may sign a list signs for himself alone", "[verification][trust_list]") {
    Desk desk;
    auto const octets = desk.forge.make(desk.recipe);
    auto const believed = [&](std::vector<std::string> const& signers) {
        return accepted_trust_list(content_of(octets), signers, noon()).has_value();
    };
    Forge const other;

    CHECK(believed({other.seal.certificate, desk.forge.seal.certificate}));
    CHECK_FALSE(believed({desk.forge.authority.issuing()}));
    CHECK_FALSE(believed({desk.forge.authority.issuing(), desk.forge.authority.root()}));
    desk.recipe.named_certificate = other.seal.certificate;
    CHECK_FALSE(desk.believed());
}

TEST_CASE("a list whose signer's certificate has ended is not believed", "[verification][trust_list]") {
    Desk desk;
    auto const octets = desk.forge.make(desk.recipe);
    auto const pins = std::vector{desk.forge.seal.certificate};

    CHECK(signed_trust_list(content_of(octets), pins, noon() + std::chrono::hours{24 * 364}));
    CHECK_FALSE(signed_trust_list(content_of(octets), pins, noon() + std::chrono::hours{24 * 366}));
}

TEST_CASE("a list of another version, without a number or a date is no list", "[verification][trust_list]") {
    auto const read = [](MadeList const& made) { return read_trust_list(content_of(list_of(made))).has_value(); };

    CHECK(read({.version = "5"}));
    CHECK(read({.version = "6"}));
    CHECK_FALSE(read({.version = "4"}));
    CHECK_FALSE(read({.version = ""}));
    CHECK_FALSE(read({.sequence = ""}));
    CHECK_FALSE(read({.sequence = "0"}));
    CHECK_FALSE(read({.sequence = "-1"}));
    CHECK_FALSE(read({.sequence = "18446744073709551616"}));
    CHECK_FALSE(read({.issued = "yesterday"}));
}

TEST_CASE("a service vouches for signatures by what it says of itself", "[verification][trust_list]") {
    Forge const forge;
    auto const anchors = [&](std::string const& extensions) {
        auto one = service("CA/QC", forge.authority.issuing(), granted, "2020-01-01T00:00:00Z");
        replace(one, "</ServiceInformation>", extensions + "</ServiceInformation>");
        return read_trust_list(content_of(list_of(one)))->anchors.size();
    };

    CHECK(anchors("") == 1);
    CHECK(anchors(purpose("ForeSignatures")) == 1);
    CHECK(anchors(purpose("ForeSeals")) == 1);
    CHECK(anchors(purpose("ForWebSiteAuthentication")) == 0);
    CHECK(anchors(purpose("RootCA-QC")) == 1);
    CHECK(anchors(extension("false", "<Unheard xmlns=\"urn:test\"></Unheard>")) == 1);
    CHECK(anchors(extension("true", "<Unheard xmlns=\"urn:test\"></Unheard>")) == 0);
}

TEST_CASE("each time that a service was granted gives an anchor of its own", "[verification][trust_list]") {
    Forge const forge;
    auto const instance = [](std::string const& status, std::string const& since) {
        return "<ServiceHistoryInstance><ServiceTypeIdentifier>http://uri.etsi.org/TrstSvc/Svctype/CA/QC"
               "</ServiceTypeIdentifier><ServiceStatus>" + status + "</ServiceStatus><StatusStartingTime>" + since +
               "</StatusStartingTime></ServiceHistoryInstance>";
    };
    auto const history = "<ServiceHistory>" + instance(withdrawn, "2022-01-01T00:00:00Z") +
                         instance(granted, "2020-01-01T00:00:00Z") + "</ServiceHistory>";
    auto const list =
        read_trust_list(content_of(list_of(service("CA/QC", forge.authority.issuing(), granted,
                                                   "2024-01-01T00:00:00Z", history))));

    REQUIRE(list);
    REQUIRE(list->anchors.size() == 2);
    CHECK(list->anchors[0].granted_from == from_rfc3339("2020-01-01T00:00:00Z"));
    CHECK(list->anchors[0].granted_until == from_rfc3339("2022-01-01T00:00:00Z"));
    CHECK(list->anchors[1].granted_from == from_rfc3339("2024-01-01T00:00:00Z"));
    CHECK_FALSE(list->anchors[1].granted_until);
}
