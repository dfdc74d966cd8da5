// SPDX-License-Identifier: EUPL-1.2
#include "gateway/feed/feed.hpp"

#include "gateway/base/rfc3339.hpp"
#include "gateway/base/sha256.hpp"
#include "gateway/feed/escape.hpp"
#include "gateway/feed/items.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>

namespace wetbode {
namespace {

using feed::Item;
using feed::ItemFile;
using feed::json_string;
using feed::percent_encoded;
using feed::xml_escaped;

constexpr std::int64_t page_events_max = 5000;  // what the ledger gives in one act

std::string etag_of(std::string const& body) { return '"' + sha256(body).hex() + '"'; }

std::string submission_url(std::string const& base, SubmissionId const& id) {
    return base + "/v1/submissions/" + percent_encoded(id.text);
}

std::string file_url(std::string const& base, SubmissionId const& id, std::string const& name) {
    return submission_url(base, id) + "/files/" + percent_encoded(name);
}

std::string feed_url(std::string const& base, CounterpartName const& counterpart) {
    return base + "/feeds/" + percent_encoded(counterpart.text);
}

std::string page_url(std::string const& base, CounterpartName const& counterpart, std::int64_t page) {
    return feed_url(base, counterpart) + "/" + std::to_string(page);
}

std::string element(std::string_view name, std::string_view text) {
    auto const tag = std::string(name);
    return "<" + tag + ">" + xml_escaped(text) + "</" + tag + ">\n";
}

std::string link(std::string_view relation, std::string const& url, std::string_view media_type) {
    return "<link rel=\"" + std::string(relation) + "\" type=\"" + xml_escaped(media_type) + "\" href=\"" +
           xml_escaped(url) + "\"/>\n";
}

std::string enclosure(std::string const& base, SubmissionId const& id, ItemFile const& file) {
    auto const& rendition = file.rendition;
    ensure(rendition.digest && rendition.bytes, "a file in the ledger has a digest and a length");
    return "<link rel=\"enclosure\" type=\"" + xml_escaped(rendition.media_type) + "\" length=\"" +
           std::to_string(*rendition.bytes) + "\" href=\"" + xml_escaped(file_url(base, id, rendition.name)) +
           "\" title=\"" + xml_escaped(file.piece_title.empty() ? rendition.name : file.piece_title) +
           "\"><wb:file name=\"" + xml_escaped(rendition.name) + "\" sha256=\"" + rendition.digest->hex() +
           "\" piece=\"" + xml_escaped(file.piece_id) + "\" access=\"" + xml_escaped(file.access) + "\"/></link>\n";
}

/// The act itself describes what it became; its data stand beside the link for whoever does not follow it.
std::string publication_elements(std::map<std::string, std::string> const& publication) {
    std::string text;
    std::string attributes;
    for (auto const& [key, value] : publication) {
        if (key == "eli" || key == "eli_codex") text += link("describedby", value, "text/html");
        if (key == "numac")
            text += "<category scheme=\"urn:wetbode:feed:1:numac\" term=\"" + xml_escaped(value) + "\"/>\n";
        attributes += " " + key + "=\"" + xml_escaped(value) + "\"";
    }
    return text + "<wb:publication" + attributes + "/>\n";
}

std::string publication_json(std::map<std::string, std::string> const& publication) {
    std::string text;
    for (auto const& [key, value] : publication)
        text += (text.empty() ? "" : ",") + json_string(key) + ":" + json_string(value);
    return "{" + text + "}";
}

std::string entry(std::string const& base, Item const& item) {
    auto const& event = item.event;
    auto const state = event.kind.substr(event.kind.find('.') + 1);
    std::string text = "<entry>\n";
    text += element("id", "urn:wetbode:event:" + std::to_string(event.sequence));
    text += element("title", item.title.empty() ? event.submission.text : item.title);
    text += element("updated", rfc3339(event.at));
    text += link("alternate", submission_url(base, event.submission), "application/json");
    text += "<category scheme=\"urn:wetbode:feed:1:state\" term=\"" + xml_escaped(state) + "\"/>\n";
    if (!event.dossier.empty())
        text += "<category scheme=\"urn:wetbode:feed:1:dossier\" term=\"" + xml_escaped(event.dossier.text) + "\"/>\n";
    text += "<wb:event sequence=\"" + std::to_string(event.sequence) + "\" kind=\"" + xml_escaped(event.kind) +
            "\" submission=\"" + xml_escaped(event.submission.text) + "\" transfer=\"" +
            xml_escaped(event.transfer.text) + "\"/>\n";
    if (!item.publication.empty()) text += publication_elements(item.publication);
    for (auto const& file : item.files) text += enclosure(base, event.submission, file);
    if (item.sealed)
        text += link("related", submission_url(base, event.submission) + "/seal", "application/vnd.etsi.asic-e+zip");
    if (item.evidence)
        text += link("related", submission_url(base, event.submission) + "/evidence", "application/octet-stream");
    return text + "</entry>\n";
}

std::string json_of(std::string const& base, Item const& item) {
    auto const& event = item.event;
    auto const or_null = [](std::string const& text) { return text.empty() ? std::string("null") : json_string(text); };
    std::string text = "{\"sequence\":" + std::to_string(event.sequence) + ",\"at\":" + json_string(rfc3339(event.at)) +
                       ",\"kind\":" + json_string(event.kind) +
                       ",\"submission\":" + json_string(event.submission.text) +
                       ",\"dossier\":" + or_null(event.dossier.text) + ",\"transfer\":" + or_null(event.transfer.text) +
                       ",\"counterpart\":" + or_null(event.counterpart.text);
    if (!item.title.empty()) text += ",\"title\":" + json_string(item.title);
    if (item.sealed) text += ",\"seal\":" + json_string(submission_url(base, event.submission) + "/seal");
    if (item.evidence) text += ",\"evidence\":" + json_string(submission_url(base, event.submission) + "/evidence");
    if (!item.publication.empty()) text += ",\"publication\":" + publication_json(item.publication);
    text += ",\"files\":[";
    for (auto const& file : item.files) {
        auto const& rendition = file.rendition;
        if (text.back() == '}') text += ',';
        text += "{\"name\":" + json_string(rendition.name) + ",\"piece\":" + or_null(file.piece_id) +
                ",\"media_type\":" + json_string(rendition.media_type) +
                ",\"bytes\":" + std::to_string(rendition.bytes.value_or(0)) +
                ",\"sha256\":" + json_string(rendition.digest.value_or(Digest{}).hex()) +
                ",\"href\":" + json_string(file_url(base, event.submission, rendition.name)) + "}";
    }
    return text + "]}";
}

struct PageRange {
    std::int64_t number;
    std::int64_t first;  ///< sequence before the first of the page
    std::int64_t last;   ///< last sequence of the page when it is full
    bool full;
};

/// Everything before the entries. `updated` is the instant of the last event in the range, whoever it was for: fixed.
std::string head(FeedSettings const& settings, CounterpartName const& counterpart, PageRange const& page,
                 bool subscription, Instant updated) {
    constexpr std::string_view atom = "application/atom+xml";
    auto const& base = settings.base_url;
    auto const current = feed_url(base, counterpart);
    auto const own = subscription ? current : page_url(base, counterpart, page.number);
    std::string text =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xmlns:fh=\"http://purl.org/syndication/history/1.0\" "
        "xmlns:wb=\"urn:wetbode:feed:1\">\n";
    text += element("id", "urn:wetbode:feed:" + percent_encoded(counterpart.text));
    text += element("title", "Wetbode: " + counterpart.text);
    text += element("updated", rfc3339(updated));
    text += "<author><name>Wetbode</name></author>\n";
    text += link("self", own, atom);
    if (!subscription) text += link("current", current, atom);
    if (page.full) text += "<fh:archive/>\n";
    if (page.number > 1) text += link("prev-archive", page_url(base, counterpart, page.number - 1), atom);
    // Always there on a full page, also before the next one is full, so that its bytes never change.
    if (page.full) text += link("next-archive", page_url(base, counterpart, page.number + 1), atom);
    return text;
}

}  // namespace

Feed::Feed(Ledger& ledger, AccessPolicy const& access, FeedSettings settings)
    : ledger_(ledger), access_(access), settings_(std::move(settings)) {
    if (settings_.page_events < 1 || settings_.page_events > page_events_max)
        throw std::invalid_argument("a page of the feed has 1 to 5000 events");
}

std::optional<FeedPage> Feed::atom(CounterpartName const& counterpart, std::optional<std::int64_t> page) {
    auto const size = settings_.page_events;
    auto const top = ledger_.events({}, std::numeric_limits<std::int64_t>::max() - 1,
                                    std::numeric_limits<std::int64_t>::max(), 1);
    auto const current = top.last_sequence / size + 1;
    auto const number = page.value_or(current);
    if (number < 1 || number > current) return std::nullopt;

    PageRange const range{number, (number - 1) * size, number * size, number < current};
    EventFilter audience;
    audience.audience = counterpart;
    auto const events = ledger_.events(audience, range.first, range.last, static_cast<int>(size)).events;
    // The newest event of the whole range, not of the audience: it is there on every full page.
    auto updated = top.last_written.value_or(Instant{});
    if (range.full) {
        auto const newest = ledger_.events({}, range.last - 1, range.last, 1).events;
        ensure(newest.size() == 1, "the sequence of events has no gap");
        updated = newest.front().at;
    }

    FeedPage answer;
    answer.media_type = "application/atom+xml;charset=utf-8";
    answer.immutable = range.full;
    answer.body = head(settings_, counterpart, range, !page, updated);
    auto const items = feed::items_of(events, counterpart, ledger_, access_);
    for (auto item = items.rbegin(); item != items.rend(); ++item)  // newest first, as feed readers expect
        answer.body += entry(settings_.base_url, *item);
    answer.body += "</feed>\n";
    answer.etag = etag_of(answer.body);
    return answer;
}

FeedPage Feed::events(CounterpartName const& counterpart, std::int64_t after, int most) {
    EventFilter audience;
    audience.audience = counterpart;
    most = std::clamp(most, 1, static_cast<int>(page_events_max));
    after = std::max<std::int64_t>(after, 0);
    auto const page = ledger_.events(audience, after, std::numeric_limits<std::int64_t>::max(), most);
    auto const cut = static_cast<int>(page.events.size()) == most;
    // Not cut: nothing for this reader lies between the cursor and the end of the ledger. A cursor never steps back.
    auto const next = std::max(after, cut ? page.events.back().sequence : page.last_sequence);

    FeedPage answer;
    answer.media_type = "application/json";
    answer.body = "{\"events\":[";
    for (auto const& item : feed::items_of(page.events, counterpart, ledger_, access_)) {
        if (answer.body.back() == '}') answer.body += ',';
        answer.body += json_of(settings_.base_url, item);
    }
    answer.body += "],\"next\":" + std::to_string(next) + ",\"last\":" + std::to_string(page.last_sequence) +
                   ",\"last_written\":" + (page.last_written ? json_string(rfc3339(*page.last_written)) : "null") + "}";
    answer.etag = etag_of(answer.body);
    return answer;
}

}  // namespace wetbode
