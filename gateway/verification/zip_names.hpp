// SPDX-License-Identifier: EUPL-1.2
// Whether the names in a ZIP file are different files on every system. One file per object, one thread.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace wetbode {

/// Takes one name after another.
class ZipNames {
public:
    static constexpr std::size_t steps_max = 64;

    /// False if the name would meet an earlier one where it is unpacked: the same but for case, width or composition
    /// of its letters, or for dots and blanks at the end of a step or marks that Windows does not keep; a file in a
    /// file; a file and a folder of one name. Also if it has more than `steps_max` steps. `name`: safe (names.hpp),
    /// with a slash at the end if it is a folder.
    [[nodiscard]] bool take(std::string_view name);

private:
    struct Node {
        std::size_t number;
        std::string spelled;
        bool folder;
    };
    std::map<std::pair<std::size_t, std::string>, Node> nodes_;  ///< by number of the folder and folded step
};

}  // namespace wetbode
