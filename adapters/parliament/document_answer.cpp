// SPDX-License-Identifier: EUPL-1.2
#include "adapters/parliament/document.hpp"

#include <nlohmann/json.hpp>

namespace wetbode::parliament {

namespace {

using json = nlohmann::json;

constexpr std::size_t name_bytes_max = 255;

bool is_one_of_ours(std::string_view name) {
    return name == "pobj" || name == "pobj_vorig" || name == "status" || name == "datum";
}

/// A member that is a string or a whole number, as a string; empty if it is neither.
std::string name_in(json const& object, char const* key) {
    auto const found = object.find(key);
    if (found == object.end()) return {};
    if (found->is_number_integer()) return found->dump();
    if (!found->is_string()) return {};
    auto const& text = found->get_ref<std::string const&>();
    return text.size() <= name_bytes_max ? text : std::string();
}

}  // namespace

DocumentAnswer document_answer(std::string const& body) {
    DocumentAnswer answer;
    auto const root = json::parse(body, nullptr, false);
    if (!root.is_object()) return answer;
    answer.code = name_in(root, "code");
    if (answer.code.empty()) answer.code = name_in(root, "status");
    answer.pobj = name_in(root, "pobj");
    answer.understood = name_in(root, "status") == "SUCCESS" && !answer.pobj.empty();
    auto const files = root.find("files");
    if (files == root.end() || !files->is_array()) return answer;
    for (auto const& file : *files) {
        if (!file.is_object()) continue;
        auto const id = file.find("id");
        auto const pfls = name_in(file, "pfls");
        if (id != file.end() && id->is_string() && !pfls.empty()) answer.pfls[id->get<std::string>()] = pfls;
    }
    return answer;
}

std::optional<std::vector<StatusEntry>> status_entries(std::string const& body, PublicationWords const& words) {
    auto const root = json::parse(body, nullptr, false);
    if (!root.is_object()) return std::nullopt;
    auto const list = root.contains("documenten") ? root.find("documenten") : root.find("statussen");
    if (list == root.end() || !list->is_array()) return std::nullopt;
    std::vector<StatusEntry> entries;
    for (auto const& item : *list) {
        if (!item.is_object()) continue;  // one bad item does not hide the others
        StatusEntry entry{name_in(item, "pobj"), name_in(item, "pobj_vorig"), name_in(item, "status"),
                          name_in(item, "datum")};
        Members members;
        for (auto const& [name, value] : item.items()) {
            if (is_one_of_ours(name)) continue;
            if (words.reads(name)) members.emplace_back(name, name_in(item, name.c_str()));
            else entry.strange.push_back(name);
        }
        entry.publication = words.facts_of_status(entry.status, entry.date);
        for (auto& fact : words.facts_in(members)) entry.publication.push_back(std::move(fact));
        if (!entry.status.empty()) entries.push_back(std::move(entry));
    }
    return entries;
}

}  // namespace wetbode::parliament
