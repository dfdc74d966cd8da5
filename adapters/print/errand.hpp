// SPDX-License-Identifier: EUPL-1.2
// One try to have one letter printed. IPP knows no idempotency, so the job's number is written down before the document
// leaves, and a later try asks the printer about that job first. Private to adapters/print; one thread per object.
#pragma once

#include "adapters/print/ipp.hpp"
#include "adapters/rest/answers.hpp"
#include "gateway/counterpart.hpp"

#include <optional>
#include <string>

namespace wetbode::print {

/// What we learn by heart about a transfer, in its references.
inline constexpr auto key_job = "job-id";             ///< job made for it; empty = none any more
inline constexpr auto key_sent = "job-sent";          ///< job that the document was, perhaps only partly, sent to
inline constexpr auto key_accepted = "job-accepted";  ///< job that took the document, and we know it
inline constexpr auto key_uri = "job-uri";

/// "job-id" as a number; empty if there is none.
[[nodiscard]] std::optional<int> remembered_job(std::map<std::string, std::string> const& references);

/// The printer's answer is about another job, or about none: after a restart printers count from 1 again.
[[nodiscard]] bool forgotten(Reply const& reply, TransferId const& transfer);

/// The printer waits for a document in this job.
[[nodiscard]] bool without_document(Job const& job);

/// What an answer that brought no success means.
[[nodiscard]] Outcome outcome_of(Reply const& reply, rest::AnswersTable const& answers, Instant now);

/// The PDF to print: what the gateway made, else the first PDF of the pieces. Null if there is none.
[[nodiscard]] EnvelopeFile const* document_in(Envelope const& envelope);

class Errand {
public:
    struct Ports {
        Printer const& printer;
        rest::AnswersTable const& answers;
        Notebook& notebook;
        Instant now;
        Deadline deadline;
    };

    Errand(Envelope const& envelope, Ports ports) : envelope_(envelope), ports_(ports) {}

    [[nodiscard]] Delivery run(Content const& pdf);

private:
    /// What an earlier try left at the printer. Sets outcome_ if nothing more is to be done, job_ if it can be used.
    void find_earlier_job();
    void find_by_name();
    void judge_earlier_job(Job const& job, bool remembered);
    void after_forgotten(int job);
    void replace(int job);
    void create();
    void send(Content const& pdf);
    [[nodiscard]] bool noted(char const* key, int job) const;
    void note_answer(Reply const& reply);
    void fail(Reply const& reply);

    Envelope const& envelope_;
    Ports ports_;
    Delivery delivery_;
    std::optional<Outcome> outcome_;
    std::optional<Job> job_;
};

}  // namespace wetbode::print
