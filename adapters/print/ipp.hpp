// SPDX-License-Identifier: EUPL-1.2
// The few IPP operations (RFC 8011) that a print room needs; libcups is hidden behind this header. One connection per
// operation: libcups would otherwise connect anew by itself, behind the back of our certificate check. Thread safe.
#pragma once

#include "gateway/content.hpp"
#include "gateway/time.hpp"
#include "gateway/transfer.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wetbode::print {

/// Values of the IPP attribute "job-state" (RFC 8011 section 5.3.7).
enum class JobState {
    unknown = 0, pending = 3, held = 4, processing = 5, stopped = 6, canceled = 7, aborted = 8, completed = 9
};

/// A job as the printer tells it. What the printer did not tell is empty.
struct Job {
    int id = 0;
    std::string uri;
    std::string name;
    JobState state = JobState::unknown;
    std::vector<std::string> reasons;  ///< "job-state-reasons", at most 16
    std::string message;               ///< "job-state-message"
    std::optional<int> impressions;    ///< sides of paper printed
    std::optional<int> sheets;
    std::optional<int> documents;
    std::optional<Instant> completed;
};

enum class Failure {
    none,         ///< an IPP answer came
    unreachable,  ///< the printer has seen nothing
    interrupted,  ///< cut off after the request began: the outcome is unknown
    http,         ///< an HTTP answer came, but not an IPP one
};

struct Reply {
    Failure failure = Failure::none;
    std::string operation;  ///< "Create-Job"
    std::string why;        ///< of a failure, in English
    int http_status = 0;    ///< 0 = none came
    int status = 0;         ///< IPP status-code, if failure is none
    std::string keyword;    ///< its name: "server-error-busy"
    std::string text;       ///< all attributes of the answer, a line each, at most 4 KiB
    std::vector<Job> jobs;

    [[nodiscard]] bool answered() const { return failure == Failure::none; }
    [[nodiscard]] bool ok() const { return answered() && status < 0x0100; }
    /// For the attempt. A success shows the HTTP status 200, since IPP spells success as 0.
    [[nodiscard]] Answer as_answer() const;
};

struct PrinterSettings {
    std::string uri;                ///< ipp:// or ipps://
    std::filesystem::path ca_file;  ///< PEM; empty = the system's authorities
    std::string user;               ///< "requesting-user-name"
    std::string media;              ///< PWG 5101.1 name
    bool two_sided = true;
};

inline constexpr int status_not_found = 0x0406;
inline constexpr int status_values_not_supported = 0x040B;

class Printer {
public:
    /// Throws std::invalid_argument with a sentence if the URI cannot be used.
    explicit Printer(PrinterSettings settings);

    [[nodiscard]] Reply create_job(std::string const& name, Deadline deadline) const;
    /// Throws Outage("content") if our own file cannot be read or is not what was taken in; the printer then gets a
    /// request that ends in the middle, which no printer takes for a document.
    [[nodiscard]] Reply send_document(int job, Content const& pdf, Deadline deadline) const;
    [[nodiscard]] Reply job(int job, Deadline deadline) const;
    /// Our own jobs of every state, as far as the printer remembers them.
    [[nodiscard]] Reply jobs(Deadline deadline) const;
    [[nodiscard]] Reply cancel_job(int job, Deadline deadline) const;
    [[nodiscard]] PrinterSettings const& settings() const { return settings_; }

private:
    PrinterSettings settings_;
    std::string host_;
    std::string resource_;
    int port_ = 631;
    bool tls_ = false;
};

}  // namespace wetbode::print
