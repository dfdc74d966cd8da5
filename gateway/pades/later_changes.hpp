// SPDX-License-Identifier: EUPL-1.2
// What was added or changed in a PDF behind a revision: compares the tables of objects of both, explains what is known
// to be harmless, and calls the rest by its name. Private to this folder; one thread.
//
// Only what is explained is harmless. An object is explained by the role that it plays in both revisions, and only if
// it plays no other: a security store that a page uses as its resources is no security store.
#pragma once

#include "gateway/pades/names_before.hpp"
#include "gateway/pades/pdf_signatures.hpp"
#include "gateway/pades/permissions.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace wetbode::pades {

class LaterChanges {
public:
    struct Compared {
        OpenPdf& before;   ///< a revision of `now`
        OpenPdf& scanned;  ///< the same revision, which is used up
        OpenPdf& now;
        ObjectTable const& now_table;
    };

    /// `lock`: of the signature over `before`.
    LaterChanges(Compared const& compared, FieldLock lock, files::Budget& budget, FileLimits const& limits);

    /// Throws what qpdf and the budget throw.
    [[nodiscard]] std::vector<PdfChange> run();

private:
    friend class FormChanges;

    void tell(PdfChangeKind kind, std::string place, Text how);
    void explain(QPDFObjGen id) { explained_.insert(id); }
    [[nodiscard]] bool is_new(QPDFObjGen id) const { return now_table_.contains(id) && !before_table_.contains(id); }
    [[nodiscard]] bool is_changed(QPDFObjGen id) const { return changed_.contains(id); }
    /// `now` has the place in `holder` that `before` had. If it is the same object, changed, and plays no other role,
    /// it is explained; its entries are looked at by whoever calls.
    void take_role(QPDFObjectHandle before, QPDFObjectHandle now, QPDFObjGen holder);
    /// An indirect object that changed and may be named by this one only.
    void explain_replaced(QPDFObjGen id, QPDFObjGen holder);
    /// Something below this object was replaced: who else names it shows the new one, too.
    void keep_to(QPDFObjGen id, QPDFObjGen holder);
    /// A signature dictionary that lies behind the revision, and that no other new field shows.
    [[nodiscard]] bool is_fresh_signature(QPDFObjectHandle value);

    void compare_tables();
    void compare_catalogue();
    void compare_store();
    void compare_trailer();
    void compare_rest();
    void compare_object(QPDFObjGen id);
    void compare_page(QPDFObjGen id, QPDFObjectHandle before, QPDFObjectHandle now);
    /// False if `now` is not `before` in its order, and only widgets of new signatures, or annotations, beside it.
    bool compare_annotations(QPDFObjGen page, QPDFObjectHandle before, QPDFObjectHandle now);
    void judge_place(QPDFObjGen page, QPDFObjectHandle widget, QPDFObjectHandle others);

    OpenPdf& before_;
    OpenPdf& scanned_;
    OpenPdf& now_;
    ObjectTable before_table_;
    ObjectTable const& now_table_;
    FieldLock lock_;
    files::Budget& budget_;
    FileLimits const& limits_;
    std::set<QPDFObjGen> changed_;  ///< there before, and other now
    std::set<QPDFObjGen> explained_;
    std::optional<NamesBefore> names_;
    std::set<QPDFObjGen> new_widgets_;        ///< of signatures that came later
    std::set<qpdf_offset_t> new_signatures_;  ///< where their contents lie
    std::vector<PdfChange> changes_;
    std::map<PdfChangeKind, std::size_t> told_;
};

/// Keys of two dictionaries whose values differ, or that only one has, as they stand: objects that they name count only
/// by their number.
[[nodiscard]] std::set<std::string> differing_keys(QPDFObjectHandle before, QPDFObjectHandle now);

}  // namespace wetbode::pades
