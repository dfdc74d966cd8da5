// SPDX-License-Identifier: EUPL-1.2
// Small pieces that the resources build their answers with. See call.hpp.
#include "gateway/api/call.hpp"
#include "gateway/api/wire.hpp"

#include <charconv>

namespace wetbode::api {

Response json_answer(int status, std::string body) {
    Response response;
    response.status = status;
    response.headers = {
        {"Content-Type", "application/json"}, {"Cache-Control", "no-store"}, {"X-Content-Type-Options", "nosniff"}};
    response.body = std::move(body);
    return response;
}

bool is_unchanged(Request const& request, std::string_view etag) {
    auto const header = request.headers.find("if-none-match");
    if (header == request.headers.end()) return false;
    std::string_view rest = header->second;
    while (!rest.empty()) {
        auto const first = rest.find_first_not_of(", \t");
        if (first == std::string_view::npos) return false;
        rest.remove_prefix(first);
        if (rest.front() == '*') return true;
        if (rest.starts_with("W/")) rest.remove_prefix(2);  // the comparison is weak (RFC 9110 section 13.1.2)
        auto const close = rest.size() > 1 && rest.front() == '"' ? rest.find('"', 1) : std::string_view::npos;
        if (close == std::string_view::npos) return false;
        if (rest.substr(0, close + 1) == etag) return true;
        rest.remove_prefix(close + 1);
    }
    return false;
}

std::string attachment(std::string_view file_name) {
    std::string plain;
    for (auto const c : file_name) {
        bool const safe = c >= ' ' && c < 0x7F && c != '"' && c != '\\' && c != '%' && c != '/';
        plain += safe ? c : '_';
    }
    return "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + percent_encoded(file_name);
}

Result<std::int64_t> number_in(Request const& request, std::string_view name, std::int64_t fallback, std::int64_t least,
                               std::int64_t most) {
    auto const found = request.query.find(name);
    if (found == request.query.end()) return fallback;
    auto const& text = found->second;
    std::int64_t value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc{} && end == text.data() + text.size() && value >= least && value <= most) return value;
    auto const bounds = std::to_string(least) + " .. " + std::to_string(most);
    return tl::unexpected(door_refusal("QUERY_INVALID", {std::string(name) + " moet een geheel getal zijn: " + bounds,
                                                         std::string(name) + " must be a whole number: " + bounds}));
}

}  // namespace wetbode::api
