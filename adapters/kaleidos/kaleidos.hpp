// SPDX-License-Identifier: EUPL-1.2
// Kaleidos as a receiver: it is never called, it comes to fetch. Thread safe.
#pragma once

#include "gateway/adapter.hpp"

namespace wetbode {

extern Adapter const kaleidos_adapter;

}  // namespace wetbode
