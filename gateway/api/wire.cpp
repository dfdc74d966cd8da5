// SPDX-License-Identifier: EUPL-1.2
// See wire.hpp.
#include "gateway/api/wire.hpp"

#include "gateway/api/problem.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <ctime>

namespace wetbode::api {
namespace {

constexpr std::size_t query_pairs_max = 64;
constexpr std::array<std::string_view, 5> singletons{"host", "authorization", "content-type", "idempotency-key",
                                                     "content-length"};
constexpr std::array<std::string_view, 3> lists{"accept", "accept-language", "if-none-match"};

template <std::size_t N>
bool is_one_of(std::array<std::string_view, N> const& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

Refusal malformed(std::string nl, std::string en) {
    return door_refusal("HTTP_MALFORMED", {std::move(nl), std::move(en)});
}

std::string lower(std::string_view text) {
    std::string out(text);
    for (auto& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::optional<Refusal> read_query(std::string_view text, Request& request) {
    for (std::size_t count = 0; !text.empty(); ++count) {
        if (count == query_pairs_max)
            return malformed("de zoekopdracht in het adres heeft te veel delen",
                             "the query of the address has too many parts");
        auto const end = text.find('&');
        std::string pair(text.substr(0, end));
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
        if (pair.empty()) continue;
        std::replace(pair.begin(), pair.end(), '+', ' ');
        auto const equals = pair.find('=');
        auto const name = percent_decoded(std::string_view(pair).substr(0, equals));
        auto const value = equals == std::string::npos ? std::optional<std::string>("")
                                                       : percent_decoded(std::string_view(pair).substr(equals + 1));
        if (!name || !value)
            return malformed("de zoekopdracht in het adres is verkeerd gecodeerd",
                             "the query of the address is not encoded correctly");
        request.query[*name] = *value;
    }
    return std::nullopt;
}

/// The origin form of RFC 9112 section 3.2.1; the absolute form is accepted too, its authority replaces Host.
std::optional<Refusal> read_target(std::string_view target, Request& request) {
    auto rest = target;
    for (std::string_view const scheme : {"http://", "https://"}) {
        if (lower(rest.substr(0, scheme.size())) != scheme) continue;
        auto const slash = rest.find_first_of("/?", scheme.size());
        request.headers["host"] = std::string(rest.substr(scheme.size(), slash - scheme.size()));
        rest = slash == std::string_view::npos ? std::string_view("/") : rest.substr(slash);
        break;
    }
    if (rest == "*") {
        request.path = "*";
        return std::nullopt;
    }
    auto const question = rest.find('?');
    auto path = rest.substr(0, question);
    if (path.empty() && question == 0) path = "/";
    if (path.empty() || path.front() != '/')
        return malformed("het adres in de vraag begint niet met een schuine streep",
                         "the target of the request does not begin with a slash");
    auto decoded = percent_decoded(path);
    if (!decoded)
        return malformed("het adres in de vraag is verkeerd gecodeerd", "the target is not encoded correctly");
    request.path = std::move(*decoded);
    if (question == std::string_view::npos) return std::nullopt;
    return read_query(rest.substr(question + 1), request);
}

std::optional<Refusal> read_fields(RawHeader const& raw, Request& request) {
    for (auto const& [raw_name, value] : raw.fields) {
        auto const name = lower(raw_name);
        auto const control = [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F; };
        if (std::any_of(value.begin(), value.end(), control))
            return malformed("de kopregel " + name + " bevat een stuurteken",
                             "the header field " + name + " has a control character");
        auto const known = request.headers.find(name);
        if (known == request.headers.end()) {
            request.headers.emplace(name, value);
        } else if (is_one_of(singletons, name)) {
            return malformed("de kopregel " + name + " komt twee keer voor",
                             "the header field " + name + " occurs twice");
        } else if (is_one_of(lists, name)) {
            known->second += ", " + std::string(value);
        } else {
            known->second = value;
        }
    }
    return std::nullopt;
}

bool header_can_stand(std::string_view name, std::string_view value) {
    auto const bad_in_name = [](char c) { return c <= ' ' || c >= 0x7F || c == ':'; };
    auto const bad_in_value = [](char c) { return c == '\r' || c == '\n' || c == '\0'; };
    return !name.empty() && std::none_of(name.begin(), name.end(), bad_in_name) &&
           std::none_of(value.begin(), value.end(), bad_in_value);
}

std::string http_date(std::chrono::sys_seconds at) {
    auto const seconds = static_cast<std::time_t>(at.time_since_epoch().count());
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    constexpr std::array<char const*, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array<char const*, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                 "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    std::array<char, 64> text{};
    auto const length = std::snprintf(text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT",
                                      days.at(static_cast<std::size_t>(parts.tm_wday)), parts.tm_mday,
                                      months.at(static_cast<std::size_t>(parts.tm_mon)), parts.tm_year + 1900,
                                      parts.tm_hour, parts.tm_min, parts.tm_sec);
    return {text.data(), static_cast<std::size_t>(length)};
}

std::string_view reason_phrase(std::string const& text) {
    constexpr std::size_t most = 400;
    bool const printable = std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c < 0x7F; });
    return printable ? std::string_view(text).substr(0, most) : std::string_view{};
}

}  // namespace

std::optional<Refusal> read_header(RawHeader const& raw, Request& request) {
    request.method = std::string(raw.method);
    request.target = std::string(raw.target);
    if (auto bad = read_fields(raw, request)) return bad;
    if (raw.version >= 11 && !request.headers.contains("host"))
        return malformed("de kopregel Host ontbreekt", "the header field Host is missing");
    if (auto bad = read_target(raw.target, request)) return bad;
    if (auto const coding = request.headers.find("transfer-encoding");
        coding != request.headers.end() && lower(coding->second) != "chunked")
        return door_refusal("HTTP_UNSUPPORTED", {"alleen Transfer-Encoding: chunked wordt begrepen",
                                                 "only Transfer-Encoding: chunked is understood"});
    if (auto const coding = request.headers.find("content-encoding");
        coding != request.headers.end() && lower(coding->second) != "identity")
        return door_refusal("CONTENT_ENCODING");
    auto const length = request.headers.find("content-length");
    if (length == request.headers.end()) return std::nullopt;
    std::uint64_t value = 0;
    auto const& text = length->second;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size())
        return malformed("Content-Length is geen getal", "Content-Length is not a number");
    request.content_length = value;
    return std::nullopt;
}

std::optional<std::string> percent_decoded(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out += text[i];
            continue;
        }
        if (i + 2 >= text.size()) return std::nullopt;
        auto const high = hex_value(text[i + 1]);
        auto const low = hex_value(text[i + 2]);
        if (high < 0 || low < 0) return std::nullopt;
        out += static_cast<char>(high * 16 + low);
        i += 2;
    }
    if (out.find('\0') != std::string::npos || !is_utf8(out)) return std::nullopt;
    return out;
}

bool is_utf8(std::string_view text) {
    std::size_t i = 0;
    while (i < text.size()) {
        auto const lead = static_cast<unsigned char>(text[i]);
        std::size_t const more = lead < 0x80   ? 0
                                 : lead < 0xC2 ? 4
                                 : lead < 0xE0 ? 1
                                 : lead < 0xF0 ? 2
                                 : lead < 0xF5 ? 3
                                               : 4;
        if (more == 4 || text.size() - i <= more) return false;
        for (std::size_t k = 1; k <= more; ++k)
            if ((static_cast<unsigned char>(text[i + k]) & 0xC0U) != 0x80U) return false;
        auto const second = more > 0 ? static_cast<unsigned char>(text[i + 1]) : 0U;
        // Overlong forms, surrogates and what lies beyond U+10FFFF (RFC 3629 section 4).
        if ((lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F)) return false;
        if ((lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F)) return false;
        i += more + 1;
    }
    return true;
}

std::string percent_encoded(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (auto const c : text) {
        auto const octet = static_cast<unsigned char>(c);
        bool const plain = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
                           c == '.' || c == '_' || c == '~';
        if (plain) {
            out += c;
            continue;
        }
        out += '%';
        out += digits[octet >> 4U];
        out += digits[octet & 0x0FU];
    }
    return out;
}

std::string head_of(Response const& response, HeadFacts const& facts) {
    std::string head = "HTTP/1.1 " + std::to_string(response.status) + ' ';
    auto const own = reason_phrase(response.reason);
    head += own.empty() ? reason_of(response.status) : own;
    head += "\r\nDate: " + http_date(facts.date) + "\r\n";
    for (auto const& [name, value] : response.headers) {
        if (!header_can_stand(name, value)) continue;
        head += name + ": " + value + "\r\n";
    }
    if (may_have_body(response.status)) head += "Content-Length: " + std::to_string(facts.length) + "\r\n";
    if (!facts.keep_alive)
        head += "Connection: close\r\n";
    else if (facts.version < 11)
        head += "Connection: keep-alive\r\n";
    return head + "\r\n";
}

bool may_have_body(int status) {
    return status >= 200 && status != 204 && status != 304;
}

std::string_view reason_of(int status) {
    constexpr std::array<std::pair<int, std::string_view>, 32> reasons{{
        {100, "Continue"},
        {200, "OK"},
        {201, "Created"},
        {202, "Accepted"},
        {204, "No Content"},
        {301, "Moved Permanently"},
        {302, "Found"},
        {303, "See Other"},
        {304, "Not Modified"},
        {400, "Bad Request"},
        {401, "Unauthorized"},
        {403, "Forbidden"},
        {404, "Not Found"},
        {405, "Method Not Allowed"},
        {406, "Not Acceptable"},
        {408, "Request Timeout"},
        {409, "Conflict"},
        {410, "Gone"},
        {411, "Length Required"},
        {412, "Precondition Failed"},
        {413, "Content Too Large"},
        {415, "Unsupported Media Type"},
        {417, "Expectation Failed"},
        {422, "Unprocessable Content"},
        {429, "Too Many Requests"},
        {431, "Request Header Fields Too Large"},
        {500, "Internal Server Error"},
        {501, "Not Implemented"},
        {502, "Bad Gateway"},
        {503, "Service Unavailable"},
        {504, "Gateway Timeout"},
        {505, "HTTP Version Not Supported"},
    }};
    for (auto const& [value, reason] : reasons)
        if (value == status) return reason;
    return "Unknown";
}

}  // namespace wetbode::api
