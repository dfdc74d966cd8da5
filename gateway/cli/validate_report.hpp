// SPDX-License-Identifier: EUPL-1.2
// The forms in which `validate` tells what it found: lines for people (validate_text.cpp), JSON, SVRL and SARIF
// (validate_forms.cpp). Private to gateway/cli. One report per run; tell() on any thread, the rest on one.
#pragma once

#include "gateway/content.hpp"
#include "gateway/text.hpp"
#include "gateway/validation/catalogue.hpp"

#include <memory>
#include <string>

namespace wetbode::cli {

/// One document after the check.
struct Judged {
    std::string name;
    Text trouble;          ///< why it could not be read; then there is no verdict
    Verdict verdict;
    bool refused = false;  ///< not valid, or with warnings where those refuse too
    std::string told;      ///< by tell()
};

struct Tally {
    std::size_t documents = 0;
    std::size_t valid = 0;          ///< not refused
    std::size_t with_warnings = 0;  ///< of those
    std::size_t refused = 0;
    std::size_t unread = 0;
    std::size_t errors = 0;
    std::size_t warnings = 0;
    std::size_t hints = 0;

    void count(Judged const& judged);
};

class Report {
public:
    virtual ~Report() = default;
    [[nodiscard]] virtual std::string opening() { return {}; }
    /// What is to be said of one document. `content` is null if it could not be read.
    [[nodiscard]] virtual std::string tell(Judged const& judged, Content const* content) const = 0;
    /// Its part of the report, in order.
    [[nodiscard]] virtual std::string add(Judged judged) = 0;
    [[nodiscard]] virtual std::string closing(Tally const& tally) = 0;
};

[[nodiscard]] std::unique_ptr<Report> text_report(Language language, bool colours);
[[nodiscard]] std::unique_ptr<Report> json_report();
[[nodiscard]] std::unique_ptr<Report> svrl_report(Catalogue const& catalogue, Language language);
[[nodiscard]] std::unique_ptr<Report> sarif_report(Catalogue const& catalogue, Language language);

}  // namespace wetbode::cli
