// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "gateway/json/json_stream.hpp"

#include <nlohmann/json.hpp>

#include <random>

using namespace wetbode::json;

namespace {

/// Writes the events down as JSON again.
class Scribe final : public StreamSink {
public:
    void begin_object() override { value("{"); first_ = true; }
    void end_object() override { written += '}'; first_ = false; }
    void begin_array() override { value("["); first_ = true; }
    void end_array() override { written += ']'; first_ = false; }
    void key(std::string_view name) override {
        comma();
        written += nlohmann::json(std::string(name)).dump() + ":";
        after_key_ = true;
    }
    void begin_text() override { text_.clear(); }
    void text(std::string_view octets) override { text_ += octets; ++pieces; }
    void end_text() override { value(nlohmann::json(text_).dump()); }
    void number(std::string_view literal) override { value(literal); }
    void boolean(bool yes) override { value(yes ? "true" : "false"); }
    void null() override { value("null"); }

    std::string written;
    int pieces = 0;

private:
    void comma() {
        if (!first_) written += ',';
        first_ = false;
    }
    void value(std::string_view octets) {
        if (!after_key_) comma();
        after_key_ = false;
        written += octets;
    }
    std::string text_;
    bool first_ = true;
    bool after_key_ = false;
};

struct Reading {
    std::optional<StreamFault> fault;
    std::string written;
};

Reading read(std::string_view document, std::size_t piece) {
    Scribe scribe;
    JsonStream stream(scribe);
    for (std::size_t at = 0; at < document.size(); at += piece)
        if (stream.feed(document.substr(at, piece))) break;
    auto const fault = stream.finish();
    return {fault, scribe.written};
}

std::string const sample =
    R"( {"a":[1,-0.5e+3,true,false,null,"é\u00e9\ud83d\ude00\"\\\/\b\f\n\r\t"],"b":{},"c":[],"":"","d":{"e":[[]]}} )";

}  // namespace

TEST_CASE("whatever the pieces, the stream tells what is in the document", "[json]") {
    auto const wanted = nlohmann::json::parse(sample);
    for (std::size_t piece = 1; piece <= sample.size(); ++piece) {
        auto const reading = read(sample, piece);
        INFO("pieces of " << piece);
        REQUIRE_FALSE(reading.fault.has_value());
        CHECK(nlohmann::json::parse(reading.written) == wanted);
    }
}

TEST_CASE("the stream and a parser that reads whole documents agree on what is JSON", "[json]") {
    std::mt19937 random(20261125);  // NOLINT: the same cases in every run
    constexpr std::string_view letters = "{}[]\",:\\u0dD8 truefalsn-+.eE1\n\x01\xC3\xA9\xF0\x9F";
    int refused = 0;
    for (int i = 0; i < 20'000; ++i) {
        auto text = sample;
        for (int n = 0; n < 1 + i % 3; ++n) {
            auto const place = random() % text.size();
            if (i % 2 == 0) text[place] = letters[random() % letters.size()];
            else text.erase(place, 1);
        }
        auto const reading = read(text, 1 + static_cast<std::size_t>(i) % 7);
        INFO(text);
        REQUIRE(reading.fault.has_value() == !nlohmann::json::accept(text));
        refused += reading.fault ? 1 : 0;
        if (!reading.fault) REQUIRE(nlohmann::json::parse(reading.written) == nlohmann::json::parse(text));
    }
    CHECK(refused > 1'000);
    CHECK(refused < 20'000);
}

TEST_CASE("a fault is told with its place", "[json]") {
    auto const reading = read("{\n  \"a\": 1,\n  \"b\" 2}", 3);
    REQUIRE(reading.fault.has_value());
    CHECK(reading.fault->line == 3);
    CHECK(reading.fault->column == 7);
    CHECK(reading.fault->offset == 18);
    CHECK(reading.fault->message.en == "a colon belongs here");
}

TEST_CASE("what is cut off, nested too deeply or too long is refused", "[json]") {
    CHECK(read("", 1).fault->message.en == "the JSON is cut off");
    CHECK(read("[1", 1).fault->message.en == "the JSON is cut off");
    CHECK_FALSE(read("12", 1).fault.has_value());
    CHECK(read("{} {}", 1).fault->message.en == "something follows the end of the JSON");
    CHECK_FALSE(read(std::string(64, '[') + std::string(64, ']'), 5).fault.has_value());
    CHECK(read(std::string(65, '['), 5).fault->message.en == "the JSON is nested too deeply");
    CHECK(read("{\"" + std::string(5'000, 'k') + "\":1}", 100).fault->message.en == "a name is too long");
    CHECK(read(std::string(65, '1'), 7).fault->message.en == "a number is too long");
    CHECK(read("\"\\ud83d\"", 2).fault->message.en == "half a surrogate pair");
    CHECK(read("\"\xC3\"", 1).fault->message.en == "a text is not UTF-8");
}

TEST_CASE("a long text comes in pieces and is never held", "[json]") {
    Scribe scribe;
    JsonStream stream(scribe);
    std::string const piece(100'000, 'A');
    REQUIRE_FALSE(stream.feed("\"").has_value());
    for (int i = 0; i < 20; ++i) REQUIRE_FALSE(stream.feed(piece).has_value());
    REQUIRE_FALSE(stream.feed("\"").has_value());
    REQUIRE_FALSE(stream.finish().has_value());
    CHECK(scribe.pieces == 20);
    CHECK(scribe.written.size() == 2'000'002);
}
