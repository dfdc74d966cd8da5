// SPDX-License-Identifier: EUPL-1.2
// One request at the door of Kaleidos, and the resources that answer it. Private to gateway/kaleidos.
#pragma once

#include "gateway/kaleidos/door.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>

namespace wetbode::kaleidos {

struct Visit {
    DoorParts const& parts;
    Names const& names;
    Tokens const& tokens;
    std::atomic<int>& waiting;
    std::stop_token stop;
    api::Request request;
    ClientName client;      ///< empty while he asks for a token
    std::string argument;   ///< last segment of status/{pobj}
    Language language = Language::nl;

    /// As problem+json, and in the reason phrase: that and the status are all that the client keeps of an error.
    [[nodiscard]] api::Response refuse(Refusal const& refusal) const;
    [[nodiscard]] api::Response refuse(std::string_view code) const;
    [[nodiscard]] Instant now() const { return parts.clock.now(); }
};

using Tree = nlohmann::ordered_json;

[[nodiscard]] api::Response json_answer(Tree const& tree);
/// A message that is no small JSON object: MANIFEST_INVALID with its place.
[[nodiscard]] Result<nlohmann::json> small_object(std::string_view text);

// delivery.cpp
[[nodiscard]] std::unique_ptr<api::Exchange> post_document(Visit visit);
// statuses.cpp
[[nodiscard]] api::Response get_status(Visit const& visit);
[[nodiscard]] api::Response get_submitted(Visit const& visit);
// offers.cpp
[[nodiscard]] api::Response get_offers(Visit const& visit);
// acknowledging.cpp
[[nodiscard]] api::Response post_acknowledgement(Visit const& visit, std::string const& body);
// token_request.cpp
[[nodiscard]] api::Response post_token(Visit const& visit, std::string const& body);

}  // namespace wetbode::kaleidos
