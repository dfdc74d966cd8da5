// SPDX-License-Identifier: EUPL-1.2
// What every decision of a person needs: his reason. Who decides is known from his proof. See call.hpp.
#include "gateway/api/call.hpp"

namespace wetbode::api {
namespace {

constexpr std::size_t reason_characters_min = 3;
constexpr std::size_t reason_characters_max = 1000;

}  // namespace

Refusal bad_decision(std::string nl, std::string en) {
    return door_refusal("DECISION_INVALID", {std::move(nl), std::move(en)});
}

Result<Decision> decision_with(Call const& call, std::string text) {
    std::size_t characters = 0;
    std::size_t shown = 0;
    for (auto const c : text) {
        auto const octet = static_cast<unsigned char>(c);
        if ((octet & 0xC0U) != 0x80U) ++characters;
        if (octet > 0x20) ++shown;
        if (octet < 0x20 && c != '\n' && c != '\t')
            return tl::unexpected(bad_decision("de reden bevat een stuurteken", "the reason has a control character"));
    }
    if (characters < reason_characters_min || characters > reason_characters_max || shown < reason_characters_min)
        return tl::unexpected(door_refusal("DECISION_INVALID"));
    return Decision{call.caller.name.text, std::move(text), call.parts.clock.now()};
}

}  // namespace wetbode::api
