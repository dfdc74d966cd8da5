// SPDX-License-Identifier: EUPL-1.2
// From the names on a command line to the documents that are meant, and to the bytes of one of them.
#pragma once

#include "gateway/content.hpp"
#include "gateway/text.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <iosfwd>
#include <string>
#include <vector>

namespace wetbode::cli {

struct NamedDocument {
    std::string name;  ///< as it is told: the path as it was given, or below the folder that was given; "-"
    std::filesystem::path path;
    Text trouble;      ///< it was found, but cannot be read; else empty
};

struct DocumentList {
    std::vector<NamedDocument> documents;              ///< in the order of the names; those of a folder sorted
    std::vector<std::filesystem::path> empty_folders;  ///< named, but without a single document
};

/// Whether a file of a folder that was named is meant; a file that was named itself always is.
using IsDocument = std::function<bool(std::filesystem::path const&)>;

/// Looks into folders, follows no link to another folder, reads no document. "-" counts once.
[[nodiscard]] DocumentList documents_in(std::vector<std::filesystem::path> const& names,
                                        IsDocument const& is_document);

/// A document in hand. What came as a stream and is long lies in a file that goes when this goes. One thread.
class OpenedDocument {
public:
    /// Reads `input` for "-". Of a stream at most one byte more than `stream_bytes_max` is taken: it may have no end.
    /// If it cannot be read, trouble() says so in two languages, or Outage is thrown.
    OpenedDocument(NamedDocument const& named, std::istream& input, std::uint64_t stream_bytes_max);
    OpenedDocument(OpenedDocument const&) = delete;
    OpenedDocument& operator=(OpenedDocument const&) = delete;
    ~OpenedDocument();

    [[nodiscard]] Text const& trouble() const { return trouble_; }
    [[nodiscard]] Content const& content() const { return content_; }

private:
    void take(std::istream& stream, std::uint64_t bytes_max);

    Text trouble_;
    Content content_;
    std::filesystem::path spooled_;
};

}  // namespace wetbode::cli
