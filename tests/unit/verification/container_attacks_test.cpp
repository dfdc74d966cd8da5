// SPDX-License-Identifier: EUPL-1.2
// What somebody may put into a sealed container beside what is sealed.
#include <catch2/catch.hpp>

#include "tests/unit/verification/raw_zip.hpp"

#include <functional>

using namespace wetbode;
using namespace wetbode::test;

namespace {

constexpr char const* signatures = "META-INF/signatures001.xml";
constexpr char const* manifest = "META-INF/manifest.xml";

VerificationReport after(std::function<void(Entries&)> const& change) {
    Workshop const shop;
    auto const container = shop.decree();
    auto entries = unpack(container);
    change(entries);
    pack(container, entries);
    return shop.verify(container);
}

/// As honest writers write one.
VerificationReport with_folder(std::string const& folder) {
    Workshop const shop;
    auto const container = shop.decree();
    std::vector<RawEntry> all;
    for (auto const& [name, octets] : unpack(container)) all.push_back({.name = name, .data = octets});
    all.push_back({.name = folder, .attributes = 040755U << 16U | 0x10U});
    write(container, raw_zip(all));
    return shop.verify(container);
}

}  // namespace

TEST_CASE("a folder without files says what nobody sealed", "[verification]") {
    auto const name = GENERATE(as<std::string>{}, "AFGESCHAFT BIJ BESLUIT/", "META-INF/AFGESCHAFT/", "a/b/");

    auto const report = with_folder(name);

    INFO(name << "\n" << told(report));
    CHECK(report.verdict == SealVerdict::failed);
    CHECK(has(report, "FORMAT_FAILURE"));
}

TEST_CASE("the folders of files may stand in a container", "[verification]") {
    auto const report = with_folder("META-INF/");

    INFO(told(report));
    CHECK(report.verdict == SealVerdict::passed);
}

TEST_CASE("beside the signatures stands nothing", "[verification]") {
    auto const [old, with] = GENERATE(table<char const*, char const*>({
        {"<ds:Signature ", "De toelage bedraagt 1 000 000 euro.<ds:Signature "},
        {"<asic:XAdESSignatures", "<?xml-stylesheet href=\"show.xsl\"?><asic:XAdESSignatures"},
        {"<asic:XAdESSignatures", "<asic:XAdESSignatures title=\"1 000 000 euro\""},
        {"</asic:XAdESSignatures>", "<p>1 000 000 euro</p></asic:XAdESSignatures>"},
    }));

    auto const report =
        after([&, was = old, is = with](Entries& entries) { replace(entry(entries, signatures), was, is); });

    INFO(with << "\n" << told(report));
    CHECK(report.verdict == SealVerdict::failed);
    CHECK(has(report, "FORMAT_FAILURE"));
}

TEST_CASE("a manifest lists files and says nothing else", "[verification]") {
    auto const put = GENERATE(as<std::string>{}, "De toelage bedraagt 1 000 000 euro.", "<p xmlns=\"urn:x\"/>",
                              "<?show this?>", "<manifest:encryption-data/>");

    std::string const end = "</manifest:manifest>";
    auto const report = after([&](Entries& entries) { replace(entry(entries, manifest), end, put + end); });

    INFO(put << "\n" << told(report));
    CHECK(report.verdict == SealVerdict::failed);
    CHECK(has(report, "FORMAT_FAILURE"));
}

TEST_CASE("another media type in the manifest than the signed one is told", "[verification]") {
    auto const [old, with] = GENERATE(table<char const*, char const*>({
        {"application/vnd.etsi.asic-e+zip", "application/zip"},
        {"application/pdf", "text/html"},
    }));

    auto const report =
        after([&, was = old, is = with](Entries& entries) { replace(entry(entries, manifest), was, is); });
    auto const honest = after([](Entries&) {});

    INFO(with << "\n" << told(report));
    CHECK(report.verdict == SealVerdict::passed);
    REQUIRE(report.warnings.size() == 1);
    CHECK(report.warnings[0].code == "MANIFEST_MEDIA_TYPE");
    CHECK(honest.warnings.empty());
}
