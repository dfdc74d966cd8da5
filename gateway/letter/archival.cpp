// SPDX-License-Identifier: EUPL-1.2
#include "gateway/letter/archival.hpp"

#include <array>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace wetbode::letter {

namespace {

std::string escaped(std::string_view text) {
    std::string out;
    for (char const c : text) {
        if (c == '<')
            out += "&lt;";
        else if (c == '>')
            out += "&gt;";
        else if (c == '&')
            out += "&amp;";
        else if (c == '"')
            out += "&quot;";
        else
            out += c;
    }
    return out;
}

std::string described(std::string_view prefix, std::string_view space, std::string const& content) {
    std::string out = "<rdf:Description rdf:about=\"\" xmlns:";
    out.append(prefix).append("=\"").append(space).append("\">");
    return out.append(content).append("</rdf:Description>\n");
}

std::string element(std::string_view name, std::string_view text) {
    std::string out = "<";
    return out.append(name).append(">").append(escaped(text)).append("</").append(name).append(">");
}

void put16(std::string& to, unsigned number) {
    to += static_cast<char>(number >> 8U);
    to += static_cast<char>(number & 255U);
}
void put32(std::string& to, std::uint32_t number) {
    put16(to, number >> 16U);
    put16(to, number & 0xFFFFU);
}

/// XYZ with sixteen bits before the point and sixteen behind it.
using Colour = std::array<std::uint32_t, 3>;
constexpr Colour d50{0xF6D6U, 0x10000U, 0xD32DU};
/// The primaries of sRGB (IEC 61966-2-1), adapted to D50.
constexpr Colour red{0x6FA2U, 0x38F5U, 0x0390U};
constexpr Colour green{0x6299U, 0xB785U, 0x18DAU};
constexpr Colour blue{0x24A0U, 0x0F84U, 0xB6CFU};

void put(std::string& to, Colour const& colour) {
    for (auto const part : colour) put32(to, part);
}

std::string tag_of(std::string_view type) {
    return std::string(type) + std::string(4, '\0');
}

std::string colour_tag(Colour const& colour) {
    auto tag = tag_of("XYZ ");
    put(tag, colour);
    return tag;
}

std::string description_tag(std::string_view words) {
    auto tag = tag_of("desc");
    put32(tag, static_cast<std::uint32_t>(words.size() + 1));
    tag.append(words).append(1, '\0');
    return tag + std::string(4 + 4 + 2 + 1 + 67, '\0');  // no Unicode, no ScriptCode
}

}  // namespace

std::string xmp_packet(DocumentFacts const& facts) {
    std::string packet =
        "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
        "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
        "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n";
    packet += described("pdfaid", "http://www.aiim.org/pdfa/ns/id/",
                        element("pdfaid:part", "2") + element("pdfaid:conformance", "B"));
    if (!facts.title.empty())
        packet += described("dc", "http://purl.org/dc/elements/1.1/",
                            "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">" + escaped(facts.title) +
                                "</rdf:li></rdf:Alt></dc:title>");
    packet += described("xmp", "http://ns.adobe.com/xap/1.0/",
                        element("xmp:CreatorTool", facts.creator) +
                            (facts.created.empty() ? std::string() : element("xmp:CreateDate", facts.created)));
    packet += described("pdf", "http://ns.adobe.com/pdf/1.3/", element("pdf:Producer", facts.producer));
    return packet + "</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>";
}

std::string colour_profile() {
    auto curve = tag_of("curv");
    put32(curve, 1);
    put16(curve, 0x0233);  // 2.2 in eight bits before the point and eight behind it
    std::vector<std::pair<std::string_view, std::string>> tags{
        {"desc", description_tag("sRGB primaries, gamma 2.2")},
        {"cprt", tag_of("text") + std::string("No copyright", 13)},
        {"wtpt", colour_tag(d50)},
        {"rXYZ", colour_tag(red)},
        {"gXYZ", colour_tag(green)},
        {"bXYZ", colour_tag(blue)},
        {"rTRC", curve},
        {"gTRC", curve},
        {"bTRC", curve}};

    std::string table;
    std::string data;
    put32(table, static_cast<std::uint32_t>(tags.size()));
    auto const start = 128 + 4 + 12 * tags.size();
    for (auto& [name, tag] : tags) {
        table += name;
        put32(table, static_cast<std::uint32_t>(start + data.size()));
        put32(table, static_cast<std::uint32_t>(tag.size()));
        data += tag + std::string((4 - tag.size() % 4) % 4, '\0');
    }
    std::string profile;
    put32(profile, static_cast<std::uint32_t>(start + data.size()));
    put32(profile, 0);           // made for no module of its own
    put32(profile, 0x02100000);  // version 2.1
    profile += "mntrRGB XYZ ";
    for (unsigned const part : {2000U, 1U, 1U, 0U, 0U, 0U}) put16(profile, part);
    profile += "acsp";
    profile += std::string(28, '\0');  // platform, flags, manufacturer, model, attributes, rendering intent
    put(profile, d50);
    profile += std::string(48, '\0');
    return profile + table + data;
}

}  // namespace wetbode::letter
