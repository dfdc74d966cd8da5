// SPDX-License-Identifier: EUPL-1.2
// What an answer of a counterpart means, as data: answers.toml of each adapter. Loaded at start, read-only after; any
// thread. What the table does not name falls under the defaults of HTTP.
#pragma once

#include "adapters/rest/rest_client.hpp"
#include "gateway/refusal.hpp"
#include "gateway/text.hpp"
#include "gateway/transfer.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wetbode::rest {

enum class Meaning { retry, declined, duplicate, handed_over, acknowledged, paper };

/// One [[answer]] of the table. A row with a code goes before a row with a status alone.
struct AnswerRow {
    int status = 0;       ///< 0 = any
    std::string code;     ///< of the body; empty = any
    Meaning means = Meaning::retry;
    std::string refusal;  ///< code of the refusal, if it means declined or paper
    Text text;
    Text remedy;
};

class AnswersTable {
public:
    /// Throws std::runtime_error "file:line: what is wrong".
    [[nodiscard]] static AnswersTable load(std::filesystem::path const& file);
    explicit AnswersTable(std::vector<AnswerRow> rows);

    /// The row that fits best, or the default: 5xx, 408, 425 and 429 are tried again, 2xx is acknowledged, a redirect
    /// is tried again (a wrong address is for the operator to mend), any other 4xx is declined.
    [[nodiscard]] AnswerRow judge(int status, std::string_view code) const;

private:
    std::vector<AnswerRow> rows_;
};

/// Retry-After in seconds or as an HTTP date (RFC 9110 section 10.2.3), at most a day ahead.
[[nodiscard]] std::optional<Instant> retry_after(Reply const& reply, Instant now);

/// The outcome of a call that did not bring what was hoped for. `code` is the counterpart's own error code, `reference`
/// goes into outcomes that carry one, `paper` is where a letter goes instead.
[[nodiscard]] Outcome outcome_of(Reply const& reply, AnswerRow const& row, Instant now, std::string const& reference,
                                 CounterpartName const& paper);
/// The outcome when no answer came at all.
[[nodiscard]] Outcome outcome_of_failure(Reply const& reply);

}  // namespace wetbode::rest
