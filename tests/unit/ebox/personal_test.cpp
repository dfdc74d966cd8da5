// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "adapters/ebox/personal.hpp"

using wetbode::ebox::without_numbers;

TEST_CASE("national numbers are taken out of what is kept", "[ebox]") {
    CHECK(without_numbers(std::string_view("ssin 85610512396.")) == "ssin [number].");
    CHECK(without_numbers(std::string_view("85.61.05-123.96 and 85610512396")) == "[number] and [number]");
    CHECK(without_numbers(std::string_view(R"({"ssin":"85610512396","n":1})")) == R"({"ssin":"[number]","n":1})");
    CHECK(without_numbers(std::string_view("856105 123 96")) == "[number]");
}

TEST_CASE("other numbers stay", "[ebox]") {
    for (auto const* text : {"0206731645", "2026-01-05", "a 1234567890 b", "123456789012", "2026-01-05T08:00:00.123Z",
                             "0190aaaa-0000-7000-8000-000000000001", ""})
        CHECK(without_numbers(std::string_view(text)) == text);
}
