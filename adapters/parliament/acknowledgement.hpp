// SPDX-License-Identifier: EUPL-1.2
// POST verwerkt: tells the Parliament what became of its files. Pure; any thread.
#pragma once

#include "gateway/counterpart.hpp"

#include <string>

namespace wetbode::parliament {

/// The message: the dossier's number, the matter and the case that it belongs to, and where each file is kept.
[[nodiscard]] std::string acknowledgement_body(DossierId const& dossier, Acknowledgement const& told);

}  // namespace wetbode::parliament
