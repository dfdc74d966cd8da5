// SPDX-License-Identifier: EUPL-1.2
// Raises a seal of this house to a higher level (ETSI EN 319 132-1): the door seals at its own pace, and the time and the
// values of the authorities come later. Only unsigned properties are added; every other octet stays where it was.
// Owned by the composition root; any thread.
#pragma once

#include "gateway/seal.hpp"
#include "gateway/sealing/evidence.hpp"
#include "gateway/text.hpp"

#include <tl/expected.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace wetbode {

class Raiser {
public:
    /// `certificate`: DER, that of the seal; SealPorts::earlier are its predecessors. `spool`: as for the Sealer.
    Raiser(std::string const& certificate, std::filesystem::path spool, SealPorts ports);

    /// The container at `level`. Memory is flat. One that has the level already comes back as it was given; at B-LTA it
    /// gets a further archive time stamp instead, which is how a seal outlives the keys of a time authority. The Text says
    /// why not: it is not ours, it was changed, its signature does not hold. Blocks on the ports; throws what Evidence
    /// throws and Outage("content").
    [[nodiscard]] tl::expected<Seal, Text> container(Content const& container, SealLevel level) const;
    /// The same for a document that carries its seal inside it.
    [[nodiscard]] tl::expected<Seal, Text> document(Content const& document, SealLevel level) const;

private:
    std::vector<std::string> own_;
    std::filesystem::path spool_;
    Evidence evidence_;
};

}  // namespace wetbode
