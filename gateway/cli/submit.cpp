// SPDX-License-Identifier: EUPL-1.2
#include "gateway/cli/remote.hpp"

#include "gateway/base/content.hpp"
#include "gateway/base/files.hpp"
#include "gateway/base/sha256.hpp"
#include "gateway/base/uuid.hpp"
#include "gateway/cli/reports.hpp"
#include "gateway/json/json.hpp"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <iostream>
#include <sstream>

namespace wetbode::cli {

namespace {

constexpr std::uint64_t manifest_bytes_max = 64ULL << 20U;

/// A bar on standard error, drawn only if the upload lasts longer than a second and a person looks at it.
class ProgressBar {
public:
    void operator()(std::uint64_t sent, std::uint64_t all) {
        auto const now = std::chrono::steady_clock::now();
        if (now - began_ < std::chrono::seconds{1} || now - drawn_ < std::chrono::milliseconds{100} || !person_) return;
        drawn_ = now;
        constexpr std::uint64_t width = 40;
        auto const filled = all == 0 ? width : std::min(width, sent * width / all);
        auto const percent = all == 0 ? 100 : sent * 100 / all;
        std::ostringstream line;
        line << "\r[" << std::string(filled, '=') << std::string(width - filled, ' ') << "] " << percent << " %  "
             << sent / 1'000'000 << " / " << all / 1'000'000 << " MB";
        std::fputs(line.str().c_str(), stderr);
        shown_ = true;
    }
    void end() const {
        if (shown_) std::fprintf(stderr, "\n");
    }

private:
    std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
    std::chrono::steady_clock::time_point drawn_{};
    bool person_ = ::isatty(STDERR_FILENO) == 1;
    bool shown_ = false;
};

std::string quoted(std::string const& name) {
    std::string out;
    for (char const c : name) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out;
}

std::vector<std::filesystem::path> files_named_in(Manifest const& manifest, std::filesystem::path const& folder) {
    std::vector<std::filesystem::path> files;
    for (auto const& piece : manifest.pieces)
        for (auto const& rendition : piece.files) files.push_back(folder / rendition.name);
    return files;
}

/// The same manifest and the same files give the same key, so that sending twice is harmless.
std::string key_of(std::string const& manifest, std::vector<Content> const& contents) {
    Sha256 hash;
    hash.update(sha256(manifest).hex());
    std::vector<std::string> digests;
    for (auto const& content : contents) digests.push_back(content.digest.hex());
    std::sort(digests.begin(), digests.end());
    for (auto const& digest : digests) hash.update(digest);
    return "sha256-" + hash.finish().hex();
}

void append_part(std::vector<rest::BodyPart>& body, std::string const& boundary, std::string const& header,
                 rest::BodyPart content) {
    body.emplace_back("--" + boundary + "\r\n" + header + "\r\n\r\n");
    body.push_back(std::move(content));
    body.emplace_back(std::string("\r\n"));
}

}  // namespace

int Remote::submit(SubmitOrder const& order) const {
    auto const text = read_file(order.manifest, manifest_bytes_max);
    auto paths = order.files;
    if (auto const manifest = json::manifest_from(text); manifest && paths.empty())
        paths = files_named_in(*manifest, order.manifest.parent_path());

    auto const boundary = "wetbode-" + random_hex(16);
    rest::Call call{.method = "POST", .path = order.validate_only ? "/v1/validations" : "/v1/submissions"};
    append_part(call.body, boundary,
                "Content-Disposition: form-data; name=\"manifest\"; filename=\"manifest.json\"\r\n"
                "Content-Type: application/json",
                text);
    std::vector<Content> contents;
    for (auto const& path : paths) {
        if (!std::filesystem::is_regular_file(path)) {
            std::cerr << path.string() << (settings_.language == Language::nl ? ": dat bestand is er niet\n"
                                                                             : ": there is no such file\n");
            return misused;
        }
        contents.push_back(content_of_file(path));
        append_part(call.body, boundary,
                    "Content-Disposition: form-data; name=\"file\"; filename=\"" + quoted(path.filename().string()) +
                        "\"\r\nContent-Type: application/octet-stream",
                    rest::RawFile{contents.back()});
    }
    call.body.emplace_back("--" + boundary + "--\r\n");
    call.headers.emplace_back("Content-Type", "multipart/form-data; boundary=" + boundary);
    if (!order.validate_only)
        call.headers.emplace_back("Idempotency-Key", order.key.empty() ? key_of(text, contents) : order.key);

    ProgressBar bar;
    call.progress = [&bar](std::uint64_t sent, std::uint64_t all) { bar(sent, all); };
    auto const reply = ask(std::move(call));
    bar.end();
    if (reply.failure != rest::Failure::none || reply.status < 200 || reply.status > 299) return explain(reply);
    if (order.validate_only) {
        auto const report = validation_report(reply.body, settings_.language);
        if (settings_.output == Output::json) std::cout << reply.body << "\n";
        else std::cout << report.text;
        return report.valid ? done : negative;
    }
    if (settings_.output == Output::json) return print_json(reply);
    std::cout << receipt_report(reply.body, settings_.language);
    return done;
}

}  // namespace wetbode::cli
