// SPDX-License-Identifier: EUPL-1.2
// Under which names a certificate knows its holder (X.520, ETSI EN 319 412-2 and -3). Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace wetbode {

/// UTF-8, as the certificate spells them; an attribute may occur several times.
struct SignerNames {
    std::vector<std::string> common_names;
    std::vector<std::string> given_names;
    std::vector<std::string> surnames;
    std::vector<std::string> pseudonyms;
    std::vector<std::string> organisations;
    std::vector<std::string> organisation_numbers;  ///< organizationIdentifier
    std::vector<std::string> serial_numbers;        ///< serialNumber of the subject: of the person, not the certificate
    std::string certificate_serial;                 ///< of the certificate: hexadecimal, lower case, no leading zeros

    /// A natural person (ETSI EN 319 412-2): what it says of an organisation tells where he works, not who he is.
    [[nodiscard]] bool of_person() const {
        return !given_names.empty() || !surnames.empty() || !pseudonyms.empty();
    }
};

/// All empty if the octets are no certificate.
[[nodiscard]] SignerNames names_in_certificate(std::string_view der);

}  // namespace wetbode
