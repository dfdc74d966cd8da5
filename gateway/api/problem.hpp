// SPDX-License-Identifier: EUPL-1.2
// A refusal as problem+json (RFC 9457). One table says which HTTP status each code of the house has; the standard
// sentences of the codes that the door itself gives stand there too. Pure; any thread.
#pragma once

#include "gateway/api/message.hpp"
#include "gateway/refusal.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace wetbode::api {

struct ProblemKind {
    std::string_view code;
    int status;
    Text title;
    Text detail;  ///< standard sentence; the giver of the refusal may tell more
    Text remedy;
};

/// Every code that an answer can carry, in alphabetical order.
[[nodiscard]] std::span<ProblemKind const> problem_kinds();
/// 422 for a code that is not in the table: it is about what was sent.
[[nodiscard]] int status_of(std::string_view code);

/// A refusal with the standard sentences of the table.
[[nodiscard]] Refusal door_refusal(std::string_view code);
[[nodiscard]] Refusal door_refusal(std::string_view code, Text detail);

struct ProblemContext {
    Language language = Language::nl;
    std::string instance;  ///< path of the request, or of the submission that was refused
};

/// application/problem+json in one language; what the refusal leaves empty is filled in from the table.
[[nodiscard]] Response problem(Refusal const& refusal, ProblemContext const& context);

/// JSON array of faults in one language.
[[nodiscard]] std::string faults_text(std::vector<Fault> const& faults, Language language);

}  // namespace wetbode::api
