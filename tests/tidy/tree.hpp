// SPDX-License-Identifier: EUPL-1.2
// The project's own files as the tidy tests read them. Read once, then unchanged; one thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace wetbode::tidy {

struct File {
    std::string path;  ///< relative to the root, with '/'
    std::string text;
    std::vector<std::string> lines;  ///< without their line ends
};

/// Every text file of the tree, sorted by path; not the build folders, nor what git does not keep.
[[nodiscard]] std::vector<File> const& files();

/// Those with one of these endings: {".cpp", ".hpp"}.
[[nodiscard]] std::vector<File const*> files_ending(std::vector<std::string_view> const& endings);

/// The file with this path, or nullptr.
[[nodiscard]] File const* file_at(std::string_view path);

/// Is this a file or folder of the tree? (Also those that are no text.)
[[nodiscard]] bool exists(std::string_view path);

/// One complaint per line, each indented, so that Catch shows them all at once.
[[nodiscard]] std::string told(std::vector<std::string> const& complaints);

}  // namespace wetbode::tidy
