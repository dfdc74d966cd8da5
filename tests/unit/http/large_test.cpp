// SPDX-License-Identifier: EUPL-1.2
// Large bodies with flat memory, both ways.
#include <catch2/catch.hpp>

#include "doubles/temporary_folder.hpp"
#include "gateway/base/files.hpp"
#include "unit/http/echo_server.hpp"
#include "unit/http/raw_client.hpp"

#include <fstream>

using namespace wetbode;
using namespace wetbode::test;

namespace {

constexpr std::uint64_t large_bytes = 250ULL << 20U;
constexpr std::uint64_t growth_max = 48ULL << 20U;

/// Peak resident memory of this process in bytes (VmHWM).
std::uint64_t peak_memory() {
    std::ifstream status("/proc/self/status");
    for (std::string word; status >> word;)
        if (word == "VmHWM:") {
            std::uint64_t kib = 0;
            status >> kib;
            return kib * 1024;
        }
    return 0;
}

}  // namespace

TEST_CASE("250 MB come in with flat memory", "[http][slow]") {
    Running running({});
    RawClient client(running.port());
    std::string const piece(1 << 20, 'x');
    auto const before = peak_memory();
    Sha256 hash;

    client.send("POST /big HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(large_bytes) + "\r\n\r\n");
    for (std::uint64_t sent = 0; sent < large_bytes; sent += piece.size()) {
        hash.update(piece);
        REQUIRE(client.send(piece));
    }

    CHECK(client.read_reply().body == "POST /big " + std::to_string(large_bytes) + " " + hash.finish().hex());
    WARN("peak memory grew by " << (peak_memory() - before) / 1024 << " KiB");
#ifndef WETBODE_SANITIZED
    CHECK(peak_memory() - before < growth_max);
#endif
}

TEST_CASE("250 MB go out with flat memory and the right digest", "[http][slow]") {
    TemporaryFolder folder;
    SpoolFile file(folder.path());
    for (std::uint64_t i = 0; i < large_bytes >> 20U; ++i)
        file.write(std::string(1 << 20, static_cast<char>('a' + i % 26)));
    auto const content = file.keep();
    Running running({}, always([&] { return api::Response{200, {}, content, false, false}; }));
    RawClient client(running.port());
    [[maybe_unused]] auto const before = peak_memory();

    client.send("GET /big HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    Sha256 hash;
    std::string some;
    std::uint64_t body_bytes = 0;
    bool in_body = false;
    while (client.read_some(some) > 0) {
        auto const end = in_body ? 0 : some.find("\r\n\r\n") + 4;
        in_body = true;
        hash.update(std::string_view(some).substr(end));
        body_bytes += some.size() - end;
        some.clear();
    }

    CHECK(body_bytes == large_bytes);
    CHECK(hash.finish() == content.digest);
#ifndef WETBODE_SANITIZED
    CHECK(peak_memory() - before < growth_max);
#endif
}
