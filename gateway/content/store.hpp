// SPDX-License-Identifier: EUPL-1.2
// Kept contents as files named after their SHA-256, <data>/content/ab/cd/<hex>: written once, never changed. Owned by
// the ledger. Thread safe: two threads may keep the same content at once. All functions throw Outage("content"). A file
// that a crash left here before the record named it is an orphan, and is swept.
#pragma once

#include "gateway/content.hpp"
#include "gateway/content/holds.hpp"
#include "gateway/housekeeping.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

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

    /// From here until the record names these contents, or gives them up, no sweep removes them.
    [[nodiscard]] Holds::Hold hold(std::vector<Digest> digests) const;

    /// Makes the content durable and gives it back as it now lies in the store. A spooled file is moved (copied if it
    /// lies on another file system), bytes in memory are written. The same content again costs nothing.
    [[nodiscard]] Content keep(Holds::Hold const& held, Content content) const;

    /// Removes old files that the record does not name, and old files of the spool folder. Goes on where the last call
    /// ended; one call at a time. `named` asks the record as it is now, and knows every act that has ended.
    using Named = std::function<bool(Digest const& digest)>;
    [[nodiscard]] Swept sweep(Sweeping const& sweeping, Named const& named);

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

    /// One act of sweep(): what it has looked at so far and where it is.
    struct Round;
    void sweep_spool(Round& round) const;
    void sweep_contents(Round& round, Named const& named) const;
    void sweep_leaf(Round& round, std::filesystem::path const& leaf, Named const& named) const;
    void remove_orphan(Round& round, std::filesystem::path const& path, Named const& named) const;

    std::filesystem::path root_;
    std::filesystem::path spool_;
    Hook before_operation_;
    std::unique_ptr<Holds> holds_ = std::make_unique<Holds>();
    std::string swept_up_to_;  ///< "ab/cd/<hex>": where the last sweep ended; empty = at the end
};

}  // namespace wetbode
