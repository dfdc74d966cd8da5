// SPDX-License-Identifier: EUPL-1.2
// libmagic: what the first octets of a file look like. One thread at a time; each object has its own data base handle.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace wetbode::files {

class Magic {
public:
    /// Throws std::runtime_error if the data base cannot be loaded.
    Magic();
    ~Magic();
    Magic(Magic const&) = delete;
    Magic& operator=(Magic const&) = delete;

    /// "application/pdf"; "application/octet-stream" if nothing is recognised.
    [[nodiscard]] std::string type_of(std::string_view head) const;

private:
    struct Handle;
    std::unique_ptr<Handle> handle_;
};

/// Is it one of the names? A '*' at the end of a name stands for any rest.
[[nodiscard]] bool is_one_of(std::vector<std::string> const& names, std::string_view name);

}  // namespace wetbode::files
