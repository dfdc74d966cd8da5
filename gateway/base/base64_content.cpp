// SPDX-License-Identifier: EUPL-1.2
#include "gateway/base/base64_content.hpp"

#include "gateway/base/content.hpp"

#include <system_error>

namespace wetbode {

void Base64Content::begin(std::uint64_t column) {
    base64_ = Base64Stream{Base64Space::skip};
    column_ = column;
    bytes_ = 0;
    octets_.clear();
    small_.clear();
    large_.reset();
    fault_.reset();
}

void Base64Content::update(std::string_view text) {
    if (fault_) return;
    base64_.update(text, octets_);
    take_octets();
}

std::optional<Content> Base64Content::finish() {
    if (fault_) return std::nullopt;
    base64_.finish(octets_);
    take_octets();
    if (fault_) return std::nullopt;
    if (!large_) return content_of(std::exchange(small_, {}));
    spooled_.push_back(large_->path());
    auto content = large_->keep();
    large_.reset();
    return content;
}

void Base64Content::take_octets() {
    if (auto const at = base64_.fault()) {
        auto const place = std::to_string(*at + 1);
        fault_ = Fault{.code = "MANIFEST.BASE64",
                       .column = static_cast<std::int64_t>(column_ + *at),  // a string stands on one line
                       .message = {"De inhoud is geen base 64, of is afgebroken: het gaat mis bij teken " + place +
                                       " ervan.",
                                   "The content is not base 64, or is cut off: it goes wrong at its character " +
                                       place + "."}};
        large_.reset();
        return;
    }
    bytes_ += octets_.size();
    if (bytes_ > bytes_max_) {
        auto const most = std::to_string(bytes_max_);
        fault_ = Fault{.code = "MANIFEST.TOO_LONG",
                       .message = {"Dit bestand is groter dan " + most + " bytes.",
                                   "This file is larger than " + most + " bytes."}};
        large_.reset();
        return;
    }
    if (!large_ && small_.size() + octets_.size() > inline_max_) {
        large_.emplace(spool_);
        large_->write(small_);
        small_ = {};
    }
    if (large_) large_->write(octets_);
    else small_ += octets_;
    octets_.clear();
}

void Base64Content::clear() {
    for (auto const& path : spooled_) {
        std::error_code gone;
        std::filesystem::remove(path, gone);  // what was taken in was moved away: then there is nothing to remove
    }
    spooled_.clear();
}

}  // namespace wetbode
