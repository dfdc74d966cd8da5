// SPDX-License-Identifier: EUPL-1.2
#include "gateway/intake/publication_notes.hpp"

#include "gateway/intake/numbers.hpp"
#include "gateway/validation/publication_marks.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace wetbode {

namespace {

constexpr std::array<std::string_view, 4> act_types{"decreet", "perkament", "resolutie", "motie"};
constexpr int files_read_max = 20;

}  // namespace

void note_marks(Submission& submission) {
    if (submission.manifest.kind != SubmissionKind::dossier) return;
    int read = 0;
    for (auto const& piece : submission.manifest.pieces) {
        if (std::ranges::find(act_types, piece.type) == act_types.end()) continue;
        for (auto const& file : piece.files) {
            auto const came = submission.files.find(file.name);
            if (came == submission.files.end() || !is_xml(file) || read++ >= files_read_max) continue;
            auto facts = publication_marks(came->second);
            if (facts.empty()) continue;
            submission.publication.push_back(
                {std::move(facts),
                 {PublicationSourceKind::file, submission.key.client.text, submission.id, file.name}});
        }
    }
}

}  // namespace wetbode
