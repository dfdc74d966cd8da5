// SPDX-License-Identifier: EUPL-1.2
#include "gateway/cli/command_line.hpp"

#include "gateway/cli/help_page.hpp"
#include "gateway/cli/mistakes.hpp"
#include "gateway/refusal.hpp"
#include "gateway/transfer.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <limits>
#include <memory>
#include <utility>

namespace wetbode::cli {

namespace {

/// One command with its options, described in one language.
class CommandReader {
public:
    CommandReader(CommandHelp const& command, Choices& choices, Language language)
        : command_(command), choices_(choices), language_(language) {
        app_.set_help_flag("-h,--help", std::string(help_words::help.in(language)));
        app_.get_help_ptr()->type_name("");
        add_options();
        add("--language", ignored_)->check(one_of({"nl", "en"}));
    }

    [[nodiscard]] std::string page() const {
        std::vector<ShownOption> shown;
        for (auto const* const option : app_.get_options()) shown.push_back(shown_option(*option));
        return command_page(command_, shown, language_);
    }

    void read(std::vector<std::string> arguments, CommandLine& line) {
        std::reverse(arguments.begin(), arguments.end());  // as CLI11 wants them
        try {
            app_.parse(std::move(arguments));
        } catch (CLI::CallForHelp const&) {
            line.out = page();
            line.ended = done;
        } catch (CLI::ExtrasError const& error) {
            // It has no name of its own: CLI11 2.1 gives it that of the program.
            line.err = mistake_in(command_.name, "ExtrasError", error.what(), app_.remaining(true), option_names(),
                                  language_);
            line.ended = misused;
        } catch (CLI::ParseError const& error) {
            line.err = mistake_in(command_.name, error.get_name(), error.what(), {}, {}, language_);
            line.ended = misused;
        }
    }

private:
    /// An option with its words from the table; one without words is a fault of ours.
    template <class Target>
    CLI::Option* add(std::string const& name, Target& target) {
        auto const& help = words(name);
        bool const argument = !name.starts_with("-");
        auto* const option = app_.add_option(argument ? std::string(help.value.in(language_)) : name, target,
                                             std::string(help.meaning.in(language_)));
        option->type_name(argument ? std::string{} : std::string(help.value.in(language_)));
        return option;
    }
    CLI::Option* add_flag(std::string const& name, bool& target) {
        return app_.add_flag(name, target, std::string(words(name).meaning.in(language_)))->type_name("");
    }
    CLI::Option* add_file(std::string const& name, std::filesystem::path& target) {
        return add(name, target)->check(present());
    }
    [[nodiscard]] OptionHelp const& words(std::string const& name) const {
        auto const* const help = help_of_option(command_.name, name);
        ensure(help != nullptr, "every option has its words in help_texts.cpp");
        return *help;
    }
    using Judge = std::string (*)(std::string const& given, Language language);
    [[nodiscard]] CLI::Validator judged(Judge judge) const {
        return CLI::Validator([this, judge](std::string& given) { return judge(given, language_); }, "");
    }
    [[nodiscard]] CLI::Validator present() const { return judged(missing_file); }
    [[nodiscard]] CLI::Validator one_of(std::vector<std::string> names) const {
        return CLI::Validator(
            [this, names = std::move(names)](std::string& given) { return not_one_of(given, names, language_); }, "");
    }

    void add_options() {
        auto const name = command_.name;
        if (name == "serve" || name == "check" || name == "migrate" || name == "renew-evidence")
            add_settings();
        else if (name == "validate") add_validate();
        else if (name == "rules") add_rules();
        else if (name == "verify") add_verify();
        else if (name == "submit") add_submit();
        else if (name == "status") add("ID", choices_.ids)->required();
        else if (name == "receipt") add_receipt();
        else if (name == "transfers") add_transfers();
        else if (name == "replay" || name == "withdraw") add_decision();
        else if (name == "webhooks") add_webhooks();
        if (name == "serve") add("--port", choices_.serve.port)->check(whole_number(0, 65'535));
        constexpr std::array<std::string_view, 7> remote{"submit", "status",   "receipt", "transfers",
                                                         "replay", "withdraw", "webhooks"};
        if (std::find(remote.begin(), remote.end(), name) != remote.end()) add_connection();
        if (name == "validate" || name == "verify" || app_.get_option_no_throw("--url") != nullptr)
            add_flag("--json", choices_.json);
    }
    void add_settings() {
        add_file("--config", choices_.serve.config)->envname("WETBODE_CONFIG");
        add("--data", choices_.serve.data);
    }
    void add_validate() {
        add("FILE", choices_.validate.files)->required();
        add("--type", choices_.validate.type);
        add("--format", choices_.validate.format)
            ->check(one_of({"text", "json", "svrl", "sarif"}))
            ->capture_default_str();
        add_flag("--strict", choices_.validate.strict);
        add("--jobs", choices_.validate.jobs)->check(whole_number(1, 256));
        add_settings();
    }
    void add_rules() {
        add("--type", choices_.rules.type);
        add("--format", choices_.rules.format)->check(one_of({"text", "md", "json"}))->capture_default_str();
        add_settings();
    }
    void add_verify() {
        add("FILE", choices_.verify.files)->required()->check(present());
        add("--anchor", choices_.verify.anchors)->allow_extra_args(false)->check(present());
        add("--anchors", choices_.verify.anchor_folder);
        add("--trust-list", choices_.verify.trust_lists)->allow_extra_args(false)->check(present());
        add("--trust-list-signer", choices_.verify.trust_list_signers)->allow_extra_args(false)->check(present());
        add("--evidence", choices_.verify.evidence)->check(present());
        add("--expect", choices_.verify.expected)->allow_extra_args(false);
        add("--at", choices_.verify.at);
        add("--revocation", choices_.verify.revocation)->check(one_of({"needed", "none"}))->capture_default_str();
        add("--ask-revocation", choices_.verify.ask)->check(one_of({"never", "public", "any"}))->capture_default_str();
        add("--format", choices_.verify_format)->check(one_of({"text", "json"}))->capture_default_str();
    }
    void add_submit() {
        add_file("MANIFEST", choices_.submit.manifest)->required();
        add("FILE", choices_.submit.files)->check(present());
        add("--key", choices_.submit.key);
        add_flag("--validate-only", choices_.submit.validate_only);
    }
    void add_receipt() {
        add("SUBMISSION", choices_.receipt.submission)->required();
        add("-o,--output", choices_.receipt.file);
    }
    void add_transfers() {
        std::vector<std::string> states;
        for (auto const& [state, spelling] : transfer_state_names) states.emplace_back(spelling);
        add("ID", choices_.ids);
        add("--state", choices_.query.state)->check(one_of(std::move(states)));
        add("--counterpart", choices_.query.counterpart);
        add("--after", choices_.query.after);
        add("--limit", choices_.query.limit)->check(whole_number(1, 1000))->capture_default_str();
    }
    void add_decision() {
        add("ID", choices_.ids)->required();
        add("--reason", choices_.reason)->required()->check(judged(no_reason));
        if (command_.name != "replay") return;
        auto* const seal = add_flag("--seal", choices_.of_seal);
        add_flag("--time", choices_.of_time)->excludes(seal);
    }
    void add_webhooks() {
        auto& order = choices_.webhooks;
        add("ACT", order.act)->check(one_of({"list", "enable", "forget", "test", "replay"}))->capture_default_str();
        add("NAME", order.names);
        add("--reason", order.reason)->check(judged(no_reason));
        add("--after", order.after)->check(whole_number(0, std::numeric_limits<int>::max()));
        add("--since", order.since);
    }
    void add_connection() {
        add("--url", choices_.remote.url)->envname("WETBODE_URL")->check(judged(no_url))->capture_default_str();
        add_file("--secret-file", choices_.remote.secret_file)->envname("WETBODE_SECRET_FILE");
        add_file("--ca-file", choices_.remote.ca_file);
        add_file("--certificate-file", choices_.remote.certificate_file);
        add_file("--key-file", choices_.remote.key_file);
    }
    [[nodiscard]] CLI::Validator whole_number(int least, int most) const {
        return CLI::Validator(
            [this, least, most](std::string& given) { return not_a_number(given, least, most, language_); }, "");
    }

    [[nodiscard]] ShownOption shown_option(CLI::Option const& option) const {
        ShownOption shown;
        shown.argument = option.get_positional();
        shown.name = shown.argument ? option.get_name(true) : option.get_name(false, true);
        std::replace(shown.name.begin(), shown.name.end(), ',', ' ');
        if (shown.argument && option.get_items_expected_max() > 1) shown.name += "...";
        if (!shown.argument && !option.get_type_name().empty()) shown.name += " " + option.get_type_name();
        shown.meaning = option.get_description();
        shown.standard = option.get_default_str();
        shown.environment = option.get_name() == "--language" ? "WETBODE_LANGUAGE" : option.get_envname();
        shown.required = option.get_required();
        return shown;
    }
    [[nodiscard]] std::vector<std::string> option_names() const {
        std::vector<std::string> names;
        for (auto const* const option : app_.get_options())
            if (!option->get_positional()) names.push_back("--" + option->get_lnames().front());
        return names;
    }

    CommandHelp const& command_;
    Choices& choices_;
    Language language_;
    CLI::App app_;
    std::string ignored_;  ///< the language was found before
};

Language language_in(std::string const& value) {
    if (value.empty() || value.starts_with("nl") || value == "C" || value.starts_with("C.") || value == "POSIX")
        return Language::nl;
    return Language::en;
}

void end(CommandLine& line, int status, std::string out, std::string err) {
    line.ended = status;
    line.out = std::move(out);
    line.err = std::move(err);
}

/// What stands before the command. Returns where the command is.
std::size_t read_program_options(std::vector<std::string> const& arguments, CommandLine& line) {
    std::size_t at = 0;
    for (; at < arguments.size() && arguments[at].starts_with("-"); ++at) {
        auto const& given = arguments[at];
        if (given == "--language" && at + 1 < arguments.size()) ++at;
        else if (given.starts_with("--language=")) continue;
        else if (given == "-h" || given == "--help") end(line, done, program_page(line.language), {});
        else if (given == "--version") end(line, done, "wetbode " WETBODE_VERSION "\n", {});
        else end(line, misused, {}, unknown_option(given, line.language));
        if (line.ended) break;
    }
    return at;
}

CommandHelp const* command_in(std::vector<std::string> const& arguments, std::size_t at, CommandLine& line) {
    if (at == arguments.size()) {
        end(line, misused, {}, no_command(line.language));
        return nullptr;
    }
    auto const* const command = help_of_command(arguments[at]);
    if (command == nullptr) end(line, misused, {}, unknown_command(arguments[at], line.language));
    return command;
}

void spread(CommandLine& line) {
    auto& choices = line.choices;
    auto const output = choices.json ? Output::json : Output::text;
    choices.serve.language = choices.validate.language = choices.rules.language = choices.verify.language =
        choices.remote.language = line.language;
    if (choices.json) choices.validate.format = "json";
    choices.remote.output = output;
    choices.verify.output = choices.verify_format == "json" ? Output::json : output;
}

}  // namespace

Language language_of(std::span<std::string const> arguments, Environment const& environment) {
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        if (arguments[i] == "--language" && i + 1 < arguments.size()) return language_in(arguments[i + 1]);
        if (arguments[i].starts_with("--language=")) return language_in(arguments[i].substr(11));
    }
    for (auto const* const name : {"WETBODE_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"})
        if (auto const value = environment(name); !value.empty()) return language_in(value);
    return Language::nl;
}

std::string help_of(std::string_view command, Language language) {
    auto const* const help = help_of_command(command);
    if (help == nullptr) return program_page(language);
    Choices choices;
    return CommandReader(*help, choices, language).page();
}

CommandLine read_command_line(std::vector<std::string> const& arguments, Environment const& environment) {
    CommandLine line;
    line.language = language_of(arguments, environment);
    auto at = read_program_options(arguments, line);
    if (line.ended) return line;
    bool const asks_help = at < arguments.size() && arguments[at] == "help";
    if (asks_help && ++at == arguments.size()) {
        end(line, done, program_page(line.language), {});
        return line;
    }
    auto const* const command = command_in(arguments, at, line);
    if (command == nullptr) return line;
    line.command = command->name;
    CommandReader reader(*command, line.choices, line.language);
    if (asks_help) end(line, done, reader.page(), {});
    else reader.read({arguments.begin() + static_cast<std::ptrdiff_t>(at) + 1, arguments.end()}, line);
    if (line.command == "webhooks" && !line.ended)
        if (auto mistake = mistake_in(line.choices.webhooks, line.language); !mistake.empty())
            end(line, misused, {}, std::move(mistake));
    spread(line);
    return line;
}

}  // namespace wetbode::cli
