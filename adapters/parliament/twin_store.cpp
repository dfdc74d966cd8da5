// SPDX-License-Identifier: EUPL-1.2
#include "adapters/parliament/twin_store.hpp"

#include "gateway/refusal.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace wetbode::parliament {

namespace {

using json = nlohmann::json;

json json_of(Taken const& taken) {
    json files = json::array();
    for (auto const& file : taken.files)
        files.push_back({{"id", file.id}, {"name", file.name}, {"sha256", file.sha256}, {"bytes", file.bytes},
                         {"pfls", file.pfls}, {"previousPfls", file.previous_pfls}});
    return {{"key", taken.key}, {"pobj", taken.pobj}, {"flow", taken.flow}, {"at", taken.at}, {"files", files}};
}

Taken taken_from(json const& line) {
    Taken taken{line.at("key"), line.at("pobj"), line.at("flow"), line.at("at"), {}, 0};
    for (auto const& file : line.at("files"))
        taken.files.push_back({file.at("id"), file.at("name"), file.at("sha256"), file.at("bytes"), file.at("pfls"),
                               file.at("previousPfls")});
    return taken;
}

std::string text(json const& value) { return value.dump(-1, ' ', false, json::error_handler_t::replace); }

}  // namespace

TwinStore::TwinStore(std::filesystem::path const& folder) : journal_(folder, "parliament.jsonl") {
    for (auto const& line : journal_.lines()) apply_line(line);
}

void TwinStore::apply_line(std::string const& line) {
    auto const entry = json::parse(line, nullptr, false);
    if (!entry.is_object()) throw Outage("twin", "a line of the journal is not JSON: " + line.substr(0, 80));
    auto const kind = entry.value("entry", "");
    if (kind == "delivered") apply(taken_from(entry));
    if (kind == "status")
        apply_status(entry.at("pobj"), {entry.at("status"), entry.at("datum")}, entry.value("renumbered", ""));
    if (kind == "duplicate")
        if (auto* earlier = by_key(entry.at("key"))) ++earlier->duplicates;
}

Taken* TwinStore::by_key(std::string const& key) {
    auto const found = keys_.find(key);
    return key.empty() || found == keys_.end() ? nullptr : found->second;
}

void TwinStore::count_duplicate(Taken& taken) {
    journal_.append(text({{"entry", "duplicate"}, {"key", taken.key}}));
    ++taken.duplicates;
}

Taken const& TwinStore::take(Taken delivery) {
    if (delivery.pobj.empty()) delivery.pobj = std::to_string(next_pobj_);
    auto pfls = next_pfls_;
    for (auto& file : delivery.files) file.pfls = std::to_string(pfls++);
    auto line = json_of(delivery);
    line["entry"] = "delivered";
    journal_.append(text(line));
    apply(std::move(delivery));
    return *taken_.back();
}

void TwinStore::apply(Taken delivery) {
    // from the journal the numbers come back, and counting goes on after the highest
    next_pobj_ = std::max<std::int64_t>(next_pobj_, std::stoll(delivery.pobj) + 1);
    for (auto const& file : delivery.files) next_pfls_ = std::max<std::int64_t>(next_pfls_, std::stoll(file.pfls) + 1);
    statuses_[delivery.pobj].push_back({"ingediend", delivery.at});
    taken_.push_back(std::make_unique<Taken>(std::move(delivery)));
    auto& kept = *taken_.back();
    if (!kept.key.empty()) keys_[kept.key] = &kept;
}

bool TwinStore::move(std::string const& pobj, std::string const& status, std::string const& date,
                     std::string const& renumbered) {
    if (!knows(pobj) || (!renumbered.empty() && knows(renumbered))) return false;
    journal_.append(text({{"entry", "status"}, {"pobj", pobj}, {"status", status}, {"datum", date},
                          {"renumbered", renumbered}}));
    apply_status(pobj, {status, date}, renumbered);
    return true;
}

void TwinStore::apply_status(std::string const& pobj, TwinStatus status, std::string const& renumbered) {
    auto name = pobj;
    if (!renumbered.empty()) {
        auto node = statuses_.extract(pobj);
        node.key() = renumbered;
        statuses_.insert(std::move(node));
        before_[renumbered] = pobj;
        next_pobj_ = std::max<std::int64_t>(next_pobj_, std::stoll(renumbered) + 1);
        name = renumbered;
    }
    statuses_[name].push_back(std::move(status));
}

std::vector<TwinStatus> const* TwinStore::history(std::string const& pobj) const {
    auto const found = statuses_.find(pobj);
    return found == statuses_.end() ? nullptr : &found->second;
}

std::string TwinStore::submitted_since(std::string const& date) const {
    json list = json::array();
    for (auto const& [pobj, history] : statuses_) {
        for (auto const& one : history) {
            bool const listed = one.status == "ingediend" || one.status == "niet ingeschreven";
            if (!listed || one.date < date) continue;
            // here the real one writes numbers, elsewhere strings
            json item{{"pobj", std::stoll(pobj)}, {"status", one.status}, {"datum", one.date}};
            auto const before = before_.find(pobj);
            if (before != before_.end()) item["pobj_vorig"] = std::stoll(before->second);
            list.push_back(std::move(item));
        }
    }
    return text({{"documenten", list}});
}

std::string TwinStore::received() const {
    json list = json::array();
    int duplicates = 0;
    for (auto const& taken : taken_) {
        auto item = json_of(*taken);
        item["duplicates"] = taken->duplicates;
        duplicates += taken->duplicates;
        list.push_back(std::move(item));
    }
    return text({{"received", list},
                 {"counts", {{"deliveries", taken_.size()}, {"duplicates", duplicates},
                             {"dossiers", statuses_.size()}}}});
}

}  // namespace wetbode::parliament
