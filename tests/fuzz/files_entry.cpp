// SPDX-License-Identifier: EUPL-1.2
#include "gateway/base/content.hpp"
#include "gateway/files/check.hpp"
#include "tests/fuzz/entries.hpp"

#include <string>

namespace wetbode::fuzz {

namespace {

FilesPolicy narrow_policy() {
    FilesPolicy policy;
    policy.limits.time = Milliseconds{5'000};
    policy.limits.entries_max = 100;
    policy.limits.unpacked_max = 1U << 20U;
    policy.limits.objects_max = 1000;
    policy.pdf_actions = {"JavaScript", "Launch"};
    policy.executable_types = {"application/x-*"};
    policy.fetched_relations = {"attachedTemplate", "oleObject"};
    policy.types = {
        {.media_type = "application/pdf", .name = {"PDF", "PDF"}, .form = FileForm::pdf, .found = {"*"}},
        {.media_type = "a/docx", .name = {"x", "x"}, .form = FileForm::ooxml, .found = {"*"}, .inside = {"*"}},
        {.media_type = "a/doc", .name = {"x", "x"}, .form = FileForm::ole, .inside = {"WordDocument"}},
    };
    return policy;
}

}  // namespace

void files(std::string_view bytes) {
    static FileCheck const check(narrow_policy());
    auto const content = content_of(std::string(bytes));
    for (auto const* const type : {"application/pdf", "a/docx", "a/doc"}) {
        for (auto const& fault : check.check({"bijlage", type}, content).faults) {
            ensure(fault.code.starts_with("FILE."), "the door names its rule");
            ensure(!fault.message.nl.empty(), "the door says why in Dutch");
            ensure(!fault.message.en.empty(), "the door says why in English");
            ensure(fault.path.size() <= 200, "what the file says of itself is kept short");
        }
    }
}

}  // namespace wetbode::fuzz
