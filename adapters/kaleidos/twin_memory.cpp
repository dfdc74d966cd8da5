// SPDX-License-Identifier: EUPL-1.2
#include "adapters/kaleidos/twin_memory.hpp"

#include "gateway/refusal.hpp"

#include <algorithm>

namespace wetbode::kaleidos {

namespace {

using json = nlohmann::json;
using Names = std::map<std::string, std::string>;

json json_of(Flow const& flow) {
    return {{"flow", flow.uri}, {"case", flow.case_uri}, {"pobj", flow.pobj}, {"status", flow.status}};
}

}  // namespace

Memory::Memory(std::filesystem::path const& folder) : journal_(folder, "kaleidos.jsonl") {
    for (auto const& text : journal_.lines()) {
        auto const line = json::parse(text, nullptr, false);
        if (!line.is_object()) throw Outage("twin", "a line of the journal is not JSON: " + text.substr(0, 80));
        apply(line);
    }
}

Flow const* Memory::by_uri(std::string const& uri) const {
    // What was written last counts: after a relink two numbers may carry one name.
    auto const found = std::find_if(flows_.rbegin(), flows_.rend(), [&](Flow const& one) { return one.uri == uri; });
    return found == flows_.rend() ? nullptr : &*found;
}

Flow const* Memory::by_pobj(std::string const& pobj) const {
    auto const found = std::ranges::find(flows_, pobj, &Flow::pobj);
    return found == flows_.end() ? nullptr : &*found;
}

std::string const* Memory::pfls_of(std::string const& file) const {
    auto const found = pfls_.find(file);
    return found == pfls_.end() ? nullptr : &found->second;
}

bool Memory::knows_pfls(std::string const& pfls) const {
    return std::ranges::any_of(pfls_, [&](auto const& one) { return one.second == pfls; });
}

std::string Memory::piece_of(std::string const& file) const {
    auto const found = pieces_.find(file);
    return found == pieces_.end() ? std::string() : found->second;
}

void Memory::sent(Flow const& flow, Names const& pfls_by_file, Names const& piece_by_file) {
    auto line = json_of(flow);
    line["entry"] = "sent";
    line["files"] = pfls_by_file;
    line["pieces"] = piece_by_file;
    keep(line);
}

void Memory::renumbered(std::string const& from, std::string const& to) {
    keep({{"entry", "renumbered"}, {"from", from}, {"to", to}});
}

void Memory::moved(std::string const& pobj, std::string const& status) {
    keep({{"entry", "moved"}, {"pobj", pobj}, {"status", status}});
}

void Memory::received(Flow const& flow, std::string const& piece, Names const& files) {
    auto line = json_of(flow);
    line["entry"] = "received";
    line["piece"] = piece;
    line["files"] = files;
    keep(line);
}

void Memory::relinked(Flow const& flow) {
    auto line = json_of(flow);
    line["entry"] = "relinked";
    keep(line);
}

void Memory::keep(json const& line) {
    journal_.append(line.dump(-1, ' ', false, json::error_handler_t::replace));
    apply(line);
}

void Memory::put(Flow const& flow) {
    std::erase_if(flows_, [&](Flow const& one) {
        return one.pobj.empty() ? one.uri == flow.uri : one.pobj == flow.pobj;
    });
    flows_.push_back(flow);
}

void Memory::apply(json const& line) {
    auto const entry = line.value("entry", "");
    if (entry == "renumbered") {
        for (auto& flow : flows_)
            if (flow.pobj == line.at("from")) flow.pobj = line.at("to");
        return;
    }
    if (entry == "moved") {
        for (auto& flow : flows_)
            if (flow.pobj == line.at("pobj")) flow.status = line.at("status");
        return;
    }
    put({line.at("flow"), line.at("case"), line.at("pobj"), line.at("status")});
    if (!line.contains("files")) return;
    for (auto const& [file, pfls] : line.at("files").get<Names>()) {
        pfls_[file] = pfls;
        if (line.contains("piece")) pieces_[file] = line.at("piece");
    }
    if (!line.contains("pieces")) return;
    for (auto const& [file, piece] : line.at("pieces").get<Names>()) pieces_[file] = piece;
}

}  // namespace wetbode::kaleidos
