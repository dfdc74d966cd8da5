// SPDX-License-Identifier: EUPL-1.2
// See collector.hpp.
#include "gateway/api/collector.hpp"

#include "gateway/api/problem.hpp"
#include "gateway/api/wire.hpp"
#include "gateway/base/content.hpp"
#include "gateway/base/uuid.hpp"
#include "gateway/json/json.hpp"

#include <algorithm>
#include <system_error>

namespace wetbode::api {
namespace {

constexpr std::size_t name_bytes_max = 255;

Refusal bad_name(std::string nl, std::string en) {
    return door_refusal("PART_NAME", {std::move(nl), std::move(en)});
}

}  // namespace

std::optional<Refusal> fault_in_name(std::string_view name) {
    if (name.empty()) return bad_name("een bestand heeft een lege naam", "a file has an empty name");
    if (name.size() > name_bytes_max)
        return bad_name("een bestandsnaam is langer dan 255 bytes", "a file name is longer than 255 bytes");
    if (!is_utf8(name)) return bad_name("een bestandsnaam is geen UTF-8", "a file name is not UTF-8");
    auto const control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
    if (std::any_of(name.begin(), name.end(), control))
        return bad_name("een bestandsnaam bevat een stuurteken", "a file name has a control character");
    if (name.find('/') != std::string_view::npos || name == "." || name == "..")
        return bad_name("een bestandsnaam is een pad: " + std::string(name),
                        "a file name is a path: " + std::string(name));
    return std::nullopt;
}

Collector::Collector(ApiParts const& parts) : parts_(parts) {}

Collector::~Collector() {
    for (auto const& path : spooled_) {
        std::error_code gone;
        std::filesystem::remove(path, gone);  // an admitted file was moved away: then there is nothing to remove
    }
}

std::optional<Refusal> Collector::begin_part(PartHead head) {
    in_manifest_ = head.name == "manifest";
    small_.clear();
    large_.reset();
    if (in_manifest_) {
        if (!manifest_) return std::nullopt;
        return door_refusal("MULTIPART_INVALID", {"het manifest komt twee keer voor", "the manifest occurs twice"});
    }
    if (!head.file_name)
        return bad_name("het deel \"" + head.name + "\" heeft geen filename",
                        "the part \"" + head.name + "\" has no filename");
    if (auto refusal = fault_in_name(*head.file_name)) return refusal;
    if (files_.contains(*head.file_name))
        return bad_name("twee bestanden heten " + *head.file_name, "two files are called " + *head.file_name);
    if (files_.size() >= parts_.limits.files_max) return door_refusal("TOO_MANY_FILES");
    name_ = std::move(*head.file_name);
    return std::nullopt;
}

std::optional<Refusal> Collector::part_bytes(std::string_view bytes) {
    if (in_manifest_) {
        if (small_.size() + bytes.size() > parts_.limits.manifest_bytes_max) return door_refusal("MANIFEST_TOO_LARGE");
        small_.append(bytes);
        return std::nullopt;
    }
    if (large_) {
        large_->write(bytes);
        return std::nullopt;
    }
    if (small_.size() + bytes.size() <= parts_.limits.inline_bytes_max) {
        small_.append(bytes);
        return std::nullopt;
    }
    large_.emplace(parts_.spool);
    large_->write(small_);
    large_->write(bytes);
    small_ = {};
    return std::nullopt;
}

std::optional<Refusal> Collector::end_part() {
    if (in_manifest_) {
        manifest_ = std::move(small_);
        small_ = {};
        return std::nullopt;
    }
    if (!large_) {
        files_.emplace(std::move(name_), content_of(std::move(small_)));
        small_ = {};
        return std::nullopt;
    }
    spooled_.push_back(large_->path());
    files_.emplace(std::move(name_), large_->keep());
    large_.reset();
    return std::nullopt;
}

Result<Submission> Collector::submission(SubmissionKey key) {
    if (!manifest_) return tl::unexpected(door_refusal("MANIFEST_MISSING"));
    auto manifest = json::manifest_from(*manifest_);
    if (!manifest) return tl::unexpected(std::move(manifest.error()));
    auto const now = parts_.clock.now();
    Submission submission;
    submission.id = SubmissionId{uuid_v7(now)};
    submission.key = std::move(key);
    submission.received = now;
    submission.manifest = std::move(*manifest);
    submission.files = std::move(files_);
    return submission;
}

}  // namespace wetbode::api
