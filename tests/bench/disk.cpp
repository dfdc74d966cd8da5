// SPDX-License-Identifier: EUPL-1.2
// bench_disk FOLDER CLIENTS BYTES SECONDS: what this disk can do at most. Each client appends BYTES to a file of its
// own and fsyncs, again and again; answered with the number per second. That is the least that keeping a document can
// cost without sharing one fsync among several, so the gateway's throughput is told as a ratio to it.
#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

struct Order {
    fs::path folder;
    std::size_t clients = 1;
    std::size_t bytes = 4096;
    double seconds = 2;
};

bool append(int file, std::string const& bytes) {
    std::size_t done = 0;
    while (done < bytes.size()) {
        auto const wrote = write(file, bytes.data() + done, bytes.size() - done);
        if (wrote <= 0) return false;
        done += static_cast<std::size_t>(wrote);
    }
    return fsync(file) == 0;
}

/// Acts until the time is over; a file that has grown large starts anew, so that the disk does not fill.
void be_a_client(Order const& order, std::size_t number, std::atomic<std::size_t>& acts, std::atomic<bool>& broken) {
    auto const path = order.folder / ("bench_disk." + std::to_string(number));
    std::string const bytes(order.bytes, 'w');
    auto const file = open(path.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
    auto const end = Clock::now() + std::chrono::duration<double>(order.seconds);
    std::size_t grown = 0;
    while (file >= 0 && Clock::now() < end && !broken) {
        if (!append(file, bytes)) broken = true;
        ++acts;
        grown += order.bytes;
        if (grown > (64U << 20U)) {
            if (ftruncate(file, 0) != 0) broken = true;
            grown = 0;
        }
    }
    if (file < 0)
        broken = true;
    else
        close(file);
    fs::remove(path);
}

double acts_per_second(Order const& order) {
    std::atomic<std::size_t> acts = 0;
    std::atomic<bool> broken = false;
    auto const began = Clock::now();
    {
        std::vector<std::jthread> clients;
        for (std::size_t i = 0; i < order.clients; ++i)
            clients.emplace_back([&, i] { be_a_client(order, i, acts, broken); });
    }
    if (broken) throw std::runtime_error("cannot write and fsync in " + order.folder.string());
    return static_cast<double>(acts.load()) / std::chrono::duration<double>(Clock::now() - began).count();
}

}  // namespace

int main(int count, char** words) {
    try {
        if (count != 5) throw std::invalid_argument("usage: bench_disk FOLDER CLIENTS BYTES SECONDS");
        std::printf("%.2f\n",
                    acts_per_second({words[1], std::stoul(words[2]), std::stoul(words[3]), std::stod(words[4])}));
        return 0;
    } catch (std::exception const& error) {
        std::fprintf(stderr, "bench_disk: %s\n", error.what());
        return 2;
    }
}
