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
    void compare_resources(QPDFObjectHandle before, QPDFObjectHandle now);
    void compare_fields(QPDFObjectHandle before, QPDFObjectHandle now);
    void compare_field(QPDFObjectHandle before, QPDFObjectHandle now, std::string const& type, std::string const& above,
                       int depth);
    void compare_signed(QPDFObjectHandle before, QPDFObjectHandle now, std::set<std::string> const& keys,
                        std::string const& name);
    void tell_filled(std::set<std::string> const& keys, std::string const& name);
    /// Whether something in the appearance of this widget was replaced; what was is explained, for it alone.
    bool replaced_appearance(QPDFObjectHandle before, QPDFObjectHandle now, QPDFObjGen holder, int depth);
    void take_new_field(QPDFObjectHandle field);

    LaterChanges& changes_;
    int fields_ = 0;
};

}  // namespace wetbode::pades
