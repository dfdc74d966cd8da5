// SPDX-License-Identifier: EUPL-1.2
#include "gateway/json/json.hpp"
#include "tests/fuzz/entries.hpp"

namespace wetbode::fuzz {

void manifest(std::string_view bytes) {
    auto const manifest = json::manifest_from(bytes);
    if (!manifest) {
        ensure(!manifest.error().code.empty(), "a refusal has a code");
        ensure(!manifest.error().faults.empty(), "a refused manifest has a fault that can be mended");
        auto const again = json::refusal_from(json::text_of(manifest.error()));
        ensure(again.faults.size() == manifest.error().faults.size(), "a refusal survives its own text");
        return;
    }
    auto const text = json::text_of(*manifest);
    auto const again = json::manifest_from(text);
    ensure(again.has_value(), "what we wrote we can read");
    ensure(*again == *manifest, "a manifest survives its own text");
    ensure(json::text_of(*again) == text, "the canonical form is one");
}

}  // namespace wetbode::fuzz
