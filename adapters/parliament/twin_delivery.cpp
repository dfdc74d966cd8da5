// SPDX-License-Identifier: EUPL-1.2
#include "adapters/parliament/twin_delivery.hpp"

#include "adapters/parliament/twin_lines.hpp"
#include "gateway/base/rfc3339.hpp"

#include <algorithm>
#include <charconv>

namespace wetbode::parliament {

namespace {

using json = nlohmann::json;

constexpr std::size_t remarks_max = 50;

json const& member(json const& object, std::string_view pointer) {
    static json const nothing;
    auto const path = json::json_pointer(std::string(pointer));
    return object.contains(path) ? object.at(path) : nothing;
}

constexpr std::string_view pieces_path = "/@reverse/Dossier.isNeerslagVan/Dossier.bestaatUit";

/// "sha256:<hex>:<bytes>", as the filter wrote it in place of the content.
bool split_content(std::string const& content, TakenFile& file) {
    if (!content.starts_with("sha256:") || content.size() < 73) return false;
    file.sha256 = content.substr(7, 64);
    auto const* const end = content.data() + content.size();
    return std::from_chars(content.data() + 72, end, file.bytes).ec == std::errc{};
}

std::string read_file_of(json const& one, Taken& taken) {
    if (!one.is_object()) return "a file is not an object";
    TakenFile file;
    file.id = text_in(one, "@id");
    file.name = text_in(one, "filename");
    file.previous_pfls = text_in(one, "previousPfls");
    if (file.id.empty() || file.name.empty()) return "a file lacks @id or filename";
    if (!split_content(text_in(one, "content"), file)) return "the content of " + file.id + " is not base 64";
    taken.files.push_back(std::move(file));
    return {};
}

/// Collects what the known client does otherwise, each thing once per place.
class Remarks {
public:
    explicit Remarks(std::vector<std::string>& list) : list_(list) {}

    void expect(bool holds, std::string what) {
        if (!holds && list_.size() < remarks_max) list_.push_back(std::move(what));
    }
    void has_text(json const& object, char const* key, std::string const& where) {
        expect(!text_in(object, key).empty(), where + ": " + key + " is missing or no text");
    }

private:
    std::vector<std::string>& list_;
};

void remark_on_file(json const& file, std::string const& where, Remarks& remarks) {
    remarks.expect(text_in(file, "@type") == "http://www.w3.org/ns/dcat#Distribution",
                   where + ": @type is not http://www.w3.org/ns/dcat#Distribution");
    remarks.has_text(file, "format", where);
    remarks.expect(member(file, "/signed").is_boolean(), where + ": signed is not true or false");
    bool const replaces = file.contains("previousPfls") && !file.contains("previousId");
    remarks.expect(!replaces, where + ": previousPfls without previousId");
}

void remark_on_piece(json const& piece, std::string const& where, Remarks& remarks) {
    remarks.has_text(piece, "@id", where);
    remarks.expect(text_in(piece, "@type") == "Stuk", where + ": @type is not Stuk");
    remarks.has_text(piece, "Stuk.naam", where);
    auto const created = text_in(piece, "Stuk.creatiedatum");
    remarks.expect(from_rfc3339(created).has_value() && created.ends_with('Z') && created.size() == 24,
                   where + ": Stuk.creatiedatum is not like 2025-04-04T09:30:00.000Z");
    auto const& type = member(piece, "/Stuk.type");
    remarks.has_text(type, "@id", where + " Stuk.type");
    remarks.has_text(type, "prefLabel", where + " Stuk.type");
    auto const& files = member(piece, "/Stuk.isVoorgesteldDoor");
    remarks.expect(files.is_array() && !files.empty(), where + ": no file");
    if (!files.is_array()) return;
    for (std::size_t i = 0; i < files.size(); ++i)
        remark_on_file(files[i], where + " file " + std::to_string(i + 1), remarks);
}

/// Now a string, now a number, like the real one.
json number_or_text(std::string const& number, bool as_number) {
    return as_number ? json(std::stoll(number)) : json(number);
}

json dossier_json(Dossier const& dossier) {
    json statuses = json::array();
    for (auto const& one : dossier.statuses) {
        auto entry = json::parse(one.more);
        entry.update({{"status", one.status}, {"datum", one.date}});
        statuses.push_back(std::move(entry));
    }
    return {{"pobj", dossier.pobj}, {"earlier", dossier.earlier}, {"flow", dossier.flow}, {"case", dossier.case_uri},
            {"statussen", statuses}};
}

}  // namespace

std::string read_delivery(json const& message, Taken& taken) {
    if (!message.is_object()) return "the body is not a JSON object";
    taken.flow = text_in(message, "@id");
    taken.pobj = text_in(message, "pobj");
    if (taken.flow.empty()) return "@id is missing";
    if (!taken.pobj.empty() && !all_digits(taken.pobj)) return "pobj is not a number";
    auto const& pieces = member(message, pieces_path);
    if (!pieces.is_null() && !pieces.is_array()) return "Dossier.bestaatUit is not a list";
    for (auto const& piece : pieces) {
        auto const files = piece.is_object() ? piece.find("Stuk.isVoorgesteldDoor") : piece.end();
        if (!piece.is_object() || files == piece.end() || !files->is_array()) return "a Stuk has no files";
        for (auto const& one : *files)
            if (auto wrong = read_file_of(one, taken); !wrong.empty()) return wrong;
    }
    return taken.files.empty() ? "the dossier holds no file" : std::string();
}

std::vector<std::string> remarks_on(json const& message) {
    std::vector<std::string> list;
    Remarks remarks(list);
    auto const& context = member(message, "/@context");
    remarks.expect(context.is_array() && !context.empty(), "@context is not a list");
    remarks.expect(text_in(message, "@type") == "Besluitvormingsaangelegenheid",
                   "@type is not Besluitvormingsaangelegenheid");
    remarks.has_text(message, "Besluitvormingsaangelegenheid.naam", "dossier");
    remarks.expect(message.contains("Besluitvormingsaangelegenheid.beleidsveld"), "dossier: no beleidsveld");
    remarks.expect(message.contains("indiener"), "dossier: indiener is missing (null, or titel, naam, voornaam)");
    remarks.expect(member(message, "/contact/name").is_string(), "dossier: contact.name is missing");
    remarks.expect(member(message, "/contact/email").is_string(), "dossier: contact.email is missing (may be \"\")");
    remarks.has_text(member(message, "/@reverse/Dossier.isNeerslagVan"), "@id", "Dossier.isNeerslagVan");
    auto const& pieces = member(message, pieces_path);
    for (std::size_t i = 0; pieces.is_array() && i < pieces.size(); ++i)
        remark_on_piece(pieces[i], "stuk " + std::to_string(i + 1), remarks);
    return list;
}

std::string delivery_answer(Taken const& taken, WireFault fault) {
    json files = json::array();
    auto const left_out = fault == WireFault::partial_files ? std::size_t{1} : std::size_t{0};
    for (std::size_t i = 0; i + left_out < taken.files.size(); ++i)
        files.push_back({{"id", taken.files[i].id}, {"pfls", number_or_text(taken.files[i].pfls, i % 2 == 1)}});
    json answer{{"status", "SUCCESS"}, {"id", taken.flow}, {"pobj", taken.pobj}, {"files", files}};
    if (fault == WireFault::no_pobj) answer.erase("pobj");
    return line_of(answer);
}

std::string read_processed(json const& message, Processed& processed) {
    if (!message.is_object()) return "the body is not a JSON object";
    processed.pobj = text_in(message, "pobj");
    processed.flow = text_in(message, "@id");
    auto const& about = member(message, "/@reverse/Dossier.isNeerslagVan");
    processed.case_uri = text_in(about, "@id");
    if (!all_digits(processed.pobj)) return "pobj is missing";
    if (processed.flow.empty()) return "@id is missing";
    if (processed.case_uri.empty()) return "Dossier.isNeerslagVan has no @id";
    auto const& pieces = member(about, "/Dossier.bestaatUit");
    if (!pieces.is_array()) return "Dossier.bestaatUit is not a list";
    for (auto const& piece : pieces) {
        if (text_in(piece, "@id").empty()) return "a Stuk has no @id";
        auto const& files = member(piece, "/Stuk.isVoorgesteldDoor");
        if (!files.is_array()) return "a Stuk has no files";
        for (auto const& file : files) {
            auto const pfls = text_in(file, "pfls");
            if (!all_digits(pfls)) return "a file has no pfls";
            processed.files[pfls] = text_in(file, "@id");
        }
    }
    return {};
}

std::string status_answer(Dossier const& dossier) {
    return line_of({{"statussen", dossier_json(dossier).at("statussen")}});
}

std::string submitted_answer(TwinStore const& store, std::string const& since) {
    json list = json::array();
    for (auto const& dossier : store.dossiers()) {
        auto const& history = dossier->statuses;
        auto const is_listed = [](auto const& one) {
            return one.status == "ingediend" || one.status == "niet ingeschreven";
        };
        auto const last = std::find_if(history.rbegin(), history.rend(), is_listed);
        for (auto one = history.begin(); one != history.end(); ++one) {
            // A number that changed lately is told with the last entry, however old that is: else nobody learns it.
            bool const tells_number = dossier->renumbered_at >= since && last != history.rend() && &*last == &*one;
            if (!is_listed(*one) || (one->date < since && !tells_number)) continue;
            // here the real one writes numbers, elsewhere strings
            auto item = json::parse(one->more);
            item.update({{"pobj", std::stoll(dossier->pobj)}, {"status", one->status}, {"datum", one->date}});
            if (!dossier->earlier.empty()) item["pobj_vorig"] = std::stoll(dossier->earlier.back());
            list.push_back(std::move(item));
        }
    }
    return line_of({{"documenten", list}});
}

std::string received_answer(TwinStore const& store) {
    json list = json::array();
    int duplicates = 0;
    int copies = 0;
    for (auto const& taken : store.taken()) {
        auto item = json_of(*taken);
        item["duplicates"] = taken->duplicates;
        item["copy_of"] = taken->copy_of < 0 ? json() : json(taken->copy_of);
        duplicates += taken->duplicates;
        copies += taken->copy_of < 0 ? 0 : 1;
        list.push_back(std::move(item));
    }
    std::map<std::string, std::set<std::string>> numbers_of;
    for (auto const& dossier : store.dossiers())
        if (!dossier->flow.empty()) numbers_of[dossier->flow].insert(dossier->pobj);
    json twice = json::array();
    for (auto const& [flow, numbers] : numbers_of)
        if (numbers.size() > 1) twice.push_back({{"flow", flow}, {"pobj", numbers}});
    json processed = json::array();
    for (auto const& one : store.processed()) processed.push_back(json_of(one));
    return line_of({{"received", list},
                    {"processed", processed},
                    {"flows_twice", twice},
                    {"counts", {{"deliveries", store.taken().size()}, {"duplicates", duplicates}, {"copies", copies},
                                {"flows_twice", twice.size()}, {"dossiers", store.dossiers().size()},
                                {"processed", store.processed().size()}}}});
}

std::string dossiers_answer(TwinStore const& store) {
    json list = json::array();
    for (auto const& dossier : store.dossiers()) list.push_back(dossier_json(*dossier));
    json waiting = json::array();
    for (auto const& one : store.parchments()) waiting.push_back(json_of(one));
    return line_of({{"dossiers", list}, {"kanselarij", waiting}});
}

}  // namespace wetbode::parliament
