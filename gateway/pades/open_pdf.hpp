// SPDX-License-Identifier: EUPL-1.2
// A PDF opened by qpdf without trust in it: from where it lies, in blocks, within a budget of time, octets and objects
// (gateway/files). Private to this folder; one thread.
#pragma once

#include "gateway/files/budget.hpp"
#include "gateway/files/bytes.hpp"
#include "gateway/files/pdf_filters.hpp"
#include "gateway/files/pdf_input.hpp"
#include "gateway/refusal.hpp"

#define POINTERHOLDER_TRANSITION 4
#include <qpdf/QPDF.hh>

#include <new>

namespace wetbode::pades {

/// How the newest revision lists its objects; an increment must list its own in the same way (ISO 32000-1 7.5.8.4).
enum class XrefForm { table, stream };

class OpenPdf {
public:
    /// The first `end` octets. Throws what qpdf and the budget throw; nothing is repaired: what one reader mends
    /// another mends differently.
    OpenPdf(files::Bytes const& bytes, std::uint64_t end, files::Budget& budget, FileLimits const& limits);

    [[nodiscard]] QPDF& pdf() { return pdf_; }
    [[nodiscard]] std::uint64_t end() const { return end_; }
    /// `octets` more may be read for what follows; what was left before is gone.
    void allow(std::uint64_t octets) { input_.allow(octets); }
    /// Offset that the last startxref names, and what lies there. Throws std::runtime_error if there is none.
    [[nodiscard]] std::uint64_t xref_offset() const { return xref_offset_; }
    [[nodiscard]] XrefForm xref_form() const { return xref_form_; }

private:
    void find_xref(files::Bytes const& bytes);

    std::uint64_t end_;
    files::PdfInput input_;
    QPDF pdf_;
    std::uint64_t xref_offset_ = 0;
    XrefForm xref_form_ = XrefForm::table;
};

/// What a signature may cost to make or to read: those of a file check, with more time for large documents.
[[nodiscard]] FileLimits limits();

// Refusals, in Dutch and English. `detail` is what qpdf said.
[[nodiscard]] Refusal broken_pdf(std::string_view detail);
[[nodiscard]] Refusal encrypted_pdf();
[[nodiscard]] Refusal intricate_pdf(std::string_view detail);
/// A password is asked for, or a key that qpdf does not know.
[[nodiscard]] bool is_locked(QPDFExc const& fault);

/// Runs what reads a PDF and turns what qpdf throws into a refusal; our own outages go on.
template <class Act>
auto guarded(files::Budget& budget, Act&& act) -> decltype(act()) {
    auto const refuse = [&budget](std::string const& detail) {
        budget.rethrow_outage();
        return tl::unexpected(budget.spent() ? intricate_pdf(detail) : broken_pdf(detail));
    };
    try {
        return act();
    } catch (Outage const&) {
        throw;
    } catch (std::bad_alloc const&) {
        throw;
    } catch (QPDFExc const& fault) {
        if (!budget.spent() && is_locked(fault)) return tl::unexpected(encrypted_pdf());
        return refuse(fault.getMessageDetail());
    } catch (std::exception const& fault) {
        return refuse(fault.what());
    }
}

}  // namespace wetbode::pades
