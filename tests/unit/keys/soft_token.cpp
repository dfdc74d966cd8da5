// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "tests/unit/keys/soft_token.hpp"

#include <cstdlib>
#include <sstream>

namespace wetbode::test {

namespace {

constexpr auto module_file = "/usr/lib/softhsm/libsofthsm2.so";

}  // namespace

SoftToken::SoftToken() {
    REQUIRE(std::filesystem::exists(module_file));
    std::filesystem::create_directories(folder / "tokens");
    write(folder / "softhsm2.conf", "directories.tokendir = " + (folder / "tokens").string() +
                                        "\nobjectstore.backend = file\nlog.level = ERROR\nslots.removable = false\n");
    write(folder / "pin.txt", "1234\n");
    ::setenv("SOFTHSM2_CONF", (folder / "softhsm2.conf").c_str(), 1);
    make_token();
}

SoftToken::~SoftToken() { ::unsetenv("SOFTHSM2_CONF"); }

void SoftToken::command(std::string const& line) const {
    auto const ran = run(folder.path(), line);
    INFO(line << "\n" << ran.output);
    REQUIRE(ran.status == 0);
}

void SoftToken::make_token() const {
    command("softhsm2-util --init-token --free --label zegel --so-pin 12345678 --pin 1234");
}

void SoftToken::tool(std::string const& arguments) const {
    command(std::string("pkcs11-tool --module ") + module_file +
            " --token-label zegel --login --pin 1234 " + arguments);
}

void SoftToken::import(std::string const& name, std::string const& algorithm, std::string const& id) const {
    authority.issue(name, algorithm);
    std::ostringstream line;
    line << "softhsm2-util --import " << name << ".key --token zegel --label " << name << " --id " << id
         << " --pin 1234";
    command(line.str());
}

void SoftToken::import_certificate(std::string const& name, std::string const& id) const {
    std::ostringstream converting;
    converting << "openssl x509 -in " << name << ".pem -outform DER -out " << name << ".der";
    command(converting.str());
    std::ostringstream writing;
    writing << "--write-object " << name << ".der --type cert --label " << name << " --id " << id;
    tool(writing.str());
}

void SoftToken::pull_out() const { std::filesystem::rename(folder / "tokens", folder / "pulled-out"); }

void SoftToken::plug_in() const { std::filesystem::rename(folder / "pulled-out", folder / "tokens"); }

bool SoftToken::pin_count_low() const {
    auto const ran = run(folder.path(), std::string("pkcs11-tool --module ") + module_file + " --list-token-slots");
    REQUIRE(ran.status == 0);
    return ran.output.find("user PIN count low") != std::string::npos;
}

TokenKey SoftToken::key(std::string const& name) const {
    TokenKey key;
    key.module = module_file;
    key.token = "zegel";
    key.label = name;
    key.pin_file = folder / "pin.txt";
    key.certificates = folder / (name + "-chain.pem");
    return key;
}

}  // namespace wetbode::test
