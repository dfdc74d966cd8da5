// SPDX-License-Identifier: EUPL-1.2
#include "gateway/api/border.hpp"

#include "gateway/api/problem.hpp"

#include <optional>

namespace wetbode::api {
namespace {

void log(BorderParts const& parts, std::string_view event, std::string const& what) {
    if (parts.log) parts.log(event, {{"path", parts.path}, {"what", what}});
}

/// What `act` gives, or the answer that its exception becomes.
template <class Act>
std::optional<Response> at_border(BorderParts const& parts, Act const& act) {
    auto const answer = [&](Refusal const& refusal) { return problem(refusal, {parts.language, parts.path}); };
    try {
        return act();
    } catch (Outage const& outage) {
        log(parts, "api.outage", outage.what());
        auto const& name = outage.dependency();
        return answer(door_refusal("OUTAGE", {"het onderdeel \"" + name + "\" werkt nu niet",
                                              "the dependency \"" + name + "\" is not working now"}));
    } catch (std::exception const& fault) {
        log(parts, "api.fault", fault.what());
        return answer(door_refusal("INTERNAL"));
    }
}

class Border final : public Exchange {
public:
    Border(BorderParts parts, std::unique_ptr<Exchange> inner) : parts_(std::move(parts)), inner_(std::move(inner)) {}

    std::optional<Response> receive(std::string_view bytes) override {
        return at_border(parts_, [&] { return inner_->receive(bytes); });
    }
    Response finish() override {
        return *at_border(parts_, [&] { return std::optional<Response>(inner_->finish()); });
    }
    [[nodiscard]] Pace pace() const override { return inner_->pace(); }

private:
    BorderParts parts_;
    std::unique_ptr<Exchange> inner_;
};

}  // namespace

std::unique_ptr<Exchange> guarded(BorderParts parts, std::unique_ptr<Exchange> inner) {
    return std::make_unique<Border>(std::move(parts), std::move(inner));
}

std::unique_ptr<Exchange> opened(BorderParts parts, std::function<std::unique_ptr<Exchange>()> const& open) {
    std::unique_ptr<Exchange> inner;
    auto const answer = at_border(parts, [&] {
        inner = open();
        return std::optional<Response>{};
    });
    if (answer) return std::make_unique<Settled>(*answer);
    return guarded(std::move(parts), std::move(inner));
}

}  // namespace wetbode::api
