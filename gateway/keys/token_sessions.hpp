// SPDX-License-Identifier: EUPL-1.2
// The sessions of one token: a bounded number, opened when wanted, all of them opened anew when the token was lost.
// For this folder. Any thread. No lock is held during a call into the module: while the token is opened anew no
// session is out, and who wants one waits.
#pragma once

#include "gateway/keys/token.hpp"

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace wetbode {

class TokenSessions {
public:
    /// Looks at the token each time it was opened, before others get a session of it; throws if it is not the right
    /// one.
    using Look = std::function<void(OpenToken const&)>;

    /// A session that was lent. It must be given back.
    struct Lent {
        OpenToken token;
        std::uint64_t opening = 0;  ///< which opening of the token it belongs to
    };
    enum class State {
        good,
        spoilt,  ///< the session is closed
        lost,    ///< the token is opened anew before the next session is lent
    };

    TokenSessions(Module& module, TokenKey const& place, Look look);
    TokenSessions(TokenSessions const&) = delete;
    TokenSessions& operator=(TokenSessions const&) = delete;
    /// No session may be out.
    ~TokenSessions();

    /// Opens the token if need be. Throws what open_token() and the look throw, Outage if none becomes free in time.
    [[nodiscard]] Lent borrow();
    void give_back(Lent const& lent, State state);
    /// From now on borrow() throws this sentence.
    void refuse_pin(std::string sentence);

private:
    [[nodiscard]] OpenToken open();
    [[nodiscard]] Lent open_and_lend(std::unique_lock<std::mutex>& lock);
    [[nodiscard]] std::optional<Lent> lend(std::unique_lock<std::mutex>& lock);
    [[nodiscard]] std::size_t most() const;
    void close(std::vector<CK_SESSION_HANDLE> const& sessions);

    Module& module_;
    TokenKey const& place_;
    Look look_;

    std::mutex mutex_;  ///< of all that follows
    std::condition_variable changed_;
    std::optional<OpenToken> token_;  ///< empty: to be opened
    std::uint64_t opening_ = 0;
    bool being_opened_ = false;
    std::size_t out_ = 0;
    std::vector<CK_SESSION_HANDLE> idle_;
    std::string pin_refused_;
};

}  // namespace wetbode
