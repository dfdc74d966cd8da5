// SPDX-License-Identifier: EUPL-1.2
// What is found in one file, as faults of the strictness that the policy gives each rule. Private to this folder; one
// thread.
#pragma once

#include "gateway/files/check.hpp"

namespace wetbode::files {

/// Words of the file or of a library, for people: UTF-8, short, in one line.
[[nodiscard]] std::string tamed(std::string_view words);

class Report {
public:
    Report(FilesPolicy const& policy, std::string_view file) : policy_(policy), file_(file) {}

    /// `place`: object, page or entry within the file; empty = the file as a whole.
    void add(FileRule rule, std::string_view place, Text message, std::string_view detail = {});
    [[nodiscard]] bool has(FileRule rule) const { return counts_.contains(rule); }
    [[nodiscard]] FileFindings take() { return std::move(findings_); }
    [[nodiscard]] FilesPolicy const& policy() const { return policy_; }

private:
    FilesPolicy const& policy_;
    std::string file_;
    FileFindings findings_;
    std::map<FileRule, int> counts_;
};

}  // namespace wetbode::files
