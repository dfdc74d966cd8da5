// SPDX-License-Identifier: EUPL-1.2
#include "gateway/timestamp/time_exchange.hpp"

#include "gateway/base/screen_text.hpp"
#include "gateway/crypto/der.hpp"
#include "gateway/crypto/der_reader.hpp"
#include "gateway/refusal.hpp"

#include <openssl/rand.h>

#include <array>

namespace wetbode {

namespace {

constexpr std::size_t response_bytes_max = 128U << 10U;
constexpr std::size_t words_max = 200;

std::string_view oid_of(HashAlgorithm algorithm) {
    switch (algorithm) {
        case HashAlgorithm::sha256: return "2.16.840.1.101.3.4.2.1";
        case HashAlgorithm::sha384: return "2.16.840.1.101.3.4.2.2";
        case HashAlgorithm::sha512: return "2.16.840.1.101.3.4.2.3";
    }
    return "2.16.840.1.101.3.4.2.1";
}

struct FailureName {
    unsigned bit;
    char const* name;
};

/// PKIFailureInfo of RFC 3161 section 2.4.2.
constexpr std::array<FailureName, 8> failure_names{{{0, "badAlg"},
                                                    {2, "badRequest"},
                                                    {5, "badDataFormat"},
                                                    {14, "timeNotAvailable"},
                                                    {15, "unacceptedPolicy"},
                                                    {16, "unacceptedExtension"},
                                                    {17, "addInfoNotAvailable"},
                                                    {25, "systemFailure"}}};

std::string failures_in(std::string_view bits) {
    std::string words;
    if (!bits.empty()) bits.remove_prefix(1);  // how many bits of the last octet are unused
    for (auto const& [bit, name] : failure_names)
        if (bit / 8 < bits.size() && (static_cast<unsigned char>(bits[bit / 8]) & (0x80U >> bit % 8U)) != 0)
            words += std::string(" ") + name;
    return words;
}

/// Why a token was not granted, in the authority's own words.
std::string refusal_in(der::Reader& info, int status) {
    auto words = "the authority did not grant a token (status " + std::to_string(status) + ")";
    if (auto const texts = info.next(0x30)) {
        der::Reader each(texts->content);
        while (auto const text = each.next(0x0C)) words += ": " + screen_text(text->content.substr(0, words_max));
    }
    if (auto const bits = info.next(0x03)) words += failures_in(bits->content);
    return words;
}

tl::unexpected<std::string> no(std::string why) { return tl::unexpected<std::string>(std::move(why)); }

}  // namespace

std::string new_nonce() {
    std::string nonce(8, '\0');
    ensure(RAND_bytes(reinterpret_cast<unsigned char*>(nonce.data()), static_cast<int>(nonce.size())) == 1,
           "the system has random numbers");
    nonce.front() = static_cast<char>((static_cast<unsigned char>(nonce.front()) & 0x3FU) | 0x40U);
    return nonce;
}

std::string request_der(TimeQuestion const& question) {
    ensure(question.digest.size() == octets_of(question.algorithm), "a digest is as long as its algorithm says");
    ensure(question.nonce.size() == 8 && (question.nonce.front() & 0x40) != 0, "a nonce is a positive number");
    auto const method = der::sequence({der::oid(oid_of(question.algorithm)), der::null()});
    auto const imprint = der::sequence({method, der::octet_string(question.digest)});
    auto const yes = der::tlv(0x01, "\xFF");
    return der::sequence({der::integer(1), imprint, der::tlv(0x02, question.nonce), yes});
}

tl::expected<AnsweredToken, std::string> token_in(std::string_view response, TimeQuestion const& question) {
    auto const whole = response.size() <= response_bytes_max ? der::only(response, 0x30) : std::nullopt;
    der::Reader parts(whole ? whole->content : std::string_view{});
    auto const status_info = parts.next(0x30);
    der::Reader info(status_info ? status_info->content : std::string_view{});
    auto const status = info.next(0x02);
    if (!status || status->content.size() != 1) return no("the answer is no TimeStampResp");
    // granted and grantedWithMods; what was modified is checked below
    if (status->content[0] != 0 && status->content[0] != 1) return no(refusal_in(info, status->content[0]));
    auto const token = parts.next(0x30);
    if (!token || !parts.done()) return no("the answer holds no token, or more than one");

    auto read = read_time_token(token->whole);
    if (!read) return no("the token cannot be read, or rests on a digest that is not allowed");
    if (read->algorithm != question.algorithm || read->imprint != question.digest)
        return no("the token is over another digest than was asked for");
    if (read->nonce != hex_of(question.nonce)) return no("the token answers another question (nonce)");
    if (!read->intact) return no("the signature of the token is broken");
    if (!read->may_stamp) return no("the certificate of the authority is not for time stamps (RFC 3161 section 2.3)");
    return AnsweredToken{std::string(token->whole), std::move(*read)};
}

}  // namespace wetbode
