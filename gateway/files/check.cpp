// SPDX-License-Identifier: EUPL-1.2
#include "gateway/files/check.hpp"

#include "gateway/base/guarded.hpp"
#include "gateway/files/archive.hpp"
#include "gateway/files/compound.hpp"
#include "gateway/files/magic.hpp"
#include "gateway/files/pdf.hpp"
#include "gateway/files/pdf_filters.hpp"

#include <algorithm>
#include <cctype>
#include <semaphore>
#include <thread>

namespace wetbode {

using files::Budget;
using files::Bytes;
using files::Magic;
using files::Report;
using files::tamed;

namespace {

constexpr std::size_t head_bytes = 256 * 1024;

std::string lower(std::string_view text) {
    std::string small(text);
    for (auto& c : small) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return small;
}

std::string bare(std::string_view media_type) {
    auto type = media_type.substr(0, media_type.find(';'));
    while (!type.empty() && (type.back() == ' ' || type.back() == '\t')) type.remove_suffix(1);
    return lower(type);
}

std::string size_of(std::uint64_t bytes) { return std::to_string(bytes / 1'000'000) + " MB"; }

void tell_not_allowed(std::string const& declared, Report& report) {
    std::string known;
    for (auto const& type : report.policy().types) known += (known.empty() ? "" : ", ") + type.media_type;
    report.add(FileRule::type_allowed, "",
               {"Het type " + tamed(declared) + " wordt niet aanvaard. Wel aanvaard: " + known + ".",
                "The type " + tamed(declared) + " is not accepted. Accepted are: " + known + "."});
}

void check_outside(DeclaredFile const& declared, AllowedFileType const& type, Bytes const& bytes, Report& report) {
    if (type.bytes_max != 0 && bytes.size() > type.bytes_max)
        report.add(FileRule::size, "",
                   {"Het bestand telt " + size_of(bytes.size()) + "; " + type.name.nl + " mag hoogstens " +
                        size_of(type.bytes_max) + " zijn. Maak het kleiner of splits het.",
                    "The file has " + size_of(bytes.size()) + "; a " + type.name.en + " may have " +
                        size_of(type.bytes_max) + " at most. Make it smaller, or split it."});
    auto const leaf = declared.name.substr(declared.name.rfind('/') + 1);
    if (leaf.find('.') == std::string_view::npos || type.extensions.empty()) return;
    auto const extension = extension_of(leaf);
    if (std::find(type.extensions.begin(), type.extensions.end(), extension) != type.extensions.end()) return;
    auto const told = tamed(extension);
    auto const wanted = type.extensions.front();
    report.add(FileRule::extension, "",
               {"De naam eindigt op ." + told + ", maar het bestand is opgegeven als " + type.name.nl +
                    ". Laat de naam eindigen op ." + wanted + ", of geef het juiste type op.",
                "The name ends in ." + told + ", but the file is declared as " + type.name.en +
                    ". Let the name end in ." + wanted + ", or declare the right type."});
}

/// Text has no control characters but white space, form feed and escape; libmagic knows the rest.
bool is_text(std::string_view head) {
    return std::none_of(head.begin(), head.end(), [](char c) {
        auto const octet = static_cast<unsigned char>(c);
        return octet < 0x20 && (octet < 0x09 || octet > 0x0D) && octet != 0x1B;
    });
}

bool fits(AllowedFileType const& type, std::string_view head, std::string const& found) {
    if (type.form == FileForm::text) {
        // libmagic says nothing about a line or two.
        auto const nothing_known = found == "application/octet-stream" && head.size() < 64;
        return is_text(head) && (nothing_known || files::is_one_of(type.found, found));
    }
    return files::is_one_of(type.found, found);
}

void tell_mismatch(AllowedFileType const& type, std::string const& found, Report& report) {
    auto const real = tamed(found);
    report.add(FileRule::type, "",
               {"Het bestand is opgegeven als " + type.name.nl + " (" + type.media_type + "), maar is " + real +
                    ". Geef het juiste type op of bewaar het in dat formaat.",
                "The file is declared as " + type.name.en + " (" + type.media_type + "), but is " + real +
                    ". Declare the right type, or save it in that format."},
               found);
}

void check_compound(Bytes const& bytes, AllowedFileType const& type, Budget& budget, Report& report) {
    try {
        auto const facts = files::ole_facts(bytes, budget);
        files::tell_ole(facts, "", report);
        // An encrypted .docx is an OLE file: that it is encrypted says more than that it is no archive.
        if (facts.broken || facts.encrypted) return;
        auto const has = [&](std::string const& name) { return files::is_one_of(type.inside, name); };
        if (type.form != FileForm::ole) tell_mismatch(type, "application/x-ole-storage", report);
        else if (!type.inside.empty() && std::none_of(facts.names.begin(), facts.names.end(), has))
            tell_mismatch(type, "application/x-ole-storage", report);
    } catch (files::Exhausted const& limit) {
        report.add(FileRule::too_intricate, "",
                   {"Het Office-bestand is te ingewikkeld om te controleren. Bewaar het opnieuw.",
                    "The Office file is too intricate to be checked. Save it anew."},
                   limit.what());
    }
}

void check_inside(Bytes const& bytes, AllowedFileType const& type, Magic const& magic, Report& report) {
    auto const head = bytes.slice(0, head_bytes);
    Budget budget(report.policy().limits);
    if (head.starts_with(files::ole_magic)) return check_compound(bytes, type, budget, report);
    auto const found = magic.type_of(head);
    if (!fits(type, head, found)) tell_mismatch(type, found, report);
    if (head.starts_with("%PDF-")) files::check_pdf(bytes, budget, magic, report);
    // What is declared as something else is no office document of its type, whatever is in it.
    auto const* const expected = report.has(FileRule::type) ? nullptr : &type;
    if (head.starts_with(files::zip_magic)) files::check_archive(bytes, expected, budget, report);
}

std::ptrdiff_t lanes() { return static_cast<std::ptrdiff_t>(std::max(1U, std::thread::hardware_concurrency())); }

}  // namespace

struct FileCheck::Inside {
    explicit Inside(FilesPolicy given) : policy(std::move(given)) {
        free.with([](auto& all) {
            for (std::ptrdiff_t i = 0; i < lanes(); ++i) all.push_back(std::make_unique<Magic>());
        });
    }

    FilesPolicy policy;
    std::counting_semaphore<> places{lanes()};
    Guarded<std::vector<std::unique_ptr<Magic>>> free;
};

namespace {

/// One of the places for a check, with its libmagic; waits until there is one.
class Place {
public:
    Place(std::counting_semaphore<>& places, Guarded<std::vector<std::unique_ptr<Magic>>>& free)
        : places_(places), free_(free) {
        places_.acquire();
        magic_ = free_.with([](auto& all) {
            auto one = std::move(all.back());
            all.pop_back();
            return one;
        });
    }
    Place(Place const&) = delete;
    Place& operator=(Place const&) = delete;
    ~Place() {
        free_.with([&](auto& all) { all.push_back(std::move(magic_)); });
        places_.release();
    }
    [[nodiscard]] Magic const& magic() const { return *magic_; }

private:
    std::counting_semaphore<>& places_;
    Guarded<std::vector<std::unique_ptr<Magic>>>& free_;
    std::unique_ptr<Magic> magic_;
};

}  // namespace

FileCheck::FileCheck(FilesPolicy policy) : inside_(std::make_unique<Inside>(std::move(policy))) {
    files::register_bounded_filters();
}

FileCheck::~FileCheck() = default;

FilesPolicy const& FileCheck::policy() const { return inside_->policy; }

std::string FileCheck::real_type_of(Content const& content) const {
    Bytes const bytes(content);
    Place const place(inside_->places, inside_->free);
    return place.magic().type_of(bytes.slice(0, head_bytes));
}

FileFindings FileCheck::check(DeclaredFile const& declared, Content const& content) const {
    Report report(inside_->policy, declared.name);
    auto const media_type = bare(declared.media_type);
    auto const* const type = inside_->policy.type_of(media_type);
    if (type == nullptr) {
        tell_not_allowed(media_type, report);
        return report.take();
    }
    Bytes const bytes(content);
    if (bytes.size() == 0) {
        report.add(FileRule::empty, "",
                   {"Het bestand is leeg. Voeg het juiste bestand toe.", "The file is empty. Add the right file."});
        return report.take();
    }
    check_outside(declared, *type, bytes, report);
    Place const place(inside_->places, inside_->free);
    check_inside(bytes, *type, place.magic(), report);
    return report.take();
}

}  // namespace wetbode
