// SPDX-License-Identifier: EUPL-1.2
#include "gateway/sealing/methods.hpp"

#include "gateway/refusal.hpp"

#include <algorithm>
#include <array>

namespace wetbode {

namespace {

struct Row {
    SignatureAlgorithm algorithm;
    std::string_view uri;
};

// RFC 9231 sections 2.3.2, 2.3.6 and 2.3.10.
constexpr std::array<Row, 9> rows{{
    {{SignatureScheme::ecdsa, HashAlgorithm::sha256}, "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"},
    {{SignatureScheme::ecdsa, HashAlgorithm::sha384}, "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384"},
    {{SignatureScheme::ecdsa, HashAlgorithm::sha512}, "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512"},
    {{SignatureScheme::rsa_pkcs1, HashAlgorithm::sha256}, "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"},
    {{SignatureScheme::rsa_pkcs1, HashAlgorithm::sha384}, "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384"},
    {{SignatureScheme::rsa_pkcs1, HashAlgorithm::sha512}, "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512"},
    {{SignatureScheme::rsa_pss, HashAlgorithm::sha256}, "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1"},
    {{SignatureScheme::rsa_pss, HashAlgorithm::sha384}, "http://www.w3.org/2007/05/xmldsig-more#sha384-rsa-MGF1"},
    {{SignatureScheme::rsa_pss, HashAlgorithm::sha512}, "http://www.w3.org/2007/05/xmldsig-more#sha512-rsa-MGF1"},
}};

}  // namespace

std::string_view signature_method(SignatureAlgorithm algorithm) {
    auto const* const row =
        std::find_if(rows.begin(), rows.end(), [&](Row const& known) { return known.algorithm == algorithm; });
    ensure(row != rows.end(), "every algorithm of a signer has a name");
    return row->uri;
}

std::optional<SignatureAlgorithm> signature_algorithm_from(std::string_view method) {
    for (auto const& row : rows)
        if (row.uri == method) return row.algorithm;
    return std::nullopt;
}

}  // namespace wetbode
