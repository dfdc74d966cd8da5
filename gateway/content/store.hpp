// SPDX-License-Identifier: EUPL-1.2
// Kept contents as files named after their SHA-256, <data>/content/ab/cd/<hex>: written once, never changed. Owned by
// the ledger. Thread safe: two threads may keep the same content at once. All functions throw Outage("content").
#pragma once

#include "gateway/content.hpp"

#include <filesystem>
#include <functional>

namespace wetbode {

/// Where bodies are spooled before they are kept: on the same file system as the store, so that keeping is a rename.
[[nodiscard]] std::filesystem::path spool_folder(std::filesystem::path const& data);

class ContentStore {
public:
    /// Called with the name of each step before it is done; a test may throw from it.
    using Hook = std::function<void(char const* operation)>;

    /// Makes the folders that are missing and empties the spool folder: what lies there was never answered for.
    /// Only one process may have the folder open; the ledger's lock sees to that.
    explicit ContentStore(std::filesystem::path const& data, Hook before_operation = {});

    /// Makes the content durable and gives it back as it now lies in the store. A spooled file is moved (copied if it
    /// lies on another file system), bytes in memory are written. The same content again costs nothing.
    [[nodiscard]] Content keep(Content content) const;

    /// Where a content with this digest lies, if it is kept.
    [[nodiscard]] std::filesystem::path path_of(Digest const& digest) const;

    /// The kept content. Throws if the file is missing or has another length than the record says.
    [[nodiscard]] Content find(Digest const& digest, std::uint64_t bytes) const;

    [[nodiscard]] std::filesystem::path const& spool() const { return spool_; }

private:
    void before(char const* operation) const;
    [[nodiscard]] bool holds(std::filesystem::path const& path, std::uint64_t bytes) const;
    [[nodiscard]] bool moved_in(std::filesystem::path const& from, std::filesystem::path const& target,
                                std::uint64_t bytes) const;
    void make_folders(std::filesystem::path const& leaf) const;
    [[nodiscard]] std::filesystem::path copied_to_spool(Content const& content) const;

    std::filesystem::path root_;
    std::filesystem::path spool_;
    Hook before_operation_;
};

}  // namespace wetbode
