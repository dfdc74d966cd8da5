// SPDX-License-Identifier: EUPL-1.2
// A letter as an e-Box message: the JSON part and the files beside it. Pure apart from fetching from the shelf.
#pragma once

#include "adapters/rest/multipart.hpp"
#include "gateway/counterpart.hpp"
#include "gateway/refusal.hpp"

#include <string>
#include <vector>

namespace wetbode::ebox {

enum class Version { v2, v3 };

struct Registration {
    Version version = Version::v3;
    std::string sender_number;       ///< KBO number of the sender, 10 digits
    std::string sender_application;
    std::string message_type;
    std::size_t files_max = 6;
};

/// Faults that we can see before the e-Box does. Its refusal would cost a round trip and say less.
[[nodiscard]] std::optional<Refusal> fault_in(Envelope const& envelope, Registration const& registration);

/// The files in the order of their parts, the main content first: the PDF that the gateway made, else the first PDF.
[[nodiscard]] std::vector<EnvelopeFile> ordered_files(Envelope const& envelope);

/// messageToPublish for these files.
[[nodiscard]] std::string message_json(Envelope const& envelope, Registration const& registration,
                                       std::vector<EnvelopeFile> const& files);

/// The whole form. fault_in() has found nothing.
[[nodiscard]] rest::Form publish_form(Envelope const& envelope, Registration const& registration,
                                      ContentShelf& shelf);

}  // namespace wetbode::ebox
