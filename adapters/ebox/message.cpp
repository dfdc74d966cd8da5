// SPDX-License-Identifier: EUPL-1.2
#include "adapters/ebox/message.hpp"

#include "gateway/base/base64.hpp"
#include "gateway/base/uuid.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace wetbode::ebox {

namespace {

using json = nlohmann::ordered_json;

constexpr std::size_t subject_characters_max = 255;

bool digits(std::string const& text, std::size_t count) {
    return text.size() == count && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::size_t characters(std::string const& text) {
    return static_cast<std::size_t>(std::ranges::count_if(
        text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

/// The e-Box knows three languages; a letter in another one is announced in Dutch.
std::string language_of(Letter const& letter) {
    return letter.language == "fr" || letter.language == "de" ? letter.language : "nl";
}

/// It takes XML as text/xml only.
std::string media_type_of(Rendition const& file) {
    auto const& type = file.media_type;
    return type == "application/xml" || type == "application/akn+xml" ? "text/xml" : type;
}

std::string base64url_of(Digest const& digest) {
    std::string bytes;
    for (auto const octet : digest.octets) bytes += static_cast<char>(octet);
    return base64url(bytes);
}

std::string part_name(std::size_t index) { return "upfile" + std::to_string(index + 1); }

json sender_and_recipient(Letter const& letter, Registration const& registration) {
    bool const citizen = letter.recipient.kind == RecipientKind::citizen;
    json message;
    if (registration.version == Version::v2) {
        message["recipient"] = {{"eboxType", citizen ? "citizen" : "enterprise"},
                                {"eboxIdValue", letter.recipient.number}};
        message["senderOrganizationId"] = registration.sender_number;
        return message;
    }
    message["sender"] = {{"eboxType", "enterprise"}, {"enterpriseNumber", registration.sender_number}};
    message["recipient"] = {{"eboxType", citizen ? "citizen" : "enterprise"},
                            {citizen ? "ssin" : "enterpriseNumber", letter.recipient.number}};
    return message;
}

Refusal refusal(std::string code, Text detail) {
    Refusal result;
    result.code = std::move(code);
    result.title = {"De brief past niet in de e-Box", "The letter does not fit the e-Box"};
    result.detail = std::move(detail);
    result.remedy = {"Verbeter de brief en dien hem opnieuw in.", "Mend the letter and submit it again."};
    return result;
}

}  // namespace

std::optional<Refusal> fault_in(Envelope const& envelope, Registration const& registration) {
    auto const& letter = envelope.manifest.letter;
    if (!letter)
        return refusal("NO_LETTER", {"De indiening is geen brief.", "The submission is no letter."});
    auto const length = letter->recipient.kind == RecipientKind::citizen ? std::size_t{11} : std::size_t{10};
    if (!digits(letter->recipient.number, length))
        return refusal("RECIPIENT_INVALID", {"Het nummer van de bestemmeling heeft niet de juiste vorm.",
                                             "The number of the recipient does not have the right form."});
    if (letter->subject.empty() || characters(letter->subject) > subject_characters_max)
        return refusal("SUBJECT_INVALID", {"Het onderwerp moet 1 tot 255 tekens lang zijn.",
                                           "The subject must be 1 to 255 characters long."});
    auto const count = std::to_string(registration.files_max);
    if (envelope.files.empty() || envelope.files.size() > registration.files_max)
        return refusal("FILES_INVALID", {"Een bericht heeft 1 tot " + count + " bestanden.",
                                         "A message has 1 to " + count + " files."});
    auto const first = ordered_files(envelope).front();
    if (first.rendition.media_type != "application/pdf")
        return refusal("FILES_INVALID", {"Er is geen PDF die de hoofdinhoud kan zijn.",
                                         "There is no PDF that can be the main content."});
    return std::nullopt;
}

std::vector<EnvelopeFile> ordered_files(Envelope const& envelope) {
    auto files = envelope.files;
    auto const pdf = [](EnvelopeFile const& file) { return file.rendition.media_type == "application/pdf"; };
    auto main = std::ranges::find_if(files, [&](auto const& file) { return file.piece_id.empty() && pdf(file); });
    if (main == files.end()) main = std::ranges::find_if(files, pdf);
    if (main != files.end()) std::rotate(files.begin(), main, main + 1);
    return files;
}

std::string message_json(Envelope const& envelope, Registration const& registration,
                         std::vector<EnvelopeFile> const& files) {
    bool const second = registration.version == Version::v2;
    auto const& letter = *envelope.manifest.letter;
    auto const language = language_of(letter);
    auto message = sender_and_recipient(letter, registration);
    message["subject"][language] = letter.subject;
    message["senderApplicationId"] = registration.sender_application;
    message["messageTypeId"] = registration.message_type;
    message[second ? "bodyMainContent" : "isBodyMainContent"] = false;
    message[second ? "replyAuthorized" : "isReplyAuthorized"] = false;
    auto& attachments = message["attachments"] = json::array();
    for (std::size_t i = 0; i < files.size(); ++i) {
        auto const& rendition = files[i].rendition;
        ensure(rendition.digest.has_value(), "intake has filled in the digest of every file");
        attachments.push_back(
            {{"httpPartName", part_name(i)},
             {second ? "mainContent" : "isMainContent", i == 0},
             {second ? "attachmentSigned" : "isAttachmentSigned", rendition.signed_by_people},
             {"digest", {{"digestMethod", "sha_256"}, {"digestValue", base64url_of(*rendition.digest)}}}});
    }
    return message.dump(-1, ' ', false, json::error_handler_t::replace);
}

rest::Form publish_form(Envelope const& envelope, Registration const& registration, ContentShelf& shelf) {
    auto const files = ordered_files(envelope);
    std::vector<rest::FormPart> parts;
    parts.push_back({"messageToPublish", "", "application/json", message_json(envelope, registration, files)});
    for (std::size_t i = 0; i < files.size(); ++i) {
        auto const& rendition = files[i].rendition;
        parts.push_back({part_name(i), rendition.name, media_type_of(rendition),
                         rest::RawFile{shelf.fetch(*rendition.digest)}});
    }
    return rest::form_of(std::move(parts), random_hex(16));
}

}  // namespace wetbode::ebox
