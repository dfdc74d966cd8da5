// SPDX-License-Identifier: EUPL-1.2
#include "gateway/pades/increment.hpp"

#include "gateway/crypto/hashing.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace wetbode::pades {

namespace {

std::string padded(std::uint64_t number, std::size_t width) {
    auto text = std::to_string(number);
    return text.size() < width ? std::string(width - text.size(), '0') + text : text;
}

void append_big_endian(std::string& out, std::uint64_t number, int octets) {
    for (int i = octets - 1; i >= 0; --i) out += static_cast<char>(number >> (8U * static_cast<unsigned>(i)) & 0xFFU);
}

/// Runs of consecutive object numbers: the subsections of a cross-reference section.
std::vector<std::pair<int, int>> runs_of(std::map<QPDFObjGen, std::uint64_t> const& places) {
    std::vector<std::pair<int, int>> runs;
    for (auto const& [id, place] : places) {
        if (!runs.empty() && runs.back().first + runs.back().second == id.getObj()) ++runs.back().second;
        else runs.emplace_back(id.getObj(), 1);
    }
    return runs;
}

constexpr std::uint64_t table_offset_max = 9'999'999'999;  // ten digits

}  // namespace

Increment::Increment(DocumentEnd before, bool needs_line_end) : before_(std::move(before)), after_(before_) {
    if (needs_line_end) octets_ += '\n';
}

QPDFObjGen Increment::reserve() { return QPDFObjGen(after_.next_id++, 0); }

std::uint64_t Increment::put(QPDFObjGen id, std::string_view body) {
    auto const start = before_.bytes + octets_.size();
    ensure(places_.emplace(id, start).second, "an object stands once in an increment");
    octets_ += std::to_string(id.getObj()) + " " + std::to_string(id.getGen()) + " obj\n";
    auto const body_start = before_.bytes + octets_.size();
    octets_ += body;
    octets_ += "\nendobj\n";
    return body_start;
}

std::uint64_t Increment::put_stream(QPDFObjGen id, std::string_view entries, std::string_view octets) {
    std::string body = "<< " + std::string(entries) + " /Length " + std::to_string(octets.size()) + " >>\nstream\n";
    body += octets;
    body += "\nendstream";
    return put(id, body);
}

std::string Increment::trailer_entries(std::string_view second_id) const {
    auto text = "/Size " + std::to_string(after_.next_id) + " /Root " + before_.root;
    if (!before_.info.empty()) text += " /Info " + before_.info;
    text += " /ID [" + hex_string(before_.first_id.empty() ? second_id : std::string_view(before_.first_id)) + " " +
            hex_string(second_id) + "]";
    return text + " /Prev " + std::to_string(before_.xref_offset);
}

void Increment::write_table(std::string_view second_id) {
    after_.xref_offset = before_.bytes + octets_.size();
    if (after_.xref_offset > table_offset_max) throw std::runtime_error("the file is too large for a cross-reference table");
    octets_ += "xref\n";
    auto place = places_.begin();
    for (auto const& [first, count] : runs_of(places_)) {
        octets_ += std::to_string(first) + " " + std::to_string(count) + "\n";
        for (int i = 0; i < count; ++i, ++place)
            octets_ += padded(place->second, 10) + " " + padded(static_cast<std::uint64_t>(place->first.getGen()), 5) + " n \n";
    }
    octets_ += "trailer\n<< " + trailer_entries(second_id) + " >>\n";
}

void Increment::write_stream(std::string_view second_id) {
    auto const own = reserve();
    after_.xref_offset = before_.bytes + octets_.size();
    places_.emplace(own, after_.xref_offset);
    std::string index;
    std::string rows;
    auto place = places_.begin();
    for (auto const& [first, count] : runs_of(places_)) {
        index += std::to_string(first) + " " + std::to_string(count) + " ";
        for (int i = 0; i < count; ++i, ++place) {
            rows += '\x01';
            append_big_endian(rows, place->second, 6);
            append_big_endian(rows, static_cast<std::uint64_t>(place->first.getGen()), 2);
        }
    }
    octets_ += std::to_string(own.getObj()) + " 0 obj\n<< /Type /XRef /W [1 6 2] /Index [" + index + "] " +
               trailer_entries(second_id) + " /Length " + std::to_string(rows.size()) + " >>\nstream\n" + rows +
               "\nendstream\nendobj\n";
}

void Increment::finish(std::string_view second_id) {
    if (before_.xref_form == XrefForm::stream) write_stream(second_id);
    else write_table(second_id);
    octets_ += "startxref\n" + std::to_string(after_.xref_offset) + "\n%%EOF\n";
    after_.bytes = before_.bytes + octets_.size();
    if (after_.first_id.empty()) after_.first_id = second_id;
}

std::string reference(QPDFObjGen id) {
    return std::to_string(id.getObj()) + " " + std::to_string(id.getGen()) + " R";
}

std::string hex_string(std::string_view octets) { return "<" + hex_of(octets) + ">"; }

std::string text_string(std::string const& utf8) { return QPDFObjectHandle::newUnicodeString(utf8).unparse(); }

}  // namespace wetbode::pades
