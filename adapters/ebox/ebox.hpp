// SPDX-License-Identifier: EUPL-1.2
// The Belgian e-Box, for citizens and enterprises, as a counterpart. README.md in this folder has the wire facts.
#pragma once

#include "gateway/adapter.hpp"

namespace wetbode {

extern Adapter const ebox_adapter;

}  // namespace wetbode
