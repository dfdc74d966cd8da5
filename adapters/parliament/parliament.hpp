// SPDX-License-Identifier: EUPL-1.2
// The Flemish Parliament (Dutch: Vlaams Parlement) as a counterpart. README.md in this folder has the wire facts.
#pragma once

#include "gateway/adapter.hpp"

namespace wetbode {

extern Adapter const parliament_adapter;

}  // namespace wetbode
