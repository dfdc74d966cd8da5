// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "gateway/crypto/algorithm.hpp"
#include "gateway/crypto/algorithm_terms.hpp"

#include <set>

using namespace wetbode;

TEST_CASE("every signature algorithm has one URI of RFC 9231, and is found by it", "[algorithm]") {
    std::set<std::string_view> uris;
    for (auto const scheme : {SignatureScheme::ecdsa, SignatureScheme::rsa_pkcs1, SignatureScheme::rsa_pss})
        for (auto const hash : {HashAlgorithm::sha256, HashAlgorithm::sha384, HashAlgorithm::sha512}) {
            SignatureAlgorithm const algorithm{scheme, hash};
            uris.insert(uri_of(algorithm));
            CHECK(signature_algorithm_from(uri_of(algorithm)) == algorithm);
            CHECK_FALSE(name_of(algorithm).empty());
        }

    CHECK(uris.size() == 9);
    CHECK(uri_of(SignatureAlgorithm{SignatureScheme::ecdsa, HashAlgorithm::sha384}) ==
          "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384");
    CHECK(uri_of(SignatureAlgorithm{SignatureScheme::rsa_pss, HashAlgorithm::sha256}) ==
          "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1");
}

TEST_CASE("algorithms that are broken or not ours are not known", "[algorithm]") {
    for (auto const* const uri :
         {"http://www.w3.org/2000/09/xmldsig#rsa-sha1", "http://www.w3.org/2001/04/xmldsig-more#rsa-md5",
          "http://www.w3.org/2000/09/xmldsig#hmac-sha1", "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha1",
          "http://www.w3.org/2001/04/xmldsig-more#ECDSA-SHA256", ""}) {
        CAPTURE(uri);
        CHECK_FALSE(signature_algorithm_from(uri).has_value());
    }
}

TEST_CASE("the end of an algorithm is that of ETSI TS 119 312", "[algorithm]") {
    SignatureAlgorithm const ecdsa{SignatureScheme::ecdsa, HashAlgorithm::sha256};
    SignatureAlgorithm const pkcs1{SignatureScheme::rsa_pkcs1, HashAlgorithm::sha256};
    SignatureAlgorithm const pss{SignatureScheme::rsa_pss, HashAlgorithm::sha256};
    std::chrono::sys_days const year_2029{std::chrono::year{2029} / 1 / 1};

    CHECK(end_of(ecdsa, 256) == std::nullopt);
    CHECK(end_of(ecdsa, 384) == std::nullopt);
    CHECK(end_of(pss, 3072) == std::nullopt);
    CHECK(end_of(pss, 2048) == year_2029);
    CHECK(end_of(pkcs1, 2048) == year_2029);
    CHECK(end_of(pkcs1, 4096) == year_2029);
}

TEST_CASE("a key shorter than anything in the catalogue has ended at every time", "[algorithm]") {
    CHECK(end_of({SignatureScheme::rsa_pss, HashAlgorithm::sha256}, 1024) == never_acceptable);
    CHECK(end_of({SignatureScheme::ecdsa, HashAlgorithm::sha256}, 224) == never_acceptable);
}
