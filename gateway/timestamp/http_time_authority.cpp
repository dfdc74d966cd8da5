// SPDX-License-Identifier: EUPL-1.2
#include "gateway/timestamp/http_time_authority.hpp"

#include "gateway/base/rests.hpp"
#include "gateway/base/rfc3339.hpp"
#include "gateway/crypto/certificate.hpp"
#include "gateway/refusal.hpp"
#include "gateway/timestamp/chain_memory.hpp"
#include "gateway/timestamp/time_exchange.hpp"

#include <algorithm>
#include <optional>

namespace wetbode {

namespace {

constexpr std::uint64_t answer_bytes_max = 128U << 10U;

/// One authority, with the chains of its certificates.
class Source {
public:
    Source(TimeAuthorityPlace place, TimeSettings const& settings)
        : place_(std::move(place)), settings_(settings), chains_(place_.anchors) {}

    [[nodiscard]] std::string const& name() const { return place_.name; }
    [[nodiscard]] Milliseconds time() const { return place_.time; }

    /// A token, or why not.
    [[nodiscard]] tl::expected<TimeToken, std::string> ask(HashAlgorithm algorithm, std::string_view digest,
                                                           Fetch const& fetch, Clock const& clock) {
        TimeQuestion const question{algorithm, std::string(digest), new_nonce()};
        FetchRequest request;
        request.url = place_.url;
        request.method = "POST";
        request.content_type = "application/timestamp-query";
        request.accept = "application/timestamp-reply";
        request.body = request_der(question);
        request.time = place_.time;
        request.answer_bytes_max = answer_bytes_max;
        request.authorization = place_.authorization;
        auto const began = clock.now();
        FetchAnswer answer;
        try {
            answer = fetch(request);
        } catch (Outage const& outage) {
            return tl::unexpected<std::string>(outage.what());
        }
        if (answer.status != 200) return tl::unexpected("HTTP status " + std::to_string(answer.status));
        auto token = token_in(answer.body, question);
        if (!token) return tl::unexpected(token.error());
        if (auto const why = distrust(token->read, began, clock.now()); !why.empty()) return tl::unexpected(why);
        return TimeToken{std::move(token->der), token->read.at, place_.name};
    }

private:
    /// Why a token that is whole is not good enough; empty if it is.
    [[nodiscard]] std::string distrust(ReadTimeToken const& token, Instant began, Instant ended) {
        if (!place_.policies.empty() && std::ranges::find(place_.policies, token.policy) == place_.policies.end())
            return "its policy " + token.policy + " is not one of those accepted";
        if (token.at < began - settings_.tolerance || token.at > ended + settings_.tolerance)
            return "its time " + rfc3339(token.at) + " is too far from ours, " + rfc3339(ended);
        auto const facts = facts_of_certificate(token.certificate);
        if (!facts || !facts->key_allowed) return "the key of the authority is not strong enough";
        auto const chain = chains_.chain_of(token.certificate, token.certificates, token.at);
        return chain.trusted ? "" : "the certificate of the authority is not trusted: " + chain.detail;
    }

    TimeAuthorityPlace place_;
    TimeSettings const& settings_;
    ChainMemory chains_;
};

class HttpTimeAuthority final : public TimeAuthority {
public:
    HttpTimeAuthority(TimeSettings settings, Fetch fetch, Clock const& clock, TimeFailure on_failure)
        : settings_(std::move(settings)), fetch_(std::move(fetch)), clock_(clock),
          on_failure_(std::move(on_failure)), rests_(settings_.rest_first, settings_.rest_most) {
        ensure(!settings_.authorities.empty(), "a time authority has at least one place to ask");
        for (auto const& place : settings_.authorities) sources_.push_back(std::make_unique<Source>(place, settings_));
    }

    [[nodiscard]] TimeToken stamp(HashAlgorithm algorithm, std::string_view digest) override {
        std::string reasons;
        auto const note = [&](Source const& source, std::string const& why) {
            reasons += (reasons.empty() ? "" : "; ") + source.name() + ": " + why;
        };
        for (auto const& source : sources_) {
            auto const began = clock_.now();
            if (auto const why = rests_.at_rest(source->name(), began, source->time()); !why.empty()) {
                note(*source, why);
                continue;
            }
            auto token = source->ask(algorithm, digest, fetch_, clock_);
            if (token) {
                rests_.succeeded(source->name());
                return std::move(*token);
            }
            rests_.failed(source->name(), began, clock_.now(), token.error());
            if (on_failure_) on_failure_(source->name(), token.error());
            note(*source, token.error());
        }
        throw Outage("time", "no authority gave a time stamp: " + reasons);
    }

private:
    TimeSettings settings_;
    Fetch fetch_;
    Clock const& clock_;
    TimeFailure on_failure_;
    Rests rests_;
    std::vector<std::unique_ptr<Source>> sources_;
};

}  // namespace

std::unique_ptr<TimeAuthority> http_time_authority(TimeSettings settings, Fetch fetch, Clock const& clock,
                                                   TimeFailure on_failure) {
    return std::make_unique<HttpTimeAuthority>(std::move(settings), std::move(fetch), clock, std::move(on_failure));
}

}  // namespace wetbode
