// SPDX-License-Identifier: EUPL-1.2
// A Schematron file for one test, in a folder of its own.
#pragma once

#include "doubles/temporary_folder.hpp"
#include "gateway/base/content.hpp"
#include "gateway/validation/schematron/schematron.hpp"

#include <fstream>
#include <memory>
#include <string>

namespace wetbode::validation {

class SchematronFile {
public:
    /// `inside` stands in the element `schema`, from line 2 on.
    explicit SchematronFile(std::string const& inside, std::string const& attributes = "queryBinding='xslt'") {
        std::ofstream(path()) << "<schema xmlns='http://purl.oclc.org/dsdl/schematron' " << attributes << ">\n"
                              << inside << "</schema>";
    }

    [[nodiscard]] std::filesystem::path path() const { return folder_.path() / "site.sch"; }

    [[nodiscard]] std::unique_ptr<Schematron> compiled(SchematronLimits const& limits = {},
                                                       RuleBook const& book = {}) const {
        return std::make_unique<Schematron>(path(), limits, book);
    }
    [[nodiscard]] Findings check(std::string document, SchematronLimits const& limits = {}, RuleBook const& book = {},
                                 std::size_t faults_max = 1000) const {
        return compiled(limits, book)->check(content_of(std::move(document)), {}, faults_max);
    }
    /// Why it does not compile; empty if it does.
    [[nodiscard]] std::string refusal() const {
        try {
            ignore(compiled(), "only whether it can be made matters");
        } catch (std::runtime_error const& error) {
            return error.what();
        }
        return {};
    }

private:
    TemporaryFolder folder_;
};

}  // namespace wetbode::validation
