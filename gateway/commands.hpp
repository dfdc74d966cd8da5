// SPDX-License-Identifier: EUPL-1.2
// Commands of the program that need the settings of a gateway. Each returns an exit status (gateway/cli/remote.hpp).
#pragma once

#include "gateway/cli/command_line.hpp"
#include "gateway/cli/remote.hpp"
#include "gateway/cli/rules.hpp"
#include "gateway/cli/validate.hpp"
#include "gateway/cli/verify.hpp"
#include "gateway/ops/settings.hpp"

namespace wetbode::cli {

[[nodiscard]] int serve(ServeOrder const& order);
[[nodiscard]] int check(ServeOrder const& order);
[[nodiscard]] int migrate(ServeOrder const& order);
[[nodiscard]] int renew_evidence(ServeOrder const& order);
[[nodiscard]] int make_secret(Language language);
[[nodiscard]] int print_settings();
[[nodiscard]] int validate_files(ServeOrder const& settings, ValidateOrder const& order);
[[nodiscard]] int list_rules(ServeOrder const& settings, RulesOrder const& order);

}  // namespace wetbode::cli
