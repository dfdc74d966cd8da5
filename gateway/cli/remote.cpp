// SPDX-License-Identifier: EUPL-1.2
#include "gateway/cli/remote.hpp"

#include "gateway/base/files.hpp"
#include "gateway/cli/reports.hpp"
#include "gateway/refusal.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <iostream>
#include <utility>

namespace wetbode::cli {

namespace {

std::string secret_in(std::filesystem::path const& file) {
    if (file.empty()) return {};
    auto secret = read_file(file, 4096);
    while (!secret.empty() && (secret.back() == '\n' || secret.back() == '\r')) secret.pop_back();
    return secret;
}

}  // namespace

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
                  << reply.why << "\n"
                  << (nl ? "Loopt hij? --url of WETBODE_URL zegt waar hij is; probeer het daarna opnieuw.\n"
                         : "Is it running? --url or WETBODE_URL says where it is; then try again.\n");
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

int Remote::show_each(std::string const& folder, std::vector<std::string> const& ids, Report report) const {
    int worst = done;
    for (auto const& id : ids) {
        auto const reply = ask({.path = folder + encoded(id)});
        if (reply.failure != rest::Failure::none || reply.status != 200) {
            if (ids.size() > 1) std::cerr << id << ":\n";
            worst = std::max(worst, explain(reply));
            if (reply.failure != rest::Failure::none) return worst;  // the next would only wait for the same silence
        } else if (settings_.output == Output::json) {
            worst = std::max(worst, print_json(reply));
        } else {
            std::cout << (&id == &ids.front() ? "" : "\n") << report(reply.body, settings_.language);
        }
    }
    return worst;
}

int Remote::status(std::vector<std::string> const& ids) const {
    return show_each("/v1/submissions/", ids, submission_report);
}

int Remote::transfer(std::vector<std::string> const& ids) const {
    return show_each("/v1/transfers/", ids, transfer_report);
}

int Remote::transfers(TransferQuery const& query) const {
    auto path = "/v1/transfers?limit=" + std::to_string(query.limit);
    if (!query.state.empty()) path += "&state=" + encoded(query.state);
    if (!query.counterpart.empty()) path += "&counterpart=" + encoded(query.counterpart);
    if (!query.after.empty()) path += "&after=" + encoded(query.after);
    auto const reply = ask({.path = path});
    if (reply.failure != rest::Failure::none || reply.status != 200) return explain(reply);
    if (settings_.output == Output::json) return print_json(reply);
    std::string asked;
    for (auto const& [name, value] : {std::pair{"--state", query.state}, {"--counterpart", query.counterpart},
                                      {"--after", query.after}})
        if (!value.empty()) asked += (asked.empty() ? "" : " ") + std::string(name) + " " + value;
    std::cout << transfer_table(reply.body, asked, settings_.language);
    return done;
}

int Remote::decide(DecisionOrder const& order) const {
    int worst = done;
    std::size_t decided = 0;
    for (auto const& id : order.ids) {
        auto path = (order.step.empty() ? "/v1/transfers/" : "/v1/submissions/") + encoded(id) + '/';
        if (!order.step.empty()) path += order.step + '/';
        rest::Call call{.method = "POST", .path = path + order.act};
        call.headers.emplace_back("Content-Type", "application/json");
        call.body.emplace_back(nlohmann::json{{"reason", order.reason}}.dump());
        auto const reply = ask(std::move(call));
        if (reply.failure != rest::Failure::none || reply.status != 200) {
            if (order.ids.size() > 1 && reply.failure == rest::Failure::none) std::cerr << id << ": ";
            worst = std::max(worst, explain(reply));
            if (reply.failure != rest::Failure::none) break;  // the next would only wait for the same silence
            continue;
        }
        ++decided;
        if (settings_.output == Output::json) worst = std::max(worst, print_json(reply));
        else std::cout << (order.step.empty() ? std::string{} : id) << decision_report(reply.body, settings_.language);
    }
    if (order.ids.size() > 1 && settings_.output == Output::text)
        std::cout << decided << (settings_.language == Language::nl ? " van " : " of ") << order.ids.size()
                  << (settings_.language == Language::nl ? " gedaan\n" : " done\n");
    return worst;
}

}  // namespace wetbode::cli
