// SPDX-License-Identifier: EUPL-1.2
#include "gateway/timestamp/aged_token.hpp"

#include "gateway/crypto/handle.hpp"
#include "gateway/crypto/openssl_octets.hpp"

#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/ts.h>

#include <ctime>

namespace wetbode {

namespace {

using Message = Handle<CMS_ContentInfo, CMS_ContentInfo_free>;
using Info = Handle<TS_TST_INFO, TS_TST_INFO_free>;

constexpr std::size_t token_bytes_max = 64U << 10U;

bool is_accepted(int digest) { return digest == NID_sha256 || digest == NID_sha384 || digest == NID_sha512; }

int name_in(X509_ALGOR const* algorithm) {
    ASN1_OBJECT const* name = nullptr;
    X509_ALGOR_get0(&name, nullptr, nullptr, algorithm);
    return OBJ_obj2nid(name);
}

/// Empty for a digest that is accepted.
std::string aged_digest(X509_ALGOR const* algorithm) {
    auto const digest = name_in(algorithm);
    if (is_accepted(digest)) return {};
    switch (digest) {
        case NID_md5: return "MD5";
        case NID_sha1: return "SHA-1";
        case NID_sha224: return "SHA-224";
        default: break;
    }
    ASN1_OBJECT const* name = nullptr;
    X509_ALGOR_get0(&name, nullptr, nullptr, algorithm);
    return dotted(name);
}

std::string aged_digest_of_signature(X509_ALGOR const* algorithm) {
    int digest = NID_undef;
    // rsaEncryption and RSASSA-PSS name no digest here.
    if (OBJ_find_sigid_algs(name_in(algorithm), &digest, nullptr) != 1 || digest == NID_undef) return {};
    Handle<X509_ALGOR, X509_ALGOR_free> const named(X509_ALGOR_new());
    if (named == nullptr || X509_ALGOR_set0(named.get(), OBJ_nid2obj(digest), V_ASN1_NULL, nullptr) != 1) return {};
    return aged_digest(named.get());
}

std::string aged_digest_in(CMS_ContentInfo* message, TS_TST_INFO* info) {
    auto* const signers = CMS_get0_SignerInfos(message);
    if (sk_CMS_SignerInfo_num(signers) != 1) return {};
    X509_ALGOR* digest = nullptr;
    X509_ALGOR* signature = nullptr;
    CMS_SignerInfo_get0_algs(sk_CMS_SignerInfo_value(signers, 0), nullptr, nullptr, &digest, &signature);
    for (auto const& aged : {aged_digest(TS_MSG_IMPRINT_get_algo(TS_TST_INFO_get_msg_imprint(info))),
                             aged_digest(digest), aged_digest_of_signature(signature)})
        if (!aged.empty()) return aged;
    return {};
}

std::optional<AgedTimeToken> read_message(CMS_ContentInfo* message) {
    if (OBJ_obj2nid(CMS_get0_type(message)) != NID_pkcs7_signed) return std::nullopt;
    if (OBJ_obj2nid(CMS_get0_eContentType(message)) != NID_id_smime_ct_TSTInfo) return std::nullopt;
    auto* const* const content = CMS_get0_content(message);
    if (content == nullptr || *content == nullptr) return std::nullopt;
    auto const* at = ASN1_STRING_get0_data(*content);
    Info const info(d2i_TS_TST_INFO(nullptr, &at, ASN1_STRING_length(*content)));
    std::tm parts{};
    if (info == nullptr || ASN1_TIME_to_tm(TS_TST_INFO_get_time(info.get()), &parts) != 1) return std::nullopt;
    auto aged = aged_digest_in(message, info.get());
    if (aged.empty()) return std::nullopt;
    return AgedTimeToken{Instant{std::chrono::seconds{::timegm(&parts)}}, std::move(aged)};
}

}  // namespace

std::optional<AgedTimeToken> aged_time_token(std::string_view der) {
    if (der.empty() || der.size() > token_bytes_max) return std::nullopt;
    auto const* at = octets_of(der);
    Message const message(d2i_CMS_ContentInfo(nullptr, &at, static_cast<long>(der.size())));
    std::optional<AgedTimeToken> token;
    if (message != nullptr && at == octets_of(der) + der.size()) token = read_message(message.get());
    ERR_clear_error();
    return token;
}

}  // namespace wetbode
