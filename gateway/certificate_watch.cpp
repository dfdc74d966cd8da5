// SPDX-License-Identifier: EUPL-1.2
#include "gateway/certificate_watch.hpp"

#include "gateway/base/files.hpp"
#include "gateway/base/rfc3339.hpp"
#include "gateway/crypto/certificate.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <optional>

namespace wetbode {

namespace {

constexpr std::chrono::hours every{1};

std::optional<Instant> end_of_certificate(std::string const& der) {
    auto const facts = facts_of_certificate(der);
    return facts ? std::optional(facts->not_after) : std::nullopt;
}

std::optional<Instant> first_end_of_issuers(Signer const& signer) {
    std::optional<Instant> first;
    auto const& chain = signer.chain();
    for (std::size_t i = 1; i < chain.size(); ++i)
        if (auto const end = end_of_certificate(chain[i]); end && (!first || *end < *first)) first = end;
    return first;
}

std::optional<Instant> end_in(std::filesystem::path const& file) {
    if (file.empty()) return std::nullopt;
    try {
        auto const certificates = certificates_in_pem(read_file(file, 1U << 20U));
        return certificates.empty() ? std::nullopt : end_of_certificate(certificates.front());
    } catch (Outage const& outage) {
        ignore(outage, "the door reads the same file and stops the start");
        return std::nullopt;
    }
}

}  // namespace

ExpiryStage stage_of(Instant not_after, Instant now, ExpiryTerms const& terms) {
    auto const left = not_after - now;
    if (left < Milliseconds{0}) return ExpiryStage::ended;
    if (left < terms.alarm) return ExpiryStage::alarm;
    if (left < terms.warning) return ExpiryStage::warning;
    return left < terms.notice ? ExpiryStage::notice : ExpiryStage::far;
}

std::string_view name_of(ExpiryStage stage) {
    switch (stage) {
        case ExpiryStage::far: return "far";
        case ExpiryStage::notice: return "notice";
        case ExpiryStage::warning: return "warning";
        case ExpiryStage::alarm: return "alarm";
        case ExpiryStage::ended: return "ended";
    }
    return "ended";
}

ExpiryTerms expiry_terms(ops::Settings const& settings) {
    ExpiryTerms const terms{settings.span("health.certificate_notice"), settings.span("health.certificate_warning"),
                            settings.span("health.certificate_alarm")};
    if (terms.notice < terms.warning || terms.warning < terms.alarm)
        throw ops::SettingsError(settings.source().string() +
                                 ": [health] certificate_notice must not be shorter than certificate_warning, nor that "
                                 "than certificate_alarm");
    return terms;
}

Instant first_end(Signer const& signer) {
    return std::min(signer.not_after(), first_end_of_issuers(signer).value_or(signer.not_after()));
}

std::vector<WatchedCertificate> watched_certificates(Signer const& signer, std::filesystem::path const& door_file) {
    std::vector<WatchedCertificate> watched{{"seal", signer.not_after()}};
    if (auto const end = first_end_of_issuers(signer)) watched.push_back({"seal_issuer", *end});
    if (auto const end = end_in(door_file)) watched.push_back({"door", *end});
    return watched;
}

CertificateWatch::CertificateWatch(std::vector<WatchedCertificate> watched, ExpiryTerms terms, Clock const& clock,
                                   Tell tell)
    : watched_(std::move(watched)), terms_(terms), clock_(clock), tell_(std::move(tell)) {}

void CertificateWatch::look(Instant now) {
    auto const today = std::chrono::floor<std::chrono::days>(now);
    for (auto const& one : watched_) {
        auto const stage = stage_of(one.not_after, now, terms_);
        auto& told = told_[one.use];
        bool const due = stage != ExpiryStage::far && (stage != told.stage || today != told.day);
        told.stage = stage;
        if (!due) continue;
        told.day = today;
        auto const left = std::chrono::floor<std::chrono::days>(one.not_after - now).count();
        tell_(stage == ExpiryStage::notice ? ops::LogLevel::warning : ops::LogLevel::error, "keys.certificate_ends",
              {{"use", one.use},
               {"stage", std::string(name_of(stage))},
               {"ends", rfc3339(one.not_after)},
               {"days_left", std::to_string(left)}});
    }
}

void CertificateWatch::start() {
    thread_ = std::jthread([this](std::stop_token const& stop) {
        std::mutex mutex;
        std::condition_variable_any bell;
        while (!stop.stop_requested()) {
            look(clock_.now());
            std::unique_lock lock(mutex);
            bell.wait_for(lock, stop, every, [] { return false; });
        }
    });
}

void CertificateWatch::stop() {
    thread_.request_stop();
    if (thread_.joinable()) thread_.join();
}

}  // namespace wetbode
