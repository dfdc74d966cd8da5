// SPDX-License-Identifier: EUPL-1.2
#include "gateway/files/compound.hpp"

#include <algorithm>

namespace wetbode::files {

namespace {

constexpr std::size_t header_bytes = 512;
constexpr std::size_t entry_bytes = 128;
constexpr std::size_t entries_max = 65'536;
constexpr std::uint32_t last_regular_sector = 0xFFFFFFFA;

/// Sectors and their chains. Every chain is at most as long as the file has sectors: a circle ends.
class Sectors {
public:
    Sectors(Bytes const& bytes, std::string const& header, Budget& budget) : bytes_(bytes), budget_(budget) {
        auto const view = std::string_view(header);
        auto const shift = u16(view.substr(30));
        if (shift != 9 && shift != 12) return;
        sector_bytes_ = std::size_t{1} << shift;
        most_ = bytes.size() / sector_bytes_ + 1;
        for (std::size_t i = 0; i < 109; ++i) take_table_sector(u32(view.substr(76 + 4 * i)));
        auto next = u32(view.substr(68));
        for (std::uint64_t steps = 0; next < last_regular_sector && steps < most_ && tables_.size() < most_; ++steps) {
            auto const more = sector(next);
            if (more.size() < sector_bytes_) break;
            for (std::size_t i = 0; i + 4 < sector_bytes_; i += 4)
                take_table_sector(u32(std::string_view(more).substr(i)));
            next = u32(std::string_view(more).substr(sector_bytes_ - 4));
        }
    }

    [[nodiscard]] bool usable() const { return sector_bytes_ != 0 && !tables_.empty(); }
    [[nodiscard]] std::uint64_t most() const { return most_; }
    [[nodiscard]] std::string sector(std::uint32_t number) const {
        budget_.pay_time();
        return bytes_.slice((std::uint64_t{number} + 1) * sector_bytes_, sector_bytes_);
    }
    [[nodiscard]] std::uint32_t after(std::uint32_t number) const {
        auto const per_table = sector_bytes_ / 4;
        auto const table = number / per_table;
        if (table >= tables_.size()) return last_regular_sector;
        auto const begin = (std::uint64_t{tables_[table]} + 1) * sector_bytes_;
        auto const entry = bytes_.slice(begin + number % per_table * 4, 4);
        return entry.size() == 4 ? u32(entry) : last_regular_sector;
    }

private:
    void take_table_sector(std::uint32_t number) {
        if (number < last_regular_sector && tables_.size() < most_) tables_.push_back(number);
    }

    Bytes const& bytes_;
    Budget& budget_;
    std::size_t sector_bytes_ = 0;
    std::uint64_t most_ = 0;
    std::vector<std::uint32_t> tables_;
};

OleEntry entry_from(std::string_view raw) {
    OleEntry entry;
    auto const name_bytes = std::min<std::size_t>(u16(raw.substr(64)), 64);
    for (std::size_t i = 0; i + 2 < name_bytes + 1 && i + 1 < name_bytes; i += 2) {
        auto const unit = u16(raw.substr(i));
        if (unit == 0) break;
        entry.name += unit < 0x80 ? static_cast<char>(unit) : '?';
    }
    entry.is_storage = raw[66] == 1;
    entry.sector = u32(raw.substr(116));
    entry.bytes = u32(raw.substr(120));
    return entry;
}

bool is_macro_part(std::string_view name) {
    return name == "VBA" || name == "_VBA_PROJECT" || name == "_VBA_PROJECT_CUR" || name == "Macros";
}

}  // namespace

std::vector<OleEntry> ole_directory(Bytes const& bytes, Budget& budget) {
    auto const header = bytes.slice(0, header_bytes);
    if (header.size() < header_bytes || !header.starts_with(ole_magic)) return {};
    Sectors const sectors(bytes, header, budget);
    if (!sectors.usable()) return {};
    std::vector<OleEntry> entries;
    auto next = u32(std::string_view(header).substr(48));
    for (std::uint64_t steps = 0; next < last_regular_sector; ++steps, next = sectors.after(next)) {
        auto const sector = sectors.sector(next);
        if (steps > sectors.most() || sector.empty()) return {};
        for (std::size_t at = 0; at + entry_bytes <= sector.size(); at += entry_bytes) {
            auto const raw = std::string_view(sector).substr(at, entry_bytes);
            if (raw[66] == 0) continue;
            if (entries.size() == entries_max) budget.spend("entries of an OLE file");
            entries.push_back(entry_from(raw));
        }
    }
    return entries;
}

OleFacts ole_facts(Bytes const& bytes, Budget& budget) {
    OleFacts facts;
    auto const entries = ole_directory(bytes, budget);
    facts.broken = entries.empty();
    auto const header = bytes.slice(0, header_bytes);
    for (auto const& entry : entries) {
        facts.names.push_back(entry.name);
        if (is_macro_part(entry.name)) facts.macros = true;
        if (entry.name == "EncryptedPackage" || entry.name == "EncryptedSummary") facts.encrypted = true;
        if (entry.name == "\x01Ole10Native") facts.packaged = true;
        if (entry.name != "WordDocument" || entry.is_storage) continue;
        // [MS-DOC] 2.5.2: bit 8 of the flags at octet 10 says that the text is encrypted.
        auto const shift = u16(std::string_view(header).substr(30));
        auto const fib = bytes.slice((std::uint64_t{entry.sector} + 1) << shift, 12);
        if (fib.size() == 12 && u16(fib) == 0xA5EC && (u16(std::string_view(fib).substr(10)) & 0x0100U) != 0)
            facts.encrypted = true;
    }
    return facts;
}

void tell_ole(OleFacts const& facts, std::string_view place, Report& report) {
    auto const at = place.empty() ? Text{} : Text{" (in " + tamed(place) + ")", " (in " + tamed(place) + ")"};
    if (facts.broken)
        report.add(FileRule::office_broken, place,
                   {"Het Office-bestand is beschadigd" + at.nl + ". Bewaar het opnieuw.",
                    "The Office file is damaged" + at.en + ". Save it anew."});
    if (facts.encrypted)
        report.add(FileRule::office_encrypted, place,
                   {"Het Office-bestand is met een wachtwoord versleuteld" + at.nl + ". Bewaar het zonder wachtwoord.",
                    "The Office file is encrypted with a password" + at.en + ". Save it without a password."});
    if (facts.macros)
        report.add(FileRule::office_macros, place,
                   {"Het Office-bestand bevat macro's" + at.nl + ". Bewaar het als document zonder macro's (.docx).",
                    "The Office file has macros" + at.en + ". Save it as a document without macros (.docx)."});
    if (facts.packaged)
        report.add(FileRule::office_packaged, place,
                   {"In het document zit een ander bestand als object" + at.nl + ". Dien dat bestand apart in.",
                    "Another file sits in the document as an object" + at.en + ". Submit that file by itself."});
}

}  // namespace wetbode::files
