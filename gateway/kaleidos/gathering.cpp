// SPDX-License-Identifier: EUPL-1.2
#include "gateway/kaleidos/gathering.hpp"

namespace wetbode::kaleidos {

namespace {

constexpr std::string_view content_member = "content";
constexpr std::string_view files_member = "Stuk.isVoorgesteldDoor";
constexpr std::size_t value_bytes = 16;  ///< what a value without text counts for

}  // namespace

void Gathering::key(std::string_view name) {
    grow(name.size());
    name_ = name;
    if (!fault_ && open_.back()->contains(name_))
        fail("MANIFEST.KEY_REPEATED", {"\"" + name_ + "\" staat er twee keer in.", "\"" + name_ + "\" is in twice."});
}

void Gathering::begin_text() {
    in_content_ = name_ == content_member && in_a_file();
    text_.clear();
    if (!in_content_) return;
    content_.begin(stream_.column() + 1);
    if (files_.size() >= limits_.files_max) {
        auto const most = std::to_string(limits_.files_max);
        fail("MANIFEST.TOO_MANY",
             {"Er zijn meer dan " + most + " bestanden.", "There are more than " + most + " files."});
    }
}

/// The context of the message has a member "content" too: only that of a file holds a file.
bool Gathering::in_a_file() const {
    auto const depth = open_.size();
    return depth >= 2 && open_[depth - 2]->is_array() && names_[depth - 2] == files_member;
}

void Gathering::text(std::string_view octets) {
    if (fault_) return;
    if (!in_content_) {
        grow(octets.size());
        if (!fault_) text_ += octets;
        return;
    }
    content_.update(octets);
    note_content_fault();
}

void Gathering::end_text() {
    if (fault_) return;
    if (!in_content_) {
        put(std::move(text_));
        text_ = {};
        return;
    }
    auto content = content_.finish();
    note_content_fault();
    if (!content) return;
    files_.push_back({std::move(*content), pointer() + "/" + std::string(content_member)});
    put(files_.size() - 1);
}

void Gathering::note_content_fault() {
    if (!content_.fault()) return;
    auto const& fault = *content_.fault();
    fail(fault.code, fault.message);
    if (fault.column > 0) fault_->column = fault.column;
}

void Gathering::number(std::string_view literal) {
    // Only identifiers are ever numbers here, and an identifier must come back letter by letter.
    grow(literal.size());
    put(std::string(literal));
}

nlohmann::json* Gathering::put(nlohmann::json value) {
    if (fault_) return nullptr;
    grow(value_bytes);
    if (open_.empty()) {
        tree_ = std::move(value);
        return &tree_;
    }
    auto& parent = *open_.back();
    if (parent.is_array()) {
        parent.push_back(std::move(value));
        return &parent.back();
    }
    auto& member = parent[name_];
    member = std::move(value);
    return &member;
}

void Gathering::open(nlohmann::json value) {
    auto* const place = put(std::move(value));
    if (place == nullptr) return;
    names_.push_back(name_);
    open_.push_back(place);
    name_.clear();
}

void Gathering::close() {
    if (fault_) return;
    open_.pop_back();
    names_.pop_back();
    name_.clear();
}

void Gathering::grow(std::size_t bytes) {
    rest_bytes_ += bytes;
    if (rest_bytes_ <= limits_.rest_bytes_max) return;
    auto const most = std::to_string(limits_.rest_bytes_max);
    fail("MANIFEST.TOO_LONG", {"Het bericht is, zonder de bestanden, groter dan " + most + " bytes.",
                               "The message, without its files, is larger than " + most + " bytes."});
}

std::string Gathering::pointer() const {
    std::string text;
    for (std::size_t i = 1; i < open_.size(); ++i) {
        auto const& parent = *open_[i - 1];
        text += '/' + (parent.is_array() ? std::to_string(parent.size() - 1) : names_[i]);
    }
    return text;
}

void Gathering::fail(std::string code, Text message) {
    if (fault_) return;
    auto place = pointer();
    if (!open_.empty() && open_.back()->is_object() && !name_.empty()) place += '/' + name_;
    fault_ = Fault{.code = std::move(code), .line = static_cast<std::int64_t>(stream_.line()),
                   .column = static_cast<std::int64_t>(stream_.column()), .path = std::move(place),
                   .message = std::move(message)};
}

}  // namespace wetbode::kaleidos
