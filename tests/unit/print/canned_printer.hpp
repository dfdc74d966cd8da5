// SPDX-License-Identifier: EUPL-1.2
// A printer that says what a test tells it to: an IPP answerer on a loopback socket. Owned by one test; the script is
// called from its own thread.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace wetbode::print {

/// What was asked, as far as tests look at it.
struct Asked {
    std::string operation;  ///< "Create-Job"
    int job = 0;
    std::string job_name;
    std::string sides;
    std::string media;
    std::string which_jobs;
    std::string document;
};

struct CannedJob {
    int id = 0;
    std::string name;
    int state = 4;
    std::string reason = "none";
    bool date = false;  ///< tell when it was completed
};

struct Canned {
    int http = 200;
    int status = 0;
    std::vector<CannedJob> jobs;
    std::optional<std::string> raw;  ///< sent instead of an IPP answer
    enum class End { answer, hang_up, silence } end = End::answer;
};

class CannedPrinter {
public:
    explicit CannedPrinter(std::function<Canned(Asked const&)> script);
    ~CannedPrinter();
    [[nodiscard]] std::string uri() const;
    [[nodiscard]] std::vector<Asked> asked() const;
    [[nodiscard]] std::vector<std::string> operations() const;

private:
    void serve();
    void converse(int descriptor);

    std::function<Canned(Asked const&)> script_;
    int port_ = 0;  // before the listener, which fills it in
    int listener_ = -1;
    std::atomic<bool> stop_{false};
    mutable std::mutex mutex_;
    std::vector<Asked> asked_;
    std::jthread thread_;
};

/// A port of the loopback interface that nobody listens on just now.
[[nodiscard]] int free_port();

}  // namespace wetbode::print
