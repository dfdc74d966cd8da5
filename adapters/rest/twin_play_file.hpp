// SPDX-License-Identifier: EUPL-1.2
// Scenario files of the twins (TOML): a name, and [[step]] after [[step]]. What a step may hold is for each twin to
// say. Pure; any thread.
#pragma once

#include <toml++/toml.h>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace wetbode::twin {

class PlayFile {
public:
    explicit PlayFile(std::string file_name) : file_(std::move(file_name)) {}

    /// The name of the play; `step` gets each [[step]], of which there are 1 to 1000. Throws as fail() does.
    std::string read(std::string_view text, std::function<void(toml::table const&)> const& step) const;

    /// Throws std::invalid_argument("FILE:LINE: what").
    [[noreturn]] void fail(std::uint32_t line, std::string const& what) const;
    [[nodiscard]] static std::uint32_t line_of(toml::node const& node) { return node.source().begin.line; }
    [[nodiscard]] std::int64_t whole(toml::node const& node, std::int64_t low, std::int64_t high) const;
    [[nodiscard]] std::string text(toml::node const& node) const;

private:
    std::string file_;
};

}  // namespace wetbode::twin
