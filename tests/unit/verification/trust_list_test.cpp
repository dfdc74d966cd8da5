// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "gateway/base/content.hpp"
#include "gateway/base/rfc3339.hpp"
#include "gateway/refusal.hpp"
#include "gateway/verification/trust_folder.hpp"
#include "gateway/verification/trust_list.hpp"
#include "tests/unit/verification/forge.hpp"
#include "tests/unit/verification/made_trust_list.hpp"

using namespace wetbode;
using namespace wetbode::test;
using namespace std::chrono_literals;

namespace {

Instant at(char const* text) { return *from_rfc3339(text); }

}  // namespace

TEST_CASE("a trust list that its pinned signer signed gives anchors", "[verification][trust_list]") {
    Forge const forge;
    auto const list = list_of(service("CA/QC", forge.authority.issuing(), granted, "2020-01-01T00:00:00Z") +
                              service("TSA/QTST", forge.authority.time_certificate(), granted, "2021-01-01T00:00:00Z") +
                              service("Certstatus/OCSP", forge.authority.responder(), granted, "2021-01-01T00:00:00Z"));

    auto const read = accepted_trust_list(content_of(signed_by(forge, list)), {forge.seal.certificate}, noon());

    REQUIRE(read);
    CHECK(read->territory == "BE");
    CHECK(read->version == 5);
    CHECK(read->sequence == 7);
    CHECK(read->services == 3);
    REQUIRE(read->anchors.size() == 2);
    CHECK(read->anchors[0].use == TrustUse::signatures);
    CHECK(read->anchors[0].name == "trust list BE: Test CA/QC");
    CHECK(read->anchors[0].granted_from == at("2020-01-01T00:00:00Z"));
    CHECK_FALSE(read->anchors[0].granted_until);
    CHECK(read->anchors[1].use == TrustUse::time);
    REQUIRE(read->pointers.size() == 1);
    CHECK(read->pointers[0].location == "https://list.invalid/nl.xml");
    CHECK(read->pointers[0].territory == "NL");
}

TEST_CASE("a trust list is believed if its pinned signer signed it whole and lately", "[verification][trust_list]") {
    Forge const forge;
    Forge const stranger;
    auto const good = list_of(service("CA/QC", forge.authority.issuing(), granted, "2020-01-01T00:00:00Z"));
    auto const pin = std::vector{forge.seal.certificate};
    auto unsigned_list = good;
    replace(unsigned_list, "%SIGNATURE%", "");
    auto changed = signed_by(forge, good);
    replace(changed, ">BE<", ">XX<");

    CHECK(accepted_trust_list(content_of(signed_by(forge, good)), pin, noon()));
    CHECK_FALSE(accepted_trust_list(content_of(signed_by(stranger, good)), pin, noon()));
    CHECK_FALSE(accepted_trust_list(content_of(signed_by(forge, good)), {}, noon()));
    CHECK_FALSE(accepted_trust_list(content_of(unsigned_list), pin, noon()));
    CHECK_FALSE(accepted_trust_list(content_of(changed), pin, noon()));
    CHECK_FALSE(accepted_trust_list(content_of(signed_by(forge, list_of("", "2026-11-01T00:00:00Z"))), pin, noon()));
    CHECK_FALSE(accepted_trust_list(content_of(signed_by(forge, list_of("", ""))), pin, noon()));
    CHECK_FALSE(accepted_trust_list(content_of(forge.make({})), pin, noon()));  // signed, but no list
}

TEST_CASE("a service is trusted only for the times at which it was granted", "[verification][trust_list]") {
    Forge const forge;
    auto const back = list_of(service("CA/QC", forge.authority.issuing(), withdrawn, "2026-11-23T11:00:00Z",
                                      earlier(granted, "2020-01-01T00:00:00Z")));
    auto const later = list_of(service("CA/QC", forge.authority.issuing(), granted, "2026-11-24T00:00:00Z",
                                       earlier(withdrawn, "2020-01-01T00:00:00Z")));
    auto const still = list_of(service("CA/QC", forge.authority.issuing(), granted, "2026-11-01T00:00:00Z",
                                       earlier(granted, "2020-01-01T00:00:00Z")));
    auto const verdict = [&](std::string const& list) {
        auto options = forge.options();
        options.anchors = read_trust_list(content_of(signed_by(forge, list)))->anchors;
        return verify_document(content_of(forge.make({})), "act.xml", options);
    };

    CHECK(has(verdict(back), "NO_CERTIFICATE_CHAIN_FOUND"));
    CHECK(has(verdict(later), "NO_CERTIFICATE_CHAIN_FOUND"));
    auto const passed = verdict(still);
    INFO(told(passed));
    CHECK(passed.verdict == SealVerdict::passed);
    CHECK(passed.signatures.at(0).trusted_by == "trust list BE: Test CA/QC");
}

TEST_CASE("trust lists in files give anchors, or a reason why they are not believed", "[verification][trust_list]") {
    Forge const forge;
    auto const list = forge.folder / "be.xml";
    auto const signer = forge.folder / "signer.der";
    auto const other = forge.folder / "other.der";
    auto const one = list_of(service("CA/QC", forge.authority.issuing(), granted, "2020-01-01T00:00:00Z"));
    write(list, signed_by(forge, one));
    write(signer, forge.seal.certificate);
    write(other, forge.authority.responder());

    CHECK(anchors_in_lists({list}, {other, signer}, noon()).size() == 1);
    CHECK(anchors_in_lists({list, list}, {signer}, noon()).size() == 2);
    CHECK_THROWS_AS(anchors_in_lists({list}, {other}, noon()), Outage);
    CHECK_THROWS_AS(anchors_in_lists({list}, {signer}, at("2027-01-01T00:00:01Z")), Outage);
    CHECK_THROWS_AS(anchors_in_lists({forge.folder / "absent"}, {signer}, noon()), Outage);
}

TEST_CASE("an authority for time vouches for no signature", "[verification][trust_list]") {
    Forge const forge;
    auto options = forge.options();
    auto const list = list_of(service("TSA", forge.authority.issuing(), granted, "2020-01-01T00:00:00Z"));
    options.anchors = read_trust_list(content_of(signed_by(forge, list)))->anchors;

    auto const report = verify_document(content_of(forge.make({})), "act.xml", options);

    CHECK(has(report, "NO_CERTIFICATE_CHAIN_FOUND"));
}
