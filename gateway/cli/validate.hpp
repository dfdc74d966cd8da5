// SPDX-License-Identifier: EUPL-1.2
// The command `validate`: checks documents of this machine without a running gateway, many at once, and tells what was
// found in the order in which they were named. Called once per run of the program, on its main thread.
#pragma once

#include "gateway/cli/remote.hpp"
#include "gateway/files/check.hpp"
#include "gateway/text.hpp"
#include "gateway/validation/catalogue.hpp"

#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <string>
#include <vector>

namespace wetbode::cli {

struct ValidateOrder {
    /// Documents, folders (every file below them whose extension is xml or in the file rules), "-": standard input.
    std::vector<std::filesystem::path> files;
    std::string type;                          ///< of all, which then are XML; empty: found by the root element
    std::string format = "text";               ///< text, json, svrl or sarif
    bool strict = false;                       ///< a warning refuses too
    unsigned jobs = 0;                         ///< documents at once; 0: as many as there are cores
    Language language = Language::nl;
    std::uint64_t stream_bytes_max = 512ULL << 20U;  ///< more is not read of a stream: the door refuses it as too long
};

/// Where the command reads and writes, and what the screen can show.
struct Console {
    std::istream& in;
    std::ostream& out;
    std::ostream& err;
    bool colours = false;     ///< `out` is a terminal that may be coloured (NO_COLOR is not set)
    bool progress = false;    ///< `err` is a terminal: a bar may be drawn there
    bool one_screen = false;  ///< `out` and `err` show on the same terminal

    [[nodiscard]] static Console standard();
};

/// Who judges what: XML and all other files, as at the door of the gateway.
struct Judges {
    Catalogue const& catalogue;
    FileCheck const& files;
};

/// A file that is not XML is judged by the media type that its extension stands for, one without a known extension by
/// what it looks like; text is then taken for XML, so that a broken draft is never passed as plain text.
/// done if every document is valid; negative if one is refused; misused if the order makes no sense (no such type, a
/// folder without documents); unavailable if one could not be read, or the report could not be written. What can be
/// checked is checked nevertheless.
[[nodiscard]] int validate(Judges const& judges, ValidateOrder const& order, Console const& console);

}  // namespace wetbode::cli
