// SPDX-License-Identifier: EUPL-1.2
// Which dossiers are asked about now: those that changed lately often, the others seldom. Thread safe.
#pragma once

#include "gateway/counterpart.hpp"

#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace wetbode::parliament {

class Following {
public:
    /// `most` dossiers per round.
    explicit Following(int most) : most_(most) {}

    /// The names that are due, the most overdue first. After a restart all are.
    [[nodiscard]] std::vector<std::string> due(std::vector<Followed> const& followed, Instant now);
    void asked(std::string const& name, Instant now);
    /// Something came of this dossier: it is due at once.
    void soon(std::string const& name);
    /// True if `answer` differs from what this dossier was last told as: only then there is something to write.
    [[nodiscard]] bool is_new(std::string const& name, std::string const& answer);

    /// From one question to the next: a tenth of the time since the last change, between a minute and half a day.
    [[nodiscard]] static Milliseconds pause(Milliseconds since_change);

private:
    struct Known {
        Instant asked{};
        std::string answer;  ///< its digest
    };

    int most_;
    std::mutex mutex_;
    std::map<std::string, Known> known_;
};

}  // namespace wetbode::parliament
