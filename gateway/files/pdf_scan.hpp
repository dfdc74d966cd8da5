// SPDX-License-Identifier: EUPL-1.2
// Looks for active content in the objects of a PDF, one object at a time, whether or not a page leads to it: what no
// reader shows today another reader may run tomorrow. Private to this folder; one thread.
#pragma once

#include "gateway/files/budget.hpp"
#include "gateway/files/report.hpp"

#define POINTERHOLDER_TRANSITION 4
#include <qpdf/QPDF.hh>

#include <map>
#include <vector>

namespace wetbode::files {

/// A file within the PDF that the second pass looks at.
struct AttachedFile {
    QPDFObjGen stream;
    std::string name;
    QPDFObjGen told_by;  ///< the object that names it
};

class PdfScan {
public:
    PdfScan(Budget& budget, FilesPolicy const& policy) : budget_(budget), policy_(policy) {}

    /// Page numbers for the sentences. False if the tree has no page; throws Exhausted beyond all reason.
    [[nodiscard]] bool number_pages(QPDF& pdf);
    /// One object; nothing of it is needed afterwards.
    void look_at(QPDFObjGen id, QPDFObjectHandle object);
    /// Tells what was found, with the pages that were learned meanwhile.
    void tell(Report& report) const;
    [[nodiscard]] std::vector<AttachedFile> const& attached() const { return attached_; }
    [[nodiscard]] std::string place_of(QPDFObjGen id) const;

private:
    struct Found {
        QPDFObjGen id;
        std::string what;
    };

    void walk(QPDFObjGen id, QPDFObjectHandle object, int depth);
    void look_at_dictionary(QPDFObjGen id, QPDFObjectHandle& dictionary);
    void look_at_attachment(QPDFObjGen id, QPDFObjectHandle& dictionary);
    void learn_page(QPDFObjGen id, QPDFObjectHandle& dictionary);
    void note(QPDFObjGen id, std::string what);

    Budget& budget_;
    FilesPolicy const& policy_;
    std::map<QPDFObjGen, std::uint32_t> page_of_;
    std::vector<Found> found_;
    std::vector<AttachedFile> attached_;
};

}  // namespace wetbode::files
