// SPDX-License-Identifier: EUPL-1.2
#include "adapters/ebox/twin_checks.hpp"

#include "gateway/base/base64.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace wetbode::ebox {

namespace {

using json = nlohmann::json;

constexpr std::array<std::string_view, 16> media_types{
    "application/pdf", "application/zip", "text/csv", "text/html", "text/plain", "text/xml",
    "application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.spreadsheet",
    "application/vnd.oasis.opendocument.presentation", "application/vnd.oasis.opendocument.graphics",
    "application/vnd.ms-excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.ms-powerpoint", "application/msword",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation"};

bool digits(std::string const& text, std::size_t count) {
    return text.size() == count && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::string text_at(json const& object, char const* key) {
    auto const found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

Checked bad(Checked result, std::string code, std::string message) {
    result.code = std::move(code);
    result.message = std::move(message);
    return result;
}

bool holds_null(json const& value) {
    if (value.is_null()) return true;
    if (!value.is_structured()) return false;
    return std::ranges::any_of(value, [](json const& one) { return holds_null(one); });
}

void take_parties(json const& message, TwinVersion version, Checked& result) {
    auto const recipient = message.value("recipient", json::object());
    if (!recipient.is_object()) return;
    if (version == TwinVersion::v2) {
        result.recipient = text_at(recipient, "eboxIdValue");
        result.sender = text_at(message, "senderOrganizationId");
    } else {
        auto const sender = message.value("sender", json::object());
        bool const citizen = text_at(recipient, "eboxType") == "citizen";
        result.recipient = text_at(recipient, citizen ? "ssin" : "enterpriseNumber");
        if (sender.is_object()) result.sender = text_at(sender, "enterpriseNumber");
    }
    auto const length = text_at(recipient, "eboxType") == "citizen" ? std::size_t{11} : std::size_t{10};
    if (!digits(result.recipient, length)) result.recipient.clear();
}

/// The digest is checked only where one was given, as in the real one.
std::string attachment_fault(json const& one, std::vector<twin::ReceivedPart> const& parts, Checked& result) {
    auto const name = text_at(one, "httpPartName");
    auto const part = std::ranges::find(parts, name, &twin::ReceivedPart::name);
    if (part == parts.end()) return "no part is named " + name;
    if (std::ranges::find(media_types, part->media_type) == media_types.end())
        return "media type " + part->media_type + " is not accepted";
    if (part->file_name.empty() || part->file_name.size() > 255) return "a file name has 1 to 255 characters";
    auto const digest = one.value("digest", json::object());
    if (!digest.is_object() || digest.empty()) return {};
    std::string bytes;
    for (auto const octet : part->digest.octets) bytes += static_cast<char>(octet);
    if (text_at(digest, "digestMethod") != "sha_256" || text_at(digest, "digestValue") != base64url(bytes))
        result.code = "DIGEST_DO_NOT_MATCH";
    return {};
}

Checked check_attachments(json const& message, std::vector<twin::ReceivedPart> const& parts, TwinVersion version,
                          Checked result) {
    bool const second = version == TwinVersion::v2;
    auto const attachments = message.value("attachments", json::array());
    if (!attachments.is_array() || attachments.size() + 1 != parts.size())
        return bad(result, "INVALID_INPUT", "the number of attachments differs from the number of parts");
    auto const body_main = message.find(second ? "bodyMainContent" : "isBodyMainContent");
    auto const reply = message.find(second ? "replyAuthorized" : "isReplyAuthorized");
    if (body_main == message.end() || !body_main->is_boolean() || reply == message.end() || !reply->is_boolean())
        return bad(result, "INVALID_INPUT", "a required boolean is missing");
    int main = body_main->get<bool>() ? 1 : 0;
    for (auto const& one : attachments) {
        if (!one.is_object()) return bad(result, "INVALID_INPUT", "an attachment is not an object");
        auto const wrong = attachment_fault(one, parts, result);
        if (!wrong.empty()) return bad(result, "INVALID_INPUT", wrong);
        auto const flag = one.find(second ? "mainContent" : "isMainContent");
        auto const signature = one.find(second ? "attachmentSigned" : "isAttachmentSigned");
        if (flag == one.end() || !flag->is_boolean() || signature == one.end() || !signature->is_boolean())
            return bad(result, "INVALID_INPUT", "an attachment lacks a required boolean");
        main += flag->get<bool>() ? 1 : 0;
    }
    if (main != 1) return bad(result, "INVALID_INPUT", "there must be exactly one main content");
    if (!result.code.empty()) result.message = "a digest does not match";
    return result;
}

}  // namespace

Checked checked(std::vector<twin::ReceivedPart> const& parts, TwinVersion version) {
    Checked result;
    auto const part = std::ranges::find(parts, "messageToPublish", &twin::ReceivedPart::name);
    if (part == parts.end()) return bad(result, "INVALID_INPUT", "there is no part messageToPublish");
    auto const message = json::parse(part->text, nullptr, false);
    if (!message.is_object()) return bad(result, "INVALID_INPUT", "messageToPublish is not a JSON object");
    if (holds_null(message)) return bad(result, "INVALID_INPUT", "null values are not allowed");
    take_parties(message, version, result);
    result.application = text_at(message, "senderApplicationId");
    if (result.recipient.empty()) return bad(result, "INVALID_INPUT", "the recipient is not valid");
    if (!digits(result.sender, 10) || result.application.empty() || text_at(message, "messageTypeId").empty())
        return bad(result, "INVALID_SENDER", "Invalid message configuration");
    auto const subject = message.value("subject", json::object());
    if (!subject.is_object() || subject.empty()) return bad(result, "INVALID_INPUT", "the subject is missing");
    if (subject.size() > 1) return bad(result, "NOT_IMPLEMENTED", "only one language is possible");
    for (auto const& [language, text] : subject.items()) {
        bool const known = language == "nl" || language == "fr" || language == "de";
        if (!known || !text.is_string() || text.get_ref<std::string const&>().empty())
            return bad(result, "INVALID_INPUT", "the subject needs a text in nl, fr or de");
        result.subject = text.get<std::string>();
    }
    return check_attachments(message, parts, version, std::move(result));
}

}  // namespace wetbode::ebox
