// SPDX-License-Identifier: EUPL-1.2
// Acts at the door: admit and refuse.
#include "gateway/ledger/sqlite_record.hpp"

#include "gateway/base/content.hpp"
#include "gateway/base/sha256.hpp"
#include "gateway/base/uuid.hpp"
#include "gateway/json/json.hpp"
#include "gateway/ledger/texts.hpp"

#include <filesystem>
#include <map>
#include <system_error>
#include <utility>

namespace wetbode::sqlite {

namespace {

/// Everything that can be prepared on the caller's own thread, so that the writer only writes.
struct Admission {
    Submission const& submission;
    Plan const& plan;
    std::map<std::string, Content> contents;  ///< by file name
    std::vector<EnvelopeFile> files;          ///< in manifest order
    Receipt receipt;                          ///< lacks its sequence
    std::string manifest;
    std::string data;                         ///< of the event
};

std::vector<EnvelopeFile> files_in(Submission const& submission) {
    std::vector<EnvelopeFile> files;
    for (auto const& piece : submission.manifest.pieces) {
        for (auto const& rendition : piece.files) {
            auto const came = submission.files.find(rendition.name);
            ensure(came != submission.files.end(), "every file of an admitted manifest came");
            EnvelopeFile file{piece.id, rendition};
            file.rendition.digest = came->second.digest;
            file.rendition.bytes = came->second.bytes;
            files.push_back(std::move(file));
        }
    }
    ensure(files.size() == submission.files.size(), "every file that came is in the manifest, once");
    return files;
}

Receipt receipt_for(Submission const& submission, Plan const& plan) {
    Receipt receipt{.submission = submission.id,
                    .key = submission.key.key,
                    .dossier = submission.manifest.dossier.id,
                    .received = submission.received,
                    .digest = submission.digest,
                    .sequence = 0,
                    .files = {},
                    .transfers = {},
                    .advice = submission.advice};
    for (auto const& [name, content] : submission.files) receipt.files.push_back({name, content.digest, content.bytes});
    for (auto const& counterpart : plan.counterparts)
        receipt.transfers.push_back({{uuid_v7(submission.received)}, counterpart});
    return receipt;
}

/// {"digest":...,"seal":true,"transfers":{"<id>":"<counterpart>"}}: each of them begins as waiting.
std::string admitted_data(Receipt const& receipt, bool seal) {
    std::map<std::string, std::string> transfers;
    for (auto const& transfer : receipt.transfers) transfers.emplace(transfer.id.text, transfer.counterpart.text);
    return R"({"digest":")" + receipt.digest.hex() + R"(","seal":)" + (seal ? "true" : "false") + R"(,"transfers":)" +
           json::text_of(transfers) + "}";
}

std::optional<Result<Receipt>> earlier_answer(Connection& connection, Submission const& submission) {
    auto found = connection.select("select digest, receipt from submissions where client = ?1 and key = ?2",
                                   submission.key.client.text, submission.key.key);
    if (!found.step()) return std::nullopt;
    if (found.digest(0) == submission.digest) return json::receipt_from(found.text(1));
    return tl::make_unexpected(ledger_texts::key_reused(submission.key));
}

void write_files(Connection& connection, std::int64_t submission_number, std::vector<EnvelopeFile> const& files) {
    int position = 0;
    for (auto const& [piece, rendition] : files)
        connection.execute(R"(
            insert into files (submission, position, made, piece_id, rendition_id, name, media_type, document_type,
                               signed_by_people, previous_id, digest)
            values (?1, ?2, 0, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10))",
                           submission_number, position++, piece, rendition.id, rendition.name, rendition.media_type,
                           rendition.document_type, rendition.signed_by_people ? 1 : 0, rendition.previous_id,
                           rendition.digest);
}

Result<Receipt> write_admission(Connection& connection, Admission& admission) {
    auto const& submission = admission.submission;
    if (auto earlier = earlier_answer(connection, submission)) return std::move(*earlier);
    auto& receipt = admission.receipt;
    receipt.sequence = last_sequence(connection) + 1;
    for (auto const& [name, content] : admission.contents) write_content(connection, content);
    connection.execute(R"(
        insert into submissions (id, client, key, received, dossier, digest, manifest, receipt)
        values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8))",
                       submission.id.text, submission.key.client.text, submission.key.key, submission.received,
                       receipt.dossier.text, submission.digest, admission.manifest, json::text_of(receipt));
    auto const number = connection.last_number();
    write_files(connection, number, admission.files);
    if (admission.plan.seal)
        connection.execute(R"(
            insert into seals (submission, state, created, since, due) values (?1, 'waiting', ?2, ?2, ?2))",
                           number, submission.received);
    if (admission.plan.time != TimeMode::none)
        connection.execute(R"(
            insert into time_steps (submission, mode, state, since) values (?1, ?2, 'planned', ?3))",
                           number, name_of(admission.plan.time), submission.received);
    for (auto const& transfer : receipt.transfers)
        open_transfer(connection, {.id = transfer.id,
                                   .submission = number,
                                   .sender = submission.key.client.text,
                                   .dossier = receipt.dossier,
                                   .counterpart = transfer.counterpart,
                                   .now = submission.received,
                                   .sealed = !admission.plan.seal});
    auto const sequence = write_event(connection, {.at = submission.received,
                                                   .kind = "submission.admitted",
                                                   .submission = submission.id.text,
                                                   .dossier = receipt.dossier.text,
                                                   .actor = submission.key.client.text,
                                                   .data = admission.data});
    ensure(sequence == receipt.sequence, "the receipt names the number of the admission");
    for (auto const& note : submission.publication)
        write_publication(connection, receipt.dossier, note, submission.received);
    return receipt;
}

/// What was spooled has been answered for. Files of the content store are not ours to remove.
void drop_spooled(Submission const& submission, ContentStore const& store) {
    for (auto const& [name, content] : submission.files) {
        auto const* const path = std::get_if<std::filesystem::path>(&content.where);
        if (path == nullptr || *path == store.path_of(content.digest)) continue;
        std::error_code error;
        std::filesystem::remove(*path, error);
        ignore(error, "the spool folder is emptied at the next start");
    }
}

}  // namespace

Result<Receipt> SqliteLedger::admit(Submission submission, Plan const& plan) {
    ensure(!submission.id.empty(), "a submission has its id before it is admitted");
    ensure(plan.seal || plan.time == TimeMode::none, "without a seal there is nothing to time");
    auto earlier = readers_.ask([&](Connection& connection) { return earlier_answer(connection, submission); });
    if (earlier) {
        drop_spooled(submission, store_);
        return std::move(*earlier);
    }
    Admission admission{.submission = submission,
                        .plan = plan,
                        .contents = {},
                        .files = files_in(submission),
                        .receipt = receipt_for(submission, plan),
                        .manifest = json::text_of(submission.manifest),
                        .data = {}};
    admission.data = admitted_data(admission.receipt, plan.seal);
    std::vector<Content const*> given_contents;
    for (auto const& [name, content] : submission.files) given_contents.push_back(&content);
    auto const held = hold_large(given_contents);
    for (auto& [name, content] : submission.files) {
        // Bytes in memory are moved, a path is copied: drop_spooled() still needs it.
        auto given = content.in_memory() ? std::exchange(content.where, std::string{}) : content.where;
        admission.contents.emplace(name, made_ready(held, {content.digest, content.bytes, std::move(given)}));
    }
    auto answer = writer_.run(Effect::wakes,
                              [&](Connection& connection) { return write_admission(connection, admission); });
    drop_spooled(submission, store_);
    return answer;
}

void SqliteLedger::refuse(RefusedSubmission const& refused) {
    auto const text = json::text_of(refused.refusal);
    writer_.run(Effect::wakes, [&](Connection& connection) {
        int const is_new = connection.execute(R"(
            insert into refused (id, client, key, received, dossier, refusal) values (?1, ?2, ?3, ?4, ?5, ?6)
            on conflict (id) do nothing)",
                                              refused.id.text, refused.key.client.text, refused.key.key,
                                              refused.received, refused.dossier.text, text);
        if (is_new == 0) return;
        write_event(connection, {.at = refused.received,
                                 .kind = "submission.refused",
                                 .submission = refused.id.text,
                                 .dossier = refused.dossier.text,
                                 .actor = refused.key.client.text,
                                 .data = data_of({{"code", refused.refusal.code}})});
    });
}

Holds::Hold SqliteLedger::hold_large(std::vector<Content const*> const& contents) const {
    std::vector<Digest> digests;
    for (auto const* const content : contents)
        if (content->bytes > settings_.inline_bytes_max) digests.push_back(content->digest);
    return store_.hold(std::move(digests));
}

Content SqliteLedger::made_ready(Holds::Hold const& held, Content content) const {
    if (content.bytes > settings_.inline_bytes_max) return store_.keep(held, std::move(content));
    if (!content.in_memory()) content.where = read_whole(content, settings_.inline_bytes_max);
    auto const& bytes = std::get<std::string>(content.where);
    if (bytes.size() != content.bytes || sha256(bytes) != content.digest)
        throw Outage("content", "the bytes to keep are not those of " + content.digest.hex());
    return content;
}

void write_content(Connection& connection, Content const& content) {
    std::optional<Blob> data;
    if (content.in_memory()) data = Blob{std::get<std::string>(content.where)};
    connection.execute("insert into contents (digest, bytes, data) values (?1, ?2, ?3) on conflict (digest) do nothing",
                       content.digest, static_cast<std::int64_t>(content.bytes), data);
}

}  // namespace wetbode::sqlite
