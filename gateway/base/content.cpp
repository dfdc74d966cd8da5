// SPDX-License-Identifier: EUPL-1.2
#include "gateway/base/content.hpp"

#include "gateway/refusal.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace wetbode {

namespace {

class MemoryReader final : public ContentReader {
public:
    explicit MemoryReader(std::string bytes) : bytes_(std::move(bytes)) {}

    std::size_t read(std::span<char> buffer) override {
        auto const count = std::min(buffer.size(), bytes_.size() - at_);
        std::memcpy(buffer.data(), bytes_.data() + at_, count);
        at_ += count;
        return count;
    }

private:
    std::string bytes_;
    std::size_t at_ = 0;
};

class FileReader final : public ContentReader {
public:
    explicit FileReader(std::filesystem::path const& path)
        : descriptor_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)), path_(path) {
        if (descriptor_ < 0) throw Outage("content", "cannot open " + path_.string() + ": " + std::strerror(errno));
    }
    FileReader(FileReader const&) = delete;
    FileReader& operator=(FileReader const&) = delete;
    ~FileReader() override { ::close(descriptor_); }

    std::size_t read(std::span<char> buffer) override {
        while (true) {
            auto const count = ::read(descriptor_, buffer.data(), buffer.size());
            if (count >= 0) return static_cast<std::size_t>(count);
            if (errno != EINTR) throw Outage("content", "cannot read " + path_.string() + ": " + std::strerror(errno));
        }
    }

private:
    int descriptor_;
    std::filesystem::path path_;
};

class CheckedReader final : public ContentReader {
public:
    CheckedReader(std::unique_ptr<ContentReader> inner, Content const& content)
        : inner_(std::move(inner)), digest_(content.digest), bytes_(content.bytes) {}

    std::size_t read(std::span<char> buffer) override {
        if (buffer.empty()) return 0;
        auto const count = inner_->read(buffer);
        seen_ += count;
        hash_.update({buffer.data(), count});
        if (count == 0 && !std::exchange(ended_, true)) check();
        // The last bytes leave only together with the proof that they are the right ones.
        if (count > 0 && seen_ >= bytes_ && !std::exchange(ended_, true)) check();
        return count;
    }

private:
    void check() {
        if (seen_ == bytes_ && hash_.finish() == digest_) return;
        throw Outage("content", "the bytes kept as " + digest_.hex() + " are not what was taken in");
    }

    std::unique_ptr<ContentReader> inner_;
    Digest digest_;
    std::uint64_t bytes_;
    std::uint64_t seen_ = 0;
    bool ended_ = false;
    Sha256 hash_;
};

}  // namespace

std::unique_ptr<ContentReader> open(Content const& content) {
    if (content.in_memory()) return std::make_unique<MemoryReader>(std::get<std::string>(content.where));
    return std::make_unique<FileReader>(std::get<std::filesystem::path>(content.where));
}

std::unique_ptr<ContentReader> open_checked(Content const& content) {
    return std::make_unique<CheckedReader>(open(content), content);
}

LearningReader::LearningReader(std::filesystem::path path)
    : path_(std::move(path)), reader_(std::make_unique<FileReader>(path_)) {}

std::size_t LearningReader::read(std::span<char> buffer) {
    auto const count = reader_->read(buffer);
    hash_.update({buffer.data(), count});
    bytes_ += count;
    return count;
}

Content LearningReader::learnt() { return {hash_.finish(), bytes_, path_}; }

Content content_of(std::string bytes) {
    auto const digest = sha256(bytes);
    auto const length = bytes.size();
    return {digest, length, std::move(bytes)};
}

Content content_of_file(std::filesystem::path path) {
    LearningReader reader(std::move(path));
    std::array<char, 64 * 1024> buffer;
    while (reader.read(buffer) > 0) {}
    return reader.learnt();
}

std::string read_whole(Content const& content, std::uint64_t bytes_max) {
    if (content.bytes > bytes_max)
        throw Outage("content",
                     "a content of " + std::to_string(content.bytes) + " bytes is too long to hold in memory");
    auto const reader = open_checked(content);
    std::string bytes(content.bytes, '\0');
    std::size_t filled = 0;
    while (filled < bytes.size()) {
        auto const count = reader->read(std::span<char>(bytes).subspan(filled));
        if (count == 0) break;
        filled += count;
    }
    std::array<char, 1> beyond;
    auto const more = reader->read(beyond);
    ensure(more == 0, "a checked reader ends where the content ends");
    return bytes;
}

}  // namespace wetbode
