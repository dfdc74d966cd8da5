// SPDX-License-Identifier: EUPL-1.2
// The header of one part of a form, and the boundary in a Content-Type. See multipart.hpp.
#include "gateway/api/multipart.hpp"
#include "gateway/api/problem.hpp"
#include "gateway/api/wire.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace wetbode::api {
namespace {

constexpr std::size_t boundary_bytes_max = 70;
constexpr std::size_t part_fields_max = 16;

struct Parameters {
    std::string value;                         ///< before the first semicolon, lower-case
    std::map<std::string, std::string> named;  ///< names lower-case
};

Refusal broken(std::string nl, std::string en) {
    return door_refusal("MULTIPART_INVALID", {std::move(nl), std::move(en)});
}

std::string lower(std::string_view text) {
    std::string out(text);
    for (auto& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

std::string_view trimmed(std::string_view text) {
    auto const first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// Takes a quoted-string off the front of `rest`. Only \" and \\ are escapes: browsers send other backslashes as they
/// are. Empty if the closing quote is missing.
std::optional<std::string> take_quoted(std::string_view& rest) {
    std::string out;
    for (std::size_t i = 1; i < rest.size(); ++i) {
        if (rest[i] == '"') {
            rest.remove_prefix(i + 1);
            return out;
        }
        bool const escape = rest[i] == '\\' && i + 1 < rest.size() && (rest[i + 1] == '"' || rest[i + 1] == '\\');
        if (escape) ++i;
        out += rest[i];
    }
    return std::nullopt;
}

/// "form-data; name=\"a\"; filename=\"b\"" in its pieces; empty if it is not well formed or names one twice.
std::optional<Parameters> parameters_of(std::string_view text) {
    Parameters result;
    auto const first = text.find(';');
    result.value = lower(trimmed(text.substr(0, first)));
    auto rest = first == std::string_view::npos ? std::string_view{} : text.substr(first + 1);
    while (!trimmed(rest).empty()) {
        rest = trimmed(rest);
        if (rest.front() == ';') {
            rest.remove_prefix(1);
            continue;
        }
        auto const equals = rest.find('=');
        if (equals == std::string_view::npos) return std::nullopt;
        auto const name = lower(trimmed(rest.substr(0, equals)));
        rest = trimmed(rest.substr(equals + 1));
        std::string value;
        if (!rest.empty() && rest.front() == '"') {
            auto quoted = take_quoted(rest);
            if (!quoted) return std::nullopt;
            value = std::move(*quoted);
            rest = trimmed(rest);
            if (!rest.empty() && rest.front() != ';') return std::nullopt;
        } else {
            auto const end = rest.find(';');
            value = std::string(trimmed(rest.substr(0, end)));
            rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end);
        }
        if (name.empty() || !result.named.emplace(name, std::move(value)).second) return std::nullopt;
    }
    return result;
}

/// RFC 5987: UTF-8'language'percent-encoded. Other character sets are not needed by any sender of today.
std::optional<std::string> extended_value(std::string_view text) {
    auto const first = text.find('\'');
    if (first == std::string_view::npos || lower(text.substr(0, first)) != "utf-8") return std::nullopt;
    auto const second = text.find('\'', first + 1);
    if (second == std::string_view::npos) return std::nullopt;
    return percent_decoded(text.substr(second + 1));
}

/// The form encoding of HTML writes a quotation mark in a file name as %22; nothing else is undone here.
std::string with_quotes_back(std::string_view text) {
    std::string out;
    for (auto at = text.find("%22"); at != std::string_view::npos; at = text.find("%22")) {
        out.append(text.substr(0, at));
        out += '"';
        text.remove_prefix(at + 3);
    }
    out.append(text);
    return out;
}

std::optional<Refusal> take_disposition(std::string_view value, PartHead& head) {
    auto const parameters = parameters_of(value);
    if (!parameters || parameters->value != "form-data")
        return broken("een deel heeft geen geldige Content-Disposition: form-data",
                      "a part has no valid Content-Disposition: form-data");
    auto const& named = parameters->named;
    if (auto const name = named.find("name"); name != named.end()) head.name = name->second;
    if (auto const plain = named.find("filename"); plain != named.end())
        head.file_name = with_quotes_back(plain->second);
    if (auto const extended = named.find("filename*"); extended != named.end()) {
        head.file_name = extended_value(extended->second);
        if (!head.file_name)
            return broken("filename* is verkeerd gecodeerd (RFC 5987, UTF-8)",
                          "filename* is not encoded correctly (RFC 5987, UTF-8)");
    }
    return std::nullopt;
}

std::optional<Refusal> take_field(std::string_view name, std::string_view value, PartHead& head) {
    if (name == "content-disposition") return take_disposition(value, head);
    if (name == "content-type") {
        head.media_type = lower(trimmed(value.substr(0, value.find(';'))));
        return std::nullopt;
    }
    if (name != "content-transfer-encoding") return std::nullopt;
    auto const coding = lower(trimmed(value));
    if (coding == "7bit" || coding == "8bit" || coding == "binary") return std::nullopt;
    return broken("Content-Transfer-Encoding " + coding + " wordt niet aangenomen (RFC 7578, 4.7)",
                  "Content-Transfer-Encoding " + coding + " is not accepted (RFC 7578, 4.7)");
}

}  // namespace

Result<std::string> boundary_of(std::string_view content_type) {
    auto const parameters = parameters_of(content_type);
    if (!parameters || parameters->value != "multipart/form-data")
        return tl::unexpected(
            door_refusal("MEDIA_TYPE", {"Content-Type: multipart/form-data met boundary is nodig",
                                        "Content-Type: multipart/form-data with a boundary is needed"}));
    auto const boundary = parameters->named.find("boundary");
    constexpr std::string_view others = "'()+_,-./:=? ";
    auto const allowed = [&](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
               others.find(c) != std::string_view::npos;
    };
    bool const good = boundary != parameters->named.end() && !boundary->second.empty() &&
                      boundary->second.size() <= boundary_bytes_max && boundary->second.back() != ' ' &&
                      std::all_of(boundary->second.begin(), boundary->second.end(), allowed);
    if (good) return boundary->second;
    return tl::unexpected(broken("boundary ontbreekt of is ongeldig: 1 tot 70 tekens (RFC 2046, 5.1.1)",
                                 "boundary is missing or invalid: 1 to 70 characters (RFC 2046, 5.1.1)"));
}

Result<PartHead> read_part_head(std::string_view block) {
    PartHead head;
    bool disposition = false;
    for (std::size_t count = 0; !block.empty();) {
        auto const end = block.find("\r\n");
        auto const line = block.substr(0, end);
        block = end == std::string_view::npos ? std::string_view{} : block.substr(end + 2);
        if (line.empty()) continue;
        auto const colon = line.find(':');
        if (colon == std::string_view::npos || colon == 0 || ++count > part_fields_max)
            return tl::unexpected(broken("de kop van een deel is ongeldig", "the header of a part is invalid"));
        auto const name = lower(trimmed(line.substr(0, colon)));
        bool const again = name == "content-disposition" && disposition;
        if (again || !is_utf8(line))
            return tl::unexpected(broken("de kop van een deel is geen UTF-8 of heeft een dubbele kopregel",
                                         "the header of a part is not UTF-8 or has a field twice"));
        if (name == "content-disposition") disposition = true;
        if (auto refusal = take_field(name, trimmed(line.substr(colon + 1)), head))
            return tl::unexpected(std::move(*refusal));
    }
    if (!disposition)
        return tl::unexpected(broken("een deel heeft geen Content-Disposition", "a part has no Content-Disposition"));
    return head;
}

}  // namespace wetbode::api
