// SPDX-License-Identifier: EUPL-1.2
#include "gateway/verification/verification.hpp"

#include "gateway/base/content.hpp"

#include <fstream>
#include <string_view>

namespace wetbode {

namespace {

enum class FileKind { container, pdf, document, other };

/// By its first octets: names and media types are the sender's.
FileKind kind_of(std::string_view head) {
    constexpr std::size_t pdf_within = 1024;  // ISO 32000-1, annex H: readers look that far
    if (head.starts_with("PK")) return FileKind::container;
    if (head.substr(0, pdf_within).find("%PDF-") != std::string_view::npos) return FileKind::pdf;
    // Anything that may be XML is read as XML, so that a signature in it is never overlooked.
    auto const first = head.find_first_not_of("\xEF\xBB\xBF \t\r\n");
    bool const may_be_xml = first == std::string_view::npos || head[first] == '<' || head[first] == '\0' ||
                            static_cast<unsigned char>(head[first]) >= 0xFE;
    return may_be_xml ? FileKind::document : FileKind::other;
}

std::string head_of(std::filesystem::path const& file) {
    std::ifstream stream(file, std::ios::binary);
    std::string head(1024, '\0');
    stream.read(head.data(), static_cast<std::streamsize>(head.size()));
    if (!stream.is_open() || stream.bad()) throw Outage("content", file.string() + " cannot be read");
    head.resize(static_cast<std::size_t>(stream.gcount()));
    return head;
}

}  // namespace

VerificationReport verify_file(std::filesystem::path const& file, VerificationOptions const& options) {
    auto const name = file.filename().string();
    switch (kind_of(head_of(file))) {
        case FileKind::container: return verify_asic(file, options);
        case FileKind::pdf: return verify_pdf(content_of_file(file), name, options);
        case FileKind::document: return verify_document(content_of_file(file), name, options);
        case FileKind::other: break;
    }
    VerificationReport report;
    report.findings.push_back(
        {"FORMAT_FAILURE", {"Het bestand bevat geen handtekening.", "The file holds no signature."}});
    return report;
}

}  // namespace wetbode
