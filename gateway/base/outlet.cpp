// SPDX-License-Identifier: EUPL-1.2
#include "gateway/base/outlet.hpp"

#include "gateway/base/content.hpp"

namespace wetbode {

namespace {

/// About what the content store also keeps in memory; most letters are half of this.
constexpr std::size_t memory_max = 64 * 1024;

}  // namespace

void Outlet::write(std::string_view bytes) {
    if (!file_ && memory_.size() + bytes.size() > memory_max) {
        file_.emplace(folder_);
        file_->write(memory_);
        memory_ = {};
    }
    if (file_) file_->write(bytes);
    else memory_ += bytes;
}

Content Outlet::finish() {
    if (file_) return file_->keep();
    return content_of(std::move(memory_));
}

}  // namespace wetbode
