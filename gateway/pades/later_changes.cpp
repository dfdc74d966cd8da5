// SPDX-License-Identifier: EUPL-1.2
#include "gateway/pades/later_changes.hpp"

#include "gateway/pades/form_changes.hpp"
#include "gateway/pades/rectangle.hpp"

#include <algorithm>

namespace wetbode::pades {

namespace {

/// Of one kind: the verdict needs one, a person some more.
constexpr std::size_t changes_max = 100;
constexpr int annotations_max = 100'000;
/// A visible signature that covers more of a page than one part in so many hides it.
constexpr double page_part = 4;

Text const is_another{"is gewijzigd", "was changed"};
Text const is_gone{"is er niet meer", "is gone"};
Text const is_shared{"dient ook voor iets anders", "serves something else, too"};

bool same_entry(QPDFXRefEntry const& one, QPDFXRefEntry const& other) {
    if (one.getType() != other.getType()) return false;
    if (one.getType() == 1) return one.getOffset() == other.getOffset();
    return one.getObjStreamNumber() == other.getObjStreamNumber() &&
           one.getObjStreamIndex() == other.getObjStreamIndex();
}

std::string name_of(QPDFObjGen id) {
    return "object " + std::to_string(id.getObj());
}

/// "object 4 /Font"
std::string name_of(QPDFObjGen id, QPDFObjectHandle object) {
    auto dictionary = object.isStream() ? object.getDict() : object;
    if (!dictionary.isDictionary()) return name_of(id);
    for (auto const* const key : {"/Type", "/Subtype"}) {
        auto name = dictionary.getKey(key);
        if (name.isName() && name.getName().size() < 40) return name_of(id) + " " + name.getName();
    }
    return name_of(id);
}

/// A value may move to another object: what it says counts.
bool same_value(QPDFObjectHandle one, QPDFObjectHandle other) {
    if (one.unparse() == other.unparse()) return true;
    if (one.isStream() || other.isStream()) return false;
    return one.unparseResolved() == other.unparseResolved();
}

bool is_note(QPDFObjectHandle item) {
    return item.isDictionary() && item.getKey("/Subtype").isName() &&
           !item.getKey("/Subtype").isNameAndEquals("/Widget") && item.getKey("/Rect").isArray();
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

LaterChanges::LaterChanges(Compared const& compared, FieldLock lock, files::Budget& budget, FileLimits const& limits)
    : before_(compared.before),
      scanned_(compared.scanned),
      now_(compared.now),
      before_table_(compared.before.pdf().getXRefTable()),
      now_table_(compared.now_table),
      lock_(std::move(lock)),
      budget_(budget),
      limits_(limits) {
    if (before_table_.size() > limits.objects_max) throw files::Exhausted("objects");
}

void LaterChanges::tell(PdfChangeKind kind, std::string place, Text how) {
    bool const known = std::ranges::any_of(
        changes_, [&](PdfChange const& one) { return one.kind == kind && one.place == place && one.how.en == how.en; });
    if (known || told_[kind] >= changes_max) return;
    ++told_[kind];
    changes_.push_back({kind, std::move(place), std::move(how)});
}

void LaterChanges::take_role(QPDFObjectHandle before, QPDFObjectHandle now, QPDFObjGen holder) {
    if (!now.isIndirect() || !is_changed(now.getObjGen())) return;
    auto const id = now.getObjGen();
    bool const same = before.isIndirect() && before.getObjGen() == id;
    if (!same || !names_->is_named_once_by(id, holder)) tell(PdfChangeKind::other, name_of(id), is_shared);
    explain(id);
}

void LaterChanges::explain_replaced(QPDFObjGen id, QPDFObjGen holder) {
    explain(id);
    keep_to(id, holder);
}

void LaterChanges::keep_to(QPDFObjGen id, QPDFObjGen holder) {
    if (!names_->is_named_by(id, holder)) tell(PdfChangeKind::other, name_of(id), is_shared);
}

bool LaterChanges::is_fresh_signature(QPDFObjectHandle value) {
    if (!value.isDictionary() || (value.isIndirect() && !is_new(value.getObjGen()))) return false;
    auto contents = value.getKey("/Contents");
    if (!contents.isString() || contents.getParsedOffset() < static_cast<qpdf_offset_t>(before_.end())) return false;
    return new_signatures_.insert(contents.getParsedOffset()).second;
}

std::vector<PdfChange> LaterChanges::run() {
    compare_tables();
    names_.emplace(scanned_, NamesBefore::Asked{before_table_, now_table_, changed_}, budget_, limits_);
    for (auto const id : names_->awaited())
        tell(PdfChangeKind::other, name_of(id), {"werd al genoemd voor het er was", "was named before it was there"});
    compare_trailer();
    auto before_root = before_.pdf().getTrailer().getKey("/Root");
    auto now_root = now_.pdf().getTrailer().getKey("/Root");
    if (!before_root.isDictionary() || !now_root.isDictionary()) {
        tell(PdfChangeKind::other, "/Root", is_another);
        return std::move(changes_);
    }
    compare_catalogue();
    compare_rest();
    return std::move(changes_);
}

void LaterChanges::compare_tables() {
    for (auto const& [id, entry] : before_table_) {
        auto const now = now_table_.find(id);
        if (now == now_table_.end()) {
            tell(PdfChangeKind::other, name_of(id), is_gone);
            continue;
        }
        if (!same_entry(entry, now->second)) changed_.insert(id);
    }
    // An object in a container that was written anew is another object, wherever its entry points.
    for (auto const& [id, entry] : before_table_)
        if (entry.getType() == 2 && changed_.contains(QPDFObjGen(entry.getObjStreamNumber(), 0))) changed_.insert(id);
    for (auto const& [id, entry] : now_table_) {
        if (!is_new(id) && !is_changed(id)) continue;
        auto const from_old_container = [&] {
            auto const container = QPDFObjGen(entry.getObjStreamNumber(), 0);
            return !is_new(container) && !is_changed(container);
        };
        bool const old = entry.getType() == 1 ? entry.getOffset() < static_cast<qpdf_offset_t>(before_.end())
                                              : entry.getType() == 2 && from_old_container();
        if (old)
            tell(PdfChangeKind::other, name_of(id),
                 {"komt uit de ondertekende octetten, waar het niet meetelde",
                  "is taken from the signed octets, where it did not count"});
    }
}

void LaterChanges::compare_trailer() {
    auto before = before_.pdf().getTrailer().getKey("/Info");
    auto now = now_.pdf().getTrailer().getKey("/Info");
    if (!now.isIndirect()) return;
    bool const same = before.getObjGen() == now.getObjGen();
    if (same && !is_changed(now.getObjGen())) return;
    tell(PdfChangeKind::metadata, "Info", {});
    if (now.isDictionary()) take_role(before, now, QPDFObjGen());
}

void LaterChanges::compare_catalogue() {
    auto before = before_.pdf().getTrailer().getKey("/Root");
    auto now = now_.pdf().getTrailer().getKey("/Root");
    auto const id = now.getObjGen();
    // Some programs give the catalogue a new number; its entries are compared one by one in any case.
    if (before.getObjGen() == id || is_new(id))
        explain(id);
    else
        tell(PdfChangeKind::other, name_of(id), {"werd de catalogus", "became the catalogue"});
    for (auto const& key : differing_keys(before, now)) {
        if (key == "/AcroForm" || key == "/DSS" || key == "/Metadata" || key == "/Version") continue;
        if (key == "/Extensions" && now.getKey(key).isDictionary()) continue;
        tell(PdfChangeKind::other, "/Root " + key, is_another);
    }
    auto extensions = now.getKey("/Extensions");
    if (extensions.isDictionary()) take_role(before.getKey("/Extensions"), extensions, before.getObjGen());
    auto metadata = now.getKey("/Metadata");
    bool const other_metadata = before.getKey("/Metadata").unparse() != metadata.unparse();
    if (other_metadata || (metadata.isIndirect() && is_changed(metadata.getObjGen()))) {
        tell(PdfChangeKind::metadata, "XMP", {});
        take_role(before.getKey("/Metadata"), metadata, before.getObjGen());
    }
    compare_store();
    FormChanges(*this).compare(before, now);
}

/// Whatever is in the store, no page shows it; but an object that was something else before must not become part of it.
void LaterChanges::compare_store() {
    auto root = before_.pdf().getTrailer().getKey("/Root");
    auto before = root.isDictionary() ? root.getKey("/DSS") : QPDFObjectHandle::newNull();
    auto now = now_.pdf().getTrailer().getKey("/Root").getKey("/DSS");
    bool changed = before.unparse() != now.unparse();
    auto const look_at = [&](QPDFObjectHandle one, QPDFObjectHandle other, QPDFObjGen holder) {
        if (!other.isIndirect() || !is_changed(other.getObjGen())) return;
        changed = true;
        if (!other.isStream() && !one.isStream()) take_role(one, other, holder);
    };
    // A direct object is part of its holder.
    auto const holder_of = [](QPDFObjectHandle object, QPDFObjGen holder) {
        return object.isIndirect() ? object.getObjGen() : holder;
    };
    look_at(before, now, root.getObjGen());
    auto const store = holder_of(before, root.getObjGen());
    if (before.isDictionary() && now.isDictionary())
        for (auto const* const key : {"/Certs", "/CRLs", "/OCSPs", "/VRI"})
            look_at(before.getKey(key), now.getKey(key), store);
    auto vri_before = before.isDictionary() ? before.getKey("/VRI") : QPDFObjectHandle::newNull();
    auto vri = now.isDictionary() ? now.getKey("/VRI") : QPDFObjectHandle::newNull();
    if (vri.isDictionary() && vri_before.isDictionary())
        for (auto const& key : vri.getKeys())
            look_at(vri_before.getKey(key), vri.getKey(key), holder_of(vri_before, store));
    if (changed) tell(PdfChangeKind::security_store, "DSS", {});
}

void LaterChanges::compare_rest() {
    for (auto const id : changed_) {
        if (explained_.contains(id)) continue;
        budget_.pay_time();
        before_.allow(limits_.object_bytes_max + limits_.object_stream_max);
        now_.allow(limits_.object_bytes_max + limits_.object_stream_max);
        compare_object(id);
    }
}

void LaterChanges::compare_object(QPDFObjGen id) {
    auto before = before_.pdf().getObjectByObjGen(id);
    auto now = now_.pdf().getObjectByObjGen(id);
    bool const dictionaries = before.isDictionary() && now.isDictionary();
    auto type = before.isDictionary() ? before.getKey("/Type") : QPDFObjectHandle::newNull();
    if (dictionaries && type.isNameAndEquals("/Page")) return compare_page(id, before, now);
    // Written anew as it was: some programs do so.
    if (!before.isStream() && !now.isStream() && before.unparseResolved() == now.unparseResolved()) return;
    auto const pages = names_->pages_of_annotations(id);
    auto same_annotations = [&](QPDFObjGen page) { return compare_annotations(page, before, now); };
    if (!pages.empty() && std::ranges::all_of(pages, same_annotations)) return;
    bool const note = dictionaries && type.isNameAndEquals("/Annot") && is_note(before) && is_note(now);
    tell(note ? PdfChangeKind::annotation : PdfChangeKind::other, name_of(id, before), is_another);
}

void LaterChanges::compare_page(QPDFObjGen id, QPDFObjectHandle before, QPDFObjectHandle now) {
    for (auto const& key : differing_keys(before, now)) {
        if (key == "/LastModified") continue;
        if (key != "/Annots" || !compare_annotations(id, before.getKey(key), now.getKey(key)))
            tell(PdfChangeKind::other, name_of(id) + " /Page " + key, is_another);
    }
}

/// The order is what lies over what.
bool LaterChanges::compare_annotations(QPDFObjGen page, QPDFObjectHandle before, QPDFObjectHandle now) {
    if (!now.isArray() || !(before.isArray() || before.isNull())) return false;
    auto const old_count = before.isArray() ? before.getArrayNItems() : 0;
    if (now.getArrayNItems() > annotations_max) throw files::Exhausted("annotations");
    int same = 0;
    for (int i = 0; i < now.getArrayNItems(); ++i) {
        budget_.pay_time();
        auto item = now.getArrayItem(i);
        if (same < old_count && item.unparse() == before.getArrayItem(same).unparse()) {
            ++same;
        } else if (item.isIndirect() && new_widgets_.contains(item.getObjGen())) {
            judge_place(page, item, before);
        } else {
            bool const fresh = !item.isIndirect() || is_new(item.getObjGen());
            if (!fresh || !is_note(item)) return false;
            tell(PdfChangeKind::annotation, item.isIndirect() ? name_of(item.getObjGen(), item) : name_of(page),
                 {"kwam op een bladzijde en kan bedekken wat ondertekend is",
                  "came onto a page and can cover what was signed"});
        }
    }
    return same == old_count;
}

/// A visible signature shows itself, and hides neither the page nor what another field shows.
void LaterChanges::judge_place(QPDFObjGen page, QPDFObjectHandle widget, QPDFObjectHandle others) {
    if (!has_extent(widget)) return;
    auto const at = rectangle_of(widget.getKey("/Rect"));
    auto const extent = extent_of_page(before_.pdf().getObjectByObjGen(page));
    if (!at || !extent || at->area() * page_part > extent->area())
        tell(PdfChangeKind::annotation, name_of(widget.getObjGen(), widget),
             {"bedekt meer dan een vierde van een bladzijde", "covers more than a quarter of a page"});
    for (int i = 0; at && others.isArray() && i < others.getArrayNItems(); ++i) {
        budget_.pay_time();
        auto other = others.getArrayItem(i);
        if (!other.isDictionary() || !other.getKey("/Subtype").isNameAndEquals("/Widget")) continue;
        auto const there = rectangle_of(other.getKey("/Rect"));
        if (!there || there->area() <= 0 || !overlap(*at, *there)) continue;
        tell(PdfChangeKind::annotation, name_of(widget.getObjGen(), widget),
             {"bedekt een ander veld van de bladzijde", "covers another field of the page"});
        return;
    }
}

}  // namespace wetbode::pades
