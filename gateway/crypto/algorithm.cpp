// SPDX-License-Identifier: EUPL-1.2
#include "gateway/crypto/algorithm.hpp"

#include "gateway/refusal.hpp"

#include <algorithm>
#include <array>

namespace wetbode {

namespace {

struct Spelling {
    SignatureAlgorithm algorithm;
    std::string_view uri;
    std::string_view name;
};

using enum SignatureScheme;
using enum HashAlgorithm;

constexpr std::array spellings{
    Spelling{{ecdsa, sha256}, "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256", "ECDSA with SHA-256"},
    Spelling{{ecdsa, sha384}, "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384", "ECDSA with SHA-384"},
    Spelling{{ecdsa, sha512}, "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512", "ECDSA with SHA-512"},
    Spelling{{rsa_pkcs1, sha256}, "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", "RSA PKCS#1 v1.5 with SHA-256"},
    Spelling{{rsa_pkcs1, sha384}, "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384", "RSA PKCS#1 v1.5 with SHA-384"},
    Spelling{{rsa_pkcs1, sha512}, "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512", "RSA PKCS#1 v1.5 with SHA-512"},
    Spelling{{rsa_pss, sha256}, "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1", "RSA-PSS with SHA-256"},
    Spelling{{rsa_pss, sha384}, "http://www.w3.org/2007/05/xmldsig-more#sha384-rsa-MGF1", "RSA-PSS with SHA-384"},
    Spelling{{rsa_pss, sha512}, "http://www.w3.org/2007/05/xmldsig-more#sha512-rsa-MGF1", "RSA-PSS with SHA-512"},
};

Spelling const& spelling_of(SignatureAlgorithm algorithm) {
    auto const found = std::find_if(spellings.begin(), spellings.end(),
                                    [&](Spelling const& one) { return one.algorithm == algorithm; });
    ensure(found != spellings.end(), "every scheme is spelled for every digest");
    return *found;
}

}  // namespace

std::string_view uri_of(SignatureAlgorithm algorithm) { return spelling_of(algorithm).uri; }

std::string_view name_of(SignatureAlgorithm algorithm) { return spelling_of(algorithm).name; }

std::optional<SignatureAlgorithm> signature_algorithm_from(std::string_view uri) {
    for (auto const& one : spellings)
        if (one.uri == uri) return one.algorithm;
    return std::nullopt;
}

}  // namespace wetbode
