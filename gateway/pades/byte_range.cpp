// SPDX-License-Identifier: EUPL-1.2
#include "gateway/pades/byte_range.hpp"

#include "gateway/crypto/hashing.hpp"

#include <algorithm>
#include <array>

namespace wetbode::pades {

namespace {

constexpr std::size_t read_bytes = 256 * 1024;
constexpr std::uint64_t gap_bytes_max = 16ULL << 20U;
constexpr std::size_t blanks_max = 1024;
constexpr std::string_view blanks("\0\t\n\f\r ", 6);

void flaw(std::vector<PdfFlaw>& flaws, char const* nl, char const* en) {
    flaws.push_back({"FORMAT_FAILURE", {nl, en}});
}

int value_of(char digit) {
    if (digit >= '0' && digit <= '9') return digit - '0';
    if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
    if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
    return -1;
}

/// The octets of "<0aff>"; nothing if it is anything but that.
std::optional<std::string> unhex(std::string_view text) {
    if (text.size() < 2 || text.front() != '<' || text.back() != '>' || text.size() % 2 != 0) return std::nullopt;
    text = text.substr(1, text.size() - 2);
    std::string octets;
    octets.reserve(text.size() / 2);
    for (std::size_t i = 0; i < text.size(); i += 2) {
        auto const high = value_of(text[i]);
        auto const low = value_of(text[i + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        octets += static_cast<char>(high * 16 + low);
    }
    return octets;
}

std::optional<std::array<std::uint64_t, 4>> numbers_of(QPDFObjectHandle range) {
    if (!range.isArray() || range.getArrayNItems() != 4) return std::nullopt;
    std::array<std::uint64_t, 4> numbers{};
    for (int i = 0; i < 4; ++i) {
        auto item = range.getArrayItem(i);
        if (!item.isInteger() || item.getIntValue() < 0) return std::nullopt;
        numbers[static_cast<std::size_t>(i)] = static_cast<std::uint64_t>(item.getIntValue());
    }
    return numbers;
}

}  // namespace

std::optional<ByteRange> byte_range_of(QPDFObjectHandle dictionary, files::Bytes const& bytes,
                                       std::vector<PdfFlaw>& flaws) {
    auto const numbers = numbers_of(dictionary.getKey("/ByteRange"));
    auto contents = dictionary.getKey("/Contents");
    if (!numbers || !contents.isString()) {
        flaw(flaws, "De handtekening zegt niet met twee bereiken waarover ze gaat.",
             "The signature does not say in two ranges what it is over.");
        return std::nullopt;
    }
    auto const [start, first, second, rest] = *numbers;
    auto const size = bytes.size();
    if (start != 0 || first > size || second > size || second <= first || rest > size - second) {
        flaw(flaws, "De bereiken van de handtekening beginnen niet vooraan, overlappen of liggen buiten het bestand.",
             "The ranges of the signature do not begin at the front, overlap or lie outside the file.");
        return std::nullopt;
    }
    ByteRange const range{first, second, second + rest};
    std::optional<std::string> gap;
    if (range.gap_end - range.gap <= gap_bytes_max)
        gap = unhex(bytes.slice(range.gap, static_cast<std::size_t>(range.gap_end - range.gap)));
    // The place tells that it is this dictionary's own string, not a copy of it in another revision.
    bool const own = !contents.isIndirect() && contents.getParsedOffset() == static_cast<qpdf_offset_t>(range.gap);
    if (!gap || *gap != contents.getStringValue() || !own)
        flaw(flaws, "Wat de handtekening openlaat, is niet precies haar eigen inhoud.",
             "What the signature leaves out is not exactly its own contents.");
    if (!is_whole(bytes, range.end) && !ends_a_revision(bytes, range.end))
        flaw(flaws, "De handtekening eindigt niet waar een versie van het document eindigt.",
             "The signature does not end where a revision of the document ends.");
    return range;
}

std::string digest_of(files::Bytes const& bytes, ByteRange const& range, HashAlgorithm algorithm,
                      files::Budget& budget) {
    Hasher hasher(algorithm);
    std::string buffer(read_bytes, '\0');
    auto const take = [&](std::uint64_t from, std::uint64_t to) {
        while (from < to) {
            budget.pay_time();
            auto const wanted = static_cast<std::size_t>(std::min<std::uint64_t>(buffer.size(), to - from));
            auto const count = bytes.read_at(from, std::span(buffer).first(wanted));
            if (count == 0) throw Outage("content", "a file became shorter while it was read");
            hasher.update({buffer.data(), count});
            from += count;
        }
    };
    take(0, range.gap);
    take(range.gap_end, range.end);
    return hasher.finish();
}

bool ends_a_revision(files::Bytes const& bytes, std::uint64_t end) {
    auto const from = end > blanks_max ? end - blanks_max : 0;
    auto const tail = bytes.slice(from, static_cast<std::size_t>(end - from));
    auto const last = tail.find_last_not_of(blanks);
    return last != std::string::npos && std::string_view(tail).substr(0, last + 1).ends_with("%%EOF");
}

bool is_whole(files::Bytes const& bytes, std::uint64_t end) {
    if (bytes.size() - end > blanks_max) return false;
    return bytes.slice(end, blanks_max).find_first_not_of(blanks) == std::string::npos;
}

}  // namespace wetbode::pades
