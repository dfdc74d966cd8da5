// SPDX-License-Identifier: EUPL-1.2
// Responses and lists that were fetched, in memory and in a folder that outlives the process. What is in the folder is
// not trusted: whoever takes a value judges it anew. Thread safe.
#pragma once

#include "gateway/base/guarded.hpp"
#include "gateway/time.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>

namespace wetbode::revocation {

struct CacheLimits {
    std::size_t values_max = 1000;
    std::uint64_t bytes_max = 64ULL << 20U;
    Milliseconds age_max = std::chrono::days{7};  ///< since it was fetched
};

struct CachedValue {
    std::string der;
    Instant fetched;
};

class Cache {
public:
    /// Reads what an earlier process left in `folder`, made if it is missing; empty: memory only. A folder that cannot
    /// be used costs no more than fetching again. Values that are beyond the limits at `now` are removed.
    Cache(std::filesystem::path folder, CacheLimits limits, Instant now);

    /// `key`: hexadecimal digits only.
    [[nodiscard]] std::optional<CachedValue> find(std::string const& key, Instant now);
    /// Puts it in, and the longest fetched out until the limits hold. A value beyond them alone is not kept.
    void keep(std::string const& key, CachedValue value, Instant now);
    void drop(std::string const& key);

    [[nodiscard]] std::size_t size() { return values_.with([](Values const& values) { return values.by_key.size(); }); }

private:
    struct Values {
        std::map<std::string, CachedValue> by_key;
        std::uint64_t bytes = 0;
    };

    void load(Instant now);
    void erase(Values& values, std::string const& key) const;
    void make_room(Values& values, Instant now) const;
    void write(std::string const& key, CachedValue const& value) const;

    std::filesystem::path folder_;
    CacheLimits limits_;
    Guarded<Values> values_;
};

}  // namespace wetbode::revocation
