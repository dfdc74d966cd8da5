// SPDX-License-Identifier: EUPL-1.2
// The program `wetbode`: reads the command line and calls one function per command.
#include "gateway/cli/command_line.hpp"
#include "gateway/commands.hpp"
#include "gateway/refusal.hpp"

#include <cstdlib>
#include <iostream>

namespace {

using namespace wetbode;
using namespace wetbode::cli;

int run_remote(std::string const& command, Choices const& choices) {
    Remote const remote(choices.remote);
    if (command == "submit") return remote.submit(choices.submit);
    if (command == "status") return remote.status(choices.ids);
    if (command == "receipt") return remote.receipt(choices.receipt);
    if (command == "transfers")
        return choices.ids.empty() ? remote.transfers(choices.query) : remote.transfer(choices.ids);
    if (command == "webhooks") return remote.webhooks(choices.webhooks);
    return remote.decide({command, choices.ids, choices.reason,
                          choices.of_seal ? "seal" : choices.of_time ? "time" : ""});
}

int run(std::string const& command, Choices const& choices) {
    if (command == "serve") return serve(choices.serve);
    if (command == "check") return check(choices.serve);
    if (command == "migrate") return migrate(choices.serve);
    if (command == "renew-evidence") return renew_evidence(choices.serve);
    if (command == "secret") return make_secret(choices.serve.language);
    if (command == "settings") return print_settings();
    if (command == "validate") return validate_files(choices.serve, choices.validate);
    if (command == "rules") return list_rules(choices.serve, choices.rules);
    if (command == "verify") return verify(choices.verify);
    return run_remote(command, choices);
}

}  // namespace

int main(int argc, char** argv) {
    auto const environment = [](char const* name) {
        auto const* const value = std::getenv(name);
        return std::string(value == nullptr ? "" : value);
    };
    auto const line = read_command_line({argv + 1, argv + argc}, environment);
    std::cout << line.out;
    std::cerr << line.err;
    if (line.ended) return *line.ended;
    try {
        return run(line.command, line.choices);
    } catch (ops::SettingsError const& error) {
        std::cerr << "wetbode: " << error.what() << "\n";
        return misused;
    } catch (Outage const& outage) {
        std::cerr << "wetbode: " << outage.what() << "\n";
        return unavailable;
    } catch (std::exception const& error) {
        std::cerr << "wetbode: " << error.what() << "\n";
        return unavailable;
    }
}
