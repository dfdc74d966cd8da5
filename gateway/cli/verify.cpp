// SPDX-License-Identifier: EUPL-1.2
#include "gateway/cli/verify.hpp"

#include "gateway/base/rfc3339.hpp"
#include "gateway/clock.hpp"
#include "gateway/json/json.hpp"
#include "gateway/verification/verifier.hpp"

#include <nlohmann/json.hpp>

#include <iostream>

namespace wetbode::cli {

using nlohmann::json;

namespace {

/// What was read from a hostile file need not be UTF-8.
std::string dumped(json const& value) { return value.dump(-1, ' ', false, json::error_handler_t::replace); }

char const* spoken(SealVerdict verdict, Language language) {
    bool const nl = language == Language::nl;
    switch (verdict) {
        case SealVerdict::passed: return nl ? "GELDIG" : "PASSED";
        case SealVerdict::indeterminate: return nl ? "NIET TE BESLISSEN" : "INDETERMINATE";
        case SealVerdict::failed: return nl ? "ONGELDIG" : "FAILED";
    }
    return "";
}

char const* name_of(SealVerdict verdict) {
    return verdict == SealVerdict::passed ? "passed" : verdict == SealVerdict::failed ? "failed" : "indeterminate";
}

json value_of(SealReport const& report) {
    json findings = json::array();
    for (auto const& finding : report.findings)
        findings.push_back({{"code", finding.code}, {"message", json::parse(wetbode::json::text_of(finding.message))}});
    json files = json::array();
    for (auto const& file : report.files)
        files.push_back({{"name", file.name}, {"bytes", file.bytes}, {"sha256", file.digest},
                         {"covered", file.covered}, {"intact", file.intact}});
    json value = {{"verdict", name_of(report.verdict)}, {"findings", std::move(findings)}, {"level", report.level},
                  {"signer", report.signer}, {"issuer", report.issuer}, {"certificate_sha256", report.certificate},
                  {"files", std::move(files)}};
    if (report.signed_at) value["signed_at"] = rfc3339(*report.signed_at);
    return value;
}

void print_seal(SealReport const& report, Language language) {
    bool const nl = language == Language::nl;
    std::cout << (nl ? "Zegel: " : "Seal: ") << spoken(report.verdict, language) << "\n";
    for (auto const& finding : report.findings)
        std::cout << "  " << finding.message.in(language) << " [" << finding.code << "]\n";
    if (!report.signer.empty())
        std::cout << (nl ? "  gezegeld door " : "  sealed by ") << report.signer << " (" << report.level << ")\n"
                  << (nl ? "  uitgegeven door " : "  issued by ") << report.issuer << "\n";
    if (report.signed_at)
        std::cout << (nl ? "  tijdstip volgens het zegel " : "  time claimed by the seal ")
                  << rfc3339(*report.signed_at) << "\n";
    for (auto const& file : report.files)
        std::cout << "  " << (file.intact && file.covered ? (nl ? "onveranderd " : "unchanged   ")
                              : file.covered             ? (nl ? "VERANDERD   " : "CHANGED     ")
                                                         : (nl ? "NIET GEDEKT " : "NOT COVERED "))
                  << file.name << "  sha256 " << file.digest << "\n";
}

}  // namespace

int verify(VerifyOrder const& order) {
    if (!std::filesystem::is_regular_file(order.file)) {
        std::cerr << order.file.string() << (order.language == Language::nl ? ": dat bestand is er niet\n"
                                                                           : ": there is no such file\n");
        return misused;
    }
    auto const report = verify_container(order.file, order.anchors, SystemClock{}.now());
    if (order.output == Output::json) std::cout << dumped(value_of(report)) << "\n";
    else print_seal(report, order.language);
    return report.verdict == SealVerdict::passed ? done : negative;
}

}  // namespace wetbode::cli
