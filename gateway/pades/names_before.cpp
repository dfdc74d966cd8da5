// SPDX-License-Identifier: EUPL-1.2
#include "gateway/pades/names_before.hpp"

namespace wetbode::pades {

namespace {

constexpr int depth_max = 100;

bool is_section(QPDFObjectHandle object) {
    return object.isStream() && object.getDict().getKey("/Type").isNameAndEquals("/XRef");
}

/// Other objects are read by it: a container of objects, the length of a stream.
bool is_needed_for_others(QPDFObjectHandle object) {
    return object.isInteger() || (object.isStream() && object.getDict().getKey("/Type").isNameAndEquals("/ObjStm"));
}

}  // namespace

NamesBefore::NamesBefore(OpenPdf& revision, Asked const& asked, files::Budget& budget, FileLimits const& limits)
    : asked_(asked), budget_(budget) {
    for (auto const& [id, entry] : asked_.before) {
        budget_.pay_time();
        revision.allow(limits.object_bytes_max + (entry.getType() == 2 ? limits.object_stream_max : 0));
        auto object = revision.pdf().getObjectByObjGen(id);
        if (is_section(object))
            look_at_section(id, object.getDict());
        else
            look_at(id, object.isStream() ? object.getDict() : object, 0);
        if (object.isStream())
            note_look(object);
        else
            note_page(id, object);
        if (!is_needed_for_others(object)) revision.pdf().replaceObject(id, QPDFObjectHandle::newNull());
    }
}

/// A cross-reference stream is a trailer, too; what it says as one is no role.
void NamesBefore::look_at_section(QPDFObjGen owner, QPDFObjectHandle dictionary) {
    for (auto const& [key, value] : dictionary.getDictAsMap())
        if (key != "/Info" && key != "/Root") look_at(owner, value, 1);
}

/// Values are taken as they stand. getKeys would leave out a name of what is not there yet, or was taken away already.
void NamesBefore::look_at(QPDFObjGen owner, QPDFObjectHandle object, int depth) {
    if (depth > depth_max) throw files::Exhausted("depth of an object");
    if (object.isIndirect() && depth > 0) return note(owner, object.getObjGen());
    if (object.isArray()) {
        for (int i = 0; i < object.getArrayNItems(); ++i) look_at(owner, object.getArrayItem(i), depth + 1);
    } else if (object.isDictionary()) {
        for (auto const& [key, value] : object.getDictAsMap()) look_at(owner, value, depth + 1);
    }
}

void NamesBefore::note(QPDFObjGen owner, QPDFObjGen named) {
    if (!asked_.before.contains(named)) {
        if (asked_.now.contains(named)) awaited_.insert(named);
        return;
    }
    auto& known = named_[named];
    known.several = known.times > 0 && (known.several || known.by != owner);
    if (known.times == 0) known.by = owner;
    ++known.times;
}

void NamesBefore::note_look(QPDFObjectHandle stream) {
    auto dictionary = stream.getDict();
    if (!dictionary.getKey("/Subtype").isNameAndEquals("/Form") || dictionary.getDictAsMap().contains("/Resources"))
        return;
    auto length = dictionary.getDictAsMap()["/Length"];
    bool const empty = !length.isIndirect() && length.isInteger() && length.getIntValue() == 0;
    look_without_resources_ = look_without_resources_ || !empty;
}

void NamesBefore::note_page(QPDFObjGen owner, QPDFObjectHandle page) {
    if (!page.isDictionary() || !page.getKey("/Type").isNameAndEquals("/Page")) return;
    auto annotations = page.getDictAsMap()["/Annots"];
    if (annotations.isIndirect() && asked_.changed.contains(annotations.getObjGen()))
        annotations_[annotations.getObjGen()].insert(owner);
}

bool NamesBefore::is_named_by(QPDFObjGen id, QPDFObjGen holder) const {
    auto const known = named_.find(id);
    return known == named_.end() || (!known->second.several && known->second.by == holder);
}

bool NamesBefore::is_named_once_by(QPDFObjGen id, QPDFObjGen holder) const {
    auto const known = named_.find(id);
    if (known == named_.end()) return true;
    return holder.getObj() != 0 && known->second.times == 1 && known->second.by == holder;
}

std::set<QPDFObjGen> NamesBefore::pages_of_annotations(QPDFObjGen array) const {
    auto const pages = annotations_.find(array);
    auto const known = named_.find(array);
    if (pages == annotations_.end() || known == named_.end() || known->second.times != pages->second.size()) return {};
    return pages->second;
}

}  // namespace wetbode::pades
