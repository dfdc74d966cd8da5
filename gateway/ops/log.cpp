// SPDX-License-Identifier: EUPL-1.2
#include "gateway/ops/log.hpp"

#include <spdlog/logger.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <stdexcept>

namespace wetbode::ops {

namespace {

spdlog::level::level_enum level_named(std::string_view name) {
    if (name == "debug") return spdlog::level::debug;
    if (name == "info") return spdlog::level::info;
    if (name == "warning") return spdlog::level::warn;
    if (name == "error") return spdlog::level::err;
    throw std::invalid_argument("log.level is \"" + std::string(name) + "\"; known: debug, info, warning, error");
}

spdlog::level::level_enum level_of(LogLevel level) {
    switch (level) {
        case LogLevel::debug: return spdlog::level::debug;
        case LogLevel::info: return spdlog::level::info;
        case LogLevel::warning: return spdlog::level::warn;
        case LogLevel::error: return spdlog::level::err;
    }
    return spdlog::level::err;
}

/// A value never ends the line or forges a field: what is not plain stands between quotation marks, escaped.
void append_value(std::string& line, std::string_view value) {
    constexpr std::size_t value_bytes_max = 2000;
    value = value.substr(0, value_bytes_max);
    if (!value.empty() && value.find_first_of(" \"=\\\n\r\t") == std::string_view::npos) {
        line += value;
        return;
    }
    line += '"';
    for (char const c : value) {
        if (c == '"' || c == '\\') line += '\\';
        line += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
    line += '"';
}

}  // namespace

struct Log::Inside {
    spdlog::logger logger{"wetbode", std::make_shared<spdlog::sinks::stderr_sink_mt>()};
};

Log::Log(std::string_view level) : inside_(std::make_unique<Inside>()) {
    inside_->logger.set_level(level_named(level));
    inside_->logger.set_pattern("at=%Y-%m-%dT%H:%M:%S.%eZ level=%l %v", spdlog::pattern_time_type::utc);
    inside_->logger.flush_on(spdlog::level::info);
}

Log::~Log() = default;

void Log::write(LogLevel level, std::string_view event, Fields const& fields) const {
    if (!inside_->logger.should_log(level_of(level))) return;
    std::string line = "event=";
    line += event;
    for (auto const& [name, value] : fields) {
        line += ' ';
        line += name;
        line += '=';
        append_value(line, value);
    }
    inside_->logger.log(level_of(level), line);
}

}  // namespace wetbode::ops
