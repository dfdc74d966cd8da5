// SPDX-License-Identifier: EUPL-1.2
// See imposter.hpp.
#include "doubles/imposter.hpp"

#include <deque>
#include <map>
#include <mutex>
#include <utility>

namespace wetbode {

struct Imposter::Inside {
    std::mutex mutex;  ///< guards all below
    std::map<std::pair<std::string, std::string>, std::deque<api::Response>> canned;
    Answerer otherwise;
    std::vector<Asked> asked;

    api::Response answer_to(Asked one) {
        std::unique_lock lock(mutex);
        asked.push_back(one);
        auto const found = canned.find({one.request.method, one.request.path});
        if (found != canned.end() && !found->second.empty()) {
            auto response = found->second.front();
            if (found->second.size() > 1) found->second.pop_front();
            return response;
        }
        auto const answerer = otherwise;
        lock.unlock();
        if (answerer) return answerer(one);
        return Imposter::response(404, "nothing is canned for " + one.request.method + " " + one.request.path,
                                  "text/plain");
    }
};

namespace {

class Hearing final : public api::Exchange {
public:
    Hearing(api::Request const& request, std::function<api::Response(Asked)> answer_to)
        : asked_{request, {}}, answer_to_(std::move(answer_to)) {}
    std::optional<api::Response> receive(std::string_view bytes) override {
        asked_.body.append(bytes);
        return std::nullopt;
    }
    api::Response finish() override { return answer_to_(std::move(asked_)); }

private:
    Asked asked_;
    std::function<api::Response(Asked)> answer_to_;
};

http::ServerSettings small_settings() {
    http::ServerSettings settings;
    settings.port = 0;
    settings.handler_threads = 4;
    return settings;
}

}  // namespace

Imposter::Imposter() : Imposter(small_settings()) {}

Imposter::Imposter(http::ServerSettings settings)
    : inside_(std::make_shared<Inside>()), scheme_(settings.certificate_file.empty() ? "http" : "https") {
    auto const opener = [inside = inside_](api::Request const& request) -> std::unique_ptr<api::Exchange> {
        return std::make_unique<Hearing>(request, [inside](Asked one) { return inside->answer_to(std::move(one)); });
    };
    server_ = std::make_unique<http::Server>(std::move(settings), opener, nullptr);
    server_->start();
}

Imposter::~Imposter() {
    server_->stop(Milliseconds{0});
}

void Imposter::answer(std::string const& method, std::string const& path, api::Response response) {
    std::scoped_lock const lock(inside_->mutex);
    inside_->canned[{method, path}].push_back(std::move(response));
}

void Imposter::otherwise(Answerer answerer) {
    std::scoped_lock const lock(inside_->mutex);
    inside_->otherwise = std::move(answerer);
}

std::vector<Asked> Imposter::asked() const {
    std::scoped_lock const lock(inside_->mutex);
    return inside_->asked;
}

std::uint16_t Imposter::port() const {
    return server_->port();
}

std::string Imposter::url() const {
    return scheme_ + "://127.0.0.1:" + std::to_string(port());
}

api::Response Imposter::response(int status, std::string body, std::string const& media_type) {
    api::Response response;
    response.status = status;
    response.headers = {{"Content-Type", media_type}};
    response.body = std::move(body);
    return response;
}

}  // namespace wetbode
