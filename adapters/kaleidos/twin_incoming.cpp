// SPDX-License-Identifier: EUPL-1.2
#include "adapters/kaleidos/twin_incoming.hpp"

#include "adapters/kaleidos/twin_message.hpp"
#include "adapters/rest/twin_json_filter.hpp"
#include "gateway/base/uuid.hpp"
#include "gateway/refusal.hpp"

#include <algorithm>
#include <map>

namespace wetbode::kaleidos {

namespace {

using json = nlohmann::json;

constexpr std::size_t rest_bytes_max = 8U << 20U;
constexpr auto adopted_word = "aangenomen in plenaire vergadering";
constexpr std::string_view pdf_type = "application/pdf";
constexpr std::string_view word_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

std::string lower(std::string text) {
    std::ranges::transform(text, text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
    return text;
}

json const& list_in(json const& object, char const* key) {
    static json const none = json::array();
    auto const found = object.is_object() ? object.find(key) : object.end();
    return object.is_object() && found != object.end() && found->is_array() ? *found : none;
}

Received received_from(json const& file) {
    return {id_in(file, "pfls"),     id_in(file, "kaleidos-id"),  lower(id_in(file, "type")),
            id_in(file, "mimetype"), id_in(file, "bestandsnaam"), id_in(file, "base64")};
}

std::string stem_of(std::string const& name) { return name.substr(0, name.rfind('.')); }

/// The place of its octets in the answer: what stands behind the last colon.
std::string place_of(Received const& file) { return file.content.substr(file.content.rfind(':') + 1); }

}  // namespace

std::vector<std::vector<Received>> grouped(std::vector<Received> const& files) {
    std::map<std::string, std::vector<Received>> by_stem;
    for (auto const& file : files) by_stem[stem_of(file.name)].push_back(file);
    std::vector<std::vector<Received>> pieces;
    for (auto const& [stem, group] : by_stem) {
        auto const is = [&](std::size_t at, std::string_view type) { return group[at].media_type == type; };
        bool const pair = group.size() == 2 && ((is(0, pdf_type) && is(1, word_type)) ||
                                                (is(0, word_type) && is(1, pdf_type)));
        if (pair) pieces.push_back(group);
        else
            for (auto const& file : group) pieces.push_back({file});
    }
    return pieces;
}

Incoming::Incoming(Line& line, Memory& memory, std::filesystem::path const& state, bool meeting_closed)
    : line_(line), memory_(memory), run_("under-way-" + random_hex(8) + '-'), meeting_closed_(meeting_closed) {
    if (state.empty()) return;
    folder_ = state / "received";
    std::filesystem::create_directories(folder_);
}

Incoming::~Incoming() {
    file_.close();
    std::error_code ignored;  // what stays behind is told apart by its name and hurts nobody
    for (std::size_t i = 0; !folder_.empty() && i < contents_; ++i)
        std::filesystem::remove(folder_ / (run_ + std::to_string(i)), ignored);
}

void Incoming::keep(std::size_t number, std::string_view octets) {
    if (folder_.empty()) return;
    if (number >= contents_) {
        contents_ = number + 1;
        file_.close();
        file_.clear();
        file_.open(folder_ / (run_ + std::to_string(number)), std::ios::binary);
    }
    file_.write(octets.data(), static_cast<std::streamsize>(octets.size()));
    if (!file_) throw Outage("twin", "a received file cannot be written in " + folder_.string());
}

void Incoming::put_away(Received const& file) {
    auto const fetched = folder_ / (run_ + place_of(file));
    bool const plain = !file.pfls.empty() && file.pfls.find_first_not_of("0123456789") == std::string::npos;
    if (folder_.empty() || !plain || !std::filesystem::exists(fetched)) return;
    std::filesystem::rename(fetched, folder_ / file.pfls);
}

Report Incoming::run() {
    twin::JsonFilter filter(rest_bytes_max, "base64",
                            [this](std::size_t number, std::string_view octets) { keep(number, octets); });
    auto const answer = line_.get("api/kaleidos/v1/kanselarij", [&](std::string_view bytes) {
        if (!filter.too_long()) filter.update(bytes);
    });
    file_.close();
    auto report = report_of("sync-incoming", answer);
    if (!answer.ok) return report;
    auto const tree = filter.too_long() ? json() : json::parse(filter.rest(), nullptr, false);
    report["documents"] = Report::array();
    if (!tree.is_object() || !tree.contains("documenten")) {
        report["ok"] = false;
        report["shown"] = "TypeError: Cannot read properties of undefined";
        report["cause"] = filter.too_long() ? "more than 8 MiB without the files" : filter.rest().substr(0, 1024);
        return report;
    }
    auto const& documents = list_in(tree, "documenten");
    std::size_t done = 0;
    while (done < documents.size() && take(documents[done], report)) ++done;
    report["not_reached"] = documents.size() - std::min(documents.size(), done + 1);  // one bad item ends the run
    return report;
}

/// An extra call for each dossier: without a date of its adoption the title cannot be made, and the client throws.
bool Incoming::adopted(std::string const& pobj, Report& report) {
    auto const answer = line_.get("api/kaleidos/v1/status/" + pobj);
    auto const tree = json::parse(answer.body, nullptr, false);
    auto const& list = list_in(tree, "statussen");
    bool const found = answer.ok && std::ranges::any_of(list, [](json const& one) {
        return id_in(one, "status") == adopted_word && !id_in(one, "datum").empty();
    });
    if (found) return true;
    report["ok"] = false;
    report["shown"] = answer.ok ? "no status '" + std::string(adopted_word) + "' for pobj " + pobj : answer.shown;
    report["cause"] = answer.ok ? "pobj " + pobj + " is not adopted" : answer.cause;
    return false;
}

bool Incoming::take(json const& document, Report& report) {
    auto const pobj = id_in(document, "pobj");
    if (!adopted(pobj, report)) return false;
    Report told{{"pobj", pobj}, {"new_flow", false}, {"pieces", Report::array()}};
    for (auto const* const key : {"skipped", "ignored", "known", "damaged"}) told[key] = Report::array();
    auto const groups = chosen(document, told);

    Flow flow;
    if (auto const* const known = memory_.by_pobj(pobj)) {
        flow = *known;
    } else {
        // A new flow, even if the document names one of ours in kaleidos-id: that is what relink has to mend.
        flow.uri = themis_uri("besluitvormingsaangelegenheid", "pobj\n" + pobj);
        flow.case_uri = themis_uri("dossier", flow.uri);
        flow.pobj = pobj;
        told["new_flow"] = true;
    }
    told["flow"] = flow.uri;
    flow.status = flow_status::received;
    std::vector<TakenPiece> pieces;
    for (auto const& files : groups) pieces.push_back(write_down(flow, files, told));
    if (!pieces.empty()) {
        auto const answer = line_.post("api/kaleidos/v1/verwerkt", {processed_message(flow, pieces)});
        told["acknowledged"] = answer.ok;
        if (!answer.ok) {
            // It is mailed to a person and never said again: the next run knows every file and has nothing to tell.
            report["ok"] = false;
            report["shown"] = "a manual intervention may be needed";
            report["cause"] = answer.shown + ": " + answer.cause;
        }
    }
    report["documents"].push_back(std::move(told));
    return true;
}

/// Files that replace those of one piece stay together.
void Incoming::add_to_piece(std::vector<std::vector<Received>>& groups, Received file) const {
    auto const piece = memory_.piece_of(file.kaleidos_id);
    auto const found = std::ranges::find_if(
        groups, [&](auto const& group) { return memory_.piece_of(group.front().kaleidos_id) == piece; });
    if (found == groups.end() || piece.empty()) groups.push_back({std::move(file)});
    else found->push_back(std::move(file));
}

std::vector<std::vector<Received>> Incoming::chosen(json const& document, Report& told) const {
    std::vector<Received> fresh;
    std::vector<std::vector<Received>> groups;
    for (auto const& one : list_in(document, "bestanden")) {
        auto file = received_from(one);
        bool const replaces = !file.kaleidos_id.empty() && memory_.pfls_of(file.kaleidos_id) != nullptr;
        if (file.content.empty()) told["skipped"].push_back(file.pfls);
        else if (memory_.knows_pfls(file.pfls)) told["known"].push_back(file.pfls);
        else if (replaces && meeting_closed_) told["ignored"].push_back(file.pfls);
        else if (replaces) add_to_piece(groups, std::move(file));
        else fresh.push_back(std::move(file));
    }
    for (auto& group : grouped(fresh)) groups.push_back(std::move(group));
    return groups;
}

TakenPiece Incoming::write_down(Flow const& flow, std::vector<Received> const& files, Report& told) {
    TakenPiece piece;
    piece.uri = memory_.piece_of(files.front().kaleidos_id);
    if (piece.uri.empty()) piece.uri = themis_uri("stuk", flow.uri + '\n' + files.front().pfls);
    std::map<std::string, std::string> numbers;
    auto list = Report::array();
    for (auto const& file : files) {
        auto const uri = themis_uri("bestand", flow.uri + '\n' + file.pfls);
        // Node decodes what is no base 64 to something else without a word; so it is taken, and we tell it.
        if (file.content.starts_with("broken")) told["damaged"].push_back(file.pfls);
        else put_away(file);
        piece.files.emplace_back(uri, file.pfls);
        numbers[uri] = file.pfls;
        list.push_back({{"@id", uri}, {"pfls", file.pfls}, {"type", file.type}, {"name", file.name},
                        {"replaces", file.kaleidos_id}, {"content", file.content.substr(0, file.content.rfind(':'))}});
    }
    memory_.received(flow, piece.uri, numbers);
    told["pieces"].push_back({{"@id", piece.uri}, {"files", std::move(list)}});
    return piece;
}

}  // namespace wetbode::kaleidos
