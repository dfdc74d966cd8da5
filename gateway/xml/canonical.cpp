// SPDX-License-Identifier: EUPL-1.2
#include "gateway/xml/canonical.hpp"

#include "gateway/refusal.hpp"
#include "gateway/xml/octets.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace wetbode::xml {

namespace {

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

}  // namespace

CanonicalWriter::CanonicalWriter(Out out)
    : out_(std::move(out)), buffer_(std::make_unique_for_overwrite<char[]>(piece_bytes)) {}

void CanonicalWriter::start_element(Element const& element) {
    marks_.push_back(rendered_.size());
    root_seen_ = true;
    put('<');
    put_name(element.prefix, element.local);
    write_namespaces(element);
    write_attributes(element);
    put('>');
}

void CanonicalWriter::end_element(std::string_view local, std::string_view prefix) {
    ensure(!marks_.empty(), "an element ends only if it has begun");
    rendered_.resize(marks_.back());
    marks_.pop_back();
    put("</");
    put_name(prefix, local);
    put('>');
}

void CanonicalWriter::characters(std::string_view text) {
    if (marks_.empty()) return;  // white space around the root element is not part of the canonical form
    put_escaped<TextEscapes>(text, text_escapes);
}

void CanonicalWriter::processing_instruction(std::string_view target, std::string_view data) {
    bool const outside = marks_.empty();
    if (outside && root_seen_) put('\n');
    put("<?");
    put(target);
    if (!data.empty()) {
        put(' ');
        put(data);
    }
    put("?>");
    if (outside && !root_seen_) put('\n');
}

void CanonicalWriter::finish() {
    ensure(marks_.empty(), "a canonical form ends with its last element");
    flush();
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
        put(" xmlns");
        if (!use.prefix.empty()) put(':');
        put(use.prefix);
        put("=\"");
        put_escaped<AttributeEscapes>(use.uri, attribute_escapes);
        put('"');
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
        put(' ');
        put_name(attribute->prefix, attribute->local);
        put("=\"");
        put_escaped<AttributeEscapes>(attribute->value, attribute_escapes);
        put('"');
    }
}

void CanonicalWriter::put_name(std::string_view prefix, std::string_view local) {
    if (!prefix.empty()) {
        put(prefix);
        put(':');
    }
    put(local);
}

template <class Escapes, class Table>
void CanonicalWriter::put_escaped(std::string_view text, Table const& escapes) {
    auto at = Escapes::find(text, 0);
    while (at < text.size()) {
        put(text.substr(0, at));
        put(escapes[static_cast<unsigned char>(text[at])]);
        text.remove_prefix(at + 1);
        at = Escapes::find(text, 0);
    }
    put(text);
}

void CanonicalWriter::put_long(std::string_view octets) {
    flush();
    if (octets.size() > piece_bytes) out_(octets);
    else put(octets);
}

void CanonicalWriter::flush() {
    if (filled_ > 0) out_({buffer_.get(), filled_});
    filled_ = 0;
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
