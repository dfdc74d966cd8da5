// SPDX-License-Identifier: EUPL-1.2
#include "gateway/verification/verification.hpp"

#include "gateway/base/content.hpp"
#include "gateway/base/files.hpp"

#include <fstream>
#include <optional>
#include <string_view>
#include <variant>

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

constexpr std::size_t head_bytes = 1024;

std::string head_of(std::filesystem::path const& file) {
    std::ifstream stream(file, std::ios::binary);
    std::string head(head_bytes, '\0');
    stream.read(head.data(), static_cast<std::streamsize>(head.size()));
    if (!stream.is_open() || stream.bad()) throw Outage("content", file.string() + " cannot be read");
    head.resize(static_cast<std::size_t>(stream.gcount()));
    return head;
}

std::string head_of(Content const& content) {
    auto const* const path = std::get_if<std::filesystem::path>(&content.where);
    return path != nullptr ? head_of(*path) : std::get<std::string>(content.where).substr(0, head_bytes);
}

VerificationReport no_signature() {
    VerificationReport report;
    report.findings.push_back(
        {"FORMAT_FAILURE", {"Het bestand bevat geen handtekening.", "The file holds no signature."}});
    return report;
}

/// The same options with a source that counts, while it lives.
class ForOneFile {
public:
    explicit ForOneFile(VerificationOptions const& options) : options_(options) {
        if (options.policy.source == nullptr) return;
        counted_.emplace(*options.policy.source, options.asking);
        options_.policy.source = &*counted_;
    }
    ForOneFile(ForOneFile const&) = delete;
    ForOneFile& operator=(ForOneFile const&) = delete;

    [[nodiscard]] VerificationOptions const& options() const { return options_; }

private:
    VerificationOptions options_;
    std::optional<CountedSource> counted_;
};

VerificationReport verify_container(Content const& content, VerificationOptions const& options,
                                    std::filesystem::path const& spool) {
    if (auto const* const path = std::get_if<std::filesystem::path>(&content.where)) return verify_asic(*path, options);
    SpoolFile file(spool);  // gone again at the end: it is never kept
    file.write(std::get<std::string>(content.where));
    return verify_asic(file.path(), options);
}

}  // namespace

VerificationReport verify_file(std::filesystem::path const& file, VerificationOptions const& wanted) {
    ForOneFile const one(wanted);
    auto const& options = one.options();
    auto const name = file.filename().string();
    switch (kind_of(head_of(file))) {
        case FileKind::container: return verify_asic(file, options);
        case FileKind::pdf: return verify_pdf(content_of_file(file), name, options);
        case FileKind::document: return verify_document(file, name, options);
        case FileKind::other: break;
    }
    return no_signature();
}

VerificationReport verify_content(Content const& content, std::string const& name, VerificationOptions const& wanted,
                                  std::filesystem::path const& spool) {
    ForOneFile const one(wanted);
    auto const& options = one.options();
    switch (kind_of(head_of(content))) {
        case FileKind::container: return verify_container(content, options, spool);
        case FileKind::pdf: return verify_pdf(content, name, options);
        case FileKind::document: return verify_document(content, name, options);
        case FileKind::other: break;
    }
    return no_signature();
}

}  // namespace wetbode
