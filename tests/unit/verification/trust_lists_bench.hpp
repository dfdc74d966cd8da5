// SPDX-License-Identifier: EUPL-1.2
// Trust lists that are fetched: the network is a map, the clock moves by hand.
#pragma once

#include <catch2/catch.hpp>

#include "gateway/refusal.hpp"
#include "gateway/verification/trust_lists.hpp"
#include "tests/doubles/fake_clock.hpp"
#include "tests/unit/verification/forge.hpp"
#include "tests/unit/verification/made_trust_list.hpp"

#include <filesystem>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace wetbode::test {

inline std::string const url = "https://list.invalid/be.xml";

/// Whoever is not in it is away.
struct Network {
    std::map<std::string, std::string> bodies;
    std::map<std::string, std::string> etags;  ///< whoever knows it gets 304
    std::vector<std::string> urls;             ///< that were asked for
    int asked = 0;

    Fetch port() {
        return [this](FetchRequest const& request) -> FetchAnswer {
            ++asked;
            urls.push_back(request.url);
            CHECK(request.answer_bytes_max == trust_list_bytes_max);
            auto const found = bodies.find(request.url);
            if (found == bodies.end()) throw Outage("fetch", "no route to " + request.url);
            if (found->second.empty()) return {404, "text/plain", "not here"};
            auto const tag = etags.find(request.url);
            if (tag == etags.end()) return {200, "application/vnd.etsi.tsl+xml", found->second};
            if (request.if_none_match == tag->second) return {304, {}, {}, tag->second};
            return {200, "application/vnd.etsi.tsl+xml", found->second, tag->second};
        };
    }
};

struct Bench {
    Forge forge;
    Network network;
    FakeClock clock{noon()};
    std::vector<TrustListNews::What> news;

    /// A list of one authority.
    [[nodiscard]] std::string list(MadeList made = {}) const {
        made.services = service("CA/QC", forge.authority.issuing(), granted, "2020-01-01T00:00:00Z");
        return signed_by(forge, list_of(made));
    }
    [[nodiscard]] std::filesystem::path folder() const { return forge.folder / "trust-lists"; }
    [[nodiscard]] std::size_t files() const {
        return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder()), {}));
    }
    [[nodiscard]] TrustListsSettings settings(bool list_of_lists = false) const {
        TrustListsSettings settings;
        settings.places = {{"be", url, {forge.seal.certificate}, list_of_lists}};
        settings.folder = folder();
        return settings;
    }
    [[nodiscard]] std::unique_ptr<TrustLists> lists(TrustListsSettings chosen) {
        return std::make_unique<TrustLists>(std::move(chosen), network.port(), clock,
                                            [this](TrustListNews const& one) { news.push_back(one.what); });
    }
    [[nodiscard]] std::unique_ptr<TrustLists> lists() { return lists(settings()); }
    [[nodiscard]] std::size_t count(TrustLists& lists) const { return lists.anchors(clock.now()).list().size(); }
    [[nodiscard]] TrustListState state(TrustLists& lists, std::string const& name = "be") const {
        for (auto& one : lists.states(clock.now()))
            if (one.name == name) return one;
        FAIL("there is no list " + name);
        return {};
    }
};

using What = TrustListNews::What;

}  // namespace wetbode::test
