// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "adapters/ebox/box_search.hpp"

using namespace wetbode;
using ebox::Box;

namespace {

Box citizen(std::string const& body) {
    return ebox::box_in(body, {RecipientKind::citizen, "85610512396", {}, {}}).box;
}

Box enterprise(std::string const& body) {
    return ebox::box_in(body, {RecipientKind::enterprise, "0206731645", {}, {}}).box;
}

}  // namespace

TEST_CASE("an answer of the look-up says yes, no or no paper wanted", "[ebox]") {
    CHECK(citizen("[]") == Box::none);
    CHECK(citizen(R"([{"eboxId":{"eboxIdValue":"85610512396"},"consent":true}])") == Box::active);
    CHECK(citizen(R"([{"eboxId":{"eboxIdValue":"85610512396"},"consent":false}])") == Box::none);
    CHECK(enterprise("[]") == Box::none);
    CHECK(enterprise(R"([{"eboxId":{"eboxIdValue":"0206731645"},"exclusivelyEbox":false}])") == Box::active);
    CHECK(enterprise(R"([{"eboxId":{"eboxIdValue":"0206731645"},"exclusivelyEbox":true}])") == Box::exclusive);
}

TEST_CASE("what the look-up does not clearly say is not guessed", "[ebox]") {
    for (auto const* body :
         {"", "null", "{}", "true", "[1]", "[null]", R"([{"eboxId":"85610512396","consent":true}])",
          R"([{"eboxId":{"eboxIdValue":"85610512397"},"consent":true}])",
          R"([{"eboxId":{"eboxIdValue":"85610512396"}}])",
          R"([{"eboxId":{"eboxIdValue":"85610512396"},"consent":"false"}])",
          R"([{"eboxId":{"eboxIdValue":"85610512396"},"consent":true},
              {"eboxId":{"eboxIdValue":"85610512396"},"consent":false}])",
          R"({"error":[]})"}) {
        INFO(body);
        CHECK(citizen(body) == Box::unclear);
    }
    CHECK(enterprise(R"([{"eboxId":{"eboxIdValue":"0206731645"}}])") == Box::unclear);
    CHECK(enterprise(R"([{"eboxId":{"eboxIdValue":"0206731646"},"exclusivelyEbox":false}])") == Box::unclear);
}
