// SPDX-License-Identifier: EUPL-1.2
#include "adapters/rest/twin_play_file.hpp"

#include <stdexcept>

namespace wetbode::twin {

namespace {

constexpr std::size_t steps_max = 1000;

}  // namespace

std::string PlayFile::read(std::string_view text, std::function<void(toml::table const&)> const& step) const {
    toml::table table;
    try {
        table = toml::parse(text, file_);
    } catch (toml::parse_error const& error) {
        fail(error.source().begin.line, std::string(error.description()));
    }
    std::string name;
    std::size_t steps = 0;
    for (auto const& [key, value] : table) {
        if (key.str() == "name") {
            name = this->text(value);
        } else if (key.str() == "step" && value.is_array_of_tables()) {
            steps = value.as_array()->size();
            for (auto const& one : *value.as_array()) step(*one.as_table());
        } else {
            fail(line_of(value), "unknown key \"" + std::string(key.str()) + "\": name, or [[step]]");
        }
    }
    if (steps == 0) fail(1, "a scenario has at least one [[step]]");
    if (steps > steps_max) fail(1, "more than 1000 steps");
    return name;
}

void PlayFile::fail(std::uint32_t line, std::string const& what) const {
    throw std::invalid_argument(file_ + ':' + std::to_string(line) + ": " + what);
}

std::int64_t PlayFile::whole(toml::node const& node, std::int64_t low, std::int64_t high) const {
    auto const value = node.value_exact<std::int64_t>();
    if (!value || *value < low || *value > high)
        fail(line_of(node),
             "a whole number from " + std::to_string(low) + " to " + std::to_string(high) + " is needed");
    return *value;
}

std::string PlayFile::text(toml::node const& node) const {
    auto const value = node.value_exact<std::string>();
    if (!value) fail(line_of(node), "a text in quotes is needed");
    return *value;
}

}  // namespace wetbode::twin
