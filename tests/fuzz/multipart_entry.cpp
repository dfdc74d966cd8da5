// SPDX-License-Identifier: EUPL-1.2
#include "gateway/api/multipart.hpp"

#include "tests/fuzz/entries.hpp"

#include <algorithm>
#include <string>

namespace wetbode::fuzz {

namespace {

/// Keeps what it is told, and that the telling is in order.
class Keeper final : public api::PartSink {
public:
    std::optional<Refusal> begin_part(api::PartHead head) override {
        ensure(!open_, "a part begins after the one before it ended");
        open_ = true;
        heard_ += "\nBEGIN " + head.name + "|" + head.file_name.value_or("-") + "|" + head.media_type + "\n";
        return std::nullopt;
    }
    std::optional<Refusal> part_bytes(std::string_view bytes) override {
        ensure(open_, "bytes belong to a part");
        heard_ += bytes;
        return std::nullopt;
    }
    std::optional<Refusal> end_part() override {
        ensure(open_, "only what began can end");
        open_ = false;
        heard_ += "\nEND\n";
        return std::nullopt;
    }

    [[nodiscard]] bool open() const { return open_; }
    [[nodiscard]] std::string const& heard() const { return heard_; }

private:
    bool open_ = false;
    std::string heard_;
};

struct Outcome {
    bool taken = false;
    std::string heard;
};

Outcome read_in_steps(std::string const& boundary, std::string_view body, std::size_t step) {
    Keeper keeper;
    api::MultipartReader reader(boundary, {.part_head_bytes_max = 512, .preamble_bytes_max = 256}, keeper);
    while (!body.empty()) {
        auto const bytes = body.substr(0, step);
        body.remove_prefix(bytes.size());
        if (reader.feed(bytes)) return {false, {}};
    }
    if (reader.finish()) return {false, {}};
    ensure(!keeper.open(), "a body that is taken leaves no part open");
    return {true, keeper.heard()};
}

}  // namespace

/// The first line is the Content-Type, the rest the body.
void multipart(std::string_view bytes) {
    auto const end = std::min(bytes.find('\n'), bytes.size());
    auto const boundary = api::boundary_of(bytes.substr(0, end));
    if (!boundary) {
        ensure(!boundary.error().code.empty(), "a refusal has a code");
        return;
    }
    ensure(!boundary->empty() && boundary->size() <= 70, "RFC 2046: a boundary has 1 to 70 characters");
    auto const body = bytes.substr(std::min(end + 1, bytes.size()));

    auto const whole = read_in_steps(*boundary, body, std::max<std::size_t>(body.size(), 1));
    for (std::size_t const step : {1U, 3U, 17U}) {
        auto const cut = read_in_steps(*boundary, body, step);
        ensure(cut.taken == whole.taken, "how the network cuts a body does not decide whether it is taken");
        ensure(cut.heard == whole.heard, "how the network cuts a body does not change what is in it");
    }
}

}  // namespace wetbode::fuzz
