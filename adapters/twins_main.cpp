// SPDX-License-Identifier: EUPL-1.2
// wetbode-twins: stand-ins of the counterparts, for demonstrations, tests and partners. Never installed with the
// gateway. Exit status: 0 = done, 1 = the gateway did not take a push, 2 = wrong use.
#include "adapters/ebox/twin.hpp"
#include "adapters/kaleidos/twin.hpp"
#include "adapters/parliament/twin.hpp"
#include "adapters/trust/twin.hpp"
#include "gateway/base/files.hpp"
#include "gateway/http/server.hpp"
#include "gateway/refusal.hpp"

#include <CLI/CLI.hpp>

#include <csignal>
#include <iostream>
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

int run_parliament(ServeOptions const& options, std::string const& client, std::string const& secret_file,
                   int token_life) {
    parliament::TwinSettings settings;
    settings.state = options.state;
    settings.client_id = client;
    settings.client_secret = secret_in(secret_file);
    settings.token_life = std::chrono::seconds{token_life};
    parliament::Twin twin(settings);
    return serve(twin, "parliament", options.server);
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

int run_kaleidos(kaleidos::Push const& wish) {
    rest::initialize_pool(2);
    auto const pushed = kaleidos::push(wish);
    (pushed.taken ? std::cout : std::cerr) << pushed.text << std::endl;
    return pushed.taken ? 0 : 1;
}

int run(int count, char** arguments) {
    CLI::App app{"Stand-ins of the counterparts of Wetbode"};
    app.require_subcommand(1);

    ServeOptions parliament_options;
    std::string client;
    std::string secret_file;
    int token_life = 3600;
    auto* parliament = app.add_subcommand("parliament", "The Flemish Parliament");
    add_serve_options(*parliament, parliament_options, 8471);
    parliament->add_option("--client-id", client, "OAuth client; none: any");
    parliament->add_option("--client-secret-file", secret_file, "OAuth secret")->check(CLI::ExistingFile);
    parliament->add_option("--token-life", token_life, "Seconds")->check(CLI::Range(1, 86'400));

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

    kaleidos::Push wish;
    auto* kaleidos = app.add_subcommand("kaleidos", "Kaleidos: pushes one dossier, once");
    kaleidos->add_option("--gateway", wish.gateway, "URL of the gateway")->required();
    kaleidos->add_option("--secret-file", wish.secret_file, "Token of the client")->check(CLI::ExistingFile);
    kaleidos->add_option("--ca-file", wish.ca_file, "Authority to trust")->check(CLI::ExistingFile);
    kaleidos->add_option("--dossier", wish.dossier, "Folder with manifest.json and its files")->required();
    kaleidos->add_option("--key", wish.key, "Idempotency-Key; none: made of the content");

    try {
        app.parse(count, arguments);
    } catch (CLI::ParseError const& error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
    if (parliament->parsed()) return run_parliament(parliament_options, client, secret_file, token_life);
    if (ebox->parsed()) return run_ebox(ebox_options, without_box, bearer_file);
    if (trust->parsed()) return run_trust(trust_options, base_url, with_lists);
    return run_kaleidos(wish);
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
