// SPDX-License-Identifier: EUPL-1.2
// What an enveloped signature covers: the canonical octets of its document without the signature itself (XML Signature
// section 6.6.4, then exclusive canonicalization), streamed through the door. Any thread.
#pragma once

#include "gateway/content.hpp"
#include "gateway/xml/canonical.hpp"
#include "gateway/xml/door.hpp"
#include "gateway/xml/unwritten_prefixes.hpp"

#include <cstddef>
#include <optional>
#include <string_view>

namespace wetbode {

/// A sink: everything but the signature number `left_out` (from 0) of those directly below the root.
class EnvelopedCanonical final : public xml::Sink {
public:
    EnvelopedCanonical(std::size_t left_out, xml::CanonicalWriter::Out out)
        : left_out_(left_out), writer_(std::move(out)) {}

    void start_element(xml::Element const& element) override;
    void end_element(std::string_view local, std::string_view prefix, std::string_view uri) override;
    void characters(std::string_view text) override;
    void processing_instruction(std::string_view target, std::string_view data) override;
    /// Hands out the last octets; call it once after the pass.
    void finish() { writer_.finish(); }

    /// A prefix whose meaning the canonical octets do not hold, if a value uses one.
    [[nodiscard]] std::optional<xml::UnwrittenPrefix> const& unwritten_prefix() const { return prefixes_.first(); }

private:
    std::size_t left_out_;
    xml::CanonicalWriter writer_;
    xml::UnwrittenPrefixes prefixes_;
    std::size_t depth_ = 0;
    std::size_t signatures_ = 0;
    bool skipping_ = false;
};

/// False if the door does not let the document in.
[[nodiscard]] bool stream_enveloped(Content const& document, xml::Limits const& limits, std::size_t left_out,
                                    xml::CanonicalWriter::Out const& take);

}  // namespace wetbode
