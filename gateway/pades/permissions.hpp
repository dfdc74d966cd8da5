// SPDX-License-Identifier: EUPL-1.2
// What a signature itself allows afterwards (ISO 32000-1 section 12.8.2): DocMDP of a certification, FieldMDP of a
// lock. Private to this folder; one thread.
#pragma once

#include "gateway/pades/signature_fields.hpp"

#include <optional>
#include <set>
#include <string>

namespace wetbode::pades {

/// Fields that may not be filled in any more. Locks nothing unless it is set.
struct FieldLock {
    enum class Action { none, all, include, exclude };
    Action action = Action::none;
    std::set<std::string> fields;  ///< full names; a name stands for all fields below it, too

    [[nodiscard]] bool locks(std::string const& field) const;
    /// By its name, not only since all are.
    [[nodiscard]] bool names(std::string const& field) const;
};

/// DocMDP, its default is 2 (ISO 32000-1 table 254); what the lock of its field says (ISO 32000-2 table 236) counts if
/// it is stricter. Empty: it certifies nothing.
[[nodiscard]] std::optional<int> permission_in(SignatureField const& field);
/// FieldMDP. One that cannot be read locks all.
[[nodiscard]] FieldLock lock_in(QPDFObjectHandle signature);

}  // namespace wetbode::pades
