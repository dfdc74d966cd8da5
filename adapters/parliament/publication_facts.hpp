// SPDX-License-Identifier: EUPL-1.2
// What the Parliament tells of an act after its vote, out of the members of a status or of an item of kanselarij.
// README.md says which of those members are an assumption. Pure; any thread.
#pragma once

#include "gateway/publication.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace wetbode::parliament {

/// The text of a member, also of a number; empty if it is not there.
using MemberReader = std::function<std::string(char const* member)>;

/// From numac, eli, staatsblad, kruispuntbank-url, nummer, zittingsjaar and volgnummer. What has not its form is left
/// out: another's slip never keeps the rest of what he says from us.
[[nodiscard]] std::vector<PublicationFact> facts_in(MemberReader const& member);
/// The day that a status stands for: "aangenomen in plenaire vergadering", "bekrachtigd", "afgekondigd" ...
[[nodiscard]] std::vector<PublicationFact> facts_of_status(std::string_view status, std::string_view date);

}  // namespace wetbode::parliament
