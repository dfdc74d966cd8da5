// SPDX-License-Identifier: EUPL-1.2
// Publication data of a dossier in answers of the API. Private to gateway/api. Any thread.
#pragma once

#include "gateway/api/call.hpp"

#include <nlohmann/json.hpp>

namespace wetbode::api {

/// {"numac":..., "documents":[...], ..., "history":[...]}: what holds, and who told what when. A clerk is not told by
/// which submission: it may have gone to another.
[[nodiscard]] nlohmann::ordered_json publication_tree(Call const& call, DossierId const& dossier);

}  // namespace wetbode::api
