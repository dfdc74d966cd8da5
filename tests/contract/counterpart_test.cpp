// SPDX-License-Identifier: EUPL-1.2
// Every adapter keeps the agreement with its counterpart: each adapters/*/cases/*.case is played against a loopback
// imposter. To add a case, add a file; to add an adapter, add its folder: both are found by themselves. What the cases
// of a folder share in their settings stands in cases/standard.toml. A case is written in TOML:
//
//   unreachable = true            nobody listens (then there is no [[exchange]])
//   deadline_ms = 300             time for the whole delivery; 10000 if left out
//   [settings]                    differ from cases/standard.toml, and that from the defaults; a value may begin with
//                                 @URL@ or @PRINTER@ (address of an imposter) or @CASES@ (this folder)
//   [envelope]                    transfer, dossier, title, subcase, comment, attempt
//   [envelope.references]         what earlier tries learned
//   [envelope.letter]             subject, number, kind = "citizen" | "enterprise", language
//   [[envelope.piece]]            id ("" = made by the gateway), title, type, access, created
//   [[envelope.piece.file]]       id, name, media_type, signed, previous_id, bytes
//   [[exchange]]                  in the order in which they must come
//     method, path                what must be asked; POST if method is left out
//     headers = {name = "value"}  lower-case names; "*" = any value
//     json = '''{...}'''          a fragment: each member, at any depth, must be there with this value; lists are
//                                 compared element by element
//     holds, lacks = ["..."]      texts that the body must or must not hold
//     status, answer_headers, body, wrong_length = true      what is answered, or
//     answer = "cut" | "silence"                             the connection ends, or nothing comes
//   [[ipp]]                       the same for a printer: operation and, where they matter, job, job_name, sides,
//                                 media, which_jobs, document; the answer has http, status (a number of RFC 8011),
//                                 jobs = [{id, name, state, reason}], or answer = "cut" | "silence"
//   [expect]                      outcome = "acknowledged" | "handed_over" | "try_later" | "declined"; reference, code,
//                                 amiss (part of the English sentence), instead, not_before_seconds, status (of the
//                                 kept answer), why (part of the English sentence), references = {}, answer_lacks = []
//                                 (texts that may not be kept)
#include <catch2/catch.hpp>

#include "adapters/rest/rest_client.hpp"
#include "contract/counterpart_case.hpp"
#include "doubles/fake_clock.hpp"
#include "gateway/gateway.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <set>

using namespace wetbode;

namespace {

using json = nlohmann::json;

class CaseShelf final : public ContentShelf {
public:
    explicit CaseShelf(std::map<std::string, Content> const& contents) : contents_(contents) {}
    Content fetch(Digest const& digest) override {
        auto const found = contents_.find(digest.hex());
        if (found == contents_.end()) throw Outage("content", "not on the shelf");
        return found->second;
    }

private:
    std::map<std::string, Content> const& contents_;
};

class CaseNotebook final : public Notebook {
public:
    void remember(std::string const& key, std::string const& value) override { notes[key] = value; }
    [[nodiscard]] bool knows(std::string const& name) override { return known.contains(name); }
    [[nodiscard]] std::vector<std::string> open_elsewhere(std::string const&, std::string const&) override {
        return {};
    }
    std::set<std::string> known;
    std::map<std::string, std::string> notes;
};

std::filesystem::path adapters_folder() { return std::filesystem::path(WETBODE_SOURCE_DIR) / "adapters"; }

Adapter const& adapter_of(std::string const& name) {
    auto const list = adapters();
    auto const found = std::ranges::find(list, name, &Adapter::name);
    INFO("adapter " << name);
    REQUIRE(found != list.end());
    return **found;
}

/// The forms that the settings reader hands to an adapter: milliseconds and bytes.
std::string checked_value(SettingSpec const& spec) {
    std::string const text(spec.standard);
    if (spec.type != SettingType::duration && spec.type != SettingType::size) return text;
    std::int64_t number = 0;
    auto const end = std::from_chars(text.data(), text.data() + text.size(), number).ptr;
    std::string const unit(end, text.data() + text.size());
    std::map<std::string, std::int64_t> const factors{{"", 1},           {"ms", 1},           {"s", 1000},
                                                      {"m", 60'000},     {"h", 3'600'000},    {"d", 86'400'000},
                                                      {"KiB", 1 << 10},  {"MiB", 1 << 20},  {"GiB", 1 << 30}};
    return std::to_string(number * factors.at(unit));
}

/// Where the imposters of a case listen.
struct Addresses {
    std::string url;
    std::string printer;
};

/// "@URL@/v3" -> an address of the imposter, "@CASES@/key.pem" -> a file beside the cases.
std::string filled_in(std::string const& value, Addresses const& at, std::filesystem::path const& cases) {
    if (value == "@PRINTER@") return at.printer;
    auto const& url = at.url;
    if (value.starts_with("@URL@")) return url.substr(0, url.size() - 1) + value.substr(5);
    if (value.starts_with("@CASES@/")) return (cases / value.substr(8)).string();
    return value;
}

SettingValues settings_for(CounterpartCase const& one, Adapter const& adapter, Addresses const& at) {
    SettingValues values;
    for (auto const& spec : adapter.settings) values[std::string(spec.key)] = checked_value(spec);
    auto const cases = one.file.parent_path();
    for (auto const& chosen : {standard_settings(cases), one.settings}) {
        for (auto const& [key, value] : chosen) {
            INFO("setting " << key);
            REQUIRE(values.contains(key));
            values[key] = filled_in(value, at, cases);
        }
    }
    return values;
}

/// Each member of the fragment, at any depth, is in the whole with an equal value.
bool holds(json const& whole, json const& fragment) {
    if (fragment.is_object()) {
        if (!whole.is_object()) return false;
        return std::ranges::all_of(fragment.items(), [&](auto const& member) {
            return whole.contains(member.key()) && holds(whole[member.key()], member.value());
        });
    }
    if (!fragment.is_array()) return whole == fragment;
    return whole.is_array() && whole.size() == fragment.size() &&
           std::equal(whole.begin(), whole.end(), fragment.begin(),
                      [](json const& a, json const& b) { return holds(a, b); });
}

void check_request(WireRequest const& got, ExpectedRequest const& wanted) {
    INFO("request " << got.method << ' ' << got.target << "\n" << got.body);
    CHECK(got.method == wanted.method);
    CHECK(got.target == wanted.path);
    for (auto const& [name, value] : wanted.headers) {
        INFO("header " << name);
        if (value == "*") CHECK(!got.header(name).empty());
        else CHECK(got.header(name) == value);
    }
    if (!wanted.json.empty()) CHECK(holds(json::parse(got.body, nullptr, false), json::parse(wanted.json)));
    for (auto const& text : wanted.holds) CHECK(got.body.find(text) != std::string::npos);
    for (auto const& text : wanted.lacks) CHECK(got.body.find(text) == std::string::npos);
}

void check_printer(std::vector<print::Asked> const& got, std::vector<IppExchange> const& wanted) {
    REQUIRE(got.size() == wanted.size());
    for (std::size_t i = 0; i < got.size(); ++i) {
        auto const& asked = wanted[i].asked;
        INFO("operation " << i + 1);
        CHECK(got[i].operation == asked.operation);
        if (asked.job != 0) CHECK(got[i].job == asked.job);
        for (auto const member : {&print::Asked::job_name, &print::Asked::sides, &print::Asked::media,
                                  &print::Asked::which_jobs, &print::Asked::document})
            if (!(asked.*member).empty()) CHECK(got[i].*member == asked.*member);
    }
}

std::string name_of_outcome(Outcome const& outcome) {
    static constexpr std::array names{"handed_over", "acknowledged", "try_later", "declined"};
    return names[outcome.index()];
}

void check_outcome(Delivery const& got, ExpectedOutcome const& wanted,
                   std::map<std::string, std::string> const& learned, Instant now) {
    INFO("answer " << got.answer.status << ' ' << got.answer.body_head);
    CHECK(name_of_outcome(got.outcome) == wanted.outcome);
    if (wanted.status != 0) CHECK(got.answer.status == wanted.status);
    if (auto const* taken = std::get_if<Acknowledged>(&got.outcome)) CHECK(taken->reference == wanted.reference);
    if (auto const* taken = std::get_if<HandedOver>(&got.outcome)) {
        CHECK(taken->reference == wanted.reference);
        CHECK(taken->amiss.empty() == wanted.amiss.empty());
        CHECK_THAT(taken->amiss.en, Catch::Contains(wanted.amiss));
    }
    if (auto const* later = std::get_if<TryLater>(&got.outcome)) {
        CHECK(!later->why.nl.empty());
        CHECK_THAT(later->why.en, Catch::Contains(wanted.why));
        auto const wait = later->not_before ? (*later->not_before - now).count() / 1000 : 0;
        CHECK(wait == wanted.not_before_seconds);
    }
    if (auto const* declined = std::get_if<Declined>(&got.outcome)) {
        CHECK(declined->why.code == wanted.code);
        CHECK(!declined->why.title.nl.empty());
        CHECK(declined->instead.value_or(CounterpartName{}).text == wanted.instead);
    }
    for (auto const& [key, value] : wanted.references) {
        INFO("reference " << key);
        REQUIRE(learned.contains(key));
        CHECK(learned.at(key) == value);
    }
    for (auto const& text : wanted.answer_lacks) CHECK(got.answer.body_head.find(text) == std::string::npos);
}

void play(CounterpartCase& one) {
    FakeClock const clock;
    WireImposter imposter(one.answers);
    std::atomic<std::size_t> asked{0};
    print::CannedPrinter const printer([&](print::Asked const&) {
        auto const index = asked++;
        return index < one.printer.size() ? one.printer[index].answer
                                          : print::Canned{200, 0, {}, {}, print::Canned::End::hang_up};
    });
    auto const nobody = "ipp://127.0.0.1:" + std::to_string(print::free_port()) + "/ipp/print";
    Addresses const at{imposter.url(), one.unreachable ? nobody : printer.uri()};
    auto const& adapter = adapter_of(one.adapter);
    auto const counterpart =
        adapter.make({settings_for(one, adapter, at), adapters_folder() / one.adapter, &clock});
    if (one.unreachable) imposter.stop();
    CaseShelf shelf(one.contents);
    CaseNotebook notebook;

    auto const got = counterpart->deliver(one.envelope, shelf, notebook, Deadline::in(Milliseconds{one.deadline_ms}));

    auto const requests = imposter.requests();
    auto learned = got.references;
    learned.merge(notebook.notes);
    check_outcome(got, one.expected, learned, clock.now());
    check_printer(printer.asked(), one.printer);
    REQUIRE(requests.size() == one.requests.size());
    for (std::size_t i = 0; i < requests.size(); ++i) check_request(requests[i], one.requests[i]);
}

std::vector<std::filesystem::path> all_cases() {
    std::vector<std::filesystem::path> files;
    for (auto const& entry : std::filesystem::recursive_directory_iterator(adapters_folder()))
        if (entry.path().extension() == ".case") files.push_back(entry.path());
    std::ranges::sort(files);
    return files;
}

}  // namespace

TEST_CASE("every adapter keeps the agreement with its counterpart in each case", "[counterpart]") {
    rest::initialize_pool(4);
    auto const files = all_cases();
    REQUIRE_FALSE(files.empty());
    for (auto const& file : files) {
        DYNAMIC_SECTION(file.parent_path().parent_path().filename().string() << ": " << file.stem().string()) {
            auto one = case_from(file);
            play(one);
        }
    }
}
