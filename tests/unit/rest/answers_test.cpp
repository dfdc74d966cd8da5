// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "adapters/rest/answers.hpp"
#include "doubles/temporary_folder.hpp"
#include "gateway/base/files.hpp"
#include "gateway/base/rfc3339.hpp"

using namespace wetbode;
using rest::AnswersTable;
using rest::Meaning;

namespace {

AnswersTable table_of(std::string const& text) {
    TemporaryFolder const folder;
    write_durably(folder.path() / "answers.toml", text);
    return AnswersTable::load(folder.path() / "answers.toml");
}

std::string fault_of(std::string const& text) {
    try {
        static_cast<void>(table_of(text));
    } catch (std::runtime_error const& error) {
        std::string const what = error.what();
        return what.substr(what.rfind('/') + 1);
    }
    return "none";
}

rest::Reply reply_with(std::string const& retry_after) {
    rest::Reply reply;
    reply.status = 503;
    reply.headers = {{"retry-after", retry_after}};
    return reply;
}

}  // namespace

TEST_CASE("what the table does not name falls under the defaults of HTTP", "[answers]") {
    AnswersTable const table({});

    for (int const status : {301, 408, 425, 429, 500, 502, 503, 504})
        CHECK(table.judge(status, "").means == Meaning::retry);
    for (int const status : {400, 401, 403, 404, 409, 422})
        CHECK(table.judge(status, "").means == Meaning::declined);
    CHECK(table.judge(201, "").means == Meaning::acknowledged);
    CHECK(!table.judge(400, "").text.nl.empty());
}

TEST_CASE("a row with a code goes before a row with a status", "[answers]") {
    auto const table = table_of(R"(
[[answer]]
status = 400
means = "declined"
refusal = "BAD"
nl = "n"
en = "e"
[[answer]]
code = "BUSY"
means = "retry"
nl = "n"
en = "e"
)");

    CHECK(table.judge(400, "BUSY").means == Meaning::retry);
    CHECK(table.judge(400, "OTHER").refusal == "BAD");
    CHECK(table.judge(500, "BUSY").means == Meaning::retry);
}

TEST_CASE("a broken table tells the file and the line", "[answers]") {
    CHECK_THAT(fault_of("[[answer]]\nstatus = 400\nmeans = \"perhaps\"\n"), Catch::StartsWith("answers.toml:3: "));
    CHECK_THAT(fault_of("[[answer]]\nstatus = 4000\nmeans = \"retry\"\n"), Catch::StartsWith("answers.toml:2: "));
    CHECK_THAT(fault_of("[[answer]]\nmeans = \"retry\"\nnl = \"n\"\nen = \"e\"\n"),
               Catch::Contains("status or a code"));
    CHECK_THAT(fault_of("[[answer]]\nstatus = 400\nmeans = \"retry\"\nnl = \"n\"\n"), Catch::Contains("\"en\""));
    CHECK_THAT(fault_of("[[answer]]\nstatus = 400\nmeans = \"declined\"\nnl = \"n\"\nen = \"e\"\n"),
               Catch::Contains("refusal"));
    CHECK_THAT(fault_of("[[answer]]\nstatus = 400\nmeens = \"retry\"\n"), Catch::Contains("unknown key \"meens\""));
    CHECK_THAT(fault_of("[[answer]\n"), Catch::StartsWith("answers.toml:1: "));
    CHECK_THAT(fault_of("[[answr]]\n"), Catch::Contains("unknown table"));
    auto const row = std::string("[[answer]]\nstatus = 400\nmeans = \"retry\"\nnl = \"n\"\nen = \"e\"\n");
    CHECK_THAT(fault_of(row + row), Catch::StartsWith("answers.toml:6: "));
}

TEST_CASE("the tables that the adapters ship can be loaded", "[answers]") {
    for (auto const* adapter : {"parliament", "ebox"})
        CHECK_NOTHROW(AnswersTable::load(std::filesystem::path(WETBODE_SOURCE_DIR) / "adapters" / adapter /
                                         "answers.toml"));
}

TEST_CASE("Retry-After is read as seconds and as a date, at most a day ahead", "[answers]") {
    auto const now = from_rfc3339("1994-11-06T08:49:00Z").value();

    CHECK(rest::retry_after(reply_with("120"), now) == now + std::chrono::seconds{120});
    CHECK(rest::retry_after(reply_with("Sun, 06 Nov 1994 08:49:37 GMT"), now) == now + std::chrono::seconds{37});
    CHECK(rest::retry_after(reply_with("99999999999"), now) == now + std::chrono::hours{24});
    CHECK(rest::retry_after(reply_with("Sun, 06 Nov 2094 08:49:37 GMT"), now) == now + std::chrono::hours{24});
    for (auto const* text : {"", "soon", "-5", "Sun, 06 Nov 1993 08:49:37 GMT", "Sun, 32 Nov 1994 08:49:37 GMT",
                             "999999999999999999999999", "Sun, 06 Xxx 1994 08:49:37 GMT"})
        CHECK(rest::retry_after(reply_with(text), now) == std::nullopt);
}
