// SPDX-License-Identifier: EUPL-1.2
#include "tests/tidy/tree.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace wetbode::tidy {

namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 5> folders_left_out{".git", "build", "wetbode-data", "__pycache__", ".cache"};
constexpr std::size_t text_bytes_max = 4U << 20U;

bool left_out(fs::path const& path) {
    auto const name = path.filename().string();
    return std::ranges::find(folders_left_out, name) != folders_left_out.end() || name.starts_with("build-") ||
           name.starts_with("cmake-build");
}

std::vector<std::string> split(std::string const& text) {
    std::vector<std::string> lines;
    std::size_t begin = 0;
    while (begin < text.size()) {
        auto const end = std::min(text.find('\n', begin), text.size());
        lines.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return lines;
}

std::vector<File> read_tree() {
    fs::path const root = WETBODE_SOURCE_DIR;
    std::vector<File> found;
    for (auto entry = fs::recursive_directory_iterator(root); entry != fs::recursive_directory_iterator(); ++entry) {
        if (left_out(entry->path())) {  // in a second working tree .git is a file
            if (entry->is_directory()) entry.disable_recursion_pending();
            continue;
        }
        if (!entry->is_regular_file() || entry->file_size() > text_bytes_max) continue;
        std::ifstream stream(entry->path(), std::ios::binary);
        if (!stream) throw std::runtime_error("cannot read " + entry->path().string());
        std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
        if (text.find('\0') != std::string::npos) continue;
        auto lines = split(text);
        found.push_back({fs::relative(entry->path(), root).generic_string(), std::move(text), std::move(lines)});
    }
    std::ranges::sort(found, {}, &File::path);
    return found;
}

}  // namespace

std::vector<File> const& files() {
    static std::vector<File> const tree = read_tree();
    return tree;
}

std::vector<File const*> files_ending(std::vector<std::string_view> const& endings) {
    std::vector<File const*> found;
    for (auto const& file : files()) {
        auto const fits = [&](std::string_view ending) { return file.path.ends_with(ending); };
        if (std::ranges::any_of(endings, fits)) found.push_back(&file);
    }
    return found;
}

File const* file_at(std::string_view path) {
    auto const place =
        std::ranges::lower_bound(files(), path, {}, [](File const& f) -> std::string_view { return f.path; });
    return place != files().end() && place->path == path ? &*place : nullptr;
}

bool exists(std::string_view path) {
    return fs::exists(fs::path(WETBODE_SOURCE_DIR) / path);
}

std::string told(std::vector<std::string> const& complaints) {
    std::string text;
    for (auto const& complaint : complaints) text += "\n  " + complaint;
    return text;
}

}  // namespace wetbode::tidy
