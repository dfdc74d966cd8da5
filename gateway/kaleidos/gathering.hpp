// SPDX-License-Identifier: EUPL-1.2
// Builds the small rest of a message as a tree, and puts each content into a file of its own. Private to
// gateway/kaleidos.
#pragma once

#include "gateway/base/base64_content.hpp"
#include "gateway/json/json_stream.hpp"
#include "gateway/kaleidos/document.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <vector>

namespace wetbode::kaleidos {

/// A content as it came. In the tree its number stands for it.
struct GatheredFile {
    Content content;
    std::string pointer;  ///< JSON pointer of the member
};

class Gathering final : public json::StreamSink {
public:
    /// `stream` reads the message; it is asked where it is, and may be made after this.
    Gathering(DocumentLimits const& limits, std::filesystem::path spool, json::JsonStream const& stream)
        : limits_(limits),
          stream_(stream),
          content_(std::move(spool), limits.inline_bytes_max, limits.file_bytes_max) {}
    Gathering(Gathering const&) = delete;
    Gathering& operator=(Gathering const&) = delete;

    void begin_object() override { open(nlohmann::json::object()); }
    void end_object() override { close(); }
    void begin_array() override { open(nlohmann::json::array()); }
    void end_array() override { close(); }
    void key(std::string_view name) override;
    void begin_text() override;
    void text(std::string_view octets) override;
    void end_text() override;
    void number(std::string_view literal) override;
    void boolean(bool value) override { put(value); }
    void null() override { put(nullptr); }

    [[nodiscard]] nlohmann::json const& tree() const { return tree_; }
    [[nodiscard]] std::vector<GatheredFile>& files() { return files_; }
    /// What made the message impossible, with its line and column.
    [[nodiscard]] std::optional<Fault> const& fault() const { return fault_; }

private:
    nlohmann::json* put(nlohmann::json value);
    void open(nlohmann::json value);
    void close();
    void grow(std::size_t bytes);
    void note_content_fault();
    [[nodiscard]] bool in_a_file() const;
    [[nodiscard]] std::string pointer() const;
    void fail(std::string code, Text message);

    DocumentLimits const& limits_;
    json::JsonStream const& stream_;
    nlohmann::json tree_;
    std::vector<nlohmann::json*> open_;  ///< only the innermost grows, so the others stay where they are
    std::vector<std::string> names_;     ///< of the members that are open, one per open container
    std::string name_;                   ///< of the member whose value comes
    std::uint64_t rest_bytes_ = 0;
    std::string text_;
    bool in_content_ = false;
    Base64Content content_;
    std::vector<GatheredFile> files_;
    std::optional<Fault> fault_;
};

/// What the tree says; faults for everything that is not as agreed. Members that nobody knows are left alone: the
/// message is JSON-LD, and may say more than we ask.
[[nodiscard]] Document document_in(nlohmann::json const& tree, std::vector<GatheredFile>& files,
                                   DocumentLimits const& limits, std::vector<Fault>& faults);

}  // namespace wetbode::kaleidos
