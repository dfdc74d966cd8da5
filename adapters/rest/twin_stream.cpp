// SPDX-License-Identifier: EUPL-1.2
#include "adapters/rest/twin_stream.hpp"

#include "gateway/base/content.hpp"
#include "gateway/base/sha256.hpp"
#include "gateway/refusal.hpp"

#include <algorithm>
#include <cstring>
#include <stdexcept>

namespace wetbode::twin {

namespace {

constexpr std::size_t octets_per_step = std::size_t{256} * 1024;

class TextReader final : public ContentReader {
public:
    explicit TextReader(std::shared_ptr<std::string const> text) : text_(std::move(text)) {}

    std::size_t read(std::span<char> buffer) override {
        auto const count = std::min(buffer.size(), text_->size() - at_);
        std::memcpy(buffer.data(), text_->data() + at_, count);
        at_ += count;
        return count;
    }

private:
    std::shared_ptr<std::string const> text_;  // shared by all readers of one answer
    std::size_t at_ = 0;
};

std::size_t fill(ContentReader& reader, std::span<char> buffer) {
    std::size_t filled = 0;
    while (filled < buffer.size()) {
        auto const count = reader.read(buffer.subspan(filled));
        if (count == 0) break;
        filled += count;
    }
    return filled;
}

enum class AtLimit { end, fail };

class LimitedReader final : public ContentReader {
public:
    LimitedReader(std::unique_ptr<ContentReader> inner, std::uint64_t limit, AtLimit then)
        : inner_(std::move(inner)), left_(limit), then_(then) {}

    std::size_t read(std::span<char> buffer) override {
        if (left_ == 0) {
            if (then_ == AtLimit::fail && said_all_++ > 0) throw std::runtime_error("cut, as was wished");
            // The transport sends a piece when it has the next one: an empty-handed read would end the answer, so the
            // piece before the cut is followed by one that is never sent.
            if (then_ == AtLimit::fail) return one_more(buffer);
            return 0;
        }
        auto const room = static_cast<std::size_t>(std::min<std::uint64_t>(buffer.size(), left_));
        auto const count = inner_->read(buffer.first(room));
        left_ -= count;
        return count;
    }

private:
    static std::size_t one_more(std::span<char> buffer) {
        buffer.front() = ' ';
        return 1;
    }

    std::unique_ptr<ContentReader> inner_;
    std::uint64_t left_;
    AtLimit then_;
    int said_all_ = 0;
};

class SlowReader final : public ContentReader {
public:
    SlowReader(std::unique_ptr<ContentReader> inner, std::size_t step, std::function<void()> pause)
        : inner_(std::move(inner)), step_(step), pause_(std::move(pause)) {}

    std::size_t read(std::span<char> buffer) override {
        pause_();
        return fill(*inner_, buffer.first(std::min(buffer.size(), step_)));
    }

private:
    std::unique_ptr<ContentReader> inner_;
    std::size_t step_;
    std::function<void()> pause_;
};

std::uint64_t bytes_of(api::Response const& response) {
    auto const* text = std::get_if<std::string>(&response.body);
    return text != nullptr ? text->size() : std::get<Content>(response.body).bytes;
}

/// Makes a text answer one that is made while it is sent, so that it can be spoiled in the same ways.
void make_streamed(api::Response& response) {
    if (response.maker) return;
    if (auto* text = std::get_if<std::string>(&response.body)) {
        auto const kept = std::make_shared<std::string const>(std::move(*text));
        Content content;
        content.bytes = kept->size();
        response.body = std::move(content);
        response.maker = [kept] { return std::make_unique<TextReader>(kept); };
        return;
    }
    response.maker = [content = std::get<Content>(response.body)] { return open_checked(content); };
}

}  // namespace

Octets octets_of(std::string bytes) {
    auto const kept = std::make_shared<std::string const>(std::move(bytes));
    return {kept->size(), [kept] { return std::make_unique<TextReader>(kept); }};
}

Octets octets_of_file(std::filesystem::path const& path) {
    std::error_code error;
    Content content;
    content.bytes = std::filesystem::file_size(path, error);
    if (error) throw Outage("content", path.string() + ": " + error.message());
    content.where = path;
    return {content.bytes, [content] { return open(content); }};
}

std::string sha256_of(Octets const& octets) {
    auto const reader = octets.open();
    Sha256 hash;
    std::string room(octets_per_step, '\0');
    while (auto const count = reader->read(room)) hash.update({room.data(), count});
    return hash.finish().hex();
}

api::Response streamed(int status, std::string content_type, std::vector<StreamPart> parts) {
    api::Response response;
    response.status = status;
    response.headers = {{"Content-Type", std::move(content_type)}};
    Content content;
    content.bytes = length_of(parts);
    response.body = std::move(content);
    response.maker = [parts = std::move(parts)] { return std::make_unique<JoinedReader>(parts); };
    return response;
}

std::string body_of(api::Response const& response) {
    if (auto const* text = std::get_if<std::string>(&response.body)) return *text;
    auto const& content = std::get<Content>(response.body);
    auto const reader = response.maker ? response.maker() : open_checked(content);
    std::string body(static_cast<std::size_t>(content.bytes), '\0');
    body.resize(fill(*reader, body));
    return body;
}

void end_at_half(api::Response& response) {
    make_streamed(response);
    auto const half = bytes_of(response) / 2;
    std::get<Content>(response.body).bytes = half;
    response.maker = [inner = std::move(response.maker), half] {
        return std::make_unique<LimitedReader>(inner(), half, AtLimit::end);
    };
}

void cut_at_half(api::Response& response) {
    make_streamed(response);
    response.close = true;
    response.maker = [inner = std::move(response.maker), half = bytes_of(response) / 2] {
        return std::make_unique<LimitedReader>(inner(), half, AtLimit::fail);
    };
}

void dribble(api::Response& response, std::size_t pieces, std::function<void()> pause) {
    make_streamed(response);
    auto const step = static_cast<std::size_t>(bytes_of(response) / std::max<std::size_t>(pieces, 1)) + 1;
    response.maker = [inner = std::move(response.maker), step, pause = std::move(pause)] {
        return std::make_unique<SlowReader>(inner(), step, pause);
    };
}

}  // namespace wetbode::twin
