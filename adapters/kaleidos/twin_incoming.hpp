// SPDX-License-Identifier: EUPL-1.2
// One run of Kaleidos over what waits for the government (GET kanselarij): which files it takes, to which pieces it
// puts them, and the acknowledgement (POST verwerkt). Made for one run; one thread.
#pragma once

#include "adapters/kaleidos/twin_client.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace wetbode::kaleidos {

/// A file that came in.
struct Received {
    std::string pfls;
    std::string kaleidos_id;  ///< URI of our file that this one replaces, if the Parliament tells it
    std::string type;         ///< lower-case
    std::string media_type;
    std::string name;
    std::string content;      ///< "sha256:<hex>:<bytes>:<place>", "broken:<place>", or empty if it came without
};

/// The pieces that new files become: a PDF and a Word file of one name are one piece, all others one by one.
[[nodiscard]] std::vector<std::vector<Received>> grouped(std::vector<Received> const& files);

class Incoming {
public:
    /// Everything outlives the run.
    Incoming(Line& line, Memory& memory, std::filesystem::path const& state, bool meeting_closed);
    Incoming(Incoming const&) = delete;
    Incoming& operator=(Incoming const&) = delete;
    /// Removes what was fetched and not taken.
    ~Incoming();

    [[nodiscard]] Report run();

private:
    void keep(std::size_t number, std::string_view octets);
    [[nodiscard]] bool adopted(std::string const& pobj, Report& report);
    [[nodiscard]] bool take(nlohmann::json const& document, Report& report);
    [[nodiscard]] std::vector<std::vector<Received>> chosen(nlohmann::json const& document, Report& told) const;
    void add_to_piece(std::vector<std::vector<Received>>& groups, Received file) const;
    [[nodiscard]] TakenPiece write_down(Flow const& flow, std::vector<Received> const& files, Report& told);
    void put_away(Received const& file);

    Line& line_;
    Memory& memory_;
    std::filesystem::path folder_;  ///< of received files; empty = none is kept
    std::string run_;               ///< first part of the names of what is not yet taken
    bool meeting_closed_;
    std::size_t contents_ = 0;
    std::ofstream file_;
};

}  // namespace wetbode::kaleidos
