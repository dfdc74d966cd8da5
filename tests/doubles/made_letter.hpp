// SPDX-License-Identifier: EUPL-1.2
// A letter to a test person: month + 60 in the number, so that no such citizen exists.
#pragma once

#include "doubles/made_submission.hpp"

namespace wetbode {

inline constexpr auto test_citizen_number = "85610512396";

inline Submission made_letter(std::string const& key, Instant received) {
    Submission submission;
    submission.id.text = "submission-" + key;
    submission.key = {{"kaleidos"}, key};
    submission.received = received;
    submission.manifest.kind = SubmissionKind::letter;
    Letter letter;
    letter.subject = "Uw aanvraag";
    letter.sender_name = "Testdienst";
    letter.sender_address = {"Testlaan", "1", "", "1000", "Brussel", "BE"};
    letter.recipient = {RecipientKind::citizen, test_citizen_number, "Testpersoon Een",
                        {"Proefstraat", "12", "3", "9000", "Gent", "BE"}};
    submission.manifest.letter = letter;
    auto const content = content_of("<letter>Geachte</letter>");
    Piece piece;
    piece.id = "urn:test:letter:" + key;
    piece.title = "brief";
    piece.type = "brief";
    piece.access = AccessLevel::intern_overheid;
    piece.files.push_back({{}, "brief.xml", "application/xml", {}, false, {}, content.digest, content.bytes});
    submission.manifest.pieces.push_back(piece);
    submission.files["brief.xml"] = content;
    return submission;
}

}  // namespace wetbode
