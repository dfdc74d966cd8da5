// SPDX-License-Identifier: EUPL-1.2
// What Kaleidos remembers of its exchange with the Parliament: numbers of dossiers and files, statuses, what came back.
// Durable as JSON lines. One thread at a time.
#pragma once

#include "adapters/rest/twin_desk.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace wetbode::kaleidos {

/// The six values that Kaleidos keeps of a parliamentary procedure (the real ones are URIs).
namespace flow_status {
inline constexpr auto incomplete = "incomplete";
inline constexpr auto complete = "complete";
inline constexpr auto being_handled = "being_handled";
inline constexpr auto received = "received";
inline constexpr auto refused = "refused";
}  // namespace flow_status

struct Flow {
    std::string uri;       ///< of the besluitvormingsaangelegenheid
    std::string case_uri;
    std::string pobj;
    std::string status;
};

class Memory {
public:
    explicit Memory(std::filesystem::path const& folder);

    [[nodiscard]] Flow const* by_uri(std::string const& uri) const;
    [[nodiscard]] Flow const* by_pobj(std::string const& pobj) const;
    [[nodiscard]] std::vector<Flow> const& flows() const { return flows_; }
    /// The number of a file that was sent; null if it was never sent, empty if the Parliament gave none.
    [[nodiscard]] std::string const* pfls_of(std::string const& file) const;
    [[nodiscard]] bool knows_pfls(std::string const& pfls) const;
    /// The piece that a file belongs to; empty if it is unknown.
    [[nodiscard]] std::string piece_of(std::string const& file) const;

    /// Both by the URI of the file.
    void sent(Flow const& flow, std::map<std::string, std::string> const& pfls_by_file,
              std::map<std::string, std::string> const& piece_by_file);
    void renumbered(std::string const& from, std::string const& to);
    void moved(std::string const& pobj, std::string const& status);
    /// A piece with its files: URI -> pfls.
    void received(Flow const& flow, std::string const& piece, std::map<std::string, std::string> const& files);
    void relinked(Flow const& flow);

private:
    void keep(nlohmann::json const& line);
    void apply(nlohmann::json const& line);
    void put(Flow const& flow);

    twin::Journal journal_;
    std::vector<Flow> flows_;
    std::map<std::string, std::string> pfls_;    ///< file -> number
    std::map<std::string, std::string> pieces_;  ///< file -> piece
};

}  // namespace wetbode::kaleidos
