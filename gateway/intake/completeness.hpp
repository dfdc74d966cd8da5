// SPDX-License-Identifier: EUPL-1.2
// Completeness of a dossier per procedure step (conf/completeness.toml): which pieces a counterpart must have, and in
// which form, before it can work. A gap is told at the door, not weeks later in the other house. Pure; read-only after
// start.
#pragma once

#include "gateway/ids.hpp"
#include "gateway/ledger.hpp"
#include "gateway/refusal.hpp"
#include "gateway/submission.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wetbode {

/// What a file must be, whatever its name.
enum class PieceForm { pdf, signed_pdf, word, xml };

inline constexpr std::array<std::pair<PieceForm, std::string_view>, 4> piece_form_names{{
    {PieceForm::pdf, "pdf"},
    {PieceForm::signed_pdf, "signed-pdf"},
    {PieceForm::word, "word"},
    {PieceForm::xml, "xml"},
}};

[[nodiscard]] constexpr std::optional<PieceForm> piece_form_from(std::string_view text) {
    for (auto const& [form, name] : piece_form_names)
        if (name == text) return form;
    return std::nullopt;
}

/// One piece that must be there. Every form is asked of one of the pieces with such a type.
struct NeededPiece {
    std::string name;                ///< as people call it: "Memorie van toelichting"
    std::vector<std::string> types;  ///< any of these; short name or URI, as manifests write it
    std::vector<PieceForm> forms;     ///< all of these
};

/// What one procedure step asks.
struct CompletenessRule {
    std::string name;                           ///< shown in the refusal
    std::vector<std::string> procedure_steps;   ///< any of these; short name or URI
    std::vector<std::string> with_piece;        ///< only for a dossier that has a piece of such a type; empty = any
    std::vector<CounterpartName> to;            ///< only towards these; empty = all
    std::vector<NeededPiece> pieces;
    std::string source;                         ///< where the rule comes from, for the reader of the refusal
};

class Completeness {
public:
    explicit Completeness(std::vector<CompletenessRule> rules) : rules_(std::move(rules)) {}

    /// True if a rule may speak about this submission: only then is it worth asking what the counterpart has already.
    [[nodiscard]] bool concerns(Manifest const& manifest, CounterpartName const& counterpart) const;

    /// Faults DOSSIER.MISSING_PIECE and DOSSIER.MISSING_FORM for one counterpart. `there`: pieces of the same dossier
    /// that it got before. A dossier that its sender declares incomplete (`complete: false`) has none.
    [[nodiscard]] std::vector<Fault> gaps_in(Manifest const& manifest, CounterpartName const& counterpart,
                                             std::vector<Piece> const& there) const;

    /// Faults DOSSIER.MISSING_FORM: pieces of which some rule for this counterpart, whatever the step, asks a PDF, but
    /// which hold other files only, and held no PDF before (`there`). Whether the dossier is said to be complete does
    /// not matter: it is for senders who cannot say it, and who lose files on the way.
    [[nodiscard]] std::vector<Fault> without_pdf(Manifest const& manifest, CounterpartName const& counterpart,
                                                 std::vector<Piece> const& there) const;

private:
    std::vector<CompletenessRule> rules_;
};

/// Refusal DOSSIER_INCOMPLETE with its sentences; the faults are filled in by whoever found them.
[[nodiscard]] Refusal dossier_incomplete();

}  // namespace wetbode
