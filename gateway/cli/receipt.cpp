// SPDX-License-Identifier: EUPL-1.2
// `wetbode receipt`: the receipt of a submission, or the notice of its refusal, as a sealed PDF.
#include "gateway/base/files.hpp"
#include "gateway/cli/remote.hpp"
#include "gateway/refusal.hpp"

#include <algorithm>
#include <iostream>

namespace wetbode::cli {

namespace {

constexpr std::uint64_t pdf_bytes_max = 64ULL << 20U;

bool is_id(std::string const& text) {
    auto const allowed = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
    };
    return !text.empty() && text.size() <= 128 && std::all_of(text.begin(), text.end(), allowed);
}

}  // namespace

int Remote::receipt(ReceiptOrder const& order) const {
    bool const nl = settings_.language == Language::nl;
    if (!is_id(order.submission)) {
        std::cerr << (nl ? "Dit is geen nummer van een indiening: " : "This is no id of a submission: ")
                  << order.submission << "\n";
        return misused;
    }
    bool const json = settings_.output == Output::json;
    rest::Call call{.path = "/v1/submissions/" + order.submission + "/receipt"};
    call.answer_bytes_max = pdf_bytes_max;
    call.headers.emplace_back("Accept", json ? "application/json" : "application/pdf");
    auto const reply = ask(std::move(call));
    if (reply.failure != rest::Failure::none || reply.status != 200) return explain(reply);
    if (json) return print_json(reply);
    if (reply.header("content-type") != "application/pdf" || reply.truncated) {
        std::cerr << (nl ? "Deze gateway drukt geen bewijzen af.\n" : "This gateway prints no receipts.\n");
        return negative;
    }
    if (order.file == "-") {
        std::cout.write(reply.body.data(), static_cast<std::streamsize>(reply.body.size())).flush();
        return std::cout ? done : unavailable;
    }
    auto const file = order.file.empty() ? std::filesystem::path(order.submission + ".pdf") : order.file;
    write_durably(file, reply.body);
    auto const level = reply.header("wetbode-seal-level");
    std::cout << file.string() << ": " << (level.empty() ? (nl ? "zonder zegel" : "without a seal") : level) << "\n"
              << (nl ? "Nakijken: " : "Check it: ") << "wetbode verify " << file.string() << " --anchor CA.pem\n";
    return done;
}

}  // namespace wetbode::cli
