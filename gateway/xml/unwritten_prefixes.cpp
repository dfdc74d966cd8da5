// SPDX-License-Identifier: EUPL-1.2
#include "gateway/xml/unwritten_prefixes.hpp"

#include <algorithm>

namespace wetbode::xml {

namespace {

constexpr std::string_view schema_instance = "http://www.w3.org/2001/XMLSchema-instance";
constexpr std::size_t tail_max = 2048;  ///< longer names are not let in at the door

bool is_in_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
           c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

/// Of a local name, or the star of an XPath.
bool begins_name(char c) {
    return c == '*' || (is_in_name(c) && c != '-' && c != '.' && !(c >= '0' && c <= '9'));
}

}  // namespace

void UnwrittenPrefixes::start_element(Element const& element) {
    if (!open_.empty()) open_.back().tail.clear();
    open_.push_back({bindings_.size(), element.position, {}});
    if (first_) return;
    for (auto const& declared : element.namespaces)
        bindings_.push_back({std::string(declared.prefix), std::string(declared.uri), false});
    write(element.prefix, element.uri);
    for (auto const& attribute : element.attributes)
        if (!attribute.prefix.empty()) write(attribute.prefix, attribute.uri);
    for (auto const& attribute : element.attributes) {
        look_at(attribute.value, element.position);
        if (attribute.uri == schema_instance && attribute.local == "type")
            look_at_type(attribute.value, element.position);
    }
}

void UnwrittenPrefixes::end_element(std::string_view, std::string_view, std::string_view) {
    bindings_.resize(std::min(bindings_.size(), open_.back().bindings));
    open_.pop_back();
    if (!open_.empty()) open_.back().tail.clear();
}

void UnwrittenPrefixes::characters(std::string_view text) {
    if (first_ || open_.empty() || bindings_.empty()) return;
    auto& open = open_.back();
    std::string joined;
    if (!open.tail.empty()) {
        joined = open.tail + std::string(text);
        text = joined;
    }
    look_at(text, open.position);
    auto const end = std::find_if(text.rbegin(), text.rend(), [](char c) { return !is_in_name(c) && c != ':'; });
    auto const length = std::min(static_cast<std::size_t>(end - text.rbegin()), tail_max);
    open.tail = std::string(text.substr(text.size() - length));
}

/// As the canonical writer does: once, unless the nearest one says something else.
void UnwrittenPrefixes::write(std::string_view prefix, std::string_view uri) {
    auto const nearest = std::find_if(bindings_.rbegin(), bindings_.rend(), [&](Binding const& binding) {
        return binding.written && binding.prefix == prefix;
    });
    if (nearest != bindings_.rend() ? nearest->uri == uri : prefix.empty() && uri.empty()) return;
    bindings_.push_back({std::string(prefix), std::string(uri), true});
}

/// What the document binds the prefix to, if the canonical form binds it to nothing or to something else.
UnwrittenPrefixes::Binding const* UnwrittenPrefixes::unwritten(std::string_view prefix) const {
    Binding const* declared = nullptr;
    Binding const* written = nullptr;
    for (auto binding = bindings_.rbegin(); binding != bindings_.rend(); ++binding) {
        if (binding->prefix != prefix) continue;
        auto& which = binding->written ? written : declared;
        if (which == nullptr) which = &*binding;
    }
    if (declared == nullptr || declared->uri.empty()) return nullptr;
    return written != nullptr && written->uri == declared->uri ? nullptr : declared;
}

void UnwrittenPrefixes::look_at(std::string_view value, Position position) {
    for (auto colon = value.find(':'); colon != std::string_view::npos; colon = value.find(':', colon + 1)) {
        if (first_ || colon + 1 >= value.size() || !begins_name(value[colon + 1])) continue;
        auto begin = colon;
        while (begin > 0 && is_in_name(value[begin - 1])) --begin;
        auto const prefix = value.substr(begin, colon - begin);
        if (!prefix.empty() && unwritten(prefix) != nullptr) first_ = UnwrittenPrefix{std::string(prefix), position};
    }
}

/// A type is a name, whatever its schema says: without a prefix, one of the default namespace; and a prefix that
/// nothing binds was bound by what somebody took away.
void UnwrittenPrefixes::look_at_type(std::string_view value, Position position) {
    constexpr std::string_view space = " \t\r\n";
    auto const begin = std::min(value.find_first_not_of(space), value.size());
    auto const colon = value.find(':');
    auto const prefix = colon == std::string_view::npos ? std::string_view{} : value.substr(begin, colon - begin);
    bool const bound = std::ranges::any_of(bindings_, [&](Binding const& one) { return one.prefix == prefix; });
    bool const lost = prefix.empty() ? unwritten(prefix) != nullptr : !bound && prefix != "xml";
    if (lost && !first_) first_ = UnwrittenPrefix{std::string(prefix), position};
}

}  // namespace wetbode::xml
