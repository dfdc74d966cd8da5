// SPDX-License-Identifier: EUPL-1.2
#include "adapters/parliament/api.hpp"

#include "adapters/parliament/document.hpp"
#include "gateway/base/files.hpp"

#include <charconv>

namespace wetbode::parliament {

namespace {

std::string trimmed(std::string text) {
    auto const end = text.find_last_not_of(" \t\r\n");
    text.erase(end == std::string::npos ? 0 : end + 1);
    return text;
}

rest::ClientSettings client_settings(SettingValues const& settings) {
    return {settings.at("base_url"), settings.at("ca_file"), settings.at("certificate_file"), settings.at("key_file")};
}

rest::Grant grant(SettingValues const& settings) {
    return rest::basic_grant("api/kaleidos/oauth/token", settings.at("client_id"),
                             trimmed(read_file(settings.at("client_secret_file"), 64 * 1024)));
}

}  // namespace

std::int64_t number_in(SettingValues const& settings, std::string_view key) {
    auto const& text = settings.find(key)->second;
    std::int64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

Api::Api(SettingValues const& settings, std::filesystem::path const& folder, Clock const& clock)
    : clock_(clock),
      client_(client_settings(settings)),
      answers_(rest::AnswersTable::load(folder / "answers.toml")),
      tokens_(client_, grant(settings), clock_, Milliseconds{number_in(settings, "token_margin")}),
      answer_bytes_(static_cast<std::uint64_t>(number_in(settings, "answer_bytes"))) {}

rest::Call Api::call_to(std::string method, std::string const& path) const {
    return {std::move(method), "api/kaleidos/v1/" + path, {{"Accept", "application/json"}}, {}, answer_bytes_, {}};
}

rest::AuthorisedReply Api::get(std::string const& path, Deadline deadline) {
    return rest::authorised_call(client_, tokens_, call_to("GET", path), deadline);
}

rest::AuthorisedReply Api::stream(std::string const& path, std::function<void(std::string_view)> taker,
                                  Deadline deadline) {
    auto call = call_to("GET", path);
    call.taker = std::move(taker);
    return rest::authorised_call(client_, tokens_, std::move(call), deadline);
}

rest::AuthorisedReply Api::post(std::string const& path, std::string const& key, std::vector<rest::BodyPart> body,
                                Deadline deadline, std::function<void(std::uint64_t, std::uint64_t)> progress) {
    auto call = call_to("POST", path);
    call.headers.emplace_back("Content-Type", "application/json");
    call.headers.emplace_back("Idempotency-Key", key);
    call.body = std::move(body);
    call.progress = std::move(progress);
    return rest::authorised_call(client_, tokens_, std::move(call), deadline);
}

Delivery Api::without_token(rest::Reply const& reply) const {
    auto const status = std::to_string(reply.status);
    auto const why = reply.failure == rest::Failure::none ? "status " + status : reply.why;
    return {TryLater{{"Het Vlaams Parlement gaf geen token: " + why + ".",
                      "The Flemish Parliament gave no token: " + why + "."},
                     rest::retry_after(reply, clock_.now())},
            reply.as_answer(), {}};
}

Delivery Api::judged(rest::Reply const& reply, std::string const& pobj) const {
    auto const row = answers_.judge(reply.status, document_answer(reply.body).code);
    return {rest::outcome_of(reply, row, clock_.now(), pobj, {}), reply.as_answer(), {}};
}

void Api::insist(rest::AuthorisedReply const& asked, std::string_view what) {
    auto const name = std::string(what);
    if (asked.reply.failure != rest::Failure::none) throw Outage("parliament", name + ": " + asked.reply.why);
    if (asked.token_failed || asked.reply.status != 200)
        throw Outage("parliament", name + " was answered with " + std::to_string(asked.reply.status));
    if (asked.reply.truncated) throw Outage("parliament", name + " gave too long an answer");
}

std::string Api::escaped(std::string const& name) {
    auto const encoded = rest::form_encoded({{name, ""}});
    return encoded.substr(0, encoded.size() - 1);
}

}  // namespace wetbode::parliament
