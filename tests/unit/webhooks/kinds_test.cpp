// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "gateway/base/files.hpp"
#include "gateway/webhooks/kinds.hpp"

#include <algorithm>

using namespace wetbode;

namespace {

WebhookKinds kinds(std::string const& text) {
    auto const parsed = WebhookKinds::from(text);
    REQUIRE(parsed.error.empty());
    return parsed.kinds;
}

}  // namespace

TEST_CASE("a kind is asked for by its name, by its family, or as one of all", "[webhooks]") {
    CHECK(kinds("transfer.refused").fit("transfer.refused"));
    CHECK_FALSE(kinds("transfer.refused").fit("transfer.replayed"));
    CHECK(kinds("transfer.*").fit("transfer.replayed"));
    CHECK_FALSE(kinds("transfer.*").fit("submission.sealed"));
    CHECK(kinds("*").fit("webhook.disabled"));
    CHECK(kinds(" seal.timed ,  submission.* ").fit("seal.timed"));
    CHECK(kinds(" seal.timed ,  submission.* ").text() == "seal.timed, submission.*");
}

TEST_CASE("a word that fits no kind is refused with an example", "[webhooks]") {
    auto const* const text = GENERATE("transfer", "transfer.", "trans*", "transfers.*", "transfer.*.x", "**", ".*");
    CAPTURE(text);
    CHECK(WebhookKinds::from(text).error.find(text) != std::string::npos);
}

TEST_CASE("no kind at all is refused", "[webhooks]") {
    CHECK_FALSE(WebhookKinds::from("").error.empty());
    CHECK_FALSE(WebhookKinds::from(" , ").error.empty());
}

TEST_CASE("every kind that the ledger writes can be asked for", "[webhooks]") {
    // The sources of the ledger name each kind where it is written; transfers add their state to "transfer.".
    auto const folder = std::filesystem::path(WETBODE_SOURCE_DIR) / "gateway/ledger";
    std::vector<std::string> written;
    for (auto const& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() != ".cpp") continue;
        auto const text = read_file(entry.path(), 1 << 20);
        for (auto at = text.find(".kind = \""); at != std::string::npos; at = text.find(".kind = \"", at + 1)) {
            auto const begin = at + 9;
            written.push_back(text.substr(begin, text.find('"', begin) - begin));
        }
    }
    REQUIRE(written.size() > 5);
    for (auto const& kind : written) {
        CAPTURE(kind);
        CHECK(std::ranges::find(event_kinds(), kind) != event_kinds().end());
    }
}
