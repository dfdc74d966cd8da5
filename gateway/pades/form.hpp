// SPDX-License-Identifier: EUPL-1.2
// The places of a PDF that a new signature changes (ISO 32000-1 sections 12.7 and 12.8): catalogue, interactive form,
// first page's annotations, developer extensions. Nothing that a page shows is touched. Private to this folder; one
// thread.
#pragma once

#include "gateway/pades/increment.hpp"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace wetbode::pades {

class Form {
public:
    /// Throws std::runtime_error if the document is not built as the standard wants it. The reading is bounded by what
    /// `pdf` may still read.
    explicit Form(QPDF& pdf);

    [[nodiscard]] bool has_field(std::string const& name) const { return names_.contains(name); }
    /// "Seal1", "Seal2", ...: the first that no field has.
    [[nodiscard]] std::string free_name(std::string const& stem) const;
    /// A certification signature that allows no change (DocMDP, P 1).
    [[nodiscard]] bool is_locked() const { return locked_; }
    [[nodiscard]] QPDFObjectHandle root() const { return root_; }

    /// The appearance of a field without extent, if the document has one already. Shared by all such fields: a time
    /// stamp that brings no appearance changes nothing that a form shows, so the strictest certification allows it.
    [[nodiscard]] std::optional<QPDFObjGen> empty_appearance() const { return empty_appearance_; }

    /// The objects of a new signature field. `appearance` is new, or empty_appearance().
    struct NewField {
        std::string name;
        QPDFObjGen field;
        QPDFObjGen appearance;
        QPDFObjGen value;  ///< the signature dictionary
    };
    /// Enters the field in the form and on the first page.
    void enter(NewField const& field);
    /// Field and appearance themselves: a widget without extent, printed as nothing, so that PDF/A stays PDF/A.
    void write(Increment& increment, NewField const& field) const;
    /// The next fields share this one's appearance.
    void share_appearance(NewField const& field) { empty_appearance_ = field.appearance; }
    /// ESIC of ETSI EN 319 142-1 clause 5.1, beside those that are there.
    void enter_extension();
    /// `dss` becomes the Document Security Store.
    void enter_security_store(QPDFObjGen dss);
    /// Writes the objects that were changed since the last call of forget_changes().
    void write_changes(Increment& increment);
    void forget_changes() { changed_.clear(); }

private:
    void read_fields();
    void read_lock();
    void look_for_appearance(QPDFObjectHandle field);
    void note_change(QPDFObjectHandle const& object, QPDFObjectHandle const& holder);

    QPDF& pdf_;
    QPDFObjectHandle root_;
    QPDFObjectHandle page_;
    std::set<std::string> names_;
    std::set<QPDFObjGen> changed_;
    std::optional<QPDFObjGen> empty_appearance_;
    bool locked_ = false;
};

}  // namespace wetbode::pades
