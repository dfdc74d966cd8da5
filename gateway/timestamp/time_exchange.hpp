// SPDX-License-Identifier: EUPL-1.2
// One exchange with a time authority as octets: the request (TimeStampReq) and the judgement of the answer
// (TimeStampResp), RFC 3161 section 2.4. Pure.
#pragma once

#include "gateway/timestamp/time_token.hpp"

#include <tl/expected.hpp>

#include <string>
#include <string_view>

namespace wetbode {

struct TimeQuestion {
    HashAlgorithm algorithm = HashAlgorithm::sha256;
    std::string digest;
    std::string nonce;  ///< 8 octets, the first one from 0x40 to 0x7F: a positive number without leading zeros
};

/// A nonce for one question, from the system's random numbers.
[[nodiscard]] std::string new_nonce();
/// DER of TimeStampReq: version 1, the imprint, the nonce, and the certificate is asked for.
[[nodiscard]] std::string request_der(TimeQuestion const& question);

struct AnsweredToken {
    std::string der;  ///< TimeStampToken, the octets as they came
    ReadTimeToken read;
};

/// The token of a TimeStampResp that answers this question: granted, whole, over this digest and with this nonce, by a
/// certificate for time stamps. Else why not, in English. Trust and dates are not judged here.
[[nodiscard]] tl::expected<AnsweredToken, std::string> token_in(std::string_view response,
                                                                TimeQuestion const& question);

}  // namespace wetbode
