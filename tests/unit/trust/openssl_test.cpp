// SPDX-License-Identifier: EUPL-1.2
// OpenSSL's own commands as the judge of what the test authorities write.
#include <catch2/catch.hpp>

#include "adapters/trust/authority.hpp"
#include "gateway/base/files.hpp"
#include "gateway/clock.hpp"
#include "tests/doubles/temporary_folder.hpp"

#include <cstdlib>
#include <fstream>

using namespace wetbode;
using namespace wetbode::trust;

namespace {

/// Files in a folder, and commands that run in it.
struct Bench {
    TemporaryFolder folder;
    Instant now = SystemClock{}.now();
    Authority ours{{now - std::chrono::days{100}, "http://trust.invalid", KeyKind::p256, "Wetbode test"}};

    Bench() {
        write("root.pem", ours.root_pem());
        write("issuing.der", ours.issuing());
        run("openssl x509 -inform der -in issuing.der -out issuing.pem");
        run("cat root.pem issuing.pem > all.pem");
    }
    void write(std::string const& name, std::string const& octets) const {
        std::ofstream(folder.path() / name, std::ios::binary) << octets;
    }
    [[nodiscard]] std::string read(std::string const& name) const { return read_file(folder.path() / name, 1 << 20); }
    /// What the command printed; its exit status is the last line.
    std::string run(std::string const& command) const {
        auto const place = "cd " + folder.path().string() + " && { ";
        auto const whole = place + command + "; } > out 2>&1; echo \"status $?\" >> out";
        REQUIRE(std::system(whole.c_str()) == 0);
        return read("out");
    }
};

using Catch::Matchers::Contains;

}  // namespace

TEST_CASE("openssl ts takes the tokens of the test authority", "[trust][openssl]") {
    Bench bench;
    bench.write("data", "a decree");
    bench.run("openssl ts -query -data data -sha256 -cert -out query.tsq");

    bench.write("reply.tsr", bench.ours.time_stamp(bench.read("query.tsq"), bench.now));

    auto const verify = "openssl ts -verify -queryfile query.tsq -in reply.tsr -CAfile root.pem -untrusted issuing.pem";
    CHECK_THAT(bench.run(verify), Contains("Verification: OK") && Contains("status 0"));
    auto const text = bench.run("openssl ts -reply -in reply.tsr -text");
    CHECK_THAT(text, Contains("Granted") && Contains("Accuracy: 0x01 seconds") && Contains("1.3.6.1.4.1.32473.1.3161"));

    bench.ours.fail(TimeFault::wrong_nonce);
    bench.write("reply.tsr", bench.ours.time_stamp(bench.read("query.tsq"), bench.now));
    CHECK_THAT(bench.run(verify), Contains("nonce mismatch") && Contains("status 1"));
    bench.ours.fail(TimeFault::broken_signature);
    bench.write("reply.tsr", bench.ours.time_stamp(bench.read("query.tsq"), bench.now));
    CHECK_THAT(bench.run(verify), Contains("status 1"));
    bench.ours.fail(TimeFault::not_critical);
    bench.write("reply.tsr", bench.ours.time_stamp(bench.read("query.tsq"), bench.now));
    CHECK_THAT(bench.run(verify), Contains("status 1"));
    bench.ours.fail(TimeFault::rejected);
    bench.write("reply.tsr", bench.ours.time_stamp(bench.read("query.tsq"), bench.now));
    CHECK_THAT(bench.run("openssl ts -reply -in reply.tsr -text"), Contains("Rejected") && Contains("system failure"));
}

TEST_CASE("a request that RFC 3161 does not allow is answered with its failure", "[trust][openssl]") {
    Bench bench;
    bench.write("data", "a decree");

    bench.run("openssl ts -query -data data -sha1 -out query.tsq");
    bench.write("reply.tsr", bench.ours.time_stamp(bench.read("query.tsq"), bench.now));
    CHECK_THAT(bench.run("openssl ts -reply -in reply.tsr -text"), Contains("unrecognized or unsupported algorithm"));

    bench.run("openssl ts -query -data data -sha256 -tspolicy 1.2.3.4 -out query.tsq");
    bench.write("reply.tsr", bench.ours.time_stamp(bench.read("query.tsq"), bench.now));
    CHECK_THAT(bench.run("openssl ts -reply -in reply.tsr -text"), Contains("policy is not supported"));

    bench.write("reply.tsr", bench.ours.time_stamp("no request", bench.now));
    CHECK_THAT(bench.run("openssl ts -reply -in reply.tsr -text"), Contains("Rejected") && Contains("wrong format"));
}

TEST_CASE("openssl ocsp takes the answers of the test responder", "[trust][openssl]") {
    Bench bench;
    auto const issued = bench.ours.issue(
        {"a seal", KeyKind::p256, bench.now - std::chrono::days{1}, bench.now + std::chrono::days{9}, Purpose::seal});
    bench.write("seal.der", issued.certificate);
    bench.run("openssl x509 -inform der -in seal.der -out seal.pem");
    bench.run("openssl ocsp -issuer issuing.pem -cert seal.pem -reqout query.ors");
    auto const nonce = "openssl ocsp -reqin query.ors -respin reply.ors -CAfile root.pem -verify_other issuing.pem";
    auto const verify = "openssl ocsp -no_nonce -respin reply.ors -issuer issuing.pem -cert seal.pem "
                        "-CAfile root.pem -verify_other issuing.pem";

    bench.write("reply.ors", bench.ours.ocsp(bench.read("query.ors"), bench.now));
    CHECK_THAT(bench.run(nonce), Contains("Response verify OK") && !Contains("onc"));
    CHECK_THAT(bench.run(verify), Contains("Response verify OK") && Contains("seal.pem: good") && !Contains("WARNING"));

    bench.ours.revoke(issued.certificate, bench.now - std::chrono::hours{2}, Reason::key_compromise);
    bench.write("reply.ors", bench.ours.ocsp(bench.read("query.ors"), bench.now));
    CHECK_THAT(bench.run(verify), Contains("Response verify OK") && Contains("seal.pem: revoked") &&
                                      Contains("keyCompromise"));
    bench.write("reply.ors", bench.ours.ocsp("no request", bench.now));
    CHECK_THAT(bench.run(verify), Contains("malformedrequest"));
}

TEST_CASE("openssl crl takes the lists of the test authorities", "[trust][openssl]") {
    Bench bench;
    auto const issued = bench.ours.issue(
        {"a seal", KeyKind::p256, bench.now - std::chrono::days{1}, bench.now + std::chrono::days{9}, Purpose::seal});
    bench.write("seal.der", issued.certificate);
    bench.run("openssl x509 -inform der -in seal.der -out seal.pem");
    auto const publish = [&] {
        bench.write("root.crl", bench.ours.crl(Issuer::root, bench.now));
        bench.write("issuing.crl", bench.ours.crl(Issuer::issuing, bench.now));
        bench.run("for i in root issuing; do openssl crl -inform der -in $i.crl -out $i.pemcrl; done; "
                  "cat root.pemcrl issuing.pemcrl > crls.pem");
    };
    auto const verify = "openssl verify -crl_check_all -CAfile root.pem -untrusted issuing.pem -CRLfile crls.pem "
                        "seal.pem";

    publish();
    CHECK_THAT(bench.run("openssl crl -inform der -in issuing.crl -CAfile all.pem -noout"), Contains("verify OK"));
    CHECK_THAT(bench.run(verify), Contains("seal.pem: OK"));

    bench.ours.revoke(issued.certificate, bench.now - std::chrono::hours{2}, Reason::key_compromise);
    publish();
    CHECK_THAT(bench.run(verify), Contains("certificate revoked"));
    CHECK_THAT(bench.run("openssl crl -inform der -in issuing.crl -noout -text"), Contains("Key Compromise"));
}
