// SPDX-License-Identifier: EUPL-1.2
#include "adapters/rest/twin_json_filter.hpp"

namespace wetbode::twin {

namespace {

constexpr std::size_t name_length_max = 16;

}  // namespace

void Base64Hash::update(std::string_view text) {
    octets_.clear();
    stream_.update(text, octets_);
    hash_.update(octets_);
    bytes_ += octets_.size();
}

std::string Base64Hash::finish() {
    octets_.clear();
    stream_.finish(octets_);
    hash_.update(octets_);
    bytes_ += octets_.size();
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
        rest_ += hash_.finish() + '"';
        place_ = Place::outside;
        return 1;
    }
    if (escaped_) {
        escaped_ = false;
        hash_.update(bytes.front() == '/' ? "/" : "\\");
        return 1;
    }
    if (bytes.front() == '\\') {
        escaped_ = true;
        return 1;
    }
    auto run = bytes.substr(0, bytes.find('"'));
    run = run.substr(0, run.find('\\'));
    hash_.update(run);
    return run.size();
}

void JsonFilter::take_outside(char c) {
    rest_ += c;
    if (c == '"') {
        place_ = content_follows_ ? Place::content : Place::text;
        content_follows_ = false;
        last_text_.clear();
        return;
    }
    bool const space = c == ' ' || c == '\n' || c == '\r' || c == '\t';
    if (space) return;
    content_follows_ = c == ':' && last_text_ == "content";
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
