// SPDX-License-Identifier: EUPL-1.2
#include "gateway/revocation/cache.hpp"

#include "gateway/base/files.hpp"
#include "gateway/refusal.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <string_view>
#include <system_error>
#include <vector>

namespace wetbode::revocation {

namespace {

constexpr std::string_view ending = ".value";

bool is_key(std::string_view text) {
    return !text.empty() && text.size() <= 128 &&
           std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

/// "fetched 1767600000000\n" and then the value.
std::optional<CachedValue> value_in(std::string_view text) {
    constexpr std::string_view word = "fetched ";
    auto const end = text.find('\n');
    if (!text.starts_with(word) || end == std::string_view::npos || end > 40) return std::nullopt;
    std::int64_t count = 0;
    auto const [stop, error] = std::from_chars(text.data() + word.size(), text.data() + end, count);
    if (error != std::errc{} || stop != text.data() + end) return std::nullopt;
    return CachedValue{std::string(text.substr(end + 1)), from_count(count)};
}

}  // namespace

Cache::Cache(std::filesystem::path folder, CacheLimits limits, Instant now)
    : folder_(std::move(folder)), limits_(limits) {
    if (folder_.empty()) return;
    std::error_code error;
    std::filesystem::create_directories(folder_, error);
    load(now);
}

void Cache::load(Instant now) {
    std::error_code error;
    std::filesystem::directory_iterator entries(folder_, error);
    if (error) return;
    values_.with([&](Values& values) {
        for (auto const& entry : entries) {
            auto const key = entry.path().stem().string();
            if (entry.path().extension() != ending || !is_key(key)) continue;
            std::optional<CachedValue> value;
            try {
                value = value_in(read_file(entry.path(), limits_.bytes_max + 64));
            } catch (Outage const& outage) {
                ignore(outage, "a value that cannot be read is fetched again");
            }
            // A clock that was set back since: nobody knows how old this is.
            if (!value || value->fetched > now) {
                std::filesystem::remove(entry.path(), error);
                continue;
            }
            values.bytes += value->der.size();
            values.by_key[key] = std::move(*value);
        }
        make_room(values, now);
    });
}

std::optional<CachedValue> Cache::find(std::string const& key, Instant now) {
    return values_.with([&](Values& values) -> std::optional<CachedValue> {
        auto const found = values.by_key.find(key);
        if (found == values.by_key.end() || now - found->second.fetched > limits_.age_max) return std::nullopt;
        return found->second;
    });
}

void Cache::keep(std::string const& key, CachedValue value, Instant now) {
    ensure(is_key(key), "a key of the cache is hexadecimal");
    if (value.der.size() > limits_.bytes_max) return;
    values_.with([&](Values& values) {
        erase(values, key);
        // Small files beside much slower network calls: the lock is held over the writing so that the folder and the
        // memory never differ.
        write(key, value);
        values.bytes += value.der.size();
        values.by_key[key] = std::move(value);
        make_room(values, now);
    });
}

void Cache::drop(std::string const& key) {
    values_.with([&](Values& values) { erase(values, key); });
}

void Cache::erase(Values& values, std::string const& key) const {
    auto const found = values.by_key.find(key);
    if (found == values.by_key.end()) return;
    values.bytes -= found->second.der.size();
    values.by_key.erase(found);
    std::error_code ignored;
    if (!folder_.empty()) std::filesystem::remove(folder_ / (key + std::string(ending)), ignored);
}

void Cache::make_room(Values& values, Instant now) const {
    std::vector<std::string> old;
    for (auto const& [key, value] : values.by_key)
        if (now - value.fetched > limits_.age_max) old.push_back(key);
    for (auto const& key : old) erase(values, key);
    while (values.by_key.size() > limits_.values_max || values.bytes > limits_.bytes_max) {
        auto const when = [](auto const& one) { return one.second.fetched; };
        auto const oldest = std::ranges::min_element(values.by_key, {}, when);
        erase(values, std::string(oldest->first));
    }
}

void Cache::write(std::string const& key, CachedValue const& value) const {
    if (folder_.empty()) return;
    // Renamed when whole; not synced, for what a power cut takes is fetched again.
    auto const path = folder_ / (key + std::string(ending));
    auto const draft = folder_ / (key + ".draft");
    std::error_code error;
    {
        std::ofstream out(draft, std::ios::binary | std::ios::trunc);
        out << "fetched " << to_count(value.fetched) << '\n' << value.der;
        out.flush();
        if (!out) error = std::make_error_code(std::errc::io_error);
    }
    if (!error) std::filesystem::rename(draft, path, error);
    if (error) std::filesystem::remove(draft, error);
}

}  // namespace wetbode::revocation
