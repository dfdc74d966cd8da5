// SPDX-License-Identifier: EUPL-1.2
// A group of checks about one subject. It hears the elements of a document as they come and keeps no more of them than
// its question needs. A watch lives for one pass and is used by one thread.
#pragma once

#include "gateway/clock.hpp"
#include "gateway/validation/rules/report.hpp"
#include "gateway/validation/rules/trail.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wetbode::rules {

/// What the watches share during a pass; each has its own line of sight to it.
struct Scene {
    Trail& trail;
    Report& report;
    std::optional<std::string> today;  ///< "2026-11-25"; empty without a clock
    std::string gathered;              ///< text of the open elements that are being gathered
    std::size_t gathering = 0;         ///< how many of them there are

    /// The text of the innermost element will be told when it closes. Call it from open().
    void gather() {
        auto& node = trail.top();
        if (node.text_from != std::string::npos) return;
        node.text_from = gathered.size();
        ++gathering;
    }
};

class Watch {
public:
    virtual ~Watch() = default;
    /// The element is the innermost one of the trail.
    virtual void open(Node const&, xml::Element const&) {}
    /// It still is; `text` is all text in it if it was gathered, else empty.
    virtual void close(Node const&, std::string_view /*text*/) {}
    virtual void instruction(std::string_view /*target*/) {}
    virtual void comment(std::string_view) {}
    virtual void finish() {}
};

using Watches = std::vector<std::unique_ptr<Watch>>;

[[nodiscard]] std::unique_ptr<Watch> watch_identification(Scene& scene);
[[nodiscard]] std::unique_ptr<Watch> watch_identifiers(Scene& scene);
[[nodiscard]] std::unique_ptr<Watch> watch_references(Scene& scene);
[[nodiscard]] std::unique_ptr<Watch> watch_numbers(Scene& scene);
[[nodiscard]] std::unique_ptr<Watch> watch_parts(Scene& scene);
[[nodiscard]] std::unique_ptr<Watch> watch_amendments(Scene& scene);
[[nodiscard]] std::unique_ptr<Watch> watch_changes(Scene& scene);
[[nodiscard]] std::unique_ptr<Watch> watch_dates(Scene& scene);

/// The value of an attribute without namespace; empty if it is not there.
[[nodiscard]] inline std::string_view value_of(xml::Element const& element, std::string_view local) {
    for (auto const& attribute : element.attributes)
        if (attribute.uri.empty() && attribute.local == local) return attribute.value;
    return {};
}

}  // namespace wetbode::rules
