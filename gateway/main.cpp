// SPDX-License-Identifier: EUPL-1.2
// The program `wetbode`: reads the command line and calls one function per command.
#include "gateway/commands.hpp"
#include "gateway/refusal.hpp"

#include <CLI/CLI.hpp>

#include <cstdlib>
#include <iostream>

namespace {

using namespace wetbode;
using namespace wetbode::cli;

constexpr char const* footer =
    "\nExit status: 0 as asked; 1 a clear no (refused, not valid, not found); 2 wrong arguments or settings;\n"
    "3 the gateway or something it needs cannot be reached, try again later.\n"
    "\nExamples:\n"
    "  wetbode serve                                    start on 127.0.0.1:8460, data in ./wetbode-data\n"
    "  wetbode validate decreet.xml                     every fault with its line and a caret\n"
    "  wetbode submit dossier/manifest.json             hand over the files that the manifest names\n"
    "  wetbode transfers --state quarantined            what failed, and why\n"
    "  wetbode replay ID --reason \"printer repaired\"    try again, under the same id\n";

struct Choices {
    RemoteSettings remote;
    ServeOrder serve;
    ValidateOrder validate;
    RulesOrder rules;
    VerifyOrder verify;
    SubmitOrder submit;
    TransferQuery query;
    std::vector<std::string> ids;
    std::string reason;
    std::string language = "nl";
    bool json = false;
};

void add_connection(CLI::App& app, Choices& choices) {
    app.add_option("--url", choices.remote.url, "Where the gateway is")->envname("WETBODE_URL")->capture_default_str();
    app.add_option("--secret-file", choices.remote.secret_file, "File with your bearer secret")
        ->envname("WETBODE_SECRET_FILE")->check(CLI::ExistingFile);
    app.add_option("--ca-file", choices.remote.ca_file, "PEM authorities to trust")->check(CLI::ExistingFile);
    app.add_option("--certificate-file", choices.remote.certificate_file, "PEM certificate for mutual TLS")
        ->check(CLI::ExistingFile);
    app.add_option("--key-file", choices.remote.key_file, "PEM key for mutual TLS")->check(CLI::ExistingFile);
}

void add_reading(CLI::App& app, Choices& choices) {
    app.add_flag("--json", choices.json, "Answer as JSON, for programs");
    app.add_option("--language", choices.language, "nl or en")->check(CLI::IsMember({"nl", "en"}))
        ->envname("WETBODE_LANGUAGE")->capture_default_str();
}

void add_settings(CLI::App& app, Choices& choices) {
    app.add_option("--config", choices.serve.config, "Settings (TOML); conf/gateway.toml lists every key")
        ->envname("WETBODE_CONFIG")->check(CLI::ExistingFile);
    app.add_option("--data", choices.serve.data, "Data folder, instead of the one in the settings");
}

CLI::App* add_server_commands(CLI::App& app, Choices& choices) {
    auto* const serve = app.add_subcommand("serve", "Run the gateway until it is told to stop (SIGTERM, SIGINT)");
    add_settings(*serve, choices);
    serve->add_option("--port", choices.serve.port, "Port, instead of the one in the settings; 0 takes any free one");
    auto* const check = app.add_subcommand("check",
                                          "Read settings, schemas and keys and say whether serve would start");
    add_settings(*check, choices);
    auto* const migrate = app.add_subcommand("migrate", "Bring the ledger in the data folder to the present form");
    add_settings(*migrate, choices);
    app.add_subcommand("secret", "Make a bearer secret and the line that the settings need");
    app.add_subcommand("settings", "Print every setting with its default and meaning");
    return serve;
}

void add_document_commands(CLI::App& app, Choices& choices) {
    auto* const validate = app.add_subcommand("validate", "Check XML documents on this machine, without a gateway");
    validate->add_option("FILE", choices.validate.files, "Documents, folders (every *.xml in them), - for standard input")
        ->required();
    validate->add_option("--type", choices.validate.type, "Document type (schemas/<type>); default: by root element");
    validate->add_option("--format", choices.validate.format, "text, json, svrl or sarif")
        ->check(CLI::IsMember({"text", "json", "svrl", "sarif"}))->capture_default_str();
    validate->add_flag("--strict", choices.validate.strict, "A warning refuses too");
    validate->add_option("--jobs", choices.validate.jobs, "Documents at once; default: as many as there are cores")
        ->check(CLI::Range(1, 256));
    add_settings(*validate, choices);
    add_reading(*validate, choices);
    auto* const rules =
        app.add_subcommand("rules", "List the rules that documents are held against beyond their schema");
    rules->add_option("--type", choices.rules.type, "Only those of this document type; default: all");
    rules->add_option("--format", choices.rules.format, "text, md or json")->check(CLI::IsMember({"text", "md", "json"}))
        ->capture_default_str();
    rules->add_option("--language", choices.language, "nl or en")->check(CLI::IsMember({"nl", "en"}))
        ->envname("WETBODE_LANGUAGE")->capture_default_str();
    add_settings(*rules, choices);
    auto* const verify = app.add_subcommand("verify", "Check a sealed container (.asice) on this machine");
    verify->add_option("FILE", choices.verify.file, "Container")->required();
    verify->add_option("--anchor", choices.verify.anchors,
                       "PEM of an authority to trust; several may be given. Without any: at best indeterminate")
        ->check(CLI::ExistingFile);
    add_reading(*verify, choices);
}

void add_client_commands(CLI::App& app, Choices& choices) {
    auto* const submit = app.add_subcommand("submit", "Hand over a dossier or a letter to a gateway");
    submit->add_option("MANIFEST", choices.submit.manifest, "manifest.json")->required()->check(CLI::ExistingFile);
    submit->add_option("FILE", choices.submit.files, "Files; default: those that the manifest names, beside it");
    submit->add_option("--key", choices.submit.key, "Idempotency-Key; default: made from the content");
    submit->add_flag("--validate-only", choices.submit.validate_only, "Only check, store nothing");
    auto* const status = app.add_subcommand("status", "Where a submission is, since when, and who is next");
    status->add_option("ID", choices.ids, "Submission")->required()->expected(1);
    auto* const transfers = app.add_subcommand("transfers", "List transfers, or show one with every attempt");
    transfers->add_option("ID", choices.ids, "A transfer to show whole")->expected(0, 1);
    transfers->add_option("--state", choices.query.state, "waiting, underway, handed_over, acknowledged, returned, "
                                                          "refused, rerouted, quarantined or withdrawn");
    transfers->add_option("--counterpart", choices.query.counterpart, "Only those to this counterpart");
    transfers->add_option("--after", choices.query.after, "Go on after this transfer");
    transfers->add_option("--limit", choices.query.limit, "At most so many")->check(CLI::Range(1, 1000))
        ->capture_default_str();
    for (auto const* const act : {"replay", "withdraw"}) {
        auto* const command = app.add_subcommand(
            act, std::string(act) == "replay" ? "Try transfers again that were refused, quarantined or returned"
                                              : "Stop transfers that wait or are quarantined");
        command->add_option("ID", choices.ids, "Transfers")->required();
        command->add_option("--reason", choices.reason, "Why; it is recorded")->required();
    }
    for (auto const* const name : {"submit", "status", "transfers", "replay", "withdraw"}) {
        add_connection(*app.get_subcommand(name), choices);
        add_reading(*app.get_subcommand(name), choices);
    }
}

int run(std::string const& command, Choices& choices) {
    if (command == "serve") return serve(choices.serve);
    if (command == "check") return check(choices.serve);
    if (command == "migrate") return migrate(choices.serve);
    if (command == "secret") return make_secret();
    if (command == "settings") return print_settings();
    choices.remote.language = choices.language == "en" ? Language::en : Language::nl;
    choices.remote.output = choices.json ? Output::json : Output::text;
    if (command == "validate") {
        choices.validate.language = choices.remote.language;
        if (choices.json) choices.validate.format = "json";
        return validate_files(choices.serve, choices.validate);
    }
    if (command == "rules") {
        choices.rules.language = choices.remote.language;
        return list_rules(choices.serve, choices.rules);
    }
    if (command == "verify") {
        choices.verify.language = choices.remote.language;
        choices.verify.output = choices.remote.output;
        return verify(choices.verify);
    }
    Remote const remote(choices.remote);
    if (command == "submit") return remote.submit(choices.submit);
    if (command == "status") return remote.status(choices.ids.front());
    if (command == "transfers")
        return choices.ids.empty() ? remote.transfers(choices.query) : remote.transfer(choices.ids.front());
    return remote.decide(command, choices.ids, choices.reason);
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app{"Wetbode: the gateway through which a government and its parliament exchange law.", "wetbode"};
    app.require_subcommand(1);
    app.set_version_flag("--version", std::string("wetbode " WETBODE_VERSION));
    app.footer(footer);
    Choices choices;
    add_server_commands(app, choices);
    add_document_commands(app, choices);
    add_client_commands(app, choices);
    try {
        app.parse(argc, argv);
    } catch (CLI::ParseError const& error) {
        return app.exit(error) == 0 ? done : misused;
    }
    try {
        return run(app.get_subcommands().front()->get_name(), choices);
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
