// SPDX-License-Identifier: EUPL-1.2
// GET v1/kanselarij: the Parliament's messages as it sent them, with their files, under the names that Kaleidos knows.
#include "gateway/base/content.hpp"
#include "gateway/base/joined.hpp"
#include "gateway/kaleidos/offered.hpp"

#include <algorithm>
#include <set>

namespace wetbode::kaleidos {

namespace {

using api::Response;

constexpr std::uint64_t message_bytes_max = 1 << 20;
constexpr int transfers_looked_at = 1000;
constexpr auto adopted = "aangenomen in plenaire vergadering";
constexpr auto processed_prefix = "verwerkt:";

/// A number of the message, which may be one or a text.
std::string number_in(Tree const& object, char const* key) {
    auto const found = object.find(key);
    if (found == object.end()) return {};
    if (found->is_string()) return found->get<std::string>();
    return found->is_number_integer() ? found->dump() : std::string();
}

/// The client ends its whole run at an item whose dossier was not adopted on a known day, so it is not shown one.
bool was_adopted(Visit const& visit, DossierId const& dossier) {
    auto const history = visit.parts.ledger.statuses(
        {.counterpart = visit.names.parliament(), .dossier = dossier, .name = {}, .since = {}, .most = 10'000});
    return std::ranges::any_of(history, [](auto const& line) {
        return line.status.status == adopted && !line.status.date.empty();
    });
}

bool has_content(Tree const& file) { return file.is_object() && file.contains(content_name_member); }

Tree& files_of(Tree& message) {
    auto& files = message["bestanden"];
    if (!files.is_array()) files = Tree::array();
    return files;
}

/// What the client calls the file: the number that it was told for it, if the Parliament's is another by now.
std::string told_pfls(Visit const& visit, std::map<std::string, std::string> const& told, std::string const& pfls) {
    auto const uri = visit.names.file_of(visit.client, pfls);
    auto const known = told.find(Names::pfls_prefix + uri);
    return uri.empty() || known == told.end() ? pfls : known->second;
}

/// The pieces of one dossier in the answer. Its files are held against their digests while they are sent.
std::vector<JoinedPart> parts_of(Visit const& visit, Offered offered) {
    auto const& dossier = offered.submission.manifest.dossier.id;
    auto const told = visit.names.told_to(visit.client, dossier);
    auto& message = offered.message;
    // The Parliament sends numbers or texts; the client keeps texts only, and ends its whole run at a number.
    auto const pobj = told.find(Names::pobj_key);
    if (auto name = pobj != told.end() ? pobj->second : number_in(message, "pobj"); !name.empty())
        message["pobj"] = std::move(name);
    bool const stranger = dossier.text.starts_with("urn:wetbode:");
    if (!stranger) message["kaleidos-id"] = dossier.text;
    auto files = std::move(files_of(message));
    message.erase("bestanden");
    std::vector<JoinedPart> parts;
    auto head = message.dump(-1, ' ', false, Tree::error_handler_t::replace);
    head.pop_back();
    head += R"(,"bestanden":[)";
    bool first = true;
    for (auto& file : files) {
        if (!file.is_object()) continue;
        std::string const name = has_content(file) ? file.at(content_name_member).get<std::string>() : std::string();
        file.erase(content_name_member);
        if (auto const pfls = number_in(file, "pfls"); !pfls.empty()) file["pfls"] = told_pfls(visit, told, pfls);
        auto text = file.dump(-1, ' ', false, Tree::error_handler_t::replace);
        head += std::exchange(first, false) ? "" : ",";
        auto const kept = std::ranges::find_if(offered.submission.files,
                                               [&](auto const& one) { return one.rendition.name == name; });
        if (name.empty() || kept == offered.submission.files.end() || !kept->rendition.digest) {
            head += text;
            continue;
        }
        text.pop_back();
        head += text + (text.size() > 1 ? "," : "") + R"("base64":")";
        parts.emplace_back(std::move(head));
        parts.emplace_back(Base64File{visit.parts.ledger.fetch(*kept->rendition.digest)});
        head = "\"}";
    }
    parts.emplace_back(head + "]}");
    return parts;
}

std::uint64_t bytes_of(Offered const& offered) {
    std::uint64_t bytes = 0;
    for (auto const& file : offered.submission.files) bytes += file.rendition.bytes.value_or(0);
    return bytes;
}

/// Files of a message that its receiver must acknowledge.
std::vector<std::string> awaited_files(Offered const& offered) {
    std::vector<std::string> numbers;
    auto const files = offered.message.find("bestanden");
    if (files == offered.message.end() || !files->is_array()) return numbers;
    for (auto const& file : *files)
        if (has_content(file)) numbers.push_back(number_in(file, "pfls"));
    return numbers;
}

}  // namespace

std::vector<Offered> all_offered(Visit const& visit, int most) {
    std::vector<Transfer> transfers;
    for (auto const state : {TransferState::handed_over, TransferState::quarantined})
        for (auto& transfer : visit.parts.ledger.transfers({.state = state,
                                                            .counterpart = CounterpartName{visit.names.owner().text},
                                                            .submission = {},
                                                            .sender = {},
                                                            .after = {},
                                                            .most = transfers_looked_at}))
            transfers.push_back(std::move(transfer));
    std::ranges::sort(transfers, [](auto const& a, auto const& b) { return a.id.text < b.id.text; });
    std::vector<Offered> offered;
    for (auto const& transfer : transfers) {
        if (std::ssize(offered) >= most) break;
        auto view = visit.parts.ledger.submission(transfer.submission);
        if (!view) continue;
        auto const message = std::ranges::find_if(
            view->files, [](auto const& file) { return file.rendition.name == message_file; });
        if (message == view->files.end() || !message->rendition.digest) continue;  // it came otherwise
        auto const text = read_whole(visit.parts.ledger.fetch(*message->rendition.digest), message_bytes_max);
        auto tree = Tree::parse(text, nullptr, false);
        if (!tree.is_object()) {
            if (visit.parts.log) visit.parts.log("kaleidos.offer_unreadable", {{"transfer", transfer.id.text}});
            continue;
        }
        offered.push_back({transfer.id, std::move(*view), std::move(tree)});
    }
    return offered;
}

Response get_offers(Visit const& visit) {
    std::vector<JoinedPart> parts{R"({"documenten":[)"};
    std::uint64_t bytes = 0;
    bool first = true;
    if (visit.client == visit.names.owner()) {
        for (auto& offered : all_offered(visit, visit.parts.settings.offered_max)) {
            if (!was_adopted(visit, offered.submission.manifest.dossier.id)) {
                if (visit.parts.log)
                    visit.parts.log("kaleidos.offer_held_back", {{"transfer", offered.transfer.text},
                                                                 {"why", "its dossier is not known as adopted yet"}});
                continue;
            }
            bytes += bytes_of(offered);
            // The client reads the whole answer into memory: what does not fit comes when this is acknowledged.
            if (!first && bytes > visit.parts.settings.offered_bytes_max) break;
            if (!std::exchange(first, false)) parts.emplace_back(std::string(","));
            for (auto& part : parts_of(visit, std::move(offered))) parts.push_back(std::move(part));
        }
    }
    parts.emplace_back(std::string("]}"));
    Response answer;
    answer.headers = {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}};
    answer.body = Content{{}, length_of(parts), std::string()};
    answer.maker = [parts = std::move(parts)] { return std::make_unique<JoinedReader>(parts); };
    return answer;
}

void note_processed(Visit const& visit, DossierId const& dossier, std::vector<AcknowledgedFile> const& files) {
    if (visit.client != visit.names.owner() || files.empty()) return;
    auto& ledger = visit.parts.ledger;
    CounterpartName const receiver{visit.names.owner().text};
    std::map<std::string, std::string> kept;
    for (auto const& file : files) kept[processed_prefix + file.name] = file.file;
    for (auto const& offered : all_offered(visit, transfers_looked_at)) {
        auto const& its_own = offered.submission.manifest.dossier.id;
        auto const present = visit.names.dossier_of(visit.client, number_in(offered.message, "pobj"));
        if (its_own != dossier && present != dossier) continue;
        ledger.note_references(receiver, its_own, kept, {}, visit.now());
        auto const known = ledger.references_of(receiver, its_own);
        auto const awaited = awaited_files(offered);
        bool const whole = std::ranges::all_of(
            awaited, [&](auto const& pfls) { return known.contains(processed_prefix + pfls); });
        if (!whole) continue;
        NewsItem item{.transfer = offered.transfer, .kind = "acknowledged", .reference = {},
                      .why = {"alle bestanden zijn verwerkt", "all files are processed"}, .data = {},
                      .key = "verwerkt:" + offered.transfer.text};
        ignore(ledger.take_news(receiver, {{std::move(item)}, ledger.news_cursor(receiver)}, visit.now()),
               "taken before is as good");
    }
}

}  // namespace wetbode::kaleidos
