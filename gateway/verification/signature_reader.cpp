// SPDX-License-Identifier: EUPL-1.2
#include "gateway/verification/signature_reader.hpp"

#include "gateway/base/content.hpp"
#include "gateway/sealing/xades_names.hpp"
#include "gateway/verification/signature_sink.hpp"

#include <utility>

namespace wetbode {

namespace {

constexpr std::size_t manifest_lines_max = 10'002;

[[noreturn]] void malformed(std::string const& nl, std::string const& en) { throw Malformed{{nl, en}}; }

class ManifestSink final : public xml::Sink {
public:
    void start_element(xml::Element const& element) override {
        ++depth_;
        bool const ours = element.uri == names::odf_manifest;
        if (depth_ == 1 && !(ours && element.local == "manifest"))
            malformed("manifest.xml is geen ODF-manifest.", "manifest.xml is not an ODF manifest.");
        if (depth_ == 1) return;
        // ODF has more, encryption above all; a seal's manifest lists files.
        if (depth_ > 2 || !ours || element.local != "file-entry")
            malformed("manifest.xml bevat iets anders dan bestanden.",
                      "manifest.xml holds something other than files.");
        auto& line = lines_.emplace_back();
        for (auto const& attribute : element.attributes) {
            if (attribute.uri != names::odf_manifest) continue;
            if (attribute.local == "full-path") line.name = attribute.value;
            if (attribute.local == "media-type") line.media_type = attribute.value;
        }
        if (lines_.size() > manifest_lines_max) malformed("manifest.xml is te lang.", "manifest.xml is too long.");
    }
    void end_element(std::string_view, std::string_view, std::string_view) override { --depth_; }
    void characters(std::string_view text) override {
        if (text.find_first_not_of(" \t\n\r") != std::string_view::npos)
            malformed("manifest.xml bevat tekst.", "manifest.xml holds text.");
    }
    void processing_instruction(std::string_view, std::string_view) override {
        malformed("manifest.xml bevat een instructie.", "manifest.xml holds an instruction.");
    }

    [[nodiscard]] std::vector<ListedFile> take() { return std::move(lines_); }

private:
    int depth_ = 0;
    std::vector<ListedFile> lines_;
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

tl::expected<std::vector<ListedFile>, Text> read_container_manifest(std::string document) {
    ManifestSink sink;
    return read_entry(sink, std::move(document));
}

}  // namespace wetbode
