// SPDX-License-Identifier: EUPL-1.2
// One adapters/*/cases/*.case, read. The form is told in counterpart_test.cpp.
#pragma once

#include "contract/wire_imposter.hpp"
#include "gateway/counterpart.hpp"
#include "unit/print/canned_printer.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace wetbode {

struct ExpectedRequest {
    std::string method;
    std::string path;                             ///< with query
    std::map<std::string, std::string> headers;   ///< names lower-case; "*" = any value that is not empty
    std::string json;                             ///< a fragment that the JSON body must hold
    std::vector<std::string> holds;               ///< texts that the body must hold
    std::vector<std::string> lacks;               ///< texts that it must not hold
};

/// One IPP operation: what the printer must be asked, and what it says.
struct IppExchange {
    print::Asked asked;                           ///< empty members are not compared, but for the operation
    print::Canned answer;
};

struct ExpectedOutcome {
    std::string outcome;                          ///< handed_over, acknowledged, try_later, declined
    std::string reference;
    std::string amiss;                            ///< words of the English sentence; empty: all is as it should be
    std::string code;                             ///< of a refusal
    std::string instead;
    std::int64_t not_before_seconds = 0;          ///< after the clock of the case
    int status = 0;                               ///< of the kept answer
    std::string why;                              ///< a part of the English sentence
    std::map<std::string, std::string> references;
    std::vector<std::string> answer_lacks;        ///< texts that must not be kept
};

struct CounterpartCase {
    std::filesystem::path file;
    std::string adapter;
    bool unreachable = false;
    std::int64_t deadline_ms = 10'000;
    std::map<std::string, std::string> settings;
    Envelope envelope;
    std::map<std::string, Content> contents;      ///< by digest in hexadecimal
    std::vector<ExpectedRequest> requests;
    std::vector<WireAnswer> answers;
    std::vector<IppExchange> printer;             ///< for adapters that speak IPP
    ExpectedOutcome expected;
};

/// Throws std::runtime_error "file:line: what is wrong".
[[nodiscard]] CounterpartCase case_from(std::filesystem::path const& file);

/// [settings] of standard.toml in a folder of cases; empty if there is none.
[[nodiscard]] std::map<std::string, std::string> standard_settings(std::filesystem::path const& cases);

}  // namespace wetbode
