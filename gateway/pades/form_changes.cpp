// SPDX-License-Identifier: EUPL-1.2
#include "gateway/pades/form_changes.hpp"

#include <algorithm>
#include <array>

namespace wetbode::pades {

namespace {

constexpr int fields_max = 20'000;
constexpr int field_depth_max = 32;
constexpr int appearance_depth_max = 3;  // AP, N, state

using Keys = std::set<std::string>;

bool only(Keys const& keys, std::initializer_list<std::string_view> allowed) {
    return std::ranges::all_of(keys, [&](auto const& key) { return std::ranges::find(allowed, key) != allowed.end(); });
}

std::string name_in(QPDFObjectHandle field) {
    auto name = field.getKey("/T");
    return name.isString() ? name.getUTF8Value() : std::string();
}

bool is_stamp(QPDFObjectHandle value) {
    return value.isDictionary() && value.getKey("/Type").isNameAndEquals("/DocTimeStamp");
}

bool has_extent(QPDFObjectHandle widget) {
    auto rectangle = widget.getKey("/Rect");
    if (!rectangle.isArray() || rectangle.getArrayNItems() != 4) return false;
    std::array<double, 4> at{};
    for (int i = 0; i < 4; ++i)
        if (!rectangle.getArrayItem(i).getValueAsNumber(at[static_cast<std::size_t>(i)])) return false;
    return at[0] != at[2] && at[1] != at[3];
}

}  // namespace

void FormChanges::compare(QPDFObjectHandle before_root, QPDFObjectHandle now_root) {
    auto before = before_root.getKey("/AcroForm");
    auto now = now_root.getKey("/AcroForm");
    if (before.isNull() && now.isNull()) return;
    bool const moved = before.isIndirect() && now.isIndirect() && before.getObjGen() != now.getObjGen();
    if (!now.isDictionary() || !(before.isDictionary() || before.isNull()) || moved) {
        changes_.tell(PdfChangeKind::other, "form");
        return;
    }
    if (now.isIndirect()) changes_.explain(now.getObjGen());
    if (before.isNull()) before = QPDFObjectHandle::newDictionary();
    for (auto const& key : differing_keys(before, now)) {
        if (key == "/Fields" || key == "/SigFlags") continue;
        if (key == "/DR") compare_resources(before.getKey(key), now.getKey(key));
        else if (key == "/DA") continue;  // of fields that are made later
        else if (key == "/NeedAppearances") changes_.tell(PdfChangeKind::form_fill_in, "form " + key);
        else changes_.tell(PdfChangeKind::other, "form " + key);
    }
    auto resources = now.getKey("/DR");
    if (resources.isIndirect() && changes_.is_changed(resources.getObjGen()))
        compare_resources(before.getKey("/DR"), resources);
    compare_fields(before.getKey("/Fields"), now.getKey("/Fields"));
}

/// Programs that fill in a form add typefaces; those that were there stay.
void FormChanges::compare_resources(QPDFObjectHandle before, QPDFObjectHandle now) {
    bool grown = now.isDictionary() && (before.isDictionary() || before.isNull());
    if (grown && before.isDictionary()) {
        for (auto const& kind : before.getKeys()) {
            auto old_kind = before.getKey(kind);
            auto new_kind = now.getKey(kind);
            if (old_kind.unparse() == new_kind.unparse()) continue;
            grown = grown && old_kind.isDictionary() && new_kind.isDictionary();
            if (!grown) break;
            for (auto const& name : old_kind.getKeys())
                grown = grown && old_kind.getKey(name).unparse() == new_kind.getKey(name).unparse();
        }
    }
    if (grown && now.isIndirect()) changes_.explain(now.getObjGen());
    if (!grown) changes_.tell(PdfChangeKind::other, "form /DR");
}

void FormChanges::compare_fields(QPDFObjectHandle before, QPDFObjectHandle now) {
    if (now.isNull() && before.isNull()) return;
    if (!now.isArray() || !(before.isArray() || before.isNull())) {
        changes_.tell(PdfChangeKind::other, "fields of the form");
        return;
    }
    if (now.isIndirect()) changes_.explain(now.getObjGen());
    std::map<std::string, QPDFObjectHandle> old_fields;
    for (int i = 0; before.isArray() && i < before.getArrayNItems(); ++i)
        old_fields.emplace(before.getArrayItem(i).unparse(), before.getArrayItem(i));
    for (int i = 0; i < now.getArrayNItems(); ++i) {
        auto field = now.getArrayItem(i);
        auto const known = old_fields.find(field.unparse());
        if (known == old_fields.end()) {
            take_new_field(field);
            continue;
        }
        compare_field(known->second, field, "", "", 0);
        old_fields.erase(known);
    }
    if (!old_fields.empty()) changes_.tell(PdfChangeKind::other, "fields of the form");
}

void FormChanges::take_new_field(QPDFObjectHandle field) {
    if (++fields_ > fields_max) throw files::Exhausted("form fields");
    bool const fresh = field.isIndirect() && changes_.is_new(field.getObjGen());
    if (!fresh || !field.isDictionary() || !field.getKey("/FT").isNameAndEquals("/Sig") ||
        !field.getKey("/V").isDictionary()) {
        changes_.tell(PdfChangeKind::other, "new field");
        return;
    }
    auto place = name_in(field);
    bool shown = has_extent(field);
    changes_.new_widgets_.insert(field.getObjGen());
    auto kids = field.getKey("/Kids");
    for (int i = 0; kids.isArray() && i < std::min(kids.getArrayNItems(), 16); ++i) {
        auto kid = kids.getArrayItem(i);
        if (!kid.isIndirect() || !changes_.is_new(kid.getObjGen()) || !kid.isDictionary()) continue;
        shown = shown || has_extent(kid);
        changes_.new_widgets_.insert(kid.getObjGen());
    }
    if (shown) place += ", shown on the page";
    changes_.tell(is_stamp(field.getKey("/V")) ? PdfChangeKind::time_stamp : PdfChangeKind::signature, place);
}

void FormChanges::compare_field(QPDFObjectHandle before, QPDFObjectHandle now, std::string const& type,
                                std::string const& above, int depth) {
    if (++fields_ > fields_max || depth > field_depth_max) throw files::Exhausted("form fields");
    if (!before.isDictionary() || !now.isDictionary()) return;
    auto own = before.getKey("/FT");
    auto const kind = own.isName() ? own.getName() : type;
    auto const part = name_in(before);
    auto const name = above.empty() || part.empty() ? above + part : above + "." + part;
    auto const keys = differing_keys(before, now);
    auto const id = now.isIndirect() ? now.getObjGen() : QPDFObjGen();
    bool const appearance = replaced_appearance(before.getKey("/AP"), now.getKey("/AP"), id, 0);
    auto value = now.getKey("/V");
    bool const value_replaced = value.isIndirect() && changes_.is_changed(value.getObjGen());
    if (value_replaced && (value.isString() || value.isName() || value.isArray()) && kind != "/Sig")
        changes_.explain_replaced(value.getObjGen(), id);
    bool const touched = changes_.is_changed(id);
    if (touched) changes_.explain(id);
    if (kind == "/Sig") {
        if (!keys.empty() || appearance) compare_signed(before, now, keys, name);
    } else if (!keys.empty() || appearance || value_replaced) {
        tell_filled(keys, name);
    }
    auto kids_before = before.getKey("/Kids");
    auto kids = now.getKey("/Kids");
    if (!kids.isArray() || !kids_before.isArray()) return;
    for (int i = 0; i < std::min(kids.getArrayNItems(), kids_before.getArrayNItems()); ++i)
        if (kids.getArrayItem(i).unparse() == kids_before.getArrayItem(i).unparse())
            compare_field(kids_before.getArrayItem(i), kids.getArrayItem(i), kind, name, depth + 1);
}

/// A field that waited for a signature got one: its value and its look, and nothing else.
void FormChanges::compare_signed(QPDFObjectHandle before, QPDFObjectHandle now, Keys const& keys,
                                 std::string const& name) {
    auto value = now.getKey("/V");
    bool const waited = before.getKey("/V").isNull() && value.isDictionary();
    bool const widget_of_field = !now.hasKey("/FT") && now.getKey("/Subtype").isNameAndEquals("/Widget");
    bool const harmless = only(keys, {"/V", "/AP", "/M", "/MK", "/DA", "/F", "/Lock"});
    if (widget_of_field && only(keys, {"/AP", "/M", "/MK", "/DA", "/F", "/AS"})) {
        changes_.tell(PdfChangeKind::signature, name + ", shown on the page");
        return;
    }
    if (!waited || !harmless || !value.isIndirect() || !changes_.is_new(value.getObjGen())) {
        changes_.tell(PdfChangeKind::other, "signature field " + name);
        return;
    }
    auto const place = has_extent(now) ? name + ", shown on the page" : name;
    changes_.tell(is_stamp(value) ? PdfChangeKind::time_stamp : PdfChangeKind::signature, place);
}

void FormChanges::tell_filled(Keys const& keys, std::string const& name) {
    bool const filled = only(keys, {"/V", "/AP", "/AS", "/I", "/M", "/RV"});
    changes_.tell(filled ? PdfChangeKind::form_fill_in : PdfChangeKind::other, "field " + name);
}

bool FormChanges::replaced_appearance(QPDFObjectHandle before, QPDFObjectHandle now, QPDFObjGen holder, int depth) {
    if (depth > appearance_depth_max || !(now.isDictionary() || now.isStream())) return false;
    bool replaced = false;
    auto const outer = holder;
    if (now.isIndirect() && before.isIndirect() && now.getObjGen() == before.getObjGen()) {
        if (changes_.is_changed(now.getObjGen())) {
            changes_.explain_replaced(now.getObjGen(), holder);
            replaced = true;
        }
        holder = now.getObjGen();
    } else if (now.isIndirect() && changes_.is_changed(now.getObjGen())) {
        // Another object of the document, which changed, becomes an appearance: the rest of the comparison tells it.
        return true;
    }
    if (!now.isDictionary() || !before.isDictionary()) return replaced;
    for (auto const& key : now.getKeys())
        replaced = replaced_appearance(before.getKey(key), now.getKey(key), holder, depth + 1) || replaced;
    if (replaced && now.isIndirect()) changes_.keep_to(now.getObjGen(), outer);
    return replaced;
}

}  // namespace wetbode::pades
