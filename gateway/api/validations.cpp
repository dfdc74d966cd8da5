// SPDX-License-Identifier: EUPL-1.2
// /v1/validations: the checks of an admission without the admission. The answer is 200 whenever the check could be
// made.
#include "gateway/api/call.hpp"
#include "gateway/api/collector.hpp"
#include "gateway/api/weights.hpp"
#include "gateway/base/content.hpp"
#include "gateway/report/sarif.hpp"
#include "gateway/validation/schematron/svrl.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <map>

namespace wetbode::api {
namespace {

using Value = nlohmann::json;

constexpr std::size_t type_bytes_max = 128;

/// The forms in which the verdict on one document can be had.
constexpr std::string_view as_sarif = "application/sarif+json";
constexpr std::string_view as_svrl = "application/xml";
constexpr std::array<std::string_view, 3> forms{"application/json", as_sarif, as_svrl};

/// What a document that came as a body is called in a report that must name it.
constexpr std::string_view body_name = "document.xml";

/// `media_type` is empty for a document that came by itself.
Value verdict_value(Verdict const& verdict, std::string const& media_type, Language language) {
    Value value{{"document_type", verdict.document_type},
                {"version", verdict.version},
                {"valid", verdict.valid()},
                {"faults", Value::parse(faults_text(verdict.faults, language))},
                {"more_faults", verdict.more_faults}};
    if (verdict.akn_level) value["akn_level"] = *verdict.akn_level;
    if (!verdict.file.empty()) value["file"] = verdict.file;
    if (!media_type.empty()) value["media_type"] = media_type;
    return value;
}

/// "bill/1", or empty if the type is not known.
std::string type_of(Verdict const& verdict) {
    return verdict.version.empty() ? verdict.document_type : verdict.document_type + "/" + verdict.version;
}

Value refusal_value(Refusal const& refusal, Language language) {
    return {{"code", refusal.code},
            {"title", refusal.title.in(language)},
            {"detail", refusal.detail.in(language)},
            {"remedy", refusal.remedy.in(language)},
            {"faults", Value::parse(faults_text(refusal.faults, language))},
            {"more_faults", refusal.more_faults}};
}

Response answer(std::string_view form, std::string text) {
    auto response = json_answer(200, std::move(text));
    for (auto& [name, value] : response.headers)
        if (name == "Content-Type") value = form;
    return response;
}

Response answer(Value const& value) {
    return answer(forms.front(), value.dump(-1, ' ', false, Value::error_handler_t::replace));
}

std::map<std::string, std::string> media_types_in(Manifest const& manifest) {
    std::map<std::string, std::string> types;
    for (auto const& piece : manifest.pieces)
        for (auto const& file : piece.files) types.emplace(file.name, file.media_type);
    return types;
}

/// A whole submission as a form: nothing of it is kept.
class FormCheck final : public Exchange {
public:
    FormCheck(Call call, std::string boundary)
        : call_(std::move(call)),
          collector_(call_.parts),
          reader_(std::move(boundary), MultipartLimits{}, collector_) {}

    std::optional<Response> receive(std::string_view bytes) override {
        auto const refusal = reader_.feed(bytes);
        if (!refusal) return std::nullopt;
        return call_.refuse(*refusal);
    }

    [[nodiscard]] Pace pace() const override { return Pace::check; }
    Response finish() override {
        if (auto const refusal = reader_.finish()) return call_.refuse(*refusal);
        auto submission = collector_.submission({call_.caller.name, {}});
        if (!submission) return call_.refuse(submission.error());
        auto const found = call_.parts.intake.examine(*submission);
        Value value{{"valid", !found.refusal.has_value()}, {"documents", Value::array()}};
        auto const types = media_types_in(submission->manifest);
        for (auto const& verdict : found.verdicts)
            value["documents"].push_back(verdict_value(verdict, types.at(verdict.file), call_.language));
        if (found.refusal) value["refusal"] = refusal_value(*found.refusal, call_.language);
        return answer(value);
    }

private:
    Call call_;
    Collector collector_;
    MultipartReader reader_;
};

/// One XML document as the body. The type is asked for, or told by the root element.
class DocumentCheck final : public Exchange {
public:
    explicit DocumentCheck(Call call) : call_(std::move(call)) {}
    DocumentCheck(DocumentCheck const&) = delete;
    DocumentCheck& operator=(DocumentCheck const&) = delete;
    ~DocumentCheck() override {
        if (spooled_.empty()) return;
        std::error_code gone;
        std::filesystem::remove(spooled_, gone);  // a leftover in the spool folder is cleared at the next start
    }

    std::optional<Response> receive(std::string_view bytes) override {
        auto const& limits = call_.parts.limits;
        bytes_ += bytes.size();
        if (bytes_ > limits.document_bytes_max) return call_.refuse("BODY_TOO_LARGE");
        if (!large_ && small_.size() + bytes.size() <= limits.inline_bytes_max) {
            small_.append(bytes);
            return std::nullopt;
        }
        if (!large_) {
            large_.emplace(call_.parts.spool);
            large_->write(small_);
            small_ = {};
        }
        large_->write(bytes);
        return std::nullopt;
    }

    [[nodiscard]] Pace pace() const override { return Pace::check; }
    Response finish() override {
        if (large_) spooled_ = large_->path();
        auto const document = large_ ? large_->keep() : content_of(std::move(small_));
        auto const& catalogue = call_.parts.catalogue;
        auto const asked = call_.request.query.find("type");
        bool const named = asked != call_.request.query.end() && !asked->second.empty();
        auto const type = named ? asked->second : catalogue.type_by_root(document);
        if (type.size() > type_bytes_max) return call_.refuse("QUERY_INVALID");
        return told(catalogue.check(type, "", document));
    }

private:
    [[nodiscard]] Response told(Verdict const& verdict) const {
        auto const& catalogue = call_.parts.catalogue;
        auto const language = call_.language;
        auto const form = wanted_form(call_.request.headers, forms);
        if (form == as_sarif) return answer(form, report::sarif_of(body_name, verdict, catalogue, language));
        if (form == as_svrl)
            return answer(form, validation::svrl_of(verdict.faults,
                                                    {type_of(verdict), "", language},
                                                    catalogue.rules(verdict.document_type)));
        Value value{{"valid", verdict.valid()}, {"documents", Value::array({verdict_value(verdict, {}, language)})}};
        if (auto const refusal = refusal_of({verdict})) value["refusal"] = refusal_value(*refusal, language);
        return answer(value);
    }

    Call call_;
    std::uint64_t bytes_ = 0;
    std::string small_;
    std::optional<SpoolFile> large_;
    std::filesystem::path spooled_;
};

}  // namespace

std::unique_ptr<Exchange> post_validation(Call call) {
    auto const header = call.request.headers.find("content-type");
    auto const type = header == call.request.headers.end() ? std::string{} : header->second;
    auto const bare = type.substr(0, type.find_first_of("; \t"));
    if (bare.ends_with("/xml") || bare.ends_with("+xml")) return std::make_unique<DocumentCheck>(std::move(call));
    if (call.request.query.contains("type"))
        return std::make_unique<Settled>(call.refuse(
            door_refusal("QUERY_INVALID", {"type geldt alleen voor een XML-inhoud", "type is for an XML body only"})));
    auto boundary = boundary_of(type);
    if (boundary) return std::make_unique<FormCheck>(std::move(call), std::move(*boundary));
    return std::make_unique<Settled>(call.refuse(boundary.error()));
}

}  // namespace wetbode::api
