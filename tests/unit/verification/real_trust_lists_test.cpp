// SPDX-License-Identifier: EUPL-1.2
// Trust lists that Member States and others published, where they stand: WETBODE_SIGNATURES names their folder, or they
// lie beside the project. Without them this test says so, checking nothing; trust_list_forms_test.cpp covers their
// forms always.
#include <catch2/catch.hpp>

#include "gateway/base/base64.hpp"
#include "gateway/base/content.hpp"
#include "gateway/base/rfc3339.hpp"
#include "gateway/verification/trust_list.hpp"
#include "gateway/verification/signature_reader.hpp"
#include "tests/unit/sealing/workshop.hpp"

#include <algorithm>
#include <cstdlib>

using namespace wetbode;
using namespace wetbode::test;

namespace {

std::filesystem::path corpus() {
    auto const* const named = std::getenv("WETBODE_SIGNATURES");
    if (named != nullptr) return named;
    return std::filesystem::path(WETBODE_SOURCE_DIR) / "../shared/data/signatures";
}

std::vector<std::string> shown_signers(std::string const& octets) {
    std::vector<std::string> ders;
    auto const read = read_enveloped_signatures(content_of(octets), {}, {});
    if (!read || read->empty()) return ders;
    for (auto const& text : read->front().certificates)
        if (auto der = from_base64(text, Base64Space::skip)) ders.push_back(std::move(*der));
    return ders;
}

}  // namespace

TEST_CASE("real", "[real]") {
    for (auto const& entry : std::filesystem::recursive_directory_iterator(corpus())) {
        if (entry.path().extension() != ".xml") continue;
        auto const octets = read(entry.path());
        if (octets.find("TrustServiceStatusList") == std::string::npos) continue;
        auto const list = read_trust_list(content_of(octets));
        std::string line = entry.path().filename().string();
        if (!list) line += " unreadable: " + list.error().en;
        else {
            line += " v" + std::to_string(list->version) + " seq " + std::to_string(list->sequence) + " " +
                    list->territory + " services " + std::to_string(list->services) + " anchors " +
                    std::to_string(list->anchors.size()) + " CA " +
                    std::to_string(std::ranges::count(list->anchors, TrustUse::signatures, &TrustAnchor::use)) + " TSA " +
                    std::to_string(std::ranges::count(list->anchors, TrustUse::time, &TrustAnchor::use)) +
                    " pointers " + std::to_string(list->pointers.size());
            auto const then = *list->issued + std::chrono::hours{24};
            auto const believed = signed_trust_list(content_of(octets), shown_signers(octets), then);
            line += believed ? " SIGNED" : " REFUSED " + believed.error().en;
        }
        WARN(line);
    }
}
