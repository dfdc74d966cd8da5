// SPDX-License-Identifier: EUPL-1.2
// Writes one incremental update of a PDF (ISO 32000-1 section 7.5.6): new and changed objects behind the octets that are
// there, and a cross-reference section that lists them and points to the one before. Private to this folder; one thread.
#pragma once

#include "gateway/pades/open_pdf.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace wetbode::pades {

/// Where the document ends now, and what the next increment continues.
struct DocumentEnd {
    std::uint64_t bytes = 0;
    std::uint64_t xref_offset = 0;
    XrefForm xref_form = XrefForm::table;
    int next_id = 1;             ///< first object number that nobody has used
    std::string root;            ///< "1 0 R"
    std::string info;            ///< "2 0 R"; empty if there is none
    std::string first_id;        ///< of /ID, octets; stays through all revisions
};

class Increment {
public:
    /// `needs_line_end`: the document does not end in a line end, so the increment begins with one.
    Increment(DocumentEnd before, bool needs_line_end);

    [[nodiscard]] QPDFObjGen reserve();
    /// `body` as it stands between "obj" and "endobj". Gives the offset of its first octet in the document.
    std::uint64_t put(QPDFObjGen id, std::string_view body);
    /// A stream that is stored as it is. `entries`: of its dictionary, without /Length.
    std::uint64_t put_stream(QPDFObjGen id, std::string_view entries, std::string_view octets);

    /// The cross-reference section; nothing may follow. `second_id`: octets, tells revisions apart.
    void finish(std::string_view second_id);
    /// What is to be put behind the document. May be changed in place, never in length.
    [[nodiscard]] std::string& octets() { return octets_; }
    /// The document with this increment.
    [[nodiscard]] DocumentEnd const& after() const { return after_; }

private:
    [[nodiscard]] std::string trailer_entries(std::string_view second_id) const;
    void write_table(std::string_view second_id);
    void write_stream(std::string_view second_id);

    DocumentEnd before_;
    DocumentEnd after_;
    std::string octets_;
    std::map<QPDFObjGen, std::uint64_t> places_;
};

/// "7 0 R"
[[nodiscard]] std::string reference(QPDFObjGen id);
/// Hexadecimal string of PDF.
[[nodiscard]] std::string hex_string(std::string_view octets);
/// A text in PDF: in PDFDocEncoding or UTF-16, whichever can hold it.
[[nodiscard]] std::string text_string(std::string const& utf8);

}  // namespace wetbode::pades
