// SPDX-License-Identifier: EUPL-1.2
// The HTTP API: who may ask what, and which resource answers. Owned by the composition root; open() and the exchanges
// run on the pool of the transport, many at once. The first border where an Outage ends: here it becomes a 503.
#pragma once

#include "gateway/api/border.hpp"
#include "gateway/api/message.hpp"
#include "gateway/api/receipt_port.hpp"
#include "gateway/clock.hpp"
#include "gateway/feed/feed.hpp"
#include "gateway/intake/access_policy.hpp"
#include "gateway/intake/intake.hpp"
#include "gateway/ledger.hpp"
#include "gateway/validation/catalogue.hpp"
#include "gateway/verification/verification.hpp"
#include "gateway/webhooks/webhooks.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wetbode::api {

/// publisher: tells numac, ELI and days of dossiers that others submitted, and nothing else.
enum class Role { sender, clerk, admin, publisher };

[[nodiscard]] std::string_view name_of(Role role);

/// One caller of the settings. He proves himself with his secret or with his TLS certificate: either is enough.
struct Client {
    ClientName name;
    Role role = Role::sender;
    std::string secret_sha256;       ///< hexadecimal SHA-256 of the Bearer secret; may be empty
    std::string certificate_sha256;  ///< hexadecimal SHA-256 of the certificate (DER); may be empty, colons allowed
    CounterpartName counterpart;     ///< whose feed and submissions a clerk may read
};

struct HealthPart {
    std::string name;  ///< "ledger", "content", "keys", "schemas", "counterpart.parliament"
    bool well = true;
    bool vital = true;  ///< false: told, but the gateway still takes submissions in and answers 200
    Text why;           ///< also when well, if something is to be known in time
    std::optional<Instant> since = {};  ///< ill since then: from the ledger, or when it was first noticed
    bool warns = false;  ///< well, but it may become ill: `why` and `since` say what is late
};

struct HealthReport {
    std::vector<HealthPart> parts;
    [[nodiscard]] bool well() const;
};

struct ApiLimits {
    std::uint64_t manifest_bytes_max = 1024 * 1024;
    std::size_t files_max = 200;
    std::uint64_t inline_bytes_max = 64 * 1024;           ///< larger files go to the spool folder while they come in
    std::uint64_t document_bytes_max = 64 * 1024 * 1024;  ///< of a single XML body at /v1/validations
    std::uint64_t verification_bytes_max = 512ULL * 1024 * 1024;  ///< of the file at /v1/verifications
    std::uint64_t json_bytes_max = 64 * 1024;
    int page_transfers_max = 1000;
    int page_events_max = 1000;
    int attempts_shown_max = 100;
};

/// Everything the resources work with. What is referred to outlives the Api.
struct ApiParts {
    Intake& intake;
    Ledger& ledger;
    Catalogue const& catalogue;
    Feed& feed;
    AccessPolicy const& access;
    Clock const& clock;
    std::vector<Client> clients;  ///< none: every caller is "local" with all rights, under loopback names only
    std::filesystem::path spool;  ///< on the file system of the content folder, so that a file moves by rename
    std::string base_url;         ///< public URL without a slash at the end
    std::function<std::string()> metrics;
    std::function<HealthReport()> health;
    ApiLimits limits;
    std::function<void(std::string_view event, LogFields const& fields)> log;
    std::function<VerificationOptions()> verification = {};  ///< whom the settings trust; null: nobody
    ReceiptPrinter print_receipt = {};                       ///< null: receipts are given as JSON only
    Webhooks* webhooks = nullptr;                            ///< null: the settings name none
};

/// One line of the table that dispatch, 405 and the comparison with openapi.yaml read.
struct Route {
    std::string_view method;
    std::string_view path;                ///< "/v1/submissions/{id}": each {} takes one segment
    std::vector<Role> roles;              ///< empty = anybody, without proof
    std::vector<std::string_view> query;  ///< parameters that are understood
};

[[nodiscard]] std::span<Route const> routes();

class Api {
public:
    explicit Api(ApiParts parts);
    ~Api();
    Api(Api const&) = delete;
    Api& operator=(Api const&) = delete;

    [[nodiscard]] std::unique_ptr<Exchange> open(Request const& request);

private:
    ApiParts parts_;
};

}  // namespace wetbode::api
