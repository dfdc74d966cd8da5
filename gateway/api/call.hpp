// SPDX-License-Identifier: EUPL-1.2
// One request on its way through the API: who asks, what, in which language; and the resources that answer it.
// Private to gateway/api.
#pragma once

#include "gateway/api/api.hpp"
#include "gateway/api/locality.hpp"
#include "gateway/api/problem.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace wetbode::api {

struct Caller {
    ClientName name;
    Role role = Role::sender;
    CounterpartName counterpart;
};

struct Call {
    ApiParts const& parts;
    Request request;
    Caller caller;
    std::vector<std::string> arguments;  ///< what the {} of the path stand for, in order
    Language language = Language::nl;

    [[nodiscard]] Response refuse(Refusal const& refusal) const;
    [[nodiscard]] Response refuse(std::string_view code) const;
};

// auth.cpp
/// Who calls; empty = no valid proof. Looks at every client, so that the time tells nothing.
[[nodiscard]] std::optional<Caller> caller_of(Request const& request, std::vector<Client> const& clients);

// visibility.cpp
/// The submission as far as this caller may know of it; empty = for him it does not exist.
[[nodiscard]] std::optional<SubmissionView> visible_submission(Call const& call, SubmissionId const& id);
/// True if nothing was left out: only then he may have the sealed container, which holds everything.
[[nodiscard]] bool may_see_all(Call const& call, Manifest const& manifest);
[[nodiscard]] std::optional<Transfer> visible_transfer(Call const& call, TransferId const& id);

// decisions.cpp
[[nodiscard]] Refusal bad_decision(std::string nl, std::string en);
/// The caller's decision, for a reason that is 3 to 1000 characters and holds no control character. Refusal
/// DECISION_INVALID.
[[nodiscard]] Result<Decision> decision_with(Call const& call, std::string text);

// answers.cpp
[[nodiscard]] Response json_answer(int status, std::string body);
/// 304 if If-None-Match names the entity tag.
[[nodiscard]] bool is_unchanged(Request const& request, std::string_view etag);
/// RFC 6266: an ASCII name for old clients, the real one for all others.
[[nodiscard]] std::string attachment(std::string_view file_name);
/// A whole number of the query within bounds; the fallback if it is absent. Refusal QUERY_INVALID.
[[nodiscard]] Result<std::int64_t> number_in(Request const& request, std::string_view name, std::int64_t fallback,
                                             std::int64_t least, std::int64_t most);

// dossiers.cpp
/// By id, or by counterpart and name; empty if nobody bears that name. Refusal QUERY_INVALID.
[[nodiscard]] Result<DossierId> asked_dossier(Call const& call);

// The resources. Those that take a body make an exchange, the others answer at once.
[[nodiscard]] std::unique_ptr<Exchange> post_submission(Call call);
[[nodiscard]] Response get_submission(Call const& call);
[[nodiscard]] Response get_file(Call const& call);
[[nodiscard]] Response get_seal(Call const& call);
[[nodiscard]] Response get_original_seal(Call const& call);
[[nodiscard]] Response get_evidence(Call const& call);
[[nodiscard]] std::unique_ptr<Exchange> get_receipt(Call call);
[[nodiscard]] std::unique_ptr<Exchange> post_validation(Call call);
[[nodiscard]] std::unique_ptr<Exchange> post_verification(Call call);
[[nodiscard]] Response get_rules(Call const& call);
[[nodiscard]] Response get_dossier(Call const& call);
[[nodiscard]] Response post_publication(Call const& call, std::string const& body);
[[nodiscard]] Response get_transfers(Call const& call);
[[nodiscard]] Response get_transfer(Call const& call);
[[nodiscard]] Response post_replay(Call const& call, std::string const& body);
[[nodiscard]] Response post_withdraw(Call const& call, std::string const& body);
[[nodiscard]] Response post_seal_replay(Call const& call, std::string const& body);
[[nodiscard]] Response post_time_replay(Call const& call, std::string const& body);
[[nodiscard]] Response get_webhooks(Call const& call);
[[nodiscard]] Response post_webhook_enable(Call const& call, std::string const& body);
[[nodiscard]] Response post_webhook_forget(Call const& call, std::string const& body);
[[nodiscard]] Response post_webhook_test(Call const& call, std::string const& body);
[[nodiscard]] Response post_webhook_replay(Call const& call, std::string const& body);
[[nodiscard]] Response get_feed(Call const& call);
[[nodiscard]] Response get_feed_page(Call const& call);
[[nodiscard]] Response get_feed_events(Call const& call);
[[nodiscard]] Response get_health(Call const& call);
[[nodiscard]] Response get_metrics(Call const& call);
[[nodiscard]] Response get_openapi(Call const& call);

}  // namespace wetbode::api
