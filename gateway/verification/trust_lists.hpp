// SPDX-License-Identifier: EUPL-1.2
// Trust lists that stand elsewhere (ETSI TS 119 612): fetched, judged, kept on disk, renewed before they end, with the
// lists that a list of lists names. What was fetched and what is on disk are believed alike: only under the pins.
#pragma once

#include "gateway/base/guarded.hpp"
#include "gateway/clock.hpp"
#include "gateway/fetch.hpp"
#include "gateway/text.hpp"
#include "gateway/verification/trust.hpp"
#include "gateway/verification/trust_list.hpp"

#include <tl/expected.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

namespace wetbode {

/// Of all places together, those that lists of lists name included. The European list of lists names 32.
inline constexpr std::size_t trust_lists_max = 64;

struct TrustListPlace {
    std::string name;                  ///< "be"; of a list that another one names: "eu.BE"
    std::string url;                   ///< http or https; a redirect is not followed
    std::vector<std::string> signers;  ///< DER: the list is signed by one of these
    bool is_list_of_lists = false;     ///< the lists that it names count too, those that these name do not
    std::string territory{};           ///< that the list must be of; empty: any
    friend bool operator==(TrustListPlace const&, TrustListPlace const&) = default;
};

struct TrustListsSettings {
    std::vector<TrustListPlace> places;
    TrustAnchors fixed;  ///< trusted beside the lists, whatever happens to these
    /// Made if missing, for nothing else. Empty: lists are lost at the end of the process.
    std::filesystem::path folder;
    Milliseconds every = std::chrono::hours{6};    ///< a list that ends before then is fetched halfway to its end
    Milliseconds time = std::chrono::seconds{30};  ///< of one exchange
    Milliseconds rest = std::chrono::minutes{1};   ///< after a failure; doubled after each further one, up to `every`
};

struct TrustListNews {
    enum class What {
        taken,    ///< a list, or a newer one, counts
        failed,   ///< not fetched, or refused; what was held still counts until its next update
        expired,  ///< its next update went by: its anchors count no longer
        unkept    ///< it counts, but could not be written to the folder
    };
    What what = What::taken;
    std::string name;
    std::string url;
    Text why;  ///< of a trouble
};

/// How one list stands.
struct TrustListState {
    std::string name;
    bool counts = false;                 ///< its anchors do, now
    std::optional<Instant> next_update;  ///< of the one that is held
    std::optional<Instant> ill_since;    ///< the first failure since it was fetched well, or the end of its time
    Text why;                            ///< of the last failure
};

class TrustLists {
public:
    using Tell = std::function<void(TrustListNews const&)>;

    /// Reads what an earlier process left in the folder; no network. `clock` outlives it; `tell` may be empty, is
    /// called from any thread and never throws.
    TrustLists(TrustListsSettings settings, Fetch fetch, Clock const& clock, Tell tell);
    ~TrustLists();

    /// Fetches what is due at once and then as time goes by, one list after the other, in a thread of its own.
    void start();
    /// Waits for the exchange under way, at most TrustListsSettings::time.
    void stop();
    /// Fetches what is due now. Never throws for a list or a network.
    void look() { look(std::stop_token{}); }

    /// The fixed ones and those of every list that counts at `now`: held, believed, not past its next update; of a list
    /// that another one names only while that one counts too.
    [[nodiscard]] SharedAnchors anchors(Instant now);
    /// All lists by name.
    [[nodiscard]] std::vector<TrustListState> states(Instant now);

private:
    using ListOctets = std::function<std::optional<std::string>(std::string const& url)>;
    /// The last one that counted, in this process or an earlier one.
    struct Newest {
        Instant issued;
        std::uint64_t sequence = 0;
    };
    struct Believed {
        TrustList list;
        std::vector<std::string> pivots;
    };
    struct Held {
        TrustListPlace place;
        std::string parent;  ///< key of the list that names it; empty: the settings do
        std::optional<TrustList> list;
        std::string digest;             ///< of the octets held
        std::string etag;               ///< of the answer that gave them
        std::string last_modified;      ///< the same
        std::vector<std::string> pivots;  ///< URLs of the lists by which its signers changed
        std::optional<Newest> newest;     ///< nobody may serve an older one again
        Instant due{};
        Milliseconds rest{};
        std::optional<Instant> ill_since;
        Text why;
    };
    /// By key: name and URL. What `anchors` made last, and until when it may be given again.
    struct Lists {
        std::map<std::string, Held> by_key;
        std::optional<SharedAnchors> made;
        Instant made_at{};
        Instant made_until{};
    };

    void look(std::stop_token const& stop);
    [[nodiscard]] std::vector<std::string> due_keys(Instant now);
    void renew(std::string const& key);
    [[nodiscard]] FetchAnswer ask(std::string const& url, Held const* known) const;
    [[nodiscard]] tl::expected<Believed, Text> believed(TrustListPlace const& place, std::string const& octets,
                                                        Instant now, ListOctets const& octets_at) const;
    [[nodiscard]] std::optional<std::string> pivot_at(TrustListPlace const& place, std::string const& url,
                                                      std::map<std::string, std::string>& fetched) const;
    /// Judges what the network gave, and takes it or fails.
    void take(std::string const& key, Held const& known, FetchAnswer const& answer);
    void settle(std::string const& key, Held fresh, Instant now);
    void keep(TrustListPlace const& place, std::string const& octets) const;
    [[nodiscard]] std::optional<std::string> kept(TrustListPlace const& place) const;
    void fail(std::string const& key, Text why, Instant now);
    void follow(std::string const& key, Instant now);
    void load(std::string const& key, Instant now);
    void expire(Instant now);
    void sweep();
    void tell(TrustListNews::What what, TrustListPlace const& place, Text why = {}) const;
    [[nodiscard]] std::filesystem::path file_of(TrustListPlace const& place) const;
    [[nodiscard]] static bool counts(Lists const& lists, Held const& held, Instant now);

    TrustListsSettings settings_;
    Fetch fetch_;
    Clock const& clock_;
    Tell tell_;
    Guarded<Lists> lists_;
    std::mutex looking_;  ///< one pass at a time, also beside the thread
    std::jthread thread_;
};

}  // namespace wetbode
