// SPDX-License-Identifier: EUPL-1.2
// Tells the end of our own certificates while there is time to renew them: a line in the log when a term is reached, at
// each start and once a day from then on. Private to the composition root and its tests.
#pragma once

#include "gateway/clock.hpp"
#include "gateway/keys/signer.hpp"
#include "gateway/ops/log.hpp"
#include "gateway/ops/settings.hpp"

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace wetbode {

/// How long before its end a certificate is told of, each louder than the one before.
struct ExpiryTerms {
    Milliseconds notice{std::chrono::hours{24 * 60}};   ///< a warning in the log; /health tells it
    Milliseconds warning{std::chrono::hours{24 * 30}};  ///< an error in the log
    Milliseconds alarm{std::chrono::hours{24 * 7}};     ///< for the seal: `keys` in /health is ill
};

enum class ExpiryStage { far, notice, warning, alarm, ended };

[[nodiscard]] ExpiryStage stage_of(Instant not_after, Instant now, ExpiryTerms const& terms);
[[nodiscard]] std::string_view name_of(ExpiryStage stage);

/// [health] of the settings. Throws ops::SettingsError if a later term is longer than the one before.
[[nodiscard]] ExpiryTerms expiry_terms(ops::Settings const& settings);

struct WatchedCertificate {
    std::string use;  ///< "seal", "seal_issuer" (the one of the chain that ends first), "door"
    Instant not_after;
};

/// Those of the seal, and the one in `door_file` (PEM, may be empty or unreadable: the door itself says so).
[[nodiscard]] std::vector<WatchedCertificate> watched_certificates(Signer const& signer,
                                                                   std::filesystem::path const& door_file);

/// When the first certificate of the seal's chain ends.
[[nodiscard]] Instant first_end(Signer const& signer);

class CertificateWatch {
public:
    using Tell = std::function<void(ops::LogLevel, std::string_view event, ops::Fields const&)>;

    CertificateWatch(std::vector<WatchedCertificate> watched, ExpiryTerms terms, Clock const& clock, Tell tell);

    /// Looks now and then every hour, in a thread of its own.
    void start();
    void stop();
    /// Tells what is due at `now`: a stage that was not told yet, or not yet on this day (UTC). One thread at a time.
    void look(Instant now);

    [[nodiscard]] std::vector<WatchedCertificate> const& watched() const { return watched_; }

private:
    struct Told {
        ExpiryStage stage = ExpiryStage::far;
        std::chrono::sys_days day{};
    };

    std::vector<WatchedCertificate> watched_;
    ExpiryTerms terms_;
    Clock const& clock_;
    Tell tell_;
    std::map<std::string, Told> told_;
    std::jthread thread_;
};

}  // namespace wetbode
