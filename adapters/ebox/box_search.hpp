// SPDX-License-Identifier: EUPL-1.2
// Has this recipient an e-Box? Asks the Federation Service, one question per recipient, and never guesses: an answer
// that is not understood is "unclear". Owned by the adapter; thread safe.
#pragma once

#include "adapters/ebox/caller.hpp"
#include "gateway/counterpart.hpp"

#include <map>
#include <memory>
#include <string>

namespace wetbode::ebox {

enum class Box {
    none,       ///< nobody will read what is published
    active,
    exclusive,  ///< an enterprise that wants no paper any more
    unclear,
};

/// What the answer says about this recipient, and since when he was last seen ("" = not told).
struct BoxRead {
    Box box = Box::unclear;
    std::string last_seen;
};

/// Reads the body of a 200. Pure. The fields are told in README.md.
[[nodiscard]] BoxRead box_in(std::string const& body, Recipient const& recipient);

struct Found {
    Box box = Box::unclear;
    TryLater later;                            ///< of unclear
    Answer answer;                             ///< as the service gave it, without national numbers
    std::map<std::string, std::string> notes;  ///< question and answer, for the record; never a number of a person
};

class BoxSearch {
public:
    BoxSearch(SettingValues const& settings, Clock const& clock);

    /// Is the service for recipients of this kind configured?
    [[nodiscard]] bool can_ask(RecipientKind kind) const;
    /// Only if can_ask().
    [[nodiscard]] Found ask(Recipient const& recipient, Deadline deadline);

private:
    Clock const& clock_;
    std::unique_ptr<Caller> citizens_;     ///< null = not configured
    std::unique_ptr<Caller> enterprises_;  ///< null = not configured
};

}  // namespace wetbode::ebox
