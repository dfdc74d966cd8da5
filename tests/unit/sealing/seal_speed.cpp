// SPDX-License-Identifier: EUPL-1.2
// Measures the sealer: `seal_speed many` seals per second at 14 KB; `seal_speed large` memory at 250 MB.
#include "gateway/base/content.hpp"
#include "gateway/base/files.hpp"
#include "gateway/clock.hpp"
#include "gateway/sealing/sealer.hpp"
#include "gateway/verification/trust_folder.hpp"
#include "gateway/verification/verification.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <string>
#include <string_view>

using namespace wetbode;

namespace {

double cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

long resident_kib() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

VerificationOptions demo_options(std::filesystem::path const& folder, Instant now) {
    VerificationOptions options;
    options.anchors = anchors_in_files({folder / "demo-ca.pem"});
    options.policy.revocation = RevocationRule::none;
    options.now = now;
    return options;
}

void many(Sealer const& sealer, std::filesystem::path const& folder, Instant now) {
    auto const act = content_of(std::string(10'000, 'a'));
    auto const note = content_of(std::string(4'000, 'b'));
    constexpr int rounds = 20'000;
    auto const begin = cpu_seconds();
    Seal last;
    for (int i = 0; i < rounds; ++i)
        last = sealer.seal({{"ontwerp.xml", "application/akn+xml", act}, {"nota.pdf", "application/pdf", note}}, now);
    std::printf("seals per CPU second at 14 KB: %.0f\n", rounds / (cpu_seconds() - begin));
    write_durably(folder / "last.asice", std::get<std::string>(last.container.where));
    constexpr int checks = 2'000;
    auto const options = demo_options(folder, now);
    auto const verify_begin = cpu_seconds();
    for (int i = 0; i < checks; ++i)
        if (verify_asic(folder / "last.asice", options).verdict != SealVerdict::passed)
            std::puts("NOT PASSED");
    std::printf("verifications per CPU second: %.0f\n", checks / (cpu_seconds() - verify_begin));
}

void large(Sealer const& sealer, std::filesystem::path const& folder, Instant now) {
    SpoolFile spool(folder);
    std::string const block(1U << 20U, 'x');
    for (int i = 0; i < 250; ++i) spool.write(block);
    auto const payload = spool.keep();
    std::printf("resident before: %ld KiB\n", resident_kib());
    auto const begin = std::chrono::steady_clock::now();
    auto const seal = sealer.seal({{"groot.pdf", "application/pdf", payload}}, now);
    std::chrono::duration<double> const took = std::chrono::steady_clock::now() - begin;
    std::printf("sealed 250 MiB in %.2f s, resident at most: %ld KiB\n", took.count(), resident_kib());
    auto const report = verify_asic(std::get<std::filesystem::path>(seal.container.where), demo_options(folder, now));
    std::printf("verified: %s, resident at most: %ld KiB\n",
                report.verdict == SealVerdict::passed ? "passed" : "NOT PASSED", resident_kib());
}

}  // namespace

int main(int count, char** arguments) {
    std::string name = (std::filesystem::temp_directory_path() / "wetbode-speed-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) return 1;
    std::filesystem::path const folder(name);
    auto const now = SystemClock{}.now();
    make_demo_keys(folder, now);
    auto const signer = signer_from_files(folder / "demo-seal.key", folder / "demo-seal.pem", {});
    Sealer const sealer(*signer, folder);
    if (count > 1 && std::string_view(arguments[1]) == "large")
        large(sealer, folder, now);
    else
        many(sealer, folder, now);
    std::filesystem::remove_all(folder);
    return 0;
}
