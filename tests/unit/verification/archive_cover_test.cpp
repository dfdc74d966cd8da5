// SPDX-License-Identifier: EUPL-1.2
// An archive time stamp proves how old the revocation values before it are. Those that its own token or a later one
// carries it does not cover.
#include <catch2/catch.hpp>

#include "gateway/base/base64.hpp"
#include "gateway/crypto/handle.hpp"
#include "gateway/crypto/openssl_octets.hpp"
#include "gateway/verification/signature_check.hpp"
#include "tests/unit/verification/forge.hpp"

#include <openssl/cms.h>

using namespace wetbode;
using namespace wetbode::test;
using namespace std::chrono_literals;

namespace {

std::string with_list(std::string const& token, std::string const& list) {
    auto const* at = octets_of(token);
    Handle<CMS_ContentInfo, CMS_ContentInfo_free> const message(
        d2i_CMS_ContentInfo(nullptr, &at, static_cast<long>(token.size())));
    auto const* in = octets_of(list);
    Handle<X509_CRL, X509_CRL_free> const crl(d2i_X509_CRL(nullptr, &in, static_cast<long>(list.size())));
    REQUIRE(message != nullptr);
    REQUIRE(CMS_add1_crl(message.get(), crl.get()) == 1);
    return der_of<CMS_ContentInfo>(message.get(), i2d_CMS_ContentInfo);
}

ReadProperty archive(std::string const& token) {
    return {"xades141:ArchiveTimeStamp", {}, "http://www.w3.org/2001/10/xml-exc-c14n#", {base64(token)}};
}

/// Whether each stamp covers all revocation values.
std::vector<bool> covers(std::vector<ReadProperty> properties) {
    ReadSignature signature;
    signature.unsigned_properties = std::move(properties);
    std::vector<bool> all;
    for (auto const& stamp : gather_stamps(signature, {}).stamps) all.push_back(stamp.covers_revocation);
    return all;
}

}  // namespace

TEST_CASE("an archive time stamp covers no list that stands in its own token or behind it", "[verification]") {
    Forge forge;
    auto const token = token_over(forge.authority, "x", noon());
    auto const list = forge.authority.crl(trust::Issuer::issuing, noon());
    auto const telling = with_list(token, list);
    REQUIRE(read_time_token(telling)->crls.size() == 1);
    ReadProperty const values{"xades:RevocationValues", {}, {}, {}};

    CHECK(covers({archive(token)}) == std::vector{true});
    CHECK(covers({values, archive(token)}) == std::vector{true});
    CHECK(covers({archive(token), values}) == std::vector{false});
    CHECK(covers({archive(telling)}) == std::vector{false});
    CHECK(covers({archive(token), archive(telling)}) == std::vector{false, false});
    CHECK(covers({archive(telling), archive(token)}) == std::vector{false, true});
}

TEST_CASE("a time stamp of an authority that nobody trusts makes no level", "[verification]") {
    Forge forge;
    trust::Authority stranger({noon() - 24h * 365, "http://trust.invalid"});
    auto const level_by = [&forge](trust::Authority& authority) {
        SignatureEvidence evidence;
        evidence.certificate = forge.seal.certificate;
        evidence.certificates = {forge.authority.issuing()};
        StampEvidence stamp;
        stamp.token = read_time_token(token_over(authority, "x", noon()));
        stamp.imprint_holds = true;
        evidence.time_stamps.push_back(std::move(stamp));
        auto const options = forge.options();
        return judge(evidence, options.anchors, options.policy, noon() + 1h).level;
    };

    CHECK(level_by(forge.authority) == "B-T");
    CHECK(level_by(stranger) == "B-B");
}
