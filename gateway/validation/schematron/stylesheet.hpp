// SPDX-License-Identifier: EUPL-1.2
// One compiled XSLT 1.0 stylesheet of libxslt, locked in: it reads nothing but the document in hand, writes nothing but
// its result, and what it may use is bounded. Private to this folder. libxslt only reads a compiled stylesheet, so
// run() may be called from any thread.
#pragma once

#include "gateway/validation/schematron/allowance.hpp"
#include "gateway/validation/schematron/tree.hpp"

#include <libxslt/xsltInternals.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wetbode::validation {

/// Namespace of the one function that we add: place(first, second) notes the first node that there is and gives its
/// number among Transformed::places.
inline constexpr char const* place_namespace = "urn:wetbode:place";

struct TransformLimits {
    std::chrono::milliseconds time_max{10'000};  ///< of a processor
    std::uint64_t memory_max = 256ULL << 20U;    ///< beside the document
    std::size_t places_max = 100'000;
};

struct Transformed {
    DocumentPtr result;                  ///< empty if the stylesheet did not come to its end
    std::vector<xmlNode const*> places;  ///< also those noted before it was stopped
    bool more_places = false;            ///< it was stopped because there are too many
    Spent spent = Spent::nothing;        ///< it was stopped because it used too much
    std::string problem;                 ///< what libxslt said, in English; may be empty
};

class Stylesheet {
public:
    using Parameters = std::vector<std::pair<std::string, std::string>>;  ///< names and texts, never expressions
    /// Answers `xsl:import` while the stylesheet is compiled, by the last part of the name, with a document whose names
    /// are in `names`; may give nothing.
    using Imports = std::function<DocumentPtr(std::string_view name, xmlDict* names)>;

    /// Throws std::runtime_error with what libxslt says.
    explicit Stylesheet(DocumentPtr source, Imports imports = nullptr);

    [[nodiscard]] Transformed run(xmlDoc* document, TransformLimits const& limits,
                                  Parameters const& parameters = {}) const;

private:
    struct Free {
        void operator()(xsltStylesheet* style) const { xsltFreeStylesheet(style); }
    };
    std::unique_ptr<xsltStylesheet, Free> style_;
};

/// Each run of white space and control characters becomes one blank; none stands at the ends.
[[nodiscard]] std::string one_line(std::string_view text);

/// While it lives, what libxml2 and libxslt have to say in this thread is kept instead of printed.
class Overheard {
public:
    Overheard();
    Overheard(Overheard const&) = delete;
    Overheard& operator=(Overheard const&) = delete;
    ~Overheard();
    /// On one line.
    [[nodiscard]] std::string words() const;
    void add(std::string_view words);

private:
    Overheard* before_;
    std::string words_;
};

/// The fault in an XSLT pattern ("match"), as libxslt tells it; empty if there is none. Prefixes are those of `scope`.
[[nodiscard]] std::string fault_in_pattern(std::string const& pattern, xmlNode* scope);
/// The same for an XPath 1.0 expression.
[[nodiscard]] std::string fault_in_expression(std::string const& expression);

}  // namespace wetbode::validation
