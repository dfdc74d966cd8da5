// SPDX-License-Identifier: EUPL-1.2
// What a check of signatures answers: always a report, if there is a file.
#include <catch2/catch.hpp>

#include "unit/api/house.hpp"

using namespace wetbode;

namespace {

std::string part(std::string const& head, std::string const& body) {
    return "--b\r\nContent-Disposition: form-data; " + head + "\r\n\r\n" + body + "\r\n";
}

Response send_form(House& house, std::string const& parts) {
    return house.ask("POST", "/v1/verifications", "", parts + "--b--\r\n",
                     {{"content-type", "multipart/form-data; boundary=b"}});
}

}  // namespace

TEST_CASE("a file without a signature gets a report that says so, and nothing is kept", "[api]") {
    House house;

    auto const answer = house.ask("POST", "/v1/verifications", "", "<act>" + std::string(100'000, 'a') + "</act>",
                                  {{"content-type", "application/octet-stream"}});

    CHECK(answer.status == 200);
    CHECK(says(answer, "\"verdict\":\"failed\""));
    CHECK(says(answer, "\"code\":\"FORMAT_FAILURE\""));
    CHECK(files_in(house.spool.path()) == 0);
}

TEST_CASE("a form carries one file, and evidence if there is any", "[api]") {
    House house;
    auto const file = part("name=\"file\"; filename=\"act.xml\"", "<act/>");
    auto const evidence = part("name=\"evidence\"; filename=\"act.ers\"", "no record");

    CHECK(send_form(house, file).status == 200);
    auto const with_evidence = send_form(house, file + evidence);
    CHECK(with_evidence.status == 200);
    CHECK(says(with_evidence, "\"verdict\":\"failed\""));
    CHECK(says(with_evidence, "\"code\":\"HASH_FAILURE\""));
    CHECK(send_form(house, evidence).status == 400);
    CHECK(send_form(house, file + file).status == 400);
    CHECK(send_form(house, file + evidence + evidence).status == 400);
    CHECK(send_form(house, file + part("name=\"anchors\"; filename=\"ca.pem\"", "x")).status == 400);
    CHECK(files_in(house.spool.path()) == 0);
}

TEST_CASE("who must have signed is asked in the address or in the form, and answered for each", "[api]") {
    House house;
    auto const file = part("name=\"file\"; filename=\"act.xml\"", "<act/>");
    auto const anna = part("name=\"expect\"", "Anna Peeters");
    auto const send = [&](std::string const& query) {
        return house.ask("POST", "/v1/verifications" + query, "", "<act/>",
                         {{"content-type", "application/octet-stream"}});
    };

    auto const asked = send_form(house, anna + file + part("name=\"expect\"", "O=Vlaams Parlement"));
    CHECK(asked.status == 200);
    CHECK(says(asked, R"({"expected":"Anna Peeters","state":"missing"},{"expected":"O=Vlaams Parlement",)"
                      R"("state":"missing"})"));
    CHECK_FALSE(says(send_form(house, file), "expected_signers"));
    auto const in_address = send("?expect=Anna Peeters");
    CHECK(in_address.status == 200);
    CHECK(says(in_address, R"("expected_signers":[{"expected":"Anna Peeters","state":"missing"}])"));
    CHECK(send("?expect=").status == 400);
    CHECK(send("?expect=sha256:00").status == 400);
    CHECK(send_form(house, file + part("name=\"expect\"", " ")).status == 400);
    CHECK(send_form(house, file + part("name=\"expect\"", std::string(257, 'a'))).status == 413);
    std::string many;
    for (int i = 0; i < 17; ++i) many += anna;
    CHECK(send_form(house, file + many).status == 400);
    CHECK(files_in(house.spool.path()) == 0);
}
