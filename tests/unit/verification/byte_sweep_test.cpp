// SPDX-License-Identifier: EUPL-1.2
// One octet is changed, each in its turn: who notices? What nobody notices is listed here, and in README.md of
// gateway/verification; it means nothing.
#include <catch2/catch.hpp>

#include "gateway/base/base64.hpp"
#include "gateway/base/content.hpp"
#include "tests/unit/verification/forge.hpp"
#include "tests/unit/verification/raw_zip.hpp"

#include <functional>
#include <map>
#include <set>

using namespace wetbode;
using namespace wetbode::test;

namespace {

using Verify = std::function<VerificationReport(std::string const& octets)>;

/// Where a change of one octet is not noticed: the file passes, and no warning says anything.
std::set<std::size_t> unnoticed(std::string const& good, std::size_t begin, std::size_t end, char mask,
                                Verify const& verify) {
    std::set<std::size_t> places;
    for (auto at = begin; at < end; ++at) {
        auto changed = good;
        changed[at] = static_cast<char>(changed[at] ^ mask);
        auto const report = verify(changed);
        if (report.verdict == SealVerdict::passed && report.warnings.empty()) places.insert(at);
    }
    return places;
}

/// Without the places between the first `from` and the next `to`.
void allow(std::set<std::size_t>& places, std::string const& text, std::string_view from, std::string_view to,
           std::size_t offset = 0) {
    auto const begin = text.find(from, offset);
    REQUIRE(begin != std::string::npos);
    auto const end = text.find(to, begin + from.size());
    REQUIRE(end != std::string::npos);
    std::erase_if(places, [&](std::size_t at) { return at >= begin && at < end + to.size(); });
}

std::string shown(std::set<std::size_t> const& places, std::string const& text) {
    std::string all;
    for (auto const at : places)
        all += std::to_string(at) + ": " + text.substr(at < 20 ? 0 : at - 20, 40) + "\n";
    return all;
}

struct Small {
    Workshop shop;
    std::filesystem::path file = shop.sealed({{"act.txt", "Artikel 1"}});
    std::string good = read(file);
    VerificationOptions options = trusting({shop.anchor()});

    [[nodiscard]] VerificationReport verify(std::string const& octets) const {
        write(file, octets);
        return verify_asic(file, options);
    }
};

/// The same with the check sum of the entry put right in both headers, as whoever changes it would.
std::string with_sums(std::string octets, std::string const& name) {
    auto const local = octets.find(name) - 30;
    auto const data = local + 30 + name.size();
    auto const central = octets.rfind(name) - 46;
    auto const next = octets.find("PK", data);
    auto const crc = crc_of(std::string_view(octets).substr(data, next - data));
    for (std::size_t i = 0; i < 4; ++i)
        octets[local + 14 + i] = octets[central + 16 + i] = static_cast<char>(crc >> 8U * i & 0xFFU);
    return octets;
}

/// Fields of central headers by their place in them.
std::map<std::size_t, std::string> const fields{{4, "version that made it"}, {5, "system that made it"},
                                                {36, "text or not"},         {38, "read only"},
                                                {40, "rights"},              {41, "rights"}};

}  // namespace

TEST_CASE("of a container nothing can change unseen but who made the ZIP file, and rights", "[verification][sweep]") {
    Small const small;
    auto const mask = GENERATE(as<char>{}, '\x01', '\xFF');

    auto const places = unnoticed(small.good, 0, small.good.size(), mask,
                                  [&](std::string const& octets) { return small.verify(octets); });

    REQUIRE(small.verify(small.good).verdict == SealVerdict::passed);
    std::size_t headers = 0;
    std::set<std::size_t> expected;
    for (auto at = small.good.find("PK\x01\x02"); at != std::string::npos; at = small.good.find("PK\x01\x02", at + 1)) {
        ++headers;
        for (auto const& [offset, name] : fields)
            if (mask == '\x01' || offset == 4 || offset == 40) expected.insert(at + offset);
    }
    INFO(shown(places, small.good));
    CHECK(headers == 4);
    CHECK(places == expected);
}

TEST_CASE("of the signature in a container nothing can change unseen but what says nothing", "[verification][sweep]") {
    Small const small;
    std::string const name = "META-INF/signatures001.xml";
    auto const begin = small.good.find(name) + name.size();
    auto const end = small.good.find("PK", begin);

    auto places = unnoticed(small.good, begin, end, '\x01', [&](std::string const& octets) {
        return small.verify(with_sums(octets, name));
    });

    REQUIRE(small.verify(with_sums(small.good, name)).verdict == SealVerdict::passed);
    allow(places, small.good, "<?xml", "?>", begin);
    // Prefixes that are declared once more, for whoever takes the element out.
    for (auto at = small.good.find(" xmlns:", begin); at < end; at = small.good.find(" xmlns:", at + 1))
        allow(places, small.good, " xmlns:", "=", at);
    // The certificate of the authority: the anchor counts, not this copy.
    allow(places, small.good, "</ds:X509Certificate><ds:X509Certificate>", "</ds:X509Data>", begin);
    INFO(shown(places, small.good));
    CHECK(places.empty());
}

TEST_CASE("of the manifest in a container nothing can change unseen but its version", "[verification][sweep]") {
    Small const small;
    std::string const name = "META-INF/manifest.xml";
    auto const begin = small.good.find(name) + name.size();
    auto const end = small.good.find("PK", begin);

    auto places = unnoticed(small.good, begin, end, '\x01', [&](std::string const& octets) {
        return small.verify(with_sums(octets, name));
    });

    REQUIRE(small.verify(with_sums(small.good, name)).verdict == SealVerdict::passed);
    allow(places, small.good, "<?xml", "?>", begin);
    allow(places, small.good, "manifest:version", "\"1.2\"", begin);
    INFO(shown(places, small.good));
    CHECK(places.empty());
}

TEST_CASE("of a document with its seal nothing can change unseen but what says nothing", "[verification][sweep]") {
    Workshop const shop;
    std::string const document =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<act xmlns=\"urn:test\" Id=\"a\">\n  <p>100 euro</p></act>\n";
    auto const seal = Sealer{*shop.signer, shop.folder.path()}.seal_enveloped(content_of(document), "application/xml",
                                                                            SealLevel::b, noon());
    REQUIRE(seal);
    auto const good = std::get<std::string>(seal->container.where);
    auto const options = trusting({shop.anchor()});
    auto const verify = [&](std::string const& octets) { return verify_document(content_of(octets), "a", options); };
    auto const mask = GENERATE(as<char>{}, '\x01', '\xFF');

    auto places = unnoticed(good, 0, good.size(), mask, verify);

    REQUIRE(verify(good).verdict == SealVerdict::passed);
    allow(places, good, "<?xml", "?>");
    for (auto at = good.find(" xmlns:"); at != std::string::npos; at = good.find(" xmlns:", at + 1))
        allow(places, good, " xmlns:", "=", at);
    allow(places, good, "</ds:X509Certificate><ds:X509Certificate>", "</ds:X509Data>");
    INFO(shown(places, good));
    CHECK(places.empty());
}
