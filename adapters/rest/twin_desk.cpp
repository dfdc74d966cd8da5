// SPDX-License-Identifier: EUPL-1.2
#include "adapters/rest/twin_desk.hpp"

#include "gateway/base/files.hpp"
#include "gateway/refusal.hpp"

#include <nlohmann/json.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace wetbode::twin {

namespace {

using json = nlohmann::json;

constexpr std::uint64_t journal_bytes_max = 1ULL << 30U;
constexpr std::size_t small_body_bytes_max = 1024 * 1024;

constexpr std::array<std::pair<std::string_view, FaultMode>, 8> fault_names{{
    {"down", FaultMode::down}, {"500_before", FaultMode::error_before}, {"500_after", FaultMode::error_after},
    {"cut_after_body", FaultMode::cut_after_body}, {"slow", FaultMode::slow}, {"401", FaultMode::unauthorised},
    {"html_error", FaultMode::html_error}, {"partial_files", FaultMode::partial_files}}};

class FunctionExchange final : public api::Exchange {
public:
    FunctionExchange(OnBytes on_bytes, OnEnd on_end) : on_bytes_(std::move(on_bytes)), on_end_(std::move(on_end)) {}

    std::optional<api::Response> receive(std::string_view bytes) override {
        return on_bytes_ ? on_bytes_(bytes) : std::nullopt;
    }
    api::Response finish() override { return on_end_(); }

private:
    OnBytes on_bytes_;
    OnEnd on_end_;
};

[[noreturn]] void fail(std::string const& what) { throw Outage("twin", what + ": " + std::strerror(errno)); }

}  // namespace

Journal::Journal(std::filesystem::path const& folder, std::string const& file_name) {
    if (folder.empty()) return;
    std::filesystem::create_directories(folder);
    auto const path = folder / file_name;
    std::string text;
    if (std::filesystem::exists(path)) text = read_file(path, journal_bytes_max);
    auto const end = text.rfind('\n') == std::string::npos ? 0 : text.rfind('\n') + 1;
    descriptor_ = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor_ < 0) fail("cannot open " + path.string());
    if (::ftruncate(descriptor_, static_cast<off_t>(end)) != 0) fail("cannot mend " + path.string());
    if (::lseek(descriptor_, 0, SEEK_END) < 0) fail("cannot append to " + path.string());
    for (std::size_t at = 0; at < end;) {
        auto const stop = text.find('\n', at);
        lines_.push_back(text.substr(at, stop - at));
        at = stop + 1;
    }
    fsync_folder(folder);
}

Journal::~Journal() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

void Journal::append(std::string const& line) {
    if (descriptor_ < 0) return;
    auto const whole = line + '\n';
    std::string_view rest = whole;
    while (!rest.empty()) {
        auto const count = ::write(descriptor_, rest.data(), rest.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) fail("cannot write the journal");
        rest.remove_prefix(static_cast<std::size_t>(count));
    }
    if (::fdatasync(descriptor_) != 0) fail("cannot sync the journal");
}

api::Response Faults::set(std::string_view body) {
    auto const wish = json::parse(body, nullptr, false);
    if (!wish.is_object() || !wish.contains("mode") || !wish["mode"].is_string())
        return json_response(400, R"({"error":"a fault needs a \"mode\""})");
    auto const times = wish.contains("times") && wish["times"].is_number_integer() ? wish["times"].get<int>() : 1;
    auto const delay = wish.contains("delay_ms") && wish["delay_ms"].is_number_integer() ? wish["delay_ms"].get<int>()
                                                                                        : 5000;
    if (times < 0 || times > 100'000 || delay < 0 || delay > 600'000)
        return json_response(400, R"({"error":"times 0 .. 100000, delay_ms 0 .. 600000"})");
    for (auto const& [name, mode] : fault_names) {
        if (wish["mode"] != name) continue;
        std::scoped_lock const lock(mutex_);
        if (times == 0) queue_.clear();
        queue_.insert(queue_.end(), static_cast<std::size_t>(times), {mode, std::chrono::milliseconds{delay}});
        return json_response(200, json{{"waiting", queue_.size()}}.dump());
    }
    return json_response(400, R"({"error":"unknown mode"})");
}

FaultNow Faults::take_for_delivery() {
    std::scoped_lock const lock(mutex_);
    if (queue_.empty()) return {};
    auto const fault = queue_.front();
    queue_.pop_front();
    return fault;
}

bool Faults::take_if_down() {
    std::scoped_lock const lock(mutex_);
    if (queue_.empty() || queue_.front().mode != FaultMode::down) return false;
    queue_.pop_front();
    return true;
}

void Faults::linger(std::chrono::milliseconds delay) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, delay, [&] { return released_; });
}

void Faults::release() {
    std::scoped_lock const lock(mutex_);
    released_ = true;
    changed_.notify_all();
}

std::unique_ptr<api::Exchange> exchange(OnBytes on_bytes, OnEnd on_end) {
    return std::make_unique<FunctionExchange>(std::move(on_bytes), std::move(on_end));
}

std::unique_ptr<api::Exchange> small_exchange(std::function<api::Response(std::string const&)> on_end) {
    // Shared by the two functions of one exchange.
    auto const body = std::make_shared<std::string>();
    return exchange(
        [body](std::string_view bytes) -> std::optional<api::Response> {
            if (body->size() + bytes.size() > small_body_bytes_max)
                return json_response(413, R"({"error":"too long"})");
            body->append(bytes);
            return std::nullopt;
        },
        [body, on_end = std::move(on_end)] { return on_end(*body); });
}

std::unique_ptr<api::Exchange> fixed_exchange(api::Response response) {
    // The body is read to its end first: a client in the middle of writing would not see an early answer.
    if (!response.cut) return exchange({}, [response] { return response; });
    return exchange([response](std::string_view) { return std::optional{response}; }, [response] { return response; });
}

api::Response json_response(int status, std::string body) {
    api::Response response;
    response.status = status;
    response.headers = {{"Content-Type", "application/json"}};
    response.body = std::move(body);
    return response;
}

api::Response html_error() {
    api::Response response;
    response.status = 500;
    response.headers = {{"Content-Type", "text/html; charset=utf-8"}};
    response.body = std::string("<!DOCTYPE html><html><head><title>Storing</title></head>"
                                "<body><h1>Er ging iets mis</h1><p>Probeer later opnieuw.</p></body></html>");
    return response;
}

api::Response cut_response() {
    api::Response response;
    response.close = true;
    response.cut = true;
    return response;
}

std::string key_in(api::Request const& request) {
    auto const found = request.headers.find("idempotency-key");
    if (found == request.headers.end()) return {};
    std::string_view key = found->second;
    if (key.size() >= 2 && key.starts_with('"') && key.ends_with('"')) key = key.substr(1, key.size() - 2);
    return std::string(key.substr(0, 255));
}

}  // namespace wetbode::twin
