// SPDX-License-Identifier: EUPL-1.2
// Forms as browsers, curl and enemies send them.
#include <catch2/catch.hpp>

#include "gateway/api/multipart.hpp"

#include <string>
#include <vector>

using namespace wetbode;
using namespace wetbode::api;

namespace {

struct Part {
    PartHead head;
    std::string bytes;
    bool ended = false;
};

class Keeping final : public PartSink {
public:
    std::vector<Part> parts;
    std::optional<Refusal> begin_part(PartHead head) override {
        parts.push_back({std::move(head), {}, false});
        return std::nullopt;
    }
    std::optional<Refusal> part_bytes(std::string_view bytes) override {
        parts.back().bytes.append(bytes);
        return std::nullopt;
    }
    std::optional<Refusal> end_part() override {
        parts.back().ended = true;
        return std::nullopt;
    }
};

struct Outcome {
    std::vector<Part> parts;
    std::string code;
};

Outcome read_in_pieces(std::string const& form, std::size_t piece, std::string const& boundary = "b") {
    Keeping sink;
    MultipartReader reader(boundary, {}, sink);
    for (std::size_t at = 0; at < form.size(); at += piece)
        if (auto const refusal = reader.feed(std::string_view(form).substr(at, piece)))
            return {sink.parts, refusal->code};
    if (auto const refusal = reader.finish()) return {sink.parts, refusal->code};
    return {sink.parts, ""};
}

std::string part(std::string const& disposition, std::string const& body) {
    return "--b\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n" + body + "\r\n";
}

std::string const tricky = "line\r\n--\r\n--bx\r\n--b not a boundary\r\n-\r\n\r\n--";
std::string const whole = "a preamble\r\n" + part("name=\"manifest\"", "{}") +
                          part("name=file; filename=\"a.xml\"", tricky) + part("name=\"e\"; filename=\"empty\"", "") +
                          "--b--\r\nan epilogue\r\n--b\r\n";

}  // namespace

TEST_CASE("a form is read the same wherever it is cut", "[api]") {
    for (std::size_t piece = 1; piece <= whole.size(); ++piece) {
        CAPTURE(piece);
        auto const outcome = read_in_pieces(whole, piece);
        REQUIRE(outcome.code.empty());
        REQUIRE(outcome.parts.size() == 3);
        CHECK(outcome.parts[0].head.name == "manifest");
        CHECK(outcome.parts[0].bytes == "{}");
        CHECK(outcome.parts[1].head.file_name == "a.xml");
        CHECK(outcome.parts[1].bytes == tricky);
        CHECK(outcome.parts[2].bytes.empty());
        CHECK(outcome.parts[2].ended);
    }
}

TEST_CASE("the longest header of a part is read the same wherever it is cut, a longer one is refused", "[api]") {
    std::string const begin = "--b\r\n";
    std::string const disposition = "Content-Disposition: form-data; name=\"e\"\r\nX-Filler: ";
    std::size_t const line_end = 2;  // that of the boundary belongs to the header
    auto const form = [&](std::size_t header_bytes) {
        return begin + disposition + std::string(header_bytes - line_end - disposition.size(), 'x') +
               "\r\n\r\nbody\r\n--b--\r\n";
    };
    auto const longest = MultipartLimits{}.part_head_bytes_max;

    for (std::size_t const piece : {std::size_t{1}, std::size_t{3}, 2 * longest}) {
        CAPTURE(piece);
        CHECK(read_in_pieces(form(longest), piece).code.empty());
        CHECK(read_in_pieces(form(longest + 1), piece).code == "MULTIPART_INVALID");
    }
}

TEST_CASE("a form that is cut off anywhere before its last boundary is refused", "[api]") {
    auto const last = whole.rfind("--b--") + 4;
    for (std::size_t length = 0; length <= last; ++length) {
        CAPTURE(length);
        CHECK(read_in_pieces(whole.substr(0, length), 7).code == "MULTIPART_INVALID");
    }
    CHECK(read_in_pieces(whole.substr(0, last + 1), 7).code.empty());
}

TEST_CASE("a boundary may be followed by white space and be full of hyphens", "[api]") {
    std::string const form = "-----x- \t\r\ncontent-disposition: form-data; name=a\r\n\r\n--\r\n-----x---";

    auto const outcome = read_in_pieces(form, 1, "---x-");

    REQUIRE(outcome.code.empty());
    REQUIRE(outcome.parts.size() == 1);
    CHECK(outcome.parts[0].bytes == "--");
}

TEST_CASE("a large part is handed on while it comes in", "[api]") {
    std::string const body(3'000'000, '\r');

    auto const outcome = read_in_pieces(part("name=a; filename=b", body) + "--b--", 65536);

    REQUIRE(outcome.parts.size() == 1);
    CHECK(outcome.parts[0].bytes == body);
}

TEST_CASE("the header of a part names it", "[api]") {
    auto const name_in = [](std::string const& disposition) {
        auto const head = read_part_head("Content-Disposition: form-data; name=\"f\"; " + disposition);
        return head ? head->file_name.value_or("(none)") : head.error().code;
    };

    CHECK(name_in("filename=\"a \\\"b\\\" c.pdf\"") == "a \"b\" c.pdf");
    CHECK(name_in("filename=\"a%22b.pdf\"") == "a\"b.pdf");
    CHECK(name_in("filename=\"C:\\map\\a.pdf\"") == "C:\\map\\a.pdf");
    CHECK(name_in("filename=\"reçu.pdf\"") == "reçu.pdf");
    CHECK(name_in("filename=\"x\"; filename*=UTF-8''re%C3%A7u%20%E2%82%AC.pdf") == "reçu €.pdf");
    CHECK(name_in("filename*=utf-8'nl'a.pdf; filename=\"x\"") == "a.pdf");
    CHECK(name_in("filename*=iso-8859-1''re%E7u.pdf") == "MULTIPART_INVALID");
    CHECK(name_in("filename=\"\xFF.pdf\"") == "MULTIPART_INVALID");
    CHECK(name_in("filename=\"not closed") == "MULTIPART_INVALID");
    CHECK(name_in("filename=\"a\"; filename=\"b\"") == "MULTIPART_INVALID");
    CHECK(name_in("x=y") == "(none)");
}

TEST_CASE("a part without a usable header is refused", "[api]") {
    CHECK_FALSE(read_part_head(""));
    CHECK_FALSE(read_part_head("Content-Type: text/plain"));
    CHECK_FALSE(read_part_head("no colon"));
    CHECK_FALSE(read_part_head("Content-Disposition: attachment; name=a"));
    CHECK_FALSE(read_part_head("Content-Disposition: form-data; name=a\r\nContent-Disposition: form-data; name=b"));
    CHECK_FALSE(read_part_head("Content-Disposition: form-data; name=a\r\nContent-Transfer-Encoding: base64"));
    CHECK(read_part_head("Content-Disposition: form-data; name=a\r\nContent-Type: Text/XML; charset=x")->media_type ==
          "text/xml");
    CHECK(read_in_pieces("--b\r\n" + std::string(9000, 'x'), 100).code == "MULTIPART_INVALID");
    CHECK(read_in_pieces("--b\r\n\r\nbody\r\n--b--", 3).code == "MULTIPART_INVALID");
    CHECK(read_in_pieces(std::string(70'000, 'x'), 1000).code == "MULTIPART_INVALID");
}

TEST_CASE("the boundary comes from the media type", "[api]") {
    CHECK(boundary_of("multipart/form-data; boundary=abc").value() == "abc");
    CHECK(boundary_of("Multipart/Form-Data; charset=utf-8; boundary=\"a b'c\"").value() == "a b'c");
    CHECK(boundary_of("multipart/form-data").error().code == "MULTIPART_INVALID");
    CHECK(boundary_of("multipart/form-data; boundary=").error().code == "MULTIPART_INVALID");
    CHECK(boundary_of("multipart/form-data; boundary=" + std::string(71, 'a')).error().code == "MULTIPART_INVALID");
    CHECK(boundary_of("multipart/form-data; boundary=\"a\r\nb\"").error().code == "MULTIPART_INVALID");
    CHECK(boundary_of("application/json").error().code == "MEDIA_TYPE");
    CHECK(boundary_of("").error().code == "MEDIA_TYPE");
}
