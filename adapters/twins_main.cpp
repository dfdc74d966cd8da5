// SPDX-License-Identifier: EUPL-1.2
// wetbode-twins: stand-ins of the counterparts, for demonstrations, tests and partners. Never installed with the
// gateway. Exit status: 0 = done, 1 = a push or an act did not end well, or a scenario went otherwise, 2 = wrong use.
#include "adapters/ebox/twin.hpp"
#include "adapters/kaleidos/twin.hpp"
#include "adapters/kaleidos/twin_legacy.hpp"
#include "adapters/parliament/twin.hpp"
#include "adapters/trust/twin.hpp"
#include "gateway/base/files.hpp"
#include "gateway/http/server.hpp"
#include "gateway/refusal.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <csignal>
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using namespace wetbode;

struct ServeOptions {
    http::ServerSettings server;
    std::string state;
};

/// Blocks the signals that end us, before any thread is started, so that only serve() sees them.
sigset_t blocked_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    return signals;
}

template <class Twin, class OnStart>
int serve(Twin& twin, char const* name, http::ServerSettings const& settings, OnStart on_start) {
    auto const signals = blocked_signals();
    http::Server server(settings, twin.opener(), [](api::Request const&, int, Milliseconds) {});
    server.start();
    on_start(server.port());
    std::cout << name << " listens on " << settings.address << ':' << server.port() << std::endl;
    int signal = 0;
    sigwait(&signals, &signal);
    twin.release();
    server.stop(Milliseconds{2000});
    return 0;
}

template <class Twin>
int serve(Twin& twin, char const* name, http::ServerSettings const& settings) {
    return serve(twin, name, settings, [](std::uint16_t) {});
}

void add_serve_options(CLI::App& app, ServeOptions& options, std::uint16_t port) {
    options.server.port = port;
    options.server.handler_threads = 16;
    options.server.body_bytes_max = 4ULL << 30U;
    app.add_option("--address", options.server.address, "Address to listen on")->capture_default_str();
    app.add_option("--port", options.server.port, "Port; 0 = any free one, which is printed")->capture_default_str();
    app.add_option("--state", options.state, "Folder that keeps what was received; none: memory only");
    app.add_option("--certificate", options.server.certificate_file, "PEM; given: HTTPS");
    app.add_option("--certificate-key", options.server.key_file, "PEM");
    app.add_option("--client-ca", options.server.client_ca_file, "PEM; given: a client certificate is required");
}

std::string secret_in(std::string const& file) {
    if (file.empty()) return {};
    auto text = read_file(file, 64 * 1024);
    text.erase(text.find_last_not_of(" \t\r\n") + 1);
    return text;
}

struct ParliamentOptions {
    ServeOptions serve;
    std::string secret_file;
    std::string scenario_file;
    std::string expires_in = "text";
    std::string keys = "ignored";
    int token_life = 3600;
    parliament::TwinSettings twin;
};

struct KaleidosOptions {
    ServeOptions serve;
    kaleidos::Push push;
    std::string client_secret_file;
    std::string scenario_file;
    std::string act;
    std::string wish = "{}";
    std::string dossiers;
    kaleidos::ClientSettings client;
};

void add_parliament(CLI::App& app, ParliamentOptions& options) {
    add_serve_options(app, options.serve, 8471);
    app.add_option("--client-id", options.twin.client_id, "OAuth client; none: any");
    app.add_option("--client-secret-file", options.secret_file, "OAuth secret")->check(CLI::ExistingFile);
    app.add_option("--token-life", options.token_life, "Seconds")->check(CLI::Range(1, 86'400));
    app.add_option("--expires-in", options.expires_in, "How the life of a token is written")
        ->check(CLI::IsMember({"text", "number"}))
        ->capture_default_str();
    app.add_option("--keys", options.keys, "What an Idempotency-Key is worth; the real one is thought to ignore it")
        ->check(CLI::IsMember({"ignored", "honoured"}))
        ->capture_default_str();
    app.add_option("--scenario", options.scenario_file, "TOML: what happens when")->check(CLI::ExistingFile);
    app.add_option("--papers", options.twin.papers, "Folder whose folders may be named as a perkament")
        ->check(CLI::ExistingDirectory);
}

int run_parliament(ParliamentOptions& options) {
    auto& settings = options.twin;
    settings.state = options.serve.state;
    settings.client_secret = secret_in(options.secret_file);
    settings.token_life = std::chrono::seconds{options.token_life};
    using parliament::SecondsForm;
    settings.expires_in = options.expires_in == "number" ? SecondsForm::number : SecondsForm::text;
    settings.keys = options.keys == "honoured" ? parliament::Keys::honoured : parliament::Keys::ignored;
    if (!options.scenario_file.empty()) settings.scenario = parliament::read_scenario(options.scenario_file);
    settings.say = [](std::string const& words) { std::cout << words + '\n' << std::flush; };
    blocked_signals();  // now, since a scenario starts a thread
    parliament::Twin twin(settings);
    return serve(twin, "parliament", options.serve.server);
}

int run_ebox(ServeOptions const& options, std::vector<std::string> const& without_box,
             std::string const& bearer_file) {
    ebox::TwinSettings settings;
    settings.state = options.state;
    settings.without_box = {without_box.begin(), without_box.end()};
    settings.bearer = secret_in(bearer_file);
    ebox::Twin twin(settings);
    return serve(twin, "ebox", options.server);
}

int run_trust(ServeOptions const& options, std::string const& base_url, bool with_lists) {
    using Lists = trust::Twin::Lists;
    trust::Twin twin(options.state, with_lists ? Lists::published : Lists::none);
    auto const scheme = options.server.certificate_file.empty() ? "http://" : "https://";
    return serve(twin, "trust", options.server, [&](std::uint16_t port) {
        twin.begin(base_url.empty() ? scheme + options.server.address + ':' + std::to_string(port) : base_url);
    });
}

void add_kaleidos(CLI::App& app, KaleidosOptions& options) {
    auto* gateway = app.add_option("--gateway", options.push.gateway, "URL of the gateway: pushes one dossier, once");
    app.add_option("--secret-file", options.push.secret_file, "With --gateway: token of the client")
        ->check(CLI::ExistingFile);
    app.add_option("--key", options.push.key, "With --gateway: Idempotency-Key; none: made of the content");
    app.add_option("--dossier", options.push.dossier, "With --gateway: folder with manifest.json and its files");
    app.add_option("--ca-file", options.push.ca_file, "Authority to trust")->check(CLI::ExistingFile);
    app.add_option("--legacy", options.client.line.wire.base_url,
                   "Base URL of the Parliament's API, ending in '/': acts as the existing client; without --act and "
                   "--scenario it is told over HTTP")
        ->excludes(gateway);
    app.add_option("--client-id", options.client.line.client_id, "With --legacy: OAuth client");
    app.add_option("--client-secret-file", options.client_secret_file, "With --legacy: OAuth secret")
        ->check(CLI::ExistingFile);
    app.add_option("--dossiers", options.dossiers, "With --legacy: folder whose folders are the dossiers")
        ->check(CLI::ExistingDirectory);
    auto* act = app.add_option("--act", options.act,
                               "With --legacy: one act (send, sync-status, sync-incoming, relink, ping)");
    app.add_option("--with", options.wish, "With --act: its wish as JSON, as the body of POST /_twin/<act>")
        ->needs(act);
    app.add_option("--scenario", options.scenario_file, "With --legacy: TOML, acts one after another")
        ->check(CLI::ExistingFile)
        ->excludes(act);
    add_serve_options(app, options.serve, 8474);
}

int run_push(kaleidos::Push const& wish) {
    if (wish.dossier.empty()) throw std::invalid_argument("--gateway needs --dossier");
    rest::initialize_pool(2);
    auto const pushed = kaleidos::push(wish);
    (pushed.taken ? std::cout : std::cerr) << pushed.text << std::endl;
    return pushed.taken ? 0 : 1;
}

void tell(kaleidos::Report const& report) {
    std::cout << report.dump(-1, ' ', false, kaleidos::Report::error_handler_t::replace) << std::endl;
}

int run_kaleidos(KaleidosOptions& options) {
    auto& client = options.client;
    if (client.line.wire.base_url.empty() && options.push.gateway.empty())
        throw std::invalid_argument("kaleidos needs --gateway URL or --legacy BASE");
    if (client.line.wire.base_url.empty()) return run_push(options.push);
    client.line.wire.ca_file = options.push.ca_file;
    client.line.client_secret = secret_in(options.client_secret_file);
    client.state = options.serve.state;
    kaleidos::Legacy twin({client, options.dossiers});
    if (!options.scenario_file.empty()) return twin.play(kaleidos::read_play(options.scenario_file), tell) == 0 ? 0 : 1;
    if (options.act.empty()) return serve(twin, "kaleidos", options.serve.server);
    auto const report = twin.act(options.act, nlohmann::json::parse(options.wish));
    tell(report);
    return report.at("ok") == true ? 0 : 1;
}

int run(int count, char** arguments) {
    CLI::App app{"Stand-ins of the counterparts of Wetbode"};
    app.require_subcommand(1);

    ParliamentOptions parliament_options;
    auto* parliament = app.add_subcommand("parliament", "The Flemish Parliament");
    add_parliament(*parliament, parliament_options);

    ServeOptions ebox_options;
    std::vector<std::string> without_box;
    std::string bearer_file;
    auto* ebox = app.add_subcommand("ebox", "The e-Box");
    add_serve_options(*ebox, ebox_options, 8472);
    ebox->add_option("--without-box", without_box, "INSZ or KBO number without an e-Box; may be repeated");
    ebox->add_option("--bearer-file", bearer_file, "The one token that is accepted")->check(CLI::ExistingFile);

    ServeOptions trust_options;
    std::string base_url;
    bool with_lists = false;
    auto* trust = app.add_subcommand("trust", "Time authority, OCSP responder and revocation lists");
    add_serve_options(*trust, trust_options, 8473);
    trust->add_option("--folder", trust_options.state, "The same as --state: keeps the authorities and their keys");
    trust->add_option("--base-url", base_url, "Of the services, in certificates; none: made of address and port");
    trust->add_flag("--lists", with_lists, "Publish a list of lists and a trust list that vouch for the authorities");

    KaleidosOptions kaleidos_options;
    auto* kaleidos = app.add_subcommand("kaleidos", "Kaleidos: the sender, new or as it is today");
    add_kaleidos(*kaleidos, kaleidos_options);

    try {
        app.parse(count, arguments);
    } catch (CLI::ParseError const& error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
    if (parliament->parsed()) return run_parliament(parliament_options);
    if (ebox->parsed()) return run_ebox(ebox_options, without_box, bearer_file);
    if (trust->parsed()) return run_trust(trust_options, base_url, with_lists);
    return run_kaleidos(kaleidos_options);
}

}  // namespace

int main(int count, char** arguments) {
    try {
        return run(count, arguments);
    } catch (std::exception const& error) {
        std::cerr << "wetbode-twins: " << error.what() << std::endl;
        return 2;
    }
}
