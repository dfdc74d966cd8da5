// SPDX-License-Identifier: EUPL-1.2
// Files that the Parliament did not name when it answered SUCCESS: told at once, and taken as delivered when it names
// them later. Thread safe.
#pragma once

#include "gateway/base/guarded.hpp"
#include "gateway/counterpart.hpp"

#include <map>
#include <string>
#include <vector>

namespace wetbode::parliament {

/// Reference key: the transfer whose delivery was amiss, "|sent again" once they were, and the URIs of the files that
/// its answer did not name, one a line each.
inline constexpr auto amiss_key = "parliament:amiss";

/// Files of the envelope of which `references` knows no pfls, in its order.
[[nodiscard]] std::vector<EnvelopeFile> unnamed_files(Envelope const& envelope,
                                                      std::map<std::string, std::string> const& references);
/// The sentence about them; empty if there are none.
[[nodiscard]] Text amiss_text(std::vector<EnvelopeFile> const& unnamed);
/// The value of amiss_key.
[[nodiscard]] std::string amiss_note(TransferId const& transfer, std::vector<EnvelopeFile> const& unnamed);
/// The last answer to this very transfer was amiss: who tries it again wants the files to be sent.
[[nodiscard]] bool was_amiss(Envelope const& envelope);
/// The files that an answer to this very transfer did not name, sent again or not; empty if no answer was amiss.
[[nodiscard]] std::vector<std::string> missed_files(Envelope const& envelope);
/// Notes that they are sent once more, so that the next try is judged like any other.
void sent_again(Envelope const& envelope, Notebook& notebook);
/// The same delivery with these files and their pieces alone: what arrived is not sent twice.
[[nodiscard]] Envelope part_of(Envelope const& envelope, std::vector<std::string> const& uris);

/// What the Parliament named of itself: file URI -> pfls. Forgotten at a restart; it repeats what nobody acknowledged.
class NamedFiles {
public:
    void note(std::string const& uri, std::string const& pfls);
    /// Those of which neither we nor `references` know a pfls.
    [[nodiscard]] std::vector<std::string> without_name(std::vector<std::string> const& uris,
                                                        std::map<std::string, std::string> const& references);
    /// As references: those of the files that were named by now.
    [[nodiscard]] std::map<std::string, std::string> references_of(std::vector<std::string> const& uris);
    /// An acknowledgement for each pending transfer whose missing files were all named by now.
    [[nodiscard]] std::vector<NewsItem> completed(std::vector<Pending> const& pending);

private:
    Guarded<std::map<std::string, std::string>> named_;  ///< at most 10 000
};

}  // namespace wetbode::parliament
