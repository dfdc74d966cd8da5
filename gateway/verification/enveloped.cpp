// SPDX-License-Identifier: EUPL-1.2
#include "gateway/verification/enveloped.hpp"

#include "gateway/sealing/xades_names.hpp"

#include <array>

namespace wetbode {

void EnvelopedCanonical::start_element(xml::Element const& element) {
    ++depth_;
    if (depth_ == 2 && element.uri == names::ds && element.local == "Signature" && signatures_++ == left_out_)
        skipping_ = true;
    if (skipping_) return;
    writer_.start_element(element);
    prefixes_.start_element(element);
}

void EnvelopedCanonical::end_element(std::string_view local, std::string_view prefix, std::string_view uri) {
    --depth_;
    if (!skipping_) {
        writer_.end_element(local, prefix);
        prefixes_.end_element(local, prefix, uri);
    }
    if (depth_ == 1) skipping_ = false;
}

void EnvelopedCanonical::characters(std::string_view text) {
    if (skipping_) return;
    writer_.characters(text);
    prefixes_.characters(text);
}

void EnvelopedCanonical::processing_instruction(std::string_view target, std::string_view data) {
    if (!skipping_) writer_.processing_instruction(target, data);
}

bool stream_enveloped(Content const& document, xml::Limits const& limits, std::size_t left_out,
                      xml::CanonicalWriter::Out const& take) {
    EnvelopedCanonical sink(left_out, take);
    std::array<xml::Sink*, 1> const sinks{&sink};
    if (!xml::read(document, limits, sinks)) return false;
    sink.finish();
    return true;
}

}  // namespace wetbode
