// SPDX-License-Identifier: EUPL-1.2
#include "adapters/parliament/twin_papers.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <vector>

namespace wetbode::parliament {

namespace {

/// A text, then filling, then a text; the filling is made while it is read.
class FilledReader final : public ContentReader {
public:
    FilledReader(std::string head, std::uint64_t filling, std::string tail)
        : head_(std::move(head)), filling_(filling), tail_(std::move(tail)) {}

    std::size_t read(std::span<char> buffer) override {
        std::size_t done = 0;
        for (; done < buffer.size(); ++done, ++at_) {
            if (at_ < head_.size()) buffer[done] = head_[static_cast<std::size_t>(at_)];
            else if (at_ < head_.size() + filling_) buffer[done] = filler(at_ - head_.size());
            else if (at_ < head_.size() + filling_ + tail_.size())
                buffer[done] = tail_[static_cast<std::size_t>(at_ - head_.size() - filling_)];
            else break;
        }
        return done;
    }

private:
    /// Lines of 64 printable characters that differ from line to line, so that a lost block is seen in the digest.
    static char filler(std::uint64_t at) {
        if (at % 64 == 63) return '\n';
        auto mixed = (at / 64 + 1) * 0x9E3779B97F4A7C15ULL;
        mixed = (mixed >> 29U) + at % 64;
        return static_cast<char>('a' + mixed % 26);
    }

    std::string head_;
    std::uint64_t filling_;
    std::string tail_;
    std::uint64_t at_ = 0;
};

std::string printable(std::string const& title) {
    std::string text;
    for (char const c : title.substr(0, 90)) {
        if (c == '(' || c == ')' || c == '\\') text += '\\';
        text += c >= ' ' && c <= '~' ? c : '?';
    }
    return text;
}

struct PdfParts {
    std::string head;  ///< to the filling
    std::string tail;
};

/// The objects of the file; the last one is a stream that nothing refers to but the catalogue, for the filling.
PdfParts pdf_parts(std::string const& title, std::uint64_t filling) {
    auto const shown = "BT /F1 14 Tf 60 760 Td (" + printable(title) + ") Tj ET";
    std::array<std::string, 6> const objects{
        "<< /Type /Catalog /Pages 2 0 R /Filling 6 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> >> "
        "/Contents 4 0 R >>",
        "<< /Length " + std::to_string(shown.size()) + " >>\nstream\n" + shown + "\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        "<< /Length " + std::to_string(filling) + " >>\nstream\n"};
    PdfParts parts{"%PDF-1.4\n%\xE2\xE3\xCF\xD3\n", "\nendstream\nendobj\n"};
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < objects.size(); ++i) {
        places.push_back(parts.head.size());
        parts.head += std::to_string(i + 1) + " 0 obj\n" + objects[i];
        if (i + 1 < objects.size()) parts.head += "\nendobj\n";
    }
    auto const table = parts.head.size() + filling + parts.tail.size();
    parts.tail += "xref\n0 7\n0000000000 65535 f \n";
    for (auto const place : places) {
        std::array<char, 24> line{};
        std::snprintf(line.data(), line.size(), "%010zu 00000 n \n", place);
        parts.tail += line.data();
    }
    parts.tail += "trailer\n<< /Size 7 /Root 1 0 R >>\nstartxref\n" + std::to_string(table) + "\n%%EOF\n";
    return parts;
}

// --- a ZIP with stored entries (PKWARE APPNOTE 4.3.7 - 4.3.16), all that a small Word document needs

std::uint32_t crc32_of(std::string_view bytes) {
    std::uint32_t crc = 0xFFFFFFFFU;
    for (char const c : bytes) {
        crc ^= static_cast<unsigned char>(c);
        for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
    }
    return ~crc;
}

void add_number(std::string& out, std::uint32_t value, int octets) {
    for (int i = 0; i < octets; ++i) out += static_cast<char>((value >> (8U * static_cast<unsigned>(i))) & 0xFFU);
}

struct Entry {
    std::string name;
    std::string content;
};

/// What the local header and the directory have in common, from "version needed" to "length of the extra field".
std::string entry_facts(Entry const& entry) {
    std::string facts;
    add_number(facts, 20, 2);
    add_number(facts, 0, 4);           // flags, method: stored
    add_number(facts, 0x5A210000U, 4); // 1 January 2025, midnight: the same wish gives the same bytes
    add_number(facts, crc32_of(entry.content), 4);
    add_number(facts, static_cast<std::uint32_t>(entry.content.size()), 4);
    add_number(facts, static_cast<std::uint32_t>(entry.content.size()), 4);
    add_number(facts, static_cast<std::uint32_t>(entry.name.size()), 2);
    add_number(facts, 0, 2);
    return facts;
}

std::string stored_zip(std::vector<Entry> const& entries) {
    std::string out;
    std::string directory;
    for (auto const& entry : entries) {
        auto const place = static_cast<std::uint32_t>(out.size());
        auto const facts = entry_facts(entry);
        out += "PK\x03\x04" + facts + entry.name + entry.content;
        directory += "PK\x01\x02";
        add_number(directory, 20, 2);
        directory += facts;
        add_number(directory, 0, 4);  // length of the comment, disk
        add_number(directory, 0, 2);  // internal attributes
        add_number(directory, 0, 4);  // external attributes
        add_number(directory, place, 4);
        directory += entry.name;
    }
    auto const at = static_cast<std::uint32_t>(out.size());
    out += directory + "PK\x05\x06";
    add_number(out, 0, 4);
    add_number(out, static_cast<std::uint32_t>(entries.size()), 2);
    add_number(out, static_cast<std::uint32_t>(entries.size()), 2);
    add_number(out, static_cast<std::uint32_t>(directory.size()), 4);
    add_number(out, at, 4);
    add_number(out, 0, 2);
    return out;
}

std::string in_xml(std::string const& text) {
    std::string out;
    for (char const c : text) {
        if (c == '<') out += "&lt;";
        else if (c == '&') out += "&amp;";
        else if (c == '>') out += "&gt;";
        else if (static_cast<unsigned char>(c) >= ' ' || c == '\t') out += c;
    }
    return out;
}

}  // namespace

Octets made_pdf(std::string const& title, std::uint64_t bytes) {
    auto const length = [&](std::uint64_t filling) {
        auto const parts = pdf_parts(title, filling);
        return parts.head.size() + filling + parts.tail.size();
    };
    // The length of the filling stands in the file twice, so the sum is found by trying: it settles at once, or one
    // digit more or less is made up for by a blank in the trailer.
    auto const smallest = length(0);
    auto filling = bytes > smallest ? bytes - smallest : 0;
    while (filling > 0 && length(filling) > bytes) --filling;
    auto parts = pdf_parts(title, filling);
    while (parts.head.size() + filling + parts.tail.size() < bytes) parts.tail += '\n';
    auto const all = parts.head.size() + filling + parts.tail.size();
    return {all, [parts, filling] { return std::make_unique<FilledReader>(parts.head, filling, parts.tail); }};
}

Octets made_docx(std::string const& title) {
    std::string const head = R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>)";
    std::string const package = "http://schemas.openxmlformats.org/package/2006/";
    std::string const office = "http://schemas.openxmlformats.org/";
    return twin::octets_of(stored_zip({
        {"[Content_Types].xml",
         head + "<Types xmlns=\"" + package + R"(content-types"><Default Extension="rels" ContentType=")" +
             R"(application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" )" +
             "ContentType=\"" + std::string(word_type) + R"(.main+xml"/></Types>)"},
        {"_rels/.rels", head + "<Relationships xmlns=\"" + package + R"(relationships"><Relationship Id="r1" Type=")" +
                            office + R"(officeDocument/2006/relationships/officeDocument" )" +
                            R"(Target="word/document.xml"/></Relationships>)"},
        {"word/document.xml", head + "<w:document xmlns:w=\"" + office +
                                  R"(wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>)" + in_xml(title) +
                                  "</w:t></w:r></w:p></w:body></w:document>"},
    }));
}

}  // namespace wetbode::parliament
