// SPDX-License-Identifier: EUPL-1.2
#include "gateway/verification/report_json.hpp"

#include "gateway/base/rfc3339.hpp"
#include "gateway/verification/findings.hpp"

#include <nlohmann/json.hpp>

namespace wetbode {

namespace {

using Value = nlohmann::json;

char const* name_of(Coverage coverage) {
    switch (coverage) {
        case Coverage::whole: return "whole";
        case Coverage::revision: return "revision";
        case Coverage::part: return "part";
    }
    return "part";
}

Value value_of(std::vector<SealFinding> const& findings) {
    Value values = Value::array();
    for (auto const& finding : findings)
        values.push_back(
            {{"code", finding.code}, {"message", {{"nl", finding.message.nl}, {"en", finding.message.en}}}});
    return values;
}

Value value_of(std::vector<TimeStampReport> const& stamps) {
    Value values = Value::array();
    for (auto const& stamp : stamps) {
        Value value{{"kind", stamp.kind}, {"authority", stamp.authority}, {"verdict", name_of(stamp.verdict)},
                    {"findings", value_of(stamp.findings)}};
        if (stamp.at != Instant{}) value["at"] = rfc3339(stamp.at);
        values.push_back(std::move(value));
    }
    return values;
}

char const* name_of(ExpectedSigner::State state) {
    switch (state) {
        case ExpectedSigner::State::has_signed: return "signed";
        case ExpectedSigner::State::not_passed: return "not_passed";
        case ExpectedSigner::State::missing: return "missing";
    }
    return "missing";
}

Value value_of(std::vector<ExpectedSigner> const& expected) {
    Value values = Value::array();
    for (auto const& one : expected) {
        Value value{{"expected", one.expected}, {"state", name_of(one.state)}};
        if (one.state != ExpectedSigner::State::missing) value["signature"] = one.signature;
        values.push_back(std::move(value));
    }
    return values;
}

Value value_of(SignatureReport const& report) {
    Value value{{"name", report.name},
                {"format", report.format},
                {"level", report.level},
                {"verdict", name_of(report.verdict)},
                {"findings", value_of(report.findings)},
                {"warnings", value_of(report.warnings)},
                {"algorithm", report.algorithm},
                {"signer", report.signer},
                {"issuer", report.issuer},
                {"certificate_sha256", report.certificate},
                {"trusted_by", report.trusted_by},
                {"coverage", name_of(report.coverage)},
                {"time_stamps", value_of(report.time_stamps)}};
    if (report.signed_at) value["signed_at"] = rfc3339(*report.signed_at);
    if (report.proven_at) value["proven_at"] = rfc3339(*report.proven_at);
    return value;
}

}  // namespace

std::string json_of(VerificationReport const& report) {
    Value value{{"verdict", name_of(report.verdict)},
                {"format", report.format},
                {"findings", value_of(report.findings)},
                {"warnings", value_of(report.warnings)},
                {"signatures", Value::array()},
                {"files", Value::array()},
                {"evidence", value_of(report.evidence)}};
    if (!report.expected.empty()) value["expected_signers"] = value_of(report.expected);
    for (auto const& signature : report.signatures) value["signatures"].push_back(value_of(signature));
    for (auto const& file : report.files)
        value["files"].push_back({{"name", file.name}, {"bytes", file.bytes}, {"sha256", file.digest},
                                  {"covered", file.covered}, {"intact", file.intact}});
    return value.dump(-1, ' ', false, Value::error_handler_t::replace);
}

}  // namespace wetbode
