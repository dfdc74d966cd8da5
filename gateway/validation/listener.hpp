// SPDX-License-Identifier: EUPL-1.2
// Hears one validation by Xerces-C++ and gathers its messages, each with the path, the identifier and the surroundings
// of the element that it is about. Private to xsd.cpp and document_reader.hpp. One object per pass.
#pragma once

#include "gateway/validation/id_watch.hpp"
#include "gateway/validation/problems.hpp"
#include "gateway/validation/stranger_watch.hpp"
#include "gateway/validation/time_budget.hpp"
#include "gateway/validation/unique_watch.hpp"

#include <xercesc/framework/XMLAttr.hpp>
#include <xercesc/framework/XMLDocumentHandler.hpp>
#include <xercesc/framework/XMLElementDecl.hpp>
#include <xercesc/sax/Locator.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace wetbode::validation {

/// Thrown through the parser, which allows that, once as many faults are known as are asked for.
struct EnoughFaults {};

[[nodiscard]] std::string to_utf8(XMLCh const* text);

class Listener final : public xercesc::XMLDocumentHandler {
public:
    /// Who looks after `xs:unique`, see unique_watch.hpp.
    enum class Uniqueness { by_xerces, by_listener };
    /// Who looks after `xs:ID`, see id_watch.hpp.
    enum class Ids { by_xerces, by_listener };
    /// `budget` is asked at each element: its OutOfTime goes on through the parser.
    Listener(std::size_t faults_max, TimeBudget& budget, Uniqueness uniqueness, Ids ids)
        : faults_max_(faults_max), budget_(budget), uniqueness_(uniqueness), ids_(ids) {}

    /// Call it before the pass; both outlive it.
    void begin(xercesc::Locator const* locator, xercesc::ValidationContext* context) {
        locator_ = locator;
        if (ids_ == Ids::by_listener) id_watch_.watch(context);
    }
    /// A message of the validator. Which element it is about shows with the next event.
    void hear(Source source, unsigned code, std::string raw, std::int64_t line, std::int64_t column);
    /// The faults in document order; call it once, after the pass.
    [[nodiscard]] std::vector<Fault> take_faults();
    [[nodiscard]] bool enough() const { return enough_; }
    /// How many names the reader now knows that the schema does not.
    [[nodiscard]] std::size_t strangers() const { return strangers_.count(); }

    void startElement(xercesc::XMLElementDecl const& declaration, unsigned int uri, XMLCh const* prefix,
                      xercesc::RefVectorOf<xercesc::XMLAttr> const& attributes, XMLSize_t attribute_count,
                      bool is_empty, bool is_root) override;
    void endElement(xercesc::XMLElementDecl const& declaration, unsigned int uri, bool is_root,
                    XMLCh const* prefix) override;
    void docCharacters(XMLCh const*, XMLSize_t, bool) override {}
    void docComment(XMLCh const*) override {}
    void docPI(XMLCh const*, XMLCh const*) override {}
    void endDocument() override {}
    void endEntityReference(xercesc::XMLEntityDecl const&) override {}
    void ignorableWhitespace(XMLCh const*, XMLSize_t, bool) override {}
    void resetDocument() override {}
    void startDocument() override {}
    void startEntityReference(xercesc::XMLEntityDecl const&) override {}
    void XMLDecl(XMLCh const*, XMLCh const*, XMLCh const*, XMLCh const*) override {}

private:
    struct Child {
        xercesc::XMLElementDecl const* declaration;  ///< lives as long as the pass
        unsigned uri;
        std::int64_t line;
        std::int64_t column;
    };
    static constexpr auto none = static_cast<std::size_t>(-1);
    struct Frame {
        xercesc::XMLElementDecl const* declaration = nullptr;
        unsigned uri = 0;
        std::size_t ordinal = 0;  ///< which child of its parent it is, from 0
        std::size_t child_count = 0;
        std::size_t text_told = none;  ///< how many children came before the misplaced text that was told last
        std::u16string id;  ///< as it stands in the document: few are ever told
        std::vector<Child> children;  ///< the first of them; kept only for what messages need
    };

    [[nodiscard]] Frame& push();
    [[nodiscard]] std::string path() const;
    [[nodiscard]] std::string step(std::size_t level) const;
    [[nodiscard]] static std::string step_of(Frame const& parent, std::size_t ordinal);
    [[nodiscard]] std::string nearest_id() const;
    void settle_pending(std::vector<std::pair<std::string, std::string>> attributes);
    void add_content_problem(Problem problem);
    void look_into_content(Problem& problem, Frame const& frame) const;
    void add(Problem const& problem);

    void watch_unique(xercesc::XMLElementDecl const& declaration,
                      xercesc::RefVectorOf<xercesc::XMLAttr> const& attributes, XMLSize_t attribute_count,
                      std::int64_t line, std::int64_t column);
    [[noreturn]] void refuse_strangers(std::int64_t line, std::int64_t column);
    void remember_id(Frame& frame, xercesc::XMLAttr const& attribute) const;

    std::size_t faults_max_;
    TimeBudget& budget_;
    Uniqueness uniqueness_;
    Ids ids_;
    StrangerWatch strangers_;
    UniqueWatch unique_;
    IdWatch id_watch_;
    xercesc::Locator const* locator_ = nullptr;
    std::vector<Frame> frames_;  ///< grows to the greatest depth and is reused
    std::size_t depth_ = 0;
    std::vector<Problem> pending_;
    std::vector<Fault> faults_;
    bool unknown_element_told_ = false;
    bool enough_ = false;
};

}  // namespace wetbode::validation
