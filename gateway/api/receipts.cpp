// SPDX-License-Identifier: EUPL-1.2
// /v1/submissions/{id}/receipt: the receipt again, or the notice of refusal; as JSON, or on paper.
#include "gateway/api/call.hpp"
#include "gateway/api/weights.hpp"
#include "gateway/base/sha256.hpp"
#include "gateway/json/json.hpp"

#include <array>

namespace wetbode::api {
namespace {

constexpr std::string_view json_type = "application/json";
constexpr std::string_view pdf_type = "application/pdf";

Response as_json(Call const& call, SubmissionView const& view) {
    auto text = json::receipt_of(view);
    auto const etag = "\"" + sha256(text).hex() + "\"";
    auto response = json_answer(200, std::move(text));
    response.headers.emplace_back("ETag", etag);
    response.headers.emplace_back("Vary", "Accept");
    if (is_unchanged(call.request, etag)) {
        response.status = 304;
        response.body = std::string();
    }
    return response;
}

Response as_pdf(Call const& call, SubmissionView const& view) {
    auto printed = call.parts.print_receipt(view, call.language, call.caller.name);
    if (!printed) return call.refuse(printed.error());
    if (printed->retry_after.count() > 0) {
        auto later = call.refuse("RECEIPTS_TOO_MANY");
        later.headers.emplace_back("Retry-After", std::to_string(printed->retry_after.count()));
        return later;
    }
    Response response;
    response.headers = {{"Content-Type", std::string(pdf_type)},
                        {"Content-Language", call.language == Language::nl ? "nl" : "en"},
                        {"Content-Disposition", attachment(view.id.text + ".pdf")},
                        {"Cache-Control", "no-store"},
                        {"Vary", "Accept, Accept-Language"},
                        {"Content-Security-Policy", "sandbox; default-src 'none'"},
                        {"X-Content-Type-Options", "nosniff"}};
    if (!printed->seal_level.empty()) response.headers.emplace_back("Wetbode-Seal-Level", printed->seal_level);
    response.body = std::move(printed->pdf);
    return response;
}

/// On paper it takes the slow lane: setting type, a signature and perhaps a time authority that is far away.
class ReceiptExchange final : public Exchange {
public:
    ReceiptExchange(Call call, bool printed) : call_(std::move(call)), printed_(printed) {}

    std::optional<Response> receive(std::string_view bytes) override {
        if (bytes.empty()) return std::nullopt;
        return call_.refuse("BODY_UNEXPECTED");
    }
    [[nodiscard]] Pace pace() const override { return printed_ ? Pace::check : Pace::quick; }
    Response finish() override {
        auto const view = visible_submission(call_, {call_.arguments.at(0)});
        if (!view) return call_.refuse("SUBMISSION_UNKNOWN");
        return printed_ ? as_pdf(call_, *view) : as_json(call_, *view);
    }

private:
    Call call_;
    bool printed_;
};

}  // namespace

std::unique_ptr<Exchange> get_receipt(Call call) {
    constexpr std::array forms{json_type, pdf_type};
    bool const printed = wanted_form(call.request.headers, forms) == pdf_type && call.parts.print_receipt;
    return std::make_unique<ReceiptExchange>(std::move(call), printed);
}

}  // namespace wetbode::api
