// SPDX-License-Identifier: EUPL-1.2
// Which of the two languages of the house an answer is in. Pure; any thread.
#pragma once

#include "gateway/api/message.hpp"
#include "gateway/text.hpp"

namespace wetbode::api {

/// By Accept-Language (RFC 9110 section 12.5.4): the language with the highest weight, Dutch if none fits.
[[nodiscard]] Language language_of(Headers const& headers);

}  // namespace wetbode::api
