// SPDX-License-Identifier: EUPL-1.2
#include "gateway/sealing/output.hpp"

#include "gateway/base/content.hpp"

namespace wetbode {

void Output::write(std::string_view octets) {
    bytes_ += octets.size();
    if (!file_ && bytes_ > sealed_memory_bytes_max) {
        file_.emplace(spool_);
        file_->write(memory_);
        memory_ = {};
    }
    if (file_) file_->write(octets);
    else memory_ += octets;
}

Content Output::finish() { return file_ ? file_->keep() : content_of(std::move(memory_)); }

}  // namespace wetbode
