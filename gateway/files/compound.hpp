// SPDX-License-Identifier: EUPL-1.2
// OLE2 compound files ([MS-CFB]): .doc, .xls, vbaProject.bin, and what an encrypted .docx is inside. Only the directory
// is read. Private to this folder; one thread.
#pragma once

#include "gateway/files/budget.hpp"
#include "gateway/files/bytes.hpp"
#include "gateway/files/report.hpp"

namespace wetbode::files {

inline constexpr std::string_view ole_magic = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

struct OleEntry {
    std::string name;  ///< its ASCII; other characters are '?'
    bool is_storage = false;
    std::uint32_t sector = 0;
    std::uint64_t bytes = 0;
};

/// Empty if the directory cannot be followed.
[[nodiscard]] std::vector<OleEntry> ole_directory(Bytes const& bytes, Budget& budget);

struct OleFacts {
    bool broken = false;
    bool encrypted = false;
    bool macros = false;
    bool packaged = false;  ///< a file of any kind sits in it as an object
    std::vector<std::string> names;
};
[[nodiscard]] OleFacts ole_facts(Bytes const& bytes, Budget& budget);

/// Tells macros, encryption, packaged files and damage; `place` is empty for the file itself.
void tell_ole(OleFacts const& facts, std::string_view place, Report& report);

}  // namespace wetbode::files
