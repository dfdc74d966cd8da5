// SPDX-License-Identifier: EUPL-1.2
// Acts of people: replay and withdraw.
#include "gateway/ledger/sqlite_record.hpp"

#include "gateway/ledger/texts.hpp"

#include <utility>

namespace wetbode::sqlite {

namespace {

using ledger_texts::Wish;

/// What was taken, but not whole, need not wait for the end of its receipt's term.
bool is_amiss(Connection& connection, TransferRow const& row) {
    auto found = connection.select("select 1 from transfers where number = ?1 and amiss_since is not null", row.number);
    return found.step();
}

bool may_be_replayed(Connection& connection, TransferRow const& row) {
    auto const state = row.state;
    return state == TransferState::refused || state == TransferState::quarantined ||
           state == TransferState::returned || (state == TransferState::handed_over && is_amiss(connection, row));
}

bool may_be_withdrawn(TransferState state) {
    return state == TransferState::waiting || state == TransferState::quarantined;
}

std::string data_for(TransferRow const& row, Decision const& decision) {
    return data_of({{"reason", decision.reason}, {"from", std::string(name_of(row.state))}});
}

Result<Transfer> view_after(Connection& connection, TransferId const& id) {
    auto view = transfer_view(connection, id);
    ensure(view.has_value(), "a transfer that was changed exists");
    return std::move(*view);
}

}  // namespace

Result<Transfer> SqliteLedger::replay(TransferId const& transfer, Decision const& decision) {
    if (auto gap = ledger_texts::gap_in(decision)) return tl::make_unexpected(std::move(*gap));
    return writer_.run(Effect::wakes, [&](Connection& connection) -> Result<Transfer> {
        auto row = find_transfer(connection, transfer);
        if (!row) return tl::make_unexpected(ledger_texts::transfer_unknown(transfer));
        if (!may_be_replayed(connection, *row))
            return tl::make_unexpected(ledger_texts::transfer_state(row->state, Wish::replay));
        move_transfer(connection, *row,
                      {.next = TransferState::waiting,
                       .now = decision.now,
                       .due = decision.now,
                       .why = ledger_texts::replayed(decision),
                       .kind = "transfer.replayed",
                       .actor = decision.who,
                       .data = data_for(*row, decision)});
        connection.execute("update transfers set attempts_in_round = 0, round_began = ?2 where number = ?1",
                           row->number, decision.now);
        return view_after(connection, transfer);
    });
}

Result<Transfer> SqliteLedger::withdraw(TransferId const& transfer, Decision const& decision) {
    if (auto gap = ledger_texts::gap_in(decision)) return tl::make_unexpected(std::move(*gap));
    return writer_.run(Effect::wakes, [&](Connection& connection) -> Result<Transfer> {
        auto row = find_transfer(connection, transfer);
        if (!row) return tl::make_unexpected(ledger_texts::transfer_unknown(transfer));
        if (!may_be_withdrawn(row->state))
            return tl::make_unexpected(ledger_texts::transfer_state(row->state, Wish::withdraw));
        move_transfer(connection, *row,
                      {.next = TransferState::withdrawn,
                       .now = decision.now,
                       .why = ledger_texts::withdrawn(decision),
                       .actor = decision.who,
                       .data = data_for(*row, decision)});
        return view_after(connection, transfer);
    });
}

}  // namespace wetbode::sqlite
