// SPDX-License-Identifier: EUPL-1.2
// How the settings describe the catalogue: shared by the gateway and the command `validate`.
#pragma once

#include "gateway/gateway.hpp"
#include "gateway/ops/settings.hpp"
#include "gateway/validation/catalogue.hpp"

namespace wetbode {

/// `clock` outlives the catalogue: document types come into force and expire while the gateway runs.
[[nodiscard]] inline CatalogueSettings catalogue_settings(ops::Settings const& settings, Clock const& clock) {
    CatalogueSettings chosen;
    chosen.clock = &clock;
    auto const& folder = settings.text("validation.schemas_folder");
    chosen.schemas = folder.empty() ? share_folder() / "schemas" : std::filesystem::path(folder);
    chosen.faults_max = static_cast<std::size_t>(settings.number("validation.faults_max"));
    chosen.limits.bytes_max = settings.size("validation.document_max");
    chosen.limits.depth_max = static_cast<int>(settings.number("validation.depth_max"));
    chosen.tree_max = settings.size("validation.tree_max");
    chosen.rules_time_max = settings.span("validation.rules_time_max");
    chosen.structure_time_max = settings.span("validation.structure_time_max");
    chosen.structure_time_per_mib = settings.span("validation.structure_time_per_mib");
    return chosen;
}

}  // namespace wetbode
