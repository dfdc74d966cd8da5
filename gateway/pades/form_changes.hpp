// SPDX-License-Identifier: EUPL-1.2
// The part of LaterChanges that knows forms: new signature fields, signatures in fields that were there, filled-in
// fields. Private to this folder; lives within one call.
#pragma once

#include "gateway/pades/later_changes.hpp"

namespace wetbode::pades {

class FormChanges {
public:
    explicit FormChanges(LaterChanges& changes) : changes_(changes) {}

    /// Catalogues of both revisions.
    void compare(QPDFObjectHandle before_root, QPDFObjectHandle now_root);

private:
    using Keys = std::set<std::string>;

    /// What a field has from those above it.
    struct Above {
        std::string type;
        std::string name;
        std::optional<QPDFObjectHandle> signature;  ///< that came behind the revision
        int depth = 0;
    };
    struct Field {
        QPDFObjectHandle before;
        QPDFObjectHandle now;
        Keys differing;
        bool looks_other = false;  ///< an object of its appearance was replaced
        bool value_other = false;
    };

    void compare_entries(QPDFObjectHandle before, QPDFObjectHandle now, QPDFObjGen holder);
    void compare_resources(QPDFObjectHandle before, QPDFObjectHandle now, QPDFObjGen holder);
    void compare_fields(QPDFObjectHandle before, QPDFObjectHandle now, QPDFObjGen holder);
    void compare_field(QPDFObjectHandle before, QPDFObjectHandle now, Above const& above);
    /// The signature that the field has and had not. `above`: of the field that this is a widget of.
    std::optional<QPDFObjectHandle> compare_signed(Field const& field, std::string const& name,
                                                   std::optional<QPDFObjectHandle> const& above);
    void compare_filled(Field const& field, std::string const& type, std::string const& name);
    /// Whether something in the appearance of this widget was replaced; what was is explained, for it alone.
    bool replaced_appearance(QPDFObjectHandle before, QPDFObjectHandle now, QPDFObjGen holder, int depth);
    void take_new_field(QPDFObjectHandle field);
    /// Whether all its children are new widgets of this field alone; they are taken.
    bool take_widgets(QPDFObjectHandle field, bool& shown);
    void tell_signature(QPDFObjectHandle signature, std::string const& name, bool shown);
    void count_field(int depth);

    LaterChanges& changes_;
    int fields_ = 0;
};

}  // namespace wetbode::pades
