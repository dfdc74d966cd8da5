// SPDX-License-Identifier: EUPL-1.2
// Signatures of people and of other houses, looked at when they come in: a broken one is told to its sender, who can
// still mend it, not found by the reader of an archive. How a signature is verified is another room's matter: it stands
// behind a port. Any thread.
#pragma once

#include "gateway/content.hpp"
#include "gateway/refusal.hpp"
#include "gateway/submission.hpp"
#include "gateway/validation/catalogue.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wetbode {

enum class AtDoor {
    off,    ///< nothing is looked at
    warn,   ///< what was found goes on the receipt
    refuse  ///< a failed signature, or none where one (or somebody's) was declared, is refused; all else is told
};

inline constexpr std::array<std::pair<AtDoor, std::string_view>, 3> at_door_names{{
    {AtDoor::off, "off"},
    {AtDoor::warn, "warn"},
    {AtDoor::refuse, "refuse"},
}};

[[nodiscard]] constexpr std::optional<AtDoor> at_door_from(std::string_view text) {
    for (auto const& [mode, name] : at_door_names)
        if (name == text) return mode;
    return std::nullopt;
}

/// What a verification says of one file, in the words of ETSI EN 319 102-1.
struct SignatureFound {
    enum class State {
        none,           ///< no signature in it
        passed,
        indeterminate,  ///< it may be good: trust, revocation or a proof of time is missing
        failed
    };
    struct Finding {
        std::string indication;  ///< sub-indication: "HASH_FAILURE"
        Text message;
    };
    State state = State::none;
    bool partial = false;           ///< no signature is over all that the file shows
    std::vector<Finding> findings;  ///< why it is not passed
    /// One of whom the manifest says that he signed (Rendition::expected_signers).
    struct Signer {
        std::string name;           ///< as it may be shown
        State state = State::none;  ///< of his signature; none: he did not sign
    };
    std::vector<Signer> expected;  ///< in the order of the manifest
};

/// Must never wait long for a third party, nor throw for what is in the file. Throws Outage("content") if the disk
/// fails.
using SignaturePort = std::function<SignatureFound(Rendition const& file, Content const& content)>;

/// Files of one submission that are verified; each holds at most as many signatures as the verifier evaluates (16).
inline constexpr int door_signed_files_max = 100;

struct DoorSignatures {
    AtDoor mode = AtDoor::off;
    std::uint64_t bytes_max = 64ULL << 20U;  ///< of all verified files of one submission; the others are told
    SignaturePort verify;                    ///< needed unless off
};

/// Whether it is a signed file that was not declared so: an ASiC-E container, or XML that may hold a ds:Signature. One
/// cheap pass at most. Throws Outage("content").
[[nodiscard]] bool looks_signed(Rendition const& file, Content const& content);

/// Verifies what was declared signed, by whomever, and what looks signed, and adds what it found to the verdicts, which
/// stand in the order of the manifest, one for each file that came. A file that is refused for another reason is not
/// looked at. Faults SIGNATURE.*; refusal SIGNATURE_REFUSED with those of each file that is refused. Throws
/// Outage("content").
[[nodiscard]] std::optional<Refusal> check_signatures(Submission const& submission, std::vector<Verdict>& verdicts,
                                                      DoorSignatures const& signatures);

}  // namespace wetbode
