// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "tests/unit/keys/authority.hpp"

#include "gateway/clock.hpp"

namespace wetbode::test {

namespace {

void must(std::filesystem::path const& folder, std::string const& command) {
    auto const ran = run(folder, command);
    INFO(command << "\n" << ran.output);
    REQUIRE(ran.status == 0);
}

}  // namespace

Instant today() { return SystemClock{}.now(); }

Authority::Authority(std::filesystem::path folder) : folder_(std::move(folder)) {
    must(folder_, "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -keyout root.key "
                  "-out root.pem -subj '/C=BE/CN=Test root' -addext basicConstraints=critical,CA:TRUE "
                  "-addext keyUsage=critical,keyCertSign");
    write(folder_ / "ca.ext", "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n"
                              "subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n");
    must(folder_, "openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout authority.key "
                  "-out authority.csr -subj '/C=BE/CN=Test authority' && "
                  "openssl x509 -req -in authority.csr -CA root.pem -CAkey root.key -set_serial 7 -days 3000 "
                  "-extfile ca.ext -out authority.pem");
}

void Authority::certify(std::string const& name, std::string const& usage, int days) const {
    write(folder_ / (name + ".ext"), "basicConstraints=critical,CA:FALSE\nkeyUsage=" + usage +
                                         "\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n");
    if (!std::filesystem::exists(folder_ / (name + ".pub")))
        must(folder_, "openssl pkey -in " + name + ".key -pubout -out " + name + ".pub");
    // A token hands out the public key only: the request is another's, its key is replaced.
    must(folder_, "openssl req -new -key authority.key -subj '/C=BE/CN=Test seal' -out any.csr && "
                  "openssl x509 -req -in any.csr -force_pubkey " + name + ".pub -CA authority.pem -CAkey authority.key "
                  "-set_serial 9 -days " + std::to_string(days) + " -extfile " + name + ".ext -out " + name + ".pem && "
                  "cat " + name + ".pem authority.pem root.pem > " + name + "-chain.pem");
}

void Authority::issue(std::string const& name, std::string const& algorithm) const {
    must(folder_, "openssl genpkey -algorithm " + algorithm + " -out " + name + ".key");
    certify(name);
}

}  // namespace wetbode::test
