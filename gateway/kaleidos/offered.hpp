// SPDX-License-Identifier: EUPL-1.2
// What came from the Parliament and lies ready for Kaleidos: submissions whose transfer to it was handed over and not
// yet acknowledged. Private to gateway/kaleidos.
#pragma once

#include "gateway/kaleidos/visit.hpp"

#include <string>
#include <vector>

namespace wetbode::kaleidos {

/// The file of such a submission that holds the Parliament's own message, without the contents of the files. Each file
/// in it names, under this member, the file of the submission that holds its content.
inline constexpr auto message_file = "kanselarij.json";
inline constexpr auto content_name_member = "wetbode-bestand";

struct Offered {
    TransferId transfer;
    SubmissionView submission;
    nlohmann::ordered_json message;
};

/// Oldest first, at most `most`. What cannot be read any more is logged and left where it is.
[[nodiscard]] std::vector<Offered> all_offered(Visit const& visit, int most);

/// The receiver keeps these files. An item whose files are all kept is acknowledged, and not offered again.
void note_processed(Visit const& visit, DossierId const& dossier, std::vector<AcknowledgedFile> const& files);

}  // namespace wetbode::kaleidos
