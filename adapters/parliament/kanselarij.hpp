// SPDX-License-Identifier: EUPL-1.2
// GET kanselarij, read as it comes: one item after another, each file decoded into the spool folder, so that an answer
// of any length takes no more memory than the small parts of one item. One thread at a time.
#pragma once

#include "adapters/parliament/item_search.hpp"
#include "gateway/base/base64_content.hpp"
#include "gateway/content.hpp"
#include "gateway/json/json_stream.hpp"
#include "gateway/refusal.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace wetbode::parliament {

struct KanselarijLimits {
    std::uint64_t rest_bytes_max = 1U << 20U;     ///< of one item without the contents of its files
    std::size_t files_max = 200;                  ///< of one item
    std::uint64_t file_bytes_max = 1ULL << 30U;   ///< of one file, decoded
    std::uint64_t inline_bytes_max = 64U << 10U;  ///< a larger file goes to the spool folder while it comes in
    std::size_t items_max = 10'000;
};

/// One item as it came. In the tree the member "base64" of a file is the number of its content in `contents`.
struct KanselarijItem {
    nlohmann::ordered_json tree;
    std::vector<Content> contents;
    std::optional<Fault> fault;  ///< the first thing that makes it impossible; the tree holds what came all the same
    std::uint64_t number = 0;    ///< from 1, in the answer
};

class KanselarijReader final : private json::StreamSink {
public:
    /// `taken` gets each item when its end has come. What it does not move away is removed after it.
    KanselarijReader(KanselarijLimits limits, std::filesystem::path spool, std::function<void(KanselarijItem)> taken)
        : limits_(limits),
          taken_(std::move(taken)),
          content_(std::move(spool), limits.inline_bytes_max, limits.file_bytes_max) {}
    KanselarijReader(KanselarijReader const&) = delete;
    KanselarijReader& operator=(KanselarijReader const&) = delete;

    /// An item that is no JSON is handed out with its fault, and reading goes on at the next one. Throws
    /// Outage("parliament") with the place if the answer as a whole is no list of items.
    void feed(std::string_view bytes);
    /// The whole answer has come. Throws Outage("parliament") if its end has not: items before that were handed out.
    void finish();
    /// The answer broke off, on the way or at its sender: the item in which that happened, if it had begun. It cannot
    /// be taken in, and nobody knows what stood behind it.
    [[nodiscard]] std::optional<KanselarijItem> broken_off();
    [[nodiscard]] std::uint64_t items() const { return items_; }

private:
    using Tree = nlohmann::ordered_json;

    void begin_object() override { open(Tree::object()); }
    void end_object() override { close(); }
    void begin_array() override { open(Tree::array()); }
    void end_array() override { close(); }
    void key(std::string_view name) override;
    void begin_text() override;
    void text(std::string_view octets) override;
    void end_text() override;
    void number(std::string_view literal) override;
    void boolean(bool value) override { put(value); }
    void null() override { put(nullptr); }

    [[nodiscard]] bool in_item() const { return !open_.empty(); }
    [[nodiscard]] bool in_list() const;
    [[nodiscard]] bool in_file() const;
    [[nodiscard]] std::string pointer() const;
    Tree* put(Tree value);
    void open(Tree value);
    void begin_item(Tree value);
    void close();
    void grow(std::size_t bytes);
    void note_content_fault();
    void lose(json::StreamFault const& fault);
    void reset();
    void fail(std::string code, Text message);

    KanselarijLimits limits_;
    std::function<void(KanselarijItem)> taken_;
    json::JsonStream stream_{*this};
    std::vector<std::string> outside_;  ///< names of what is open around the items
    std::vector<bool> outside_array_;
    KanselarijItem item_;
    std::uint64_t items_ = 0;
    std::vector<Tree*> open_;  ///< within the item; only the innermost grows
    std::vector<std::string> names_;
    std::string name_;
    std::uint64_t rest_bytes_ = 0;
    std::string text_;
    bool in_content_ = false;
    Base64Content content_;
    ItemSearch search_;
    bool lost_ = false;  ///< an item was no JSON; the next one is searched for
};

}  // namespace wetbode::parliament
