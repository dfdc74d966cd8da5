// SPDX-License-Identifier: EUPL-1.2
// POST v1/verwerkt: what came from the Parliament is kept by its receiver, or its dossier now belongs to another
// matter.
#include "gateway/api/problem.hpp"
#include "gateway/base/sha256.hpp"
#include "gateway/base/uuid.hpp"
#include "gateway/json/json.hpp"
#include "gateway/json/scope.hpp"
#include "gateway/kaleidos/offered.hpp"
#include "gateway/kaleidos/visit.hpp"

#include <algorithm>

namespace wetbode::kaleidos {

namespace {

using json::Need;
using json::Scope;

constexpr std::size_t uri_bytes_max = 500;
constexpr std::size_t number_bytes_max = 255;
constexpr std::size_t members_max = 1000;

Refusal not_a_message(std::vector<Fault> faults) {
    auto refusal = api::door_refusal("MANIFEST_INVALID");
    refusal.faults = std::move(faults);
    return refusal;
}

struct Processed {
    std::string pobj;
    DossierId dossier;
    std::string case_id;
    std::vector<AcknowledgedFile> files;
};

/// The numbers may be numbers: the client writes what it was told, and was told either.
std::string number_or_text(nlohmann::json const& object, std::string_view key, Scope& scope) {
    auto const found = object.find(key);
    if (found != object.end() && found->is_number_integer()) {
        ignore(scope.whole_number(key), "it is read below, as it was written");
        return found->dump();
    }
    return scope.text(key, Need::required, number_bytes_max);
}

void read_piece(nlohmann::json const& piece, std::string const& place, Processed& read, std::vector<Fault>& faults) {
    if (!piece.is_object()) {
        faults.push_back({.code = "MANIFEST.TYPE", .path = place,
                          .message = {"Hier hoort een object.", "An object belongs here."}});
        return;
    }
    Scope scope(piece, place, faults);
    auto const id = scope.text("@id", Need::optional, uri_bytes_max);
    auto const* const files = scope.array("Stuk.isVoorgesteldDoor", Need::optional, members_max);
    for (std::size_t i = 0; files != nullptr && i < files->size(); ++i) {
        auto const& file = (*files)[i];
        auto const file_place = scope.pointer_to("Stuk.isVoorgesteldDoor") + "/" + std::to_string(i);
        if (!file.is_object()) {
            faults.push_back({.code = "MANIFEST.TYPE", .path = file_place,
                              .message = {"Hier hoort een object.", "An object belongs here."}});
            continue;
        }
        Scope inner(file, file_place, faults);
        read.files.push_back(
            {number_or_text(file, "pfls", inner), inner.text("@id", Need::optional, uri_bytes_max), id});
    }
}

Processed read_message(nlohmann::json const& tree, std::vector<Fault>& faults) {
    Scope scope(tree, "", faults);
    Processed read;
    read.pobj = number_or_text(tree, "pobj", scope);
    read.dossier = {scope.text("@id", Need::required, uri_bytes_max)};
    auto const* const reverse = scope.object("@reverse", Need::optional);
    if (reverse == nullptr) return read;
    Scope around(*reverse, "/@reverse", faults);
    auto const* const dossier = around.object("Dossier.isNeerslagVan", Need::optional);
    if (dossier == nullptr) return read;
    Scope inner(*dossier, "/@reverse/Dossier.isNeerslagVan", faults);
    read.case_id = inner.text("@id", Need::optional, uri_bytes_max);
    auto const* const pieces = inner.array("Dossier.bestaatUit", Need::optional, members_max);
    for (std::size_t i = 0; pieces != nullptr && i < pieces->size(); ++i)
        read_piece((*pieces)[i], inner.pointer_to("Dossier.bestaatUit") + "/" + std::to_string(i), read, faults);
    return read;
}

/// The Parliament must read its own numbers, whatever the client calls things.
Acknowledgement in_its_own_words(Visit const& visit, Processed const& read, DossierId const& held) {
    auto const given = visit.names.given_by_parliament(held);
    auto const pobj = visit.names.pobj_of(held);
    Acknowledgement told{pobj.empty() ? read.pobj : pobj, read.case_id, read.files};
    for (auto& file : told.files) {
        auto const uri = visit.names.file_of(visit.client, file.name);
        auto const real = given.find(Names::pfls_prefix + uri);
        if (!uri.empty() && real != given.end()) file.name = real->second;
    }
    return told;
}

/// The dossier belongs to this matter from now on, with its files under the names that they have there.
void relink(Visit const& visit, Processed const& read, Acknowledgement const& told) {
    auto const now = visit.now();
    std::map<std::string, std::string> given{{Names::pobj_key, told.name}};
    std::map<std::string, std::string> known{{Names::pobj_key, read.pobj}};
    for (std::size_t i = 0; i < read.files.size(); ++i) {
        if (read.files[i].file.empty()) continue;
        given[Names::pfls_prefix + read.files[i].file] = told.files[i].name;
        known[Names::pfls_prefix + read.files[i].file] = read.files[i].name;
    }
    visit.names.ledger().note_references(visit.names.parliament(), read.dossier, given, visit.client.text, now);
    visit.names.ledger().note_references({visit.client.text}, read.dossier, known, {}, now);
}

}  // namespace

Result<nlohmann::json> small_object(std::string_view text) {
    auto tree = nlohmann::json::parse(text, nullptr, false);
    if (tree.is_object()) return tree;
    return tl::unexpected(not_a_message({{.code = "MANIFEST.MALFORMED",
                                          .message = {"Dit is geen JSON-object.", "This is not a JSON object."}}}));
}

api::Response post_acknowledgement(Visit const& visit, std::string const& body) {
    auto const tree = small_object(body);
    if (!tree) return visit.refuse(tree.error());
    std::vector<Fault> faults;
    auto const read = read_message(*tree, faults);
    if (!faults.empty()) return visit.refuse(not_a_message(std::move(faults)));
    auto const found = visit.names.dossier_of(visit.client, read.pobj);
    auto const held = found.value_or(read.dossier);
    if (!found && visit.client != visit.names.owner()) return visit.refuse("FORBIDDEN");
    auto const told = in_its_own_words(visit, read, held);

    Submission submission;
    submission.received = visit.now();
    submission.id = SubmissionId{uuid_v7(submission.received)};
    auto& manifest = submission.manifest;
    manifest.kind = SubmissionKind::acknowledgement;
    manifest.dossier.id = read.dossier;
    manifest.dossier.title = "verwerkt " + told.name;
    manifest.acknowledgement = told;
    submission.key = {visit.client, "verwerkt:" + sha256(json::text_of(manifest)).hex()};
    relink(visit, read, told);
    auto const receipt = visit.parts.intake.receive(std::move(submission));
    if (!receipt) return visit.refuse(receipt.error());
    note_processed(visit, held, told.files);
    return json_answer({{"status", "SUCCESS"}, {"pobj", read.pobj}});
}

}  // namespace wetbode::kaleidos
