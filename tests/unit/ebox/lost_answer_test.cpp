// SPDX-License-Identifier: EUPL-1.2
// The letter whose first answer was lost: the real adapter, the twin behind a real socket, and the dispatcher.
#include <catch2/catch.hpp>

#include "adapters/ebox/ebox.hpp"
#include "adapters/ebox/twin.hpp"
#include "adapters/rest/rest_client.hpp"
#include "doubles/fake_clock.hpp"
#include "doubles/made_letter.hpp"
#include "doubles/memory_ledger.hpp"
#include "doubles/no_bar.hpp"
#include "doubles/scripted_counterpart.hpp"
#include "doubles/temporary_folder.hpp"
#include "gateway/base/content.hpp"
#include "gateway/dispatch/dispatcher.hpp"
#include "gateway/http/server.hpp"

#include <nlohmann/json.hpp>
#include <openssl/evp.h>
#include <openssl/pem.h>

using namespace wetbode;
using namespace std::chrono_literals;
using nlohmann::json;
using State = TransferState;

namespace {

CounterpartName const ebox_name{"ebox"};
CounterpartName const print_name{"print"};

/// The e-Box stand-in on a port of its own.
struct Stand {
    explicit Stand(ebox::TwinSettings settings)
        : twin(std::move(settings)), server(port_of_choice(), twin.opener(), [](auto const&, int, Milliseconds) {}) {
        server.start();
    }
    ~Stand() {
        twin.release();
        server.stop(1s);
    }
    [[nodiscard]] static http::ServerSettings port_of_choice() {
        http::ServerSettings settings;
        settings.port = 0;
        settings.handler_threads = 2;
        return settings;
    }
    [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(server.port()); }
    json ask(std::string const& method, std::string const& path, std::string const& body) const {
        rest::Call call{method, path, {}, {}, 1 << 20, {}};
        if (!body.empty()) call.body.emplace_back(body);
        auto const reply = rest::RestClient({url(), {}, {}, {}}).call(call, Deadline::in(10s));
        if (reply.status != 200) throw std::runtime_error("the twin answered " + std::to_string(reply.status));
        return json::parse(reply.body);
    }

    ebox::Twin twin;
    http::Server server;
};

struct House {
    explicit House(std::string const& url, std::map<std::string, std::string> const& more = {}) {
        rest::initialize_pool(2);
        SettingValues settings;
        for (auto const& spec : ebox_adapter.settings) settings[std::string(spec.key)] = std::string(spec.standard);
        settings["base_url"] = url + "/v3";
        settings["sender_number"] = "0206731645";
        settings["sender_application"] = "app";
        settings["message_type"] = "type";
        settings["token_margin"] = "60000";
        for (auto const& [key, value] : more) settings[key] = value;
        counterpart = ebox_adapter.make({settings, WETBODE_SOURCE_DIR "/adapters/ebox", &clock});
        CounterpartPolicy policy;
        policy.schedule = {{1s, 1s, 1s}, 0};
        dispatcher = std::make_unique<Dispatcher>(
            DispatchPorts{.ledger = ledger, .clock = clock, .bell = bell, .log = {}, .random = [] { return 0.0; },
                          .bar = no_bar},
            std::vector<ServedCounterpart>{{ebox_name, counterpart.get(), policy},
                                           {print_name, &print_room, policy}});
    }

    TransferId admit() {
        auto submission = made_letter("brief", clock.now());
        auto& file = submission.manifest.pieces.front().files.front();
        auto const content = content_of("%PDF-1.4 proef");
        submission.files = {{"brief.pdf", content}};
        file.name = "brief.pdf";
        file.media_type = "application/pdf";
        file.digest = content.digest;
        file.bytes = content.bytes;
        return ledger.admit(std::move(submission), {{ebox_name}, false})->transfers.front().id;
    }

    /// One try at the e-Box, a second later.
    Transfer after_a_try(TransferId const& id) {
        clock.move(1s);
        REQUIRE(dispatcher->step(ebox_name, clock.now()));
        return ledger.transfer(id).value();
    }

    FakeClock clock;
    Bell bell;
    MemoryLedger ledger{[this] { bell.ring(); }};
    ScriptedCounterpart print_room;
    std::unique_ptr<Counterpart> counterpart;
    std::unique_ptr<Dispatcher> dispatcher;
};

void lose_next_answer(Stand const& stand) {
    (void)stand.ask("POST", "_twin/faults", R"({"mode":"cut_after_body"})");
}

void search_fault(Stand const& stand, std::string const& mode, int times) {
    (void)stand.ask("POST", "_twin/search_faults", json{{"mode", mode}, {"times", times}}.dump());
}

std::map<std::string, std::string> asking(Stand const& stand) {
    return {{"federation_url", stand.url() + "/federation/v1"}};
}

/// Signed tokens, from the twin; the key is made for the test.
std::map<std::string, std::string> signing(Stand const& stand, TemporaryFolder const& folder) {
    auto const path = (folder.path() / "key.pem").string();
    std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> const key(EVP_RSA_gen(2048), EVP_PKEY_free);
    std::unique_ptr<BIO, decltype(&BIO_free)> const file(BIO_new_file(path.c_str(), "w"), BIO_free);
    REQUIRE(PEM_write_bio_PrivateKey(file.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1);
    REQUIRE(BIO_flush(file.get()) == 1);
    auto settings = asking(stand);
    settings.merge(std::map<std::string, std::string>{
        {"signing_key_file", path},
        {"token_url", stand.url() + "/oauth/token"},
        {"client_id", "c"},
        {"audience", "a"}});
    return settings;
}

int published(Stand const& stand) {
    return stand.ask("GET", "_twin/received", "")["counts"]["deliveries"].get<int>();
}

}  // namespace

// Not asked about: the copy on paper is the safe side.
TEST_CASE("a letter whose NO_DIGITAL_USER was lost on its way goes on paper", "[ebox]") {
    Stand const stand({{}, {test_citizen_number}, {}, ""});
    House house(stand.url());
    auto const id = house.admit();
    lose_next_answer(stand);

    REQUIRE(house.after_a_try(id).state == State::waiting);
    auto const second = house.after_a_try(id);

    CHECK(second.state == State::rerouted);
    CHECK_THAT(second.why.en, Catch::Contains("EBOX_ANSWER_LOST") && Catch::Contains("on paper too"));
    CHECK(second.references.at("ebox:recipient") == "not asked");
    CHECK(published(stand) == 1);
    CHECK(house.dispatcher->step(print_name, house.clock.now()));
    REQUIRE(house.print_room.got().size() == 1);
    CHECK(house.print_room.got().front().submission == second.submission);
}

TEST_CASE("a box that is opened and closed between the tries is judged at the second one", "[ebox]") {
    Stand const stand({});
    House house(stand.url(), asking(stand));
    auto const id = house.admit();
    lose_next_answer(stand);
    REQUIRE(house.after_a_try(id).state == State::waiting);
    REQUIRE(published(stand) == 1);

    SECTION("still a box: the 409 means that it was published") {
        auto const second = house.after_a_try(id);

        CHECK(second.state == State::acknowledged);
        CHECK(second.references.at("ebox:recipient") == "box");
        CHECK(second.references.at("ebox:channel") == "e-Box");
        CHECK(second.references.at("ebox:earlier-answer") == "lost");
    }
    SECTION("no box any more: paper") {
        (void)stand.ask("POST", "_twin/recipients", json{{"withdrawn", {test_citizen_number}}}.dump());
        auto const second = house.after_a_try(id);

        CHECK(second.state == State::rerouted);
        CHECK(second.references.at("ebox:recipient") == "no box");
        CHECK(second.references.at("ebox:channel") == "paper");
        CHECK(house.dispatcher->step(print_name, house.clock.now()));
    }
    SECTION("the look-up is down: nobody guesses, and the same key is tried again") {
        search_fault(stand, "down", 1);
        CHECK(house.after_a_try(id).state == State::waiting);
        CHECK(house.after_a_try(id).state == State::acknowledged);
    }
    CHECK(published(stand) == 1);
}

TEST_CASE("a recipient without a box costs no message: the letter goes on paper at once", "[ebox]") {
    Stand const stand({{}, {test_citizen_number}, {}, ""});
    House house(stand.url(), asking(stand));
    auto const id = house.admit();

    auto const first = house.after_a_try(id);

    CHECK(first.state == State::rerouted);
    CHECK(published(stand) == 0);
    CHECK(first.references.at("ebox:asked") == "citizenEboxConsents/search");
    for (auto const& [key, value] : first.references) CHECK(value.find(test_citizen_number) == std::string::npos);
    auto const attempts = house.ledger.attempts(id, 10);
    REQUIRE(attempts.size() == 1);
    CHECK(attempts.front().answer.status == 200);
}

TEST_CASE("a look-up that fails publishes nothing and is tried again", "[ebox]") {
    Stand const stand({});
    House house(stand.url(), asking(stand));
    auto const id = house.admit();
    auto const* const mode = GENERATE("down", "500_before", "html_error", "401", "cut_after_body");
    search_fault(stand, mode, 1);

    CHECK(house.after_a_try(id).state == State::waiting);
    CHECK(published(stand) == 0);
    CHECK(house.after_a_try(id).state == State::acknowledged);
    CHECK(published(stand) == 1);
}

TEST_CASE("each service gets a token for its own scope", "[ebox]") {
    TemporaryFolder const folder;
    Stand const stand({});
    auto settings = signing(stand, folder);
    settings["scope"] = "publish";

    SECTION("with a scope for the consents") {
        settings["consents_scope"] = "consents";
        House house(stand.url(), settings);
        CHECK(house.after_a_try(house.admit()).references.at("ebox:recipient") == "box");
        CHECK(stand.ask("GET", "_twin/received", "")["scopes"] == json{"consents", "publish"});
    }
    SECTION("without one the citizen is not asked about") {
        House house(stand.url(), settings);
        CHECK(house.after_a_try(house.admit()).references.at("ebox:recipient") == "not asked");
        CHECK(stand.ask("GET", "_twin/received", "")["scopes"] == json{"publish"});
    }
}
