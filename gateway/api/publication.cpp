// SPDX-License-Identifier: EUPL-1.2
// POST /v1/dossiers/publication: Kaleidos, or the desk that deals with the Belgisch Staatsblad, tells numac, ELI, days
// and document numbers of a dossier. Telling the same again changes nothing.
#include "gateway/api/publication.hpp"

#include "gateway/base/publication_values.hpp"
#include "gateway/base/rfc3339.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace wetbode::api {
namespace {

using Tree = nlohmann::ordered_json;

constexpr int lines_max = 1000;
constexpr std::size_t documents_max = 50;
constexpr std::size_t named_bytes_max = 64;
constexpr std::string_view documents_member = "documents";
constexpr std::array<std::string_view, 3> codes_of_acts{"numac", "eli", "eli_codex"};
/// In the order in which they happen.
constexpr std::array<std::string_view, 4> days{"adopted", "ratified", "promulgated", "published"};

bool is_member(std::string_view name) {
    return name == documents_member || std::ranges::find(codes_of_acts, name) != codes_of_acts.end() ||
           std::ranges::find(days, name) != days.end();
}

std::string list_of(std::vector<std::string> const& all) {
    std::string text;
    for (auto const& one : all) text += (text.empty() ? "" : ", ") + one;
    return text;
}

/// What is wrong, and what was told if nothing is.
struct Told {
    std::vector<PublicationFact> facts;   ///< without the documents
    std::optional<std::vector<std::string>> documents;
    std::vector<Fault> faults;

    void fault(std::string code, std::string path, Text message) {
        faults.push_back({.code = std::move(code), .path = std::move(path), .message = std::move(message)});
    }
    [[nodiscard]] std::string value_of(std::string_view key) const {
        auto const found = std::ranges::find(facts, key, [](auto const& fact) { return std::string_view(fact.key); });
        return found == facts.end() ? std::string() : found->value;
    }
    [[nodiscard]] bool tells(std::string_view key) const {
        return std::ranges::any_of(facts, [&](auto const& fact) { return fact.key == key; });
    }
};

/// The form that a value of this key has, for whoever got it wrong.
Text form_of(std::string_view key) {
    if (key == "numac") return {"een numac heeft precies 10 cijfers", "a numac has exactly 10 digits"};
    if (key == "eli")
        return {"een ELI is http(s)://www.ejustice.just.fgov.be/eli/{soort}/JJJJ/MM/DD/{numac}",
                "an ELI is http(s)://www.ejustice.just.fgov.be/eli/{type}/YYYY/MM/DD/{numac}"};
    if (key == "eli_codex")
        return {"dit adres is https://codex.vlaanderen.be/eli/{soort}/JJJJ/MM/DD/{numac} of het adres van een document "
                "in de Vlaamse Codex",
                "this address is https://codex.vlaanderen.be/eli/{type}/YYYY/MM/DD/{numac}, or that of a document in "
                "the Vlaamse Codex"};
    if (key == publication_document)
        return {"een parlementair stuk heet zo: 340 (2014-2015) nr. 3",
                "a parliamentary document is cited so: 340 (2014-2015) nr. 3"};
    return {"een dag is JJJJ-MM-DD en bestaat", "a day is YYYY-MM-DD and exists"};
}

void bad_form(Told& told, std::string_view key, std::string const& path) {
    auto const form = form_of(key);
    told.fault("PUBLICATION.VALUE", path, {path + ": " + form.nl + ".", path + ": " + form.en + "."});
}

void read_documents(Told& told, nlohmann::json const& value) {
    std::vector<std::string> list;
    if (!value.is_null() && (!value.is_array() || value.size() > documents_max)) {
        auto const most = std::to_string(documents_max);
        return told.fault("PUBLICATION.VALUE", "/documents",
                          {"/documents: een lijst van hoogstens " + most + " stukken is nodig.",
                           "/documents: a list of at most " + most + " documents is needed."});
    }
    for (std::size_t i = 0; i < value.size(); ++i) {
        auto const text = value[i].is_string() ? value[i].get<std::string>() : std::string();
        auto citation = publication_value(publication_document, text);
        if (!citation) bad_form(told, publication_document, "/documents/" + std::to_string(i));
        else if (std::ranges::find(list, *citation) == list.end()) list.push_back(*std::move(citation));
    }
    told.documents = std::move(list);
}

void read_member(Told& told, std::string const& key, nlohmann::json const& value) {
    auto const path = "/" + key.substr(0, named_bytes_max);
    if (!is_member(key)) {
        std::vector<std::string> known{codes_of_acts.begin(), codes_of_acts.end()};
        known.insert(known.end(), days.begin(), days.end());
        known.emplace_back(documents_member);
        return told.fault("PUBLICATION.KEY_UNKNOWN", path,
                          {"Dit veld bestaat niet; bekend zijn " + list_of(known) + ".",
                           "This field does not exist; known are " + list_of(known) + "."});
    }
    if (key == documents_member) return read_documents(told, value);
    if (value.is_null()) return told.facts.push_back({key, ""});
    auto const text = value.is_string() ? value.get<std::string>()
                      : value.is_number_unsigned() && key == "numac" ? value.dump() : std::string();
    if (auto kept = publication_value(key, text)) told.facts.push_back({key, *std::move(kept)});
    else bad_form(told, key, path);
}

/// What is right by itself, but not together.
void compare(Told& told) {
    auto const numac = numac_in(told.value_of("eli"));
    if (!numac.empty() && told.tells("numac") && told.value_of("numac") != numac)
        told.fault("PUBLICATION.MISMATCH", "/eli",
                   {"/eli: deze ELI noemt numac " + numac + ", en /numac is een andere.",
                    "/eli: this ELI names numac " + numac + ", and /numac is another one."});
    if (!numac.empty() && !told.tells("numac")) told.facts.push_back({"numac", numac});
    std::string before;
    std::string_view before_key;
    for (auto const key : days) {
        auto const day = told.value_of(key);
        if (day.empty()) continue;
        auto const path = "/" + std::string(key);
        if (!before.empty() && day < before)
            told.fault("PUBLICATION.ORDER", path,
                       {path + ": " + day + " ligt voor /" + std::string(before_key) + " (" + before + ").",
                        path + ": " + day + " lies before /" + std::string(before_key) + " (" + before + ")."});
        before = day;
        before_key = key;
    }
}

Fault malformed(std::string const& body, std::size_t byte) {
    auto const before = std::string_view(body).substr(0, std::min(byte > 0 ? byte - 1 : 0, body.size()));
    auto const line = std::ranges::count(before, '\n') + 1;
    auto const column = before.size() - (before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1);
    return {.code = "PUBLICATION.MALFORMED",
            .line = line,
            .column = static_cast<std::int64_t>(column) + 1,
            .message = {"De inhoud is geen JSON-object met velden die er elk een keer in staan.",
                        "The body is not a JSON object with fields that stand there once each."}};
}

Told read(std::string const& body) {
    Told told;
    std::set<std::string> names;
    std::string repeated;
    std::size_t broken_at = 0;
    auto const watch = [&](int depth, nlohmann::json::parse_event_t event, nlohmann::json& parsed) {
        bool const is_key = event == nlohmann::json::parse_event_t::key && depth == 1;
        if (is_key && !names.insert(parsed.get<std::string>()).second) repeated = parsed.get<std::string>();
        return true;
    };
    nlohmann::json value;
    try {
        value = nlohmann::json::parse(body, watch);
    } catch (nlohmann::json::parse_error const& error) {
        broken_at = error.byte;
    }
    if (!value.is_object() || !repeated.empty() || broken_at > 0) {
        told.faults.push_back(malformed(body, broken_at));
        if (!repeated.empty()) told.faults.back().path = "/" + repeated.substr(0, named_bytes_max);
        return told;
    }
    for (auto const& [key, member] : value.items()) {
        if (told.faults.size() >= documents_max) break;
        read_member(told, key, member);
    }
    if (value.empty())
        told.fault("PUBLICATION.VALUE", "", {"Er wordt niets verteld.", "Nothing is told."});
    compare(told);
    return told;
}

/// Only what is new of the list; all of it, after taking back the old ones, if one of those is not in it.
std::vector<PublicationFact> document_facts(Call const& call, DossierId const& dossier,
                                            std::vector<std::string> const& wanted) {
    std::set<std::string> held;
    for (auto const& line : call.parts.ledger.publication_of(dossier, lines_max))
        if (line.current && line.fact.key == publication_document) held.insert(line.fact.value);
    bool const all_stay = std::ranges::all_of(
        held, [&](auto const& one) { return std::ranges::find(wanted, one) != wanted.end(); });
    std::vector<PublicationFact> facts;
    if (!all_stay) facts.push_back({std::string(publication_document), ""});
    for (auto const& one : wanted)
        if (!all_stay || !held.contains(one)) facts.push_back({std::string(publication_document), one});
    return facts;
}

/// A sender tells of what he submitted to; a publisher and an administrator of every dossier that is here.
bool may_tell(Call const& call, DossierId const& dossier) {
    constexpr int submissions_max = 200;
    auto const ids = call.parts.ledger.submissions_of(dossier, submissions_max);
    if (call.caller.role != Role::sender) return !ids.empty();
    return std::ranges::any_of(ids, [&](auto const& id) { return visible_submission(call, id).has_value(); });
}

}  // namespace

Tree publication_tree(Call const& call, DossierId const& dossier) {
    auto tree = Tree::object();
    auto documents = Tree::array();
    auto history = Tree::array();
    for (auto const& line : call.parts.ledger.publication_of(dossier, lines_max)) {
        auto const& [key, value] = line.fact;
        if (line.current && key == publication_document) documents.push_back(value);
        else if (line.current) tree[key] = value;
        Tree told_by{{"kind", name_of(line.source.kind)}, {"name", line.source.name}};
        bool const whence = call.caller.role == Role::admin || call.caller.role == Role::sender;
        if (whence && !line.source.submission.empty()) told_by["submission"] = line.source.submission.text;
        if (whence && !line.source.file.empty()) told_by["file"] = line.source.file;
        history.push_back({{"key", key}, {"value", value.empty() ? Tree() : Tree(value)},
                           {"told_by", std::move(told_by)}, {"learned", rfc3339(line.learned)},
                           {"sequence", line.sequence}, {"current", line.current}});
    }
    if (!documents.empty()) tree["documents"] = std::move(documents);
    tree["history"] = std::move(history);
    return tree;
}

Response post_publication(Call const& call, std::string const& body) {
    auto const dossier = asked_dossier(call);
    if (!dossier) return call.refuse(dossier.error());
    if (!may_tell(call, *dossier)) return call.refuse("DOSSIER_UNKNOWN");
    auto told = read(body);
    if (!told.faults.empty()) {
        auto refusal = door_refusal("PUBLICATION_INVALID");
        refusal.faults = std::move(told.faults);
        return call.refuse(refusal);
    }
    PublicationNote note{std::move(told.facts), {PublicationSourceKind::client, call.caller.name.text, {}, {}}};
    if (told.documents)
        for (auto& fact : document_facts(call, *dossier, *told.documents)) note.facts.push_back(std::move(fact));
    bool const changed = call.parts.ledger.note_publication(*dossier, note, call.parts.clock.now());
    Tree const answer{{"dossier", dossier->text}, {"changed", changed},
                      {"publication", publication_tree(call, *dossier)}};
    return json_answer(200, answer.dump(-1, ' ', false, Tree::error_handler_t::replace));
}

}  // namespace wetbode::api
