// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "gateway/ledger/news_rules.hpp"
#include "gateway/ledger/texts.hpp"

#include <set>
#include <utility>

using namespace wetbode;

TEST_CASE("news changes exactly the states that the table allows", "[ledger]") {
    using enum TransferState;
    std::set<std::pair<TransferState, std::string>> const allowed{{handed_over, "acknowledged"},
                                                                  {handed_over, "refused"},
                                                                  {handed_over, "returned"},
                                                                  {acknowledged, "returned"},
                                                                  {quarantined, "acknowledged"}};
    for (auto const& [state, name] : transfer_state_names) {
        for (auto const* const kind : {"acknowledged", "refused", "returned", "status", "quarantined", ""}) {
            INFO(name << " + " << kind);
            auto const next = state_after_news(state, kind);
            CHECK(next.has_value() == allowed.contains({state, kind}));
            if (next) CHECK(name_of(*next) == kind);
        }
    }
}

TEST_CASE("every refusal of the ledger speaks both languages and says what to do", "[ledger]") {
    Decision const nobody{"", "", Instant{}};
    for (auto const& refusal :
         {ledger_texts::key_reused({{"kaleidos"}, "k"}), ledger_texts::transfer_unknown({"t"}),
          ledger_texts::transfer_state(TransferState::underway, ledger_texts::Wish::replay),
          ledger_texts::transfer_state(TransferState::underway, ledger_texts::Wish::withdraw),
          ledger_texts::submission_unknown({"s"}), ledger_texts::seal_state("done"), *ledger_texts::gap_in(nobody)}) {
        INFO(refusal.code);
        for (auto const& text : {refusal.title, refusal.detail, refusal.remedy}) {
            CHECK_FALSE(text.nl.empty());
            CHECK_FALSE(text.en.empty());
        }
    }
    CHECK_FALSE(ledger_texts::gap_in({"admin", "because", Instant{}}).has_value());
}
