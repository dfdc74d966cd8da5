// SPDX-License-Identifier: EUPL-1.2
// A running server with a handler of the test's choice. The default handler tells what it saw.
#pragma once

#include "gateway/base/sha256.hpp"
#include "gateway/http/server.hpp"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace wetbode::test {

/// What the transport reported, to be waited for.
class Reports {
public:
    void add(int status) {
        std::scoped_lock const lock(mutex_);
        statuses_.push_back(status);
        changed_.notify_all();
    }
    /// True once `status` was reported; gives up after 20 s.
    bool wait_for(int status) {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, std::chrono::seconds(20), [&] {
            for (auto const one : statuses_)
                if (one == status) return true;
            return false;
        });
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<int> statuses_;
};

/// Answers with the method, the path, and the number and digest of the bytes that came; keeps none of them.
class Telling final : public api::Exchange {
public:
    explicit Telling(api::Request const& request) : request_(request) {}
    std::optional<api::Response> receive(std::string_view bytes) override {
        if (request_.path == "/early") return api::Response{403, {}, "no", false, false};
        bytes_ += bytes.size();
        hash_.update(bytes);
        return std::nullopt;
    }
    api::Response finish() override {
        if (request_.path == "/throws") throw std::runtime_error("a fault in a handler");
        if (request_.path == "/cut") return {200, {}, "", false, true};
        return {200,
                {{"Content-Type", "text/plain"}, {"X-Certificate", request_.client_certificate}},
                request_.method + " " + request_.path + " " + std::to_string(bytes_) + " " + hash_.finish().hex(),
                false,
                false};
    }

private:
    api::Request request_;
    std::uint64_t bytes_ = 0;
    Sha256 hash_;
};

inline api::Opener telling() {
    return [](api::Request const& request) -> std::unique_ptr<api::Exchange> {
        return std::make_unique<Telling>(request);
    };
}

/// A handler without a body of its own.
class Simple final : public api::Exchange {
public:
    explicit Simple(std::function<api::Response()> answer) : answer_(std::move(answer)) {}
    std::optional<api::Response> receive(std::string_view) override { return std::nullopt; }
    api::Response finish() override { return answer_(); }

private:
    std::function<api::Response()> answer_;
};

inline api::Opener always(std::function<api::Response()> answer) {
    return [answer = std::move(answer)](api::Request const&) -> std::unique_ptr<api::Exchange> {
        return std::make_unique<Simple>(answer);
    };
}

struct Running {
    std::shared_ptr<Reports> reports = std::make_shared<Reports>();
    http::Server server;

    explicit Running(http::ServerSettings settings, api::Opener opener = telling())
        : server(any_port(std::move(settings)), std::move(opener),
                 [told = reports](api::Request const&, int status, Milliseconds) { told->add(status); }) {
        server.start();
    }
    static http::ServerSettings any_port(http::ServerSettings settings) {
        settings.port = 0;
        settings.handler_threads = std::min(settings.handler_threads, 4);
        settings.quick_threads = std::min(settings.quick_threads, 4);
        return settings;
    }
    [[nodiscard]] std::uint16_t port() const { return server.port(); }
};

}  // namespace wetbode::test
