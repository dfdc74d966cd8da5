// SPDX-License-Identifier: EUPL-1.2
#include "gateway/verification/signature_reader.hpp"

#include "gateway/base/content.hpp"
#include "gateway/sealing/xades_names.hpp"
#include "gateway/verification/signature_sink.hpp"

#include <utility>

namespace wetbode {

namespace {

constexpr std::size_t manifest_lines_max = 10'001;

[[noreturn]] void malformed(std::string const& nl, std::string const& en) { throw Malformed{{nl, en}}; }

class ManifestSink final : public xml::Sink {
public:
    void start_element(xml::Element const& element) override {
        ++depth_;
        bool const ours = element.uri == names::odf_manifest;
        if (depth_ == 1 && !(ours && element.local == "manifest"))
            malformed("manifest.xml is geen ODF-manifest.", "manifest.xml is not an ODF manifest.");
        if (depth_ != 2 || !ours || element.local != "file-entry") return;
        std::string name;
        for (auto const& attribute : element.attributes)
            if (attribute.uri == names::odf_manifest && attribute.local == "full-path") name = attribute.value;
        if (name != "/") names_.push_back(std::move(name));
        if (names_.size() > manifest_lines_max) malformed("manifest.xml is te lang.", "manifest.xml is too long.");
    }
    void end_element(std::string_view, std::string_view, std::string_view) override { --depth_; }

    [[nodiscard]] std::vector<std::string> take() { return std::move(names_); }

private:
    int depth_ = 0;
    std::vector<std::string> names_;
};

template <class Taker>
auto read_with(Taker& sink, ContentReader& reader, xml::Limits const& limits, std::span<xml::Sink* const> listeners)
    -> tl::expected<decltype(sink.take()), Text> {
    std::vector<xml::Sink*> sinks{&sink};
    sinks.insert(sinks.end(), listeners.begin(), listeners.end());
    try {
        auto const read = xml::read(reader, limits, sinks);
        if (!read) return tl::unexpected(read.error().message);
        return sink.take();
    } catch (Malformed const& malformed) {
        return tl::unexpected(malformed.why);
    }
}

template <class Taker>
auto read_entry(Taker& sink, std::string document) {
    xml::Limits limits;
    limits.bytes_max = document.size();  // whoever read the entry has bounded it
    limits.depth_max = 64;
    auto const content = content_of(std::move(document));
    return read_with(sink, *open_checked(content), limits, {});
}

}  // namespace

tl::expected<std::vector<ReadSignature>, Text> read_signatures(std::string document) {
    SignatureSink sink(SignatureSink::Place::container);
    return read_entry(sink, std::move(document));
}

tl::expected<std::vector<ReadSignature>, Text> read_enveloped_signatures(ContentReader& reader,
                                                                         xml::Limits const& limits,
                                                                         std::span<xml::Sink* const> listeners) {
    SignatureSink sink(SignatureSink::Place::document);
    return read_with(sink, reader, limits, listeners);
}

tl::expected<std::vector<std::string>, Text> read_container_manifest(std::string document) {
    ManifestSink sink;
    return read_entry(sink, std::move(document));
}

}  // namespace wetbode
