// SPDX-License-Identifier: EUPL-1.2
// The message with which Kaleidos delivers a dossier, made of a folder with a manifest, member by member as the
// existing client writes it. Pure but for the files.
#pragma once

#include "adapters/kaleidos/twin_memory.hpp"
#include "adapters/rest/twin_stream.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace wetbode::kaleidos {

struct Message {
    Flow flow;                            ///< pobj empty on the first delivery
    std::vector<twin::StreamPart> body;
    std::vector<std::string> files;       ///< URIs, as they are in the message
    std::map<std::string, std::string> pieces;  ///< of each of these files
    std::vector<std::string> left_out;    ///< names of files that are not in the folder: nobody is told of them
    std::vector<std::string> known;       ///< URIs of files that were sent before and are not sent again
};

/// Throws std::invalid_argument if the manifest is no JSON object or lacks what the message needs.
[[nodiscard]] Message message_of(std::filesystem::path const& folder, Memory const& memory, std::string const& comment);

/// A name of the kind that Kaleidos gives: base, concept and a UUID made of `seed`, so that it stays the same.
[[nodiscard]] std::string themis_uri(std::string const& concept_name, std::string const& seed);

}  // namespace wetbode::kaleidos
