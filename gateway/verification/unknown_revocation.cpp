// SPDX-License-Identifier: EUPL-1.2
#include "gateway/verification/unknown_revocation.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace wetbode {

namespace {

/// What gateway/revocation says, and the same in Dutch.
constexpr std::array<std::pair<std::string_view, std::string_view>, 15> reasons{{
    {"there is no revocation data", "er zijn geen gegevens"},
    {"the list was made before the certificate began", "de lijst werd gemaakt voor het certificaat begon"},
    {"the list was made after the certificate ended", "de lijst werd gemaakt na het einde van het certificaat"},
    {"the list is of another issuer", "de lijst is van een andere uitgever"},
    {"the answer was made before the certificate began", "het antwoord werd gegeven voor het certificaat begon"},
    {"the answer was made after the certificate ended", "het antwoord werd gegeven na het einde van het certificaat"},
    {"the response is about another certificate", "het antwoord gaat over een ander certificaat"},
    {"the responder does not know the certificate", "de dienst kent het certificaat niet"},
    {"the revocation data had ended (nextUpdate) before that instant",
     "de gegevens golden toen niet meer (nextUpdate)"},
    {"the revocation data says that it was made in a time to come",
     "de gegevens zeggen dat ze later werden gemaakt dan nu"},
    {"nothing says that the responder's certificate was not revoked",
     "niets zegt dat het certificaat van wie antwoordt niet ingetrokken was"},
    {"the responder's certificate had been revoked when it answered",
     "het certificaat van wie antwoordt was toen ingetrokken"},
    {"the responder's certificate was revoked, which leaves its earlier answers in doubt",
     "het certificaat van wie antwoordt werd ingetrokken, zodat zijn vroegere antwoorden twijfelachtig zijn"},
    {"the responder's certificate is signed, or has a key, of an algorithm not allowed",
     "het certificaat van wie antwoordt gebruikt een algoritme dat niet mag"},
    {"the responder's certificate has a critical extension that is not known",
     "het certificaat van wie antwoordt heeft een kritieke uitbreiding die niet gekend is"},
}};

}  // namespace

Text unknown_revocation(std::string_view reason) {
    auto const* const known = std::ranges::find(reasons, reason, [](auto const& pair) { return pair.first; });
    std::string const nl(known == reasons.end() ? reason : known->second);
    return {"Het is niet bekend of een certificaat werd ingetrokken: " + nl + ".",
            "It is not known whether a certificate was revoked: " + std::string(reason) + "."};
}

}  // namespace wetbode
