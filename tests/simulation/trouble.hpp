// SPDX-License-Identifier: EUPL-1.2
// Where all misfortune of a simulation comes from: one seeded source, so that a seed tells the whole story. One thread.
#pragma once

#include "gateway/refusal.hpp"

#include <cstdint>
#include <optional>
#include <random>

namespace wetbode {

/// The process dies here. Not a std::exception: nothing in the house may catch it.
struct Crash {};

struct TroubleRates {
    double outage = 0.0;  ///< per call, before or after the act
    double crash = 0.0;
    double other = 0.0;   ///< each of the counterparts' and the key store's own ways to fail
};

class Trouble {
public:
    enum class Kind { outage, crash };

    Trouble(std::uint64_t seed, TroubleRates rates) : engine_(seed), rates_(rates) {}

    /// One strike of the given kind at the n-th call from now on (from 1), whatever the rates.
    void fail_at(std::int64_t call, Kind kind) {
        fail_at_ = calls_ + call;
        kind_ = kind;
    }
    [[nodiscard]] bool struck() const { return !fail_at_.has_value(); }
    void calm() { rates_ = {}; }

    [[nodiscard]] double chance() { return std::generate_canonical<double, 53>(engine_); }
    [[nodiscard]] bool happens(double rate) { return chance() < rate; }
    [[nodiscard]] bool other() { return happens(rates_.other); }
    [[nodiscard]] int below(int most) { return static_cast<int>(chance() * most) % most; }

    /// Called around every act that could fail.
    void strike(char const* dependency) {
        ++calls_;
        if (fail_at_ && calls_ >= *fail_at_) {
            fail_at_.reset();
            hit(kind_, dependency);
        }
        if (happens(rates_.outage)) hit(Kind::outage, dependency);
        if (happens(rates_.crash)) hit(Kind::crash, dependency);
    }

private:
    static void hit(Kind kind, char const* dependency) {
        if (kind == Kind::crash) throw Crash{};
        throw Outage(dependency, "simulated");
    }

    std::mt19937_64 engine_;
    TroubleRates rates_;
    std::int64_t calls_ = 0;
    std::optional<std::int64_t> fail_at_;
    Kind kind_ = Kind::outage;
};

}  // namespace wetbode
