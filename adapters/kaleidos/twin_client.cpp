// SPDX-License-Identifier: EUPL-1.2
#include "adapters/kaleidos/twin_client.hpp"

#include "adapters/kaleidos/twin_incoming.hpp"
#include "adapters/kaleidos/twin_message.hpp"

namespace wetbode::kaleidos {

namespace {

using json = nlohmann::json;

constexpr auto under_way = "te behandelen in commissie";
constexpr auto not_registered = "niet ingeschreven";

json const& list_in(json const& object, char const* key) {
    static json const none = json::array();
    auto const found = object.is_object() ? object.find(key) : object.end();
    return object.is_object() && found != object.end() && found->is_array() ? *found : none;
}

/// The answer is 2xx, and yet not what can be worked with.
void spoil(Report& report, std::string const& shown, std::string const& cause) {
    report["ok"] = false;
    report["shown"] = shown;
    report["cause"] = cause;
}

}  // namespace

Report report_of(std::string const& act, Answer const& answer) {
    Report report{{"act", act}, {"ok", answer.ok}, {"http", answer.status}};
    if (!answer.ok) spoil(report, answer.shown, answer.cause);
    return report;
}

std::string processed_message(Flow const& flow, std::vector<TakenPiece> const& pieces) {
    auto list = Report::array();
    for (auto const& piece : pieces) {
        auto files = Report::array();
        for (auto const& [uri, pfls] : piece.files) files.push_back({{"pfls", pfls}, {"@id", uri}});
        list.push_back({{"@id", piece.uri}, {"Stuk.isVoorgesteldDoor", std::move(files)}});
    }
    Report message{{"pobj", flow.pobj}, {"@id", flow.uri}};
    auto& about = message["@reverse"]["Dossier.isNeerslagVan"];
    about["@id"] = flow.case_uri;
    about["@type"] = "Dossier";
    about["Dossier.bestaatUit"] = std::move(list);
    return message.dump(-1, ' ', false, Report::error_handler_t::replace);
}

Client::Client(ClientSettings settings, Clock const& clock)
    : state_(std::move(settings.state)), line_(std::move(settings.line), clock), memory_(state_) {}

Report Client::ping() { return report_of("ping", line_.get("api/kaleidos/v1/ping")); }

Report Client::send(SendWish const& wish) {
    auto message = message_of(wish.dossier, memory_, wish.comment);
    auto const answer = line_.post("api/kaleidos/v1/document", std::move(message.body));
    auto report = report_of("send", answer);
    report["flow"] = message.flow.uri;
    report["files"] = message.files;
    report["left_out"] = message.left_out;
    report["sent_before"] = message.known;
    if (!answer.ok) return report;
    auto const tree = json::parse(answer.body, nullptr, false);
    if (tree.is_discarded()) {
        spoil(report, "invalid json response body", answer.body.substr(0, 1024));
        return report;
    }
    auto flow = message.flow;
    flow.pobj = id_in(tree, "pobj");
    flow.status = wish.complete ? flow_status::complete : flow_status::incomplete;
    std::map<std::string, std::string> numbers;
    for (auto const& file : message.files) numbers[file];
    auto without = numbers.size();
    for (auto const& file : list_in(tree, "files")) {
        auto const known = numbers.find(id_in(file, "id"));
        if (known == numbers.end() || !known->second.empty()) continue;
        known->second = id_in(file, "pfls");
        if (!known->second.empty()) --without;
    }
    report["pobj"] = flow.pobj;
    report["without_pfls"] = without;  // the real one neither sees nor tells it
    if (wish.lose_answer) spoil(report, "the job failed", "asked for: the answer is not written down");
    else memory_.sent(flow, numbers, message.pieces);
    return report;
}

Report Client::sync_status(int days) {
    auto const query = days > 0 ? "?dagen=" + std::to_string(days) : std::string();
    auto const answer = line_.get("api/kaleidos/v1/status/ingediend" + query);
    auto report = report_of("sync-status", answer);
    if (!answer.ok) return report;
    auto const tree = json::parse(answer.body, nullptr, false);
    if (!tree.is_object() || !tree.contains("documenten")) {
        spoil(report, "TypeError: Cannot read properties of undefined", answer.body.substr(0, 1024));
        return report;
    }
    for (auto const* const key : {"renumbered", "moved", "unknown", "silenced"}) report[key] = Report::array();
    for (auto const& item : list_in(tree, "documenten")) {
        auto const pobj = id_in(item, "pobj");
        auto const former = id_in(item, "pobj_vorig");
        if (!former.empty() && memory_.by_pobj(former) != nullptr && memory_.by_pobj(pobj) == nullptr) {
            memory_.renumbered(former, pobj);
            report["renumbered"].push_back({{"from", former}, {"to", pobj}});
        }
        auto const* const flow = memory_.by_pobj(pobj);
        std::string const status =
            id_in(item, "status") == not_registered ? flow_status::refused : flow_status::being_handled;
        if (flow == nullptr) report["unknown"].push_back(pobj);
        else if (flow->status != status && flow->status != flow_status::received) {
            memory_.moved(pobj, status);
            report["moved"].push_back({{"pobj", pobj}, {"status", status}});
        }
    }
    auto const flows = memory_.flows();  // a copy: they change under our hands
    for (auto const& flow : flows) sync_one(flow, report);
    return report;
}

/// Asks for one dossier that the list did not tell. An error looks as "not yet submitted" and is silenced.
void Client::sync_one(Flow const& flow, Report& report) {
    bool const open = flow.status == flow_status::incomplete || flow.status == flow_status::complete;
    if (!open || flow.pobj.empty()) return;
    auto const answer = line_.get("api/kaleidos/v1/status/" + flow.pobj);
    auto const tree = json::parse(answer.body, nullptr, false);
    if (!answer.ok || tree.is_discarded()) {
        report["silenced"].push_back({{"pobj", flow.pobj}, {"http", answer.status}, {"cause", answer.cause}});
        return;
    }
    std::string status;
    for (auto const& one : list_in(tree, "statussen")) {
        auto const word = id_in(one, "status");
        if (word == under_way) status = flow_status::being_handled;
        if (word == not_registered) status = flow_status::refused;
    }
    if (status.empty()) return;
    memory_.moved(flow.pobj, status);
    report["moved"].push_back({{"pobj", flow.pobj}, {"status", status}});
}

Report Client::sync_incoming(bool meeting_closed) {
    return Incoming(line_, memory_, state_, meeting_closed).run();
}

Report Client::relink(RelinkWish const& wish) {
    Flow flow{wish.flow, wish.case_uri, wish.pobj, flow_status::being_handled};
    if (flow.case_uri.empty()) flow.case_uri = themis_uri("dossier", wish.flow);
    if (auto const* const known = memory_.by_pobj(wish.pobj)) flow.status = known->status;
    auto const answer = line_.post("api/kaleidos/v1/verwerkt", {processed_message(flow, {})});
    auto report = report_of("relink", answer);
    report["pobj"] = flow.pobj;
    report["flow"] = flow.uri;
    report["case"] = flow.case_uri;
    if (answer.ok) memory_.relinked(flow);
    return report;
}

}  // namespace wetbode::kaleidos
