// SPDX-License-Identifier: EUPL-1.2
#include "gateway/files/magic.hpp"

#include <magic.h>

#include <algorithm>
#include <stdexcept>

namespace wetbode::files {

struct Magic::Handle {
    magic_t cookie = nullptr;
    Handle() = default;
    Handle(Handle const&) = delete;
    Handle& operator=(Handle const&) = delete;
    ~Handle() {
        if (cookie != nullptr) magic_close(cookie);
    }
};

Magic::Magic() : handle_(std::make_unique<Handle>()) {
    // Nothing is unpacked and no program is asked: only the octets themselves.
    handle_->cookie = magic_open(MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS);
    if (handle_->cookie == nullptr) throw std::runtime_error("libmagic cannot be started");
    if (magic_load(handle_->cookie, nullptr) == 0) return;
    char const* const why = magic_error(handle_->cookie);
    throw std::runtime_error(std::string("libmagic cannot load its data base: ") + (why == nullptr ? "?" : why));
}

Magic::~Magic() = default;

std::string Magic::type_of(std::string_view head) const {
    char const* const name = magic_buffer(handle_->cookie, head.data(), head.size());
    return name == nullptr ? "application/octet-stream" : name;
}

bool is_one_of(std::vector<std::string> const& names, std::string_view name) {
    return std::any_of(names.begin(), names.end(), [&](std::string_view known) {
        if (!known.ends_with('*')) return known == name;
        return name.starts_with(known.substr(0, known.size() - 1));
    });
}

}  // namespace wetbode::files
