// SPDX-License-Identifier: EUPL-1.2
// What answers were found to say, kept: a check of one seal asks the same answers several times, and all seals of an
// hour bear the same. For the .cpp files of this folder. Any thread.
#pragma once

#include "gateway/revocation/certificate_pair.hpp"

#include <functional>
#include <string_view>

namespace wetbode::revocation {

/// `work_out`, which must depend on nothing but the other arguments, or what it returned for the same ones. The last
/// 1024 findings are kept. `others`: the certificates that may have signed the answer.
[[nodiscard]] Finding known_finding(Pair const& pair, std::string_view answer_der,
                                    std::vector<std::string> const& others, std::function<Finding()> const& work_out);

}  // namespace wetbode::revocation
