// SPDX-License-Identifier: EUPL-1.2
// What the assertions of one Schematron file say, put together by language, and how a list of rules shows them. Private
// to this folder. Pure.
#pragma once

#include "gateway/text.hpp"
#include "gateway/validation/schematron/source.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace wetbode::validation {

/// Words of an assertion or a diagnostic, and their language if it is told.
struct Saying {
    std::optional<Language> language;
    std::string words;
};

/// The sentence of an assertion in its own language, with its diagnostics in theirs; where a language has no words, the
/// assertion speaks for it.
[[nodiscard]] Text in_both(Saying own, std::vector<Saying> const& diagnostics);

/// How an assertion stands in a list of rules.
struct Shown {
    Text title;  ///< of its pattern, where that is in the language; else the sentence
    Text text;   ///< the sentence; {expressions} stand for what is found
};

/// One for each assertion, in the order of Source::assertions. The source still has its document.
[[nodiscard]] std::vector<Shown> shown_assertions(Source const& source);

}  // namespace wetbode::validation
