// SPDX-License-Identifier: EUPL-1.2
#include "adapters/print/ipp.hpp"

#include "adapters/print/connection.hpp"
#include "adapters/print/trust.hpp"
#include "gateway/refusal.hpp"

#include <cups/cups.h>

#include <array>
#include <cstring>
#include <memory>
#include <stdexcept>

namespace wetbode::print {

namespace {

using Ipp = std::unique_ptr<ipp_t, decltype(&ippDelete)>;

constexpr std::size_t text_bytes_max = 4096;
constexpr int values_max = 16;
/// Jobs asked for at once. Beyond it an empty job of a crashed gateway may stay behind; it is never printed.
constexpr int jobs_max = 1000;

constexpr std::array job_attributes{"job-id",            "job-uri",           "job-name",
                                    "job-state",         "job-state-reasons", "job-state-message",
                                    "number-of-documents", "job-impressions-completed",
                                    "job-media-sheets-completed", "date-time-at-completed"};

class Request {
public:
    Request(ipp_op_t operation, PrinterSettings const& printer) : ipp_(ippNew(), &ippDelete) {
        if (!ipp_) throw std::bad_alloc();
        ippSetVersion(ipp_.get(), 1, 1);  // all that we ask is in IPP/1.1, which every printer speaks
        ippSetOperation(ipp_.get(), operation);
        ippSetRequestId(ipp_.get(), 1);
        text(IPP_TAG_CHARSET, "attributes-charset", "utf-8");
        text(IPP_TAG_LANGUAGE, "attributes-natural-language", "en");
        text(IPP_TAG_URI, "printer-uri", printer.uri);
    }

    Request& text(ipp_tag_t tag, char const* name, std::string const& value) {
        ippAddString(ipp_.get(), IPP_TAG_OPERATION, tag, name, nullptr, value.c_str());
        return *this;
    }
    Request& number(char const* name, int value) {
        ippAddInteger(ipp_.get(), IPP_TAG_OPERATION, IPP_TAG_INTEGER, name, value);
        return *this;
    }
    Request& yes(char const* name) {
        ippAddBoolean(ipp_.get(), IPP_TAG_OPERATION, name, 1);
        return *this;
    }
    Request& user(std::string const& name) { return text(IPP_TAG_NAME, "requesting-user-name", name); }
    Request& wanted_attributes() {
        ippAddStrings(ipp_.get(), IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes",
                      static_cast<int>(job_attributes.size()), nullptr, job_attributes.data());
        return *this;
    }
    Request& job_keyword(char const* name, std::string const& value) {
        ippAddString(ipp_.get(), IPP_TAG_JOB, IPP_TAG_KEYWORD, name, nullptr, value.c_str());
        return *this;
    }

    [[nodiscard]] std::string operation() const { return ippOpString(ippGetOperation(ipp_.get())); }
    [[nodiscard]] std::string bytes() const {
        std::string out;
        auto const append = [](void* to, ipp_uchar_t* from, std::size_t count) {
            static_cast<std::string*>(to)->append(reinterpret_cast<char const*>(from), count);
            return static_cast<ssize_t>(count);
        };
        auto const state = ippWriteIO(&out, append, 1, nullptr, ipp_.get());
        ensure(state == IPP_STATE_DATA, "an IPP request that we built can be written");
        return out;
    }

private:
    Ipp ipp_;
};

struct Cursor {
    std::string_view left;
};

ssize_t take(void* from, ipp_uchar_t* buffer, std::size_t count) {
    auto& cursor = *static_cast<Cursor*>(from);
    auto const given = std::min(count, cursor.left.size());
    std::memcpy(buffer, cursor.left.data(), given);
    cursor.left.remove_prefix(given);
    return static_cast<ssize_t>(given);
}

std::string string_of(ipp_attribute_t* attribute) {
    auto const tag = ippGetValueTag(attribute);
    bool const text = tag == IPP_TAG_NAME || tag == IPP_TAG_TEXT || tag == IPP_TAG_URI || tag == IPP_TAG_KEYWORD ||
                      tag == IPP_TAG_NAMELANG || tag == IPP_TAG_TEXTLANG;
    char const* const value = text ? ippGetString(attribute, 0, nullptr) : nullptr;
    return value != nullptr ? value : "";
}

std::optional<int> number_of(ipp_attribute_t* attribute) {
    auto const tag = ippGetValueTag(attribute);
    if (tag != IPP_TAG_INTEGER && tag != IPP_TAG_ENUM) return std::nullopt;
    return ippGetInteger(attribute, 0);
}

JobState state_of(ipp_attribute_t* attribute) {
    auto const value = number_of(attribute).value_or(0);
    return value >= 3 && value <= 9 ? static_cast<JobState>(value) : JobState::unknown;
}

std::vector<std::string> keywords_of(ipp_attribute_t* attribute) {
    std::vector<std::string> words;
    if (ippGetValueTag(attribute) != IPP_TAG_KEYWORD) return words;
    for (int i = 0; i < std::min(ippGetCount(attribute), values_max); ++i)
        if (char const* const word = ippGetString(attribute, i, nullptr); word != nullptr) words.emplace_back(word);
    return words;
}

std::optional<Instant> instant_of(ipp_attribute_t* attribute) {
    if (ippGetValueTag(attribute) != IPP_TAG_DATE) return std::nullopt;
    auto const* const date = ippGetDate(attribute, 0);
    if (date == nullptr) return std::nullopt;
    return Instant{std::chrono::seconds{ippDateToTime(date)}};
}

void learn(Job& job, std::string_view name, ipp_attribute_t* attribute) {
    if (name == "job-id") job.id = number_of(attribute).value_or(0);
    else if (name == "job-uri") job.uri = string_of(attribute);
    else if (name == "job-name") job.name = string_of(attribute);
    else if (name == "job-state") job.state = state_of(attribute);
    else if (name == "job-state-reasons") job.reasons = keywords_of(attribute);
    else if (name == "job-state-message") job.message = string_of(attribute);
    else if (name == "job-impressions-completed") job.impressions = number_of(attribute);
    else if (name == "job-media-sheets-completed") job.sheets = number_of(attribute);
    else if (name == "number-of-documents") job.documents = number_of(attribute);
    else if (name == "date-time-at-completed") job.completed = instant_of(attribute);
}

void append_line(std::string& text, char const* name, ipp_attribute_t* attribute) {
    std::array<char, 512> value{};
    ippAttributeString(attribute, value.data(), value.size());
    text += std::string(name) + " = " + value.data() + "\n";
    if (text.size() > text_bytes_max) text.resize(text_bytes_max);
}

void read_answer(Reply& reply, std::string_view bytes) {
    Ipp const ipp(ippNew(), &ippDelete);
    Cursor cursor{bytes};
    if (!ipp || ippReadIO(&cursor, take, 1, nullptr, ipp.get()) != IPP_STATE_DATA) {
        reply.failure = Failure::http;
        reply.why = "the answer is not IPP";
        return;
    }
    reply.status = static_cast<int>(ippGetStatusCode(ipp.get()));
    reply.keyword = ippErrorString(ippGetStatusCode(ipp.get()));
    bool in_job = false;
    for (auto* item = ippFirstAttribute(ipp.get()); item != nullptr; item = ippNextAttribute(ipp.get())) {
        char const* const name = ippGetName(item);
        bool const of_job = name != nullptr && ippGetGroupTag(item) == IPP_TAG_JOB;
        if (of_job && !in_job) reply.jobs.emplace_back();
        in_job = of_job;  // an attribute without a name parts two jobs
        if (of_job) learn(reply.jobs.back(), name, item);
        if (name != nullptr) append_line(reply.text, name, item);
    }
}

}  // namespace

Answer Reply::as_answer() const {
    Answer answer;
    answer.status = !answered() ? http_status : ok() ? 200 : status;
    answer.headers.emplace_back("ipp-operation", operation);
    if (answered()) {
        std::array<char, 8> code{};
        std::snprintf(code.data(), code.size(), "0x%04X", static_cast<unsigned>(status) & 0xFFFFU);
        answer.headers.emplace_back("ipp-status", keyword + " (" + code.data() + ")");
    }
    if (!why.empty()) answer.headers.emplace_back("failure", why);
    answer.body_head = text;
    return answer;
}

Printer::Printer(PrinterSettings settings) : settings_(std::move(settings)) {
    std::array<char, 32> scheme{};
    std::array<char, 256> user{};
    std::array<char, 256> host{};
    std::array<char, 1024> resource{};
    auto const parsed = httpSeparateURI(HTTP_URI_CODING_ALL, settings_.uri.c_str(), scheme.data(), scheme.size(),
                                        user.data(), user.size(), host.data(), host.size(), &port_, resource.data(),
                                        resource.size());
    auto const fail = [this](std::string const& why) {
        throw std::invalid_argument("printer_uri \"" + settings_.uri + "\" " + why);
    };
    if (parsed != HTTP_URI_STATUS_OK) fail("is not a URI");
    tls_ = std::string_view(scheme.data()) == "ipps";
    if (!tls_ && std::string_view(scheme.data()) != "ipp") fail("must begin with ipp:// or ipps://");
    if (user.front() != '\0') fail("must not hold a user or a password");
    if (host.front() == '\0') fail("names no host");
    if (!tls_ && !settings_.ca_file.empty()) fail("is without TLS, so ca_file has no use; write ipps://");
    if (tls_ && !settings_.ca_file.empty()) check_authorities(settings_.ca_file);
    host_ = host.data();
    resource_ = resource.data();
}

namespace {

Reply ask(Target const& target, Request const& request, Content const* document, Deadline deadline) {
    auto posted = post(target, request.bytes(), document, deadline);
    Reply reply;
    reply.operation = request.operation();
    reply.failure = posted.failure;
    reply.why = std::move(posted.why);
    reply.http_status = posted.http_status;
    if (reply.answered()) read_answer(reply, posted.body);
    return reply;
}

}  // namespace

Reply Printer::create_job(std::string const& name, Deadline deadline) const {
    Request request(IPP_OP_CREATE_JOB, settings_);
    request.user(settings_.user)
        .text(IPP_TAG_NAME, "job-name", name)
        .job_keyword("media", settings_.media)
        .job_keyword("sides", settings_.two_sided ? "two-sided-long-edge" : "one-sided");
    return ask({host_, port_, resource_, tls_, settings_.ca_file}, request, nullptr, deadline);
}

Reply Printer::send_document(int job, Content const& pdf, Deadline deadline) const {
    Request request(IPP_OP_SEND_DOCUMENT, settings_);
    request.number("job-id", job)
        .user(settings_.user)
        .text(IPP_TAG_MIMETYPE, "document-format", "application/pdf")
        .yes("last-document");
    return ask({host_, port_, resource_, tls_, settings_.ca_file}, request, &pdf, deadline);
}

Reply Printer::job(int job, Deadline deadline) const {
    Request request(IPP_OP_GET_JOB_ATTRIBUTES, settings_);
    request.number("job-id", job).user(settings_.user).wanted_attributes();
    return ask({host_, port_, resource_, tls_, settings_.ca_file}, request, nullptr, deadline);
}

Reply Printer::jobs(Deadline deadline) const {
    auto const list = [&](std::string const& which) {
        Request request(IPP_OP_GET_JOBS, settings_);
        request.user(settings_.user)
            .number("limit", jobs_max)
            .wanted_attributes()
            .text(IPP_TAG_KEYWORD, "which-jobs", which)
            .yes("my-jobs");
        return ask({host_, port_, resource_, tls_, settings_.ca_file}, request, nullptr, deadline);
    };
    auto reply = list("all");
    // "all" is younger than RFC 8011 (PWG 5100.7); what matters most are the jobs that are not done.
    if (reply.answered() && reply.status == status_values_not_supported) reply = list("not-completed");
    return reply;
}

Reply Printer::cancel_job(int job, Deadline deadline) const {
    Request request(IPP_OP_CANCEL_JOB, settings_);
    request.number("job-id", job).user(settings_.user);
    return ask({host_, port_, resource_, tls_, settings_.ca_file}, request, nullptr, deadline);
}

}  // namespace wetbode::print
