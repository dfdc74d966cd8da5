// SPDX-License-Identifier: EUPL-1.2
// Anchors from files on this machine. Read at start; immutable afterwards.
#pragma once

#include "gateway/verification/trust.hpp"

#include <filesystem>
#include <vector>

namespace wetbode {

/// Every certificate (PEM, one or more per file, or DER) with the extension .pem, .crt, .cer or .der in the folder, at
/// most 1000 files of at most 4 MiB. Those in its subfolder `no-revocation` are authorities that have no revocation
/// service (TrustAnchor::no_revocation). Throws Outage("keys") if the folder cannot be read or a file holds no
/// certificate.
[[nodiscard]] TrustAnchors anchors_in_folder(std::filesystem::path const& folder);

/// The same for single files, whatever their extension.
[[nodiscard]] TrustAnchors anchors_in_files(std::vector<std::filesystem::path> const& files);

/// What trust lists in files say, each signed by one of the certificates in `signers` (files as above) and not past
/// its next update at `now`. Lists that they name are not looked for. Throws Outage("keys") for a list that is not
/// believed.
[[nodiscard]] TrustAnchors anchors_in_lists(std::vector<std::filesystem::path> const& lists,
                                            std::vector<std::filesystem::path> const& signers, Instant now);

/// An anchor of this certificate (DER); its subject is filled in. Throws Outage("keys") if it is none.
[[nodiscard]] TrustAnchor anchor_of(std::string certificate, std::string name);

}  // namespace wetbode
