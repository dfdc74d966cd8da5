// SPDX-License-Identifier: EUPL-1.2
#include "gateway/webhooks/webhooks.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace wetbode {

namespace {

/// Whoever answers fills in the sentences that belong to the code.
Refusal refusal(std::string code) {
    Refusal refusal;
    refusal.code = std::move(code);
    return refusal;
}

}  // namespace

Webhooks::Webhooks(std::vector<WebhookSpec> specs, WebhookPorts const& ports) : ports_(ports) {
    if (specs.size() > webhooks_max) throw std::invalid_argument("there are at most 32 webhooks");
    std::ranges::sort(specs, {}, &WebhookSpec::name);
    for (auto& spec : specs) workers_.push_back(std::make_unique<WebhookWorker>(std::move(spec), ports));
}

void Webhooks::start() {
    for (auto const& worker : workers_) worker->start();
}

void Webhooks::stop() {
    for (auto const& worker : workers_) worker->ask_to_stop();  // all at once: each may wait for its receiver
    for (auto const& worker : workers_) worker->stop();
}

std::vector<WebhookReport> Webhooks::reports() {
    std::vector<WebhookReport> reports;
    for (auto const& worker : workers_) reports.push_back(worker->report());
    return reports;
}

Result<WebhookReport> Webhooks::enable(std::string const& name, Decision const& decision) {
    if (named(name) == nullptr) return tl::make_unexpected(refusal("WEBHOOK_UNKNOWN"));
    return decided(name, ports_.record.enable_webhook(name, decision), decision, "webhook.enabled");
}

Result<WebhookReport> Webhooks::replay(std::string const& name, WebhookReplay const& replay, Decision const& decision) {
    if (named(name) == nullptr) return tl::make_unexpected(refusal("WEBHOOK_UNKNOWN"));
    return decided(name, ports_.record.replay_webhook(name, replay, decision), decision, "webhook.replayed");
}

Result<WebhookReport> Webhooks::forget(std::string const& name, Decision const& decision) {
    if (named(name) == nullptr) return tl::make_unexpected(refusal("WEBHOOK_UNKNOWN"));
    return decided(name, ports_.record.forget_passed(name, decision), decision, "webhook.forgotten");
}

Result<WebhookAnswer> Webhooks::test(std::string const& name) {
    auto* const worker = named(name);
    if (worker == nullptr) return tl::make_unexpected(refusal("WEBHOOK_UNKNOWN"));
    std::unique_lock const alone(testing_, std::try_to_lock);
    if (!alone) return tl::make_unexpected(refusal("WEBHOOK_BUSY"));
    return worker->test();
}

WebhookWorker* Webhooks::named(std::string const& name) {
    for (auto const& worker : workers_)
        if (worker->name() == name) return worker.get();
    return nullptr;
}

Result<WebhookReport> Webhooks::decided(std::string const& name, Result<WebhookState> const& state,
                                        Decision const& decision, std::string_view event) {
    if (!state) return tl::make_unexpected(state.error());
    if (ports_.log)
        ports_.log(event, {{"webhook", name}, {"by", decision.who}, {"after", std::to_string(state->cursor)}});
    return named(name)->report();
}

}  // namespace wetbode
