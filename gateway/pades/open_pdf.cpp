// SPDX-License-Identifier: EUPL-1.2
#include "gateway/pades/open_pdf.hpp"


#include <algorithm>
#include <charconv>

namespace wetbode::pades {

namespace {

/// Where qpdf looks for startxref, too; a place that only one reader finds is no place.
constexpr std::uint64_t tail_bytes = 1054;
constexpr std::string_view blanks = " \t\r\n\f";

std::string tamed(std::string_view words) {
    std::string text(words.substr(0, 200));
    std::replace_if(text.begin(), text.end(), [](char c) { return c < 0x20 || c == 0x7F; }, ' ');
    return text;
}

Text const remedy{"Maak of bewaar de PDF opnieuw, zonder beveiliging.",
                  "Make or save the PDF anew, without protection."};

}  // namespace

OpenPdf::OpenPdf(files::Bytes const& bytes, std::uint64_t end, files::Budget& budget, FileLimits const& limits)
    : end_(std::min(end, bytes.size())),
      input_(bytes, budget, limits.index_bytes_max, end_) {
    pdf_.setSuppressWarnings(true);
    pdf_.setAttemptRecovery(false);
    // Octets before the header would move every offset that we write.
    if (bytes.slice(0, 5) != "%PDF-") throw std::runtime_error("the file does not begin with %PDF-");
    find_xref(bytes);
    pdf_.processInputSource(input_.source());
    input_.allow(limits.index_bytes_max);
}

void OpenPdf::find_xref(files::Bytes const& bytes) {
    auto const from = end_ > tail_bytes ? end_ - tail_bytes : 0;
    auto const tail = bytes.slice(from, static_cast<std::size_t>(end_ - from));
    auto const word = tail.rfind("startxref");
    if (word == std::string::npos) throw std::runtime_error("startxref is missing");
    auto const digits = tail.find_first_not_of(blanks, word + 9);
    if (digits == std::string::npos) throw std::runtime_error("startxref names no place");
    auto const [stop, error] = std::from_chars(tail.data() + digits, tail.data() + tail.size(), xref_offset_);
    if (error != std::errc{} || xref_offset_ >= end_) throw std::runtime_error("startxref names no place in the file");
    auto const head = bytes.slice(xref_offset_, 32);
    auto const first = head.find_first_not_of(blanks);
    if (first == std::string::npos) throw std::runtime_error("nothing lies where startxref points");
    xref_form_ = head.compare(first, 4, "xref") == 0 ? XrefForm::table : XrefForm::stream;
}

FileLimits limits() {
    FileLimits limits;
    limits.time = std::chrono::minutes{5};  // a slow time authority is waited for within it
    return limits;
}

Refusal broken_pdf(std::string_view detail) {
    auto const words = tamed(detail);
    return {"PDF_BROKEN",
            {"De PDF is beschadigd en wordt niet verzegeld", "The PDF is broken and is not sealed"},
            {"De PDF is niet te lezen zonder herstel: " + words, "The PDF cannot be read without repair: " + words},
            remedy,
            {}};
}

Refusal encrypted_pdf() {
    return {"PDF_ENCRYPTED",
            {"De PDF is beveiligd en wordt niet verzegeld", "The PDF is protected and is not sealed"},
            {"De PDF is met een wachtwoord, een sleutel of met rechten versleuteld.",
             "The PDF is encrypted with a password, a key or permissions."},
            remedy,
            {}};
}

Refusal intricate_pdf(std::string_view detail) {
    auto const words = tamed(detail);
    return {"PDF_TOO_INTRICATE",
            {"De PDF is te ingewikkeld om te verzegelen", "The PDF is too intricate to be sealed"},
            {"De grens van wat aan een PDF gelezen wordt, is bereikt: " + words,
             "The limit of what is read of a PDF was reached: " + words},
            remedy,
            {}};
}

bool is_locked(QPDFExc const& fault) {
    if (fault.getErrorCode() == qpdf_e_password) return true;
    return std::string_view(fault.what()).find("ncrypt") != std::string_view::npos;
}

}  // namespace wetbode::pades
