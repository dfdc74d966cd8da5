// SPDX-License-Identifier: EUPL-1.2
#include "gateway/cli/document_list.hpp"

#include "gateway/base/content.hpp"
#include "gateway/base/files.hpp"
#include "gateway/refusal.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <istream>
#include <optional>
#include <string_view>
#include <utility>

namespace wetbode::cli {

namespace fs = std::filesystem;

namespace {

/// What comes as a stream and is longer goes to a file: memory stays flat.
constexpr std::size_t memory_max = 1U << 20U;

Text trouble_of(int error) {
    switch (error) {
        case ENOENT:
        case ENOTDIR: return {"dat bestand is er niet", "there is no such file"};
        case EACCES:
        case EPERM: return {"u mag dit bestand niet lezen", "you may not read this file"};
        default: {
            std::string const why = std::strerror(error);
            return {"kan niet gelezen worden: " + why, "cannot be read: " + why};
        }
    }
}

/// A folder that cannot be looked into is told as a document that cannot be read: silence would pass for "all valid".
void look_into(fs::path const& folder, IsDocument const& is_document, std::vector<NamedDocument>& found) {
    std::vector<fs::path> entries;
    std::error_code error;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error))
        entries.push_back(it->path());
    if (error) found.push_back({folder.string(), folder, trouble_of(error.value())});
    std::ranges::sort(entries);
    for (auto const& entry : entries) {
        std::error_code ignored;
        bool const inside = fs::is_directory(entry, ignored);
        if (inside && !fs::is_symlink(entry, ignored)) look_into(entry, is_document, found);
        else if (!inside && is_document(entry)) found.push_back({entry.string(), entry, {}});
    }
}

}  // namespace

DocumentList documents_in(std::vector<fs::path> const& names, IsDocument const& is_document) {
    DocumentList list;
    bool input_named = false;
    for (auto const& name : names) {
        std::error_code error;
        if (name == "-") {
            if (!std::exchange(input_named, true)) list.documents.push_back({"-", name, {}});
        } else if (fs::is_directory(name, error)) {
            auto const before = list.documents.size();
            look_into(name, is_document, list.documents);
            if (list.documents.size() == before) list.empty_folders.push_back(name);
        } else {
            list.documents.push_back({name.string(), name, {}});
        }
    }
    return list;
}

OpenedDocument::OpenedDocument(NamedDocument const& named, std::istream& input, std::uint64_t stream_bytes_max)
    : trouble_(named.trouble) {
    if (!trouble_.empty()) return;
    if (named.path == "-") {
        take(input, stream_bytes_max);
        return;
    }
    if (::access(named.path.c_str(), R_OK) != 0) {
        trouble_ = trouble_of(errno);
        return;
    }
    std::error_code error;
    if (fs::is_regular_file(named.path, error)) {
        content_ = content_of_file(named.path);
    } else {
        std::ifstream stream(named.path, std::ios::binary);  // a pipe: it can be read only once
        take(stream, stream_bytes_max);
    }
}

OpenedDocument::~OpenedDocument() {
    if (spooled_.empty()) return;
    std::error_code left_behind;
    fs::remove(spooled_, left_behind);
}

void OpenedDocument::take(std::istream& stream, std::uint64_t bytes_max) {
    std::string small;
    std::optional<SpoolFile> large;
    std::array<char, 64 * 1024> buffer;
    for (auto left = bytes_max + 1; left > 0;) {
        stream.read(buffer.data(), static_cast<std::streamsize>(std::min<std::uint64_t>(buffer.size(), left)));
        std::string_view const bytes(buffer.data(), static_cast<std::size_t>(stream.gcount()));
        if (bytes.empty()) break;
        left -= bytes.size();
        if (!large && small.size() + bytes.size() <= memory_max) {
            small += bytes;
            continue;
        }
        if (!large) {
            large.emplace(fs::temp_directory_path());
            large->write(small);
            small = {};
        }
        large->write(bytes);
    }
    if (stream.bad()) {
        trouble_ = {"kan niet gelezen worden", "cannot be read"};
        return;
    }
    if (!large) {
        content_ = content_of(std::move(small));
        return;
    }
    content_ = large->keep();
    spooled_ = std::get<fs::path>(content_.where);
}

}  // namespace wetbode::cli
