// SPDX-License-Identifier: EUPL-1.2
// What an Akoma Ntoso document of an act says in its own metadata of its publication: numac, ELI, days. Any thread.
#pragma once

#include "gateway/content.hpp"
#include "gateway/publication.hpp"

#include <vector>

namespace wetbode {

/// From akomaNtoso/act (as it was adopted, not a consolidation): FRBRalias, FRBRuri and FRBRthis of the work, FRBRdate
/// by the act that its name tells, and publication in the Belgisch Staatsblad. What has not its form is left out, and
/// another document tells nothing. Reads as far as the end of meta. Throws Outage("content").
[[nodiscard]] std::vector<PublicationFact> publication_marks(Content const& document);

}  // namespace wetbode
