// SPDX-License-Identifier: EUPL-1.2
// The simulations, over any store. Include in a test source after catch.hpp.
#pragma once

#include "simulation/world.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace wetbode {

inline std::string joined(std::vector<std::string> const& lines) {
    std::string text;
    for (auto const& line : lines) text += "\n  " + line;
    return text;
}

/// A long day with every kind of trouble at once. Returns what was broken; the text names the seed.
inline std::string troubled_day(LedgerFactory const& factory, std::uint64_t seed, int happenings) {
    auto const story = [&](std::string const& what) { return "seed " + std::to_string(seed) + ": " + what; };
    World world(factory, seed, {0.02, 0.01, 0.08});
    for (int i = 0; i < happenings; ++i) world.something_happens();

    if (!world.comes_to_rest())
        return story("the house never comes to rest:" + joined(world.broken_promises(World::Stage::at_rest)));
    auto broken = world.broken_promises(World::Stage::at_rest);
    if (!broken.empty()) return story("at rest:" + joined(broken));
    if (!world.is_cleared()) return story("the quarantine cannot be cleared");
    broken = world.broken_promises(World::Stage::cleared);
    return broken.empty() ? std::string{} : story("cleared:" + joined(broken));
}

/// Three submissions through one misfortune, until all is delivered. Returns what was broken.
inline std::string three_submissions(World& world) {
    for (int i = 0; i < 3; ++i) {
        try {
            world.new_submission();
        } catch (Crash const&) {
            world.crashed();  // the sender has no receipt; it comes again in comes_to_rest()
        }
    }
    if (!world.comes_to_rest()) return "the house never comes to rest";
    if (!world.is_cleared()) return "the quarantine cannot be cleared";
    return joined(world.broken_promises(World::Stage::cleared));
}

/// Three submissions and one strike at the n-th step, for n = 1, 2, 3 ... until a run ends before the strike.
inline std::string strike_at_every_step(LedgerFactory const& factory, Trouble::Kind kind, int& steps) {
    for (steps = 1;; ++steps) {
        World world(factory, 1, {});
        world.trouble().fail_at(steps, kind);
        if (auto const broken = three_submissions(world); !broken.empty())
            return "step " + std::to_string(steps) + ": " + broken;
        if (!world.trouble().struck()) return {};
    }
}

/// The same with a disk that loses its power before the n-th fsync. The store tells in `came` whether it came so far.
using CutFactory = std::function<LedgerFactory(std::int64_t n, bool& came)>;
inline std::string cut_at_every_fsync(CutFactory const& factory_for, int& fsyncs) {
    for (fsyncs = 1;; ++fsyncs) {
        bool came = false;
        World world(factory_for(fsyncs, came), 1, {});
        if (auto const broken = three_submissions(world); !broken.empty())
            return "fsync " + std::to_string(fsyncs) + ": " + broken;
        if (!came) return {};
    }
}

}  // namespace wetbode
