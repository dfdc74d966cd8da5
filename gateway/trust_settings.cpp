// SPDX-License-Identifier: EUPL-1.2
#include "gateway/trust_settings.hpp"

#include "adapters/rest/rest_fetch.hpp"
#include "gateway/base/base64.hpp"
#include "gateway/base/files.hpp"
#include "gateway/crypto/certificate.hpp"
#include "gateway/refusal.hpp"

#include <algorithm>
#include <string_view>

namespace wetbode {

namespace {

constexpr std::uint64_t credential_bytes_max = 4096;

[[noreturn]] void refuse(ops::Settings const& settings, std::string const& what) {
    throw ops::SettingsError(settings.source().string() + ": " + what);
}

bool is_oid(std::string_view text) {
    bool const clean = std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
    return clean && text.find('.') != std::string_view::npos && !text.starts_with('.') && !text.ends_with('.');
}

bool is_web(std::string_view url) { return url.starts_with("http://") || url.starts_with("https://"); }

std::string authorization_in(std::filesystem::path const& file) {
    if (file.empty()) return {};
    auto text = read_file(file, credential_bytes_max);
    text.erase(text.find_last_not_of(" \t\r\n") + 1);
    return "Basic " + base64(text);
}

TimeAuthorityPlace place_of(ops::Settings const& settings, std::string const& name) {
    auto const table = "time_authority." + name;
    auto const told = "[" + table + "] ";
    TimeAuthorityPlace place;
    place.name = name;
    place.url = settings.text(table + ".url");
    place.time = settings.span(table + ".time");
    place.policies = listed(settings.text(table + ".policies"));
    if (!is_web(place.url)) refuse(settings, told + "url must begin with http:// or https://");
    for (auto const& policy : place.policies)
        if (!is_oid(policy)) refuse(settings, told + "policies: " + policy + " is no object identifier");
    auto const anchors = settings.file(table + ".anchors_file");
    if (anchors.empty()) refuse(settings, told + "needs anchors_file: without it no stamp can be believed");
    try {
        place.anchors = anchors_from({anchors});
        place.authorization = authorization_in(settings.file(table + ".credential_file"));
    } catch (Outage const& outage) {
        refuse(settings, told + outage.what());
    }
    return place;
}

}  // namespace

std::vector<std::string> listed(std::string_view text) {
    std::vector<std::string> all;
    while (!text.empty()) {
        auto const end = std::min(text.find(','), text.size());
        auto word = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        while (word.starts_with(' ')) word.remove_prefix(1);
        while (word.ends_with(' ')) word.remove_suffix(1);
        if (!word.empty()) all.emplace_back(word);
    }
    return all;
}

TimeSettings time_settings(ops::Settings const& settings) {
    auto const known = settings.names("time_authority");
    auto const order = listed(settings.text("time.order"));
    for (auto const& name : order)
        if (std::ranges::find(known, name) == known.end())
            refuse(settings, "[time] order names " + name + ", and there is no [time_authority." + name + "]");
    for (auto const& name : known)
        if (!order.empty() && std::ranges::count(order, name) != 1)
            refuse(settings, "[time] order must name " + name + " once, as [time_authority." + name + "] is there");
    TimeSettings wanted;
    for (auto const& name : order.empty() ? known : order) wanted.authorities.push_back(place_of(settings, name));
    wanted.tolerance = settings.span("time.tolerance");
    wanted.rest_first = settings.span("time.rest_first");
    wanted.rest_most = std::max(settings.span("time.rest_most"), wanted.rest_first);
    return wanted;
}

RevocationSettings revocation_settings(ops::Settings const& settings) {
    RevocationSettings wanted;
    wanted.folder = settings.text("revocation.folder");
    if (wanted.folder.empty()) wanted.folder = std::filesystem::path(settings.text("data.folder")) / "revocation";
    wanted.responder = settings.text("revocation.responder_url");
    wanted.list = settings.text("revocation.list_url");
    for (auto const& [url, key] : {std::pair{wanted.responder, "responder_url"}, {wanted.list, "list_url"}})
        if (!url.empty() && !is_web(url))
            refuse(settings, std::string("[revocation] ") + key + " must begin with http:// or https://");
    wanted.nonce = settings.yes("revocation.nonce");
    wanted.time = settings.span("revocation.time");
    wanted.list_bytes_max = settings.size("revocation.list_max");
    wanted.response_age = settings.span("revocation.response_age");
    wanted.list_age = settings.span("revocation.list_age");
    wanted.limits.values_max = static_cast<std::size_t>(settings.number("revocation.values_max"));
    wanted.limits.bytes_max = settings.size("revocation.bytes_max");
    wanted.limits.age_max = settings.span("revocation.age_max");
    wanted.rest_first = settings.span("revocation.rest_first");
    wanted.rest_most = std::max(settings.span("revocation.rest_most"), wanted.rest_first);
    return wanted;
}

std::unique_ptr<TimeAuthority> time_authority_from(ops::Settings const& settings, Clock const& clock,
                                                   TimeFailure on_failure) {
    auto wanted = time_settings(settings);
    if (wanted.authorities.empty()) return nullptr;
    return http_time_authority(std::move(wanted), rest::rest_fetch(settings.file("time.ca_file")), clock,
                               std::move(on_failure));
}

std::unique_ptr<RevocationSource> revocation_source_from(ops::Settings const& settings, Clock const& clock,
                                                         RevocationFailure on_failure) {
    return http_revocation_source(revocation_settings(settings), rest::rest_fetch(settings.file("revocation.ca_file")),
                                  clock, std::move(on_failure));
}

}  // namespace wetbode
