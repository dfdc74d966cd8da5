// SPDX-License-Identifier: EUPL-1.2
// What went wrong, sorted by who must act: a Refusal is for the sender, an Outage for the operator,
// a failed `ensure` for us.
#pragma once

#include "gateway/text.hpp"

#include <tl/expected.hpp>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <source_location>
#include <stdexcept>
#include <string>
#include <vector>

namespace wetbode {

enum class Severity { error, warning, hint };

/// One defect in one file of a submission, told so that its author can mend it.
struct Fault {
    std::string code;              ///< stable rule id: "XSD.CONTENT", "XML.DOCTYPE", "MANIFEST.MISSING_FILE"
    Severity severity = Severity::error;
    std::string file;              ///< file name in the manifest; empty if the fault is in the manifest itself
    std::int64_t line = 0;         ///< from 1; 0 = not applicable
    std::int64_t column = 0;       ///< from 1; 0 = not applicable
    std::string path;              ///< XPath of the element, or JSON pointer in the manifest
    std::string nearest_id;        ///< eId of the element or of its nearest ancestor that has one
    Text message;                  ///< the sentence that the sender reads
    std::string detail;            ///< raw message of the parser, kept for experts
    bool operator==(Fault const&) const = default;
};

/// The sender's fault (Dutch: weigering). Goes on his answer and in the ledger; never logged as an error.
struct Refusal {
    std::string code;              ///< stable: "KEY_REUSED", ...; RefusalCode in api/openapi.yaml lists them all
    Text title;
    Text detail;
    Text remedy;                   ///< how to mend it
    std::vector<Fault> faults;     ///< all that were found, up to the limit of the settings
    bool more_faults = false;      ///< the limit was reached: there are more than listed
};

template <class T>
using Result = tl::expected<T, Refusal>;

/// Our world is broken: disk full, ledger gone, key missing. Caught at the door (503) and by the dispatcher (later).
class Outage : public std::runtime_error {
public:
    /// `dependency` names the ill part as /health spells it: "ledger", "content", "keys", "schemas".
    Outage(std::string dependency, std::string const& what)
        : std::runtime_error(dependency + ": " + what), dependency_(std::move(dependency)) {}
    [[nodiscard]] std::string const& dependency() const { return dependency_; }

private:
    std::string dependency_;
};

/// A belief about our own code. If it does not hold the process ends; a lease brings the work back.
inline void ensure(bool holds, char const* belief,
                   std::source_location const where = std::source_location::current()) {
    if (holds) return;
    std::fprintf(stderr, "event=broken_belief what=\"%s\" file=%s line=%u\n", belief, where.file_name(),
                 static_cast<unsigned>(where.line()));
    std::abort();
}

/// A swallowed error, named: why dropping it is safe.
template <class T>
void ignore(T const&, char const* /*why_it_is_safe*/) {}

}  // namespace wetbode
