// SPDX-License-Identifier: EUPL-1.2
#include "adapters/rest/twin_multipart.hpp"

#include <algorithm>

namespace wetbode::twin {

namespace {

constexpr std::size_t parts_max = 1000;
constexpr std::size_t header_bytes_max = 8 * 1024;
constexpr std::size_t text_bytes_max = 1024 * 1024;

std::string lower(std::string text) {
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
}

/// The value of `name=` or `name="..."` among the parameters of a header.
std::string parameter(std::string_view header, std::string_view name) {
    for (std::size_t at = header.find(';'); at != std::string_view::npos; at = header.find(';', at + 1)) {
        auto rest = header.substr(at + 1);
        while (rest.starts_with(' ')) rest.remove_prefix(1);
        if (!lower(std::string(rest.substr(0, name.size()))).starts_with(name)) continue;
        rest.remove_prefix(name.size());
        if (!rest.starts_with('=')) continue;
        rest.remove_prefix(1);
        if (rest.starts_with('"')) return std::string(rest.substr(1, rest.find('"', 1) - 1));
        return std::string(rest.substr(0, rest.find_first_of("; ")));
    }
    return {};
}

}  // namespace

MultipartReader::MultipartReader(std::string_view content_type) {
    auto const boundary = parameter(content_type, "boundary");
    if (!lower(std::string(content_type)).starts_with("multipart/form-data") || boundary.empty())
        fault_ = "the content type is not multipart/form-data with a boundary";
    delimiter_ = "\r\n--" + boundary;
    buffer_ = "\r\n";  // the first delimiter may stand at the very beginning
}

void MultipartReader::update(std::string_view bytes) {
    if (!fault_.empty()) return;
    buffer_.append(bytes);
    while (fault_.empty() && step()) continue;
}

std::string MultipartReader::fault() const {
    if (!fault_.empty()) return fault_;
    return place_ == Place::after ? std::string() : "the form has no end";
}

/// Returns whether more can be done with what is in the buffer.
bool MultipartReader::step() {
    if (place_ == Place::after) {
        buffer_.clear();
        return false;
    }
    if (place_ == Place::header) return take_header();
    return take_body();
}

bool MultipartReader::take_header() {
    if (buffer_.size() < 2) return false;
    if (buffer_.starts_with("--")) {
        place_ = Place::after;
        return true;
    }
    auto const end = buffer_.find("\r\n\r\n");
    if (end == std::string::npos) {
        if (buffer_.size() > header_bytes_max) fault_ = "the header of a part is too long";
        return false;
    }
    if (parts_.size() == parts_max) {
        fault_ = "too many parts";
        return false;
    }
    ReceivedPart part;
    std::string_view lines(buffer_.data(), end);
    while (!lines.empty()) {
        auto const line = lines.substr(0, lines.find("\r\n"));
        lines.remove_prefix(std::min(lines.size(), line.size() + 2));
        auto const name = lower(std::string(line.substr(0, line.find(':'))));
        if (name == "content-disposition") {
            part.name = parameter(line, "name");
            part.file_name = parameter(line, "filename");
        } else if (name == "content-type") {
            auto value = line.substr(line.find(':') + 1);
            while (value.starts_with(' ')) value.remove_prefix(1);
            part.media_type = std::string(value);
        }
    }
    parts_.push_back(std::move(part));
    buffer_.erase(0, end + 4);
    place_ = Place::body;
    return true;
}

bool MultipartReader::take_body() {
    auto const end = buffer_.find(delimiter_);
    if (end == std::string::npos) {
        if (buffer_.size() < delimiter_.size()) return false;
        auto const safe = buffer_.size() - delimiter_.size() + 1;
        keep({buffer_.data(), safe});
        buffer_.erase(0, safe);
        return false;
    }
    keep({buffer_.data(), end});
    if (place_ == Place::body) parts_.back().digest = hash_.finish();
    buffer_.erase(0, end + delimiter_.size());
    place_ = Place::header;
    return true;
}

void MultipartReader::keep(std::string_view bytes) {
    if (place_ != Place::body) return;
    auto& part = parts_.back();
    hash_.update(bytes);
    part.bytes += bytes.size();
    if (part.file_name.empty() && part.text.size() < text_bytes_max)
        part.text.append(bytes.substr(0, text_bytes_max - part.text.size()));
}

}  // namespace wetbode::twin
