// SPDX-License-Identifier: EUPL-1.2
#include "gateway/pades/permissions.hpp"

#include <algorithm>

namespace wetbode::pades {

namespace {

constexpr int references_max = 32;
constexpr int fields_max = 20'000;

std::optional<int> level_in(QPDFObjectHandle parameters) {
    auto value = parameters.isDictionary() ? parameters.getKey("/P") : QPDFObjectHandle::newNull();
    if (!value.isInteger() || value.getIntValue() < 1 || value.getIntValue() > 3) return std::nullopt;
    return static_cast<int>(value.getIntValue());
}

/// Parameters of the first reference with this method; nothing if there is none.
std::optional<QPDFObjectHandle> parameters_of(QPDFObjectHandle signature, char const* method) {
    auto references = signature.getKey("/Reference");
    for (int i = 0; references.isArray() && i < std::min(references.getArrayNItems(), references_max); ++i) {
        auto one = references.getArrayItem(i);
        if (one.isDictionary() && one.getKey("/TransformMethod").isNameAndEquals(method))
            return one.getKey("/TransformParams");
    }
    return std::nullopt;
}

}  // namespace

bool FieldLock::names(std::string const& field) const {
    return std::ranges::any_of(fields, [&](auto const& one) { return field == one || field.starts_with(one + "."); });
}

bool FieldLock::locks(std::string const& field) const {
    switch (action) {
        case Action::none:
            return false;
        case Action::all:
            return true;
        case Action::include:
            return names(field);
        case Action::exclude:
            return !names(field);
    }
    return true;
}

std::optional<int> permission_in(SignatureField const& field) {
    auto const certified = parameters_of(field.signature, "/DocMDP");
    auto const lock = field.lock ? level_in(*field.lock) : std::nullopt;
    if (certified) return std::min(level_in(*certified).value_or(2), lock.value_or(3));
    return lock == 1 ? lock : std::nullopt;
}

FieldLock lock_in(QPDFObjectHandle signature) {
    auto parameters = parameters_of(signature, "/FieldMDP");
    if (!parameters) return {};
    FieldLock lock{FieldLock::Action::all, {}};
    if (!parameters->isDictionary()) return lock;
    auto action = parameters->getKey("/Action");
    auto names = parameters->getKey("/Fields");
    bool const include = action.isNameAndEquals("/Include");
    if ((!include && !action.isNameAndEquals("/Exclude")) || !names.isArray()) return lock;
    if (names.getArrayNItems() > fields_max) throw files::Exhausted("form fields");
    for (int i = 0; i < names.getArrayNItems(); ++i)
        if (names.getArrayItem(i).isString()) lock.fields.insert(names.getArrayItem(i).getUTF8Value());
    lock.action = include ? FieldLock::Action::include : FieldLock::Action::exclude;
    return lock;
}

}  // namespace wetbode::pades
