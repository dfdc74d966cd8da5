// SPDX-License-Identifier: EUPL-1.2
// The Parliament's API as the client of Kaleidos knows it, so that the gateway can stand in between by a change of one
// base URL: api/kaleidos/oauth/token, v1/ping, v1/document, v1/status/{pobj}, v1/status/ingediend, v1/kanselarij,
// v1/verwerkt. Facts of the protocol: README.md. Deliveries are durable before they are answered; the Parliament may be
// away. Owned by the composition root; open() and the exchanges run on the pool of the transport, many at once.
#pragma once

#include "gateway/api/api.hpp"
#include "gateway/clock.hpp"
#include "gateway/dispatch/bell.hpp"
#include "gateway/intake/completeness.hpp"
#include "gateway/intake/intake.hpp"
#include "gateway/kaleidos/document.hpp"
#include "gateway/kaleidos/names.hpp"
#include "gateway/kaleidos/tokens.hpp"
#include "gateway/ledger.hpp"

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>

namespace wetbode::kaleidos {

struct DoorSettings {
    CounterpartName parliament{"parliament"};  ///< whose door this is: its transfers are answered for
    /// The client who owns the link, and the counterpart to which what comes from the Parliament is offered.
    ClientName owner{"kaleidos"};
    Milliseconds answer_within{20'000};        ///< a delivery waits so long for the Parliament's own numbers
    int answers_waiting_max = 16;              ///< that wait at once; others are answered at once
    DocumentLimits document;
    std::uint64_t offered_bytes_max = 256ULL << 20U;  ///< files in one answer of kanselarij, unless the first is longer
    int offered_max = 100;                     ///< dossiers in one answer of kanselarij
    /// A piece that needs a PDF (Completeness::without_pdf) is refused without one: the client loses files in silence.
    bool pdf_needed = true;
};

/// What is referred to outlives the Door.
struct DoorParts {
    Intake& intake;
    Completeness const& completeness;
    Ledger& ledger;
    Clock const& clock;
    Bell& bell;
    std::vector<api::Client> clients;  ///< none: every caller is the owner, under loopback names only
    std::filesystem::path spool;
    std::string token_key;
    TokenTerms token_terms;
    DoorSettings settings;
    std::function<void(std::string_view event, api::LogFields const& fields)> log;
};

class Door {
public:
    explicit Door(DoorParts parts);
    Door(Door const&) = delete;
    Door& operator=(Door const&) = delete;

    [[nodiscard]] static bool serves(api::Request const& request);
    [[nodiscard]] std::unique_ptr<api::Exchange> open(api::Request const& request);
    /// Answers that wait for the Parliament are given at once. May be called twice, from any thread.
    void stop() { stopping_.request_stop(); }

private:
    [[nodiscard]] std::unique_ptr<api::Exchange> dispatched(api::Request const& request);

    DoorParts parts_;
    Tokens tokens_;
    Names names_;
    std::stop_source stopping_;
    std::atomic<int> waiting_{0};
};

}  // namespace wetbode::kaleidos
