// SPDX-License-Identifier: EUPL-1.2
// What the Parliament tells of an act after its vote, out of the members of a status or of an item of kanselarij. How
// it calls them is an assumption (README.md), so the names are settings. Immutable; any thread.
#pragma once

#include "gateway/publication.hpp"

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wetbode::parliament {

/// Names and values of the members that are a text or a whole number, as told.
using Members = std::vector<std::pair<std::string, std::string>>;

class PublicationWords {
public:
    /// What the settings say unless somebody changes them.
    static constexpr std::string_view standard_members =
        "numac: numac, numac-nummer; "
        "eli: eli, eli-uri, staatsblad, staatsblad-url, kruispuntbank-url, codex-url; "
        "published: staatsblad, staatsblad-datum, datum-staatsblad, publicatiedatum; "
        "document: nummer; session: zittingsjaar; piece: volgnummer";
    static constexpr std::string_view standard_statuses =
        "adopted: aangenomen in plenaire vergadering; "
        "ratified: bekrachtigd, bekrachtigd en afgekondigd; "
        "promulgated: afgekondigd, bekrachtigd en afgekondigd; "
        "published: gepubliceerd, gepubliceerd in het belgisch staatsblad, bekendgemaakt in het belgisch staatsblad";

    PublicationWords() : PublicationWords(standard_members, standard_statuses) {}
    /// "key: name, name; key: name". Keys of members: numac, eli, adopted, ratified, promulgated, published; document,
    /// session and piece, which together cite a document. Keys of statuses: the four days. Throws std::invalid_argument
    /// with a sentence.
    PublicationWords(std::string_view members, std::string_view statuses);

    /// What has not its form is left out: another's slip never keeps the rest of what he says from us.
    [[nodiscard]] std::vector<PublicationFact> facts_in(Members const& members) const;
    /// The day that a status stands for.
    [[nodiscard]] std::vector<PublicationFact> facts_of_status(std::string_view status, std::string_view date) const;
    /// A member of that name is looked at. Case, and whatever is no letter or digit, do not count: "numacNummer" is
    /// "numac-nummer".
    [[nodiscard]] bool reads(std::string_view member) const;

private:
    using Names = std::map<std::string, std::vector<std::string>, std::less<>>;  ///< key -> names, folded

    [[nodiscard]] std::vector<std::string> values_of(std::string_view key, Members const& members) const;

    Names members_;
    Names statuses_;
};

}  // namespace wetbode::parliament
