// SPDX-License-Identifier: EUPL-1.2
// Names of keys and certificates in ds:KeyInfo are words that nobody signed. They may repeat what the certificates say.
// Pure; any thread.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace wetbode {

class KeyNames {
public:
    static constexpr std::size_t labels_max = 4;

    /// `names`: subjects and issuers of the certificates in ds:KeyInfo (RFC 2253).
    explicit KeyNames(std::vector<std::string> const& names);

    /// Every word of the text (of ds:KeyName, ds:X509SubjectName, ...) is one of the names, an attribute type, a number
    /// or octets in hexadecimal; or the text is a label: 64 octets at most, without a blank. Labels are counted: more
    /// than `labels_max` would make a sentence.
    [[nodiscard]] bool says_nothing_new(std::string_view text);

private:
    std::set<std::string> words_;
    std::size_t labels_ = 0;
};

}  // namespace wetbode
