// SPDX-License-Identifier: EUPL-1.2
#include "gateway/base/base64.hpp"

#include "gateway/refusal.hpp"
#include "tests/fuzz/entries.hpp"

namespace wetbode::fuzz {

void base64(std::string_view bytes) {
    if (auto const read = from_base64(bytes, Base64Space::refuse)) {
        ensure(wetbode::base64(*read) == bytes, "strict base64 has one spelling");
        ensure(from_base64(bytes, Base64Space::skip) == read, "allowing space changes nothing where there is none");
    }
    if (auto const read = from_base64(bytes, Base64Space::skip))
        ensure(from_base64(wetbode::base64(*read), Base64Space::refuse) == read, "what was read can be written");
    ensure(from_base64(wetbode::base64(bytes), Base64Space::refuse) == std::string(bytes), "any bytes survive");
}

}  // namespace wetbode::fuzz
