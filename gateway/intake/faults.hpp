// SPDX-License-Identifier: EUPL-1.2
// Faults of one submission, counted: a hostile manifest cannot make an endless answer. Private to intake; one thread.
#pragma once

#include "gateway/refusal.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace wetbode {

inline constexpr std::size_t submission_faults_max = 1000;

class FaultList {
public:
    void add(Fault fault) {
        has_error_ = has_error_ || fault.severity == Severity::error;
        if (faults_.size() < submission_faults_max) faults_.push_back(std::move(fault));
        else more_ = true;
    }
    /// A fault of the manifest at a JSON pointer.
    void at(std::string code, std::string path, Text message) {
        add({.code = std::move(code), .path = std::move(path), .message = std::move(message)});
    }
    void there_are_more() { more_ = true; }

    /// Empty if there is no error; else the refusal with all faults, warnings and hints too.
    [[nodiscard]] std::optional<Refusal> into(Refusal refusal) && {
        if (!has_error_) return std::nullopt;
        refusal.faults = std::move(faults_);
        refusal.more_faults = more_;
        return refusal;
    }

private:
    std::vector<Fault> faults_;
    bool more_ = false;
    bool has_error_ = false;
};

}  // namespace wetbode
