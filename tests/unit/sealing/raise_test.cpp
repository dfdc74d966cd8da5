// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "gateway/base/content.hpp"
#include "gateway/refusal.hpp"
#include "tests/unit/sealing/house.hpp"
#include "tests/unit/xml/judge.hpp"

using namespace wetbode;
using namespace wetbode::test;
using namespace std::string_literals;

namespace {

constexpr auto signatures = "META-INF/signatures001.xml";

/// What was put in between; the test ends if anything else differs.
std::string added_to(std::string const& before, std::string const& after) {
    REQUIRE(after.size() > before.size());
    auto const left = std::mismatch(before.begin(), before.end(), after.begin()).first;
    auto const length = after.size() - before.size();
    // What is put in may begin as what follows it begins: step back to the '<' that both share.
    for (auto from = static_cast<std::size_t>(left - before.begin()) + 1; from-- > 0;)
        if (after[from] == '<' && after.substr(from + length) == before.substr(from)) return after.substr(from, length);
    FAIL("more than an insertion");
    return {};
}

std::string refused(Raiser const& raiser, std::string const& container) {
    auto const raised = raiser.container(content_of(container), SealLevel::t);
    return raised ? "" : raised.error().en;
}

std::string refused_document(Raiser const& raiser, std::string const& document) {
    auto const raised = raiser.document(content_of(document), SealLevel::t);
    return raised ? "" : raised.error().en;
}

/// The central directory, written by others, would differ; this keeps ours and changes octets where they lie.
std::string with(std::string octets, std::string_view old, std::string_view other) {
    REQUIRE(old.size() == other.size());
    auto const at = octets.find(old);
    REQUIRE(at != std::string::npos);
    return octets.replace(at, old.size(), other);
}

constexpr SealLevel higher_levels[] = {SealLevel::t, SealLevel::lt, SealLevel::lta};

}  // namespace

TEST_CASE("a raised container differs from the sealed one in unsigned properties only", "[raise]") {
    House const house;
    auto const sealed = house.decree(SealLevel::b);
    write(house.folder / "before.asice", octets_in(sealed.container));
    auto before = unpack(house.folder / "before.asice");
    for (auto const level : higher_levels) {
        auto const raised = house.raiser().container(sealed.container, level);
        REQUIRE(raised.has_value());
        write(house.folder / "after.asice", octets_in(raised->container));
        auto after = unpack(house.folder / "after.asice");

        REQUIRE(after.size() == before.size());
        for (std::size_t i = 0; i < before.size(); ++i) {
            CHECK(after[i].first == before[i].first);
            if (before[i].first != signatures) CHECK(after[i].second == before[i].second);
        }
        auto const added = added_to(entry(before, signatures), entry(after, signatures));
        CHECK(added.starts_with("<xades:UnsignedProperties "));
        CHECK(added.ends_with("</xades:UnsignedProperties>"));
        CHECK(run(house.folder.path(), "unzip -tqq after.asice").status == 0);
        CHECK(raised->certificate == sealed.certificate);
        CHECK(raised->signed_at == sealed.signed_at);
    }
}

TEST_CASE("a raised document differs from the sealed one in unsigned properties only", "[raise]") {
    House const house;
    auto const sealed = house.act(SealLevel::b);
    for (auto const level : higher_levels) {
        auto const raised = house.raiser().document(sealed.container, level);
        REQUIRE(raised.has_value());

        auto const added = added_to(octets_in(sealed.container), octets_in(raised->container));
        CHECK(added.starts_with("<xades:UnsignedProperties "));
        CHECK(added.ends_with("</xades:UnsignedProperties>"));
    }
}

TEST_CASE("a seal climbs level by level, and to a further archive stamp", "[raise][xmlsec]") {
    House house;
    auto container = house.decree(SealLevel::b).container;
    auto document = house.act(SealLevel::b).container;
    for (auto const level : {SealLevel::t, SealLevel::lt, SealLevel::lta, SealLevel::lta}) {
        house.clock.move(std::chrono::minutes{1});
        container = house.raiser().container(container, level).value().container;
        document = house.raiser().document(document, level).value().container;
    }

    CHECK(xmlsec_on_container(house, octets_in(container)).status == 0);
    auto const xml = octets_in(document);
    CHECK(xmlsec_on_document(house, xml).status == 0);
    auto const stamps = xml::test::Judge(xml).texts("//xades141:ArchiveTimeStamp/xades:EncapsulatedTimeStamp");
    REQUIRE(stamps.size() == 2);
    CHECK(openssl_on_token(house, stamps[0], archive_imprint(xml, "", 1)).status == 0);
    CHECK(openssl_on_token(house, stamps[1], archive_imprint(xml, "", 2)).status == 0);
    // The first archive stamp got its values before the second was made.
    CHECK(xml::test::Judge(xml).texts("//xades141:TimeStampValidationData").size() == 2);
}

TEST_CASE("a seal that has the level comes back as it was given", "[raise]") {
    House const house;
    auto const container = house.decree(SealLevel::lt).container;
    auto const document = house.act(SealLevel::lt).container;

    for (auto const level : {SealLevel::b, SealLevel::t, SealLevel::lt}) {
        CHECK(house.raiser().container(container, level)->container.digest == container.digest);
        CHECK(house.raiser().container(container, level)->level == "XAdES-B-LT");
        CHECK(house.raiser().document(document, level)->container.digest == document.digest);
    }
}

TEST_CASE("revocation values are not older than the time stamp", "[raise]") {
    struct Noting final : RevocationSource {
        RevocationValues values_for(std::vector<std::string> const& chain, Instant not_before) override {
            asked.emplace_back(chain.size(), not_before);
            return inner->values_for(chain, not_before);
        }
        RevocationSource* inner = nullptr;
        std::vector<std::pair<std::size_t, Instant>> asked;
    };
    House house;
    house.clock.move(std::chrono::hours{3});
    Noting noting;
    noting.inner = house.revocation.get();
    auto ports = house.ports();
    ports.revocation = &noting;

    auto const sealed = Sealer(*house.signer, house.folder.path(), ports)
                            .seal({{"a.pdf", "application/pdf", content_of("a")}}, SealLevel::lt, noon());

    CHECK(sealed.level == "XAdES-B-LT");
    REQUIRE(noting.asked.size() == 2);  // the seal's chain, the time authority's
    for (auto const& [length, not_before] : noting.asked) {
        CHECK(length == 3);  // up to the anchor
        CHECK(not_before == house.clock.now());
    }
}

TEST_CASE("a container in which an octet was changed is not raised", "[raise]") {
    House const house;
    auto const raiser = house.raiser();
    auto const good = octets_in(house.decree(SealLevel::b).container);
    REQUIRE(refused(raiser, good).empty());

    CHECK(refused(raiser, with(good, "Artikel 1", "Artikel 2")) ==
          "What lies under this seal has been changed since it was sealed.");
    CHECK_FALSE(refused(raiser, with(good, "ontwerp van decreet.xml", "ontwerp van decrees.xml")).empty());
    CHECK_FALSE(refused(raiser, with(good, "2026-11-23T12:00:00Z", "2026-11-24T12:00:00Z")).empty());
    CHECK_FALSE(refused(raiser, good + "x").empty());
    CHECK_FALSE(refused(raiser, "x" + good).empty());
    CHECK_FALSE(refused(raiser, good.substr(0, good.size() - 1)).empty());
    CHECK_FALSE(refused(raiser, "").empty());
    CHECK_FALSE(refused(raiser, "no container at all").empty());

    // Everything from the first file to the end of the signing certificate, then from the signed properties on.
    auto const files = good.find("ontwerp van decreet.xml");
    auto const key = good.find("<ds:X509Certificate>") + 20;
    auto const certificate_end = good.find("</ds:X509Certificate>");
    auto const object = good.find("<ds:Object>");
    auto const directory = good.find("PK\x01\x02");
    for (auto at = files; at < directory; at += 11) {
        if (at >= certificate_end && at < object) continue;
        if (at + 40 > good.find("META-INF/manifest.xml") && at < good.find("META-INF/signatures")) continue;  // not signed
        // A declaration that the ancestors have made already is no part of the canonical form: its prefix may change.
        if (good.substr(at - 8, 9).find("xmlns:") != std::string::npos) continue;
        auto changed = good;
        changed[at] = static_cast<char>(changed[at] ^ 1);
        INFO(at << ": " << good.substr(at, 20));
        CHECK_FALSE(refused(raiser, changed).empty());
    }
    CHECK(key < certificate_end);
}

TEST_CASE("a file that was added, left out or moved in a container is noticed", "[raise]") {
    House const house;
    auto const raiser = house.raiser();
    write(house.folder / "made.asice", octets_in(house.decree(SealLevel::b).container));
    auto entries = unpack(house.folder / "made.asice");
    auto const packed = [&] {
        pack(house.folder / "again.asice", entries);
        return read(house.folder / "again.asice");
    };
    REQUIRE(refused(raiser, packed()).empty());  // the ZIP library writes as we do, so only the contents count below

    SECTION("added") { entries.insert(entries.begin() + 3, {"bijlage.pdf", "%PDF"}); }
    SECTION("left out") { entries.erase(entries.begin() + 2); }
    SECTION("moved") { std::swap(entries[1], entries[2]); }
    SECTION("named twice") { entries[2].first = "nog een.pdf"; }
    SECTION("behind the signatures") { entries.emplace_back("bijlage.pdf", "%PDF"); }
    SECTION("other signatures beside ours") {
        entries.insert(entries.begin() + 3, {"META-INF/signatures002.xml", "<a/>"});
    }
    CHECK_FALSE(refused(raiser, packed()).empty());
}

TEST_CASE("a document that was changed, or whose seal is dressed up, is not raised", "[raise]") {
    House const house;
    auto const raiser = house.raiser();
    auto const good = octets_in(house.act(SealLevel::b).container);
    REQUIRE(refused_document(raiser, good).empty());
    auto const changed = [&](std::string_view old, std::string_view other) {
        auto text = good;
        replace(text, old, other);
        return refused_document(raiser, text);
    };

    CHECK(changed("nr='7'", "nr='8'") == "What lies under this seal has been changed since it was sealed.");
    CHECK(changed("nr='7'", "nr='7' ").empty());  // the canonical form is the same: nothing was changed
    CHECK_FALSE(changed("<ds:SignatureValue>", "<ds:SignatureValue><!-- c -->").empty());
    CHECK_FALSE(changed("<ds:Object>", "<ds:Object Id='x'><a/></ds:Object><ds:Object>").empty());
    CHECK_FALSE(changed("</ds:KeyInfo>", "<ds:KeyName>x</ds:KeyName></ds:KeyInfo>").empty());
    CHECK_FALSE(changed("</ds:Signature>", "<ds:Signature/></ds:Signature>").empty());
    CHECK_FALSE(changed("</ds:Signature>", "</ds:Signature><ds:Signature xmlns:ds='http://www.w3.org/2000/09/xmldsig#'/>").empty());
    CHECK_FALSE(changed("Target=\"#", "Target=\"#x").empty());
    CHECK_FALSE(changed("</xades:QualifyingProperties>", "<xades:UnsignedProperties/></xades:QualifyingProperties>").empty());
    CHECK_FALSE(changed("2026-11-23T12:00:00Z", "2026-11-22T12:00:00Z").empty());
    CHECK_FALSE(changed("enveloped-signature", "base64").empty());
    CHECK_FALSE(refused_document(raiser, "<a>no seal</a>").empty());
    CHECK_FALSE(refused_document(raiser, "<wrap>" + good.substr(good.find("<akn:")) + "</wrap>").empty());
    CHECK_FALSE(refused_document(raiser, "<!DOCTYPE a>" + good).empty());
}

TEST_CASE("a seal of another house is not raised, one of our earlier certificate is", "[raise]") {
    House const house;
    House const other;
    auto const container = other.decree(SealLevel::b).container;
    auto const document = other.act(SealLevel::b).container;

    CHECK_FALSE(house.raiser().container(container, SealLevel::t).has_value());
    CHECK_FALSE(house.raiser().document(document, SealLevel::t).has_value());

    auto ports = other.ports();
    ports.earlier = {other.signer->chain().front()};
    Raiser const heir(house.signer->chain().front(), house.folder.path(), ports);
    CHECK(heir.container(container, SealLevel::lta).has_value());
    CHECK(heir.document(document, SealLevel::lta).has_value());
}

TEST_CASE("an authority that does not answer leaves no half-made seal", "[raise]") {
    House house;
    auto const container = house.decree(SealLevel::b).container;
    auto const large = house.sealer().seal({{"a.pdf", "application/pdf", content_of(std::string(300'000, 'a'))}}, noon());
    auto const files = [&] {
        return std::distance(std::filesystem::directory_iterator(house.folder.path()),
                             std::filesystem::directory_iterator{});
    };
    auto const before = files();

    house.authority.fail(trust::TimeFault::rejected);
    CHECK_THROWS_AS(house.raiser().container(large.container, SealLevel::t), Outage);
    house.authority.fail(trust::TimeFault::none);
    auto without = house.ports();
    without.revocation = nullptr;
    CHECK_THROWS_AS(Raiser(house.signer->chain().front(), house.folder.path(), without)
                        .container(container, SealLevel::lt), Outage);
    without.time = nullptr;
    CHECK_THROWS_AS(Raiser(house.signer->chain().front(), house.folder.path(), without)
                        .container(container, SealLevel::t), Outage);
    auto unknown = house.ports();
    unknown.authorities.clear();
    CHECK_THROWS_WITH(Raiser(house.signer->chain().front(), house.folder.path(), unknown)
                          .document(house.act(SealLevel::b).container, SealLevel::lt).has_value(),
                      Catch::Contains("not among the authorities"));

    CHECK(files() == before);
}

TEST_CASE("a stamp that comes after the end of the certificate is refused", "[raise]") {
    House house;
    auto const container = house.decree(SealLevel::b).container;
    house.clock.move(std::chrono::days{701});

    CHECK_THROWS_WITH(house.raiser().container(container, SealLevel::t), Catch::Contains("had ended before"));
}

TEST_CASE("a large container is raised in a file", "[raise][xmlsec]") {
    House const house;
    auto const sealed = house.sealer().seal({{"a.pdf", "application/pdf", content_of(std::string(300'000, 'a'))}}, noon());

    auto const raised = house.raiser().container(sealed.container, SealLevel::lta);

    REQUIRE(raised.has_value());
    CHECK_FALSE(raised->container.in_memory());
    CHECK(content_of_file(std::get<std::filesystem::path>(raised->container.where)).digest == raised->container.digest);
    CHECK(xmlsec_on_container(house, octets_in(raised->container)).status == 0);
}
