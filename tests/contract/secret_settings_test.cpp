// SPDX-License-Identifier: EUPL-1.2
// Every setting that names a file is either a secret or known to be none: whoever adds one decides.
#include <catch2/catch.hpp>

#include "gateway/gateway.hpp"
#include "gateway/ops/secret_files.hpp"

#include <set>

using namespace wetbode;

namespace {

/// Names of files that anybody may read.
std::set<std::string_view> const open_files{"access_file",      "anchors_file",   "ca_file",
                                            "certificate_file", "client_ca_file", "completeness_file",
                                            "files_file",       "lists_ca_file",  "earlier_certificates_file",
                                            "routes_file",      "signer_file",    "pkcs11_module"};

void judge(std::string_view table, std::span<SettingSpec const> keys) {
    for (auto const& spec : keys) {
        bool const secret = ops::names_a_secret(spec.key);
        if (spec.type != SettingType::file && !spec.key.ends_with("_files")) {
            INFO(table << "." << spec.key << " is named as a secret and holds no file");
            CHECK_FALSE(secret);
            continue;
        }
        INFO(table << "." << spec.key << ": is it a secret? See gateway/ops/secret_files.cpp");
        CHECK(secret != open_files.contains(spec.key));
    }
}

}  // namespace

TEST_CASE("every setting that names a file is known to be a secret, or known to be none", "[settings][secrets]") {
    for (auto const& table : ops::table_specs()) judge(table.name, table.keys);
    for (auto const* const adapter : adapters()) judge(adapter->name, adapter->settings);
}
