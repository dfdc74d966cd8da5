// SPDX-License-Identifier: EUPL-1.2
// /v1/submissions: sending one in, and reading back what was sent and sealed.
#include "gateway/api/call.hpp"
#include "gateway/api/collector.hpp"
#include "gateway/base/base64.hpp"
#include "gateway/json/json.hpp"

#include <algorithm>

namespace wetbode::api {
namespace {

constexpr std::size_t key_bytes_max = 255;

/// Visible ASCII, as it is or as a string of RFC 8941 in quotes; both spellings are the same key.
std::optional<std::string> idempotency_key(Request const& request) {
    auto const header = request.headers.find("idempotency-key");
    if (header == request.headers.end()) return std::nullopt;
    std::string_view text = header->second;
    std::string key;
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"') {
        text = text.substr(1, text.size() - 2);
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (text[i] == '"') return std::nullopt;
            if (text[i] == '\\' && ++i == text.size()) return std::nullopt;
            key += text[i];
        }
    } else {
        key = std::string(text);
    }
    bool const visible = std::all_of(key.begin(), key.end(), [](char c) { return c > ' ' && c < 0x7F; });
    if (key.empty() || key.size() > key_bytes_max || !visible) return std::nullopt;
    return key;
}

class SubmissionExchange final : public Exchange {
public:
    SubmissionExchange(Call call, std::string key, std::string boundary)
        : call_(std::move(call)),
          key_(std::move(key)),
          collector_(call_.parts),
          reader_(std::move(boundary), MultipartLimits{}, collector_) {}

    std::optional<Response> receive(std::string_view bytes) override {
        auto const refusal = reader_.feed(bytes);
        if (!refusal) return std::nullopt;
        return call_.refuse(*refusal);
    }

    [[nodiscard]] Pace pace() const override { return Pace::admission; }
    Response finish() override {
        if (auto const refusal = reader_.finish()) return call_.refuse(*refusal);
        auto submission = collector_.submission({call_.caller.name, key_});
        if (!submission) return call_.refuse(submission.error());
        auto const id = submission->id;
        auto const receipt = call_.parts.intake.receive(std::move(*submission));
        if (!receipt) return refused(id, receipt.error());
        bool const again = receipt->submission != id;
        auto response = json_answer(again ? 200 : 201, json::text_of(*receipt));
        response.headers.emplace_back("Location", "/v1/submissions/" + receipt->submission.text);
        if (again) response.headers.emplace_back("Idempotent-Replay", "true");
        return response;
    }

private:
    /// The record remembers refusals: the answer tells where to find this one again.
    Response refused(SubmissionId const& id, Refusal const& refusal) const {
        auto response = problem(refusal, {call_.language, "/v1/submissions/" + id.text});
        response.headers.emplace_back("Wetbode-Submission", id.text);
        return response;
    }

    Call call_;
    std::string key_;
    Collector collector_;
    MultipartReader reader_;
};

constexpr auto container_type = "application/vnd.etsi.asic-e+zip";

/// Whether the same address always gives the same bytes.
enum class Lasting { forever, until_better };

/// A content under its digest, and nobody's browser opens it by itself.
Response content_answer(Call const& call, Content content, std::string const& name, std::string const& media_type,
                        Lasting lasting = Lasting::forever) {
    auto const etag = "\"" + content.digest.hex() + "\"";
    std::string_view const octets(reinterpret_cast<char const*>(content.digest.octets.data()),
                                  content.digest.octets.size());
    Response response;
    response.headers = {{"ETag", etag},
                        {"Cache-Control", lasting == Lasting::forever ? "private, max-age=31536000, immutable"
                                                                      : "private, no-cache"},
                        {"Repr-Digest", "sha-256=:" + base64(octets) + ":"},
                        {"Content-Type", media_type},
                        {"Content-Disposition", attachment(name)},
                        {"Content-Security-Policy", "sandbox; default-src 'none'"},
                        {"X-Content-Type-Options", "nosniff"}};
    if (is_unchanged(call.request, etag))
        response.status = 304;
    else
        response.body = std::move(content);
    return response;
}

/// What a sender wrote as media type goes into a header only if it is one.
std::string media_type_of(std::string const& text) {
    constexpr std::string_view others = "!#$&-^_.+/";
    auto const allowed = [&](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
               others.find(c) != std::string_view::npos;
    };
    bool const good = std::count(text.begin(), text.end(), '/') == 1 && std::all_of(text.begin(), text.end(), allowed);
    return good ? text : "application/octet-stream";
}

}  // namespace

std::unique_ptr<Exchange> post_submission(Call call) {
    auto key = idempotency_key(call.request);
    if (!key) return std::make_unique<Settled>(call.refuse("KEY_MISSING"));
    auto const type = call.request.headers.find("content-type");
    auto boundary = boundary_of(type == call.request.headers.end() ? "" : type->second);
    if (!boundary) return std::make_unique<Settled>(call.refuse(boundary.error()));
    return std::make_unique<SubmissionExchange>(std::move(call), std::move(*key), std::move(*boundary));
}

Response get_submission(Call const& call) {
    auto const view = visible_submission(call, {call.arguments.at(0)});
    if (!view) return call.refuse("SUBMISSION_UNKNOWN");
    return json_answer(200, json::view_of(*view, call.parts.base_url, call.language));
}

Response get_file(Call const& call) {
    auto const view = visible_submission(call, {call.arguments.at(0)});
    if (!view) return call.refuse("SUBMISSION_UNKNOWN");
    auto const& name = call.arguments.at(1);
    auto const file = std::find_if(view->files.begin(), view->files.end(),
                                   [&](EnvelopeFile const& one) { return one.rendition.name == name; });
    if (file == view->files.end() || !file->rendition.digest) return call.refuse("FILE_UNKNOWN");
    auto content = call.parts.ledger.fetch(*file->rendition.digest);
    return content_answer(call, std::move(content), name, media_type_of(file->rendition.media_type));
}

/// The best there is: once a time stamp has raised it, that one, and other bytes than before.
Response get_seal(Call const& call) {
    auto const view = visible_submission(call, {call.arguments.at(0)});
    if (!view) return call.refuse("SUBMISSION_UNKNOWN");
    auto const& best = view->seal.time.container ? view->seal.time.container : view->seal.container;
    if (!best) return call.refuse("SEAL_NOT_READY");
    return content_answer(call, call.parts.ledger.fetch(*best), view->id.text + ".asice", container_type,
                          Lasting::until_better);
}

/// As it was when it was made, for ever: the digest that events and an evidence record name.
Response get_original_seal(Call const& call) {
    auto const view = visible_submission(call, {call.arguments.at(0)});
    if (!view) return call.refuse("SUBMISSION_UNKNOWN");
    if (!view->seal.container) return call.refuse("SEAL_NOT_READY");
    return content_answer(call, call.parts.ledger.fetch(*view->seal.container), view->id.text + ".asice",
                          container_type);
}

Response get_evidence(Call const& call) {
    auto const view = visible_submission(call, {call.arguments.at(0)});
    if (!view) return call.refuse("SUBMISSION_UNKNOWN");
    if (!view->seal.time.evidence) return call.refuse("EVIDENCE_NOT_READY");
    // RFC 4998 registers no media type; its name for files is .ers.
    return content_answer(call, call.parts.ledger.fetch(*view->seal.time.evidence), view->id.text + ".ers",
                          "application/octet-stream");
}

}  // namespace wetbode::api
