// SPDX-License-Identifier: EUPL-1.2
#include "gateway/json/json.hpp"
#include "gateway/json/values.hpp"

#include "gateway/base/rfc3339.hpp"

namespace wetbode::json {

using nlohmann::json;

namespace {

/// What the ledger wrote must be readable; if it is not, the record is damaged.
json parsed(std::string_view text) {
    try {
        return json::parse(text);
    } catch (json::exception const& error) {
        throw Outage("ledger", std::string("a record is not readable: ") + error.what());
    }
}

template <class Read>
auto guarded(std::string_view text, Read read) {
    auto const value = parsed(text);
    try {
        return read(value);
    } catch (json::exception const& error) {
        throw Outage("ledger", std::string("a record has another form: ") + error.what());
    }
}

Instant instant_in(json const& value) {
    auto const instant = from_rfc3339(value.get<std::string>());
    if (!instant) throw Outage("ledger", "a record holds no instant where one must be");
    return *instant;
}

Digest digest_in(json const& value) {
    auto const digest = Digest::from_hex(value.get<std::string>());
    if (!digest) throw Outage("ledger", "a record holds no digest where one must be");
    return *digest;
}

Text text_in(json const& value) { return {value.value("nl", ""), value.value("en", "")}; }

Severity severity_in(std::string const& name) {
    if (name == "warning") return Severity::warning;
    return name == "hint" ? Severity::hint : Severity::error;
}

Fault fault_in(json const& value) {
    return {value.value("code", ""), severity_in(value.value("severity", "error")),
            value.value("file", ""), value.value("line", std::int64_t{0}),
            value.value("column", std::int64_t{0}), value.value("path", ""),
            value.value("nearest_id", ""), text_in(value.value("message", json::object())),
            value.value("detail", "")};
}

}  // namespace

std::string dump(json const& value) { return value.dump(-1, ' ', false, json::error_handler_t::replace); }

json value_of(Text const& text) { return {{"nl", text.nl}, {"en", text.en}}; }

json value_of(Fault const& fault) {
    json value = {{"code", fault.code}, {"message", value_of(fault.message)}};
    value["severity"] = fault.severity == Severity::error ? "error"
                        : fault.severity == Severity::warning ? "warning" : "hint";
    if (!fault.file.empty()) value["file"] = fault.file;
    if (fault.line > 0) value["line"] = fault.line;
    if (fault.column > 0) value["column"] = fault.column;
    if (!fault.path.empty()) value["path"] = fault.path;
    if (!fault.nearest_id.empty()) value["nearest_id"] = fault.nearest_id;
    if (!fault.detail.empty()) value["detail"] = fault.detail;
    return value;
}

json value_of(Answer const& answer) {
    json headers = json::array();
    for (auto const& [name, content] : answer.headers) headers.push_back({{"name", name}, {"value", content}});
    return {{"status", answer.status}, {"headers", std::move(headers)}, {"body", answer.body_head}};
}

std::string text_of(Receipt const& receipt) {
    json files = json::array();
    for (auto const& file : receipt.files)
        files.push_back({{"name", file.name}, {"sha256", file.digest.hex()}, {"bytes", file.bytes}});
    json transfers = json::array();
    for (auto const& transfer : receipt.transfers)
        transfers.push_back({{"id", transfer.id.text}, {"counterpart", transfer.counterpart.text}});
    json value{{"submission", receipt.submission.text},
               {"key", receipt.key},
               {"dossier", receipt.dossier.text},
               {"received", rfc3339(receipt.received)},
               {"sha256", receipt.digest.hex()},
               {"sequence", receipt.sequence},
               {"files", std::move(files)},
               {"transfers", std::move(transfers)}};
    if (receipt.advice.empty()) return dump(value);  // as before there was any: the same receipt, the same bytes
    json faults = json::array();
    for (auto const& fault : receipt.advice.faults) faults.push_back(value_of(fault));
    value["advice"] = {{"count", receipt.advice.count}, {"faults", std::move(faults)}};
    return dump(value);
}

std::string receipt_of(SubmissionView const& submission) {
    if (submission.receipt) return text_of(*submission.receipt);
    ensure(submission.refusal.has_value(), "a submission was taken in or refused");
    return dump({{"submission", submission.id.text},
                 {"key", submission.key.key},
                 {"dossier", submission.manifest.dossier.id.text},
                 {"received", rfc3339(submission.received)},
                 {"refusal", json::parse(text_of(*submission.refusal))}});
}

Receipt receipt_from(std::string_view text) {
    return guarded(text, [](json const& value) {
        Receipt receipt;
        receipt.submission = {value.at("submission").get<std::string>()};
        receipt.key = value.at("key").get<std::string>();
        receipt.dossier = {value.at("dossier").get<std::string>()};
        receipt.received = instant_in(value.at("received"));
        receipt.digest = digest_in(value.at("sha256"));
        receipt.sequence = value.at("sequence").get<std::int64_t>();
        for (auto const& file : value.at("files"))
            receipt.files.push_back({file.at("name").get<std::string>(), digest_in(file.at("sha256")),
                                     file.at("bytes").get<std::uint64_t>()});
        for (auto const& transfer : value.at("transfers"))
            receipt.transfers.push_back(
                {{transfer.at("id").get<std::string>()}, {transfer.at("counterpart").get<std::string>()}});
        if (auto const advice = value.find("advice"); advice != value.end()) {
            receipt.advice.count = advice->at("count").get<std::int64_t>();
            for (auto const& fault : advice->at("faults")) receipt.advice.faults.push_back(fault_in(fault));
        }
        return receipt;
    });
}

std::string text_of(Refusal const& refusal) {
    json faults = json::array();
    for (auto const& fault : refusal.faults) faults.push_back(value_of(fault));
    return dump({{"code", refusal.code},
                 {"title", value_of(refusal.title)},
                 {"detail", value_of(refusal.detail)},
                 {"remedy", value_of(refusal.remedy)},
                 {"faults", std::move(faults)},
                 {"more_faults", refusal.more_faults}});
}

Refusal refusal_from(std::string_view text) {
    return guarded(text, [](json const& value) {
        Refusal refusal{.code = value.at("code").get<std::string>(),
                        .title = text_in(value.at("title")),
                        .detail = text_in(value.at("detail")),
                        .remedy = text_in(value.at("remedy")),
                        .faults = {},
                        .more_faults = value.value("more_faults", false)};
        for (auto const& fault : value.at("faults")) refusal.faults.push_back(fault_in(fault));
        return refusal;
    });
}

std::string text_of(std::vector<Fault> const& faults) {
    json list = json::array();
    for (auto const& fault : faults) list.push_back(value_of(fault));
    return dump(list);
}

std::string text_of(Answer const& answer) { return dump(value_of(answer)); }

Answer answer_from(std::string_view text) {
    return guarded(text, [](json const& value) {
        Answer answer;
        answer.status = value.value("status", 0);
        for (auto const& header : value.at("headers"))
            answer.headers.emplace_back(header.value("name", ""), header.value("value", ""));
        answer.body_head = value.value("body", "");
        return answer;
    });
}

std::string text_of(Text const& text) { return dump(value_of(text)); }

Text text_from(std::string_view text) {
    return guarded(text, [](json const& value) { return text_in(value); });
}

std::string text_of(std::map<std::string, std::string> const& references) { return dump(json(references)); }

std::map<std::string, std::string> references_from(std::string_view text) {
    return guarded(text, [](json const& value) { return value.get<std::map<std::string, std::string>>(); });
}

}  // namespace wetbode::json
