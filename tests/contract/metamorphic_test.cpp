// SPDX-License-Identifier: EUPL-1.2
// The same document in another spelling gets the same verdict; a document that is made wrong gets another one. On the
// valid samples of every document type.
#include <catch2/catch.hpp>

#include "gateway/base/content.hpp"
#include "gateway/validation/catalogue.hpp"
#include "gateway/xml/door.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

using namespace wetbode;
namespace fs = std::filesystem;

namespace {

struct Spelling {
    std::string prefix;  ///< of every element that has a namespace; empty: as it was
    bool attributes_reversed = false;
    enum class Text { as_it_was, sections, numbers } text = Text::as_it_was;
};

std::string numbers_of(std::string_view text) {
    std::string out;
    for (char const c : text) {
        bool const plain = c == '\n' || (static_cast<unsigned char>(c) & 0x80U) != 0;
        out += plain ? std::string(1, c) : "&#" + std::to_string(static_cast<unsigned char>(c)) + ";";
    }
    return out;
}

std::string escaped(std::string_view text) {
    std::string out;
    for (char const c : text) {
        if (c == '<') out += "&lt;";
        else if (c == '&') out += "&amp;";
        else if (c == '>') out += "&gt;";
        else if (c == '"') out += "&#34;";
        else out += c;
    }
    return out;
}

/// Writes a document down again, spelt another way.
class Scribe final : public xml::Sink {
public:
    explicit Scribe(Spelling spelling) : spelling_(std::move(spelling)) {}

    void start_element(xml::Element const& element) override {
        out_ += "<" + name(element.local, element.prefix, element.uri);
        for (auto const& declared : element.namespaces) {
            bool const renamed = declared.prefix.empty() && !spelling_.prefix.empty();
            auto const prefix = renamed ? std::string_view(spelling_.prefix) : declared.prefix;
            out_ += prefix.empty() ? " xmlns" : " xmlns:" + std::string(prefix);
            out_ += "=\"" + escaped(declared.uri) + "\"";
        }
        std::vector<std::string> attributes;
        for (auto const& attribute : element.attributes) {
            auto const prefix = attribute.prefix.empty() ? "" : std::string(attribute.prefix) + ":";
            attributes.push_back(" " + prefix + std::string(attribute.local) + "=\"" + value(attribute.value) + "\"");
        }
        if (spelling_.attributes_reversed) std::ranges::reverse(attributes);
        for (auto const& attribute : attributes) out_ += attribute;
        out_ += ">";
    }
    void end_element(std::string_view local, std::string_view prefix, std::string_view uri) override {
        out_ += "</" + name(local, prefix, uri) + ">";
    }
    void characters(std::string_view text) override {
        bool const blank = text.find_first_not_of(" \t\r\n") == std::string_view::npos;
        if (blank || spelling_.text == Spelling::Text::as_it_was) out_ += escaped(text);
        else if (spelling_.text == Spelling::Text::numbers) out_ += numbers_of(text);
        else out_ += "<![CDATA[" + std::string(text) + "]]>";
    }

    [[nodiscard]] std::string const& text() const { return out_; }

private:
    [[nodiscard]] std::string name(std::string_view local, std::string_view prefix, std::string_view uri) const {
        if (prefix.empty() && !uri.empty() && !spelling_.prefix.empty()) prefix = spelling_.prefix;
        return (prefix.empty() ? "" : std::string(prefix) + ":") + std::string(local);
    }
    [[nodiscard]] std::string value(std::string_view text) const {
        return spelling_.text == Spelling::Text::numbers ? numbers_of(text) : escaped(text);
    }

    Spelling spelling_;
    std::string out_;
};

Catalogue const& catalogue() {
    static Catalogue const loaded({.schemas = fs::path(WETBODE_BUILD_DIR) / "share/wetbode/schemas"});
    return loaded;
}

struct Sample {
    std::string type;
    fs::path file;
    std::string text;
};

std::vector<Sample> samples(std::string_view kind) {
    std::vector<Sample> found;
    for (auto const& entry : fs::recursive_directory_iterator(fs::path(WETBODE_SOURCE_DIR) / "schemas")) {
        auto const folder = entry.path().parent_path();
        if (folder.filename() != kind || entry.path().extension() != ".xml") continue;
        std::ifstream in(entry.path(), std::ios::binary);
        found.push_back({folder.parent_path().parent_path().filename().string(), entry.path(),
                         {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()}});
    }
    return found;
}

std::vector<std::string> codes_of(std::string_view type, std::string text) {
    std::vector<std::string> codes;
    for (auto const& fault : catalogue().check(type, "", content_of(std::move(text))).faults)
        codes.push_back(fault.code);
    std::ranges::sort(codes);
    return codes;
}

std::string respelt(std::string const& text, Spelling const& spelling) {
    Scribe scribe(spelling);
    std::array<xml::Sink*, 1> const sinks{&scribe};
    REQUIRE(xml::read(content_of(text), {}, sinks));
    return scribe.text();
}

std::string with_carriage_returns(std::string const& text) {
    std::string out;
    for (char const c : text) out += c == '\n' ? std::string("\r\n") : std::string(1, c);
    return out;
}

bool is_valid(std::string_view type, std::string text) {
    return catalogue().check(type, "", content_of(std::move(text))).valid();
}

std::string with(std::string text, std::size_t at, std::string_view inserted) { return text.insert(at, inserted); }

}  // namespace

TEST_CASE("a verdict does not depend on how a document is spelt", "[hostile]") {
    std::array<std::pair<std::string_view, Spelling>, 6> const spellings{{
        {"written down again", {}},
        {"with a prefix", {.prefix = "qq"}},
        {"attributes in the other order", {.attributes_reversed = true}},
        {"text in CDATA sections", {.text = Spelling::Text::sections}},
        {"text and values as numbers", {.text = Spelling::Text::numbers}},
        {"all of it", {.prefix = "z-9", .attributes_reversed = true, .text = Spelling::Text::numbers}},
    }};
    for (std::string_view const kind : {"valid", "warned", "refused"})
        for (auto const& sample : samples(kind)) {
            CAPTURE(sample.file);
            auto const codes = codes_of(sample.type, sample.text);
            // What the door refuses has no second spelling.
            if (std::ranges::any_of(codes, [](auto const& code) { return code.starts_with("XML."); })) continue;
            CHECK(codes_of(sample.type, with_carriage_returns(sample.text)) == codes);
            for (auto const& [name, spelling] : spellings) {
                CAPTURE(name);
                CHECK(codes_of(sample.type, respelt(sample.text, spelling)) == codes);
            }
        }
}

TEST_CASE("a valid document that is made wrong is refused", "[hostile]") {
    int made_wrong = 0;
    for (auto const& sample : samples("valid")) {
        CAPTURE(sample.file);
        auto const text = respelt(sample.text, {});
        auto const root = text.find_first_of(" >");
        auto const inside = text.find('>') + 1;
        auto const end = text.rfind("</");
        // Whether each sample is valid is asked by the test of the samples; here it must be to be made wrong.
        if (!is_valid(sample.type, text)) continue;
        ++made_wrong;

        CHECK_FALSE(is_valid(sample.type, with(text, root, " zz=\"1\"")));
        CHECK_FALSE(is_valid(sample.type, with(text, root, "z")));
        CHECK_FALSE(is_valid(sample.type, with(text, inside, "<zz/>")));
        CHECK_FALSE(is_valid(sample.type, with(text, inside, "text")));
        CHECK_FALSE(is_valid(sample.type, with(text, end, "<zz/>")));
        CHECK_FALSE(is_valid(sample.type, with(text, end, "text")));
        CHECK_FALSE(is_valid(sample.type, text.substr(0, end)));
        CHECK_FALSE(is_valid(sample.type, text.substr(0, inside) + text.substr(end)));
        CHECK_FALSE(is_valid(sample.type, text + text));
        CHECK_FALSE(is_valid(sample.type, with(text, 0, "<!DOCTYPE a>")));
        CHECK_FALSE(is_valid(sample.type, with(text, text.find("xmlns=\"") + 7, "urn:other:")));
    }
    CHECK(made_wrong >= 20);
}
