// SPDX-License-Identifier: EUPL-1.2
// Verdicts as a SARIF 2.1.0 log (OASIS Static Analysis Results Interchange Format), which CI systems and editors show.
// Written piece by piece, so that a log of many documents never lies in memory: sarif_results() on any thread, the
// SarifLog on one.
#pragma once

#include "gateway/text.hpp"
#include "gateway/validation/catalogue.hpp"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace wetbode::report {

/// What was found in one document, as result objects with commas between them. `name` is a path, relative or absolute.
[[nodiscard]] std::string sarif_results(std::string_view name, Verdict const& verdict, Language language);

class SarifLog {
public:
    /// The catalogue outlives the log: it tells the rules.
    SarifLog(Catalogue const& catalogue, Language language) : catalogue_(catalogue), language_(language) {}

    // Each gives the next part of the text. opening() is the first, closing() the last.
    [[nodiscard]] std::string opening() const;
    /// `results` as sarif_results() gave them.
    [[nodiscard]] std::string add(std::string_view name, Verdict const& verdict, std::string_view results);
    [[nodiscard]] std::string closing() const;

    /// A document that could not be read, and why.
    void note_unread(std::string_view name, Text const& why);

private:
    Catalogue const& catalogue_;
    Language language_;
    std::set<std::string> types_;
    std::set<std::string> codes_;
    std::vector<std::string> artifacts_;      ///< JSON
    std::vector<std::string> notifications_;  ///< JSON
    bool any_result_ = false;
    bool all_read_ = true;
};

/// A log of one document.
[[nodiscard]] std::string sarif_of(std::string_view name, Verdict const& verdict, Catalogue const& catalogue,
                                   Language language);

/// A path as the relative reference or file URI (RFC 3986) that names it.
[[nodiscard]] std::string uri_of(std::string_view path);

}  // namespace wetbode::report
