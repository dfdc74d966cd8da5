// SPDX-License-Identifier: EUPL-1.2
// The table of routes and openapi.yaml say the same.
#include <catch2/catch.hpp>

#include "gateway/api/api.hpp"

#include <fstream>
#include <set>
#include <string>

using namespace wetbode;

TEST_CASE("openapi.yaml describes exactly the routes that exist", "[api]") {
    std::ifstream file(WETBODE_SOURCE_DIR "/gateway/api/openapi.yaml");
    REQUIRE(file);
    std::set<std::string> described;
    bool in_paths = false;
    std::string path;
    for (std::string line; std::getline(file, line);) {
        if (!line.empty() && line[0] != ' ') in_paths = line == "paths:";
        if (!in_paths) continue;
        bool const is_path = line.starts_with("  /");
        bool const is_method = line.starts_with("    ") && line.size() > 5 && line[4] != ' ' && line.back() == ':';
        if (is_path) path = line.substr(2, line.size() - 3);
        if (is_method) described.insert(line.substr(4, line.size() - 5) + " " + path);
    }

    std::set<std::string> existing;
    for (auto const& route : api::routes()) {
        std::string method(route.method);
        for (auto& c : method) c = static_cast<char>(c - 'A' + 'a');
        existing.insert(method + " " + std::string(route.path));
    }

    CHECK(described == existing);
}
