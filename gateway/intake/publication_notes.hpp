// SPDX-License-Identifier: EUPL-1.2
// What the documents of a submission say of their own publication. Any thread.
#pragma once

#include "gateway/submission.hpp"

namespace wetbode {

/// Adds to submission.publication what the adopted acts in it say: XML files of pieces of type decreet, perkament,
/// resolutie or motie. A law that only goes along, as an annex, says nothing of this dossier. Throws Outage("content").
void note_marks(Submission& submission);

}  // namespace wetbode
