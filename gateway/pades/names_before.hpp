// SPDX-License-Identifier: EUPL-1.2
// Who names what in a signed revision: reads all its objects once. So it is known who else shows an object that changed
// later, and whether a place waited for one that came later. Private to this folder; one thread.
#pragma once

#include "gateway/pades/open_pdf.hpp"

#include <cstdint>
#include <map>
#include <set>

namespace wetbode::pades {

using ObjectTable = std::map<QPDFObjGen, QPDFXRefEntry>;

class NamesBefore {
public:
    struct Asked {
        ObjectTable const& before;            ///< of the signed revision
        ObjectTable const& now;               ///< of the newest
        std::set<QPDFObjGen> const& changed;  ///< there before, and other now
    };

    /// `revision` is used up: qpdf keeps every object that it ever saw, unless it is taken away.
    NamesBefore(OpenPdf& revision, Asked const& asked, files::Budget& budget, FileLimits const& limits);

    /// Objects that came later, though something named them before.
    [[nodiscard]] std::set<QPDFObjGen> const& awaited() const { return awaited_; }
    /// Nobody else names it.
    [[nodiscard]] bool is_named_by(QPDFObjGen id, QPDFObjGen holder) const;
    /// Likewise, and that one only once. Holder 0: the trailer, so nobody names it.
    [[nodiscard]] bool is_named_once_by(QPDFObjGen id, QPDFObjGen holder) const;
    /// Pages whose annotations are this array, which changed. Empty also if anything else names it.
    [[nodiscard]] std::set<QPDFObjGen> pages_of_annotations(QPDFObjGen array) const;
    /// There is a form XObject with content, but without resources of its own: a reader takes them from elsewhere.
    [[nodiscard]] bool has_look_without_resources() const { return look_without_resources_; }

private:
    /// Kept small: there is one for each object of the document.
    struct Named {
        QPDFObjGen by;         ///< the first
        bool several = false;  ///< others, too
        std::uint32_t times = 0;
    };

    void look_at(QPDFObjGen owner, QPDFObjectHandle object, int depth);
    void look_at_section(QPDFObjGen owner, QPDFObjectHandle dictionary);
    void note(QPDFObjGen owner, QPDFObjGen named);
    void note_page(QPDFObjGen owner, QPDFObjectHandle page);
    void note_look(QPDFObjectHandle stream);

    Asked asked_;
    files::Budget& budget_;
    std::map<QPDFObjGen, Named> named_;
    std::map<QPDFObjGen, std::set<QPDFObjGen>> annotations_;  ///< array that changed, and the pages that show it
    std::set<QPDFObjGen> awaited_;
    bool look_without_resources_ = false;
};

}  // namespace wetbode::pades
