// SPDX-License-Identifier: EUPL-1.2
#include "gateway/keys/token_sessions.hpp"

#include <algorithm>
#include <utility>

namespace wetbode {

TokenSessions::TokenSessions(Module& module, TokenKey const& place, Look look)
    : module_(module), place_(place), look_(std::move(look)) {}

TokenSessions::~TokenSessions() {
    ensure(out_ == 0, "nobody signs any more when the signer ends");
    close(idle_);
}

void TokenSessions::close(std::vector<CK_SESSION_HANDLE> const& sessions) {
    for (auto const session : sessions) ignore(module_->C_CloseSession(session), "a lost session cannot be closed");
}

std::size_t TokenSessions::most() const {
    // The PIN for each signature: several wrong ones at once could lock the token.
    return token_ && token_->pin_each_time ? 1 : static_cast<std::size_t>(std::max(place_.sessions_max, 1));
}

/// Without the lock; no session is out. The second try is for modules that see a token only after a new beginning.
OpenToken TokenSessions::open() {
    auto const attempt = [this] {
        auto const token = open_token(module_, place_);
        try {
            look_(token);
        } catch (Outage const&) {
            close({token.session});
            throw;
        }
        return token;
    };
    try {
        return attempt();
    } catch (TokenAway const& away) {
        ignore(away, "the second try tells it, if it fails, too");
    }
    module_.restart();
    return attempt();
}

TokenSessions::Lent TokenSessions::open_and_lend(std::unique_lock<std::mutex>& lock) {
    being_opened_ = true;
    auto const old = std::exchange(idle_, {});
    lock.unlock();
    std::optional<OpenToken> token;
    std::exception_ptr failure;
    std::string pin_refused;
    close(old);
    try {
        token = open();
    } catch (PinRefused const& refused) {
        pin_refused = std::string(refused.what()).substr(refused.dependency().size() + 2);
        failure = std::current_exception();
    } catch (Outage const&) {
        failure = std::current_exception();
    }
    lock.lock();
    being_opened_ = false;
    if (!pin_refused.empty()) pin_refused_ = pin_refused;
    changed_.notify_all();
    if (failure) std::rethrow_exception(failure);
    token_ = token;
    ++opening_;
    ++out_;
    return {*token_, opening_};
}

/// A session of the open token: an idle one or one more. Empty if all are out.
std::optional<TokenSessions::Lent> TokenSessions::lend(std::unique_lock<std::mutex>& lock) {
    if (out_ >= most()) return std::nullopt;
    ++out_;
    Lent lent{*token_, opening_};
    lent.token.session = CK_INVALID_HANDLE;
    if (!idle_.empty()) {
        lent.token.session = idle_.back();
        idle_.pop_back();
        return lent;
    }
    lock.unlock();
    try {
        lent.token.session = open_session(module_, lent.token.slot);
    } catch (TokenAway const&) {
        // Whoever signs with it will be told that it is no session, and have the token opened anew.
        ignore(lent, "CK_INVALID_HANDLE says it");
    } catch (Outage const&) {
        give_back(lent, State::spoilt);
        throw;
    }
    return lent;
}

TokenSessions::Lent TokenSessions::borrow() {
    auto const until = std::chrono::steady_clock::now() + place_.patience;
    std::unique_lock lock(mutex_);
    for (;;) {
        if (!pin_refused_.empty()) throw Outage("keys", pin_refused_);
        if (!being_opened_) {
            if (!token_ && out_ == 0) return open_and_lend(lock);
            if (token_)
                if (auto lent = lend(lock)) return *lent;
        }
        if (changed_.wait_until(lock, until) == std::cv_status::timeout)
            throw Outage("keys", "no session of the token \"" + place_.token + "\" became free in " +
                                     std::to_string(place_.patience.count()) +
                                     " ms: it hangs, or sealing.sessions_max is too low for sealing.workers");
    }
}

void TokenSessions::give_back(Lent const& lent, State state) {
    bool keep = false;
    {
        std::scoped_lock const lock(mutex_);
        bool const present = token_ && lent.opening == opening_;
        keep = state == State::good && present;
        // A loss that was noticed late says nothing about a token that was opened since.
        if (state == State::lost && present) token_.reset();
    }
    // Closed before it is counted as back: nobody else may be in the module when it is begun anew.
    if (!keep && lent.token.session != CK_INVALID_HANDLE) close({lent.token.session});
    std::scoped_lock const lock(mutex_);
    --out_;
    if (keep) idle_.push_back(lent.token.session);
    changed_.notify_all();
}

void TokenSessions::refuse_pin(std::string sentence) {
    std::scoped_lock const lock(mutex_);
    pin_refused_ = std::move(sentence);
}

}  // namespace wetbode
