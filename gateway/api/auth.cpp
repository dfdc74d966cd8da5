// SPDX-License-Identifier: EUPL-1.2
// Who calls. Secrets are kept and compared as SHA-256, in constant time, against every client. See call.hpp.
#include "gateway/api/call.hpp"

#include "gateway/base/sha256.hpp"

#include <algorithm>

namespace wetbode::api {
namespace {

/// Fingerprints are written with or without colons, in either case.
std::string plain_hex(std::string_view text) {
    std::string out;
    for (auto const c : text) {
        if (c == ':' || c == ' ') continue;
        out += c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return out;
}

std::string lower(std::string_view text) {
    std::string out(text);
    for (auto& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

std::string_view bearer_of(Request const& request) {
    auto const header = request.headers.find("authorization");
    if (header == request.headers.end()) return {};
    std::string_view const value = header->second;
    constexpr std::string_view scheme = "bearer ";
    if (lower(value.substr(0, scheme.size())) != scheme) return {};
    auto const secret = value.substr(scheme.size());
    auto const first = secret.find_first_not_of(' ');
    return first == std::string_view::npos ? std::string_view{} : secret.substr(first);
}

/// "127.0.0.1:8460" -> "127.0.0.1", "[::1]:8460" -> "[::1]".
std::string host_name(std::string_view authority) {
    auto const bracket = authority.find(']');
    auto const colon = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
    auto name = lower(authority.substr(0, colon));
    if (name.ends_with('.')) name.pop_back();
    return name;
}

/// 127.0.0.0/8 as four numbers: "127.evil.example" is a name, and names may point anywhere.
bool is_loopback(std::string const& name) {
    if (name == "localhost" || name == "[::1]") return true;
    if (!name.starts_with("127.")) return false;
    auto const digit_or_dot = [](char c) { return c == '.' || (c >= '0' && c <= '9'); };
    return std::count(name.begin(), name.end(), '.') == 3 && std::all_of(name.begin(), name.end(), digit_or_dot);
}

}  // namespace

std::optional<Caller> caller_of(Request const& request, std::vector<Client> const& clients) {
    auto const secret = bearer_of(request);
    bool const claims = request.headers.contains("authorization");
    auto const digest = sha256(secret).hex();
    auto const certificate = plain_hex(request.client_certificate);
    std::optional<Caller> found;
    for (auto const& client : clients) {
        auto const wanted_secret = plain_hex(client.secret_sha256);
        auto const wanted_certificate = plain_hex(client.certificate_sha256);
        bool const by_secret =
            !secret.empty() && wanted_secret.size() == digest.size() && equal_in_constant_time(digest, wanted_secret);
        // Whoever shows a secret is judged by it: a wrong one is not made good by a certificate.
        bool const by_certificate = !claims && !certificate.empty() && certificate == wanted_certificate;
        if ((by_secret || by_certificate) && !found) found = Caller{client.name, client.role, client.counterpart};
    }
    return found;
}

bool is_local(Request const& request) {
    auto const host = request.headers.find("host");
    if (host == request.headers.end() || !is_loopback(host_name(host->second))) return false;
    auto const origin = request.headers.find("origin");
    if (origin == request.headers.end()) return true;
    auto const authority = origin->second.find("://");
    return authority != std::string::npos &&
           is_loopback(host_name(std::string_view(origin->second).substr(authority + 3)));
}

}  // namespace wetbode::api
