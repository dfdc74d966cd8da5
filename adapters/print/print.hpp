// SPDX-License-Identifier: EUPL-1.2
// The print room (Dutch: drukkerij): letters on paper, through IPP. Thread safe.
#pragma once

#include "gateway/adapter.hpp"

namespace wetbode {

extern Adapter const print_adapter;

}  // namespace wetbode
