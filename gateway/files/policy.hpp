// SPDX-License-Identifier: EUPL-1.2
// What is asked of a file that is not XML, as data: conf/files.toml in memory (read by ops/files_policy.cpp). Values;
// read-only after start.
#pragma once

#include "gateway/refusal.hpp"
#include "gateway/time.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wetbode {

enum class FileRule {
    empty, type_allowed, type, extension, size, too_intricate,
    pdf_broken, pdf_damaged, pdf_encrypted, pdf_restricted, pdf_active_content,
    office_macros, office_external, office_linked, office_packaged, office_encrypted, office_broken,
    archive_bomb, archive_path, archive_broken, archive_encrypted
};

struct FileRuleName {
    FileRule rule;
    std::string_view key;   ///< in [checks] of the policy
    std::string_view code;  ///< of the fault
};

inline constexpr std::array<FileRuleName, 21> file_rules{{
    {FileRule::empty, "empty", "FILE.EMPTY"},
    {FileRule::type_allowed, "type_allowed", "FILE.TYPE_NOT_ALLOWED"},
    {FileRule::type, "type", "FILE.TYPE_MISMATCH"},
    {FileRule::extension, "extension", "FILE.EXTENSION"},
    {FileRule::size, "size", "FILE.TOO_LARGE"},
    {FileRule::too_intricate, "too_intricate", "FILE.TOO_INTRICATE"},
    {FileRule::pdf_broken, "pdf_broken", "FILE.PDF.BROKEN"},
    {FileRule::pdf_damaged, "pdf_damaged", "FILE.PDF.DAMAGED"},
    {FileRule::pdf_encrypted, "pdf_encrypted", "FILE.PDF.ENCRYPTED"},
    {FileRule::pdf_restricted, "pdf_restricted", "FILE.PDF.RESTRICTED"},
    {FileRule::pdf_active_content, "pdf_active_content", "FILE.PDF.ACTIVE_CONTENT"},
    {FileRule::office_macros, "office_macros", "FILE.OFFICE.MACROS"},
    {FileRule::office_external, "office_external", "FILE.OFFICE.EXTERNAL"},
    {FileRule::office_linked, "office_linked", "FILE.OFFICE.LINKED"},
    {FileRule::office_packaged, "office_packaged", "FILE.OFFICE.PACKAGED"},
    {FileRule::office_encrypted, "office_encrypted", "FILE.OFFICE.ENCRYPTED"},
    {FileRule::office_broken, "office_broken", "FILE.OFFICE.BROKEN"},
    {FileRule::archive_bomb, "archive_bomb", "FILE.ARCHIVE.BOMB"},
    {FileRule::archive_path, "archive_path", "FILE.ARCHIVE.PATH"},
    {FileRule::archive_broken, "archive_broken", "FILE.ARCHIVE.BROKEN"},
    {FileRule::archive_encrypted, "archive_encrypted", "FILE.ARCHIVE.ENCRYPTED"},
}};

enum class Strictness { refuse, warn, off };

/// How a type is built, so which checks can look inside.
enum class FileForm { other, text, pdf, ooxml, odf, ole, zip };

struct AllowedFileType {
    std::string media_type;                ///< as the manifest declares it, lower case, without parameters
    Text name;                             ///< "Word-document", "Word document"
    FileForm form = FileForm::other;
    std::vector<std::string> found;        ///< what libmagic may call it; a '*' at the end stands for any rest
    std::vector<std::string> extensions;   ///< lower case, without the dot; empty = any
    std::vector<std::string> inside;       ///< ooxml: content type of the main part; odf: mimetype; ole: a stream
    std::uint64_t bytes_max = 0;           ///< 0 = no limit of its own
};

struct FileLimits {
    Milliseconds time{20'000};                       ///< per file
    std::uint64_t objects_max = 500'000;             ///< of one PDF
    std::uint64_t index_bytes_max = 16ULL << 20U;    ///< read to find the objects of a PDF
    std::uint64_t object_bytes_max = 1ULL << 20U;    ///< one object of a PDF without its stream
    std::uint64_t object_stream_max = 2ULL << 20U;   ///< one unpacked object or cross-reference stream of a PDF
    std::uint64_t pdf_unpacked_max = 512ULL << 20U;  ///< all of those together
    std::uint64_t entries_max = 10'000;              ///< of one archive, nested ones included
    std::uint64_t unpacked_max = 1ULL << 30U;        ///< all entries of an archive together
    std::uint64_t ratio_max = 300;                   ///< unpacked to packed size of one entry...
    std::uint64_t ratio_from = 10ULL << 20U;         ///< ...that unpacks to more than this
    std::uint64_t nesting_max = 2;                   ///< archives within archives
    std::uint64_t nested_bytes_max = 32ULL << 20U;   ///< one archive or OLE file within an archive: held in memory
};

struct FilesPolicy {
    std::map<FileRule, Strictness> checks;  ///< a rule that is not here refuses
    FileLimits limits;
    std::vector<AllowedFileType> types;
    std::vector<std::string> pdf_actions;          ///< names of actions that count as active content: "JavaScript"
    std::vector<std::string> pdf_annotations;      ///< likewise annotations: "RichMedia"
    bool pdf_xfa = true;                           ///< forms in XML (XFA) count as active content
    std::vector<std::string> executable_extensions;///< of a file attached to a PDF, without the dot
    std::vector<std::string> executable_types;     ///< what libmagic calls it; '*' as above
    std::vector<std::string> fetched_relations;    ///< OOXML relations whose target is fetched on opening

    [[nodiscard]] Strictness strictness(FileRule rule) const {
        auto const found = checks.find(rule);
        return found == checks.end() ? Strictness::refuse : found->second;
    }
    [[nodiscard]] AllowedFileType const* type_of(std::string_view media_type) const;
    /// The type that a file of this name has, by its extension: of several the one with the fewest extensions. Null if
    /// no type has it.
    [[nodiscard]] AllowedFileType const* type_by_name(std::string_view file_name) const;
};

/// "pdf" of "map/Brief.PDF"; empty if the name has none.
[[nodiscard]] std::string extension_of(std::string_view file_name);
[[nodiscard]] std::optional<FileRule> file_rule_from(std::string_view key);
[[nodiscard]] std::optional<FileForm> file_form_from(std::string_view name);

}  // namespace wetbode
