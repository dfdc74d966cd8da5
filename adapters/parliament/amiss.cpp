// SPDX-License-Identifier: EUPL-1.2
#include "adapters/parliament/amiss.hpp"

#include "adapters/parliament/document.hpp"

#include <algorithm>
#include <sstream>

namespace wetbode::parliament {

namespace {

constexpr std::size_t named_max = 10'000;
constexpr std::size_t told_max = 10;
constexpr std::string_view again = "|sent again";

}  // namespace

std::vector<EnvelopeFile> unnamed_files(Envelope const& envelope,
                                        std::map<std::string, std::string> const& references) {
    std::vector<EnvelopeFile> unnamed;
    for (auto const& file : envelope.files)
        if (!references.contains(std::string(pfls_prefix) + file_uri(file.rendition))) unnamed.push_back(file);
    return unnamed;
}

Text amiss_text(std::vector<EnvelopeFile> const& unnamed) {
    if (unnamed.empty()) return {};
    std::string names;
    for (std::size_t i = 0; i < std::min(unnamed.size(), told_max); ++i)
        names += (i == 0 ? "" : ", ") + unnamed[i].rendition.name;
    auto const others = unnamed.size() > told_max ? std::to_string(unnamed.size() - told_max) : std::string();
    auto const number = std::to_string(unnamed.size());
    return {"Het Vlaams Parlement antwoordde SUCCESS, maar noemt " + number + " van de bestanden niet: " + names +
                (others.empty() ? "" : " en nog " + others) +
                ". Vraag na of het ze heeft, of bied de overdracht opnieuw aan: dan gaan alleen die.",
            "The Flemish Parliament answered SUCCESS, but does not name " + number + " of the files: " + names +
                (others.empty() ? "" : " and " + others + " more") +
                ". Ask whether it has them, or replay the transfer: then only those are sent."};
}

std::string amiss_note(TransferId const& transfer, std::vector<EnvelopeFile> const& unnamed) {
    auto note = transfer.text;
    for (auto const& file : unnamed) note += '\n' + file_uri(file.rendition);
    return note;
}

bool was_amiss(Envelope const& envelope) {
    auto const noted = envelope.references.find(amiss_key);
    return noted != envelope.references.end() && noted->second.starts_with(envelope.transfer.text + '\n');
}

std::vector<std::string> missed_files(Envelope const& envelope) {
    auto const noted = envelope.references.find(amiss_key);
    if (noted == envelope.references.end()) return {};
    std::istringstream lines(noted->second);
    std::string line;
    std::getline(lines, line);
    if (line != envelope.transfer.text && line != envelope.transfer.text + std::string(again)) return {};
    std::vector<std::string> uris;
    while (std::getline(lines, line)) uris.push_back(line);
    return uris;
}

void sent_again(Envelope const& envelope, Notebook& notebook) {
    auto note = envelope.transfer.text + std::string(again);
    for (auto const& uri : missed_files(envelope)) note += '\n' + uri;
    notebook.remember(amiss_key, note);
}

Envelope part_of(Envelope const& envelope, std::vector<std::string> const& uris) {
    auto const belongs = [&](Rendition const& file) {
        return std::ranges::find(uris, file_uri(file)) != uris.end();
    };
    auto part = envelope;
    std::erase_if(part.files, [&](auto const& file) { return !belongs(file.rendition); });
    for (auto& piece : part.manifest.pieces)
        std::erase_if(piece.files, [&](auto const& file) {
            return std::ranges::none_of(part.files, [&](auto const& kept) {
                return kept.piece_id == piece.id && kept.rendition.name == file.name;
            });
        });
    std::erase_if(part.manifest.pieces, [](auto const& piece) { return piece.files.empty(); });
    return part;
}

void NamedFiles::note(std::string const& uri, std::string const& pfls) {
    if (uri.empty() || pfls.empty()) return;
    named_.with([&](auto& named) {
        if (named.size() < named_max || named.contains(uri)) named[uri] = pfls;
    });
}

std::vector<std::string> NamedFiles::without_name(std::vector<std::string> const& uris,
                                                  std::map<std::string, std::string> const& references) {
    auto const named = references_of(uris);
    std::vector<std::string> unnamed;
    for (auto const& uri : uris) {
        auto const key = std::string(pfls_prefix) + uri;
        if (!named.contains(key) && !references.contains(key)) unnamed.push_back(uri);
    }
    return unnamed;
}

std::map<std::string, std::string> NamedFiles::references_of(std::vector<std::string> const& uris) {
    return named_.with([&](auto& named) {
        std::map<std::string, std::string> references;
        for (auto const& uri : uris)
            if (auto const found = named.find(uri); found != named.end())
                references[std::string(pfls_prefix) + uri] = found->second;
        return references;
    });
}

std::vector<NewsItem> NamedFiles::completed(std::vector<Pending> const& pending) {
    std::vector<NewsItem> items;
    for (auto const& one : pending) {
        auto const noted = one.references.find(amiss_key);
        if (noted == one.references.end() || !noted->second.starts_with(one.transfer.text + '\n')) continue;
        std::istringstream lines(noted->second.substr(one.transfer.text.size() + 1));
        NewsItem item;
        bool whole = true;
        for (std::string uri; std::getline(lines, uri);) {
            auto const pfls = named_.with([&](auto& named) {
                auto const found = named.find(uri);
                return found == named.end() ? std::string() : found->second;
            });
            whole = whole && !pfls.empty();
            item.references[std::string(pfls_prefix) + uri] = pfls;
        }
        if (!whole) continue;
        item.transfer = one.transfer;
        item.kind = "acknowledged";
        item.reference = one.reference;
        item.why = {"Het Vlaams Parlement noemde later alle bestanden die in zijn antwoord ontbraken.",
                    "The Flemish Parliament later named every file that its answer had missed."};
        item.key = "named:" + one.transfer.text;
        items.push_back(std::move(item));
    }
    return items;
}

}  // namespace wetbode::parliament
