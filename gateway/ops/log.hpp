// SPDX-License-Identifier: EUPL-1.2
// The log: one line per event to standard error, `event=transfer.handed_over transfer=... ms=...`. Constant event
// names, ids instead of titles, never payloads, secrets or national numbers. Thread safe.
#pragma once

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wetbode::ops {

using Fields = std::vector<std::pair<std::string, std::string>>;

enum class LogLevel { debug, info, warning, error };

class Log {
public:
    /// `level`: "debug", "info", "warning" or "error"; throws std::invalid_argument for anything else.
    explicit Log(std::string_view level);
    ~Log();
    Log(Log const&) = delete;
    Log& operator=(Log const&) = delete;

    void write(LogLevel level, std::string_view event, Fields const& fields) const;
    void info(std::string_view event, Fields const& fields) const { write(LogLevel::info, event, fields); }
    void warning(std::string_view event, Fields const& fields) const { write(LogLevel::warning, event, fields); }
    void error(std::string_view event, Fields const& fields) const { write(LogLevel::error, event, fields); }

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace wetbode::ops
