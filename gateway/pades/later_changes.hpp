// SPDX-License-Identifier: EUPL-1.2
// What was added or changed in a PDF behind a revision: compares the tables of objects of both, explains what is known to
// be harmless, and calls the rest by its name. Private to this folder; one thread.
//
// Only what is explained is harmless: an object that is new must not have been named before (an earlier revision could
// have prepared a place for it), an appearance that is replaced must not be shown elsewhere.
#pragma once

#include "gateway/pades/open_pdf.hpp"
#include "gateway/pades/pdf_signatures.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace wetbode::pades {

using ObjectTable = std::map<QPDFObjGen, QPDFXRefEntry>;

class LaterChanges {
public:
    /// `before` is a revision of `now`; it is used up.
    LaterChanges(OpenPdf& before, OpenPdf& now, ObjectTable const& now_table, files::Budget& budget,
                 FileLimits const& limits);

    /// Throws what qpdf and the budget throw.
    [[nodiscard]] std::vector<PdfChange> run();

private:
    friend class FormChanges;

    void tell(PdfChangeKind kind, std::string place);
    void explain(QPDFObjGen id) { explained_.insert(id); }
    [[nodiscard]] bool is_new(QPDFObjGen id) const { return now_table_.contains(id) && !before_table_.contains(id); }
    [[nodiscard]] bool is_changed(QPDFObjGen id) const { return changed_.contains(id); }
    /// An indirect object that changed becomes one that may be shown only by `holders`.
    void explain_replaced(QPDFObjGen id, QPDFObjGen holder);

    void compare_tables();
    void compare_catalogue();
    void compare_store();
    void compare_trailer();
    void compare_rest();
    void compare_page(QPDFObjGen id, QPDFObjectHandle before, QPDFObjectHandle now);
    /// False if `now` is not `before` and only widgets of new signatures, or annotations.
    bool compare_annotations(QPDFObjGen owner, QPDFObjectHandle before, QPDFObjectHandle now);
    void scan_before();
    void look_for_names(QPDFObjGen owner, QPDFObjectHandle object, int depth);

    OpenPdf& before_;
    OpenPdf& now_;
    ObjectTable before_table_;
    ObjectTable const& now_table_;
    files::Budget& budget_;
    FileLimits const& limits_;
    std::set<QPDFObjGen> changed_;  ///< there before, and other now
    std::set<QPDFObjGen> explained_;
    std::map<QPDFObjGen, std::set<QPDFObjGen>> replaced_;  ///< object, and who alone may name it
    std::set<QPDFObjGen> new_widgets_;  ///< of signatures that came later
    std::vector<PdfChange> changes_;
};

/// Keys of two dictionaries whose values differ, or that only one has, as they stand: objects that they name count only
/// by their number.
[[nodiscard]] std::set<std::string> differing_keys(QPDFObjectHandle before, QPDFObjectHandle now);

}  // namespace wetbode::pades
