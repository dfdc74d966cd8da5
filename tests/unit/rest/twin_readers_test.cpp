// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "adapters/rest/twin_desk.hpp"
#include "adapters/rest/twin_json_filter.hpp"
#include "adapters/rest/twin_multipart.hpp"
#include "doubles/temporary_folder.hpp"
#include "gateway/base/base64.hpp"
#include "gateway/base/files.hpp"

using namespace wetbode;

namespace {

std::string filtered(std::string const& text, std::size_t step) {
    twin::JsonFilter filter(100'000);
    for (std::size_t at = 0; at < text.size(); at += step) filter.update(std::string_view(text).substr(at, step));
    return filter.rest();
}

std::string digest_of(std::string const& bytes) {
    return "sha256:" + sha256(bytes).hex() + ":" + std::to_string(bytes.size());
}

}  // namespace

TEST_CASE("contents become digests however the bytes arrive", "[twin]") {
    auto const text = R"({"filename":"content","content" : ")" + base64("Hello") +
                      R"(","x":[{"content":"","a\"content":"keep:me"}],"content":5})";
    auto const expected = R"({"filename":"content","content" : ")" + digest_of("Hello") + R"(","x":[{"content":")" +
                          digest_of("") + R"(","a\"content":"keep:me"}],"content":5})";

    for (std::size_t step = 1; step < text.size() + 1; ++step) CHECK(filtered(text, step) == expected);
}

TEST_CASE("contents of every length are decoded, and an escaped slash is a slash", "[twin]") {
    std::string bytes;
    for (int i = 0; i < 20; ++i) {
        CHECK(filtered(R"({"content":")" + base64(bytes) + "\"}", 3) == R"({"content":")" + digest_of(bytes) + "\"}");
        bytes += '\xFF';
    }
    CHECK(filtered(R"({"content":"\/\/\/\/"})", 1) == R"({"content":")" + digest_of("\xFF\xFF\xFF") + "\"}");
}

TEST_CASE("what is not base 64 is found broken", "[twin]") {
    for (auto const* text : {"A", "A===", "AAA", "====", "AA=A", "A A=", "AAAA=", "AA\\n", "AAAAA AA", "AA==AAAA"})
        for (std::size_t const step : {1, 2, 5, 100})
            CHECK(filtered(std::string(R"({"content":")") + text + "\"}", step) == R"({"content":"broken"})");
}

TEST_CASE("a form is read however the bytes arrive", "[twin]") {
    std::string const text =
        "--b\r\nContent-Disposition: form-data; name=\"m\"\r\nContent-Type: application/json\r\n\r\n{}\r\n--b\r\n"
        "content-disposition: form-data; filename=\"a.pdf\"; name=\"upfile1\"\r\ncontent-type: application/pdf\r\n\r\n"
        "\r\n--c not the end\r\n\r\n--b\r\nContent-Disposition: form-data; name=\"empty\"\r\n\r\n\r\n--b--\r\n";

    for (std::size_t step = 1; step < text.size() + 1; ++step) {
        twin::MultipartReader reader("multipart/form-data; boundary=b");
        for (std::size_t at = 0; at < text.size(); at += step) reader.update(std::string_view(text).substr(at, step));
        REQUIRE(reader.fault().empty());
        REQUIRE(reader.parts().size() == 3);
        CHECK(reader.parts()[0].text == "{}");
        CHECK(reader.parts()[1].file_name == "a.pdf");
        CHECK(reader.parts()[1].name == "upfile1");
        CHECK(reader.parts()[1].digest == sha256("\r\n--c not the end\r\n"));
        CHECK(reader.parts()[2].bytes == 0);
    }
}

TEST_CASE("a form without an end or without a boundary is told", "[twin]") {
    twin::MultipartReader open("multipart/form-data; boundary=b");
    open.update("--b\r\nContent-Disposition: form-data; name=\"m\"\r\n\r\n{}");
    CHECK(open.fault() == "the form has no end");
    CHECK(!twin::MultipartReader("application/json").fault().empty());
}

TEST_CASE("a journal cuts off the line that a crash left open", "[twin]") {
    TemporaryFolder const folder;
    {
        twin::Journal journal(folder.path(), "j");
        journal.append("one");
        journal.append("two");
    }
    auto const whole = read_file(folder.path() / "j", 1000);
    write_durably(folder.path() / "j", whole + "thr");

    twin::Journal journal(folder.path(), "j");
    journal.append("four");

    CHECK(journal.lines() == std::vector<std::string>{"one", "two"});
    CHECK(read_file(folder.path() / "j", 1000) == "one\ntwo\nfour\n");
}

TEST_CASE("a fault is used up by as many deliveries as it was set for", "[twin]") {
    twin::Faults faults;
    CHECK(faults.set(R"({"mode":"500_after","times":2})").status == 200);
    CHECK(faults.set(R"({"mode":"never"})").status == 400);
    CHECK(faults.set("nonsense").status == 400);

    CHECK(faults.take_for_delivery().mode == twin::FaultMode::error_after);
    CHECK(!faults.take_if_down());
    CHECK(faults.take_for_delivery().mode == twin::FaultMode::error_after);
    CHECK(faults.take_for_delivery().mode == twin::FaultMode::none);
}
