// SPDX-License-Identifier: EUPL-1.2
#include "adapters/parliament/kanselarij.hpp"

#include <algorithm>

namespace wetbode::parliament {

namespace {

constexpr std::string_view list_member = "documenten";
constexpr std::string_view files_member = "bestanden";
constexpr std::string_view content_member = "base64";
constexpr std::string_view before_items = R"({"documenten":[)";
constexpr std::size_t value_bytes = 16;  ///< what a value without text counts for

}  // namespace

void KanselarijReader::feed(std::string_view bytes) {
    while (!bytes.empty()) {
        if (lost_) {
            if (!search_.found_in(bytes, [&](std::string_view passed) { stream_.pass_over(passed); })) return;
            lost_ = false;
            stream_.begin_again(before_items);
            ensure(!stream_.feed(search_.head()), "the beginning of an item is JSON");
        }
        auto const before = stream_.offset();
        auto const& fault = stream_.feed(bytes);
        if (!fault) return;
        bytes.remove_prefix(std::min(bytes.size(), static_cast<std::size_t>(stream_.offset() - before)));
        lose(*fault);
    }
}

/// One item that is no JSON keeps those behind it out no more than any other bad one.
void KanselarijReader::lose(json::StreamFault const& fault) {
    if (!in_item() && !in_list())
        throw Outage("parliament", "kanselarij is no JSON at line " + std::to_string(fault.line) + ", column " +
                                       std::to_string(fault.column) + ": " + fault.message.en);
    if (!in_item()) begin_item(Tree::object());
    fail("MANIFEST.MALFORMED",
         {"Dit is geen JSON: " + fault.message.nl + ".", "This is no JSON: " + fault.message.en + "."});
    taken_(std::move(item_));
    reset();
    search_.begin();
    lost_ = true;
}

void KanselarijReader::reset() {
    item_ = {};
    open_.clear();
    names_.clear();
    name_.clear();
    text_.clear();
    outside_.clear();
    outside_array_.clear();
    in_content_ = false;
    content_.clear();
}

void KanselarijReader::finish() {
    if (lost_) {
        if (search_.list_ended()) return;
        throw Outage("parliament", "kanselarij ended too early, in or behind an item that is no JSON");
    }
    if (auto const& fault = stream_.finish())
        throw Outage("parliament", "kanselarij ended too early: " + fault->message.en);
}

std::optional<KanselarijItem> KanselarijReader::broken_off() {
    if (!in_item()) return std::nullopt;
    // No place: wherever it breaks off this time, it is the same fault, and told once.
    item_.fault = Fault{.code = "MANIFEST.MALFORMED",
                        .path = "/documenten",
                        .message = {"Het antwoord breekt telkens af in dit bericht. Zolang dat zo blijft, komt het "
                                    "niet binnen, en wat erachter staat evenmin.",
                                    "The answer breaks off in this message each time. As long as it does, it cannot "
                                    "come in, nor can what stands behind it."}};
    std::optional<KanselarijItem> item(std::move(item_));
    reset();
    return item;
}

void KanselarijReader::key(std::string_view name) {
    name_ = name;
    if (!in_item()) return;
    grow(name.size());
    if (open_.back()->contains(name_))
        fail("MANIFEST.KEY_REPEATED", {"\"" + name_ + "\" staat er twee keer in.", "\"" + name_ + "\" is in twice."});
}

/// An item is an object in the list; what stands around the list is left alone.
void KanselarijReader::open(Tree value) {
    if (in_item()) {
        auto* const place = put(std::move(value));
        if (place != nullptr) {
            names_.push_back(name_);
            open_.push_back(place);
        }
        name_.clear();
        return;
    }
    if (!in_list() || !value.is_object()) {
        outside_array_.push_back(value.is_array());
        outside_.push_back(outside_.empty() ? std::string() : name_);
        name_.clear();
        return;
    }
    begin_item(std::move(value));
}

bool KanselarijReader::in_list() const {
    return outside_.size() == 2 && outside_array_.back() && outside_.back() == list_member;
}

void KanselarijReader::begin_item(Tree value) {
    item_ = {};
    item_.number = ++items_;
    if (items_ > limits_.items_max) throw Outage("parliament", "kanselarij gave too long a list");
    rest_bytes_ = 0;
    item_.tree = std::move(value);
    open_.push_back(&item_.tree);
    names_.emplace_back();
    name_.clear();
}

void KanselarijReader::close() {
    name_.clear();
    if (!in_item()) {
        outside_.pop_back();
        outside_array_.pop_back();
        return;
    }
    open_.pop_back();
    names_.pop_back();
    if (in_item()) return;
    taken_(std::move(item_));
    item_ = {};
    content_.clear();
}

KanselarijReader::Tree* KanselarijReader::put(Tree value) {
    if (!in_item()) return nullptr;
    grow(value_bytes);
    auto& parent = *open_.back();
    // After a fault the tree stays small but keeps its shape, so that the end of the item is found.
    if (parent.is_array()) {
        parent.push_back(std::move(value));
        return &parent.back();
    }
    auto& member = parent[name_];
    member = std::move(value);
    return &member;
}

bool KanselarijReader::in_file() const {
    auto const depth = open_.size();
    return depth == 3 && open_[1]->is_array() && names_[1] == files_member;
}

void KanselarijReader::begin_text() {
    text_.clear();
    in_content_ = in_item() && name_ == content_member && in_file();
    if (!in_content_) return;
    content_.begin(stream_.column() + 1);
    if (item_.contents.size() < limits_.files_max) return;
    auto const most = std::to_string(limits_.files_max);
    fail("MANIFEST.TOO_MANY", {"Er zijn meer dan " + most + " bestanden.", "There are more than " + most + " files."});
}

void KanselarijReader::text(std::string_view octets) {
    if (!in_item()) return;
    if (!in_content_) {
        grow(octets.size());
        if (!item_.fault) text_ += octets;
        return;
    }
    if (item_.fault) return;
    content_.update(octets);
    note_content_fault();
}

void KanselarijReader::end_text() {
    if (!in_item()) return;
    if (!in_content_) {
        put(std::move(text_));
        text_ = {};
        return;
    }
    in_content_ = false;
    if (item_.fault) return;
    auto content = content_.finish();
    note_content_fault();
    if (!content) return;
    item_.contents.push_back(std::move(*content));
    put(item_.contents.size() - 1);
}

void KanselarijReader::note_content_fault() {
    if (!content_.fault()) return;
    auto const& fault = *content_.fault();
    fail(fault.code, fault.message);
    if (fault.column > 0) item_.fault->column = fault.column;
}

void KanselarijReader::number(std::string_view literal) {
    if (!in_item()) return;
    grow(literal.size());
    auto const value = Tree::parse(literal, nullptr, false);
    put(value.is_number() ? value : Tree(std::string(literal)));
}

void KanselarijReader::grow(std::size_t bytes) {
    rest_bytes_ += bytes;
    if (rest_bytes_ <= limits_.rest_bytes_max) return;
    auto const most = std::to_string(limits_.rest_bytes_max);
    fail("MANIFEST.TOO_LONG", {"Dit bericht is, zonder de bestanden, groter dan " + most + " bytes.",
                               "This message, without its files, is larger than " + most + " bytes."});
    // Names and numbers would go on growing the tree: what is so large is no message at all.
    if (rest_bytes_ > 16 * limits_.rest_bytes_max) throw Outage("parliament", "kanselarij holds an endless item");
}

std::string KanselarijReader::pointer() const {
    std::string text = "/" + std::string(list_member) + "/" + std::to_string(item_.number - 1);
    for (std::size_t i = 1; i < open_.size(); ++i) {
        auto const& parent = *open_[i - 1];
        text += '/' + (parent.is_array() ? std::to_string(parent.size() - 1) : names_[i]);
    }
    if (!open_.empty() && open_.back()->is_object() && !name_.empty()) text += '/' + name_;
    return text;
}

void KanselarijReader::fail(std::string code, Text message) {
    if (item_.fault) return;
    item_.fault = Fault{.code = std::move(code),
                        .line = static_cast<std::int64_t>(stream_.line()),
                        .column = static_cast<std::int64_t>(stream_.column()),
                        .path = pointer(),
                        .message = std::move(message)};
}

}  // namespace wetbode::parliament
