// SPDX-License-Identifier: EUPL-1.2
#include "gateway/pades/later_sections.hpp"

#include "gateway/pades/byte_range.hpp"
#include "gateway/pades/octet_reader.hpp"

#include <qpdf/BufferInputSource.hh>
#include <qpdf/QPDFTokenizer.hh>

#include <algorithm>
#include <charconv>

namespace wetbode::pades {

namespace {

constexpr std::size_t dictionary_bytes_max = 64 * 1024;
constexpr std::size_t sections_max = 1'000;
constexpr std::size_t flaws_max = 20;
constexpr std::size_t number_digits_max = 10;

Text const is_misbuilt{
    "de lijst van objecten is niet gebouwd zoals de norm het vraagt; lezers zien er elk iets anders in",
    "the list of objects is not built as the standard asks; readers differ in what they see"};
Text const is_unlisted{"een object dat op geen lijst staat of op een andere plaats",
                       "an object that is on no list, or at another place"};
Text const is_unused_trailer{"een staart die bij geen lijst van objecten hoort",
                             "a trailer that belongs to no list of objects"};
Text const is_hybrid{"een tweede lijst van objecten, die niet elke lezer volgt",
                     "a second list of objects, which not every reader follows"};
Text const is_apart{"de lijsten van objecten sluiten niet aan op die van de ondertekende versie",
                    "the lists of objects do not continue those of the signed revision"};
Text const is_behind{"octetten achter het einde", "octets behind the end"};

struct Section {
    std::optional<std::uint64_t> previous;
    bool hybrid = false;
    std::optional<std::uint64_t> trailer;  ///< where the word lies, of a table
};

/// What the dictionary of a section says; nothing if it cannot be read.
std::optional<Section> entries_of(files::Bytes const& bytes, std::uint64_t at) {
    auto const text = bytes.slice(at, dictionary_bytes_max);
    auto const input = std::make_shared<BufferInputSource>("trailer", text);
    QPDFTokenizer tokenizer;
    tokenizer.allowEOF();
    Section section;
    int depth = 0;
    std::string key;
    do {
        auto const token = tokenizer.readToken(input, "trailer", true);
        switch (token.getType()) {
            case QPDFTokenizer::tt_dict_open:
            case QPDFTokenizer::tt_array_open:
                ++depth;
                break;
            case QPDFTokenizer::tt_dict_close:
            case QPDFTokenizer::tt_array_close:
                --depth;
                break;
            case QPDFTokenizer::tt_bad:
            case QPDFTokenizer::tt_eof:
                return std::nullopt;
            case QPDFTokenizer::tt_integer: {
                auto const value = token.getValue();
                std::uint64_t number = 0;
                if (depth != 1 || key != "/Prev") break;
                if (section.previous ||
                    std::from_chars(value.data(), value.data() + value.size(), number).ec != std::errc{})
                    return std::nullopt;
                section.previous = number;
                break;
            }
            default:
                break;
        }
        if (depth == 0 && token.getType() != QPDFTokenizer::tt_dict_close) return std::nullopt;
        key = depth == 1 && token.getType() == QPDFTokenizer::tt_name ? token.getValue() : std::string();
        section.hybrid = section.hybrid || key == "/XRefStm";
    } while (depth > 0);
    return section;
}

/// "0000000123 00000 n" and two octets of line end.
bool take_entry(OctetReader& reader) {
    auto const digits = [&](int count) {
        for (int i = 0; i < count; ++i)
            if (!is_digit(reader.next())) return false;
        return true;
    };
    if (!digits(10) || !reader.take(" ") || !digits(5) || !reader.take(" ")) return false;
    if (!reader.take("n") && !reader.take("f")) return false;
    return reader.take(" \r") || reader.take(" \n") || reader.take("\r\n");
}

class Sections {
public:
    Sections(files::Bytes const& bytes, OpenPdf& before, OpenPdf& now, ObjectTable const& table, files::Budget& budget)
        : bytes_(bytes), before_(before), now_(now), table_(table), budget_(budget) {}

    std::vector<PdfChange> run() {
        // What stands behind the end of the newest revision belongs to none: a reader that repairs may show it.
        if (!ends_a_revision(bytes_, bytes_.size()) || before_.xref_offset() == now_.xref_offset())
            tell(before_.end(), is_behind);
        follow();
        look_for_objects();
        return std::move(flaws_);
    }

private:
    void tell(std::uint64_t at, Text const& how) {
        if (flaws_.size() < flaws_max) flaws_.push_back({PdfChangeKind::other, "octet " + std::to_string(at), how});
    }

    /// From the newest section to that of the signed revision.
    void follow() {
        auto at = now_.xref_offset();
        for (std::size_t count = 0; at != before_.xref_offset(); ++count) {
            if (at < before_.end() || count > sections_max) return tell(at, is_apart);
            auto const section = section_at(at);
            if (!section) return tell(at, is_misbuilt);
            if (section->hybrid) tell(at, is_hybrid);
            if (section->trailer) trailers_.insert(*section->trailer);
            if (!section->previous || *section->previous >= at) return tell(at, is_apart);
            at = *section->previous;
        }
    }

    std::optional<Section> section_at(std::uint64_t at) {
        OctetReader reader(bytes_, at);
        if (!reader.take("xref")) {
            streams_.insert(at);
            bool const head = reader.take_number(number_digits_max) && reader.take(" ") && reader.take_number(5) &&
                              reader.take(" obj");
            return head ? entries_of(bytes_, reader.at()) : std::nullopt;
        }
        while (reader.take(" ")) {
        }
        if (!reader.take_line_end()) return std::nullopt;
        while (is_digit(reader.peek())) {
            auto const first = reader.take_number(number_digits_max);
            if (!first || !reader.take(" ")) return std::nullopt;
            auto const count = reader.take_number(number_digits_max);
            while (reader.take(" ")) {
            }
            if (!count || !reader.take_line_end()) return std::nullopt;
            for (std::uint64_t i = 0; i < *count; ++i) {
                budget_.pay_time();
                if (!take_entry(reader)) return std::nullopt;
            }
        }
        auto const trailer = reader.at();
        if (!reader.take("trailer")) return std::nullopt;
        auto section = entries_of(bytes_, reader.at());
        if (section) section->trailer = trailer;
        return section;
    }

    /// As a reader would that lost its way: "12 0 obj", and "trailer".
    void look_for_objects() {
        struct Head {
            std::uint64_t at;
            QPDFObjGen id;
        };
        std::map<int, Head> last;
        OctetReader reader(bytes_, before_.end());
        // The last two numbers, and where the first of them begins.
        std::array<std::uint64_t, 2> numbers{};
        std::uint64_t from = 0;
        std::uint64_t second = 0;
        int known = 0;
        std::size_t octets = 0;
        for (int octet = reader.peek(); octet >= 0; octet = reader.peek()) {
            if (++octets % 4096 == 0) budget_.pay_time();
            auto const at = reader.at();
            if (is_digit(octet)) {
                auto const number = reader.take_number(number_digits_max);
                bool const ends = !is_digit(reader.peek()) && is_blank(reader.peek());
                if (!number || !ends) {
                    known = 0;
                    while (is_digit(reader.peek())) reader.next();
                    continue;
                }
                from = known > 0 ? second : at;
                second = at;
                numbers = {known > 0 ? numbers[1] : *number, *number};
                known = std::min(known + 1, 2);
                reader.skip_blanks();
                continue;
            }
            if (known == 2 && reader.take("obj")) {
                auto const id = QPDFObjGen(static_cast<int>(numbers[0]), static_cast<int>(numbers[1]));
                last[id.getObj()] = {from, id};
                if (last.size() > table_.size() + streams_.size() + flaws_max) break;  // as many as none can list
            } else if (known == 0 && octet == 't' && reader.take("trailer")) {
                if (!trailers_.contains(at)) tell(at, is_unused_trailer);
            } else {
                reader.next();
            }
            known = 0;
        }
        for (auto const& [number, head] : last) {
            auto const listed = table_.find(head.id);
            bool const there = listed != table_.end() && listed->second.getType() == 1 &&
                               listed->second.getOffset() == static_cast<qpdf_offset_t>(head.at);
            if (!there && !streams_.contains(head.at)) tell(head.at, is_unlisted);
        }
    }

    files::Bytes const& bytes_;
    OpenPdf& before_;
    OpenPdf& now_;
    ObjectTable const& table_;
    files::Budget& budget_;
    std::set<std::uint64_t> trailers_;
    std::set<std::uint64_t> streams_;  ///< cross-reference streams, which need not list themselves
    std::vector<PdfChange> flaws_;
};

}  // namespace

std::vector<PdfChange> flaws_of_sections(files::Bytes const& bytes, OpenPdf& before, OpenPdf& now,
                                         ObjectTable const& table, files::Budget& budget) {
    return Sections(bytes, before, now, table, budget).run();
}

}  // namespace wetbode::pades
