// SPDX-License-Identifier: EUPL-1.2
// The messages that the twin reads and the answers that it gives, apart from who keeps them. Pure; any thread.
#pragma once

#include "adapters/parliament/twin_faults.hpp"
#include "adapters/parliament/twin_store.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace wetbode::parliament {

/// Reads a delivery whose contents were replaced by digests. Empty, or what is wrong with it.
[[nodiscard]] std::string read_delivery(nlohmann::json const& message, Taken& taken);
/// What the known client sends otherwise: no reason to refuse, but news for whoever tries a client.
[[nodiscard]] std::vector<std::string> remarks_on(nlohmann::json const& message);
/// The answer to a delivery, with the faults partial_files and no_pobj.
[[nodiscard]] std::string delivery_answer(Taken const& taken, WireFault fault);

/// Reads POST verwerkt. Empty, or what is wrong with it.
[[nodiscard]] std::string read_processed(nlohmann::json const& message, Processed& processed);

/// JSON bodies of status/{pobj}, status/ingediend (since a date), kanselarij, and /_twin/received.
[[nodiscard]] std::string status_answer(Dossier const& dossier);
[[nodiscard]] std::string submitted_answer(TwinStore const& store, std::string const& since);
[[nodiscard]] api::Response kanselarij_answer(TwinStore const& store);
[[nodiscard]] std::string received_answer(TwinStore const& store);
[[nodiscard]] std::string dossiers_answer(TwinStore const& store);

}  // namespace wetbode::parliament
