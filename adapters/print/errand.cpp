// SPDX-License-Identifier: EUPL-1.2
#include "adapters/print/errand.hpp"

#include <algorithm>
#include <charconv>

namespace wetbode::print {

namespace {

constexpr int status_gone = 0x0407;

std::string reference_of(Job const& job) {
    return job.uri.empty() ? "job " + std::to_string(job.id) : job.uri;
}

bool usable(Job const& job) { return job.state != JobState::canceled && job.state != JobState::aborted; }

Refusal outcome_unknown(int job) {
    auto const number = std::to_string(job);
    return {"PRINT_OUTCOME_UNKNOWN",
            {"Onbekend of de brief gedrukt is", "It is unknown whether the letter was printed"},
            {"De verbinding brak af terwijl taak " + number + " verzonden werd, en de printer kent die taak niet meer.",
             "The connection broke while job " + number + " was being sent, and the printer no longer knows that job."},
            {"Kijk in de drukkerij of de brief er ligt. Ligt hij er niet, geef de zending opnieuw vrij: dan wordt hij "
             "gedrukt.",
             "Look in the print room whether the letter is there. If it is not, replay the transfer: then it is "
             "printed."},
            {}};
}

}  // namespace

std::optional<int> remembered_job(std::map<std::string, std::string> const& references) {
    auto const found = references.find(key_job);
    if (found == references.end()) return std::nullopt;
    auto const& text = found->second;
    int job = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), job);
    if (error != std::errc{} || end != text.data() + text.size() || job <= 0) return std::nullopt;
    return job;
}

bool forgotten(Reply const& reply, TransferId const& transfer) {
    if (!reply.answered()) return false;
    if (reply.status == status_not_found || reply.status == status_gone) return true;
    if (!reply.ok()) return false;
    if (reply.jobs.empty()) return true;
    auto const& name = reply.jobs.front().name;
    return !name.empty() && name != transfer.text;
}

bool without_document(Job const& job) {
    if (job.documents) return *job.documents == 0;
    return std::any_of(job.reasons.begin(), job.reasons.end(), [](std::string const& reason) {
        return reason == "job-incoming" || reason == "job-data-insufficient";
    });
}

Outcome outcome_of(Reply const& reply, rest::AnswersTable const& answers, Instant now) {
    rest::Reply http;
    http.status = reply.http_status;
    http.why = reply.why;
    switch (reply.failure) {
        case Failure::unreachable: http.failure = rest::Failure::unreachable; return rest::outcome_of_failure(http);
        case Failure::interrupted: http.failure = rest::Failure::interrupted; return rest::outcome_of_failure(http);
        case Failure::http: break;
        case Failure::none: {
            // Half a class of HTTP is what the table falls back to: client errors are declined, server errors retried.
            auto const row = answers.judge(reply.status < 0x0500 ? 400 : 500, reply.keyword);
            return rest::outcome_of(http, row, now, {}, {});
        }
    }
    if (reply.http_status == 200)
        return TryLater{{"Het antwoord is niet van een printer: " + reply.why + ".",
                         "The answer is not that of a printer: " + reply.why + "."}, std::nullopt};
    return rest::outcome_of(http, answers.judge(reply.http_status, {}), now, {}, {});
}

EnvelopeFile const* document_in(Envelope const& envelope) {
    auto const pdf = [](EnvelopeFile const& file) { return file.rendition.media_type == "application/pdf"; };
    auto const made = [&](EnvelopeFile const& file) { return file.piece_id.empty() && pdf(file); };
    auto const& files = envelope.files;
    auto found = std::find_if(files.begin(), files.end(), made);
    if (found == files.end()) found = std::find_if(files.begin(), files.end(), pdf);
    return found == files.end() ? nullptr : &*found;
}

Delivery Errand::run(Content const& pdf) {
    find_earlier_job();
    if (!outcome_ && !job_) create();
    if (!outcome_) send(pdf);
    ensure(outcome_.has_value(), "an errand at the print room ends with an outcome");
    delivery_.outcome = std::move(*outcome_);
    return std::move(delivery_);
}

void Errand::find_earlier_job() {
    auto const job = remembered_job(envelope_.references);
    // A gateway that died between Create-Job and its notebook left an empty job behind: better to use that one.
    if (!job) return envelope_.attempt > 1 ? find_by_name() : void();
    auto const reply = ports_.printer.job(*job, ports_.deadline);
    note_answer(reply);
    if (forgotten(reply, envelope_.transfer)) return after_forgotten(*job);
    if (!reply.ok()) return fail(reply);
    auto known = reply.jobs.front();
    known.id = *job;
    judge_earlier_job(known, true);
}

void Errand::find_by_name() {
    auto const reply = ports_.printer.jobs(ports_.deadline);
    note_answer(reply);
    if (!reply.ok()) return fail(reply);
    Job const* best = nullptr;
    for (auto const& job : reply.jobs)
        if (job.name == envelope_.transfer.text && job.id > 0 && usable(job) && (best == nullptr || job.id > best->id))
            best = &job;
    if (best != nullptr) judge_earlier_job(*best, false);
}

void Errand::judge_earlier_job(Job const& job, bool remembered) {
    delivery_.references[key_uri] = reference_of(job);
    if (job.state == JobState::completed) {
        outcome_ = Acknowledged{reference_of(job)};
        return;
    }
    if (!usable(job)) return;
    bool const sent = noted(key_sent, job.id);
    if (sent && without_document(job)) return replace(job.id);
    if (sent || (!remembered && !without_document(job))) {
        ports_.notebook.remember(key_job, std::to_string(job.id));
        delivery_.references[key_accepted] = std::to_string(job.id);
        outcome_ = HandedOver{reference_of(job)};
        return;
    }
    ports_.notebook.remember(key_job, std::to_string(job.id));
    job_ = job;
}

/// Printed and forgotten, or lost: only somebody who looks at the paper can tell. What we know to be accepted comes
/// here a second time only because a person asked for it; what was never sent cannot have been printed.
void Errand::after_forgotten(int job) {
    if (!noted(key_sent, job) || noted(key_accepted, job)) return;
    ports_.notebook.remember(key_job, "");
    outcome_ = Declined{outcome_unknown(job), std::nullopt};
}

/// A job whose document broke off may hold half of it: a second document would be printed behind that half.
void Errand::replace(int job) {
    auto const reply = ports_.printer.cancel_job(job, ports_.deadline);
    note_answer(reply);
    if (!reply.ok() && !(reply.answered() && (reply.status == status_not_found || reply.status == status_gone)))
        fail(reply);
}

void Errand::create() {
    auto const reply = ports_.printer.create_job(envelope_.transfer.text, ports_.deadline);
    note_answer(reply);
    if (!reply.ok()) return fail(reply);
    if (reply.jobs.empty() || reply.jobs.front().id <= 0) {
        outcome_ = TryLater{{"De printer nam een taak aan zonder ze een nummer te geven.",
                             "The printer took a job without giving it a number."}, std::nullopt};
        return;
    }
    job_ = reply.jobs.front();
    ports_.notebook.remember(key_job, std::to_string(job_->id));
    delivery_.references[key_uri] = reference_of(*job_);
}

void Errand::send(Content const& pdf) {
    ports_.notebook.remember(key_sent, std::to_string(job_->id));
    auto const reply = ports_.printer.send_document(job_->id, pdf, ports_.deadline);
    note_answer(reply);
    if (reply.ok()) {
        delivery_.references[key_accepted] = std::to_string(job_->id);
        outcome_ = HandedOver{reference_of(*job_)};
        return;
    }
    fail(reply);
    if (std::holds_alternative<Declined>(*outcome_))
        ignore(ports_.printer.cancel_job(job_->id, ports_.deadline), "an empty job is never printed, only untidy");
}

bool Errand::noted(char const* key, int job) const {
    auto const found = envelope_.references.find(key);
    return found != envelope_.references.end() && found->second == std::to_string(job);
}

void Errand::note_answer(Reply const& reply) { delivery_.answer = reply.as_answer(); }

void Errand::fail(Reply const& reply) { outcome_ = outcome_of(reply, ports_.answers, ports_.now); }

}  // namespace wetbode::print
