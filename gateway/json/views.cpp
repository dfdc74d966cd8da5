// SPDX-License-Identifier: EUPL-1.2
#include "gateway/json/json.hpp"
#include "gateway/json/values.hpp"

#include "gateway/base/rfc3339.hpp"

#include <string_view>

namespace wetbode::json {

using nlohmann::json;

namespace {

json optional_text(std::string const& text) { return text.empty() ? json() : json(text); }

json transfer_value(Transfer const& transfer, Language language) {
    return {{"id", transfer.id.text},
            {"submission", transfer.submission.text},
            {"dossier", optional_text(transfer.dossier.text)},
            {"counterpart", transfer.counterpart.text},
            {"state", name_of(transfer.state)},
            {"created", rfc3339(transfer.created)},
            {"since", rfc3339(transfer.since)},
            {"due", transfer.due ? json(rfc3339(*transfer.due)) : json()},
            {"sealed", transfer.sealed},
            {"attempts", transfer.attempts},
            {"attempts_in_round", transfer.attempts_in_round},
            {"why", optional_text(transfer.why.in(language))},
            {"reference", optional_text(transfer.reference)},
            {"references", transfer.references},
            {"blocked_by", transfer.blocked_by ? json(transfer.blocked_by->text) : json()},
            {"instead_of", transfer.instead_of ? json(transfer.instead_of->text) : json()},
            {"amiss", optional_text(transfer.amiss.in(language))},
            {"amiss_since", transfer.amiss_since ? json(rfc3339(*transfer.amiss_since)) : json()}};
}

json publication_value(std::vector<PublicationFact> const& facts) {
    json value = json::object();
    for (auto const& [key, told] : facts) {
        if (key == publication_document) value["documents"].push_back(told);
        else value[key] = told;
    }
    return value;
}

json attempt_value(Attempt const& attempt, Language language) {
    return {{"number", attempt.number},   {"began", rfc3339(attempt.began)},
            {"ended", rfc3339(attempt.ended)}, {"outcome", attempt.outcome},
            {"why", optional_text(attempt.why.in(language))}, {"answer", value_of(attempt.answer)}};
}

std::string percent_encoded(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (char const c : text) {
        auto const octet = static_cast<unsigned char>(c);
        bool const plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' ||
                           c == '.' || c == '_' || c == '~';
        if (plain) {
            out += c;
            continue;
        }
        out += '%';
        out += digits[octet >> 4U];
        out += digits[octet & 15U];
    }
    return out;
}

json time_value(TimeView const& time, std::string const& href) {
    json value = {{"state", time.state}, {"mode", std::string(name_of(time.mode))}};
    if (time.state == "none") return value;
    value["attempts"] = time.attempts;
    value["since"] = rfc3339(time.since);
    if (!time.why.empty()) value["why"] = value_of(time.why);
    if (time.failing_since) value["failing_since"] = rfc3339(*time.failing_since);
    if (time.at) value["at"] = rfc3339(*time.at);
    if (!time.authority.empty()) value["authority"] = time.authority;
    if (!time.level.empty()) value["level"] = time.level;
    if (time.container) {
        value["container_sha256"] = time.container->hex();
        value["container_bytes"] = time.container_bytes;
        value["href"] = href + "/seal";
    }
    if (time.evidence) {
        value["evidence_sha256"] = time.evidence->hex();
        value["evidence_bytes"] = time.evidence_bytes;
        if (time.evidence_renewals > 0) value["evidence_renewals"] = time.evidence_renewals;
        value["href"] = href + "/evidence";
    }
    return value;
}

json seal_value(SealView const& seal, std::string const& href) {
    json value = {{"state", seal.state}, {"attempts", seal.attempts}};
    if (seal.state != "none") value["since"] = rfc3339(seal.since);
    if (!seal.why.empty()) value["why"] = value_of(seal.why);
    if (seal.container) {
        value["container_sha256"] = seal.container->hex();
        value["container_bytes"] = seal.container_bytes;
        value["level"] = seal.level;
        value["certificate_sha256"] = seal.certificate;
        value["href"] = href + "/seal/original";  // each link leads to the bytes whose digest stands beside it
    }
    if (seal.signed_at) value["signed_at"] = rfc3339(*seal.signed_at);
    if (seal.state != "none") value["time"] = time_value(seal.time, href);
    return value;
}

json file_value(EnvelopeFile const& file, std::string const& href) {
    json value = {{"name", file.rendition.name},
                  {"media_type", file.rendition.media_type},
                  {"piece", optional_text(file.piece_id)},
                  {"href", href + "/files/" + percent_encoded(file.rendition.name)}};
    if (file.rendition.digest) value["sha256"] = file.rendition.digest->hex();
    if (file.rendition.bytes) value["bytes"] = *file.rendition.bytes;
    return value;
}

json refusal_value(Refusal const& refusal, Language language) {
    json faults = json::array();
    for (auto const& fault : refusal.faults) {
        auto value = value_of(fault);
        value["message"] = fault.message.in(language);
        faults.push_back(std::move(value));
    }
    return {{"code", refusal.code},
            {"title", refusal.title.in(language)},
            {"detail", refusal.detail.in(language)},
            {"remedy", refusal.remedy.in(language)},
            {"faults", std::move(faults)}};
}

}  // namespace

std::string view_of(Transfer const& transfer, Language language) { return dump(transfer_value(transfer, language)); }

std::string view_of(Transfer const& transfer, std::vector<Attempt> const& attempts, Language language) {
    auto value = transfer_value(transfer, language);
    auto& list = value["attempt_list"] = json::array();
    for (auto const& attempt : attempts) list.push_back(attempt_value(attempt, language));
    return dump(value);
}

std::string view_of(SubmissionView const& submission, std::string_view base, Language language) {
    auto const href = std::string(base) + "/v1/submissions/" + submission.id.text;
    json value = {{"id", submission.id.text},
                  {"key", submission.key.key},
                  {"sender", submission.key.client.text},
                  {"state", submission.state},
                  {"received", rfc3339(submission.received)},
                  {"href", href}};
    if (submission.refusal) {
        value["refusal"] = refusal_value(*submission.refusal, language);
        return dump(value);
    }
    value["kind"] = name_of(submission.manifest.kind);
    value["dossier"] = optional_text(submission.manifest.dossier.id.text);
    value["title"] = submission.manifest.letter ? json() : json(submission.manifest.dossier.title);
    if (submission.receipt) value["receipt"] = json::parse(text_of(*submission.receipt));
    if (!submission.publication.empty()) value["publication"] = publication_value(submission.publication);
    value["seal"] = seal_value(submission.seal, href);
    auto& files = value["files"] = json::array();
    for (auto const& file : submission.files) files.push_back(file_value(file, href));
    auto& transfers = value["transfers"] = json::array();
    for (auto const& transfer : submission.transfers) transfers.push_back(transfer_value(transfer, language));
    return dump(value);
}

std::string view_of(Event const& event) {
    return dump({{"sequence", event.sequence},
                 {"at", rfc3339(event.at)},
                 {"kind", event.kind},
                 {"submission", optional_text(event.submission.text)},
                 {"dossier", optional_text(event.dossier.text)},
                 {"transfer", optional_text(event.transfer.text)},
                 {"counterpart", optional_text(event.counterpart.text)},
                 {"actor", event.actor},
                 {"data", event.data.empty() ? json::object() : json::parse(event.data)}});
}

std::string page_of(std::vector<Transfer> const& transfers, std::string_view next, Language language) {
    json list = json::array();
    for (auto const& transfer : transfers) list.push_back(transfer_value(transfer, language));
    return dump({{"transfers", std::move(list)}, {"next", next.empty() ? json() : json(next)}});
}

}  // namespace wetbode::json
