// SPDX-License-Identifier: EUPL-1.2
// The sweep of the content store: orphans and leftovers go, a bounded number of looks at a time.
#include "gateway/content/store.hpp"

#include "gateway/refusal.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <optional>
#include <system_error>

namespace wetbode {

struct ContentStore::Round {
    Sweeping const& order;
    Swept swept = {};
    int looks = 0;
    std::string place;  ///< the last thing that was looked at

    [[nodiscard]] bool full() const { return looks >= order.most; }
};

namespace {

struct Found {
    std::uint64_t bytes = 0;
    Instant touched;
};

Instant instant_of(timespec const& time) {
    return Instant{Milliseconds{time.tv_sec * 1000LL + time.tv_nsec / 1'000'000}};
}

/// A plain file and when its bytes or its place last changed; empty if it is gone or something else.
std::optional<Found> found_at(std::filesystem::path const& path) {
    struct stat status {};
    if (::lstat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
    return Found{static_cast<std::uint64_t>(status.st_size),
                 std::max(instant_of(status.st_mtim), instant_of(status.st_ctim))};
}

/// Names in a folder in order, so that a later round can go on. A folder that is gone is empty.
std::vector<std::string> names_in(std::filesystem::path const& folder) {
    std::vector<std::string> names;
    std::error_code error;
    for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error))
        names.push_back(entry->path().filename().string());
    if (error && error != std::errc::no_such_file_or_directory && error != std::errc::not_a_directory)
        throw Outage("content", "cannot list " + folder.string() + ": " + error.message());
    std::sort(names.begin(), names.end());
    return names;
}

/// Was everything at or under `place` looked at in an earlier round that ended at `end`?
bool is_behind(std::string const& place, std::string const& end) {
    return end == place + "/~" || (place <= end && !end.starts_with(place + "/"));
}

}  // namespace

Swept ContentStore::sweep(Sweeping const& sweeping, Named const& named) {
    ensure(sweeping.most >= 2, "a round has looks enough for a folder and a file, so that it gets on");
    Round round{sweeping};
    round.place = swept_up_to_;
    bool cut_short = false;
    try {
        sweep_spool(round);
        sweep_contents(round, named);
    } catch (Outage const& outage) {
        if (round.swept.removed.empty()) throw;
        cut_short = true;
        ignore(outage, "what is gone must be told; the next round meets the fault again");
    }
    round.swept.all_seen = !cut_short && !round.full();
    swept_up_to_ = round.swept.all_seen ? std::string{} : round.place;
    return std::move(round.swept);
}

/// What is being received or built is written to all the time, so an old file is one that nobody came back for. If
/// somebody does all the same, moving it into the store fails before anything is promised.
void ContentStore::sweep_spool(Round& round) const {
    for (auto const& name : names_in(spool_)) {
        if (static_cast<int>(round.swept.removed.size()) >= round.order.most) return;
        auto const path = spool_ / name;
        auto const found = found_at(path);
        if (!found || found->touched >= round.order.untouched_since) continue;
        before("remove spooled leftover");
        if (::unlink(path.c_str()) == 0) round.swept.removed.push_back({"spool/" + name, found->bytes});
    }
}

void ContentStore::sweep_contents(Round& round, Named const& named) const {
    for (auto const& first : names_in(root_)) {
        if (is_behind(first, swept_up_to_)) continue;
        for (auto const& second : names_in(root_ / first)) {
            auto const leaf = first + "/" + second;
            if (is_behind(leaf, swept_up_to_)) continue;
            if (round.full()) return;
            ++round.looks;
            sweep_leaf(round, leaf, named);
            if (round.full()) return;
            round.place = leaf + "/~";  // after every name in it
        }
    }
}

void ContentStore::sweep_leaf(Round& round, std::filesystem::path const& leaf, Named const& named) const {
    for (auto const& name : names_in(root_ / leaf)) {
        auto const place = leaf.string() + "/" + name;
        if (place <= swept_up_to_) continue;
        if (round.full()) return;
        ++round.looks;
        remove_orphan(round, root_ / place, named);
        round.place = place;
    }
}

void ContentStore::remove_orphan(Round& round, std::filesystem::path const& path, Named const& named) const {
    auto const digest = Digest::from_hex(path.filename().string());
    if (!digest || path_of(*digest) != path) return;  // not ours to judge
    auto const found = found_at(path);
    if (!found || found->touched >= round.order.untouched_since || named(*digest)) return;
    holds_->alone_with(*digest, [&] {
        // Asked again: who held it a moment ago may have named it since.
        if (named(*digest)) return;
        before("remove orphan");
        if (::unlink(path.c_str()) != 0) {
            if (errno == ENOENT) return;
            throw Outage("content", "cannot remove " + path.string() + ": " +
                                        std::error_code(errno, std::generic_category()).message());
        }
        round.swept.removed.push_back({"content/" + digest->hex(), found->bytes});
    });
}

}  // namespace wetbode
