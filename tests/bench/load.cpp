// SPDX-License-Identifier: EUPL-1.2
// bench_load: N clients hand in dossiers, one after another each, for a given time or number; then the numbers as JSON.
// Every dossier is its own: other key, other dossier, other content (a word in the document is replaced), so that
// nothing can be answered from memory. What was admitted is written down by hash, for the audit.
#include "gateway/base/sha256.hpp"
#include "tests/bench/http_client.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace wetbode;
using Clock = std::chrono::steady_clock;

/// Stands in the documents of make_corpus.py and is replaced, letter for letter, in each that is sent.
constexpr std::string_view placeholder = "WETBODE-UNIEK-00000000";
/// With a rate: how many times the given seconds the clients may take to work off what was due.
constexpr double overdue_factor = 3;

struct Options {
    std::string host = "127.0.0.1";
    std::uint16_t port = 8460;
    std::string document;  ///< file with the placeholder
    std::string run;       ///< part of every key: another one for each run against the same data
    std::string secret;
    std::string admitted;  ///< file to write "<sha256> <answer's first line>" to
    std::size_t clients = 1;
    double seconds = 10;
    double rate = 0;            ///< documents per second over all clients; 0 = as fast as answers come
    std::size_t documents = 0;  ///< stop after so many; 0 = when the time is over
    std::size_t first = 0;      ///< number of the first document: another range, other contents
};

struct Tally {
    std::vector<double> milliseconds;  ///< of those that were admitted
    std::map<int, std::size_t> statuses;
    std::vector<std::string> admitted;
    std::string first_refusal;
    std::size_t unsent = 0;  ///< were due, but nobody was free long after the end
};

std::string whole_file(std::string const& path) {
    std::ifstream stream(path, std::ios::binary);
    if (!stream) throw std::invalid_argument("cannot read " + path);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

Options options_from(int count, char** words) {
    Options options;
    std::map<std::string, std::string> given;
    for (int i = 1; i + 1 < count; i += 2) given[words[i]] = words[i + 1];
    if (count % 2 == 0) throw std::invalid_argument("every option has a value");
    for (auto const& [name, value] : given) {
        if (name == "--host")
            options.host = value;
        else if (name == "--port")
            options.port = static_cast<std::uint16_t>(std::stoul(value));
        else if (name == "--document")
            options.document = value;
        else if (name == "--run")
            options.run = value;
        else if (name == "--secret-file")
            options.secret = whole_file(value);
        else if (name == "--admitted")
            options.admitted = value;
        else if (name == "--clients")
            options.clients = std::stoul(value);
        else if (name == "--seconds")
            options.seconds = std::stod(value);
        else if (name == "--rate")
            options.rate = std::stod(value);
        else if (name == "--first")
            options.first = std::stoul(value);
        else if (name == "--documents")
            options.documents = std::stoul(value);
        else
            throw std::invalid_argument("unknown option " + name);
    }
    while (!options.secret.empty() && options.secret.back() <= ' ') options.secret.pop_back();
    if (options.document.empty() || options.run.empty() || options.clients == 0 || options.clients > 1024)
        throw std::invalid_argument("needed: --document FILE --run NAME; --clients 1 to 1024");
    return options;
}

std::string manifest_of(std::string const& name) {
    auto const id = "urn:wetbode:bench:" + name;
    return R"({"kind":"dossier","dossier":{"id":")" + id + R"(","title":"Meting )" + name + R"("},"pieces":[{"id":")" +
           id + R"(:1","title":"Ontwerp van decreet","type":"ontwerpdecreet",)" +
           R"("access":"publiek","created":"2026-11-20T09:00:00Z","files":[{"name":"decreet.xml",)" +
           R"("media_type":"application/akn+xml","document_type":"bill"}]}]})";
}

struct Message {
    std::string head;
    std::string body;
    std::string sha256;  ///< of the document alone
};

class Writer {
public:
    explicit Writer(Options const& options) : options_(options), document_(whole_file(options.document)) {
        place_ = document_.find(placeholder);
        if (place_ == std::string::npos) throw std::invalid_argument(options.document + " has no placeholder");
    }

    [[nodiscard]] Message message(std::size_t number) const {
        constexpr std::string_view boundary = "grens-7f3a91c04be2";
        auto digits = std::to_string(number);
        digits.insert(0, 8 - std::min<std::size_t>(8, digits.size()), '0');
        auto const name = options_.run + "-" + digits;
        auto document = document_;
        document.replace(place_ + placeholder.size() - 8, 8, digits.substr(digits.size() - 8));

        Message message;
        message.sha256 = sha256(document).hex();
        auto const dashes = "--" + std::string(boundary);
        message.body = dashes + "\r\nContent-Disposition: form-data; name=\"manifest\"\r\n" +
                       "Content-Type: application/json\r\n\r\n" + manifest_of(name) + "\r\n" + dashes +
                       "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"decreet.xml\"\r\n" +
                       "Content-Type: application/akn+xml\r\n\r\n" + document + "\r\n" + dashes + "--\r\n";
        message.head = "POST /v1/submissions HTTP/1.1\r\nHost: " + options_.host + ":" + std::to_string(options_.port) +
                       "\r\nIdempotency-Key: " + name + "\r\n" +
                       (options_.secret.empty() ? "" : "Authorization: Bearer " + options_.secret + "\r\n") +
                       "Content-Type: multipart/form-data; boundary=" + std::string(boundary) +
                       "\r\nContent-Length: " + std::to_string(message.body.size()) + "\r\n\r\n";
        return message;
    }

private:
    Options const& options_;
    std::string document_;
    std::size_t place_ = 0;
};

class Load {
public:
    explicit Load(Options options) : options_(std::move(options)), writer_(options_) {}

    void run() {
        began_ = Clock::now();
        std::vector<std::jthread> clients;
        for (std::size_t i = 0; i < options_.clients; ++i) clients.emplace_back([this] { be_a_client(); });
        clients.clear();
        took_ = std::chrono::duration<double>(Clock::now() - began_).count();
    }

    [[nodiscard]] int report() const;

private:
    void be_a_client() {
        bench::HttpClient client(options_.host, options_.port);
        Tally mine;
        while (true) {
            auto const number = next_++;
            if (options_.documents != 0 && number >= options_.documents) break;
            if (options_.rate > 0) {
                // Whatever was due in time is sent, however late: leaving it out would hide the longest waits.
                if (seconds_to(due(number)) >= options_.seconds) break;
                std::this_thread::sleep_until(due(number));
                if (seconds_to(Clock::now()) >= overdue_factor * options_.seconds) {
                    ++mine.unsent;
                    continue;
                }
            } else if (seconds_to(Clock::now()) >= options_.seconds) {
                break;
            }
            send_one(client, number, mine);
        }
        std::scoped_lock const lock(mutex_);
        add(mine);
    }

    [[nodiscard]] double seconds_to(Clock::time_point at) const {
        return std::chrono::duration<double>(at - began_).count();
    }

    [[nodiscard]] Clock::time_point due(std::size_t number) const {
        auto const offset = std::chrono::duration<double>(static_cast<double>(number) / options_.rate);
        return began_ + std::chrono::duration_cast<Clock::duration>(offset);
    }

    /// With a rate the clock starts when the document was due: waiting behind a slow answer counts.
    void send_one(bench::HttpClient& client, std::size_t number, Tally& mine) const {
        auto const message = writer_.message(options_.first + number);
        auto const start = options_.rate > 0 ? due(number) : Clock::now();
        auto const reply = client.ask(message.head, message.body);
        auto const took = std::chrono::duration<double, std::milli>(Clock::now() - start).count();
        ++mine.statuses[reply.status];
        if (reply.status == 201) {
            mine.milliseconds.push_back(took);
            mine.admitted.push_back(message.sha256);
        } else if (mine.first_refusal.empty()) {
            mine.first_refusal = reply.body.substr(0, 2000);
        }
    }

    void add(Tally const& mine) {
        total_.milliseconds.insert(total_.milliseconds.end(), mine.milliseconds.begin(), mine.milliseconds.end());
        total_.admitted.insert(total_.admitted.end(), mine.admitted.begin(), mine.admitted.end());
        for (auto const& [status, count] : mine.statuses) total_.statuses[status] += count;
        if (total_.first_refusal.empty()) total_.first_refusal = mine.first_refusal;
        total_.unsent += mine.unsent;
    }

    Options options_;
    Writer writer_;
    Clock::time_point began_;
    double took_ = 0;
    std::atomic<std::size_t> next_{0};
    std::mutex mutex_;
    Tally total_;
};

double share(std::vector<double> const& sorted, double quantile) {
    if (sorted.empty()) return 0;
    auto const last = static_cast<double>(sorted.size() - 1);
    return sorted[static_cast<std::size_t>(quantile * last + 0.5)];
}

int Load::report() const {
    auto sorted = total_.milliseconds;
    std::ranges::sort(sorted);
    std::printf(R"({"admitted":%zu,"seconds":%.3f,"per_second":%.2f,"p50_ms":%.3f,"p99_ms":%.3f,"p999_ms":%.3f,)"
                R"("max_ms":%.3f,"unsent":%zu,"statuses":{)",
                sorted.size(), took_, static_cast<double>(sorted.size()) / took_, share(sorted, 0.5),
                share(sorted, 0.99), share(sorted, 0.999), share(sorted, 1), total_.unsent);
    char const* comma = "";
    for (auto const& [status, count] : total_.statuses) {
        std::printf("%s\"%d\":%zu", comma, status, count);
        comma = ",";
    }
    std::printf("}}\n");
    if (!total_.first_refusal.empty()) std::cerr << "first refusal: " << total_.first_refusal << '\n';
    if (!options_.admitted.empty()) {
        std::ofstream list(options_.admitted, std::ios::app);
        for (auto const& digest : total_.admitted) list << digest << '\n';
        if (!list.flush()) throw std::runtime_error("cannot write " + options_.admitted);
    }
    return total_.statuses.size() == 1 && total_.statuses.contains(201) ? 0 : 1;
}

}  // namespace

int main(int count, char** words) {
    try {
        Load load(options_from(count, words));
        load.run();
        return load.report();
    } catch (std::exception const& error) {
        std::cerr << "bench_load: " << error.what() << '\n';
        return 2;
    }
}
