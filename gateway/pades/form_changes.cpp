// SPDX-License-Identifier: EUPL-1.2
#include "gateway/pades/form_changes.hpp"

#include "gateway/pades/rectangle.hpp"

#include <algorithm>

namespace wetbode::pades {

namespace {

constexpr int fields_max = 20'000;
constexpr int field_depth_max = 32;
constexpr int widgets_max = 16;
constexpr int appearance_depth_max = 3;  // AP, N, state
constexpr int push_button = 1 << 16;     // ISO 32000-1 table 226

Text const is_another{"is gewijzigd", "was changed"};

bool only(std::set<std::string> const& keys, std::initializer_list<std::string_view> allowed) {
    return std::ranges::all_of(keys, [&](auto const& key) { return std::ranges::find(allowed, key) != allowed.end(); });
}

/// What a widget may have that shows itself and does nothing.
bool is_plain_widget(QPDFObjectHandle widget) {
    return only(widget.getKeys(), {"/Type", "/Subtype", "/Rect", "/P", "/F", "/AP", "/AS", "/MK", "/DA", "/M", "/NM",
                                   "/Border", "/BS", "/H", "/Q", "/StructParent", "/Parent"});
}

bool is_plain_signature_field(QPDFObjectHandle field) {
    return only(field.getKeys(),
                {"/Type", "/Subtype", "/Rect",   "/P",  "/F",    "/AP",   "/AS",           "/MK", "/DA",
                 "/M",    "/NM",      "/Border", "/BS", "/H",    "/Q",    "/StructParent", "/FT", "/T",
                 "/TU",   "/TM",      "/Ff",     "/V",  "/Kids", "/Lock", "/SV",           "/DR", "/C"});
}

std::string name_in(QPDFObjectHandle field) {
    auto name = field.getKey("/T");
    return name.isString() ? name.getUTF8Value() : std::string();
}

bool is_stamp(QPDFObjectHandle value) {
    return value.isDictionary() && (value.getKey("/Type").isNameAndEquals("/DocTimeStamp") ||
                                    value.getKey("/SubFilter").isNameAndEquals("/ETSI.RFC3161"));
}

/// Text and lines, no pictures: what a field says is read by people, and a picture can say it is something else.
bool shows_text_only(QPDFObjectHandle appearance, int depth) {
    if (depth > appearance_depth_max) return false;
    if (appearance.isStream()) {
        auto resources = appearance.getDict().getKey("/Resources");
        return !resources.isDictionary() ||
               only(resources.getKeys(), {"/Font", "/ProcSet", "/ExtGState", "/ColorSpace", "/Properties"});
    }
    if (!appearance.isDictionary()) return appearance.isNull();
    return std::ranges::all_of(appearance.getKeys(),
                               [&](auto const& key) { return shows_text_only(appearance.getKey(key), depth + 1); });
}

bool has_other_fields(QPDFObjectHandle fields) {
    for (int i = 0; fields.isArray() && i < std::min(fields.getArrayNItems(), fields_max); ++i) {
        auto field = fields.getArrayItem(i);
        if (field.isDictionary() && !field.getKey("/FT").isNameAndEquals("/Sig")) return true;
    }
    return false;
}

}  // namespace

void FormChanges::count_field(int depth) {
    if (++fields_ > fields_max || depth > field_depth_max) throw files::Exhausted("form fields");
    changes_.budget_.pay_time();
}

void FormChanges::compare(QPDFObjectHandle before_root, QPDFObjectHandle now_root) {
    auto before = before_root.getKey("/AcroForm");
    auto now = now_root.getKey("/AcroForm");
    if (before.isNull() && now.isNull()) return;
    bool const moved = before.isIndirect() && now.isIndirect() && before.getObjGen() != now.getObjGen();
    if (!now.isDictionary() || !(before.isDictionary() || before.isNull()) || moved) {
        changes_.tell(PdfChangeKind::other, "/AcroForm", is_another);
        return;
    }
    changes_.take_role(before, now, before_root.getObjGen());
    auto const holder = before.isIndirect() ? before.getObjGen() : before_root.getObjGen();
    compare_entries(before.isNull() ? QPDFObjectHandle::newDictionary() : before, now, holder);
}

void FormChanges::compare_entries(QPDFObjectHandle before, QPDFObjectHandle now, QPDFObjGen holder) {
    for (auto const& key : differing_keys(before, now)) {
        if (key == "/Fields" || key == "/SigFlags" || key == "/DR") continue;
        if (key == "/DA" && !has_other_fields(before.getKey("/Fields"))) continue;  // of fields that are made later
        if (key == "/NeedAppearances" || key == "/DA")
            changes_.tell(PdfChangeKind::form_fill_in, "/AcroForm " + key, is_another);
        else
            changes_.tell(PdfChangeKind::other, "/AcroForm " + key, is_another);
    }
    compare_resources(before.getKey("/DR"), now.getKey("/DR"), holder);
    compare_fields(before.getKey("/Fields"), now.getKey("/Fields"), holder);
}

/// Programs that fill in a form add typefaces; those that were there stay. A look without resources of its own could
/// have waited for them.
void FormChanges::compare_resources(QPDFObjectHandle before, QPDFObjectHandle now, QPDFObjGen holder) {
    bool const rewritten = now.isIndirect() && changes_.is_changed(now.getObjGen());
    if (before.unparse() == now.unparse() && !rewritten) return;
    changes_.take_role(before, now, holder);
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
    bool const same = before.isDictionary() && now.isDictionary() && before.unparseResolved() == now.unparseResolved();
    if (!grown || (!same && changes_.names_->has_look_without_resources()))
        changes_.tell(PdfChangeKind::other, "/AcroForm /DR", is_another);
}

void FormChanges::compare_fields(QPDFObjectHandle before, QPDFObjectHandle now, QPDFObjGen holder) {
    if (now.isNull() && before.isNull()) return;
    if (!now.isArray() || !(before.isArray() || before.isNull())) {
        changes_.tell(PdfChangeKind::other, "/AcroForm /Fields", is_another);
        return;
    }
    changes_.take_role(before, now, holder);
    auto const old_count = before.isArray() ? before.getArrayNItems() : 0;
    int same = 0;
    for (int i = 0; i < now.getArrayNItems(); ++i) {
        auto field = now.getArrayItem(i);
        if (same < old_count && before.getArrayItem(same).unparse() == field.unparse())
            compare_field(before.getArrayItem(same++), field, {});
        else
            take_new_field(field);
    }
    if (same < old_count)
        changes_.tell(PdfChangeKind::other, "/AcroForm /Fields",
                      {"een veld is weg of staat elders", "a field is gone or stands elsewhere"});
}

void FormChanges::take_new_field(QPDFObjectHandle field) {
    count_field(0);
    bool const fresh = field.isIndirect() && changes_.is_new(field.getObjGen()) && field.isDictionary();
    auto const name = fresh ? name_in(field) : field.unparse().substr(0, 40);
    if (!fresh || !field.getKey("/FT").isNameAndEquals("/Sig") || !changes_.is_fresh_signature(field.getKey("/V"))) {
        changes_.tell(PdfChangeKind::other, name,
                      {"is een nieuw veld zonder een eigen, nieuwe handtekening",
                       "is a new field without a new signature of its own"});
        return;
    }
    bool shown = has_extent(field);
    bool const widgets = take_widgets(field, shown);
    if (!widgets || !is_plain_signature_field(field)) {
        changes_.tell(PdfChangeKind::other, name,
                      {"is een nieuw handtekeningveld dat meer meebrengt dan een handtekening",
                       "is a new signature field that brings more than a signature"});
        return;
    }
    changes_.new_widgets_.insert(field.getObjGen());
    tell_signature(field.getKey("/V"), name, shown);
}

bool FormChanges::take_widgets(QPDFObjectHandle field, bool& shown) {
    auto kids = field.getKey("/Kids");
    if (kids.isNull()) return true;
    if (!kids.isArray() || kids.getArrayNItems() > widgets_max) return false;
    for (int i = 0; i < kids.getArrayNItems(); ++i) {
        auto kid = kids.getArrayItem(i);
        if (!kid.isIndirect() || !changes_.is_new(kid.getObjGen()) || !kid.isDictionary()) return false;
        if (!is_plain_widget(kid) || kid.getKey("/Parent").getObjGen() != field.getObjGen()) return false;
        shown = shown || has_extent(kid);
        changes_.new_widgets_.insert(kid.getObjGen());
    }
    return true;
}

/// Anybody can make a time stamp; what it shows is not the word of a signer.
void FormChanges::tell_signature(QPDFObjectHandle signature, std::string const& name, bool shown) {
    if (is_stamp(signature) && shown)
        return changes_.tell(
            PdfChangeKind::other, name,
            {"is een tijdstempel die op een bladzijde iets toont", "is a time stamp that shows something on a page"});
    auto const kind = is_stamp(signature) ? PdfChangeKind::time_stamp : PdfChangeKind::signature;
    changes_.tell(kind, name, shown ? Text{"op een bladzijde getoond", "shown on a page"} : Text{});
}

void FormChanges::compare_field(QPDFObjectHandle before, QPDFObjectHandle now, Above const& above) {
    count_field(above.depth);
    if (!before.isDictionary() || !now.isDictionary()) return;
    auto own = before.getKey("/FT");
    auto const part = name_in(before);
    Above here{own.isName() ? own.getName() : above.type,
               above.name.empty() || part.empty() ? above.name + part : above.name + "." + part, above.signature,
               above.depth + 1};
    Field field{before, now, differing_keys(before, now)};
    auto const id = now.isIndirect() ? now.getObjGen() : QPDFObjGen();
    field.looks_other = replaced_appearance(before.getKey("/AP"), now.getKey("/AP"), id, 0);
    auto value = now.getKey("/V");
    field.value_other = value.isIndirect() && changes_.is_changed(value.getObjGen());
    if (field.value_other && here.type != "/Sig" && (value.isString() || value.isName() || value.isArray()) &&
        before.getKey("/V").getObjGen() == value.getObjGen())
        changes_.explain_replaced(value.getObjGen(), id);
    if (changes_.is_changed(id)) changes_.explain(id);
    if (here.type == "/Sig")
        here.signature = compare_signed(field, here.name, above.signature);
    else if (!field.differing.empty() || field.looks_other || field.value_other)
        compare_filled(field, here.type, here.name);
    auto kids_before = before.getKey("/Kids");
    auto kids = now.getKey("/Kids");
    if (!kids.isArray() || !kids_before.isArray()) return;
    for (int i = 0; i < std::min(kids.getArrayNItems(), kids_before.getArrayNItems()); ++i)
        if (kids.getArrayItem(i).unparse() == kids_before.getArrayItem(i).unparse())
            compare_field(kids_before.getArrayItem(i), kids.getArrayItem(i), here);
}

/// A field that waited for a signature got one: its value and its look, and nothing else.
std::optional<QPDFObjectHandle> FormChanges::compare_signed(Field const& field, std::string const& name,
                                                            std::optional<QPDFObjectHandle> const& above) {
    auto before = field.before;
    auto now = field.now;
    bool const untouched = field.differing.empty() && !field.looks_other;
    if (above) {
        // One of the widgets of a field that was signed now.
        if (!only(field.differing, {"/AP", "/AS", "/M", "/MK", "/DA", "/F"}))
            changes_.tell(PdfChangeKind::other, name, is_another);
        else if (!untouched)
            tell_signature(*above, name, has_extent(now));
        return above;
    }
    if (untouched) return std::nullopt;
    bool const waited = before.getKey("/V").isNull() && field.differing.contains("/V");
    if (!waited || !only(field.differing, {"/V", "/AP", "/AS", "/M", "/MK", "/DA", "/F"}) ||
        !changes_.is_fresh_signature(now.getKey("/V"))) {
        changes_.tell(PdfChangeKind::other, name,
                      {"is een handtekeningveld dat gewijzigd is", "is a signature field that was changed"});
        return std::nullopt;
    }
    if (changes_.lock_.action == FieldLock::Action::include && changes_.lock_.names(name))
        changes_.tell(PdfChangeKind::locked_field, name, is_another);
    tell_signature(now.getKey("/V"), name, has_extent(now));
    return now.getKey("/V");
}

void FormChanges::compare_filled(Field const& field, std::string const& type, std::string const& name) {
    bool filled = false;
    if (type == "/Tx" || type == "/Ch")
        filled = only(field.differing, {"/V", "/AP", "/AS", "/I", "/M", "/RV"}) &&
                 shows_text_only(QPDFObjectHandle(field.now).getKey("/AP"), 0);
    else if (type == "/Btn") {
        // A button is pressed or not; how that looks was there before.
        auto flags = QPDFObjectHandle(field.now).getKey("/Ff");
        bool const pushes = flags.isInteger() && (flags.getIntValue() & push_button) != 0;
        filled = !pushes && !field.looks_other && only(field.differing, {"/V", "/AS", "/M"});
    }
    if (!filled)
        return changes_.tell(PdfChangeKind::other, name,
                             {"is een veld waaraan meer gewijzigd is dan wat erin staat",
                              "is a field of which more was changed than what is filled in"});
    auto const kind = changes_.lock_.locks(name) ? PdfChangeKind::locked_field : PdfChangeKind::form_fill_in;
    changes_.tell(kind, name, {});
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
