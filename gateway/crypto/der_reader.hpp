// SPDX-License-Identifier: EUPL-1.2
// Walks through DER (ITU-T X.690) element by element, for the few structures that OpenSSL has no reader for. The views
// point into the octets given. Pure.
#pragma once

#include <optional>
#include <string_view>

namespace wetbode::der {

struct Element {
    unsigned char tag = 0;     ///< identifier octet; tags above 30 are not read
    std::string_view content;
    std::string_view whole;    ///< identifier, length and content
};

/// Takes elements from the front of `octets` one after another.
class Reader {
public:
    explicit Reader(std::string_view octets) : rest_(octets) {}

    /// The next element, or nothing at the end or where the octets are not DER: see done().
    [[nodiscard]] std::optional<Element> next();
    /// The next element if it has this tag; else nothing is taken.
    [[nodiscard]] std::optional<Element> next(unsigned char tag);
    [[nodiscard]] bool done() const { return rest_.empty(); }

private:
    std::string_view rest_;
};

/// The one element that `octets` are, if they are exactly one with this tag.
[[nodiscard]] std::optional<Element> only(std::string_view octets, unsigned char tag);

}  // namespace wetbode::der
