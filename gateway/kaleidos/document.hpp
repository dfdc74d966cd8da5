// SPDX-License-Identifier: EUPL-1.2
// The message with which Kaleidos delivers a dossier to the Parliament (POST api/kaleidos/v1/document), read as it
// comes: JSON-LD with every file inside as base 64. A message of any size takes no more memory than its small parts.
// Facts of the message: README.md. One exchange owns a reader; one thread at a time.
#pragma once

#include "gateway/content.hpp"
#include "gateway/refusal.hpp"
#include "gateway/submission.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace wetbode::kaleidos {

struct DocumentLimits {
    std::uint64_t rest_bytes_max = 1U << 20U;        ///< everything but the contents of files
    std::size_t files_max = 200;
    std::uint64_t file_bytes_max = 1ULL << 30U;      ///< of one file, decoded
    std::uint64_t inline_bytes_max = 64U << 10U;     ///< a larger file goes to the spool folder while it comes in
    /// The message does not say how confidential a piece is. Kaleidos offers only what is intern-overheid or publiek.
    AccessLevel access = AccessLevel::intern_overheid;
    /// Nor does it say whether the dossier is whole: Kaleidos lets a person send a part. True: it is held against the
    /// rules of completeness as if it were said to be whole.
    bool claims_complete = false;
};

struct Document {
    Manifest manifest;
    std::map<std::string, Content> files;               ///< by the names in the manifest
    std::string pobj;                                   ///< of an earlier delivery; empty on the first
    std::map<std::string, std::string> previous_pfls;   ///< file URI -> pfls of the file that it replaces
};

class DocumentReader {
public:
    /// `spool` must exist, on the file system of the content folder. What is not handed out is removed.
    DocumentReader(DocumentLimits limits, std::filesystem::path spool);
    DocumentReader(DocumentReader const&) = delete;
    DocumentReader& operator=(DocumentReader const&) = delete;
    ~DocumentReader();

    /// Refusal MANIFEST_INVALID with line and column as soon as the message cannot be one: no JSON, a text that is no
    /// base 64 (with the place in it), a limit passed. Throws Outage("content").
    [[nodiscard]] std::optional<Refusal> feed(std::string_view bytes);
    /// The whole message has come: what it says, or MANIFEST_INVALID with every fault at once. A piece without a file
    /// and a file without content are faults: a dossier with a hole is never taken in.
    [[nodiscard]] Result<Document> finish();

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace wetbode::kaleidos
