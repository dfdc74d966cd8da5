// SPDX-License-Identifier: EUPL-1.2
#include "gateway/base/hmac.hpp"

#include "gateway/refusal.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>

namespace wetbode {

Digest hmac_sha256(std::string_view key, std::string_view text) {
    Digest digest;
    unsigned int length = 0;
    std::array<unsigned char, EVP_MAX_MD_SIZE> octets{};
    auto const* const made =
        HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
             reinterpret_cast<unsigned char const*>(text.data()), text.size(), octets.data(), &length);
    ensure(made != nullptr && length == digest.octets.size(), "an HMAC over memory can be made");
    for (std::size_t i = 0; i < digest.octets.size(); ++i)
        digest.octets.at(i) = static_cast<decltype(digest.octets)::value_type>(octets.at(i));
    return digest;
}

}  // namespace wetbode
