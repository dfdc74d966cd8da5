// SPDX-License-Identifier: EUPL-1.2
#include "gateway/xml/door.hpp"

#include "gateway/base/content.hpp"
#include "gateway/xml/gate.hpp"
#include "gateway/xml/utf8.hpp"
#include "gateway/xml/words.hpp"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include <cstring>
#include <deque>
#include <exception>
#include <memory>
#include <optional>
#include <string>

namespace wetbode::xml {

namespace {

constexpr std::size_t piece_bytes = 64 * 1024;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

xmlParserInputPtr load_nothing(char const*, char const*, xmlParserCtxtPtr) { return nullptr; }

/// libxml2 is prepared once per process; whatever wants to load a file or a page through it gets nothing.
void prepare_parser() {
    static bool const done = [] {
        xmlInitParser();
        xmlSetExternalEntityLoader(&load_nothing);
        return true;
    }();
    ensure(done, "libxml2 is prepared");
}

std::string_view view(xmlChar const* text) {
    return text == nullptr ? std::string_view{} : std::string_view{reinterpret_cast<char const*>(text)};
}
std::string_view view(xmlChar const* text, int length) {
    if (text == nullptr || length <= 0) return {};
    return {reinterpret_cast<char const*>(text), static_cast<std::size_t>(length)};
}

struct FreeContext {
    void operator()(xmlParserCtxtPtr context) const {
        xmlFreeDoc(context->myDoc);
        xmlFreeParserCtxt(context);
    }
};

/// One pass: the parser, its callbacks and who listens. Exceptions never cross libxml2: they are kept and thrown on.
class Pass final : public Whereabouts {
public:
    Pass(Limits const& limits, std::span<Sink* const> sinks) : gate_(limits), sinks_(sinks) {
        prepare_parser();
        xmlSAXHandler handler = callbacks();
        context_.reset(xmlCreatePushParserCtxt(&handler, this, nullptr, 0, nullptr));
        if (!context_) throw std::bad_alloc();
        xmlCtxtUseOptions(context_.get(), XML_PARSE_NONET);
        for (auto* const sink : sinks_) sink->begin(*this);
    }

    /// A piece of whole characters. False once a fault is known.
    bool feed(std::string_view piece) {
        if (auto fault = gate_.pass(piece)) {
            fault_ = std::move(fault);
            return false;
        }
        xmlParseChunk(context_.get(), piece.data(), static_cast<int>(piece.size()), 0);
        return go_on();
    }

    void finish() {
        if (!gate_.saw_something()) {
            fault_ = fault_of(Stop::empty, {}, "");
            return;
        }
        file_ended_ = true;
        xmlParseChunk(context_.get(), nullptr, 0, 1);
        if (go_on() && context_->wellFormed == 0)
            fault_ = fault_of_parser(progress({.code = context_->errNo, .text = "not well-formed"}), here());
    }

    /// Octets in front of the first piece that belong to the document: a byte order mark.
    void skip(std::size_t octets) { skipped_ = octets; }
    [[nodiscard]] std::uint64_t behind_element() const override {
        auto const* const input = context_->input;
        return skipped_ + input->consumed + static_cast<std::uint64_t>(input->cur - input->base);
    }
    [[nodiscard]] std::optional<std::uint64_t> root_end_tag() const override {
        auto const tag = gate_.root_end_tag();
        if (!tag || skipped_ + tag->end != behind_element()) return std::nullopt;
        return skipped_ + tag->begin;
    }

    [[nodiscard]] Position reached() const { return gate_.position(); }
    [[nodiscard]] std::optional<Fault>& fault() { return fault_; }

private:
    static Pass& self(void* context) { return *static_cast<Pass*>(context); }

    /// What was said, with how far the document was.
    ParserMessage progress(ParserMessage said) const {
        said.root_closed = root_closed_;
        said.file_ended = file_ended_;
        if (context_->name != nullptr) said.open_name = reinterpret_cast<char const*>(context_->name);
        return said;
    }

    bool go_on() {
        if (thrown_) std::rethrow_exception(thrown_);
        return !fault_;
    }

    [[nodiscard]] Position here() const {
        auto const* input = context_->input;
        if (input == nullptr) return gate_.position();
        return {input->line, input->col};
    }

    void halt() { xmlStopParser(context_.get()); }

    template <class Tell>
    void tell(Tell const& what) noexcept {
        if (thrown_ || fault_) return;
        try {
            for (auto* const sink : sinks_) what(*sink);
        } catch (...) {  // a border: no exception may cross the C frames of the parser; feed() throws it on
            thrown_ = std::current_exception();
            halt();
        }
    }

    void start(xmlChar const* local, xmlChar const* prefix, xmlChar const* uri, int namespace_count,
               xmlChar const** namespaces, int attribute_count, xmlChar const** attributes) {
        ++depth_;
        tell([&, this](Sink& sink) {
            if (&sink == sinks_.front()) gather(namespace_count, namespaces, attribute_count, attributes);
            sink.start_element({view(local), view(prefix), name_of(uri), namespaces_, attributes_, here()});
        });
    }

    void gather(int namespace_count, xmlChar const** namespaces, int attribute_count, xmlChar const** attributes) {
        namespaces_.clear();
        attributes_.clear();
        if (!values_.empty()) values_.clear();  // a deque does work for it even if there is nothing to do
        for (int i = 0; i < namespace_count; ++i) {
            auto const uri = view(namespaces[2 * i + 1]);
            if (uri.find('&') != std::string_view::npos) ampersand_in_namespace_ = true;
            namespaces_.push_back({view(namespaces[2 * i]), with_ampersands(uri)});
        }
        for (int i = 0; i < attribute_count; ++i) {
            auto const* const* const row = attributes + 5 * static_cast<std::ptrdiff_t>(i);
            auto const raw = view(row[3], static_cast<int>(row[4] - row[3]));
            attributes_.push_back({view(row[0]), view(row[1]), name_of(row[2]), with_ampersands(raw)});
        }
    }

    /// The name of a namespace. Hardly one has an ampersand in it, so only a document that does is searched for them.
    std::string_view name_of(xmlChar const* uri) {
        if (ampersand_in_namespace_) return with_ampersands(view(uri));
        // The parser keeps one copy of each name as long as it lives, and hardly ever changes from one to the next.
        if (uri != last_uri_) {
            last_uri_ = uri;
            last_name_ = view(uri);
        }
        return last_name_;
    }

    /// XML 1.0 section 2.11: a line ends with one line feed, whatever the file has. libxml2 does so everywhere but for
    /// CDATA sections that come in pieces. It hands them out of its buffer, where the octet behind the piece can be
    /// seen.
    void section(xmlChar const* octets, int length) {
        auto const text = view(octets, length);
        if (text.find('\r') == std::string_view::npos) {
            tell([&](Sink& sink) { sink.characters(text); });
            return;
        }
        std::string lines;
        lines.reserve(text.size());
        for (std::size_t i = 0; i < text.size(); ++i) {
            bool const line_feed_follows = octets[i + 1] == '\n';
            if (text[i] != '\r') lines += text[i];
            else if (!line_feed_follows) lines += '\n';
        }
        if (!lines.empty()) tell([&](Sink& sink) { sink.characters(lines); });
    }

    /// libxml2 tells '&' in a value as "&#38;" unless it may replace entities, and that it may never: undo it.
    std::string_view with_ampersands(std::string_view raw) {
        constexpr std::string_view told_as = "&#38;";
        auto at = raw.find('&');
        if (at == std::string_view::npos) return raw;
        auto& value = values_.emplace_back();
        std::size_t copied = 0;
        for (; at != std::string_view::npos; at = raw.find('&', copied)) {
            value.append(raw, copied, at + 1 - copied);
            copied = at + (raw.substr(at).starts_with(told_as) ? told_as.size() : 1);
        }
        value.append(raw, copied);
        return value;
    }

    static void on_start(void* context, xmlChar const* local, xmlChar const* prefix, xmlChar const* uri,
                         int namespace_count, xmlChar const** namespaces, int attribute_count, int /*defaulted*/,
                         xmlChar const** attributes) {
        self(context).start(local, prefix, uri, namespace_count, namespaces, attribute_count, attributes);
    }
    static void on_end(void* context, xmlChar const* local, xmlChar const* prefix, xmlChar const* uri) {
        auto& pass = self(context);
        if (--pass.depth_ == 0) pass.root_closed_ = true;
        if (pass.ampersand_in_namespace_) pass.values_.clear();
        auto const space = pass.name_of(uri);
        pass.tell([&](Sink& sink) { sink.end_element(view(local), view(prefix), space); });
    }
    static void on_characters(void* context, xmlChar const* text, int length) {
        self(context).tell([&](Sink& sink) { sink.characters(view(text, length)); });
    }
    static void on_section(void* context, xmlChar const* text, int length) { self(context).section(text, length); }
    static void on_comment(void* context, xmlChar const* text) {
        self(context).tell([&](Sink& sink) { sink.comment(view(text)); });
    }
    static void on_instruction(void* context, xmlChar const* target, xmlChar const* data) {
        self(context).tell([&](Sink& sink) { sink.processing_instruction(view(target), view(data)); });
    }
    /// The gate has stopped every DOCTYPE before; this is the second lock on the same door.
    static void on_doctype(void* context, xmlChar const*, xmlChar const*, xmlChar const*) {
        auto& pass = self(context);
        if (!pass.fault_) pass.fault_ = fault_of(Stop::doctype, pass.here(), "");
        pass.halt();
    }
    static void on_error(void* context, xmlErrorPtr error) {
        auto& pass = self(context);
        if (error->level < XML_ERR_ERROR || pass.fault_ || pass.thrown_) return;
        // Namespace names are compared, never fetched: an odd one is no fault of the form.
        if (error->code == XML_WAR_NS_URI || error->code == XML_WAR_NS_URI_RELATIVE) return;
        auto const where = pass.here();
        auto const text = [](char const* words) { return std::string_view(words == nullptr ? "" : words); };
        pass.fault_ = fault_of_parser(pass.progress({.code = error->code,
                                                     .text = text(error->message),
                                                     .first = text(error->str1),
                                                     .second = text(error->str2),
                                                     .line = error->int1}),
                                      where);
        pass.halt();
    }

    static xmlSAXHandler callbacks() {
        xmlSAXHandler handler{};
        handler.initialized = XML_SAX2_MAGIC;
        handler.internalSubset = &on_doctype;
        handler.startElementNs = &on_start;
        handler.endElementNs = &on_end;
        handler.characters = &on_characters;
        handler.cdataBlock = &on_section;
        handler.ignorableWhitespace = &on_characters;
        handler.comment = &on_comment;
        handler.processingInstruction = &on_instruction;
        handler.serror = &on_error;
        return handler;
    }

    Gate gate_;
    std::span<Sink* const> sinks_;
    std::unique_ptr<xmlParserCtxt, FreeContext> context_;
    std::vector<NamespaceDeclaration> namespaces_;
    std::vector<Attribute> attributes_;
    std::deque<std::string> values_;  ///< those of the element at hand that are not told as they stand
    std::optional<Fault> fault_;
    std::exception_ptr thrown_;
    int depth_ = 0;
    bool root_closed_ = false;
    bool file_ended_ = false;
    std::size_t skipped_ = 0;
    bool ampersand_in_namespace_ = false;
    xmlChar const* last_uri_ = nullptr;
    std::string_view last_name_;  ///< the same
};

/// The name of an encoding that is not UTF-8, told by the first octets (XML 1.0, appendix F); empty if none.
std::string_view foreign_encoding(std::string_view head) {
    auto const begins = [&](std::string_view octets) { return head.starts_with(octets); };
    using namespace std::string_view_literals;
    if (begins("\x00\x00\xFE\xFF"sv) || begins("\xFF\xFE\x00\x00"sv)) return "UTF-32";
    if (begins("\x00\x00\x00<"sv) || begins("<\x00\x00\x00"sv)) return "UTF-32";
    if (begins("\xFE\xFF"sv) || begins("\xFF\xFE"sv) || begins("\x00<"sv) || begins("<\x00"sv)) return "UTF-16";
    if (begins("\x4C\x6F\xA7\x94"sv)) return "EBCDIC";
    return {};
}

/// Fills the whole buffer unless the content ends: the first octets must come together.
std::size_t fill(ContentReader& reader, std::span<char> buffer) {
    std::size_t filled = 0;
    while (filled < buffer.size()) {
        auto const count = reader.read(buffer.subspan(filled));
        if (count == 0) break;
        filled += count;
    }
    return filled;
}

std::string hex_of(char octet) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    auto const value = static_cast<unsigned char>(octet);
    return {'0', 'x', digits[value >> 4U], digits[value & 0x0FU]};
}

/// The story of one document: octets in, whole characters to the pass, the first fault out.
std::optional<Fault> run(ContentReader& reader, Limits const& limits, Pass& pass) {
    std::vector<char> buffer(piece_bytes);
    std::size_t kept = 0;  // octets of a character that the last piece cut in two
    std::uint64_t seen = 0;
    for (bool first = true;; first = false) {
        auto const count = fill(reader, std::span<char>(buffer).subspan(kept));
        seen += count;
        if (seen > limits.bytes_max) return fault_of(Stop::too_large, {}, std::to_string(limits.bytes_max));
        std::string_view piece(buffer.data(), kept + count);
        if (first) {
            if (auto const name = foreign_encoding(piece); !name.empty())
                return fault_of(Stop::encoding_octets, {}, name);
            if (piece.starts_with(byte_order_mark)) {
                piece.remove_prefix(byte_order_mark.size());
                pass.skip(byte_order_mark.size());
            }
            // libxml2 would skip a second one, the schema validator would not.
            if (piece.starts_with(byte_order_mark)) return fault_of(Stop::control_character, {}, "65279");
        }
        auto const prefix = utf8_prefix(piece);
        if (prefix.bytes > 0 && !pass.feed(piece.substr(0, prefix.bytes))) return pass.fault();
        auto const rest = piece.substr(prefix.bytes);
        if (prefix.broken || (count == 0 && !rest.empty()))
            return fault_of(Stop::encoding_broken, pass.reached(), hex_of(rest.front()));
        kept = rest.size();
        std::memmove(buffer.data(), rest.data(), kept);
        if (count == 0) break;
    }
    pass.finish();
    return pass.fault();
}

}  // namespace

tl::expected<void, Fault> read(Content const& document, Limits const& limits, std::span<Sink* const> sinks) {
    if (document.bytes > limits.bytes_max)
        return tl::unexpected(fault_of(Stop::too_large, {}, std::to_string(limits.bytes_max)));
    return read(*open_checked(document), limits, sinks);
}

tl::expected<void, Fault> read(ContentReader& reader, Limits const& limits, std::span<Sink* const> sinks) {
    Pass pass(limits, sinks);
    if (auto fault = run(reader, limits, pass)) return tl::unexpected(std::move(*fault));
    return {};
}

}  // namespace wetbode::xml
