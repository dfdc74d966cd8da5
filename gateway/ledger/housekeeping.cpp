// SPDX-License-Identifier: EUPL-1.2
// Acts of housekeeping: forget what is past its time, sweep what nobody names.
#include "gateway/ledger/sqlite_record.hpp"

#include <algorithm>

namespace wetbode::sqlite {

namespace {

constexpr int most_per_act = 10'000;  // a longer act would keep the door waiting

bool has_old(Connection& connection, Forgetting const& forgetting) {
    auto found = connection.select(R"(
        select exists (select 1 from news_keys where seen < ?1) or exists (select 1 from refused where received < ?2))",
                                   forgetting.news_seen_before, forgetting.refused_received_before);
    return found.step() && found.integer(0) == 1;
}

}  // namespace

Forgotten SqliteLedger::forget_before(Forgetting const& forgetting) {
    // Mostly there is nothing to forget: no transaction, and no fsync, for that.
    if (!readers_.ask([&](Connection& connection) { return has_old(connection, forgetting); })) return {};
    auto const most = std::clamp(forgetting.most, 0, most_per_act);
    return writer_.run(Effect::silent, [&](Connection& connection) {
        Forgotten forgotten;
        forgotten.news_keys = connection.execute(R"(
            delete from news_keys where (counterpart, key) in
                (select counterpart, key from news_keys where seen < ?1 order by seen limit ?2))",
                                                 forgetting.news_seen_before, most);
        forgotten.refused = connection.execute(R"(
            delete from refused where id in
                (select id from refused where received < ?1 order by received limit ?2))",
                                               forgetting.refused_received_before, most);
        return forgotten;
    });
}

Swept SqliteLedger::sweep(Sweeping const& sweeping) {
    // A content has a row from the act that first names it, and keeps it.
    return store_.sweep(sweeping, [this](Digest const& digest) {
        return readers_.ask([&](Connection& connection) {
            auto found = connection.select("select 1 from contents where digest = ?1", digest);
            return found.step();
        });
    });
}

}  // namespace wetbode::sqlite
