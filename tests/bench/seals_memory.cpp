// SPDX-License-Identifier: EUPL-1.2
#include "tests/bench/seals.hpp"

#include "gateway/base/content.hpp"
#include "gateway/base/files.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <variant>

namespace wetbode::bench {

namespace {

constexpr std::size_t payload_bytes = 250U << 20U;
constexpr long additional_kib_max = 64 * 1024;

/// A line of /proc/self/status: VmHWM is the most that this process ever held, VmRSS what it holds now.
long kib_of(char const* name) {
    std::ifstream status("/proc/self/status");
    std::string line;
    while (std::getline(status, line))
        if (line.starts_with(name)) return std::stol(line.substr(line.find(':') + 1));
    return 0;
}

void forget_peak() {
    std::ofstream("/proc/self/clear_refs") << "5";
}

/// In a process of its own, so that its peak is its own.
bool measured(char const* what, std::function<Content()> const& make) {
    std::fflush(stdout);
    auto const child = ::fork();
    if (child == 0) {
        forget_peak();
        auto const before = kib_of("VmRSS");
        auto const begin = std::chrono::steady_clock::now();
        try {
            auto const made = make();
            std::chrono::duration<double> const took = std::chrono::steady_clock::now() - begin;
            auto const more = kib_of("VmHWM") - before;
            std::printf("%-28s %8.2f s %10ld KiB more\n", what, took.count(), more);
            drop(made);
            std::fflush(stdout);
            ::_exit(more > additional_kib_max ? 1 : 0);
        } catch (std::exception const& failure) {
            std::printf("%-28s FAILED: %s\n", what, failure.what());
            std::fflush(stdout);
            ::_exit(1);
        }
    }
    int status = 1;
    return child > 0 && ::waitpid(child, &status, 0) == child && status == 0;
}

Content large_file(House const& house) {
    SpoolFile spool(house.folder);
    std::string const block(1U << 20U, 'x');
    for (std::size_t i = 0; i < payload_bytes; i += block.size()) spool.write(block);
    return spool.keep();
}

Content large_bill(House const& house) {
    SpoolFile spool(house.folder);
    auto const one = bill(4U << 20U);
    auto const from = one.find("<body>") + 6;
    auto const to = one.find("</body>");
    spool.write(std::string_view(one).substr(0, from));
    while (spool.bytes() < (100U << 20U)) spool.write(std::string_view(one).substr(from, to - from));
    spool.write(std::string_view(one).substr(to));
    return spool.keep();
}

Content checked(House const& house, Content const& sealed) {
    must_pass(house, std::get<std::filesystem::path>(sealed.where));
    return sealed;
}

}  // namespace

bool measure_memory(House const& house) {
    bool good = true;
    auto const file = large_file(house);
    auto const act = large_bill(house);
    auto const now = house.clock.now();
    std::printf("250 MiB in ASiC-E, 100 MiB of XML sealed inside; memory above that of before\n");
    for (auto const level : {SealLevel::b, SealLevel::t, SealLevel::lt, SealLevel::lta}) {
        auto const name = std::string(name_of(level));
        good &= measured(("ASiC-E " + name).c_str(), [&] {
            return house.sealer().seal({{"groot.pdf", "application/pdf", file}}, level, now).container;
        });
        good &= measured(("enveloped " + name).c_str(), [&] {
            return house.sealer().seal_enveloped(act, "application/akn+xml", level, now).value().container;
        });
    }
    auto const sealed = house.sealer().seal({{"groot.pdf", "application/pdf", file}}, now);
    auto const carried = house.sealer().seal_enveloped(act, "application/akn+xml", SealLevel::b, now).value();
    for (auto const level : {SealLevel::t, SealLevel::lt, SealLevel::lta}) {
        auto const name = std::string(name_of(level));
        good &= measured(("ASiC-E raised to " + name.substr(6)).c_str(),
                         [&] { return house.raiser().container(sealed.container, level).value().container; });
        good &= measured(("enveloped raised to " + name.substr(6)).c_str(),
                         [&] { return house.raiser().document(carried.container, level).value().container; });
    }
    for (auto const level : {SealLevel::b, SealLevel::lta}) {
        auto const name = std::string(name_of(level));
        auto const container = house.sealer().seal({{"groot.pdf", "application/pdf", file}}, level, now).container;
        auto const document = house.sealer().seal_enveloped(act, "application/akn+xml", level, now).value().container;
        good &= measured(("ASiC-E checked, " + name.substr(6)).c_str(), [&] { return checked(house, container); });
        good &= measured(("enveloped checked, " + name.substr(6)).c_str(), [&] { return checked(house, document); });
    }
    std::puts(good ? "every seal and every check stayed below 64 MiB" : "NOT all stayed below 64 MiB");
    return good;
}

}  // namespace wetbode::bench
