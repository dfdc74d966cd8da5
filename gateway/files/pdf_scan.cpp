// SPDX-License-Identifier: EUPL-1.2
#include "gateway/files/pdf_scan.hpp"

#include <algorithm>
#include <set>

namespace wetbode::files {

namespace {

constexpr int depth_max = 100;
constexpr std::size_t pages_known_max = 200'000;
constexpr std::size_t found_max = 100;
constexpr std::size_t attached_max = 10'000;

bool is_named(QPDFObjectHandle value, std::vector<std::string> const& names) {
    if (!value.isName()) return false;
    auto const name = value.getName();
    return std::any_of(names.begin(), names.end(), [&](std::string const& known) { return name == "/" + known; });
}

std::string told(QPDFObjGen id) { return std::to_string(id.getObj()) + " " + std::to_string(id.getGen()); }

}  // namespace

bool PdfScan::number_pages(QPDF& pdf) {
    std::vector<QPDFObjectHandle> open{pdf.getRoot().getKey("/Pages")};
    std::set<QPDFObjGen> seen;
    std::uint32_t pages = 0;
    while (!open.empty()) {
        budget_.pay_time();
        auto node = open.back();
        open.pop_back();
        if (!node.isDictionary()) continue;
        // A circle, or a page that hangs in two places: the first one counts.
        if (node.isIndirect() && !seen.insert(node.getObjGen()).second) continue;
        if (seen.size() > policy_.limits.objects_max || open.size() > policy_.limits.objects_max)
            budget_.spend("objects");
        auto kids = node.getKey("/Kids");
        if (!kids.isArray()) {
            ++pages;
            if (node.isIndirect() && page_of_.size() < pages_known_max) page_of_.emplace(node.getObjGen(), pages);
            continue;
        }
        for (int i = kids.getArrayNItems() - 1; i >= 0; --i) open.push_back(kids.getArrayItem(i));
    }
    return pages > 0;
}

void PdfScan::note(QPDFObjGen id, std::string what) {
    auto const same = [&](Found const& found) { return found.id == id && found.what == what; };
    if (found_.size() < found_max && std::none_of(found_.begin(), found_.end(), same))
        found_.push_back({id, std::move(what)});
}

void PdfScan::look_at(QPDFObjGen id, QPDFObjectHandle object) {
    if (object.isStream()) object = object.getDict();
    if (object.isDictionary()) learn_page(id, object);
    walk(id, object, 0);
}

void PdfScan::walk(QPDFObjGen id, QPDFObjectHandle object, int depth) {
    if (depth > depth_max) budget_.spend("depth");
    if (object.isDictionary()) {
        look_at_dictionary(id, object);
        for (auto [key, value] : object.getDictAsMap())
            if (!value.isIndirect()) walk(id, value, depth + 1);
    } else if (object.isArray()) {
        budget_.pay_time();
        for (auto& value : object.getArrayAsVector())
            if (!value.isIndirect()) walk(id, value, depth + 1);
    }
}

void PdfScan::look_at_dictionary(QPDFObjGen id, QPDFObjectHandle& dictionary) {
    auto type = dictionary.getKey("/Type");
    auto kind = dictionary.getKey("/S");
    // /S is also the role of a structure element and the style of a border: those have another /Type, or none of ours.
    if ((type.isNull() || type.isNameAndEquals("/Action")) && is_named(kind, policy_.pdf_actions))
        note(id, kind.getName().substr(1));
    else if (kind.isNameAndEquals("/Rendition") && dictionary.hasKey("/JS"))
        note(id, "JavaScript");
    auto subtype = dictionary.getKey("/Subtype");
    if (is_named(subtype, policy_.pdf_annotations) && (dictionary.hasKey("/Rect") || type.isNameAndEquals("/Annot")))
        note(id, subtype.getName().substr(1));
    if (policy_.pdf_xfa && dictionary.hasKey("/XFA") && dictionary.hasKey("/Fields")) note(id, "XFA");
    if (dictionary.hasKey("/EF")) look_at_attachment(id, dictionary);
}

void PdfScan::look_at_attachment(QPDFObjGen id, QPDFObjectHandle& dictionary) {
    auto streams = dictionary.getKey("/EF");
    if (!streams.isDictionary()) return;
    std::string name;
    for (auto const* const key : {"/UF", "/F"})
        if (auto value = dictionary.getKey(key); name.empty() && value.isString()) name = value.getUTF8Value();
    for (auto [key, stream] : streams.getDictAsMap()) {
        if (!stream.isIndirect()) continue;
        auto const place = stream.getObjGen();
        auto const same = [&](AttachedFile const& file) { return file.stream == place && file.name == name; };
        if (std::any_of(attached_.begin(), attached_.end(), same)) continue;
        if (attached_.size() == attached_max) budget_.spend("attached files");
        attached_.push_back({place, name, id});
    }
}

/// An action hangs at a page or at an annotation: then its place is that page.
void PdfScan::learn_page(QPDFObjGen id, QPDFObjectHandle& dictionary) {
    if (page_of_.size() >= pages_known_max) return;
    auto page = page_of_.find(id);
    if (page == page_of_.end()) {
        auto owner = dictionary.getKey("/P");
        if (!owner.isIndirect()) return;
        auto const known = page_of_.find(owner.getObjGen());
        if (known == page_of_.end()) return;
        page = page_of_.emplace(id, known->second).first;
    }
    auto const number = page->second;
    auto const learn = [&](QPDFObjectHandle value) {
        if (value.isIndirect()) page_of_.emplace(value.getObjGen(), number);
    };
    learn(dictionary.getKey("/A"));
    if (auto more = dictionary.getKey("/AA"); more.isIndirect()) learn(more);
    else if (more.isDictionary())
        for (auto const& [key, value] : more.getDictAsMap()) learn(value);
}

std::string PdfScan::place_of(QPDFObjGen id) const {
    auto const page = page_of_.find(id);
    auto const object = "object " + told(id);
    return page == page_of_.end() ? object : "page " + std::to_string(page->second) + ", " + object;
}

void PdfScan::tell(Report& report) const {
    for (auto const& found : found_) {
        auto const page = page_of_.find(found.id);
        auto const known = page != page_of_.end();
        auto const number = known ? std::to_string(page->second) : std::string();
        report.add(FileRule::pdf_active_content, place_of(found.id),
                   {"De PDF doet iets uit zichzelf: " + found.what + ", in object " + told(found.id) +
                        (known ? " op bladzijde " + number : "") + ". Maak de PDF opnieuw zonder (bv. als PDF/A).",
                    "The PDF acts by itself: " + found.what + ", in object " + told(found.id) +
                        (known ? " on page " + number : "") + ". Make the PDF anew without it (e.g. as PDF/A)."});
    }
}

}  // namespace wetbode::files
