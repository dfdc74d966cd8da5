// SPDX-License-Identifier: EUPL-1.2
#include "adapters/print/connection.hpp"

#include "adapters/print/trust.hpp"
#include "gateway/base/content.hpp"

#include <cups/cups.h>
#include <sys/socket.h>

#include <array>
#include <condition_variable>
#include <limits>
#include <memory>
#include <mutex>
#include <string_view>
#include <thread>

namespace wetbode::print {

namespace {

constexpr std::size_t answer_bytes_max = 4U << 20U;

using Http = std::unique_ptr<http_t, decltype(&httpClose)>;

/// libcups knows a time per read, but no deadline for the whole: this cuts the connection when the time is over.
class Watchdog {
public:
    Watchdog(int descriptor, Deadline deadline)
        : thread_([this, descriptor, deadline](std::stop_token const& stop) {
              std::unique_lock lock(mutex_);
              bell_.wait_until(lock, stop, deadline.at, [] { return false; });
              if (!stop.stop_requested()) ::shutdown(descriptor, SHUT_RDWR);
          }) {}

private:
    std::mutex mutex_;
    std::condition_variable_any bell_;
    std::jthread thread_;  // last: stops and joins first
};

class Conversation {
public:
    Conversation(Target const& target, Deadline deadline) : target_(target), deadline_(deadline) {}

    Posted run(std::string const& head, Content const* document) {
        if (!connect()) return std::move(posted_);
        // Nothing was said yet, so whatever goes wrong up to here is "unreachable".
        Watchdog const watchdog(httpGetFd(http_.get()), deadline_);
        if (!trusted()) return std::move(posted_);
        auto const reader = document != nullptr ? open_checked(*document) : nullptr;
        send(head, reader.get(), head.size() + (document != nullptr ? document->bytes : 0));
        if (posted_.failure == Failure::none) receive();
        return std::move(posted_);
    }

private:
    void fail(Failure failure, std::string why) {
        posted_.failure = failure;
        posted_.why = deadline_.left() == Milliseconds{0} ? "the time for this delivery was over" : std::move(why);
    }

    [[nodiscard]] std::string place() const { return target_.host + ":" + std::to_string(target_.port); }

    bool connect() {
        auto const left = deadline_.left();
        if (left == Milliseconds{0}) return fail(Failure::unreachable, ""), false;
        auto const span = static_cast<int>(std::min<std::int64_t>(left.count(), std::numeric_limits<int>::max()));
        auto const encryption = target_.tls ? HTTP_ENCRYPTION_ALWAYS : HTTP_ENCRYPTION_NEVER;
        // First made without connecting (0 ms), so that the TLS handshake already has a time limit.
        http_.reset(httpConnect2(target_.host.c_str(), target_.port, nullptr, AF_UNSPEC, encryption, 1, 0, nullptr));
        if (!http_) return fail(Failure::unreachable, "the name " + target_.host + " is not known"), false;
        httpSetTimeout(http_.get(), static_cast<double>(span) / 1000.0, nullptr, nullptr);
        if (httpReconnect2(http_.get(), span, nullptr) == 0) return true;
        return fail(Failure::unreachable, "no connection to " + place()), false;
    }

    bool trusted() {
        if (!target_.tls) return true;
        cups_array_t* list = nullptr;
        std::vector<std::string> chain;
        if (httpCopyCredentials(http_.get(), &list) == 0) {
            for (auto* item = cupsArrayFirst(list); item != nullptr; item = cupsArrayNext(list)) {
                auto const* credential = static_cast<http_credential_t const*>(item);
                chain.emplace_back(static_cast<char const*>(credential->data), credential->datalen);
            }
        }
        httpFreeCredentials(list);
        auto const why = distrust(chain, target_.host, target_.ca_file);
        if (!why.empty()) fail(Failure::unreachable, why);
        return why.empty();
    }

    void send(std::string const& head, ContentReader* reader, std::uint64_t bytes) {
        auto* http = http_.get();
        httpClearFields(http);
        httpSetField(http, HTTP_FIELD_CONTENT_TYPE, "application/ipp");
        httpSetLength(http, bytes);
        if (httpPost(http, target_.resource.c_str()) != 0)
            return fail(Failure::interrupted, place() + " hung up before the request was sent");
        if (!write(head)) return;
        std::array<char, 64 * 1024> buffer;
        while (reader != nullptr && status_ == HTTP_STATUS_CONTINUE) {
            auto const count = reader->read(buffer);
            if (count == 0) break;
            if (!write({buffer.data(), count})) return;
            // A printer may answer before it has heard all: then the rest is not wanted.
            if (httpGetReady(http) > 0 || httpWait(http, 0) != 0) status_ = httpUpdate(http);
        }
        if (status_ == HTTP_STATUS_CONTINUE && httpFlushWrite(http) < 0)
            fail(Failure::interrupted, place() + " hung up while it was sent the request");
    }

    bool write(std::string_view bytes) {
        auto const length = static_cast<ssize_t>(bytes.size());
        if (httpWrite2(http_.get(), bytes.data(), bytes.size()) == length) return true;
        return fail(Failure::interrupted, place() + " hung up while it was sent the request"), false;
    }

    void receive() {
        auto* http = http_.get();
        while (status_ == HTTP_STATUS_CONTINUE) status_ = httpUpdate(http);
        if (status_ == HTTP_STATUS_ERROR) return fail(Failure::interrupted, "no answer from " + place());
        posted_.http_status = static_cast<int>(status_);
        if (status_ != HTTP_STATUS_OK)
            return fail(Failure::http, place() + " answered HTTP status " + std::to_string(posted_.http_status));
        std::array<char, 16 * 1024> buffer;
        while (true) {
            auto const count = httpRead2(http, buffer.data(), buffer.size());
            if (count < 0) return fail(Failure::interrupted, "the answer of " + place() + " was cut off");
            if (count == 0) break;
            posted_.body.append(buffer.data(), static_cast<std::size_t>(count));
            if (posted_.body.size() > answer_bytes_max)
                return fail(Failure::http, "the answer of " + place() + " is longer than 4 MiB");
        }
        // A cut connection also reads as the end.
        if (deadline_.left() == Milliseconds{0}) fail(Failure::interrupted, "");
    }

    Target const& target_;
    Deadline deadline_;
    Http http_{nullptr, &httpClose};
    http_status_t status_ = HTTP_STATUS_CONTINUE;
    Posted posted_;
};

}  // namespace

Posted post(Target const& target, std::string const& head, Content const* document, Deadline deadline) {
    return Conversation(target, deadline).run(head, document);
}

}  // namespace wetbode::print
