// SPDX-License-Identifier: EUPL-1.2
// The door for files that are not XML: is it what it says it is, can it be opened, does it do anything by itself?
// Owned by the composition root, made before any thread reads a PDF. check() may be called from any thread; as many
// files are looked at at once as there are processors, the others wait.
#pragma once

#include "gateway/content.hpp"
#include "gateway/files/policy.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace wetbode {

struct DeclaredFile {
    std::string_view name;        ///< in the manifest
    std::string_view media_type;  ///< in the manifest, parameters allowed
};

struct FileFindings {
    std::vector<Fault> faults;  ///< errors and warnings, as the policy says
    bool more_faults = false;   ///< of one rule only the first few are told
};

class FileCheck {
public:
    /// Throws std::runtime_error if libmagic's data base cannot be loaded.
    explicit FileCheck(FilesPolicy policy);
    ~FileCheck();
    FileCheck(FileCheck const&) = delete;
    FileCheck& operator=(FileCheck const&) = delete;

    /// Throws Outage("content") if the disk fails. A hostile file costs time, memory and depth up to the policy's
    /// limits, then it gets FILE.TOO_INTRICATE or FILE.ARCHIVE.BOMB.
    [[nodiscard]] FileFindings check(DeclaredFile const& declared, Content const& content) const;

    /// What libmagic takes it for, whatever its name: "application/pdf". Throws Outage("content") if the disk fails.
    [[nodiscard]] std::string real_type_of(Content const& content) const;
    [[nodiscard]] FilesPolicy const& policy() const;

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace wetbode
