// SPDX-License-Identifier: EUPL-1.2
// How a verification ends for a script, and how it reads for a person.
#include <catch2/catch.hpp>

#include "doubles/temporary_folder.hpp"
#include "gateway/base/rfc3339.hpp"
#include "gateway/cli/verify.hpp"

#include <fstream>
#include <iostream>
#include <sstream>

using namespace wetbode;
using namespace wetbode::cli;

namespace {

/// What was printed while it lives.
class Heard {
public:
    Heard() : out_(std::cout.rdbuf(said_.rdbuf())), err_(std::cerr.rdbuf(complained_.rdbuf())) {}
    Heard(Heard const&) = delete;
    Heard& operator=(Heard const&) = delete;
    ~Heard() {
        std::cout.rdbuf(out_);
        std::cerr.rdbuf(err_);
    }
    [[nodiscard]] std::string said() const { return said_.str(); }

private:
    std::ostringstream said_;
    std::ostringstream complained_;
    std::streambuf* out_;
    std::streambuf* err_;
};

std::filesystem::path unsigned_in(TemporaryFolder const& folder) {
    auto const file = folder.path() / "act.xml";
    std::ofstream(file) << "<act/>";
    return file;
}

bool has(std::string const& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("a verification ends well only if every file passed", "[cli]") {
    TemporaryFolder const folder;
    VerifyOrder order;
    order.files = {unsigned_in(folder)};
    Heard const heard;

    CHECK(verify(order) == negative);
    order.files.push_back(folder.path() / "absent.xml");
    CHECK(verify(order) == misused);
    order.files.pop_back();
    order.at = "yesterday";
    CHECK(verify(order) == misused);
    order.at = "2026-11-23T12:00:00Z";
    order.anchor_folder = folder.path() / "absent";
    CHECK(verify(order) == misused);
    order.anchor_folder.clear();
    order.trust_lists = order.files;
    CHECK(verify(order) == misused);  // nobody is named who signed it
    order.trust_list_signers = order.files;
    CHECK(verify(order) == misused);  // no list, no certificate
    order.trust_lists.clear();
    CHECK(verify(order) == misused);
    order.trust_list_signers.clear();
    order.output = Output::json;
    CHECK(verify(order) == negative);
    CHECK(has(heard.said(), "\"verdict\":\"failed\""));
    order.expected = {"Anna Peeters"};
    CHECK(verify(order) == negative);
    CHECK(has(heard.said(), R"("expected_signers":[{"expected":"Anna Peeters","state":"missing"}])"));
    order.expected = {"sha256:00"};
    CHECK(verify(order) == misused);
}

TEST_CASE("the report says what is proven and what is not, in both languages", "[cli]") {
    VerificationReport report;
    report.verdict = SealVerdict::indeterminate;
    report.format = "XAdES";
    report.findings = {{"TRY_LATER", {"later opnieuw", "try again"}}};
    SignatureReport signature;
    signature.name = "sig\x1b[31m";
    signature.level = "XAdES-B-B";
    signature.verdict = SealVerdict::indeterminate;
    signature.findings = report.findings;
    signature.signer = "CN=Zegel";
    signature.signed_at = from_rfc3339("2026-11-23T12:00:00Z");
    report.signatures = {signature};
    report.files = {{"act.xml", 12, "00ff", true, true}};
    using enum ExpectedSigner::State;
    report.expected = {{"Anna Peeters", has_signed, "sig1", SealVerdict::passed},
                       {"Jan Janssens", not_passed, "sig2", SealVerdict::failed},
                       {"85073000000", missing, "", SealVerdict::failed}};

    auto const nl = told(report, "act.xml", Language::nl);
    auto const en = told(report, "act.xml", Language::en);

    CHECK(has(nl, "act.xml: NIET TE BESLISSEN (XAdES)"));
    CHECK(has(nl, "wanneer: niet bewezen"));
    CHECK(has(nl, "door niemand die u vertrouwt gewaarborgd"));
    CHECK(has(nl, "later opnieuw [TRY_LATER]"));
    CHECK(has(en, "when: not proven"));
    CHECK(has(en, "time claimed by the signer 2026-11-23T12:00:00"));
    CHECK(has(en, "unchanged   act.xml  12 octets  sha256 00ff"));
    CHECK_FALSE(has(en, "\x1b"));
    CHECK(has(nl, "verwacht: Anna Peeters: heeft ondertekend (sig1)"));
    CHECK(has(nl, "verwacht: Jan Janssens: heeft ondertekend, maar de handtekening slaagt niet (sig2)"));
    CHECK(has(nl, "verwacht: *********00: HEEFT NIET ONDERTEKEND"));
    CHECK(has(en, "expected: Anna Peeters: has signed (sig1)"));
    CHECK(has(en, "expected: *********00: HAS NOT SIGNED"));
    CHECK(en.find("try again") == en.rfind("try again"));  // told once
}

TEST_CASE("a file is called changed only if its digest says so, not if nobody could check it", "[cli]") {
    VerificationReport report;
    report.verdict = SealVerdict::indeterminate;
    report.format = "PAdES";
    report.findings = {{"CRYPTO_CONSTRAINTS_FAILURE_NO_POE", {"onbekend algoritme", "unknown algorithm"}}};
    report.files = {{"act.pdf", 12, "00ff", true, false}};

    CHECK(has(told(report, "act.pdf", Language::en), "NOT PROVEN  act.pdf"));
    CHECK(has(told(report, "act.pdf", Language::nl), "ONBEWEZEN   act.pdf"));

    report.findings.push_back({"HASH_FAILURE", {"gewijzigd", "changed"}});
    CHECK(has(told(report, "act.pdf", Language::en), "CHANGED     act.pdf"));

    report.files.front().covered = false;
    CHECK(has(told(report, "act.pdf", Language::en), "NOT COVERED act.pdf"));
}
