// SPDX-License-Identifier: EUPL-1.2
// A PDF: can it be read by everybody, and does it do anything by itself? Private to this folder; one thread.
#pragma once

#include "gateway/files/budget.hpp"
#include "gateway/files/bytes.hpp"
#include "gateway/files/magic.hpp"
#include "gateway/files/report.hpp"

namespace wetbode::files {

void check_pdf(Bytes const& bytes, Budget& budget, Magic const& magic, Report& report);

}  // namespace wetbode::files
