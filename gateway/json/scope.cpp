// SPDX-License-Identifier: EUPL-1.2
#include "gateway/json/scope.hpp"

#include <algorithm>

namespace wetbode::json {

using nlohmann::json;

Scope::Scope(json const& object, std::string pointer, std::vector<Fault>& faults)
    : object_(object), pointer_(std::move(pointer)), faults_(faults) {}

std::string Scope::pointer_to(std::string_view key) const { return pointer_ + "/" + std::string(key); }

void Scope::fault(std::string code, std::string_view key, Text message) {
    faults_.push_back({.code = std::move(code), .path = pointer_to(key), .message = std::move(message)});
}

json const* Scope::member(std::string_view key, Need need) {
    asked_.emplace(key);
    auto const found = object_.find(key);
    if (found != object_.end() && !found->is_null()) return &*found;
    if (need == Need::required)
        fault("MANIFEST.KEY_MISSING", key,
              {"\"" + std::string(key) + "\" ontbreekt.", "\"" + std::string(key) + "\" is missing."});
    return nullptr;
}

std::string Scope::text(std::string_view key, Need need, std::size_t bytes_max) {
    auto const* const value = member(key, need);
    if (value == nullptr) return {};
    auto const name = "\"" + std::string(key) + "\"";
    if (!value->is_string()) {
        fault("MANIFEST.TYPE", key, {name + " moet een tekst zijn.", name + " must be a text."});
        return {};
    }
    auto const& text = value->get_ref<std::string const&>();
    if (need == Need::required && text.empty())
        fault("MANIFEST.KEY_MISSING", key, {name + " is leeg.", name + " is empty."});
    if (text.size() > bytes_max) {
        auto const most = std::to_string(bytes_max);
        fault("MANIFEST.TOO_LONG", key,
              {name + " is langer dan " + most + " bytes.", name + " is longer than " + most + " bytes."});
    }
    auto const control = [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t'; };
    if (std::any_of(text.begin(), text.end(), control))
        fault("MANIFEST.CONTROL_CHARACTER", key,
              {name + " bevat een stuurteken.", name + " holds a control character."});
    return text;
}

std::optional<std::uint64_t> Scope::whole_number(std::string_view key) {
    auto const* const value = member(key, Need::optional);
    if (value == nullptr) return std::nullopt;
    if (value->is_number_unsigned()) return value->get<std::uint64_t>();
    auto const name = "\"" + std::string(key) + "\"";
    fault("MANIFEST.TYPE", key,
          {name + " moet een geheel getal vanaf 0 zijn.", name + " must be a whole number from 0."});
    return std::nullopt;
}

bool Scope::yes_no(std::string_view key) {
    auto const* const value = member(key, Need::optional);
    if (value == nullptr) return false;
    if (value->is_boolean()) return value->get<bool>();
    auto const name = "\"" + std::string(key) + "\"";
    fault("MANIFEST.TYPE", key, {name + " moet true of false zijn.", name + " must be true or false."});
    return false;
}

json const* Scope::object(std::string_view key, Need need) {
    auto const* const value = member(key, need);
    if (value == nullptr || value->is_object()) return value;
    auto const name = "\"" + std::string(key) + "\"";
    fault("MANIFEST.TYPE", key, {name + " moet een object zijn.", name + " must be an object."});
    return nullptr;
}

json const* Scope::array(std::string_view key, Need need, std::size_t members_max) {
    auto const* const value = member(key, need);
    if (value == nullptr) return nullptr;
    auto const name = "\"" + std::string(key) + "\"";
    if (!value->is_array()) {
        fault("MANIFEST.TYPE", key, {name + " moet een lijst zijn.", name + " must be a list."});
        return nullptr;
    }
    if (value->size() > members_max) {
        auto const most = std::to_string(members_max);
        fault("MANIFEST.TOO_MANY", key,
              {name + " heeft meer dan " + most + " leden.", name + " has more than " + most + " members."});
        return nullptr;
    }
    return value;
}

void Scope::refuse_unknown_keys() {
    for (auto const& [key, value] : object_.items()) {
        if (asked_.contains(key)) continue;
        auto const shown = key.substr(0, 100);
        fault("MANIFEST.KEY_UNKNOWN", shown,
              {"De sleutel \"" + shown + "\" bestaat niet.", "There is no key \"" + shown + "\"."});
    }
}

}  // namespace wetbode::json
