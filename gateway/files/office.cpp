// SPDX-License-Identifier: EUPL-1.2
#include "gateway/files/office.hpp"

#include "gateway/base/content.hpp"
#include "gateway/files/magic.hpp"
#include "gateway/xml/door.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <functional>

namespace wetbode::files {

namespace {

constexpr std::string_view content_types = "[Content_Types].xml";
constexpr std::string_view odf_manifest = "META-INF/manifest.xml";
constexpr std::string_view odf_prefix = "application/vnd.oasis.opendocument.";

std::string lower(std::string_view text) {
    std::string small(text);
    for (auto& c : small) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return small;
}

std::string within(std::string_view place, std::string_view name) {
    return place.empty() ? std::string(name) : std::string(place) + " > " + std::string(name);
}

std::string attribute_of(xml::Element const& element, std::string_view local) {
    for (auto const& attribute : element.attributes)
        if (attribute.local == local && attribute.prefix.empty()) return std::string(attribute.value);
    return {};
}

class EachElement final : public xml::Sink {
public:
    explicit EachElement(std::function<void(xml::Element const&)> hear) : hear_(std::move(hear)) {}
    void start_element(xml::Element const& element) override { hear_(element); }

private:
    std::function<void(xml::Element const&)> hear_;
};

void read_part(std::string const& octets, std::string const& place, Report& report,
               std::function<void(xml::Element const&)> hear) {
    xml::Limits limits;
    limits.bytes_max = office_part_max;
    limits.depth_max = 32;
    EachElement each(std::move(hear));
    std::array<xml::Sink*, 1> const sinks{&each};
    auto const verdict = xml::read(content_of(octets), limits, sinks);
    if (verdict) return;
    auto const name = tamed(place);
    report.add(FileRule::office_broken, place,
               {"Het onderdeel " + name + " is niet te lezen: " + verdict.error().message.nl,
                "The part " + name + " cannot be read: " + verdict.error().message.en},
               verdict.error().detail);
}

/// Where a relation leads. A file on the author's own disk is found by nobody and does nothing.
enum class Target { own_disk, network_share, internet };

Target target_of(std::string_view target) {
    auto const where = lower(target);
    if (where.starts_with("\\\\") || where.starts_with("//")) return Target::network_share;
    if (where.starts_with("file:")) {
        auto const path = where.substr(where.find_first_not_of('/', 5) == std::string::npos
                                           ? where.size()
                                           : where.find_first_not_of('/', 5));
        auto const drive = path.size() > 1 && path[1] == ':';
        auto const home = where.starts_with("file:///") && !path.starts_with("\\\\");
        return drive || home ? Target::own_disk : Target::network_share;
    }
    auto const colon = where.find(':');
    if (colon == std::string::npos || colon == 1) return Target::own_disk;
    return Target::internet;
}

void check_relations(std::string const& octets, std::string const& place, Report& report) {
    read_part(octets, place, report, [&](xml::Element const& element) {
        if (element.local != "Relationship" || lower(attribute_of(element, "TargetMode")) != "external") return;
        auto const type = attribute_of(element, "Type");
        auto const kind = type.substr(type.rfind('/') + 1);
        if (!is_one_of(report.policy().fetched_relations, kind)) return;
        auto const target = attribute_of(element, "Target");
        auto const where = target_of(target);
        if (where == Target::own_disk) return;
        auto const told = "\"" + tamed(target) + "\" (" + tamed(kind) + ", " + tamed(place) + ")";
        report.add(where == Target::internet ? FileRule::office_external : FileRule::office_linked, place,
                   {"Bij het openen haalt het document iets op van elders: " + told +
                        ". Verbreek de koppeling of neem het op in het document.",
                    "On opening, the document fetches something from elsewhere: " + told +
                        ". Break the link or put it into the document."});
    });
}

void tell_macros(std::string const& place, Report& report) {
    report.add(FileRule::office_macros, place,
               {"Het document bevat macro's: " + tamed(place) + ". Bewaar het als document zonder macro's.",
                "The document has macros: " + tamed(place) + ". Save it as a document without macros."});
}

void tell_other_type(std::vector<std::string> const& found, AllowedFileType const& expected, Report& report) {
    auto const real = found.empty() ? std::string("?") : tamed(found.front());
    report.add(FileRule::type, "",
               {"Het bestand is opgegeven als " + expected.name.nl + " (" + expected.media_type +
                    "), maar is van binnen " + real + ". Geef het juiste type op of bewaar het in dat formaat.",
                "The file is declared as " + expected.name.en + " (" + expected.media_type + "), but inside it is " +
                    real + ". Declare the right type, or save it in that format."},
               real);
}

void check_ooxml(OfficeParts const& parts, AllowedFileType const* expected, std::string_view place, Report& report) {
    std::vector<std::string> main_types;
    auto const types_at = within(place, content_types);
    read_part(parts.read.at(std::string(content_types)), types_at, report, [&](xml::Element const& element) {
        auto const type = attribute_of(element, "ContentType");
        auto const small = lower(type);
        if (small.find("macroenabled") != std::string::npos || small.find("vbaproject") != std::string::npos) {
            auto part = attribute_of(element, "PartName");
            while (part.starts_with('/')) part.erase(0, 1);
            tell_macros(within(place, part.empty() ? std::string(content_types) : part), report);
        }
        if (small.find(".main+xml") != std::string::npos) main_types.push_back(type);
    });
    for (auto const& name : parts.names) {
        auto const small = lower(name);
        if (small.ends_with("vbaproject.bin") || small.ends_with("vbadata.xml"))
            tell_macros(within(place, name), report);
    }
    if (expected == nullptr || expected->form != FileForm::ooxml || expected->inside.empty()) return;
    auto const fits = [&](std::string const& type) { return is_one_of(expected->inside, type); };
    if (!report.has(FileRule::office_broken) && std::none_of(main_types.begin(), main_types.end(), fits))
        tell_other_type(main_types, *expected, report);
}

void check_odf(OfficeParts const& parts, AllowedFileType const* expected, std::string_view place, Report& report) {
    auto mimetype = parts.read.at("mimetype");
    while (!mimetype.empty() && (mimetype.back() == '\n' || mimetype.back() == '\r')) mimetype.pop_back();
    for (auto const& name : parts.names) {
        auto const is_script = name.starts_with("Basic/") || name.starts_with("Scripts/");
        if (is_script && !name.ends_with('/')) tell_macros(within(place, name), report);
    }
    if (auto const manifest = parts.read.find(std::string(odf_manifest)); manifest != parts.read.end()) {
        bool encrypted = false;
        read_part(manifest->second, within(place, odf_manifest), report,
                  [&](xml::Element const& element) { encrypted = encrypted || element.local == "encryption-data"; });
        if (encrypted)
            report.add(FileRule::office_encrypted, within(place, odf_manifest),
                       {"Het document is met een wachtwoord versleuteld. Bewaar het zonder wachtwoord.",
                        "The document is encrypted with a password. Save it without a password."});
    }
    if (expected != nullptr && expected->form == FileForm::odf && !is_one_of(expected->inside, mimetype))
        tell_other_type({mimetype}, *expected, report);
}

}  // namespace

bool is_office_part(std::string_view name) {
    return name == content_types || name == odf_manifest || name == "mimetype" || name.ends_with(".rels");
}

void check_office(OfficeParts const& parts, AllowedFileType const* expected, std::string_view place, Report& report) {
    auto const mimetype = parts.read.find("mimetype");
    bool const ooxml = parts.read.contains(std::string(content_types));
    bool const odf = mimetype != parts.read.end() && mimetype->second.starts_with(odf_prefix);
    if (ooxml) {
        check_ooxml(parts, expected, place, report);
        for (auto const& [name, octets] : parts.read)
            if (name.ends_with(".rels")) check_relations(octets, within(place, name), report);
    }
    if (odf) check_odf(parts, expected, place, report);
    if (expected == nullptr) return;
    bool const lacks = (expected->form == FileForm::ooxml && !ooxml) || (expected->form == FileForm::odf && !odf);
    if (lacks) tell_other_type({"application/zip"}, *expected, report);
}

}  // namespace wetbode::files
