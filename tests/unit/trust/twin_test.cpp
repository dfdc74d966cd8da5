// SPDX-License-Identifier: EUPL-1.2
// The test authorities over real sockets: our own clients, and OpenSSL's commands.
#include <catch2/catch.hpp>

#include "adapters/rest/rest_client.hpp"
#include "adapters/rest/rest_fetch.hpp"
#include "adapters/trust/twin.hpp"
#include "doubles/temporary_folder.hpp"
#include "gateway/base/content.hpp"
#include "gateway/base/files.hpp"
#include "gateway/clock.hpp"
#include "gateway/crypto/certificate.hpp"
#include "gateway/http/server.hpp"
#include "gateway/refusal.hpp"
#include "gateway/revocation/revocation_source.hpp"
#include "gateway/timestamp/http_time_authority.hpp"
#include "gateway/verification/trust_folder.hpp"
#include "gateway/verification/verification.hpp"
#include "tests/unit/files/made_pdf.hpp"

#include <nlohmann/json.hpp>

#include <fstream>

using namespace wetbode;
using namespace std::chrono_literals;
using json = nlohmann::json;
using Catch::Matchers::Contains;

namespace {

struct Bench {
    TemporaryFolder folder;
    trust::Twin twin;
    http::Server server;
    std::string url;
    Fetch fetch = rest::rest_fetch({});
    SystemClock clock;

    explicit Bench(std::filesystem::path const& kept_in = {})
        : twin(kept_in), server(settings(), twin.opener(), [](api::Request const&, int, Milliseconds) {}) {
        rest::initialize_pool(4);
        server.start();
        url = "http://127.0.0.1:" + std::to_string(server.port());
        twin.begin(url);
    }
    ~Bench() {
        twin.release();
        server.stop(Milliseconds{2000});
    }
    static http::ServerSettings settings() {
        http::ServerSettings wanted;
        wanted.address = "127.0.0.1";
        wanted.port = 0;
        return wanted;
    }
    [[nodiscard]] FetchAnswer get(std::string const& path) const {
        FetchRequest request;
        request.url = url + path;
        return fetch(request);
    }
    [[nodiscard]] FetchAnswer post(std::string const& path, std::string const& body) const {
        FetchRequest request;
        request.url = url + path;
        request.method = "POST";
        request.body = body;
        request.content_type = "application/json";
        return fetch(request);
    }
    void fail(std::string const& mode) const {
        CHECK(post("/_twin/faults", json{{"mode", mode}}.dump()).status == 200);
    }
    [[nodiscard]] std::unique_ptr<TimeAuthority> time() const {
        TimeSettings wanted;
        wanted.authorities = {{"twin", url + "/tsa", 5000ms, "", certificates_in_pem(get("/ca/root.pem").body), {}}};
        return http_time_authority(wanted, fetch, clock, {});
    }
    /// What the command printed, run in the folder; its exit status is the last line.
    [[nodiscard]] std::string run(std::string const& command) const {
        auto const place = "cd " + folder.path().string() + " && { ";
        auto const whole = place + command + "; } > out 2>&1; echo \"status $?\" >> out";
        REQUIRE(std::system(whole.c_str()) == 0);
        return read_file(folder.path() / "out", 1 << 20);
    }
    void write(std::string const& name, std::string const& octets) const {
        std::ofstream(folder.path() / name, std::ios::binary) << octets;
    }
};

constexpr auto person = "/sign?given_name=Proef&surname=Minister-Een&number=70670112340";

/// As a gateway's door judges: the root is trusted, and nobody is asked.
VerificationReport judged(Bench const& bench, std::string const& pdf) {
    VerificationOptions options;
    options.anchors = TrustAnchors{anchor_of(certificates_in_pem(bench.get("/ca/root.pem").body).at(0), "the twin")};
    options.now = bench.clock.now();
    return verify_content(content_of(pdf), "a.pdf", options, bench.folder.path());
}

std::string digest() { return hash_of(HashAlgorithm::sha256, "a decree"); }

}  // namespace

TEST_CASE("the gateway's own client gets a token from the twin, and none when it errs", "[trust][twin]") {
    Bench const bench;

    auto const token = bench.time()->stamp(HashAlgorithm::sha256, digest());
    CHECK(token.authority == "twin");

    for (auto const* mode : {"wrong_nonce", "no_nonce", "wrong_imprint", "rejected", "expired_certificate",
                             "not_critical", "other_usage", "time_stranger", "clock_ahead", "broken_signature",
                             "time_garbage", "500_before", "html_error", "cut_after_body"}) {
        INFO(mode);
        auto const time = bench.time();
        bench.fail(mode);
        CHECK_THROWS_AS(time->stamp(HashAlgorithm::sha256, digest()), Outage);
        bench.fail("none");
    }
    CHECK_NOTHROW(bench.time()->stamp(HashAlgorithm::sha256, digest()));
    CHECK(bench.post("/_twin/faults", R"({"mode":"no such fault"})").status == 400);
}

TEST_CASE("a certificate that the twin issued has its revocation told by the twin", "[trust][twin]") {
    Bench const bench;
    auto const issued = json::parse(bench.post("/issue", R"({"name":"Vlaamse Regering, test"})").body);
    auto const chain = certificates_in_pem(issued["chain"].get<std::string>());
    REQUIRE(chain.size() == 3);
    auto const source = http_revocation_source({}, bench.fetch, bench.clock, {});

    auto const values = source->values_for(chain, bench.clock.now());
    CHECK(values.ocsps.size() == 1);
    CHECK(values.crls.size() == 1);
    auto const now = bench.clock.now();
    CHECK(revocation_of(chain[0], chain[1], values, now, now).status == RevocationStatus::good);

    auto const revoke = json{{"certificate", issued["certificate"]}, {"reason", "keyCompromise"}}.dump();
    CHECK(bench.post("/revoke", revoke).status == 200);
    auto const later = http_revocation_source({}, bench.fetch, bench.clock, {})->values_for(chain, bench.clock.now());
    auto const answer = revocation_of(chain[0], chain[1], later, bench.clock.now(), bench.clock.now());
    CHECK(answer.status == RevocationStatus::revoked);
    CHECK(answer.reason == "keyCompromise");
    CHECK(json::parse(bench.get("/_twin/received").body)["ocsp"] == 2);
}

TEST_CASE("OpenSSL's commands are content with the twin over the wire", "[trust][twin][openssl]") {
    Bench const bench;
    auto const issued = json::parse(bench.post("/issue", "{}").body);
    bench.write("seal.pem", issued["certificate"]);
    bench.write("root.pem", bench.get("/ca/root.pem").body);
    bench.write("issuing.pem", bench.get("/ca/issuing.pem").body);
    bench.write("data", "a decree");

    CHECK_THAT(bench.run("openssl ts -query -data data -sha256 -cert -out q.tsq && curl -s -H "
                         "'Content-Type: application/timestamp-query' --data-binary @q.tsq " +
                         bench.url + "/tsa -o r.tsr && openssl ts -verify -queryfile q.tsq -in r.tsr -CAfile root.pem "
                                     "-untrusted issuing.pem"),
               Contains("Verification: OK"));
    CHECK_THAT(bench.run("openssl ocsp -issuer issuing.pem -cert seal.pem -url " + bench.url +
                         "/ocsp -CAfile root.pem -verify_other issuing.pem"),
               Contains("Response verify OK") && Contains("seal.pem: good"));
    CHECK_THAT(bench.run("curl -s " + bench.url + "/crl/issuing.crl -o i.crl && cat root.pem issuing.pem > all.pem && "
                         "openssl crl -inform der -in i.crl -CAfile all.pem -noout"),
               Contains("verify OK"));
    CHECK_THAT(bench.run("curl -s " + bench.url + "/ca/issuing.crt | openssl x509 -inform der -noout -subject"),
               Contains("issuing"));
    CHECK_THAT(bench.run("openssl ocsp -issuer issuing.pem -cert seal.pem -no_nonce -reqout q.ors && curl -s " +
                         bench.url + "/ocsp/$(base64 -w0 q.ors | sed 's/+/%2B/g; s,/,%2F,g; s/=/%3D/g') -o r.ors && "
                                     "openssl ocsp -respin r.ors -issuer issuing.pem -cert seal.pem -no_nonce "
                                     "-CAfile root.pem -verify_other issuing.pem"),
               Contains("seal.pem: good"));
}

TEST_CASE("a twin that keeps its authorities goes on where it was", "[trust][twin]") {
    TemporaryFolder const kept;
    std::string root;
    std::string certificate;
    {
        Bench const bench(kept.path());
        root = bench.get("/ca/root.pem").body;
        certificate = json::parse(bench.post("/issue", "{}").body)["certificate"];
    }
    Bench const bench(kept.path());

    CHECK(bench.get("/ca/root.pem").body == root);
    CHECK(read_file(kept.path() / "root.pem", 1 << 16) == root);
    CHECK(bench.post("/revoke", json{{"certificate", certificate}}.dump()).status == 200);
}

TEST_CASE("wrong wishes are told so", "[trust][twin]") {
    Bench const bench;

    CHECK(bench.post("/issue", R"({"kind":"rsa512"})").status == 400);
    CHECK(bench.post("/issue", R"({"days":0})").status == 400);
    CHECK(bench.post("/issue", R"({"name":""})").status == 400);
    CHECK(bench.post("/issue", "no JSON").status == 400);
    CHECK(bench.post("/revoke", "{}").status == 400);
    CHECK(bench.post("/revoke", R"({"reason":"boredom"})").status == 400);
    CHECK(bench.get("/nothing").status == 404);
    CHECK(bench.post("/nothing", "x").status == 404);
}

TEST_CASE("a PDF that a test person signed passes a door that asks nobody, and is told once it is changed",
          "[trust][twin]") {
    Bench const bench;
    auto const bare = made::Pdf{}.bytes();

    auto const answer = bench.post(person, bare);

    REQUIRE(answer.status == 200);
    REQUIRE(answer.body.starts_with(bare));
    auto const report = judged(bench, answer.body);
    CHECK(report.verdict == SealVerdict::passed);
    REQUIRE(report.signatures.size() == 1);
    CHECK_THAT(report.signatures[0].signer, Contains("CN=Proef Minister-Een") && Contains("PNOBE-70670112340"));
    auto changed = answer.body;
    changed[bare.find("MediaBox") + 1] ^= 1;
    CHECK(judged(bench, changed).verdict == SealVerdict::failed);
    CHECK(judged(bench, bare).signatures.empty());
    CHECK(judged(bench, bench.post(person + std::string("&level=T"), bare).body).verdict ==
          SealVerdict::indeterminate);  // nothing in it tells of revocation
}

TEST_CASE("a person signs again with the same certificate, and a second person beside the first", "[trust][twin]") {
    Bench const bench;

    auto const once = bench.post(person, made::Pdf{}.bytes()).body;
    auto const twice = judged(bench, bench.post(person, once).body);
    auto const second = "/sign?given_name=Proef&surname=Minister-Twee&number=72710212374&reason=Gezien";
    auto const other = bench.post(second, once);

    REQUIRE(twice.signatures.size() == 2);
    CHECK(twice.verdict == SealVerdict::passed);
    CHECK(twice.signatures[0].certificate == twice.signatures[1].certificate);
    auto const both = judged(bench, other.body);
    REQUIRE(both.signatures.size() == 2);
    CHECK(both.verdict == SealVerdict::passed);
    CHECK_THAT(both.signatures[1].signer, Contains("Minister-Twee"));
}

TEST_CASE("nobody real signs with the twin, and nothing but a PDF is signed", "[trust][twin]") {
    Bench const bench;
    auto const told = [&](std::string const& query, std::string const& body) {
        auto const answer = bench.post("/sign?given_name=Proef&surname=Een&" + query, body);
        return std::to_string(answer.status) + " " + answer.body;
    };
    auto const pdf = made::Pdf{}.bytes();

    CHECK_THAT(told("number=70070112340", pdf), Contains("400 ") && Contains("month plus 60"));
    CHECK_THAT(told("number=7067011234", pdf), Contains("400 ") && Contains("month plus 60"));
    CHECK_THAT(told("", pdf), Contains("400 ") && Contains("month plus 60"));
    CHECK_THAT(told("number=70670112340&level=B-T", pdf), Contains("400 ") && Contains("level"));
    CHECK_THAT(told("number=70670112340", "no PDF"), Contains("400 ") && Contains("PDF_BROKEN"));
    CHECK(bench.post("/sign?number=70670112340", pdf).status == 400);
}
