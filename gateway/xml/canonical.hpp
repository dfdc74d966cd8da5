// SPDX-License-Identifier: EUPL-1.2
// Exclusive XML Canonicalization 1.0 without comments (http://www.w3.org/2001/10/xml-exc-c14n#) of what the door
// tells, in one pass and without a tree: whoever signs or checks a signature feeds it and hashes what comes out.
// Any thread; one document per object.
#pragma once

#include "gateway/xml/door.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace wetbode::xml {

/// Turns the events of one subtree (or of a whole document) into canonical octets. Octets come in pieces of some
/// kilobytes; the last ones come with finish().
class CanonicalWriter {
public:
    using Out = std::function<void(std::string_view octets)>;

    explicit CanonicalWriter(Out out);

    void start_element(Element const& element);
    void end_element(std::string_view local, std::string_view prefix);
    void characters(std::string_view text);
    /// Inside an element: as it stands. Before or after the root element: with the line feed that the standard asks.
    void processing_instruction(std::string_view target, std::string_view data);
    void finish();

    /// Elements that are open now; the subtree is complete when it falls back to 0.
    [[nodiscard]] std::size_t depth() const { return marks_.size(); }

private:
    struct Binding {
        std::string prefix;
        std::string uri;
    };

    void note_used(std::string_view prefix, std::string_view uri);
    [[nodiscard]] bool already_rendered(std::string_view prefix, std::string_view uri) const;
    void write_namespaces(Element const& element);
    void write_attributes(Element const& element);
    void put(std::string_view octets) {
        if (octets.size() > room()) return put_long(octets);
        filled_ += octets.copy(buffer_.get() + filled_, octets.size());
    }
    void put(char octet) { put(std::string_view(&octet, 1)); }
    void put_name(std::string_view prefix, std::string_view local);
    template <class Escapes, class Table>
    void put_escaped(std::string_view text, Table const& escapes);
    void put_long(std::string_view octets);
    void flush();
    [[nodiscard]] std::size_t room() const { return piece_bytes - filled_; }

    static constexpr std::size_t piece_bytes = 16 * 1024;

    Out out_;
    std::unique_ptr<char[]> buffer_;
    std::size_t filled_ = 0;
    std::vector<Binding> rendered_;    ///< namespace declarations in the output that are in scope, outermost first
    std::vector<std::size_t> marks_;   ///< length of rendered_ before each open element
    std::vector<NamespaceDeclaration> used_;  ///< scratch: what the element at hand makes visible use of
    std::vector<Attribute const*> sorted_;    ///< scratch
    bool root_seen_ = false;
};

/// Which element to canonicalise. An empty field matches everything, but at least one must be filled in.
struct Subtree {
    std::string uri;    ///< namespace
    std::string local;  ///< local name
    std::string id;     ///< value of the attribute Id (no namespace), as XML Signature names elements
};

/// A sink for the door: the canonical octets of the whole document, or of the first element that matches. Later
/// matches are counted but not written: whoever resolves an Id must find matches() == 1, or somebody is cheating.
class Canonicaliser final : public Sink {
public:
    explicit Canonicaliser(CanonicalWriter::Out out);
    Canonicaliser(Subtree subtree, CanonicalWriter::Out out);

    void start_element(Element const& element) override;
    void end_element(std::string_view local, std::string_view prefix, std::string_view uri) override;
    void characters(std::string_view text) override;
    void processing_instruction(std::string_view target, std::string_view data) override;
    /// Hands out the last octets; call it once after the pass.
    void finish() { writer_.finish(); }

    [[nodiscard]] std::uint64_t matches() const { return matches_; }

private:
    [[nodiscard]] bool is_chosen(Element const& element) const;

    CanonicalWriter writer_;
    Subtree subtree_;
    bool whole_document_;
    bool writing_;
    std::uint64_t matches_ = 0;
};

}  // namespace wetbode::xml
