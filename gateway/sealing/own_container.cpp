// SPDX-License-Identifier: EUPL-1.2
#include "gateway/sealing/own_container.hpp"

#include "gateway/base/content.hpp"
#include "gateway/base/sha256.hpp"
#include "gateway/refusal.hpp"
#include "gateway/sealing/xades_names.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace wetbode {

namespace {

// APPNOTE.TXT of PKWARE, sections 4.3.7, 4.3.12 and 4.3.16. Numbers are little-endian.
constexpr std::string_view local_mark = "PK\x03\x04";
constexpr std::string_view central_mark = "PK\x01\x02";
constexpr std::string_view end_mark = "PK\x05\x06";
constexpr std::size_t local_bytes = 30;
constexpr std::size_t central_bytes = 46;
constexpr std::size_t end_bytes = 22;
constexpr std::size_t names_bytes_max = 1024;
constexpr std::size_t signatures_bytes_max = 32U << 20U;
constexpr std::size_t directory_bytes_max = 16U << 20U;
constexpr std::size_t files_max = 10'000;
constexpr std::size_t piece_bytes = 64 * 1024;

std::uint32_t number(std::string_view octets, std::size_t at, std::size_t length) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < length; ++i)
        value |= static_cast<std::uint32_t>(static_cast<unsigned char>(octets[at + i])) << (8U * i);
    return value;
}

void put(std::string& octets, std::size_t at, std::uint64_t value) {
    for (std::size_t i = 0; i < 4; ++i) octets[at + i] = static_cast<char>(value >> (8U * i) & 0xFFU);
}

/// The check sum of ZIP (ISO 3309); only the signatures, some kilobytes, need a new one.
std::uint32_t crc_of(std::string_view octets) {
    static constexpr auto table = [] {
        std::array<std::uint32_t, 256> rows{};
        for (std::uint32_t i = 0; i < 256; ++i) {
            rows[i] = i;
            for (int bit = 0; bit < 8; ++bit) rows[i] = (rows[i] & 1U) != 0 ? rows[i] >> 1U ^ 0xEDB88320U : rows[i] >> 1U;
        }
        return rows;
    }();
    std::uint32_t crc = 0xFFFFFFFFU;
    for (char const c : octets) crc = table[(crc ^ static_cast<unsigned char>(c)) & 0xFFU] ^ crc >> 8U;
    return crc ^ 0xFFFFFFFFU;
}

/// What a local header says, and what its record in the central directory must repeat.
struct Header {
    std::string octets;  ///< header and name
    std::string name;
    std::uint32_t bytes = 0;
    std::uint64_t at = 0;
};

/// Version, flags, method, time, check sum, lengths of the two headers are the same octets.
bool agrees(Header const& header, std::string_view record) {
    return record.substr(0, 4) == central_mark && record.substr(6, 26 - 2) == std::string_view(header.octets).substr(4, 24) &&
           number(record, 30, 4) == 0 && number(record, 34, 2) == 0 && number(record, 42, 4) == header.at &&
           record.substr(central_bytes, header.name.size()) == header.name;
}

class Reading {
public:
    Reading(Content const& container, Output& output, std::function<void(std::string_view)> const& octets)
        : reader_(open_checked(container)), output_(output), octets_(octets), buffer_(piece_bytes) {}

    /// The files; the last header is that of the signatures. Empty for what is not ours.
    std::optional<std::vector<PassedFile>> files() {
        std::vector<PassedFile> files;
        while (headers_.size() < files_max) {
            auto header = next_header();
            if (!header) return std::nullopt;
            headers_.push_back(std::move(*header));
            auto const& last = headers_.back();
            if (last.name == names::signatures_entry) return files;
            output_.write(last.octets);
            bool const ours = last.name == names::mimetype_entry || last.name == names::manifest_entry;
            Sha256 hash;
            auto const taken = copy(last.bytes, [&](std::string_view piece) {
                output_.write(piece);
                hash.update(piece);
                if (!ours) octets_(piece);
            });
            if (!taken) return std::nullopt;
            if (!ours) files.push_back({last.name, hash.finish()});
        }
        return std::nullopt;
    }

    std::optional<std::string> signatures() {
        if (headers_.back().bytes > signatures_bytes_max) return std::nullopt;
        std::string octets;
        if (!copy(headers_.back().bytes, [&](std::string_view piece) { octets += piece; })) return std::nullopt;
        return octets;
    }

    /// Everything behind the signatures, if it is the directory of the files before it and nothing else.
    std::optional<std::string> directory() {
        std::string octets;
        auto const begins = at_;
        while (auto const count = reader_->read(buffer_)) {
            octets.append(buffer_.data(), count);
            if (octets.size() > directory_bytes_max) return std::nullopt;
        }
        std::size_t at = 0;
        for (auto const& header : headers_) {
            auto const length = central_bytes + header.name.size();
            if (octets.size() < at + length || !agrees(header, std::string_view(octets).substr(at, length)))
                return std::nullopt;
            last_record_ = at;
            at += length;
        }
        if (octets.size() != at + end_bytes) return std::nullopt;
        auto const end = std::string_view(octets).substr(at);
        auto const count = headers_.size();
        bool const right = end.starts_with(end_mark) && number(end, 4, 4) == 0 && number(end, 8, 2) == count &&
                           number(end, 10, 2) == count && number(end, 12, 4) == at && number(end, 16, 4) == begins &&
                           number(end, 20, 2) == 0;
        return right ? std::optional(std::move(octets)) : std::nullopt;
    }

    [[nodiscard]] Header const& last() const { return headers_.back(); }
    [[nodiscard]] std::size_t last_record() const { return last_record_; }

private:
    template <class Take>
    bool copy(std::uint64_t bytes, Take const& take) {
        while (bytes > 0) {
            auto const most = static_cast<std::size_t>(std::min<std::uint64_t>(bytes, buffer_.size()));
            auto const count = reader_->read(std::span<char>(buffer_).first(most));
            if (count == 0) return false;
            take(std::string_view(buffer_.data(), count));
            bytes -= count;
            at_ += count;
        }
        return true;
    }

    std::optional<Header> next_header() {
        Header header;
        header.at = at_;
        auto const take = [&](std::string_view piece) { header.octets += piece; };
        if (!copy(local_bytes, take)) return std::nullopt;
        std::string_view const fixed = header.octets;
        auto const name_bytes = number(fixed, 26, 2);
        constexpr std::uint32_t sizes_follow = 0x0008;
        constexpr std::uint32_t encrypted = 0x0001;
        header.bytes = number(fixed, 18, 4);
        bool const ours = fixed.starts_with(local_mark) && (number(fixed, 6, 2) & (sizes_follow | encrypted)) == 0 &&
                          number(fixed, 8, 2) == 0 && header.bytes == number(fixed, 22, 4) &&
                          number(fixed, 28, 2) == 0 && name_bytes > 0 && name_bytes <= names_bytes_max;
        if (!ours || !copy(name_bytes, take)) return std::nullopt;
        header.name = header.octets.substr(local_bytes);
        return header;
    }

    std::unique_ptr<ContentReader> reader_;
    Output& output_;
    std::function<void(std::string_view)> const& octets_;
    std::vector<char> buffer_;
    std::vector<Header> headers_;
    std::uint64_t at_ = 0;
    std::size_t last_record_ = 0;
};

}  // namespace

tl::expected<OwnContainer, Text> OwnContainer::read(Content const& container, Output& output,
                                                    std::function<void(std::string_view)> const& octets) {
    Reading reading(container, output, octets);
    OwnContainer own;
    auto files = reading.files();
    auto signatures = files ? reading.signatures() : std::nullopt;
    auto directory = signatures ? reading.directory() : std::nullopt;
    if (!directory)
        return tl::unexpected(Text{"Dit is geen container die dit huis gemaakt heeft.",
                                   "This is no container that this house made."});
    own.files_ = std::move(*files);
    own.signatures_ = std::move(*signatures);
    own.directory_ = std::move(*directory);
    own.header_ = reading.last().octets;
    own.signatures_at_ = reading.last().at;
    own.last_record_ = reading.last_record();
    return own;
}

void OwnContainer::end(Output& output, std::string_view signatures) const {
    auto header = header_;
    auto directory = directory_;
    auto const crc = crc_of(signatures);
    put(header, 14, crc);
    put(header, 18, signatures.size());
    put(header, 22, signatures.size());
    put(directory, last_record_ + 16, crc);
    put(directory, last_record_ + 20, signatures.size());
    put(directory, last_record_ + 24, signatures.size());
    auto const directory_at = signatures_at_ + header.size() + signatures.size();
    put(directory, directory.size() - end_bytes + 16, directory_at);
    if (directory_at + directory.size() > 0xFFFFFFFFULL)
        throw Outage("content", "cannot raise the seal: the container would be longer than 4 GiB");
    output.write(header);
    output.write(signatures);
    output.write(directory);
}

}  // namespace wetbode
