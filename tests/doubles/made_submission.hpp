// SPDX-License-Identifier: EUPL-1.2
// Small submissions for tests: a dossier with one text file per piece, all digests filled in.
#pragma once

#include "gateway/base/content.hpp"
#include "gateway/base/sha256.hpp"
#include "gateway/submission.hpp"

#include <string>

namespace wetbode {

struct MadeFile {
    std::string name;
    std::string bytes;
    AccessLevel access = AccessLevel::publiek;
};

/// Adds a piece with one file, and the file itself.
inline void add_piece(Submission& submission, MadeFile const& file) {
    auto const content = content_of(file.bytes);
    Piece piece;
    piece.id = "urn:test:piece:" + std::to_string(submission.manifest.pieces.size() + 1);
    piece.title = "stuk " + file.name;
    piece.type = "ontwerpdecreet";
    piece.access = file.access;
    piece.files.push_back({{}, file.name, "text/plain", {}, false, {}, content.digest, content.bytes});
    submission.manifest.pieces.push_back(piece);
    submission.files[file.name] = content;
}

inline Submission made_submission(std::string const& key, std::string const& dossier, Instant received) {
    Submission submission;
    submission.id.text = "submission-" + key;
    submission.key = {{"kaleidos"}, key};
    submission.received = received;
    submission.manifest.dossier.id.text = dossier;
    submission.manifest.dossier.title = "dossier " + dossier;
    add_piece(submission, {"decreet-" + key + ".txt", "artikel 1 van " + key});
    submission.digest = sha256("content of " + key);
    return submission;
}

}  // namespace wetbode
