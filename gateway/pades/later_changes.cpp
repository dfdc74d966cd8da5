// SPDX-License-Identifier: EUPL-1.2
#include "gateway/pades/later_changes.hpp"

#include "gateway/pades/form_changes.hpp"

#include <algorithm>

namespace wetbode::pades {

namespace {

constexpr std::size_t changes_max = 200;
constexpr int depth_max = 100;

bool same_entry(QPDFXRefEntry const& one, QPDFXRefEntry const& other) {
    if (one.getType() != other.getType()) return false;
    if (one.getType() == 1) return one.getOffset() == other.getOffset();
    return one.getObjStreamNumber() == other.getObjStreamNumber() &&
           one.getObjStreamIndex() == other.getObjStreamIndex();
}

std::string name_of(QPDFObjGen id) { return "object " + std::to_string(id.getObj()); }

std::vector<std::string> items_of(QPDFObjectHandle array) {
    std::vector<std::string> items;
    if (!array.isArray()) return items;
    for (int i = 0; i < array.getArrayNItems(); ++i) items.push_back(array.getArrayItem(i).unparse());
    return items;
}

/// A value may move to another object: what it says counts.
bool same_value(QPDFObjectHandle one, QPDFObjectHandle other) {
    if (one.unparse() == other.unparse()) return true;
    if (one.isStream() || other.isStream()) return false;
    return one.unparseResolved() == other.unparseResolved();
}

}  // namespace

std::set<std::string> differing_keys(QPDFObjectHandle before, QPDFObjectHandle now) {
    std::set<std::string> differing;
    auto keys = before.getKeys();
    keys.merge(now.getKeys());
    for (auto const& key : keys)
        if (!same_value(before.getKey(key), now.getKey(key))) differing.insert(key);
    return differing;
}

LaterChanges::LaterChanges(OpenPdf& before, OpenPdf& now, ObjectTable const& now_table, files::Budget& budget,
                           FileLimits const& limits)
    : before_(before), now_(now), before_table_(before.pdf().getXRefTable()), now_table_(now_table), budget_(budget),
      limits_(limits) {
    if (before_table_.size() > limits.objects_max) throw files::Exhausted("objects");
}

void LaterChanges::tell(PdfChangeKind kind, std::string place) {
    if (changes_.size() >= changes_max) return;
    bool const known = std::ranges::any_of(
        changes_, [&](PdfChange const& one) { return one.kind == kind && one.place == place; });
    if (!known) changes_.push_back({kind, std::move(place)});
}

void LaterChanges::explain_replaced(QPDFObjGen id, QPDFObjGen holder) {
    explain(id);
    replaced_[id].insert(holder);
}

std::vector<PdfChange> LaterChanges::run() {
    compare_tables();
    compare_trailer();
    auto before_root = before_.pdf().getTrailer().getKey("/Root");
    auto now_root = now_.pdf().getTrailer().getKey("/Root");
    // Some programs give the catalogue a new number; its entries are compared one by one in any case.
    if (!before_root.isDictionary() || !now_root.isDictionary()) {
        tell(PdfChangeKind::other, "catalogue");
        return std::move(changes_);
    }
    compare_catalogue();
    compare_rest();
    scan_before();
    return std::move(changes_);
}

void LaterChanges::compare_tables() {
    for (auto const& [id, entry] : before_table_) {
        auto const now = now_table_.find(id);
        if (now == now_table_.end()) {
            tell(PdfChangeKind::other, name_of(id));
            continue;
        }
        if (!same_entry(entry, now->second)) changed_.insert(id);
    }
    // An object in a container that was written anew is another object, wherever its entry points.
    for (auto const& [id, entry] : before_table_)
        if (entry.getType() == 2 && changed_.contains(QPDFObjGen(entry.getObjStreamNumber(), 0))) changed_.insert(id);
}

void LaterChanges::compare_trailer() {
    auto before = before_.pdf().getTrailer().getKey("/Info");
    auto now = now_.pdf().getTrailer().getKey("/Info");
    if (!now.isIndirect()) return;
    bool const same = before.getObjGen() == now.getObjGen();
    if (same && !is_changed(now.getObjGen())) return;
    tell(PdfChangeKind::metadata, "Info");
    if (same && now.isDictionary()) explain(now.getObjGen());
}

void LaterChanges::compare_catalogue() {
    auto before = before_.pdf().getTrailer().getKey("/Root");
    auto now = now_.pdf().getTrailer().getKey("/Root");
    explain(now.getObjGen());
    for (auto const& key : differing_keys(before, now)) {
        if (key == "/AcroForm" || key == "/DSS" || key == "/Metadata" || key == "/Version") continue;
        if (key == "/Extensions" && now.getKey(key).isDictionary()) continue;
        tell(PdfChangeKind::other, "catalogue " + key);
    }
    auto extensions = now.getKey("/Extensions");
    if (extensions.isDictionary() && extensions.isIndirect()) explain(extensions.getObjGen());
    auto metadata = now.getKey("/Metadata");
    bool const other_metadata = before.getKey("/Metadata").unparse() != metadata.unparse();
    if (other_metadata || (metadata.isIndirect() && is_changed(metadata.getObjGen()))) {
        tell(PdfChangeKind::metadata, "XMP");
        if (!other_metadata) explain_replaced(metadata.getObjGen(), now.getObjGen());
    }
    compare_store();
    FormChanges(*this).compare(before, now);
}

/// Whatever is in the store, no page shows it; but an object that was something else before must not become part of it.
void LaterChanges::compare_store() {
    auto before = before_.pdf().getTrailer().getKey("/Root").getKey("/DSS");
    auto now = now_.pdf().getTrailer().getKey("/Root").getKey("/DSS");
    bool changed = before.unparse() != now.unparse();
    auto const look_at = [&](QPDFObjectHandle one, QPDFObjectHandle other) {
        if (!other.isIndirect() || !is_changed(other.getObjGen())) return;
        changed = true;
        if (one.isIndirect() && one.getObjGen() == other.getObjGen() && !other.isStream()) explain(other.getObjGen());
    };
    look_at(before, now);
    if (before.isDictionary() && now.isDictionary())
        for (auto const* const key : {"/Certs", "/CRLs", "/OCSPs", "/VRI"})
            look_at(before.getKey(key), now.getKey(key));
    auto vri_before = before.isDictionary() ? before.getKey("/VRI") : QPDFObjectHandle::newNull();
    auto vri = now.isDictionary() ? now.getKey("/VRI") : QPDFObjectHandle::newNull();
    if (vri.isDictionary() && vri_before.isDictionary())
        for (auto const& key : vri.getKeys()) look_at(vri_before.getKey(key), vri.getKey(key));
    if (changed) tell(PdfChangeKind::security_store, "DSS");
}

void LaterChanges::compare_rest() {
    for (auto const id : changed_) {
        if (explained_.contains(id)) continue;
        budget_.pay_time();
        before_.allow(limits_.object_bytes_max + limits_.object_stream_max);
        now_.allow(limits_.object_bytes_max + limits_.object_stream_max);
        auto before = before_.pdf().getObjectByObjGen(id);
        auto now = now_.pdf().getObjectByObjGen(id);
        auto type = before.isDictionary() ? before.getKey("/Type") : QPDFObjectHandle::newNull();
        auto subtype = before.isDictionary() ? before.getKey("/Subtype") : QPDFObjectHandle::newNull();
        if (before.isDictionary() && now.isDictionary() && type.isNameAndEquals("/Page")) {
            compare_page(id, before, now);
        } else if (before.isArray() && now.isArray() && compare_annotations(id, before, now)) {
            explain(id);
        } else if (before.isDictionary() && now.isDictionary() && type.isNameAndEquals("/Annot") &&
                   !subtype.isNameAndEquals("/Widget")) {
            tell(PdfChangeKind::annotation, name_of(id));
        } else if (!before.isStream() && before.unparseResolved() == now.unparseResolved()) {
            // Written anew as it was: some programs do so.
            explain(id);
        } else {
            tell(PdfChangeKind::other, name_of(id));
        }
    }
}

void LaterChanges::compare_page(QPDFObjGen id, QPDFObjectHandle before, QPDFObjectHandle now) {
    explain(id);
    for (auto const& key : differing_keys(before, now)) {
        if (key == "/LastModified") continue;
        if (key != "/Annots" || !compare_annotations(id, before.getKey(key), now.getKey(key)))
            tell(PdfChangeKind::other, "page, " + name_of(id) + " " + key);
    }
}

bool LaterChanges::compare_annotations(QPDFObjGen owner, QPDFObjectHandle before, QPDFObjectHandle now) {
    if (!now.isArray() || !(before.isArray() || before.isNull())) return false;
    auto const old_items = items_of(before);
    std::multiset<std::string> left(old_items.begin(), old_items.end());
    bool annotated = false;
    for (int i = 0; i < now.getArrayNItems(); ++i) {
        auto item = now.getArrayItem(i);
        auto const known = left.find(item.unparse());
        if (known != left.end()) {
            left.erase(known);
            continue;
        }
        if (item.isIndirect() && new_widgets_.contains(item.getObjGen())) continue;
        bool const note = item.isDictionary() && item.getKey("/Subtype").isName() &&
                          !item.getKey("/Subtype").isNameAndEquals("/Widget") && item.getKey("/Rect").isArray();
        if (!note) return false;
        annotated = true;
    }
    if (annotated || !left.empty()) tell(PdfChangeKind::annotation, name_of(owner));
    return left.empty();
}

void LaterChanges::scan_before() {
    for (auto const& [id, entry] : before_table_) {
        budget_.pay_time();
        before_.allow(limits_.object_bytes_max + (entry.getType() == 2 ? limits_.object_stream_max : 0));
        auto object = before_.pdf().getObjectByObjGen(id);
        look_for_names(id, object.isStream() ? object.getDict() : object, 0);
        // qpdf keeps every object it ever saw.
        before_.pdf().replaceObject(id, QPDFObjectHandle::newNull());
    }
}

void LaterChanges::look_for_names(QPDFObjGen owner, QPDFObjectHandle object, int depth) {
    if (depth > depth_max) throw files::Exhausted("depth of an object");
    if (object.isIndirect() && depth > 0) {
        auto const id = object.getObjGen();
        if (is_new(id)) tell(PdfChangeKind::other, name_of(id) + ", named before it was there");
        auto const holders = replaced_.find(id);
        if (holders != replaced_.end() && !holders->second.contains(owner))
            tell(PdfChangeKind::other, name_of(id) + ", shown elsewhere too");
        return;
    }
    if (object.isArray()) {
        for (int i = 0; i < object.getArrayNItems(); ++i) look_for_names(owner, object.getArrayItem(i), depth + 1);
    } else if (object.isDictionary()) {
        for (auto const& key : object.getKeys()) look_for_names(owner, object.getKey(key), depth + 1);
    }
}

}  // namespace wetbode::pades
