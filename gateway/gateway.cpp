// SPDX-License-Identifier: EUPL-1.2
#include "gateway/gateway.hpp"

#include "adapters/rest/rest_client.hpp"
#include "gateway/adapter_notes.hpp"
#include "gateway/alarms.hpp"
#include "gateway/api/api.hpp"
#include "gateway/base/files.hpp"
#include "gateway/base/guarded.hpp"
#include "gateway/catalogue_settings.hpp"
#include "gateway/certificate_watch.hpp"
#include "gateway/chosen_policies.hpp"
#include "gateway/chosen_trust.hpp"
#include "gateway/dispatch/bell.hpp"
#include "gateway/dispatch/dispatcher.hpp"
#include "gateway/dispatch/housekeeper.hpp"
#include "gateway/dispatch/sealing_worker.hpp"
#include "gateway/feed/feed.hpp"
#include "gateway/files/check.hpp"
#include "gateway/health.hpp"
#include "gateway/housekeeping_settings.hpp"
#include "gateway/http/server.hpp"
#include "gateway/intake/arrivals.hpp"
#include "gateway/intake/intake.hpp"
#include "gateway/kaleidos_door.hpp"
#include "gateway/ledger/sqlite_ledger.hpp"
#include "gateway/letter_maker.hpp"
#include "gateway/ops/log.hpp"
#include "gateway/ops/metrics.hpp"
#include "gateway/ops/policies.hpp"
#include "gateway/ops/secret_files.hpp"
#include "gateway/receipt_printer.hpp"
#include "gateway/routing/routes.hpp"
#include "gateway/seal_key.hpp"
#include "gateway/sealing/sealer.hpp"
#include "gateway/server_settings.hpp"
#include "gateway/timing.hpp"
#include "gateway/webhook_workers.hpp"

#include <algorithm>
#include <iterator>
#include <mutex>
#include <string_view>

namespace wetbode {

namespace {

using ops::Settings;
using ops::SettingsError;

/// Of the REST client. They move bytes and never wait for a counterpart, so a few serve all workers; each further one
/// only takes part in waking and being woken (a tenth of the processor time of a small delivery).
constexpr int pool_threads_max = 2;

bool is_loopback(std::string const& address) {
    return address == "localhost" || address == "::1" || address.starts_with("127.");
}

/// Secrets that everybody can read are none; without credentials only this machine may connect.
void refuse_open_house(Settings const& settings, ops::Log& log) {
    for (auto const& why : ops::exposed_secrets(settings)) log.warning("settings.secret_exposed", {{"why", why}});
    auto const& address = settings.text("server.address");
    if (is_loopback(address)) return;
    auto const place = settings.source().string() + ": server.address = \"" + address + "\" ";
    if (settings.names("client").empty())
        throw SettingsError(place + "needs at least one [client.<name>]; without clients only loopback is allowed");
    if (settings.text("server.certificate_file").empty() && !settings.yes("server.plain_http_allowed"))
        throw SettingsError(place + "needs server.certificate_file, or plain_http_allowed = true behind a TLS proxy");
}

api::Role role_of(Settings const& settings, std::string const& name) {
    auto const& role = settings.text("client." + name + ".role");
    for (auto const candidate : {api::Role::sender, api::Role::clerk, api::Role::admin, api::Role::publisher})
        if (api::name_of(candidate) == role) return candidate;
    throw SettingsError(settings.source().string() + ": [client." + name + "] role is sender, clerk, admin or "
                        "publisher");
}

std::vector<api::Client> clients_of(Settings const& settings) {
    std::vector<api::Client> clients;
    for (auto const& name : settings.names("client")) {
        auto const place = "client." + name;
        api::Client client{{name}, role_of(settings, name), settings.text(place + ".secret_sha256"),
                           settings.text(place + ".certificate_sha256"), {settings.text(place + ".counterpart")}};
        auto const where = settings.source().string() + ": [" + place + "] ";
        if (client.secret_sha256.empty() && client.certificate_sha256.empty())
            throw SettingsError(where + "needs secret_sha256 or certificate_sha256");
        if (!client.secret_sha256.empty() && !Digest::from_hex(client.secret_sha256))
            throw SettingsError(where + "secret_sha256 must be 64 hexadecimal characters; `wetbode secret` makes it");
        if (client.role == api::Role::clerk && client.counterpart.empty())
            throw SettingsError(where + "a clerk needs a counterpart whose feed he may read");
        clients.push_back(std::move(client));
    }
    return clients;
}

std::filesystem::path prepared_folder(Settings const& settings) {
    std::filesystem::path const folder = std::filesystem::absolute(settings.text("data.folder"));
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) throw Outage("content", "cannot make the data folder " + folder.string() + ": " + error.message());
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
    return folder;
}

Adapter const& adapter_named(std::string const& name) {
    for (auto const* const adapter : adapters())
        if (adapter->name == name) return *adapter;
    throw SettingsError("there is no adapter " + name);
}

CounterpartPolicy policy_of(Settings const& settings, std::string const& place) {
    auto const schedule = waits_from(settings.text(place + ".retry"));
    if (!schedule.error.empty())
        throw SettingsError(settings.source().string() + ": [" + place + "] retry: " + schedule.error);
    CounterpartPolicy policy;
    policy.workers = static_cast<int>(settings.number(place + ".workers"));
    policy.deadline = settings.span(place + ".deadline");
    policy.lease = settings.span(place + ".lease");
    policy.schedule = {schedule.waits, static_cast<int>(settings.number(place + ".jitter_percent"))};
    policy.collect_every = settings.span(place + ".poll");
    policy.collect_slow = settings.span(place + ".poll_slow");
    policy.collect_night = settings.span(place + ".poll_night");
    policy.follow_for = settings.span(place + ".follow_for");
    policy.receipt_term = settings.span(place + ".receipt_term");
    return policy;
}

}  // namespace

std::filesystem::path share_folder() {
    auto const program = std::filesystem::read_symlink("/proc/self/exe");
    return program.parent_path().parent_path() / "share" / "wetbode";
}

/// Declared in the order of construction; destroyed in reverse.
struct Gateway::Parts {
    explicit Parts(Settings given);

    [[nodiscard]] std::vector<ServedCounterpart> serve_counterparts();
    [[nodiscard]] LogPort log_port() {
        return [this](std::string_view event, LogFields const& fields) { log.info(event, fields); };
    }
    /// Of time and webhooks: what an operator must see among many lines is a warning.
    [[nodiscard]] LogPort time_log() {
        return [this](std::string_view event, LogFields const& fields) {
            log.write(is_alarm(event) ? ops::LogLevel::warning : ops::LogLevel::info, event, fields);
        };
    }
    [[nodiscard]] PdfPortsSource pdf_ports() {
        return [this] { return timing ? timing->pdf_ports() : PdfSealPorts{}; };
    }
    [[nodiscard]] SealingWorker make_sealing();
    [[nodiscard]] api::ApiParts api_parts();
    [[nodiscard]] std::unique_ptr<api::Exchange> open_exchange(api::Request const& request);
    [[nodiscard]] api::HealthReport health();
    [[nodiscard]] ops::Scrape scrape();
    void answered(api::Request const& request, int status, Milliseconds took);

    Settings settings;
    ops::Log log;
    AdapterNotes adapter_notes{log};
    SystemClock clock;
    std::filesystem::path data;
    std::filesystem::path spool;
    Bell bell;
    ops::Metrics metrics;
    Catalogue catalogue;
    FileCheck file_check;
    Routes routes;
    AccessPolicy access;
    Completeness completeness;
    ChosenTrust trust;
    DoorSignatures door_signatures;
    std::unique_ptr<Signer> signer;
    CertificateWatch certificate_watch;
    Sealer sealer;
    std::unique_ptr<Ledger> ledger;
    Intake intake;
    std::vector<std::unique_ptr<Counterpart>> counterparts;
    std::vector<std::unique_ptr<Arrivals>> inboxes;
    Dispatcher dispatcher;
    std::unique_ptr<Timing> timing;  ///< empty: no time authority is set
    SealingWorker sealing;           ///< its letters ask for time too
    Housekeeper housekeeper;
    IllSince ill_since;
    std::unique_ptr<http::Server> server;
    std::string url;
    std::unique_ptr<Feed> feed;
    std::unique_ptr<Webhooks> webhooks;  ///< empty: nobody wants to be told
    std::unique_ptr<api::Api> api;
    std::unique_ptr<kaleidos::Door> kaleidos;  ///< empty: it is closed
};

Gateway::Parts::Parts(Settings given)
    : settings(std::move(given)),
      log(settings.text("log.level")),
      data((refuse_open_house(settings, log), prepared_folder(settings))),
      spool(data / "spool"),
      catalogue(catalogue_settings(settings, clock)),
      file_check(chosen_files(settings)),
      routes(chosen_routes(settings)),
      access(chosen_access(settings)),
      completeness(chosen_completeness(settings)),
      trust(settings, data, clock, log),
      door_signatures(chosen_door_signatures(settings,
                                             signature_port([this] { return trust.options_at_door(); }, clock, spool))),
      signer(seal_key(settings, data, clock.now(), log)),
      certificate_watch(watched_certificates(*signer, settings.file("server.certificate_file")),
                        expiry_terms(settings), clock,
                        [this](ops::LogLevel level, std::string_view event, ops::Fields const& fields) {
                            log.write(level, event, fields);
                        }),
      sealer(*signer, spool),
      ledger(open_sqlite_ledger({.folder = data,
                                 .inline_bytes_max = settings.size("data.inline_max"),
                                 .acts_per_commit_max = static_cast<int>(settings.number("data.acts_per_commit_max")),
                                 .opened = clock.now()},
                                [this] { bell.ring(); })),
      intake(*ledger, {catalogue, file_check, routes, access, completeness, &door_signatures}),
      dispatcher({.ledger = *ledger, .clock = clock, .bell = bell, .log = log_port(), .random = system_random(),
                  .bar = [this](Manifest const& manifest,
                                CounterpartName const& instead) { return access.bar(manifest, instead); }},
                 serve_counterparts()),
      timing(Timing::from({settings, *ledger, clock, bell, *signer, spool, time_log()})),
      sealing(make_sealing()),
      housekeeper({.ledger = *ledger, .clock = clock, .log = log_port()}, housekeeping_policy(settings)) {
    if (!timing)
        log.warning("time.none",
                    {{"meaning", "seals get no proof of time; set [time_authority.<name>] before real use"}});
    server = std::make_unique<http::Server>(
        server_settings(settings), [this](api::Request const& request) { return open_exchange(request); },
        [this](api::Request const& request, int status, Milliseconds took) { answered(request, status, took); });
    auto const& base = settings.text("server.base_url");
    auto const scheme = settings.text("server.certificate_file").empty() ? "http://" : "https://";
    url = base.empty() ? scheme + settings.text("server.address") + ":" + std::to_string(server->port()) : base;
    feed = std::make_unique<Feed>(*ledger, access, FeedSettings{url, settings.number("feed.page_events")});
    webhooks = webhooks_from(settings, {*ledger, webhooks_in(*ledger), access, clock, bell, url, time_log(),
                                        system_random()});
    api = std::make_unique<api::Api>(api_parts());
    kaleidos = kaleidos_door(settings, data, {.intake = intake, .completeness = completeness, .ledger = *ledger,
                                              .clock = clock, .bell = bell, .clients = clients_of(settings),
                                              .spool = spool, .log = log_port()});
}

std::unique_ptr<api::Exchange> Gateway::Parts::open_exchange(api::Request const& request) {
    if (kaleidos && kaleidos::Door::serves(request)) return kaleidos->open(request);
    return api->open(request);
}

std::vector<ServedCounterpart> Gateway::Parts::serve_counterparts() {
    std::vector<ServedCounterpart> served;
    int workers = 3;  // of whoever is no counterpart: their calls wait without a thread
    for (auto const& name : settings.names("counterpart"))
        workers += static_cast<int>(settings.number("counterpart." + name + ".workers"));
    static std::once_flag pool_made;
    std::call_once(pool_made, [&] { rest::initialize_pool(std::min(workers, pool_threads_max)); });
    for (auto const& name : settings.names("counterpart")) {
        auto const place = "counterpart." + name;
        auto const& chosen = settings.text(place + ".adapter");
        auto const& adapter = adapter_named(chosen.empty() ? name : chosen);
        try {
            auto const folder = share_folder() / "adapters" / std::string(adapter.name);
            counterparts.push_back(adapter.make({settings.table(place), folder, &clock, adapter_notes.log_of(name)}));
        } catch (std::invalid_argument const& error) {
            throw SettingsError(settings.source().string() + ": [" + place + "] " + error.what());
        }
        auto* const counterpart = counterparts.back().get();
        if (counterpart->sends())
            inboxes.push_back(std::make_unique<Arrivals>(ArrivalsParts{intake, *ledger, clock, {name}, spool}));
        served.push_back({{name}, counterpart, policy_of(settings, place),
                          counterpart->sends() ? inboxes.back().get() : nullptr});
    }
    return served;
}

SealingWorker Gateway::Parts::make_sealing() {
    SealPort seal = [this](std::vector<SealedFileSpec> const& specs, Instant now) {
        std::vector<SealedFile> files;
        files.reserve(specs.size());
        for (auto const& spec : specs) files.push_back({spec.name, spec.media_type, spec.content});
        return sealer.seal(files, now);
    };
    SealingPolicy policy;
    policy.workers = static_cast<int>(settings.number("sealing.workers"));
    policy.batch = static_cast<int>(settings.number("sealing.batch_max"));
    policy.lease = settings.span("sealing.lease");
    return SealingWorker({.ledger = *ledger, .clock = clock, .bell = bell, .seal = std::move(seal),
                          .letter = letter_maker(settings, *signer, clock, spool, pdf_ports(), time_log()),
                          .log = log_port()},
                         policy);
}

api::ApiParts Gateway::Parts::api_parts() {
    api::ApiLimits limits;
    limits.manifest_bytes_max = settings.size("server.manifest_max");
    limits.inline_bytes_max = settings.size("data.inline_max");
    auto metrics_text = [this] { return metrics.text(scrape()); };
    auto health = [this] { return this->health(); };
    auto verification = [this] { return trust.options(); };
    limits.verification_bytes_max = settings.size("verification.file_max");
    return {.intake = intake, .ledger = *ledger, .catalogue = catalogue, .feed = *feed, .access = access,
            .clock = clock, .clients = clients_of(settings), .spool = spool, .base_url = url,
            .metrics = std::move(metrics_text), .health = std::move(health), .limits = limits, .log = log_port(),
            .verification = std::move(verification),
            .print_receipt = receipt_printer({settings, *signer, clock, spool, pdf_ports(), time_log()}),
            .webhooks = webhooks.get()};
}

api::HealthReport Gateway::Parts::health() {
    HealthInputs inputs{*ledger, clock, *signer, catalogue, spool};
    for (auto const& name : settings.names("counterpart")) inputs.counterparts.push_back({name});
    inputs.limits = {settings.size("health.free_min"), settings.span("health.waiting_max"),
                     settings.span("health.seal_max"), expiry_terms(settings), debt_limits(settings),
                     settings.span("time.evidence_renew_before"), settings.span("time.evidence_alarm_before"),
                     evidence_policy(settings).weak};
    if (!timing) inputs.time = HealthInputs::TimeService::none;
    inputs.silences = dispatcher.silences();
    auto report = health_of(inputs);
    if (auto part = trust.health()) report.parts.push_back(std::move(*part));
    std::ranges::move(webhook_health(webhooks.get()), std::back_inserter(report.parts));
    return ill_since.noted(std::move(report), clock.now());
}

/// Also when the ledger cannot be read: that is when the numbers are wanted most.
ops::Scrape Gateway::Parts::scrape() {
    ops::Scrape scrape{.now = clock.now()};
    auto const report = health();
    for (auto const& part : report.parts) scrape.health.emplace_back(part.name, part.well);
    try {
        scrape.census = ledger->census();
    } catch (Outage const& outage) {
        ignore(outage, "wetbode_health tells it");
    }
    for (auto const& name : settings.names("counterpart")) scrape.counterparts.push_back({name});
    auto const counts = server->counts();
    scrape.door = {counts.connections, counts.turned_away};
    scrape.housekeeping = housekeeper.counts();
    scrape.last_polled = dispatcher.last_polled();
    scrape.unknown_members = adapter_notes.unknown_members();
    scrape.webhooks = webhook_numbers(webhooks.get(), scrape.now);
    std::error_code error;
    auto const space = std::filesystem::space(data, error);
    if (!error) {
        scrape.data_free_bytes = space.available;
        scrape.data_bytes = space.capacity;
    }
    for (auto const& one : certificate_watch.watched()) scrape.certificates.emplace_back(one.use, one.not_after);
    return scrape;
}

void Gateway::Parts::answered(api::Request const& request, int status, Milliseconds took) {
    // Ids would make a series each: only the shape of the path is counted.
    std::string route = request.path;
    for (auto const* const prefix : {"/v1/submissions/", "/v1/transfers/", "/feeds/", "/api/kaleidos/v1/status/"})
        if (route.starts_with(prefix)) route = std::string(prefix) + "{id}";
    if (status == 404 && !route.ends_with("{id}")) route = "other";
    metrics.answered(request.method, route, status, took);
    if (status >= 400)
        log.info("http.answered", {{"method", request.method}, {"path", request.path.substr(0, 200)},
                                   {"status", std::to_string(status)}, {"ms", std::to_string(took.count())},
                                   {"remote", request.remote}});
}

Gateway::Gateway(ops::Settings settings) : parts_(std::make_unique<Parts>(std::move(settings))) {}

Gateway::~Gateway() = default;

void Gateway::start() {
    parts_->sealing.start();
    if (parts_->timing) parts_->timing->start();
    parts_->dispatcher.start();
    parts_->housekeeper.start();
    parts_->certificate_watch.start();
    parts_->trust.start();
    if (parts_->webhooks) parts_->webhooks->start();
    parts_->server->start();
    parts_->log.info("gateway.ready", {{"url", parts_->url}, {"data", parts_->data.string()}});
}

void Gateway::stop() {
    parts_->log.info("gateway.stopping", {});
    if (parts_->kaleidos) parts_->kaleidos->stop();
    parts_->server->stop(parts_->settings.span("server.stop_grace"));
    parts_->sealing.stop();
    if (parts_->timing) parts_->timing->stop();
    parts_->dispatcher.stop();
    parts_->housekeeper.stop();
    parts_->certificate_watch.stop();
    parts_->trust.stop();
    if (parts_->webhooks) parts_->webhooks->stop();
    parts_->log.info("gateway.stopped", {});
}

std::string const& Gateway::url() const { return parts_->url; }
std::uint16_t Gateway::port() const { return parts_->server->port(); }

}  // namespace wetbode
