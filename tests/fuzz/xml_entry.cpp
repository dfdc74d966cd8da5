// SPDX-License-Identifier: EUPL-1.2
#include "gateway/base/content.hpp"
#include "gateway/refusal.hpp"
#include "gateway/xml/canonical.hpp"
#include "gateway/xml/door.hpp"
#include "tests/fuzz/entries.hpp"

#include <array>
#include <string>

namespace wetbode::fuzz {

namespace {

/// Believes nothing that the door tells: every start has its end, and no limit is passed.
class Distrust final : public xml::Sink {
public:
    explicit Distrust(xml::Limits const& limits) : limits_(limits) {}

    void start_element(xml::Element const& element) override {
        ++depth_;
        ensure(depth_ <= limits_.depth_max, "the door lets nothing through that is deeper than its limit");
        ensure(!element.local.empty(), "an element has a name");
        auto const count = element.attributes.size() + element.namespaces.size();
        ensure(count <= static_cast<std::size_t>(limits_.attributes_max), "the door counts attributes");
        ensure(element.position.line >= 1, "lines count from one");
        for (auto const& attribute : element.attributes)
            ensure(attribute.value.size() <= limits_.attribute_bytes_max, "the door measures attributes");
    }

    void end_element(std::string_view local, std::string_view, std::string_view) override {
        ensure(!local.empty(), "an element that ends has a name");
        --depth_;
        ensure(depth_ >= 0, "nothing ends that did not start");
    }

    void characters(std::string_view text) override {
        ensure(text.size() <= limits_.text_bytes_max, "the door measures text");
    }

    [[nodiscard]] int depth() const { return depth_; }

private:
    xml::Limits limits_;
    int depth_ = 0;
};

/// The canonical form of a document that the door let in.
std::string canonical(std::string_view bytes) {
    std::string octets;
    xml::Canonicaliser canonicaliser([&](std::string_view more) { octets += more; });
    std::array<xml::Sink*, 1> const sinks{&canonicaliser};
    auto const verdict = xml::read(content_of(std::string(bytes)), xml::Limits{}, sinks);
    ensure(verdict.has_value(), "what narrow limits let in, and its canonical form, wide limits let in");
    canonicaliser.finish();
    return octets;
}

}  // namespace

void xml(std::string_view bytes) {
    xml::Limits limits;
    limits.bytes_max = 1U << 20U;
    limits.depth_max = 16;
    limits.attributes_max = 8;
    limits.attribute_bytes_max = 256;
    limits.name_bytes_max = 64;
    limits.references_max = 32;
    limits.text_bytes_max = 512;
    Distrust distrust(limits);
    std::array<xml::Sink*, 1> const sinks{&distrust};

    auto const verdict = xml::read(content_of(std::string(bytes)), limits, sinks);

    if (verdict) {
        ensure(distrust.depth() == 0, "a document that is let in is complete");
        ensure(bytes.find("<!DOCTYPE") == std::string_view::npos || bytes.find("<!--") != std::string_view::npos ||
                   bytes.find("<![CDATA[") != std::string_view::npos || bytes.find("<?") != std::string_view::npos,
               "no DOCTYPE is let in");
        auto const octets = canonical(bytes);
        ensure(canonical(octets) == octets, "the canonical form of a canonical form is itself");
    } else {
        ensure(verdict.error().code.starts_with("XML."), "the door names its rule");
        ensure(!verdict.error().message.en.empty(), "the door says why in English");
        ensure(!verdict.error().message.nl.empty(), "the door says why in Dutch");
    }
}

}  // namespace wetbode::fuzz
