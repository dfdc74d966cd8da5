// SPDX-License-Identifier: EUPL-1.2
#include "contract/counterpart_case.hpp"

#include "gateway/base/content.hpp"
#include "gateway/base/rfc3339.hpp"

#include <toml++/toml.h>

#include <stdexcept>

namespace wetbode {

namespace {

[[noreturn]] void broken(toml::node const& node, std::string const& what) {
    throw std::runtime_error("line " + std::to_string(node.source().begin.line) + ": " + what);
}

std::string text(toml::table const& table, std::string_view key, std::string standard = {}) {
    auto const* node = table.get(key);
    if (node == nullptr) return standard;
    if (!node->is_string()) broken(*node, std::string(key) + " must be a text");
    return node->as_string()->get();
}

std::vector<std::string> texts(toml::table const& table, std::string_view key) {
    std::vector<std::string> list;
    auto const* array = table[key].as_array();
    if (array == nullptr) return list;
    for (auto const& one : *array) list.push_back(one.value_or(std::string()));
    return list;
}

std::map<std::string, std::string> text_map(toml::table const& table, std::string_view key) {
    std::map<std::string, std::string> result;
    auto const* inner = table[key].as_table();
    if (inner == nullptr) return result;
    for (auto const& [name, node] : *inner) result[std::string(name.str())] = node.value_or(std::string());
    return result;
}

void only(toml::table const& table, std::initializer_list<std::string_view> keys) {
    for (auto const& [name, node] : table)
        if (std::find(keys.begin(), keys.end(), name.str()) == keys.end())
            broken(node, "unknown key " + std::string(name.str()));
}

void take_file(CounterpartCase& result, Piece& piece, toml::table const& table) {
    only(table, {"id", "name", "media_type", "signed", "previous_id", "bytes"});
    auto const content = content_of(text(table, "bytes"));
    Rendition rendition;
    rendition.id = text(table, "id");
    rendition.name = text(table, "name");
    rendition.media_type = text(table, "media_type", "application/pdf");
    rendition.signed_by_people = table["signed"].value_or(false);
    rendition.previous_id = text(table, "previous_id");
    rendition.digest = content.digest;
    rendition.bytes = content.bytes;
    result.contents[content.digest.hex()] = content;
    result.envelope.files.push_back({piece.id, rendition});
    if (!piece.id.empty()) piece.files.push_back(rendition);
}

void take_pieces(CounterpartCase& result, toml::table const& table) {
    auto const* pieces = table["piece"].as_array();
    if (pieces == nullptr) return;
    for (auto const& node : *pieces) {
        auto const& one = *node.as_table();
        only(one, {"id", "title", "type", "access", "created", "file"});
        Piece piece;
        piece.id = text(one, "id");
        piece.title = text(one, "title");
        piece.type = text(one, "type");
        piece.created = text(one, "created");
        auto const level = access_level_from(text(one, "access", "publiek"));
        if (!level) broken(one, "unknown access level");
        piece.access = *level;
        if (auto const* files = one["file"].as_array())
            for (auto const& file : *files) take_file(result, piece, *file.as_table());
        if (!piece.id.empty()) result.envelope.manifest.pieces.push_back(std::move(piece));
    }
}

void take_envelope(CounterpartCase& result, toml::table const& table) {
    only(table, {"transfer", "dossier", "title", "subcase", "comment", "attempt", "references", "letter", "piece"});
    auto& envelope = result.envelope;
    envelope.transfer.text = text(table, "transfer", "0190aaaa-0000-7000-8000-000000000001");
    envelope.submission.text = "submission-of-" + envelope.transfer.text;
    envelope.counterpart.text = result.adapter;
    envelope.received = from_rfc3339("2026-01-05T08:00:00Z").value();
    envelope.attempt = table["attempt"].value_or(1);
    envelope.manifest.dossier.id.text = text(table, "dossier");
    envelope.manifest.dossier.title = text(table, "title");
    envelope.manifest.dossier.subcase_title = text(table, "subcase");
    envelope.manifest.comment = text(table, "comment");
    envelope.references = text_map(table, "references");
    take_pieces(result, table);
    auto const* letter = table["letter"].as_table();
    if (letter == nullptr) return;
    only(*letter, {"subject", "language", "number", "kind", "name"});
    envelope.manifest.kind = SubmissionKind::letter;
    Letter made;
    made.subject = text(*letter, "subject");
    made.language = text(*letter, "language", "nl");
    made.recipient.kind =
        text(*letter, "kind", "citizen") == "citizen" ? RecipientKind::citizen : RecipientKind::enterprise;
    made.recipient.number = text(*letter, "number");
    made.recipient.name = text(*letter, "name", "Testpersoon Een");
    envelope.manifest.letter = made;
}

void take_exchange(CounterpartCase& result, toml::table const& table) {
    only(table, {"method", "path", "headers", "json", "holds", "lacks", "answer", "status", "answer_headers", "body",
                 "wrong_length"});
    result.requests.push_back({text(table, "method", "POST"), text(table, "path"), text_map(table, "headers"),
                               text(table, "json"), texts(table, "holds"), texts(table, "lacks")});
    WireAnswer answer;
    auto const kind = text(table, "answer", "answer");
    if (kind == "cut") answer.kind = WireAnswer::Kind::cut;
    else if (kind == "silence") answer.kind = WireAnswer::Kind::silence;
    else if (kind != "answer") broken(table, "answer is \"cut\" or \"silence\", or left out");
    answer.status = table["status"].value_or(200);
    for (auto const& header : text_map(table, "answer_headers")) answer.headers.emplace_back(header);
    answer.body = text(table, "body");
    answer.wrong_length = table["wrong_length"].value_or(false);
    result.answers.push_back(std::move(answer));
}

print::CannedJob printer_job(CounterpartCase const& one, toml::table const& table) {
    only(table, {"id", "name", "state", "reason"});
    print::CannedJob job;
    job.id = table["id"].value_or(7);
    job.name = text(table, "name", one.envelope.transfer.text);
    job.state = table["state"].value_or(4);
    job.reason = text(table, "reason", "none");
    return job;
}

void take_ipp(CounterpartCase& result, toml::table const& table) {
    only(table, {"operation", "job", "job_name", "sides", "media", "which_jobs", "document", "http", "status", "jobs",
                 "answer"});
    IppExchange exchange;
    exchange.asked = {text(table, "operation"), table["job"].value_or(0), text(table, "job_name"),
                      text(table, "sides"),     text(table, "media"),     text(table, "which_jobs"),
                      text(table, "document")};
    if (exchange.asked.operation.empty()) broken(table, "operation is missing");
    exchange.answer.http = table["http"].value_or(200);
    exchange.answer.status = table["status"].value_or(0);
    auto const kind = text(table, "answer", "answer");
    if (kind == "cut") exchange.answer.end = print::Canned::End::hang_up;
    else if (kind == "silence") exchange.answer.end = print::Canned::End::silence;
    else if (kind != "answer") broken(table, "answer is \"cut\" or \"silence\", or left out");
    if (auto const* jobs = table["jobs"].as_array())
        for (auto const& job : *jobs) exchange.answer.jobs.push_back(printer_job(result, *job.as_table()));
    result.printer.push_back(std::move(exchange));
}

void take_expected(CounterpartCase& result, toml::table const& table) {
    only(table, {"outcome", "reference", "amiss", "code", "instead", "not_before_seconds", "status", "why",
                 "references", "answer_lacks"});
    auto& expected = result.expected;
    expected.outcome = text(table, "outcome");
    expected.reference = text(table, "reference");
    expected.amiss = text(table, "amiss");
    expected.code = text(table, "code");
    expected.instead = text(table, "instead");
    expected.not_before_seconds = table["not_before_seconds"].value_or(std::int64_t{0});
    expected.status = table["status"].value_or(0);
    expected.why = text(table, "why");
    expected.references = text_map(table, "references");
    expected.answer_lacks = texts(table, "answer_lacks");
    if (expected.outcome.empty()) broken(table, "outcome is missing");
}

CounterpartCase parsed(std::filesystem::path const& file) {
    auto const table = toml::parse_file(file.string());
    only(table, {"settings", "envelope", "exchange", "ipp", "expect", "unreachable", "deadline_ms"});
    CounterpartCase result;
    result.file = file;
    result.adapter = file.parent_path().parent_path().filename().string();
    result.unreachable = table["unreachable"].value_or(false);
    result.deadline_ms = table["deadline_ms"].value_or(std::int64_t{10'000});
    result.settings = text_map(table, "settings");
    auto const* envelope = table["envelope"].as_table();
    auto const* expect = table["expect"].as_table();
    if (envelope == nullptr || expect == nullptr) broken(table, "a case needs [envelope] and [expect]");
    take_envelope(result, *envelope);
    if (auto const* list = table["exchange"].as_array())
        for (auto const& one : *list) take_exchange(result, *one.as_table());
    if (auto const* list = table["ipp"].as_array())
        for (auto const& one : *list) take_ipp(result, *one.as_table());
    take_expected(result, *expect);
    return result;
}

}  // namespace

std::map<std::string, std::string> standard_settings(std::filesystem::path const& cases) {
    auto const file = cases / "standard.toml";
    if (!std::filesystem::exists(file)) return {};
    auto const table = toml::parse_file(file.string());
    only(table, {"settings"});
    return text_map(table, "settings");
}

CounterpartCase case_from(std::filesystem::path const& file) {
    try {
        return parsed(file);
    } catch (toml::parse_error const& error) {
        throw std::runtime_error(file.string() + ":" + std::to_string(error.source().begin.line) + ": " +
                                 std::string(error.description()));
    } catch (std::runtime_error const& error) {
        throw std::runtime_error(file.string() + ": " + error.what());
    }
}

}  // namespace wetbode
