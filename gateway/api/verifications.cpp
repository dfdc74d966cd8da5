// SPDX-License-Identifier: EUPL-1.2
// /v1/verifications: one signed file is checked and forgotten. The answer is 200 whenever the check could be made; the
// verdict stands inside. Whom the house trusts is for its settings to say, never for the caller.
#include "gateway/api/call.hpp"
#include "gateway/api/multipart.hpp"
#include "gateway/base/files.hpp"
#include "gateway/verification/expected_signers.hpp"
#include "gateway/verification/report_json.hpp"
#include "gateway/verification/verification.hpp"

namespace wetbode::api {
namespace {

/// What a file that came as a body is called in the report.
constexpr std::string_view body_name = "document";

std::optional<Refusal> fault_in(ExpectedSigners const& expected, std::string_view code) {
    if (expected.size() > expected_signers_max)
        return door_refusal(code, {"expect mag hoogstens zestien keer", "expect may occur at most sixteen times"});
    for (auto const& one : expected)
        if (auto const fault = fault_in_expected(one)) return door_refusal(code, *fault);
    return std::nullopt;
}

/// Takes the file, whatever its size, the evidence beside it, and who must have signed.
class VerificationParts final : public PartSink {
public:
    explicit VerificationParts(ApiParts const& parts) : parts_(parts) {}
    VerificationParts(VerificationParts const&) = delete;
    VerificationParts& operator=(VerificationParts const&) = delete;
    ~VerificationParts() override {
        if (path_.empty()) return;
        std::error_code gone;
        std::filesystem::remove(path_, gone);  // a leftover in the spool folder is cleared at the next start
    }

    std::optional<Refusal> begin_part(PartHead head) override {
        kind_ = head.name == "file" ? Kind::file : head.name == "expect" ? Kind::expected : Kind::evidence;
        if (kind_ == Kind::expected) {
            expected_.emplace_back();
            return expected_.size() > expected_signers_max ? fault_in(expected_, "MULTIPART_INVALID") : std::nullopt;
        }
        bool const is_file = kind_ == Kind::file;
        if (!is_file && head.name != "evidence")
            return door_refusal("MULTIPART_INVALID", {"onbekend deel: " + head.name, "unknown part: " + head.name});
        auto const again = is_file ? file_.has_value() : has_evidence_;
        if (again)
            return door_refusal("MULTIPART_INVALID",
                                {"een deel komt twee keer voor: " + head.name, "a part occurs twice: " + head.name});
        if (!is_file) {
            has_evidence_ = true;
            return std::nullopt;
        }
        name_ = head.file_name.value_or(std::string(body_name));
        file_.emplace(parts_.spool);
        path_ = file_->path();
        return std::nullopt;
    }
    std::optional<Refusal> part_bytes(std::string_view bytes) override {
        if (kind_ == Kind::file) {
            if (file_->bytes() + bytes.size() > parts_.limits.verification_bytes_max)
                return door_refusal("BODY_TOO_LARGE", {});
            file_->write(bytes);
            return std::nullopt;
        }
        if (kind_ == Kind::expected) {
            if (expected_.back().size() + bytes.size() > expected_signer_bytes_max)
                return door_refusal("BODY_TOO_LARGE", {});
            expected_.back().append(bytes);
            return std::nullopt;
        }
        if (evidence_.size() + bytes.size() > evidence_bytes_max) return door_refusal("BODY_TOO_LARGE", {});
        evidence_.append(bytes);
        return std::nullopt;
    }
    std::optional<Refusal> end_part() override {
        return kind_ == Kind::expected ? fault_in({expected_.back()}, "MULTIPART_INVALID") : std::nullopt;
    }

    /// One who must have signed, besides those of the form.
    void expect(std::string who) { expected_.push_back(std::move(who)); }

    [[nodiscard]] bool complete() const { return file_.has_value(); }

    /// After the last part.
    [[nodiscard]] VerificationReport verified() {
        static_cast<void>(file_->keep());
        auto const options = parts_.verification ? parts_.verification() : trusting_nobody();
        auto report = has_evidence_ ? verify_with_evidence(path_, evidence_, options) : verify_file(path_, options);
        add_expected(report, expected_);
        // A container names its files itself; a document is called as the caller calls it.
        if (report.format != "ASiC-E" && report.files.size() == 1) report.files.front().name = name_;
        return report;
    }

private:
    [[nodiscard]] VerificationOptions trusting_nobody() const {
        VerificationOptions options;
        options.now = parts_.clock.now();
        return options;
    }

    ApiParts const& parts_;
    enum class Kind { file, evidence, expected };
    Kind kind_ = Kind::file;
    bool has_evidence_ = false;
    std::string name_;
    std::string evidence_;
    ExpectedSigners expected_;
    std::optional<SpoolFile> file_;
    std::filesystem::path path_;
};

Response answer_of(VerificationParts& parts) { return json_answer(200, json_of(parts.verified())); }

class FormVerification final : public Exchange {
public:
    FormVerification(Call call, std::string boundary)
        : call_(std::move(call)), parts_(call_.parts), reader_(std::move(boundary), MultipartLimits{}, parts_) {
        if (auto const who = call_.request.query.find("expect"); who != call_.request.query.end())
            parts_.expect(who->second);
    }

    std::optional<Response> receive(std::string_view bytes) override {
        auto const refusal = reader_.feed(bytes);
        if (!refusal) return std::nullopt;
        return call_.refuse(*refusal);
    }
    Response finish() override {
        if (auto const refusal = reader_.finish()) return call_.refuse(*refusal);
        if (!parts_.complete())
            return call_.refuse(
                door_refusal("MULTIPART_INVALID", {"er is geen deel file", "there is no part called file"}));
        return answer_of(parts_);
    }

private:
    Call call_;
    VerificationParts parts_;
    MultipartReader reader_;
};

class BodyVerification final : public Exchange {
public:
    explicit BodyVerification(Call call) : call_(std::move(call)), parts_(call_.parts) {
        if (auto const who = call_.request.query.find("expect"); who != call_.request.query.end())
            parts_.expect(who->second);
        static_cast<void>(parts_.begin_part({"file", std::string(body_name), {}}));
    }

    std::optional<Response> receive(std::string_view bytes) override {
        auto const refusal = parts_.part_bytes(bytes);
        if (!refusal) return std::nullopt;
        return call_.refuse(*refusal);
    }
    Response finish() override { return answer_of(parts_); }

private:
    Call call_;
    VerificationParts parts_;
};

}  // namespace

std::unique_ptr<Exchange> post_verification(Call call) {
    auto const who = call.request.query.find("expect");
    if (who != call.request.query.end())
        if (auto const fault = fault_in({who->second}, "QUERY_INVALID"))
            return std::make_unique<Settled>(call.refuse(*fault));
    auto const header = call.request.headers.find("content-type");
    auto const type = header == call.request.headers.end() ? std::string{} : header->second;
    if (!type.starts_with("multipart/")) return std::make_unique<BodyVerification>(std::move(call));
    auto boundary = boundary_of(type);
    if (boundary) return std::make_unique<FormVerification>(std::move(call), std::move(*boundary));
    return std::make_unique<Settled>(call.refuse(boundary.error()));
}

}  // namespace wetbode::api
