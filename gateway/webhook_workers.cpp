// SPDX-License-Identifier: EUPL-1.2
#include "gateway/webhook_workers.hpp"

#include "adapters/rest/public_fetch.hpp"
#include "gateway/base/files.hpp"
#include "gateway/base/rfc3339.hpp"
#include "gateway/trust_settings.hpp"
#include "gateway/webhooks/signature.hpp"

#include <algorithm>
#include <filesystem>

namespace wetbode {

namespace {

constexpr std::uint64_t secret_file_octets_max = 4096;
constexpr std::size_t secrets_max = 4;
constexpr std::size_t url_octets_max = 2048;
constexpr std::size_t name_octets_max = 64;

/// One table of the settings, and how its errors begin.
struct Table {
    ops::Settings const& settings;
    std::string name;  ///< "webhook.kaleidos"

    [[nodiscard]] std::string place(std::string_view key) const { return name + "." + std::string(key); }
    [[nodiscard]] std::string const& text(std::string_view key) const { return settings.text(place(key)); }
    [[noreturn]] void refuse(std::string_view key, std::string const& what) const {
        throw ops::SettingsError(settings.where(place(key)) + ": [" + name + "] " + std::string(key) + ": " + what);
    }
};

std::string url_of(Table const& table) {
    auto const& url = table.text("url");
    bool const plain = url.starts_with("http://");
    if (!plain && !url.starts_with("https://")) table.refuse("url", "must begin with https://");
    if (plain && !table.settings.yes(table.place("private_addresses")))
        table.refuse("url", "plain http is only for receivers within the house: private_addresses = true");
    bool const clean = url.size() <= url_octets_max &&
                       std::ranges::all_of(url, [](char c) { return c > ' ' && c < 0x7F && c != '#' && c != '\\'; });
    if (!clean) table.refuse("url", "holds a character that a URL may not, a fragment, or more than 2048 characters");
    auto const host =
        url.substr(url.find("://") + 3, url.find_first_of("/?", url.find("://") + 3) - (url.find("://") + 3));
    if (host.empty()) table.refuse("url", "names no host");
    if (host.find('@') != std::string::npos) table.refuse("url", "names a user: the signature is the proof");
    return url;
}

std::string key_in(Table const& table, std::string const& name) {
    auto path = std::filesystem::path(name);
    if (path.is_relative()) path = table.settings.source().parent_path() / path;
    std::string text;
    try {
        text = read_file(path, secret_file_octets_max);
    } catch (Outage const& outage) {
        table.refuse("secret_files", outage.what());
    }
    auto secret = webhook_secret_from(text);
    if (!secret.error.empty()) table.refuse("secret_files", path.string() + ": " + secret.error);
    return std::move(secret.key);
}

std::vector<std::string> keys_of(Table const& table) {
    auto const files = listed(table.text("secret_files"));
    if (files.empty()) table.refuse("secret_files", "needs at least one file: nothing is sent unsigned");
    if (files.size() > secrets_max) table.refuse("secret_files", "holds more than 4 files");
    std::vector<std::string> keys;
    for (auto const& file : files) keys.push_back(key_in(table, file));
    return keys;
}

WebhookAudience audience_of_client(Table const& table, std::string const& client) {
    auto const clients = table.settings.names("client");
    if (std::ranges::find(clients, client) == clients.end())
        table.refuse("client", "there is no [client." + client + "]");
    auto const& role = table.settings.text("client." + client + ".role");
    if (role == "clerk") return CounterpartName{table.settings.text("client." + client + ".counterpart")};
    if (role == "admin") return Everyone{};
    return ClientName{client};
}

WebhookAudience audience_of(Table const& table) {
    auto const& counterpart = table.text("counterpart");
    auto const& client = table.text("client");
    if (counterpart.empty() == client.empty())
        table.refuse(client.empty() ? "url" : "client", "give counterpart or client: whose documents it hears about");
    if (!client.empty()) return audience_of_client(table, client);
    auto const known = table.settings.names("counterpart");
    if (std::ranges::find(known, counterpart) == known.end())
        table.refuse("counterpart", "there is no [counterpart." + counterpart + "]");
    return CounterpartName{counterpart};
}

WebhookPatience patience_of(Table const& table) {
    auto const schedule = waits_from(table.text("retry"));
    if (!schedule.error.empty()) table.refuse("retry", schedule.error);
    if (*std::ranges::max_element(schedule.waits) > webhook_wait_max) table.refuse("retry", "a wait is at most 24h");
    // Without a pause a receiver that fails would be asked without end.
    if (*std::ranges::min_element(schedule.waits) < Milliseconds{100})
        table.refuse("retry", "a wait is at least 100ms");
    return {{schedule.waits, static_cast<int>(table.settings.number(table.place("jitter_percent")))},
            table.settings.span(table.place("disable_after")),
            table.settings.span(table.place("pass_over_after"))};
}

WebhookSpec spec_of(Table const& table, std::string const& name) {
    bool const plain = std::ranges::all_of(
        name, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_'; });
    if (!plain || name.empty() || name.size() > name_octets_max)
        table.refuse("url", "a name has 1 to 64 of a-z, 0-9, - and _");
    auto const kinds = WebhookKinds::from(table.text("kinds"));
    if (!kinds.error.empty()) table.refuse("kinds", kinds.error);
    auto const ca_file = table.settings.file(table.place("ca_file"));
    // One look-up of its own: a name that never resolves holds up neither another webhook nor a counterpart.
    auto fetch = table.settings.yes(table.place("private_addresses"))
                     ? rest::stranger_fetch(ca_file, rest::system_look_up(1))
                     : rest::public_fetch(ca_file, rest::system_look_up(1));
    return {.name = name,
            .url = url_of(table),
            .keys = keys_of(table),
            .kinds = kinds.kinds,
            .audience = audience_of(table),
            .timeout = table.settings.span(table.place("timeout")),
            .patience = patience_of(table),
            .fetch = std::move(fetch)};
}

void tell_passed(api::HealthPart& part, PassedEvents const& passed) {
    auto const count = std::to_string(passed.count);
    auto const first = std::to_string(passed.oldest.front().sequence);
    part.warns = part.well;
    if (!part.since) part.since = passed.oldest.front().passed;
    auto const blank = part.why.nl.empty() ? "" : " ";
    part.why.nl += blank + ("Niet aangenomen en overgeslagen: " + count + " (de eerste: nummer " + first +
                            "); zend ze opnieuw of vergeet ze.");
    part.why.en += blank + ("Not taken and passed over: " + count + " (the first: number " + first +
                            "); send them again or forget them.");
}

api::HealthPart part_of(WebhookReport const& report) {
    api::HealthPart part{
        .name = "webhook." + report.state.name, .well = report.state.enabled, .vital = false, .why = {}};
    auto const behind = std::to_string(report.behind);
    if (!report.state.enabled) {
        part.since = report.state.since;
        part.why = {report.state.why.nl + " " + behind + " gebeurtenissen wachten; een beheerder is aan zet.",
                    report.state.why.en + " " + behind + " events wait; an administrator must act."};
    } else if (report.state.failing_since) {
        part.warns = true;
        part.since = report.state.failing_since;
        auto const status = report.state.last_status == 0 ? "-" : std::to_string(report.state.last_status);
        part.why = {
            "De ontvanger neemt niets aan (laatste status: " + status + "); " + behind + " gebeurtenissen wachten.",
            "The receiver takes nothing (last status: " + status + "); " + behind + " events wait."};
    }
    if (report.passed.count > 0) tell_passed(part, report.passed);
    return part;
}

}  // namespace

std::vector<WebhookSpec> webhook_specs(ops::Settings const& settings) {
    auto const names = settings.names("webhook");
    if (names.size() > webhooks_max)
        throw ops::SettingsError(settings.source().string() + ": there are more than 32 tables [webhook.*]");
    std::vector<WebhookSpec> specs;
    for (auto const& name : names) specs.push_back(spec_of({settings, "webhook." + name}, name));
    return specs;
}

std::unique_ptr<Webhooks> webhooks_from(ops::Settings const& settings, WebhookPorts const& ports) {
    auto specs = webhook_specs(settings);
    return specs.empty() ? nullptr : std::make_unique<Webhooks>(std::move(specs), ports);
}

std::vector<api::HealthPart> webhook_health(Webhooks* webhooks) {
    std::vector<api::HealthPart> parts;
    if (webhooks == nullptr) return parts;
    try {
        for (auto const& report : webhooks->reports()) parts.push_back(part_of(report));
    } catch (Outage const& outage) {
        ignore(outage, "the part ledger tells it");
    }
    return parts;
}

std::vector<ops::WebhookNumbers> webhook_numbers(Webhooks* webhooks, Instant now) {
    std::vector<ops::WebhookNumbers> numbers;
    if (webhooks == nullptr) return numbers;
    auto const since = [&](std::optional<Instant> const& at) { return at ? now - *at : Milliseconds{0}; };
    try {
        for (auto const& report : webhooks->reports())
            numbers.push_back({.name = report.state.name,
                               .behind = report.behind,
                               .oldest = since(report.oldest),
                               .failing = since(report.state.failing_since),
                               .disabled = !report.state.enabled,
                               .taken = report.taken,
                               .failed = report.failed,
                               .passed_over = report.passed.count});
    } catch (Outage const& outage) {
        ignore(outage, "the other numbers are still told");
    }
    return numbers;
}

}  // namespace wetbode
