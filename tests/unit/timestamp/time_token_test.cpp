// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "adapters/trust/authority.hpp"
#include "adapters/trust/in_process.hpp"
#include "gateway/crypto/certificate.hpp"
#include "gateway/crypto/der.hpp"
#include "gateway/crypto/der_reader.hpp"
#include "gateway/crypto/handle.hpp"
#include "gateway/timestamp/aged_token.hpp"
#include "gateway/timestamp/time_token.hpp"
#include "tests/doubles/fake_clock.hpp"

#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/pem.h>

#include <algorithm>

using namespace wetbode;
using trust::Authority;
using trust::TimeFault;

namespace {

constexpr auto now = FakeClock::monday + Milliseconds{123};

struct Bench {
    FakeClock clock{now};
    Authority authority{{now - std::chrono::days{100}, "http://trust.invalid", trust::KeyKind::p256, "Wetbode test"}};
    std::unique_ptr<TimeAuthority> time = trust::time_authority_of(authority, clock);

    std::string token(TimeFault fault = TimeFault::none, HashAlgorithm algorithm = HashAlgorithm::sha256) {
        authority.fail(fault);
        return time->stamp(algorithm, hash_of(algorithm, "a decree")).der;
    }
};

using Message = Handle<CMS_ContentInfo, CMS_ContentInfo_free>;

Message message_of(std::string const& der) {
    auto const* at = reinterpret_cast<unsigned char const*>(der.data());
    return Message(d2i_CMS_ContentInfo(nullptr, &at, static_cast<long>(der.size())));
}

std::string der_of(CMS_ContentInfo* message) {
    std::string der(static_cast<std::size_t>(i2d_CMS_ContentInfo(message, nullptr)), '\0');
    auto* at = reinterpret_cast<unsigned char*>(der.data());
    i2d_CMS_ContentInfo(message, &at);
    return der;
}

struct Pair {
    Handle<X509, X509_free> certificate;
    Handle<EVP_PKEY, EVP_PKEY_free> key;
};

Pair pair_of(trust::Issued const& issued) {
    auto const* at = reinterpret_cast<unsigned char const*>(issued.certificate.data());
    auto const& pem = issued.key_pem;
    Handle<BIO, BIO_free_all> const bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    return {Handle<X509, X509_free>(d2i_X509(nullptr, &at, static_cast<long>(issued.certificate.size()))),
            Handle<EVP_PKEY, EVP_PKEY_free>(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr))};
}

/// The octets of TSTInfo in a token.
std::string info_in(std::string const& token) {
    auto const message = message_of(token);
    auto const* const content = *CMS_get0_content(message.get());
    return {reinterpret_cast<char const*>(ASN1_STRING_get0_data(content)),
            static_cast<std::size_t>(ASN1_STRING_length(content))};
}

struct Signing {
    std::string content;
    int type = NID_id_smime_ct_TSTInfo;
    unsigned flags = CMS_CADES;
    EVP_MD const* digest = EVP_sha256();
    int signers = 1;
    bool with_certificate = true;
};

/// A signed message made as a time authority makes one, apart from what the test wants to be wrong.
std::string sign(Authority& authority, Signing const& how) {
    auto const flags = CMS_PARTIAL | CMS_BINARY | how.flags | (how.with_certificate ? 0U : CMS_NOCERTS);
    Message const message(CMS_sign(nullptr, nullptr, nullptr, nullptr, CMS_PARTIAL | CMS_BINARY));
    CMS_set_detached(message.get(), 0);
    CMS_set1_eContentType(message.get(), OBJ_nid2obj(how.type));
    for (int i = 0; i < how.signers; ++i) {
        auto const pair = pair_of(authority.issue({"time " + std::to_string(i), trust::KeyKind::p256,
                                                   now - std::chrono::days{1}, now + std::chrono::days{1},
                                                   trust::Purpose::time_stamping}));
        CMS_add1_signer(message.get(), pair.certificate.get(), pair.key.get(), how.digest, flags);
    }
    Handle<BIO, BIO_free_all> const bio(BIO_new_mem_buf(how.content.data(), static_cast<int>(how.content.size())));
    CMS_final(message.get(), bio.get(), nullptr, CMS_PARTIAL | CMS_BINARY);
    ERR_clear_error();
    return der_of(message.get());
}

std::string replaced(std::string text, std::string const& from, std::string const& to) {
    auto const at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("a token tells when, over what, and by whom", "[timestamp]") {
    Bench bench;

    auto const read = read_time_token(bench.token());

    REQUIRE(read);
    CHECK(read->at == now);
    CHECK(read->algorithm == HashAlgorithm::sha256);
    CHECK(read->imprint == hash_of(HashAlgorithm::sha256, "a decree"));
    CHECK(read->policy == Authority::policy);
    CHECK_FALSE(read->serial.empty());
    CHECK(read->nonce.empty());
    CHECK(read->certificate == bench.authority.time_certificate());
    CHECK(read->certificates.size() == 2);
    CHECK(read->intact);
    CHECK(read->may_stamp);
}

TEST_CASE("a token may carry each of the digests allowed", "[timestamp]") {
    Bench bench;

    for (auto const algorithm : {HashAlgorithm::sha256, HashAlgorithm::sha384, HashAlgorithm::sha512}) {
        auto const read = read_time_token(bench.token(TimeFault::none, algorithm));
        REQUIRE(read);
        CHECK(read->algorithm == algorithm);
        CHECK(read->intact);
    }
}

TEST_CASE("what is not exactly one token is refused", "[timestamp]") {
    Bench bench;
    auto const token = bench.token();

    CHECK_FALSE(read_time_token(""));
    CHECK_FALSE(read_time_token("no token"));
    CHECK_FALSE(read_time_token(token + '\0'));
    CHECK_FALSE(read_time_token(token + token));
    CHECK_FALSE(read_time_token(token.substr(0, token.size() - 1)));
    CHECK_FALSE(read_time_token(std::string(65 * 1024, '0')));
}

TEST_CASE("no octet of a token can be changed and the token stay whole over the same digest", "[timestamp]") {
    Bench bench;
    auto const token = bench.token();
    auto const before = read_time_token(token);

    // Every octet costs a verification; each seventh reaches all parts of the message in reasonable time.
    for (std::size_t i = 0; i < token.size(); i += 7) {
        auto changed = token;
        changed[i] = static_cast<char>(changed[i] ^ 0x01);
        auto const after = read_time_token(changed);
        if (!after || !after->intact) continue;
        // Only certificates that come along unsigned may differ.
        INFO("octet " << i);
        CHECK(after->imprint == before->imprint);
        CHECK(after->at == before->at);
        CHECK(after->certificate == before->certificate);
        CHECK(after->serial == before->serial);
    }
    CHECK_FALSE(read_time_token(bench.token(TimeFault::broken_signature))->intact);
    auto const other_time = replaced(token, "20260105080000", "20260105080001");
    REQUIRE(read_time_token(other_time));
    CHECK_FALSE(read_time_token(other_time)->intact);
}

TEST_CASE("tokens with SHA-1 in any place that proves something are refused", "[timestamp]") {
    Bench bench;
    auto const info = info_in(bench.token());
    auto const sha256 = der::oid("2.16.840.1.101.3.4.2.1");
    auto const method256 = der::sequence({der::sequence({sha256}),
                                          der::octet_string(hash_of(HashAlgorithm::sha256, "a decree"))});
    auto const method1 = der::sequence({der::sequence({der::oid("1.3.14.3.2.26"), der::null()}),
                                        der::octet_string(std::string(20, 'x'))});
    auto const whole = der::only(info, 0x30);
    REQUIRE(whole);
    auto const short_info = der::tlv(0x30, replaced(std::string(whole->content), method256, method1));

    CHECK(read_time_token(sign(bench.authority, {info})));
    CHECK_FALSE(read_time_token(sign(bench.authority, {short_info})));
    CHECK_FALSE(read_time_token(sign(bench.authority, {info, NID_id_smime_ct_TSTInfo, CMS_CADES, EVP_sha1()})));
    // What they used is told, and what they claim.
    for (auto const& aged :
         {aged_time_token(sign(bench.authority, {short_info})),
          aged_time_token(sign(bench.authority, {info, NID_id_smime_ct_TSTInfo, CMS_CADES, EVP_sha1()}))}) {
        REQUIRE(aged);
        CHECK(aged->algorithm == "SHA-1");
        CHECK(aged->at == FakeClock::monday);
    }
    CHECK(aged_time_token(sign(bench.authority, {info, NID_id_smime_ct_TSTInfo, CMS_CADES, EVP_sha224()}))
              ->algorithm == "SHA-224");
    CHECK_FALSE(aged_time_token(sign(bench.authority, {info})));
    CHECK_FALSE(aged_time_token(sign(bench.authority, {short_info, NID_pkcs7_data})));
    CHECK_FALSE(aged_time_token(sign(bench.authority, {short_info}) + '\0'));
    CHECK_FALSE(aged_time_token("rubbish"));
}

TEST_CASE("a token has one signer, his certificate and the right content", "[timestamp]") {
    Bench bench;
    auto const info = info_in(bench.token());

    CHECK(read_time_token(sign(bench.authority, {info}))->intact);
    CHECK_FALSE(read_time_token(sign(bench.authority, {info, NID_id_smime_ct_TSTInfo, CMS_CADES, EVP_sha256(), 2})));
    CHECK_FALSE(read_time_token(sign(bench.authority, {info, NID_id_smime_ct_TSTInfo, CMS_CADES, EVP_sha256(), 0})));
    CHECK_FALSE(read_time_token(
        sign(bench.authority, {info, NID_id_smime_ct_TSTInfo, CMS_CADES, EVP_sha256(), 1, false})));
    CHECK_FALSE(read_time_token(sign(bench.authority, {info, NID_pkcs7_data})));
    CHECK_FALSE(read_time_token(sign(bench.authority, {"no TSTInfo"})));
    CHECK_FALSE(read_time_token(sign(bench.authority, {info + '\0'})));
}

TEST_CASE("a token that does not name its certificate in what is signed is not whole", "[timestamp]") {
    Bench bench;
    auto const info = info_in(bench.token());

    auto const read = read_time_token(sign(bench.authority, {info, NID_id_smime_ct_TSTInfo, 0}));

    REQUIRE(read);
    CHECK_FALSE(read->intact);
    auto const bare = read_time_token(sign(bench.authority, {info, NID_id_smime_ct_TSTInfo, CMS_NOATTR}));
    CHECK_FALSE((bare && bare->intact));
}

TEST_CASE("only a certificate for time stamps and nothing else may stamp", "[timestamp]") {
    Bench bench;

    CHECK(read_time_token(bench.token())->may_stamp);
    CHECK(read_time_token(bench.token(TimeFault::expired_certificate))->may_stamp);
    for (auto const fault : {TimeFault::not_critical, TimeFault::other_usage}) {
        auto const read = read_time_token(bench.token(fault));
        REQUIRE(read);
        CHECK(read->intact);
        CHECK_FALSE(read->may_stamp);
    }
}

TEST_CASE("revocation values in the unsigned attributes of a token are found", "[timestamp]") {
    Bench bench;
    auto const list = bench.authority.crl(trust::Issuer::root, now);
    auto const response = bench.authority.ocsp_for(bench.authority.time_certificate(), now);
    // OCSPResponse ::= SEQUENCE { status, [0] SEQUENCE { type, OCTET STRING holding BasicOCSPResponse } }
    der::Reader outer(der::only(response, 0x30)->content);
    CHECK(outer.next());
    der::Reader bytes(der::only(outer.next()->content, 0x30)->content);
    CHECK(bytes.next());
    auto const basic = bytes.next(0x04);
    REQUIRE(basic);
    auto const values = der::sequence({der::tlv(0xA0, der::sequence({list})),
                                       der::tlv(0xA1, der::sequence({basic->content}))});
    auto const message = message_of(bench.token());
    auto* const signer = sk_CMS_SignerInfo_value(CMS_get0_SignerInfos(message.get()), 0);

    auto const content = values;
    REQUIRE(CMS_unsigned_add1_attr_by_txt(signer, "1.2.840.113549.1.9.16.2.24", V_ASN1_SEQUENCE, content.data(),
                                          static_cast<int>(content.size())) == 1);
    auto const read = read_time_token(der_of(message.get()));

    REQUIRE(read);
    CHECK(read->intact);
    REQUIRE(read->crls.size() == 1);
    REQUIRE(read->ocsps.size() == 1);
    CHECK(read->crls.front() == list);
    CHECK(read->ocsps.front() == response);
}
