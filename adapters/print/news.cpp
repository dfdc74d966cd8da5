// SPDX-License-Identifier: EUPL-1.2
#include "adapters/print/news.hpp"

#include "adapters/print/errand.hpp"
#include "gateway/base/rfc3339.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace wetbode::print {

namespace {

/// Below this there is no use in beginning another question.
constexpr Milliseconds worth_asking{250};

std::string key_of(Pending const& pending, int job, std::string_view what) {
    return pending.transfer.text + "/" + std::to_string(job) + "/" + std::string(what);
}

std::string data_of(Job const& job) {
    nlohmann::json data{{"job_id", job.id}, {"job_state", name_of(job.state)}, {"job_state_reasons", job.reasons}};
    if (job.impressions) data["impressions"] = *job.impressions;
    if (job.sheets) data["sheets"] = *job.sheets;
    if (job.completed) data["completed"] = rfc3339(*job.completed);
    return data.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string joined(std::vector<std::string> const& reasons) {
    std::string all;
    for (auto const& reason : reasons) all += (all.empty() ? "" : ", ") + reason;
    return all;
}

/// The printer's own words, short and without control characters.
std::string with_reasons(Job const& job) {
    auto words = joined(job.reasons);
    if (!job.message.empty()) words += (words.empty() ? "" : "; ") + job.message;
    std::replace_if(words.begin(), words.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
    if (words.size() > 512) words.resize(512);
    return words.empty() ? "-" : words;
}

NewsItem forgotten_item(Pending const& pending, int job) {
    return {pending.transfer, "status", {},
            {"De printer kent taak " + std::to_string(job) + " niet meer; of ze gedrukt is, weet hij niet.",
             "The printer no longer knows job " + std::to_string(job) + "; whether it was printed it cannot tell."},
            nlohmann::json{{"job_id", job}, {"job_state", "forgotten"}}.dump(), key_of(pending, job, "forgotten")};
}

/// Where to begin: behind the last one that was asked, so that the end of a long list gets its turn.
std::size_t start_after(std::string const& cursor, std::vector<Pending> const& pending) {
    auto const last = std::find_if(pending.begin(), pending.end(),
                                   [&](Pending const& item) { return item.transfer.text == cursor; });
    return last == pending.end() ? 0 : static_cast<std::size_t>(last - pending.begin()) + 1;
}

}  // namespace

std::string_view name_of(JobState state) {
    switch (state) {
        case JobState::pending: return "pending";
        case JobState::held: return "held";
        case JobState::processing: return "processing";
        case JobState::stopped: return "stopped";
        case JobState::canceled: return "canceled";
        case JobState::aborted: return "aborted";
        case JobState::completed: return "completed";
        case JobState::unknown: break;
    }
    return "unknown";
}

std::optional<NewsItem> news_of(Pending const& pending, Job const& job) {
    NewsItem item;
    item.transfer = pending.transfer;
    item.reference = job.uri.empty() ? pending.reference : job.uri;
    item.data = data_of(job);
    item.key = key_of(pending, job.id, name_of(job.state));
    auto const why = with_reasons(job);
    switch (job.state) {
        case JobState::completed:
            item.kind = "acknowledged";
            item.why = {"Gedrukt.", "Printed."};
            return item;
        case JobState::canceled:
            item.kind = "refused";
            item.why = {"In de drukkerij geannuleerd: " + why, "Canceled in the print room: " + why};
            return item;
        case JobState::aborted:
            item.kind = "refused";
            item.why = {"De printer brak de taak af: " + why, "The printer aborted the job: " + why};
            return item;
        case JobState::stopped:
        case JobState::held:
            item.kind = "status";
            item.why = {"De printer wacht: " + why, "The printer is waiting: " + why};
            return item;
        case JobState::pending:
        case JobState::processing:
        case JobState::unknown: break;
    }
    return std::nullopt;
}

News collect_news(Printer const& printer, std::string const& cursor, std::vector<Pending> const& pending,
                  Deadline deadline) {
    News news;
    news.cursor = cursor;
    auto const first = start_after(cursor, pending);
    for (std::size_t i = 0; i < pending.size(); ++i) {
        auto const& item = pending[(first + i) % pending.size()];
        if (deadline.left() < worth_asking) return news;  // the next round goes on here
        auto const job = remembered_job(item.references);
        if (job) {
            auto const reply = printer.job(*job, deadline);
            if (!reply.answered()) return news;  // the printer is away
            if (forgotten(reply, item.transfer)) {
                news.items.push_back(forgotten_item(item, *job));
            } else if (reply.ok()) {
                auto known = reply.jobs.front();
                known.id = *job;
                if (auto told = news_of(item, known)) news.items.push_back(std::move(*told));
            }
        }
        news.cursor = item.transfer.text;
    }
    news.cursor.clear();  // all were asked
    return news;
}

}  // namespace wetbode::print
