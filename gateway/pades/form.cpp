// SPDX-License-Identifier: EUPL-1.2
#include "gateway/pades/form.hpp"

#include <algorithm>
#include <optional>
#include <stdexcept>

namespace wetbode::pades {

namespace {

constexpr int fields_max = 20'000;
constexpr int annotations_max = 100'000;
constexpr int page_tree_depth_max = 64;
constexpr int references_max = 32;

std::optional<QPDFObjectHandle> first_page(QPDFObjectHandle node, int depth) {
    if (!node.isDictionary() || depth > page_tree_depth_max) return std::nullopt;
    auto kids = node.getKey("/Kids");
    if (!kids.isArray()) return node.isIndirect() ? std::optional(node) : std::nullopt;
    // An empty branch is legal, a long row of them is not worth the reading.
    for (int i = 0; i < std::min(kids.getArrayNItems(), 16); ++i)
        if (auto page = first_page(kids.getArrayItem(i), depth + 1)) return page;
    return std::nullopt;
}

/// To an object that only the increment holds: qpdf drops keys whose value it takes for null.
QPDFObjectHandle reference_to_new(QPDF& pdf, QPDFObjGen id) {
    pdf.replaceObject(id, QPDFObjectHandle::newDictionary());
    return pdf.getObjectByObjGen(id);
}

}  // namespace

Form::Form(QPDF& pdf) : pdf_(pdf), root_(pdf.getTrailer().getKey("/Root")) {
    if (!root_.isDictionary() || !root_.isIndirect()) throw std::runtime_error("the document has no catalogue");
    auto page = first_page(root_.getKey("/Pages"), 0);
    if (!page) throw std::runtime_error("the document has no page");
    page_ = *page;
    read_fields();
    read_lock();
}

void Form::read_fields() {
    auto form = root_.getKey("/AcroForm");
    if (form.isNull()) return;
    if (!form.isDictionary()) throw std::runtime_error("the interactive form is no dictionary");
    auto fields = form.getKey("/Fields");
    if (fields.isNull()) return;
    if (!fields.isArray()) throw std::runtime_error("the fields of the interactive form are no array");
    if (fields.getArrayNItems() > fields_max) throw files::Exhausted("form fields");
    for (int i = 0; i < fields.getArrayNItems(); ++i) {
        auto field = fields.getArrayItem(i);
        if (!field.isDictionary()) continue;
        if (field.getKey("/T").isString()) names_.insert(field.getKey("/T").getUTF8Value());
        if (!empty_appearance_ && field.getKey("/FT").isNameAndEquals("/Sig")) look_for_appearance(field);
    }
}

void Form::look_for_appearance(QPDFObjectHandle field) {
    auto looks = field.getKey("/AP");
    auto normal = looks.isDictionary() ? looks.getKey("/N") : QPDFObjectHandle::newNull();
    if (!normal.isStream()) return;
    auto dictionary = normal.getDict();
    auto length = dictionary.getKey("/Length");
    bool const empty = length.isInteger() && length.getIntValue() == 0 && !dictionary.hasKey("/Filter") &&
                       dictionary.getKey("/Subtype").isNameAndEquals("/Form");
    if (empty) empty_appearance_ = normal.getObjGen();
}

/// Permissions of the document: only a certification signature may limit them (ISO 32000-1 section 12.8.4).
void Form::read_lock() {
    auto perms = root_.getKey("/Perms");
    auto signature = perms.isDictionary() ? perms.getKey("/DocMDP") : QPDFObjectHandle::newNull();
    auto references = signature.isDictionary() ? signature.getKey("/Reference") : QPDFObjectHandle::newNull();
    if (!references.isArray()) return;
    for (int i = 0; i < std::min(references.getArrayNItems(), references_max); ++i) {
        auto one = references.getArrayItem(i);
        auto parameters = one.isDictionary() ? one.getKey("/TransformParams") : QPDFObjectHandle::newNull();
        auto permitted = parameters.isDictionary() ? parameters.getKey("/P") : QPDFObjectHandle::newNull();
        if (permitted.isInteger() && permitted.getIntValue() == 1) locked_ = true;
    }
}

std::string Form::free_name(std::string const& stem) const {
    for (int number = 1;; ++number) {
        auto name = stem + std::to_string(number);
        if (!names_.contains(name)) return name;
    }
}

/// A direct object is part of its holder: then that one is written anew.
void Form::note_change(QPDFObjectHandle const& object, QPDFObjectHandle const& holder) {
    changed_.insert(object.isIndirect() ? object.getObjGen() : holder.getObjGen());
}

void Form::enter(NewField const& field) {
    names_.insert(field.name);
    auto form = root_.getKey("/AcroForm");
    if (form.isNull()) {
        form = QPDFObjectHandle::newDictionary();
        root_.replaceKey("/AcroForm", form);
    }
    auto const entry = reference_to_new(pdf_, field.field);
    auto const form_holder = form.isIndirect() ? form : root_;
    auto fields = form.getKey("/Fields");
    if (fields.isNull()) {
        fields = QPDFObjectHandle::newArray();
        form.replaceKey("/Fields", fields);
        note_change(form, root_);
    }
    fields.appendItem(entry);
    note_change(fields, form_holder);
    auto const flags = form.getKey("/SigFlags").isInteger() ? form.getKey("/SigFlags").getIntValue() : 0;
    if ((flags & 3) != 3) {
        // SignaturesExist and AppendOnly
        form.replaceKey("/SigFlags", QPDFObjectHandle::newInteger(flags | 3));
        note_change(form, root_);
    }
    auto annotations = page_.getKey("/Annots");
    if (!annotations.isArray()) {
        if (!annotations.isNull()) throw std::runtime_error("the annotations of the first page are no array");
        annotations = QPDFObjectHandle::newArray();
        page_.replaceKey("/Annots", annotations);
    }
    if (annotations.getArrayNItems() > annotations_max) throw files::Exhausted("annotations");
    annotations.appendItem(entry);
    note_change(annotations, page_);
}

void Form::write(Increment& increment, NewField const& field) const {
    increment.put(field.field, "<< /Type /Annot /Subtype /Widget /FT /Sig /T " + text_string(field.name) + " /V " +
                                   reference(field.value) + " /F 132 /Rect [0 0 0 0] /P " +
                                   reference(page_.getObjGen()) + " /AP << /N " + reference(field.appearance) +
                                   " >> >>");
    if (empty_appearance_ == field.appearance) return;
    increment.put_stream(field.appearance, "/Type /XObject /Subtype /Form /BBox [0 0 0 0] /Resources << >>", "");
}

void Form::enter_extension() {
    auto extensions = root_.getKey("/Extensions");
    if (extensions.isDictionary() && extensions.hasKey("/ESIC")) return;
    if (!extensions.isDictionary()) {
        extensions = QPDFObjectHandle::newDictionary();
        root_.replaceKey("/Extensions", extensions);
    }
    extensions.replaceKey("/ESIC", QPDFObjectHandle::parse("<< /BaseVersion /1.7 /ExtensionLevel 1 >>"));
    note_change(extensions, root_);
}

void Form::enter_security_store(QPDFObjGen dss) {
    if (root_.getKey("/DSS").getObjGen() == dss) return;
    root_.replaceKey("/DSS", reference_to_new(pdf_, dss));
    changed_.insert(root_.getObjGen());
}

void Form::write_changes(Increment& increment) {
    for (auto const id : changed_) increment.put(id, pdf_.getObjectByObjGen(id).unparseResolved());
}

}  // namespace wetbode::pades
