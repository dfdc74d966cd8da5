// SPDX-License-Identifier: EUPL-1.2
#include "unit/print/canned_printer.hpp"

#include <arpa/inet.h>
#include <cups/cups.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstring>
#include <stdexcept>

namespace wetbode::print {

namespace {

int listen_on_loopback(int& port) {
    int const descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof(address);
    if (descriptor < 0 || ::bind(descriptor, reinterpret_cast<sockaddr*>(&address), length) != 0 ||
        ::listen(descriptor, 16) != 0 || ::getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &length) != 0)
        throw std::runtime_error("no loopback socket");
    port = ntohs(address.sin_port);
    return descriptor;
}

struct Cursor {
    std::string const& bytes;
    std::size_t at = 0;
};

ssize_t take(void* from, ipp_uchar_t* buffer, std::size_t count) {
    auto& cursor = *static_cast<Cursor*>(from);
    auto const given = std::min(count, cursor.bytes.size() - cursor.at);
    std::memcpy(buffer, cursor.bytes.data() + cursor.at, given);
    cursor.at += given;
    return static_cast<ssize_t>(given);
}

std::string value_of(ipp_t* ipp, char const* name) {
    auto* const attribute = ippFindAttribute(ipp, name, IPP_TAG_ZERO);
    if (attribute == nullptr) return {};
    char const* const text = ippGetString(attribute, 0, nullptr);
    return text != nullptr ? text : "";
}

Asked understood(std::string const& body) {
    ipp_t* const ipp = ippNew();
    Cursor cursor{body};
    Asked asked;
    if (ippReadIO(&cursor, take, 1, nullptr, ipp) == IPP_STATE_DATA) {
        asked.operation = ippOpString(ippGetOperation(ipp));
        if (auto* const job = ippFindAttribute(ipp, "job-id", IPP_TAG_INTEGER)) asked.job = ippGetInteger(job, 0);
        asked.job_name = value_of(ipp, "job-name");
        asked.sides = value_of(ipp, "sides");
        asked.media = value_of(ipp, "media");
        asked.which_jobs = value_of(ipp, "which-jobs");
        asked.document = body.substr(cursor.at);
    }
    ippDelete(ipp);
    return asked;
}

std::string ipp_answer(Canned const& canned) {
    ipp_t* const ipp = ippNew();
    ippSetVersion(ipp, 1, 1);
    ippSetStatusCode(ipp, static_cast<ipp_status_t>(canned.status));
    ippSetRequestId(ipp, 1);
    ippAddString(ipp, IPP_TAG_OPERATION, IPP_TAG_CHARSET, "attributes-charset", nullptr, "utf-8");
    ippAddString(ipp, IPP_TAG_OPERATION, IPP_TAG_LANGUAGE, "attributes-natural-language", nullptr, "en");
    for (std::size_t i = 0; i < canned.jobs.size(); ++i) {
        auto const& job = canned.jobs[i];
        if (i > 0) ippAddSeparator(ipp);
        ippAddInteger(ipp, IPP_TAG_JOB, IPP_TAG_INTEGER, "job-id", job.id);
        auto const uri = "ipp://canned/jobs/" + std::to_string(job.id);
        ippAddString(ipp, IPP_TAG_JOB, IPP_TAG_URI, "job-uri", nullptr, uri.c_str());
        ippAddString(ipp, IPP_TAG_JOB, IPP_TAG_NAME, "job-name", nullptr, job.name.c_str());
        ippAddInteger(ipp, IPP_TAG_JOB, IPP_TAG_ENUM, "job-state", job.state);
        ippAddString(ipp, IPP_TAG_JOB, IPP_TAG_KEYWORD, "job-state-reasons", nullptr, job.reason.c_str());
        ippAddInteger(ipp, IPP_TAG_JOB, IPP_TAG_INTEGER, "job-impressions-completed", 3);
        if (job.date) ippAddDate(ipp, IPP_TAG_JOB, "date-time-at-completed", ippTimeToDate(1'795'475'400));
    }
    std::string out;
    auto const append = [](void* to, ipp_uchar_t* from, std::size_t count) {
        static_cast<std::string*>(to)->append(reinterpret_cast<char const*>(from), count);
        return static_cast<ssize_t>(count);
    };
    ippWriteIO(&out, append, 1, nullptr, ipp);
    ippDelete(ipp);
    return out;
}

void say(int descriptor, std::string const& text) {
    static_cast<void>(::send(descriptor, text.data(), text.size(), MSG_NOSIGNAL));
}

}  // namespace

CannedPrinter::CannedPrinter(std::function<Canned(Asked const&)> script)
    : script_(std::move(script)), listener_(listen_on_loopback(port_)), thread_([this] { serve(); }) {}

CannedPrinter::~CannedPrinter() {
    stop_ = true;
    thread_.join();
    ::close(listener_);
}

std::string CannedPrinter::uri() const { return "ipp://127.0.0.1:" + std::to_string(port_) + "/ipp/print"; }

std::vector<Asked> CannedPrinter::asked() const {
    std::scoped_lock const lock(mutex_);
    return asked_;
}

std::vector<std::string> CannedPrinter::operations() const {
    std::vector<std::string> names;
    for (auto const& one : asked()) names.push_back(one.operation);
    return names;
}

void CannedPrinter::serve() {
    while (!stop_) {
        pollfd waiting{listener_, POLLIN, 0};
        if (::poll(&waiting, 1, 20) <= 0) continue;
        int const descriptor = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (descriptor < 0) continue;
        converse(descriptor);
        ::close(descriptor);
    }
}

void CannedPrinter::converse(int descriptor) {
    std::string all;
    std::size_t wanted = std::string::npos;
    while (all.size() < wanted) {
        std::string buffer(64 * 1024, '\0');
        auto const count = ::recv(descriptor, buffer.data(), buffer.size(), 0);
        if (count <= 0) return;
        all.append(buffer, 0, static_cast<std::size_t>(count));
        auto const end = all.find("\r\n\r\n");
        auto const length = all.find("Content-Length: ");
        if (wanted == std::string::npos && end != std::string::npos && length != std::string::npos)
            wanted = end + 4 + std::stoul(all.substr(length + 16));
    }
    auto const asked = understood(all.substr(all.find("\r\n\r\n") + 4));
    {
        std::scoped_lock const lock(mutex_);
        asked_.push_back(asked);
    }
    auto const canned = script_(asked);
    if (canned.end == Canned::End::hang_up) return;
    if (canned.end == Canned::End::silence) {
        pollfd waiting{descriptor, POLLIN, 0};  // until the gateway gives up or the test ends
        while (!stop_ && ::poll(&waiting, 1, 20) == 0) continue;
        return;
    }
    auto const body = canned.raw ? *canned.raw : ipp_answer(canned);
    say(descriptor, "HTTP/1.1 " + std::to_string(canned.http) + " Canned\r\nContent-Type: application/ipp\r\n" +
                        "Content-Length: " + std::to_string(body.size()) + "\r\nConnection: close\r\n\r\n" + body);
}

int free_port() {
    int port = 0;
    ::close(listen_on_loopback(port));
    return port;
}

}  // namespace wetbode::print
