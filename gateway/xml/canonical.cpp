// SPDX-License-Identifier: EUPL-1.2
#include "gateway/xml/canonical.hpp"

#include "gateway/refusal.hpp"
#include "gateway/xml/octets.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace wetbode::xml {

namespace {

constexpr std::size_t piece_bytes = 16 * 1024;

using EscapeTable = std::array<std::string_view, 256>;

constexpr EscapeTable text_escapes = [] {
    EscapeTable table{};
    table['&'] = "&amp;";
    table['<'] = "&lt;";
    table['>'] = "&gt;";
    table['\r'] = "&#xD;";
    return table;
}();

constexpr EscapeTable attribute_escapes = [] {
    EscapeTable table{};
    table['&'] = "&amp;";
    table['<'] = "&lt;";
    table['"'] = "&quot;";
    table['\t'] = "&#x9;";
    table['\n'] = "&#xA;";
    table['\r'] = "&#xD;";
    return table;
}();

using TextEscapes = Stops<false, '&', '<', '>', '\r'>;
using AttributeEscapes = Stops<false, '&', '<', '"', '\t', '\n', '\r'>;

template <class Escapes>
void append_escaped(std::string& out, std::string_view text, EscapeTable const& escapes) {
    std::size_t copied = 0;
    for (auto at = Escapes::find(text, 0); at < text.size(); at = Escapes::find(text, copied)) {
        out.append(text, copied, at - copied);
        out += escapes[static_cast<unsigned char>(text[at])];
        copied = at + 1;
    }
    out.append(text, copied, text.size() - copied);
}

void append_name(std::string& out, std::string_view prefix, std::string_view local) {
    if (!prefix.empty()) {
        out += prefix;
        out += ':';
    }
    out += local;
}

}  // namespace

void CanonicalWriter::start_element(Element const& element) {
    marks_.push_back(rendered_.size());
    root_seen_ = true;
    buffer_ += '<';
    append_name(buffer_, element.prefix, element.local);
    write_namespaces(element);
    write_attributes(element);
    buffer_ += '>';
    flush_if_full();
}

void CanonicalWriter::end_element(std::string_view local, std::string_view prefix) {
    ensure(!marks_.empty(), "an element ends only if it has begun");
    rendered_.resize(marks_.back());
    marks_.pop_back();
    buffer_ += "</";
    append_name(buffer_, prefix, local);
    buffer_ += '>';
    flush_if_full();
}

void CanonicalWriter::characters(std::string_view text) {
    if (marks_.empty()) return;  // white space around the root element is not part of the canonical form
    append_escaped<TextEscapes>(buffer_, text, text_escapes);
    flush_if_full();
}

void CanonicalWriter::processing_instruction(std::string_view target, std::string_view data) {
    bool const outside = marks_.empty();
    if (outside && root_seen_) buffer_ += '\n';
    buffer_ += "<?";
    buffer_ += target;
    if (!data.empty()) {
        buffer_ += ' ';
        buffer_ += data;
    }
    buffer_ += "?>";
    if (outside && !root_seen_) buffer_ += '\n';
    flush_if_full();
}

void CanonicalWriter::finish() {
    ensure(marks_.empty(), "a canonical form ends with its last element");
    if (!buffer_.empty()) out_(buffer_);
    buffer_.clear();
}

void CanonicalWriter::note_used(std::string_view prefix, std::string_view uri) {
    for (auto const& known : used_)
        if (known.prefix == prefix) return;
    used_.push_back({prefix, uri});
}

/// The nearest declaration of the prefix in the output says the same. For the empty prefix and no namespace, saying
/// nothing at all is the same, too.
bool CanonicalWriter::already_rendered(std::string_view prefix, std::string_view uri) const {
    for (auto binding = rendered_.rbegin(); binding != rendered_.rend(); ++binding)
        if (binding->prefix == prefix) return binding->uri == uri;
    return prefix.empty() && uri.empty();
}

/// Exclusive canonicalization section 3: a declaration is written where its prefix is first visibly used. What the
/// ancestors outside the subtree declared needs no memory: the parser has resolved each name at hand already.
void CanonicalWriter::write_namespaces(Element const& element) {
    used_.clear();
    if (element.prefix != "xml" && !already_rendered(element.prefix, element.uri))
        note_used(element.prefix, element.uri);
    for (auto const& attribute : element.attributes)
        if (!attribute.prefix.empty() && attribute.prefix != "xml" &&
            !already_rendered(attribute.prefix, attribute.uri))
            note_used(attribute.prefix, attribute.uri);
    if (used_.empty()) return;
    std::sort(used_.begin(), used_.end(), [](auto const& a, auto const& b) { return a.prefix < b.prefix; });
    for (auto const& use : used_) {
        buffer_ += " xmlns";
        if (!use.prefix.empty()) buffer_ += ':';
        buffer_ += use.prefix;
        buffer_ += "=\"";
        append_escaped<AttributeEscapes>(buffer_, use.uri, attribute_escapes);
        buffer_ += '"';
        rendered_.push_back({std::string(use.prefix), std::string(use.uri)});
    }
}

void CanonicalWriter::write_attributes(Element const& element) {
    sorted_.clear();
    for (auto const& attribute : element.attributes) sorted_.push_back(&attribute);
    // UTF-8 keeps the order of code points, so comparing octets is comparing as the standard asks.
    if (sorted_.size() > 1)
        std::sort(sorted_.begin(), sorted_.end(), [](Attribute const* a, Attribute const* b) {
            return std::pair{a->uri, a->local} < std::pair{b->uri, b->local};
        });
    for (auto const* attribute : sorted_) {
        buffer_ += ' ';
        append_name(buffer_, attribute->prefix, attribute->local);
        buffer_ += "=\"";
        append_escaped<AttributeEscapes>(buffer_, attribute->value, attribute_escapes);
        buffer_ += '"';
    }
}

void CanonicalWriter::flush_if_full() {
    if (buffer_.size() < piece_bytes) return;
    out_(buffer_);
    buffer_.clear();
}

Canonicaliser::Canonicaliser(CanonicalWriter::Out out)
    : writer_(std::move(out)), whole_document_(true), writing_(true) {}

Canonicaliser::Canonicaliser(Subtree subtree, CanonicalWriter::Out out)
    : writer_(std::move(out)), subtree_(std::move(subtree)), whole_document_(false), writing_(false) {
    ensure(!subtree_.uri.empty() || !subtree_.local.empty() || !subtree_.id.empty(), "a subtree is named");
}

bool Canonicaliser::is_chosen(Element const& element) const {
    if (!subtree_.local.empty() && subtree_.local != element.local) return false;
    if (!subtree_.uri.empty() && subtree_.uri != element.uri) return false;
    if (subtree_.id.empty()) return true;
    return std::any_of(element.attributes.begin(), element.attributes.end(), [this](Attribute const& attribute) {
        return attribute.uri.empty() && attribute.local == "Id" && attribute.value == subtree_.id;
    });
}

void Canonicaliser::start_element(Element const& element) {
    bool const chosen = whole_document_ ? writer_.depth() == 0 : is_chosen(element);
    if (chosen && ++matches_ == 1) writing_ = true;
    if (writing_) writer_.start_element(element);
}

void Canonicaliser::end_element(std::string_view local, std::string_view prefix, std::string_view /*uri*/) {
    if (!writing_) return;
    writer_.end_element(local, prefix);
    if (writer_.depth() == 0) writing_ = whole_document_;
}

void Canonicaliser::characters(std::string_view text) {
    if (writing_) writer_.characters(text);
}

void Canonicaliser::processing_instruction(std::string_view target, std::string_view data) {
    if (writing_) writer_.processing_instruction(target, data);
}

}  // namespace wetbode::xml
