// SPDX-License-Identifier: EUPL-1.2
// Trust lists (ETSI TS 119 612) for tests, signed by the forge.
#pragma once

#include "gateway/base/base64.hpp"
#include "tests/unit/verification/forge.hpp"

#include <string>

namespace wetbode::test {

inline std::string const granted = "http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/granted";
inline std::string const withdrawn = "http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/withdrawn";

inline std::string service(std::string const& type, std::string const& certificate, std::string const& status,
                           std::string const& since, std::string const& history = {}) {
    return "<TSPService><ServiceInformation><ServiceTypeIdentifier>http://uri.etsi.org/TrstSvc/Svctype/" + type +
           "</ServiceTypeIdentifier><ServiceName><Name xml:lang=\"en\">Test " + type +
           "</Name></ServiceName><ServiceDigitalIdentity><DigitalId><X509Certificate>" + base64(certificate) +
           "</X509Certificate></DigitalId></ServiceDigitalIdentity><ServiceStatus>" + status +
           "</ServiceStatus><StatusStartingTime>" + since + "</StatusStartingTime></ServiceInformation>" + history +
           "</TSPService>";
}

/// A status of before, with the type that the standard wants there.
inline std::string earlier_of(std::string const& type, std::string const& status, std::string const& since) {
    return "<ServiceHistory><ServiceHistoryInstance><ServiceTypeIdentifier>http://uri.etsi.org/TrstSvc/Svctype/" +
           type + "</ServiceTypeIdentifier><ServiceStatus>" + status + "</ServiceStatus><StatusStartingTime>" + since +
           "</StatusStartingTime></ServiceHistoryInstance></ServiceHistory>";
}

inline std::string earlier(std::string const& status, std::string const& since) {
    return "<ServiceHistory><ServiceHistoryInstance><ServiceStatus>" + status +
           "</ServiceStatus><StatusStartingTime>" + since +
           "</StatusStartingTime></ServiceHistoryInstance></ServiceHistory>";
}

inline std::string pointer(std::string const& url, std::string const& territory, std::string const& signer = {}) {
    auto const identity = signer.empty() ? std::string{}
                                         : "<ServiceDigitalIdentities><ServiceDigitalIdentity><DigitalId>"
                                           "<X509Certificate>" + base64(signer) + "</X509Certificate></DigitalId>"
                                           "</ServiceDigitalIdentity></ServiceDigitalIdentities>";
    return "<OtherTSLPointer>" + identity + "<TSLLocation>" + url + "</TSLLocation><AdditionalInformation>"
           "<OtherInformation><SchemeTerritory>" + territory + "</SchemeTerritory></OtherInformation>"
           "</AdditionalInformation></OtherTSLPointer>";
}

/// What a test says of a list; the rest is as it should be.
struct MadeList {
    std::string services;
    std::string next = "2027-01-01T00:00:00Z";
    std::string issued = "2026-10-01T00:00:00Z";
    std::string pointers = pointer("https://list.invalid/nl.xml", "NL");
    std::string version = "5";
    std::string sequence = "7";
    std::string territory = "BE";
    std::string uris;  ///< in SchemeInformationURI
};

inline std::string list_of(MadeList const& made) {
    auto const update = made.next.empty() ? std::string{} : "<dateTime>" + made.next + "</dateTime>";
    return "<TrustServiceStatusList xmlns=\"http://uri.etsi.org/02231/v2#\" Id=\"list\"><SchemeInformation>"
           "<TSLVersionIdentifier>" + made.version + "</TSLVersionIdentifier><TSLSequenceNumber>" + made.sequence +
           "</TSLSequenceNumber><SchemeInformationURI>" + made.uris + "</SchemeInformationURI><SchemeTerritory>" +
           made.territory + "</SchemeTerritory><PointersToOtherTSL>" + made.pointers +
           "</PointersToOtherTSL><ListIssueDateTime>" + made.issued + "</ListIssueDateTime><NextUpdate>" + update +
           "</NextUpdate></SchemeInformation><TrustServiceProviderList><TrustServiceProvider><TSPServices>" +
           made.services + "</TSPServices></TrustServiceProvider></TrustServiceProviderList>"
           "%SIGNATURE%</TrustServiceStatusList>";
}

inline std::string list_of(std::string const& services, std::string const& next = "2027-01-01T00:00:00Z") {
    MadeList made;
    made.services = services;
    made.next = next;
    return list_of(made);
}

inline std::string signed_by(Forge const& forge, std::string const& list) {
    Recipe recipe;
    recipe.document = list;
    return forge.make(recipe);
}

}  // namespace wetbode::test
