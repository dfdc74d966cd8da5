// SPDX-License-Identifier: EUPL-1.2
// xmlsec1 is an independent judge: a program of others, with its own canonical XML and its own signature checks.
#include <catch2/catch.hpp>

#include "tests/unit/sealing/workshop.hpp"

using namespace wetbode;
using namespace wetbode::test;

namespace {

std::filesystem::path extract(Workshop const& workshop, std::filesystem::path const& container) {
    auto const folder = workshop.folder / "extracted";
    for (auto const& [name, octets] : unpack(container)) write(folder / name, octets);
    return folder;
}

Ran judge(std::filesystem::path const& folder, std::filesystem::path const& anchor) {
    return run(folder, "TZ=UTC xmlsec1 --verify --trusted-pem '" + anchor.string() +
                           "' --verification-time '2026-11-23 13:00:00' --enabled-key-data x509"
                           " --enabled-reference-uris same-doc,local,remote"
                           " --id-attr:Id http://uri.etsi.org/01903/v1.3.2#:SignedProperties"
                           " META-INF/signatures001.xml");
}

}  // namespace

TEST_CASE("xmlsec1 agrees with our seal", "[seal][xmlsec]") {
    Workshop const workshop;
    auto const folder = extract(workshop, workshop.sealed({{"a b+c%20d.xml", "<decreet/>"},
                                                           {"bijlage \xC3\xA9\xC3\xABn & twee.pdf", "%PDF-1.7"},
                                                           {"groot.pdf", std::string(200'000, 'g')}}));

    auto const verified = judge(folder, workshop.anchor());

    INFO(verified.output);
    CHECK(verified.status == 0);
    CHECK(verified.output.find("SignedInfo References (ok/all): 4/4") != std::string::npos);
}

TEST_CASE("xmlsec1 refuses a changed payload, a changed claim and a foreign anchor", "[seal][xmlsec]") {
    Workshop const workshop;
    Workshop const stranger;
    auto const folder = extract(workshop, workshop.decree());
    REQUIRE(judge(folder, workshop.anchor()).status == 0);

    CHECK(judge(folder, stranger.anchor()).status != 0);

    auto const signatures = folder / "META-INF/signatures001.xml";
    auto const good = read(signatures);
    auto changed = good;
    replace(changed, "2026-11-23T12:00:00Z", "2026-11-24T12:00:00Z");
    write(signatures, changed);
    CHECK(judge(folder, workshop.anchor()).status != 0);

    write(signatures, good);
    REQUIRE(judge(folder, workshop.anchor()).status == 0);
    write(folder / "memorie.pdf", "%PDF-1.7 memorie!");
    CHECK(judge(folder, workshop.anchor()).status != 0);
}
