// SPDX-License-Identifier: EUPL-1.2
#include "gateway/receipt_memory.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

namespace wetbode {

Result<api::PrintedReceipt> ReceiptMemory::receipt(Question const& question,
                                                   std::function<Result<Made>()> const& make) {
    if (auto found = known(question)) return std::move(*found);
    std::scoped_lock const alone(making_.at(std::hash<std::string>{}(question.key) % making_.size()));
    if (auto found = known(question)) return std::move(*found);
    if (auto const wait = take_allowance(question); wait > std::chrono::seconds{0})
        return api::PrintedReceipt{.pdf = {}, .seal_level = {}, .retry_after = wait};
    try {
        auto made = make();
        if (!made || !made->stamped) give_back(question);
        if (!made) return tl::unexpected(std::move(made.error()));
        // Without a stamp a lower one costs nothing, and the next may be better.
        if (made->stamped || !made->lower) keep(question, *made);
        return std::move(made->receipt);
    } catch (Outage const&) {
        give_back(question);
        throw;
    }
}

std::optional<api::PrintedReceipt> ReceiptMemory::known(Question const& question) {
    return state_.with([&](State& state) -> std::optional<api::PrintedReceipt> {
        auto const place = state.places.find(question.key);
        if (place == state.places.end()) return std::nullopt;
        auto const which = place->second;
        if (question.now >= which->until) {
            drop(state, which);
            return std::nullopt;
        }
        state.kept.splice(state.kept.begin(), state.kept, which);
        return which->receipt;
    });
}

std::chrono::seconds ReceiptMemory::take_allowance(Question const& question) {
    if (!question.may_stamp) return std::chrono::seconds{0};
    return state_.with([&](State& state) {
        double const most = limits_.stamped_per_hour;
        auto& allowance =
            state.allowances.try_emplace(question.client.text, Allowance{most, question.now}).first->second;
        // A clock that went back gives nothing, and takes nothing.
        auto const gone = std::max(std::chrono::duration<double>(question.now - allowance.at).count(), 0.0);
        allowance = {std::min(most, allowance.left + gone * most / 3600), question.now};
        if (allowance.left < 1)
            return std::chrono::seconds{
                std::max(1LL, static_cast<long long>(std::ceil((1 - allowance.left) * 3600 / most)))};
        allowance.left -= 1;
        return std::chrono::seconds{0};
    });
}

void ReceiptMemory::give_back(Question const& question) {
    if (!question.may_stamp) return;
    state_.with([&](State& state) { state.allowances[question.client.text].left += 1; });
}

void ReceiptMemory::keep(Question const& question, Made const& made) {
    auto const size = made.receipt.pdf.size();
    if (limits_.receipts == 0 || size > limits_.bytes) return;
    state_.with([&](State& state) {
        if (auto const old = state.places.find(question.key); old != state.places.end()) drop(state, old->second);
        while (!state.kept.empty() && (state.kept.size() >= limits_.receipts || state.bytes + size > limits_.bytes))
            drop(state, std::prev(state.kept.end()));
        auto const until = question.now + (made.lower ? limits_.lower_kept : limits_.kept);
        state.kept.push_front({question.key, made.receipt, until});
        state.places[question.key] = state.kept.begin();
        state.bytes += size;
    });
}

void ReceiptMemory::drop(State& state, std::list<Kept>::iterator which) {
    state.bytes -= which->receipt.pdf.size();
    state.places.erase(which->key);
    state.kept.erase(which);
}

}  // namespace wetbode
