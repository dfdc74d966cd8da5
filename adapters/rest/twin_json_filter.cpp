// SPDX-License-Identifier: EUPL-1.2
#include "adapters/rest/twin_json_filter.hpp"

namespace wetbode::twin {

namespace {

constexpr std::size_t name_length_max = 16;

}  // namespace

std::string_view Base64Hash::update(std::string_view text) {
    octets_.clear();
    stream_.update(text, octets_);
    hash_.update(octets_);
    bytes_ += octets_.size();
    return octets_;
}

std::string Base64Hash::finish(std::string& rest) {
    rest.clear();
    stream_.finish(rest);
    hash_.update(rest);
    bytes_ += rest.size();
    auto const digest = hash_.finish().hex();
    auto const result = stream_.fault() ? std::string("broken") : "sha256:" + digest + ":" + std::to_string(bytes_);
    *this = Base64Hash{};
    return result;
}

void JsonFilter::update(std::string_view bytes) {
    while (!bytes.empty() && !too_long()) {
        if (place_ == Place::content) {
            bytes.remove_prefix(take_content(bytes));
            continue;
        }
        if (place_ == Place::text) take_text(bytes.front());
        else take_outside(bytes.front());
        bytes.remove_prefix(1);
    }
}

/// Base 64 holds no quote and needs no escape but "\/", which some writers use for the slash.
std::size_t JsonFilter::take_content(std::string_view bytes) {
    if (bytes.front() == '"') {
        end_content();
        return 1;
    }
    if (escaped_) {
        escaped_ = false;
        take_base64(bytes.front() == '/' ? "/" : "\\");
        return 1;
    }
    if (bytes.front() == '\\') {
        escaped_ = true;
        return 1;
    }
    auto run = bytes.substr(0, bytes.find('"'));
    run = run.substr(0, run.find('\\'));
    take_base64(run);
    return run.size();
}

void JsonFilter::take_base64(std::string_view text) {
    auto const octets = hash_.update(text);
    if (tap_ && !octets.empty()) tap_(contents_ - 1, octets);
}

void JsonFilter::begin_content() {
    place_ = Place::content;
    ++contents_;
    if (tap_) tap_(contents_ - 1, {});
}

void JsonFilter::end_content() {
    std::string octets;
    rest_ += hash_.finish(octets);
    if (tap_) {
        if (!octets.empty()) tap_(contents_ - 1, octets);
        rest_ += ':' + std::to_string(contents_ - 1);
    }
    rest_ += '"';
    place_ = Place::outside;
}

void JsonFilter::take_outside(char c) {
    rest_ += c;
    if (c == '"') {
        if (content_follows_) begin_content();
        else place_ = Place::text;
        content_follows_ = false;
        last_text_.clear();
        return;
    }
    bool const space = c == ' ' || c == '\n' || c == '\r' || c == '\t';
    if (space) return;
    content_follows_ = c == ':' && last_text_ == member_;
    last_text_.clear();
}

void JsonFilter::take_text(char c) {
    rest_ += c;
    if (escaped_) {
        escaped_ = false;
    } else if (c == '\\') {
        escaped_ = true;
    } else if (c == '"') {
        place_ = Place::outside;
        return;
    }
    if (last_text_.size() < name_length_max) last_text_ += c;
}

}  // namespace wetbode::twin
