// SPDX-License-Identifier: EUPL-1.2
// An item of kanselarij as a submission of the Parliament: its message and files become pieces with types and access
// levels as Kaleidos gives them. Pure; any thread.
#pragma once

#include "adapters/parliament/kanselarij.hpp"
#include "adapters/parliament/publication_facts.hpp"
#include "gateway/counterpart.hpp"

#include <map>
#include <string>

namespace wetbode::parliament {

/// Beside what the Parliament sent: its message without the contents, so that it can be sealed and shown as it was.
/// Each file in it names the file of the submission under the member `content_name_member`.
inline constexpr auto message_file = "kanselarij.json";
inline constexpr auto content_name_member = "wetbode-bestand";

/// By what an item is recognised: the same words and contents have the same key.
[[nodiscard]] std::string key_of(KanselarijItem const& item);
/// The number of the dossier; empty if it names none.
[[nodiscard]] std::string name_of(KanselarijItem const& item);

/// Files of ours that the item names, by their URI (kaleidos-id): their pfls.
[[nodiscard]] std::map<std::string, std::string> named_files(KanselarijItem const& item);

/// Refusal KANSELARIJ_INVALID if nothing can be made of it: a fault of the reader, no number, no file with a content.
[[nodiscard]] Result<IncomingItem> incoming_from(KanselarijItem item, Instant now,
                                                 PublicationWords const& words = {});

}  // namespace wetbode::parliament
