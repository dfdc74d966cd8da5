// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "adapters/rest/multipart.hpp"
#include "doubles/temporary_folder.hpp"
#include "gateway/base/base64.hpp"
#include "gateway/base/content.hpp"
#include "gateway/base/files.hpp"
#include "gateway/base/joined.hpp"
#include "gateway/refusal.hpp"

using namespace wetbode;
using rest::BodyPart;

namespace {

std::string whole(std::vector<BodyPart> const& parts, std::size_t step) {
    JoinedReader reader(parts);
    std::string text;
    std::string buffer(step, '\0');
    while (auto const count = reader.read(buffer)) text.append(buffer, 0, count);
    return text;
}

std::string pattern(std::size_t bytes) {
    std::string text(bytes, '\0');
    for (std::size_t i = 0; i < bytes; ++i) text[i] = static_cast<char>(i * 7 + i / 251);
    return text;
}

}  // namespace

TEST_CASE("a body is the same whatever the size of the reads, and as long as announced", "[body]") {
    auto const bytes = pattern(100'001);
    std::vector<BodyPart> const parts{std::string("{\"content\":\""), rest::Base64File{content_of(bytes)},
                                      std::string("\"}"), std::string(), rest::RawFile{content_of("raw")},
                                      rest::Base64File{content_of("")}};
    auto const expected = "{\"content\":\"" + base64(bytes) + "\"}raw";

    for (std::size_t const step : {1UL, 3UL, 1000UL, 65536UL, 1'000'000UL}) CHECK(whole(parts, step) == expected);
    CHECK(length_of(parts) == expected.size());
}

TEST_CASE("a file that was changed on disk does not leave the house", "[body]") {
    TemporaryFolder const folder;
    write_durably(folder.path() / "a", "what was taken in");
    auto const content = content_of_file(folder.path() / "a");
    write_durably(folder.path() / "a", "what was never in");
    std::vector<BodyPart> const parts{rest::Base64File{content}};

    CHECK_THROWS_AS(whole(parts, 1000), Outage);
}

TEST_CASE("a file name can neither end its header nor its quotation", "[body]") {
    CHECK(rest::form_file_name("a\"b\r\nc.pdf") == "a%22b%0D%0Ac.pdf");
    CHECK(rest::form_file_name("brief \xC3\xA9.pdf") == "brief %C3%A9.pdf");
    CHECK(rest::form_file_name("100%.pdf") == "100%25.pdf");
}

TEST_CASE("a file name that is not plain is also told exactly where that is asked for", "[body]") {
    auto const form = rest::form_of({{"file", "brief \xC3\xA9.pdf", "application/pdf", std::string("x"),
                                      rest::FileNameForm::extended}}, "seed");

    CHECK_THAT(whole(form.body, 100), Catch::Contains("filename*=UTF-8''brief%20%C3%A9.pdf"));
}
