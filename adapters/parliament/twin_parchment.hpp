// SPDX-License-Identifier: EUPL-1.2
// Perkamenten: how one is wished for, and what kind of poison it may hold. Pure but for the files of a folder.
#pragma once

#include "adapters/parliament/twin_store.hpp"
#include "gateway/time.hpp"

#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <string>

namespace wetbode::parliament {

/// Where wished folders are looked for (empty: none may be named), and the present time.
struct ParchmentPlace {
    std::filesystem::path papers;
    Instant now{};
};

struct WishedParchment {
    Parchment parchment;
    std::string adopted_at;  ///< empty: the status `aangenomen in plenaire vergadering` is not given
    std::string wrong;       ///< what is wrong with the wish; then the rest means nothing
};

/// {"pobj"?, "kind": decreet | resolutie | motie, "onderwerp"?, "citeertitel"?, "datum"?, "bevoegdheidsdomein"?,
/// "themas"?, "bevoegdheid"?, "opmerking"?, "bytes"?: of the PDF, at most 1 GiB, "bijlagen"?: 0 .. 20, "folder"?,
/// "poison"?, "adopted"?}. Every file is read once, for its digest.
[[nodiscard]] WishedParchment wished_parchment(nlohmann::json const& wish, ParchmentPlace const& place);

/// Empty, or the first thing that is wrong with a wish, whatever files there are. Pure.
[[nodiscard]] std::string fault_in_parchment(nlohmann::json const& wish);

}  // namespace wetbode::parliament
