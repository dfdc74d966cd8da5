// SPDX-License-Identifier: EUPL-1.2
// `bench_seals verify`: verifications per second by format, level and size, beside xmlsec1. Ours judge all of a seal:
// coverage, chain, time stamps, revocation; xmlsec1 the signature and the chain.
#include "tests/bench/seals.hpp"

#include "gateway/base/content.hpp"
#include "gateway/base/files.hpp"
#include "gateway/crypto/certificate.hpp"
#include "gateway/verification/verification.hpp"

#include <array>
#include <cstdio>
#include <cstdlib>

namespace wetbode::bench {

namespace {

constexpr std::array<SealLevel, 4> levels{SealLevel::b, SealLevel::t, SealLevel::lt, SealLevel::lta};
constexpr auto verifying = "--verify --trusted-pem root.pem";

VerificationOptions options_of(House const& house) {
    auto const root = house.authority.root();
    VerificationOptions options;
    auto const subject = facts_of_certificate(root)->subject;
    options.anchors = TrustAnchors{{root, "root.pem", TrustUse::any, false, {}, {}, subject}};
    options.policy.revocation = RevocationRule::none;  // B-B and B-T carry none: all levels are judged alike
    options.now = house.clock.now();
    return options;
}

/// A seal that does not pass measures nothing.
void must_have_passed(VerificationReport const& report) {
    if (report.verdict == SealVerdict::passed) return;
    std::fprintf(stderr, "a seal of ours does not pass\n");
    std::exit(1);
}

void measure_file(House const& house, char const* format, SealLevel level, std::uint64_t bytes, double seconds,
                  std::optional<double> theirs) {
    auto options = options_of(house);
    auto const file = house.folder / (std::string_view(format) == "ASiC-E" ? "sealed.asice" : "sealed.xml");
    auto const rate = rate_of(seconds, [&] {
        options.now = house.clock.now();
        must_have_passed(verify_file(file, options));
    });
    std::printf("%-10s %-6s %9llu %12.0f %10.0f %9.0f", format, std::string(name_of(level).substr(6)).c_str(),
                static_cast<unsigned long long>(bytes), rate.per_cpu_second, rate.per_second,
                rate.per_cpu_second * static_cast<double>(bytes) / 1e6);
    if (theirs) std::printf(" %12.0f %8.1f", *theirs, rate.per_cpu_second / *theirs);
    std::puts("");
    std::fflush(stdout);
}

}  // namespace

void must_pass(House const& house, std::filesystem::path const& file) {
    must_have_passed(verify_file(file, options_of(house)));
}

void measure_verifications(House const& house, double seconds) {
    std::printf("%-10s %-6s %9s %12s %10s %9s %12s %8s\n", "format", "level", "octets", "checks/CPU-s", "checks/s",
                "MB/CPU-s", "xmlsec1/CPU-s", "times");
    write_durably(house.folder / "root.pem", house.authority.root_pem());
    auto const sealer = house.sealer();
    for (std::size_t const bytes : {14'000U, 100'000U, 1'000'000U, 10'000'000U}) {
        write_durably(house.folder / "bill.xml", bill(bytes));
        auto const document = content_of_file(house.folder / "bill.xml");
        for (auto const level : levels) {
            auto const container =
                sealer.seal({{"ontwerp.xml", "application/akn+xml", document}}, level, house.clock.now()).container;
            write_durably(house.folder / "sealed.asice", read_whole(container, 1U << 30U));
            drop(container);
            measure_file(house, "ASiC-E", level, document.bytes, seconds, std::nullopt);
        }
        for (auto const level : levels) {
            auto const sealed =
                sealer.seal_enveloped(document, "application/akn+xml", level, house.clock.now()).value().container;
            write_durably(house.folder / "sealed.xml", read_whole(sealed, 1U << 30U));
            drop(sealed);
            auto const theirs = level == SealLevel::b ? xmlsec_rate(house, verifying, seconds) : std::nullopt;
            measure_file(house, "enveloped", level, document.bytes, seconds, theirs);
        }
    }
}

}  // namespace wetbode::bench
