// SPDX-License-Identifier: EUPL-1.2
// From a Schematron file to the stylesheet that checks a document: the ISO skeleton for XSLT 1 by Rick Jelliffe does
// the work, what it makes is then cut down to what the gateway needs. Private to this folder. Any thread.
#pragma once

#include "gateway/validation/schematron/source.hpp"

namespace wetbode::validation {

/// The document with its abstract patterns filled in. Throws std::runtime_error "<file>:<line>: ...".
[[nodiscard]] DocumentPtr expand(std::filesystem::path const& file, Source const& source);

/// The stylesheet. In its result, each `svrl:failed-assert` and `svrl:successful-report` has two attributes: `id`, its
/// place in Source::assertions, and `location`, its place in Transformed::places. Throws as above.
[[nodiscard]] DocumentPtr generate(std::filesystem::path const& file, Source const& source, xmlDoc* expanded);

}  // namespace wetbode::validation
