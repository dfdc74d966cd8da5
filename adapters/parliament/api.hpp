// SPDX-License-Identifier: EUPL-1.2
// The Parliament's API as a client speaks to it: calls with a token, and what their answers mean. Thread safe.
#pragma once

#include "adapters/rest/answers.hpp"
#include "adapters/rest/token.hpp"
#include "gateway/adapter.hpp"
#include "gateway/transfer.hpp"

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace wetbode::parliament {

class Api {
public:
    /// `folder` holds answers.toml. Throws std::runtime_error or Outage("content") if a file cannot be read.
    Api(SettingValues const& settings, std::filesystem::path const& folder, Clock const& clock);

    /// `path` begins behind api/kaleidos/v1/.
    [[nodiscard]] rest::AuthorisedReply get(std::string const& path, Deadline deadline);
    /// The body of a 200 goes to `taker` as it comes; see rest::Call.
    [[nodiscard]] rest::AuthorisedReply stream(std::string const& path, std::function<void(std::string_view)> taker,
                                               Deadline deadline);
    [[nodiscard]] rest::AuthorisedReply post(std::string const& path, std::string const& key,
                                             std::vector<rest::BodyPart> body, Deadline deadline,
                                             std::function<void(std::uint64_t, std::uint64_t)> progress = {});

    /// Our credentials are no fault of the sender: his dossier waits until they are mended.
    [[nodiscard]] Delivery without_token(rest::Reply const& reply) const;
    /// Of an answer that is no success.
    [[nodiscard]] Delivery judged(rest::Reply const& reply, std::string const& pobj) const;
    /// A reply that is not the list that was asked for. Throws Outage("parliament").
    static void insist(rest::AuthorisedReply const& asked, std::string_view what);

    /// An identifier of the Parliament in a path: anything but letters, digits and -._ is percent-encoded.
    [[nodiscard]] static std::string escaped(std::string const& name);

private:
    [[nodiscard]] rest::Call call_to(std::string method, std::string const& path) const;

    Clock const& clock_;
    rest::RestClient client_;
    rest::AnswersTable answers_;
    rest::TokenSource tokens_;
    std::uint64_t answer_bytes_;
};

[[nodiscard]] std::int64_t number_in(SettingValues const& settings, std::string_view key);

}  // namespace wetbode::parliament
