// SPDX-License-Identifier: EUPL-1.2
#include "gateway/revocation/revocation_source.hpp"

#include "gateway/base/rests.hpp"
#include "gateway/crypto/certificate.hpp"
#include "gateway/crypto/hashing.hpp"
#include "gateway/refusal.hpp"
#include "gateway/revocation/ocsp_answer.hpp"
#include "gateway/revocation/one_at_a_time.hpp"
#include "gateway/revocation/services.hpp"

#include <openssl/rand.h>

#include <algorithm>

namespace wetbode {

namespace {

using namespace revocation;

constexpr std::uint64_t response_bytes_max = 256U << 10U;
/// Dates of responses have no fraction: one that was made in the same second may seem earlier.
constexpr auto grain = std::chrono::seconds{1};

enum class Kind { response, list };

struct Value {
    Kind kind = Kind::response;
    std::string der;
    std::string list_about_responder;  ///< empty: his word needs none, or there is none

    [[nodiscard]] RevocationValues as_values() const {
        RevocationValues values;
        (kind == Kind::response ? values.ocsps : values.crls).push_back(der);
        if (!list_about_responder.empty()) values.crls.push_back(list_about_responder);
        return values;
    }
};

/// One certificate of the chain, and what is wanted of it.
struct Wish {
    std::string const& certificate;
    std::string const& issuer;
    Instant not_before;
};

/// What to ask where.
struct Way {
    Kind kind = Kind::response;
    std::string url;
    std::string key;  ///< in the cache
};

class HttpRevocationSource final : public RevocationSource {
public:
    HttpRevocationSource(RevocationSettings settings, Fetch fetch, Clock const& clock, RevocationFailure on_failure)
        : settings_(std::move(settings)), fetch_(std::move(fetch)), clock_(clock), on_failure_(std::move(on_failure)),
          cache_(settings_.folder, settings_.limits, clock.now()), rests_(settings_.rest_first, settings_.rest_most) {}

    [[nodiscard]] RevocationValues values_for(std::vector<std::string> const& chain, Instant not_before) override {
        RevocationValues values;
        for (std::size_t i = 0; i + 1 < chain.size(); ++i) {
            auto const found = value_for({chain[i], chain[i + 1], not_before}).as_values();
            add_new(values.ocsps, found.ocsps);
            add_new(values.crls, found.crls);
        }
        return values;
    }

private:
    static void add_new(std::vector<std::string>& kept, std::vector<std::string> const& more) {
        for (auto const& der : more)
            if (std::ranges::find(kept, der) == kept.end()) kept.push_back(der);
    }

    Value value_for(Wish const& wish) {
        auto found = found_by(ways_for(wish), wish);
        if (found) return std::move(*found);
        auto const facts = facts_of_certificate(wish.certificate);
        throw Outage("revocation", "no answer for " + (facts ? facts->subject : std::string("a certificate")) + ": " +
                                       found.error());
    }

    tl::expected<Value, std::string> found_by(std::vector<Way> const& ways, Wish const& wish) {
        std::string reasons;
        for (auto const& way : ways) {
            if (auto known = from_cache(way, wish)) return std::move(*known);
            // Whoever waited finds what the other one fetched.
            auto const turn = turns_.take(way.key, settings_.time + grain);
            if (auto known = from_cache(way, wish)) return std::move(*known);
            auto fetched = from_service(way, wish);
            if (fetched) return fetched;
            reasons += (reasons.empty() ? "" : "; ") + way.url + ": " + fetched.error();
        }
        if (reasons.empty()) reasons = "it names no service, and the settings none either";
        return tl::unexpected(std::move(reasons));
    }

    /// Empty if the responder needs none, or if none says that he is good: then the response will not do, and the next
    /// way is tried.
    /// Only lists are asked for, so there is no responder of a responder.
    std::string list_about_responder(Way const& way, Wish const& wish, std::string const& response) {
        if (way.kind != Kind::response) return {};
        auto const responder = responder_to_ask_about(wish.certificate, wish.issuer, response);
        if (responder.empty()) return {};
        Wish const about{responder, wish.issuer, wish.not_before};
        auto ways = ways_for(about);
        std::erase_if(ways, [](Way const& one) { return one.kind != Kind::list; });
        auto found = found_by(ways, about);
        if (!found) return {};
        auto const word = revocation_of(about.certificate, about.issuer, found->as_values(), clock_.now(),
                                        clock_.now());
        return word.status == RevocationStatus::good ? std::move(found->der) : std::string();
    }

    [[nodiscard]] std::vector<Way> ways_for(Wish const& wish) const {
        auto services = services_of(wish.certificate);
        if (!settings_.responder.empty()) services.responders = {settings_.responder};
        if (!settings_.list.empty()) services.lists = {settings_.list};
        std::vector<Way> ways;
        // A response is about one certificate, a list about all of one issuer.
        auto const one = "response " + hash_of(HashAlgorithm::sha256, wish.issuer + wish.certificate);
        auto const all = "list " + hash_of(HashAlgorithm::sha256, wish.issuer);
        for (auto const& url : services.responders)
            ways.push_back({Kind::response, url, hex_of(hash_of(HashAlgorithm::sha256, one + ' ' + url))});
        for (auto const& url : services.lists)
            ways.push_back({Kind::list, url, hex_of(hash_of(HashAlgorithm::sha256, all + ' ' + url))});
        return ways;
    }

    [[nodiscard]] std::optional<Value> from_cache(Way const& way, Wish const& wish) {
        auto const now = clock_.now();
        auto known = cache_.find(way.key, now);
        if (!known) return std::nullopt;
        Value value{way.kind, known->der, list_about_responder(way, wish, known->der)};
        auto const answer = revocation_of(wish.certificate, wish.issuer, value.as_values(), now, now);
        if (answer.status == RevocationStatus::unknown) return std::nullopt;
        auto const age = way.kind == Kind::response ? settings_.response_age : settings_.list_age;
        bool const fresh = *answer.produced + grain > wish.not_before || known->fetched + age >= wish.not_before;
        // An old word that it is revoked is as good as a new one.
        if (!fresh && answer.status != RevocationStatus::revoked) return std::nullopt;
        return value;
    }

    [[nodiscard]] tl::expected<Value, std::string> from_service(Way const& way, Wish const& wish) {
        auto const began = clock_.now();
        // A service that does not answer is ill for all; an answer that says nothing is so for this certificate alone.
        for (auto const& rester : {way.key, way.url})
            if (auto const why = rests_.at_rest(rester, began, settings_.time); !why.empty())
                return tl::unexpected<std::string>(why);
        auto answer = asked(way, wish);
        if (!answer) return failed(way, way.url, began, answer.error());
        rests_.succeeded(way.url);
        Value value{way.kind, *answer, list_about_responder(way, wish, *answer)};
        auto const now = clock_.now();
        auto const word = revocation_of(wish.certificate, wish.issuer, value.as_values(), now, now);
        if (word.status == RevocationStatus::unknown) return failed(way, way.key, began, word.reason);
        rests_.succeeded(way.key);
        cache_.keep(way.key, {*answer, began}, began);
        return value;
    }

    [[nodiscard]] tl::unexpected<std::string> failed(Way const& way, std::string const& rester, Instant began,
                                                     std::string const& why) {
        rests_.failed(rester, began, clock_.now(), why);
        if (on_failure_) on_failure_(way.url, why);
        return tl::unexpected<std::string>(why);
    }

    [[nodiscard]] tl::expected<std::string, std::string> asked(Way const& way, Wish const& wish) const {
        std::string nonce;
        FetchRequest request;
        request.url = way.url;
        request.time = settings_.time;
        request.answer_bytes_max = settings_.list_bytes_max;
        if (way.kind == Kind::response) {
            nonce = settings_.nonce ? new_nonce() : std::string();
            request.method = "POST";
            request.content_type = "application/ocsp-request";
            request.accept = "application/ocsp-response";
            request.body = ocsp_request(wish.certificate, wish.issuer, nonce);
            request.answer_bytes_max = response_bytes_max;
        }
        FetchAnswer answer;
        try {
            answer = fetch_(request);
        } catch (Outage const& outage) {
            return tl::unexpected<std::string>(outage.what());
        }
        if (answer.status != 200) return tl::unexpected("HTTP status " + std::to_string(answer.status));
        auto const echoed = nonce.empty() ? nonce : nonce_in(answer.body);
        if (!echoed.empty() && echoed != nonce)
            return tl::unexpected<std::string>("the response answers another question (nonce)");
        return std::move(answer.body);
    }

    static std::string new_nonce() {
        std::string nonce(16, '\0');
        ensure(RAND_bytes(reinterpret_cast<unsigned char*>(nonce.data()), static_cast<int>(nonce.size())) == 1,
               "the system has random numbers");
        return nonce;
    }

    RevocationSettings settings_;
    Fetch fetch_;
    Clock const& clock_;
    RevocationFailure on_failure_;
    Cache cache_;
    Rests rests_;
    OneAtATime turns_;
};

}  // namespace

std::unique_ptr<RevocationSource> http_revocation_source(RevocationSettings settings, Fetch fetch, Clock const& clock,
                                                         RevocationFailure on_failure) {
    return std::make_unique<HttpRevocationSource>(std::move(settings), std::move(fetch), clock, std::move(on_failure));
}

}  // namespace wetbode
