// SPDX-License-Identifier: EUPL-1.2
#include "adapters/kaleidos/twin_line.hpp"

#include "gateway/base/base64.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>

namespace wetbode::kaleidos {

namespace {

using json = nlohmann::json;
using Take = std::function<void(std::string_view)>;

constexpr std::size_t answer_bytes_max = 1U << 20U;
constexpr std::size_t cause_bytes_max = 1024;
/// The existing client treats a token as ended this long before it ends, so that none ends in the middle of a long run.
constexpr Milliseconds token_margin{600'000};

constexpr auto crash = "TypeError: Cannot read properties of undefined";
constexpr auto no_json = "invalid json response body";

/// The leading digits, as parseInt reads them; a text or a number.
std::int64_t seconds_in(json const& answer) {
    auto const text = id_in(answer, "expires_in");
    std::int64_t seconds = 0;
    std::from_chars(text.data(), text.data() + text.size(), seconds);
    return std::clamp<std::int64_t>(seconds, 0, 1'000'000'000);
}

}  // namespace

std::string id_in(json const& object, char const* key) {
    if (!object.is_object()) return {};
    auto const found = object.find(key);
    if (found == object.end()) return {};
    if (found->is_string()) return found->get<std::string>();
    return found->is_number_integer() ? found->dump() : std::string();
}

Answer Line::plain_call(WireCall const& call, Take const& take) {
    Answer answer;
    std::string kept;
    std::string first;
    auto const reply = wire_.call(call, [&](std::string_view bytes) {
        if (first.size() < cause_bytes_max) first.append(bytes.substr(0, cause_bytes_max - first.size()));
        if (take) take(bytes);
        else if (kept.size() <= answer_bytes_max) kept.append(bytes);
    });
    answer.status = reply.status;
    answer.ok = reply.ok() && kept.size() <= answer_bytes_max;
    if (answer.ok) {
        answer.body = std::move(kept);
        return answer;
    }
    if (!reply.failure.empty()) {
        answer.cause = reply.failure;
        answer.shown = reply.status == 0 ? crash : no_json;
    } else {
        answer.cause = kept.size() > answer_bytes_max ? "the answer is longer than 1 MiB" : first;
        answer.shown = "status " + std::to_string(reply.status) + ' ' + reply.reason;
    }
    return answer;
}

Answer Line::token() {
    if (!token_.empty() && clock_.now() < token_until_) return {true, 200, {}, {}, {}};
    token_.clear();
    ++tokens_;
    WireCall call{"POST", "api/kaleidos/oauth/token",
                  "Basic " + base64(settings_.client_id + ':' + settings_.client_secret),
                  "application/x-www-form-urlencoded", {std::string("grant_type=client_credentials")}};
    auto answer = plain_call(call, {});
    if (!answer.ok) return answer;
    auto const tree = json::parse(answer.body, nullptr, false);
    token_ = id_in(tree, "access_token");
    if (token_.empty()) return {false, answer.status, tree.is_discarded() ? no_json : crash, answer.body, {}};
    token_until_ = clock_.now() + std::chrono::seconds{seconds_in(tree)} - token_margin;
    return answer;
}

Answer Line::call(WireCall call) {
    auto const name = token();
    if (!name.ok) return name;
    call.authorization = "Bearer " + token_;
    ++calls_;
    return plain_call(call, {});
}

Answer Line::get(std::string const& path) { return call({"GET", path, {}, {}, {}}); }

Answer Line::get(std::string const& path, Take const& take) {
    auto const name = token();
    if (!name.ok) return name;
    ++calls_;
    return plain_call({"GET", path, "Bearer " + token_, {}, {}}, take);
}

Answer Line::post(std::string const& path, std::vector<twin::StreamPart> body) {
    return call({"POST", path, {}, {}, std::move(body)});
}

}  // namespace wetbode::kaleidos
