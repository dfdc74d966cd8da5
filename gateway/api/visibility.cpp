// SPDX-License-Identifier: EUPL-1.2
// What a caller may know of the record: a sender his own, a clerk what goes to his counterpart at an access level that
// it may see, an administrator all. What he may not know does not exist for him. See call.hpp.
#include "gateway/api/call.hpp"

#include <algorithm>
#include <set>

namespace wetbode::api {
namespace {

constexpr std::size_t id_bytes_max = 128;

bool goes_to(SubmissionView const& view, CounterpartName const& counterpart) {
    return std::any_of(view.transfers.begin(), view.transfers.end(),
                       [&](Transfer const& transfer) { return transfer.counterpart == counterpart; });
}

/// Leaves out pieces, files and transfers that are not for the counterpart of the clerk, here and on the receipt.
void narrow(Call const& call, SubmissionView& view) {
    auto const& counterpart = call.caller.counterpart;
    bool const whole = may_see_all(call, view.manifest);
    std::set<std::string> kept_pieces;
    std::erase_if(view.manifest.pieces,
                  [&](Piece const& piece) { return !call.parts.access.may_see(counterpart, piece.access); });
    for (auto const& piece : view.manifest.pieces) kept_pieces.insert(piece.id);
    std::erase_if(view.files, [&](EnvelopeFile const& file) {
        return file.piece_id.empty() ? !whole : !kept_pieces.contains(file.piece_id);
    });
    std::erase_if(view.transfers, [&](Transfer const& transfer) { return transfer.counterpart != counterpart; });
    if (!whole) {
        view.seal.container.reset();
        view.seal.time.container.reset();
        view.seal.time.evidence.reset();
    }
    // The receipt is between the gateway and the sender: it names every file and every counterpart.
    view.receipt.reset();
    view.key = {};
}

}  // namespace

bool may_see_all(Call const& call, Manifest const& manifest) {
    if (call.caller.role != Role::clerk) return true;
    return std::all_of(manifest.pieces.begin(), manifest.pieces.end(), [&](Piece const& piece) {
        return call.parts.access.may_see(call.caller.counterpart, piece.access);
    });
}

std::optional<SubmissionView> visible_submission(Call const& call, SubmissionId const& id) {
    if (id.text.size() > id_bytes_max) return std::nullopt;
    auto view = call.parts.ledger.submission(id);
    if (!view || call.caller.role == Role::admin) return view;
    if (call.caller.role == Role::sender) {
        if (view->key.client != call.caller.name) return std::nullopt;
        return view;
    }
    if (view->state != "admitted" || !goes_to(*view, call.caller.counterpart)) return std::nullopt;
    narrow(call, *view);
    return view;
}

std::optional<Transfer> visible_transfer(Call const& call, TransferId const& id) {
    if (id.text.size() > id_bytes_max) return std::nullopt;
    auto transfer = call.parts.ledger.transfer(id);
    if (!transfer || call.caller.role == Role::admin) return transfer;
    if (call.caller.role == Role::clerk) {
        if (transfer->counterpart != call.caller.counterpart) return std::nullopt;
        return transfer;
    }
    auto const submission = call.parts.ledger.submission(transfer->submission);
    if (!submission || submission->key.client != call.caller.name) return std::nullopt;
    return transfer;
}

}  // namespace wetbode::api
