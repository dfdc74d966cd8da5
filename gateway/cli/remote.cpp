// SPDX-License-Identifier: EUPL-1.2
#include "gateway/cli/remote.hpp"

#include "gateway/base/files.hpp"
#include "gateway/cli/reports.hpp"
#include "gateway/refusal.hpp"

#include <nlohmann/json.hpp>

#include <iostream>

namespace wetbode::cli {

namespace {

std::string secret_in(std::filesystem::path const& file) {
    if (file.empty()) return {};
    auto secret = read_file(file, 4096);
    while (!secret.empty() && (secret.back() == '\n' || secret.back() == '\r')) secret.pop_back();
    return secret;
}

std::string encoded(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (char const c : text) {
        auto const octet = static_cast<unsigned char>(c);
        if (std::isalnum(octet) != 0 || c == '-' || c == '_' || c == '.') {
            out += c;
        } else {
            out += '%';
            out += digits[octet >> 4U];
            out += digits[octet & 15U];
        }
    }
    return out;
}

}  // namespace

Remote::Remote(RemoteSettings settings)
    : settings_(std::move(settings)),
      client_({settings_.url, settings_.ca_file, settings_.certificate_file, settings_.key_file}),
      secret_(secret_in(settings_.secret_file)) {}

rest::Reply Remote::ask(rest::Call call) const {
    if (!secret_.empty()) call.headers.emplace_back("Authorization", "Bearer " + secret_);
    call.headers.emplace_back("Accept-Language", settings_.language == Language::nl ? "nl" : "en");
    return client_.call(call, Deadline::in(settings_.patience));
}

/// Says what went wrong and how it ends.
int Remote::explain(rest::Reply const& reply) const {
    if (reply.failure != rest::Failure::none) {
        bool const nl = settings_.language == Language::nl;
        std::cerr << (nl ? "De gateway is niet bereikbaar op " : "No gateway answers at ") << settings_.url << ": "
                  << reply.why << "\n";
        return unavailable;
    }
    if (settings_.output == Output::json) std::cout << reply.body << "\n";
    else std::cerr << problem_report(reply.status, reply.body, settings_.language);
    return reply.status >= 500 || reply.status == 429 ? unavailable : negative;
}

int Remote::print_json(rest::Reply const& reply) const {
    std::cout << reply.body << "\n";
    return done;
}

int Remote::status(std::string const& id) const {
    auto const reply = ask({.path = "/v1/submissions/" + encoded(id)});
    if (reply.failure != rest::Failure::none || reply.status != 200) return explain(reply);
    if (settings_.output == Output::json) return print_json(reply);
    std::cout << submission_report(reply.body, settings_.language);
    return done;
}

int Remote::transfer(std::string const& id) const {
    auto const reply = ask({.path = "/v1/transfers/" + encoded(id)});
    if (reply.failure != rest::Failure::none || reply.status != 200) return explain(reply);
    if (settings_.output == Output::json) return print_json(reply);
    std::cout << transfer_report(reply.body, settings_.language);
    return done;
}

int Remote::transfers(TransferQuery const& query) const {
    auto path = "/v1/transfers?limit=" + std::to_string(query.limit);
    if (!query.state.empty()) path += "&state=" + encoded(query.state);
    if (!query.counterpart.empty()) path += "&counterpart=" + encoded(query.counterpart);
    if (!query.after.empty()) path += "&after=" + encoded(query.after);
    auto const reply = ask({.path = path});
    if (reply.failure != rest::Failure::none || reply.status != 200) return explain(reply);
    if (settings_.output == Output::json) return print_json(reply);
    std::cout << transfer_table(reply.body, settings_.language);
    return done;
}

int Remote::decide(std::string const& act, std::vector<std::string> const& ids, std::string const& reason) const {
    int worst = done;
    for (auto const& id : ids) {
        rest::Call call{.method = "POST", .path = "/v1/transfers/" + encoded(id) + "/" + act};
        call.headers.emplace_back("Content-Type", "application/json");
        call.body.emplace_back(nlohmann::json{{"reason", reason}}.dump());
        auto const reply = ask(std::move(call));
        if (reply.failure != rest::Failure::none || reply.status != 200) {
            worst = std::max(worst, explain(reply));
            continue;
        }
        if (settings_.output == Output::json) worst = std::max(worst, print_json(reply));
        else std::cout << transfer_report(reply.body, settings_.language);
    }
    return worst;
}

}  // namespace wetbode::cli
