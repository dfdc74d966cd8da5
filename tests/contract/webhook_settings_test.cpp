// SPDX-License-Identifier: EUPL-1.2
// [webhook.<name>] as an administrator writes it: what it becomes, how a mistake is told, and what health says of it.
#include <catch2/catch.hpp>

#include "gateway/base/base64.hpp"
#include "gateway/gateway.hpp"
#include "gateway/ledger/sqlite_ledger.hpp"
#include "gateway/webhook_workers.hpp"
#include "tests/doubles/fake_clock.hpp"
#include "tests/doubles/made_submission.hpp"
#include "tests/doubles/temporary_folder.hpp"

#include <algorithm>
#include <fstream>

using namespace wetbode;
using namespace std::chrono_literals;
using Catch::Contains;

namespace {

std::string secret_of(std::size_t octets, char fill) {
    return "whsec_" + base64(std::string(octets, fill));
}

/// A folder with settings and secrets beside them.
struct Desk {
    TemporaryFolder folder;

    Desk() {
        write("new.secret", secret_of(32, 'n') + "\n");
        write("old.secret", secret_of(24, 'o'));
        write("short.secret", secret_of(23, 's'));
        write("long.secret", secret_of(65, 'l'));
        write("bare.secret", base64(std::string(32, 'b')));
        write("broken.secret", "whsec_???");
    }
    void write(std::string const& name, std::string const& text) const { std::ofstream(folder.path() / name) << text; }
    [[nodiscard]] ops::Settings settings(std::string const& text) const {
        write("gateway.toml", text);
        return ops::Settings::load(folder.path() / "gateway.toml", adapters());
    }
    [[nodiscard]] std::vector<WebhookSpec> specs(std::string const& text) const {
        return webhook_specs(settings(text));
    }
};

/// What works, in which a test changes one line.
std::string table(std::string const& said = "", std::string const& instead = "") {
    std::string text =
        "[client.kaleidos]\nrole = \"sender\"\n"
        "[client.reader]\nrole = \"clerk\"\ncounterpart = \"print\"\n"
        "[client.chief]\nrole = \"admin\"\n"
        "[counterpart.print]\nprinter_uri = \"ipp://localhost/p\"\n"
        "[webhook.kaleidos]\n"
        "url = \"https://r.example/hook?token=x\"\n"
        "secret_files = \"new.secret, old.secret\"\n"
        "kinds = \"transfer.*\"\n"
        "client = \"kaleidos\"\n"
        "retry = \"1s, 1h\"\n";
    if (said.empty()) return text;
    auto const at = text.find(said);
    REQUIRE(at != std::string::npos);
    return text.replace(at, said.size(), instead);
}

}  // namespace

TEST_CASE("a webhook becomes what its table says, and the rest is the default", "[settings][webhooks]") {
    Desk const desk;
    auto const specs = desk.specs(table());

    REQUIRE(specs.size() == 1);
    auto const& spec = specs.front();
    CHECK(spec.name == "kaleidos");
    CHECK(spec.url == "https://r.example/hook?token=x");
    CHECK(spec.kinds.text() == "transfer.*");
    CHECK(text_of(spec.audience) == "client kaleidos");
    CHECK(spec.timeout == 15s);
    CHECK(spec.patience.schedule.waits == std::vector<Milliseconds>{1s, 1h});
    CHECK(spec.patience.schedule.jitter_percent == 20);
    CHECK(spec.patience.disable_after == 24h * 5);
    CHECK(spec.patience.pass_over_after == 1h);
    CHECK(static_cast<bool>(spec.fetch));
}

TEST_CASE("each secret signs, in the order in which the files are named: that is how one is replaced",
          "[settings][webhooks]") {
    Desk const desk;
    CHECK(desk.specs(table()).front().keys == std::vector<std::string>{std::string(32, 'n'), std::string(24, 'o')});
    CHECK(desk.specs(table("new.secret, old.secret", "new.secret")).front().keys ==
          std::vector<std::string>{std::string(32, 'n')});
}

TEST_CASE("whose documents a webhook hears about follows from the role of its client", "[settings][webhooks]") {
    Desk const desk;
    auto const audience = [&](std::string const& said) {
        return text_of(desk.specs(table("client = \"kaleidos\"", said)).front().audience);
    };
    CHECK(audience("client = \"reader\"") == "counterpart print");
    CHECK(audience("client = \"chief\"") == "all");
    CHECK(audience("counterpart = \"print\"") == "counterpart print");
}

TEST_CASE("pass_over_after = 0s lets an event that is refused wait for ever", "[settings][webhooks]") {
    Desk const desk;
    CHECK(desk.specs(table() + "pass_over_after = \"0s\"\n").front().patience.pass_over_after == 0ms);
}

TEST_CASE("a mistake in a webhook stops the start, and says where it stands and what is wrong",
          "[settings][webhooks]") {
    auto const [said, instead, key,
                what] = GENERATE(Catch::Generators::table<std::string, std::string, std::string, std::string>({
        {"https://r.example/hook?token=x", "", "url", "must begin with https://"},
        {"https://r.example/hook?token=x", "ftp://r.example", "url", "must begin with https://"},
        {"https://r.example/hook?token=x", "http://r.example", "url", "private_addresses = true"},
        {"https://r.example/hook?token=x", "https:///hook", "url", "names no host"},
        {"https://r.example/hook?token=x", "https://me@r.example", "url", "names a user"},
        {"https://r.example/hook?token=x", "https://r.example/#part", "url", "fragment"},
        {"https://r.example/hook?token=x", "https://r.example/a b", "url", "character"},
        {"https://r.example/hook?token=x", "https://r.example/" + std::string(2048, 'x'), "url", "2048"},
        {"new.secret, old.secret", "", "secret_files", "at least one file"},
        {"new.secret, old.secret", "a, b, c, d, e", "secret_files", "more than 4"},
        {"new.secret, old.secret", "absent.secret", "secret_files", "absent.secret"},
        {"new.secret, old.secret", "new.secret, short.secret", "secret_files", "short.secret: the secret is too short"},
        {"new.secret, old.secret", "long.secret", "secret_files", "longer than 64 octets"},
        {"new.secret, old.secret", "bare.secret", "secret_files", "begins with whsec_"},
        {"new.secret, old.secret", "broken.secret", "secret_files", "not base 64"},
        {"transfer.*", "", "kinds", "at least one kind"},
        {"transfer.*", "transfer.handed", "kinds", "no kind of event fits \"transfer.handed\""},
        {"client = \"kaleidos\"", "", "url", "give counterpart or client"},
        {"client = \"kaleidos\"", "client = \"kaleidos\"\ncounterpart = \"print\"", "client", "counterpart or client"},
        {"client = \"kaleidos\"", "client = \"nobody\"", "client", "there is no [client.nobody]"},
        {"client = \"kaleidos\"", "counterpart = \"nobody\"", "counterpart", "there is no [counterpart.nobody]"},
        {"1s, 1h", "soon", "retry", ""},
        {"1s, 1h", "1s, 25h", "retry", "at most 24h"},
        {"1s, 1h", "99ms", "retry", "at least 100ms"},
        {"[webhook.kaleidos]", "[webhook.Kaleidos]", "url", "a name has 1 to 64"},
    }));
    Desk const desk;
    CAPTURE(said, instead);
    CHECK_THROWS_WITH(desk.specs(table(said, instead)),
                      Contains("gateway.toml:") && Contains("] " + key + ": ") && Contains(what));
}

TEST_CASE("values out of range are refused with the line and the range", "[settings][webhooks]") {
    auto const* const line =
        GENERATE("timeout = \"61s\"", "timeout = \"99ms\"", "jitter_percent = 101", "disable_after = \"999ms\"",
                 "disable_after = \"91d\"", "pass_over_after = \"31d\"", "pass_over_after = \"soon\"",
                 "private_addresses = \"perhaps\"", "ca_file = \"absent.pem\"", "colour = \"red\"");
    Desk const desk;
    CAPTURE(line);
    CHECK_THROWS_WITH(desk.specs(table() + line + "\n"), Contains("gateway.toml:16"));
}

TEST_CASE("there are at most 32 webhooks, and a secret is told to nobody", "[settings][webhooks]") {
    Desk const desk;
    auto text = table();
    for (int i = 0; i < 32; ++i) text += "[webhook.w" + std::to_string(i) + "]\n";
    CHECK_THROWS_WITH(desk.specs(text), Contains("more than 32"));
    desk.write("typo.secret", "whsec-" + base64(std::string(32, 'q')));
    CHECK_THROWS_WITH(desk.specs(table("new.secret", "typo.secret")), !Contains(base64(std::string(32, 'q'))));
}

TEST_CASE("health warns while a receiver fails or refused something, and is ill once it is disabled",
          "[settings][webhooks]") {
    Desk const desk;
    FakeClock clock;
    Bell bell;
    AccessPolicy const access{{}};
    auto const ledger = open_sqlite_ledger({.folder = desk.folder.path() / "data", .opened = clock.now()}, [] {});
    auto& record = webhooks_in(*ledger);
    auto const webhooks = webhooks_from(desk.settings(table()),
                                        {*ledger, record, access, clock, bell, "https://g", {}, [] { return 0.0; }});
    auto const part = [&] { return webhook_health(webhooks.get()).at(0); };
    auto const failed = [&](WebhookTry::End end) {
        WebhookTry tried{.name = "kaleidos",
                         .epoch = record.webhook("kaleidos")->epoch,
                         .sequence = 1,
                         .end = end,
                         .now = clock.now(),
                         .status = 500};
        tried.failing_since = clock.now();
        if (end == WebhookTry::End::disabled) tried.why = {"Uit.", "Off."};
        return record.settle_webhook(tried);
    };
    REQUIRE(ledger->admit(made_submission("a", "dossier", clock.now()), Plan{{{"print"}}, false}).has_value());
    CHECK((part().well && !part().warns && part().why.empty()));

    REQUIRE(failed(WebhookTry::End::failed));
    CHECK((part().well && part().warns));
    CHECK(part().why.en == "The receiver takes nothing (last status: 500); 1 events wait.");

    REQUIRE(record.pass_over("kaleidos", record.webhook("kaleidos")->epoch, 1, clock.now()));
    CHECK((part().well && part().warns));
    CHECK(part().since == clock.now());
    CHECK(part().why.en == "Not taken and passed over: 1 (the first: number 1); send them again or forget them.");
    CHECK(webhook_numbers(webhooks.get(), clock.now()).at(0).passed_over == 1);

    REQUIRE(failed(WebhookTry::End::disabled));
    CHECK_FALSE(part().well);
    CHECK_THAT(part().why.en, Contains("Off.") && Contains("an administrator must act") && Contains("passed over: 1"));
    CHECK(webhook_health(nullptr).empty());
}
