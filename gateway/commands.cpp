// SPDX-License-Identifier: EUPL-1.2
#include "gateway/commands.hpp"

#include "gateway/base/files.hpp"
#include "gateway/base/rfc3339.hpp"
#include "gateway/base/sha256.hpp"
#include "gateway/base/uuid.hpp"
#include "gateway/catalogue_settings.hpp"
#include "gateway/chosen_policies.hpp"
#include "gateway/gateway.hpp"
#include "gateway/ledger/sqlite_ledger.hpp"
#include "gateway/ops/log.hpp"
#include "gateway/timing.hpp"
#include "gateway/trust_settings.hpp"

#include <array>
#include <csignal>
#include <iostream>

namespace wetbode::cli {

namespace {

ops::Settings settings_of(ServeOrder const& order) {
    auto settings = ops::Settings::load(order.config, adapters());
    if (!order.data.empty()) settings.set("data.folder", order.data.string());
    if (order.port) settings.set("server.port", std::to_string(*order.port));
    return settings;
}

struct ScratchFolder {
    std::filesystem::path const path = std::filesystem::temp_directory_path() / ("wetbode-check-" + random_hex(8));

    ScratchFolder() = default;
    ScratchFolder(ScratchFolder const&) = delete;
    ScratchFolder& operator=(ScratchFolder const&) = delete;
    ~ScratchFolder() {
        std::error_code left_behind;
        std::filesystem::remove_all(path, left_behind);
    }
};

/// Blocked in every thread, taken one by one by the thread that waits: no handler runs amid other code.
sigset_t stop_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    return signals;
}

}  // namespace

int serve(ServeOrder const& order) {
    auto const signals = stop_signals();
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);  // a file size limit is an outage to be told, not a reason to die
    Gateway gateway(settings_of(order));
    gateway.start();
    std::cout << (order.language == Language::nl ? "Wetbode luistert op " : "Wetbode listens on ") << gateway.url()
              << std::endl;
    int signal = 0;
    while (sigwait(&signals, &signal) != 0) {}
    gateway.stop();
    return done;
}

int check(ServeOrder const& order) {
    auto settings = settings_of(order);
    // A gateway may be running on the real folder: everything is built beside it, on a folder of its own.
    std::filesystem::path const real = settings.text("data.folder");
    ScratchFolder const scratch;
    settings.set("data.folder", scratch.path.string());
    settings.set("server.port", "0");
    { Gateway const gateway(std::move(settings)); }
    if (std::filesystem::exists(real)) { SpoolFile const probe(real); }
    std::cout << (order.language == Language::nl
                      ? "In orde: instellingen, schema's, sleutels, routes, adapters en datamap zijn bruikbaar.\n"
                      : "In order: settings, schemas, keys, routes, adapters and data folder can be used.\n");
    return done;
}

int migrate(ServeOrder const& order) {
    std::cout << migrate_sqlite(settings_of(order).text("data.folder")) << "\n";
    return done;
}

int renew_evidence(ServeOrder const& order) {
    auto const settings = settings_of(order);
    SystemClock const clock;
    ops::Log const log(settings.text("log.level"));
    auto const authority =
        time_authority_from(settings, clock, [&log](std::string const& whom, std::string const& why) {
            log.warning("time.authority_failed", {{"authority", whom}, {"error", why}});
        });
    if (!authority)
        throw ops::SettingsError(settings.source().string() + ": without [time_authority.<name>] nobody can renew");
    auto const ledger = open_sqlite_ledger({.folder = settings.text("data.folder"),
                                            .inline_bytes_max = settings.size("data.inline_max")}, [] {});
    auto const keeper = evidence_keeper(settings, *ledger, clock, *authority,
                                        [&log](std::string_view event, LogFields const& fields) {
                                            log.info(event, fields);
                                        });
    auto const round = keeper->round();
    auto const end = ledger->evidence_terms().first_end;
    auto const first = end ? rfc3339(*end) : std::string("-");
    auto const counts = std::array{std::to_string(round.renewed), std::to_string(round.failed)};
    if (order.language == Language::nl)
        std::cout << counts[0] << " bewijsrecords hernieuwd, " << counts[1] << " niet; het eerste eindigt op " << first
                  << "\n";
    else
        std::cout << counts[0] << " evidence records renewed, " << counts[1] << " not; the first one ends at " << first
                  << "\n";
    if (!round.away.empty()) std::cerr << "wetbode: " << round.away << "\n";
    if (!round.away.empty()) return unavailable;
    return round.failed == 0 ? done : negative;
}

int make_secret(Language language) {
    bool const nl = language == Language::nl;
    auto const secret = random_hex(32);
    std::cout << (nl ? "# Geef het geheim aan de client, in een bestand:\n"
                     : "# Give the secret to the client, in a file:\n")
              << secret
              << (nl ? "\n# Zet dit in de tabel van de client:\n" : "\n# Put this into the client's table:\n")
              << "secret_sha256 = \"" << sha256(secret).hex() << "\"\n";
    return done;
}

int print_settings() {
    std::cout << ops::reference_toml(adapters());
    return done;
}

int validate_files(ServeOrder const& settings, ValidateOrder const& order) {
    SystemClock const clock;
    auto const all = settings_of(settings);
    auto const chosen = catalogue_settings(all, clock);
    auto bounded = order;
    bounded.stream_bytes_max = chosen.limits.bytes_max;
    Catalogue const catalogue(chosen);
    FileCheck const files(chosen_files(all));
    return validate({catalogue, files}, bounded, Console::standard());
}

int list_rules(ServeOrder const& settings, RulesOrder const& order) {
    SystemClock const clock;
    Catalogue const catalogue(catalogue_settings(settings_of(settings), clock));
    return rules(catalogue, order);
}

}  // namespace wetbode::cli
