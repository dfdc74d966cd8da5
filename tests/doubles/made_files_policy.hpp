// SPDX-License-Identifier: EUPL-1.2
// File rules for tests that are about something else: plain text, and whatever libmagic thinks of it.
#pragma once

#include "gateway/files/check.hpp"

namespace wetbode {

inline FilesPolicy plain_text_policy() {
    FilesPolicy policy;
    policy.types.push_back({.media_type = "text/plain",
                            .name = {"platte tekst", "plain text"},
                            .form = FileForm::other,
                            .found = {"*"},
                            .extensions = {},
                            .inside = {}});
    policy.checks[FileRule::empty] = Strictness::warn;
    return policy;
}

}  // namespace wetbode
