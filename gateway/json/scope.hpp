// SPDX-License-Identifier: EUPL-1.2
// Reads one JSON object key by key and collects a Fault for everything that is not as it should be: wrong type,
// missing, too long, unknown. For gateway/json and for rooms that read messages of others.
#pragma once

#include "gateway/refusal.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace wetbode::json {

enum class Need { required, optional };

class Scope {
public:
    /// `pointer` is the JSON pointer (RFC 6901) of `object`.
    Scope(nlohmann::json const& object, std::string pointer, std::vector<Fault>& faults);

    /// Text of at most `bytes_max` bytes without control characters (tab and line feed are allowed).
    [[nodiscard]] std::string text(std::string_view key, Need need, std::size_t bytes_max);
    [[nodiscard]] std::optional<std::uint64_t> whole_number(std::string_view key);
    [[nodiscard]] bool yes_no(std::string_view key);
    /// The member if it is an object (or array); null if absent, a fault if it is something else.
    [[nodiscard]] nlohmann::json const* object(std::string_view key, Need need);
    [[nodiscard]] nlohmann::json const* array(std::string_view key, Need need, std::size_t members_max);
    [[nodiscard]] std::string pointer_to(std::string_view key) const;
    void fault(std::string code, std::string_view key, Text message);
    /// Call last: every key that nobody asked for is a fault.
    void refuse_unknown_keys();

private:
    [[nodiscard]] nlohmann::json const* member(std::string_view key, Need need);

    nlohmann::json const& object_;
    std::string pointer_;
    std::vector<Fault>& faults_;
    std::set<std::string, std::less<>> asked_;
};

}  // namespace wetbode::json
