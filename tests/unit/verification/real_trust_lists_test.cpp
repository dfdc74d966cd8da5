// SPDX-License-Identifier: EUPL-1.2
// Trust lists that Member States and others published, where they stand: WETBODE_SIGNATURES names their folder, or they
// lie beside the project. Without them this test says so, checking nothing; trust_list_forms_test.cpp covers their
// forms always.
#include <catch2/catch.hpp>

#include "gateway/base/base64.hpp"
#include "gateway/base/content.hpp"
#include "gateway/verification/signature_reader.hpp"
#include "gateway/verification/trust_list.hpp"
#include "tests/unit/sealing/workshop.hpp"
#include "tests/unit/verification/forge.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

using namespace wetbode;
using namespace wetbode::test;

namespace {

std::filesystem::path corpus() {
    auto const* const named = std::getenv("WETBODE_SIGNATURES");
    if (named != nullptr) return named;
    return std::filesystem::path(WETBODE_SOURCE_DIR) / "../shared/data/signatures";
}

struct Published {
    std::filesystem::path file;
    std::string octets;
};

std::vector<Published> published_lists() {
    std::vector<Published> lists;
    if (!std::filesystem::is_directory(corpus())) return lists;
    for (auto const& entry : std::filesystem::recursive_directory_iterator(corpus())) {
        if (entry.path().extension() != ".xml") continue;
        auto octets = read(entry.path());
        if (octets.find("TrustServiceStatusList") != std::string::npos)
            lists.push_back({entry.path(), std::move(octets)});
    }
    if (lists.empty()) WARN("SKIPPED: no trust list below " << corpus().string());
    return lists;
}

/// Whom the list itself shows: whether they may sign it is not the question here.
std::vector<std::string> shown_signers(std::string const& octets) {
    std::vector<std::string> ders;
    auto const list = content_of(octets);
    auto const reader = open_checked(list);
    auto const read = read_enveloped_signatures(*reader, {}, {});
    if (!read || read->empty()) return ders;
    for (auto const& text : read->front().certificates)
        if (auto der = from_base64(text, Base64Space::skip)) ders.push_back(std::move(*der));
    return ders;
}

std::ptrdiff_t anchors_for(TrustList const& list, TrustUse use) {
    return std::ranges::count(list.anchors, use, &TrustAnchor::use);
}

/// What people counted in the file.
struct Counted {
    std::string_view file;
    int version;
    std::string_view territory;
    std::uint64_t sequence;
    std::size_t services;
    std::ptrdiff_t for_signatures;
    std::ptrdiff_t for_time;
};

constexpr std::array<Counted, 6> counted{{{"TSL-noID.xml", 5, "AT", 37, 30, 25, 8},
                                          {"TSL-CY-sign.xml", 5, "CY", 28, 0, 0, 0},
                                          {"dk_tl-sn21.xml", 5, "DK", 21, 1, 0, 0},
                                          {"EE_T.xml", 6, "EE_T", 34, 31, 15, 10},
                                          {"EE_T-CA-withdrawn-granted-later.xml", 5, "EE_T", 22, 23, 13, 7},
                                          {"TSL.xml", 5, "EE", 4, 0, 0, 0}}};

}  // namespace

TEST_CASE("lists that were published are read, and their signatures hold", "[verification][trust_list][corpus]") {
    for (auto const& [file, octets] : published_lists()) {
        INFO(file.string());
        auto const told = read_trust_list(content_of(octets));
        REQUIRE(told);
        auto const then = *told->issued + std::chrono::hours{24};

        auto const believed = signed_trust_list(content_of(octets), shown_signers(octets), then);

        INFO((believed ? std::string{} : believed.error().en));
        REQUIRE(believed);
        CHECK(believed->next_update);
        CHECK_FALSE(believed->pointers.empty());
        for (auto const& one : counted) {
            if (file.filename() != one.file) continue;
            CHECK(believed->version == one.version);
            CHECK(believed->territory == one.territory);
            CHECK(believed->sequence == one.sequence);
            CHECK(believed->services == one.services);
            CHECK(anchors_for(*believed, TrustUse::signatures) == one.for_signatures);
            CHECK(anchors_for(*believed, TrustUse::time) == one.for_time);
        }
    }
}

TEST_CASE("lists that were published are refused once one letter is another, or under another signer",
          "[verification][trust_list][corpus]") {
    Forge const stranger;
    for (auto const& [file, octets] : published_lists()) {
        INFO(file.string());
        auto const told = read_trust_list(content_of(octets));
        REQUIRE(told);
        auto const then = *told->issued + std::chrono::hours{24};
        auto changed = octets;
        auto const place = changed.find("SchemeTerritory>") + std::string_view("SchemeTerritory>").size();
        changed[place] = changed[place] == 'X' ? 'Y' : 'X';

        CHECK_FALSE(signed_trust_list(content_of(changed), shown_signers(octets), then));
        CHECK_FALSE(signed_trust_list(content_of(octets), {stranger.seal.certificate}, then));
    }
}
