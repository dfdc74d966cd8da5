// SPDX-License-Identifier: EUPL-1.2
#include "adapters/rest/rest_client.hpp"

#include <array>
#include <algorithm>

namespace wetbode::rest {

namespace {

constexpr std::size_t kept_body_bytes = 4096;
constexpr std::size_t kept_headers = 32;
constexpr std::array<std::string_view, 5> secret_headers{"set-cookie", "authorization", "proxy-authorization",
                                                         "www-authenticate", "x-auth-token"};
constexpr std::array<std::string_view, 4> secret_members{"\"access_token\"", "\"refresh_token\"", "\"id_token\"",
                                                         "\"client_secret\""};

/// Takes the value of a JSON string member out; what is not JSON is left as it is.
void blank(std::string& body, std::string_view member) {
    for (auto at = body.find(member); at != std::string::npos; at = body.find(member, at + member.size())) {
        auto const opening = body.find('"', at + member.size());
        if (opening == std::string::npos) return;
        auto closing = body.find('"', opening + 1);
        if (closing == std::string::npos) closing = body.size();
        body.replace(opening + 1, closing - opening - 1, "***");
    }
}

/// Cuts between two characters, so that what is kept stays valid UTF-8.
void cut(std::string& text, std::size_t bytes_max) {
    if (text.size() <= bytes_max) return;
    auto end = bytes_max;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    text.resize(end);
}

}  // namespace

std::string Reply::header(std::string_view lower_case_name) const {
    for (auto const& [name, value] : headers)
        if (name == lower_case_name) return value;
    return {};
}

Answer Reply::as_answer() const {
    Answer answer;
    answer.status = status;
    for (auto const& [name, value] : headers) {
        if (std::ranges::find(secret_headers, name) != secret_headers.end()) continue;
        if (answer.headers.size() == kept_headers) break;
        answer.headers.emplace_back(name, value.substr(0, 1024));
    }
    answer.body_head = body.substr(0, 2 * kept_body_bytes);
    for (auto const member : secret_members) blank(answer.body_head, member);
    cut(answer.body_head, kept_body_bytes);
    return answer;
}

}  // namespace wetbode::rest
