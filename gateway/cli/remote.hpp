// SPDX-License-Identifier: EUPL-1.2
// Commands that ask a running gateway over HTTP. One object per run of the program; one thread.
#pragma once

#include "adapters/rest/rest_client.hpp"
#include "gateway/cli/webhooks.hpp"
#include "gateway/text.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace wetbode::cli {

/// Exit statuses of every command. Documented in `wetbode --help` and in README.md.
enum ExitStatus : int {
    done = 0,         ///< it is as asked
    negative = 1,     ///< a clear no: refused, invalid, failed, not found
    misused = 2,      ///< wrong arguments or settings
    unavailable = 3,  ///< the gateway or something it needs cannot be reached; try again
};

enum class Output { text, json };

struct RemoteSettings {
    std::string url = "http://127.0.0.1:8460";
    std::filesystem::path secret_file;
    std::filesystem::path ca_file;
    std::filesystem::path certificate_file;
    std::filesystem::path key_file;
    Language language = Language::nl;
    Output output = Output::text;
    Milliseconds patience{600'000};  ///< longest call
};

struct TransferQuery {
    std::string state;
    std::string counterpart;
    std::string after;
    int limit = 100;
};

struct SubmitOrder {
    std::filesystem::path manifest;
    std::vector<std::filesystem::path> files;  ///< empty: those that the manifest names, from its own folder
    std::string key;                           ///< empty: the SHA-256 of manifest and file digests
    bool validate_only = false;
};

struct DecisionOrder {
    std::string act;               ///< "replay" or "withdraw"
    std::vector<std::string> ids;  ///< transfers; with a step: submissions
    std::string reason;
    std::string step;              ///< "seal" or "time": that step of the submission is tried again; empty: transfers
};

struct ReceiptOrder {
    std::string submission;
    std::filesystem::path file;  ///< empty: the id with .pdf, here; "-": standard output
};

/// One segment of a path (RFC 3986).
[[nodiscard]] std::string encoded(std::string_view text);

class Remote {
public:
    explicit Remote(RemoteSettings settings);

    [[nodiscard]] int status(std::vector<std::string> const& ids) const;
    [[nodiscard]] int transfers(TransferQuery const& query) const;
    [[nodiscard]] int transfer(std::vector<std::string> const& ids) const;
    [[nodiscard]] int decide(DecisionOrder const& order) const;
    [[nodiscard]] int submit(SubmitOrder const& order) const;
    [[nodiscard]] int webhooks(WebhookOrder const& order) const;
    /// The sealed PDF into a file; the receipt as JSON if JSON was asked for.
    [[nodiscard]] int receipt(ReceiptOrder const& order) const;

private:
    [[nodiscard]] rest::Reply ask(rest::Call call) const;
    [[nodiscard]] int explain(rest::Reply const& reply) const;
    using Report = std::string (*)(std::string_view json, Language language);
    /// Asks for one thing after the other and shows each; the worst exit status counts.
    [[nodiscard]] int show_each(std::string const& folder, std::vector<std::string> const& ids, Report report) const;
    [[nodiscard]] int print_json(rest::Reply const& reply) const;

    RemoteSettings settings_;
    rest::RestClient client_;
    std::string secret_;
};

}  // namespace wetbode::cli
