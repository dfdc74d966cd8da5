// SPDX-License-Identifier: EUPL-1.2
// Documents that are not ours to publish: WETBODE_XML_CORPUS names their folder. Every XML file in it, and in the
// containers in it, has the same canonical form in our one pass and in libxml2's tree. Without it nothing is asserted.
#include <catch2/catch.hpp>

#include "gateway/base/content.hpp"
#include "gateway/xml/canonical.hpp"
#include "tests/unit/xml/judge.hpp"

#include <zip.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

using namespace wetbode;
using namespace wetbode::xml;
using wetbode::xml::test::Judge;

namespace {

constexpr std::size_t document_bytes_max = 64U << 20U;
constexpr std::size_t ids_max = 40;  // of one document: some have thousands

struct Tally {
    int whole = 0;     ///< documents compared
    int subtrees = 0;  ///< elements compared
    int refused = 0;   ///< by the door: doctype, encoding, malformed
    int formless = 0;  ///< libxml2 knows no form: a relative namespace name
    std::map<std::string, int> refusals;
    std::vector<std::string> different;
};

/// Notes the Ids and the parts of signatures in a document.
class Notes final : public Sink {
public:
    void start_element(Element const& element) override {
        if (element.local == "SignedInfo" || element.local == "SignedProperties" || element.local == "SignatureValue" ||
            element.local == "KeyInfo")
            parts[{std::string(element.uri), std::string(element.local)}]++;
        for (auto const& attribute : element.attributes)
            if (attribute.uri.empty() && attribute.local == "Id") ids[std::string(attribute.value)]++;
    }
    std::map<std::pair<std::string, std::string>, int> parts;
    std::map<std::string, int> ids;
};

tl::expected<void, Fault> pass(Content const& document, Sink& sink) {
    std::array<Sink*, 1> const sinks{&sink};
    return xml::read(document, {}, sinks);
}

std::string ours(Content const& document, std::optional<Subtree> const& subtree) {
    std::string octets;
    auto const out = [&octets](std::string_view piece) { octets.append(piece); };
    auto canonicaliser = subtree ? Canonicaliser(*subtree, out) : Canonicaliser(out);
    REQUIRE(pass(document, canonicaliser).has_value());
    canonicaliser.finish();
    return octets;
}

void compare_subtree(Tally& tally, std::string const& name, Content const& document, Judge const& judge,
                     Subtree const& subtree, std::string const& xpath) {
    auto const form = judge.form(xpath, XML_C14N_EXCLUSIVE_1_0, false);
    ++tally.subtrees;
    if (!form || ours(document, subtree) != *form) tally.different.push_back(name + ": " + xpath);
}

void compare(Tally& tally, std::string const& name, std::string octets) {
    auto const document = content_of(std::move(octets));
    Notes notes;
    if (auto const let_in = pass(document, notes); !let_in) {
        ++tally.refused;
        ++tally.refusals[let_in.error().code];
        return;
    }
    auto const& text = std::get<std::string>(document.where);
    Judge const judge(text);
    if (!judge.parsed()) {
        tally.different.push_back(name + ": libxml2 does not read it");
        return;
    }
    auto const whole = judge.form("", XML_C14N_EXCLUSIVE_1_0, false);
    if (!whole) {
        ++tally.formless;
        return;
    }
    ++tally.whole;
    if (ours(document, std::nullopt) != *whole) tally.different.push_back(name);
    if (text.size() > (1U << 20U)) return;  // a node set of a large document takes minutes
    for (auto const& [part, count] : notes.parts)
        compare_subtree(tally, name, document, judge, {part.first, part.second, {}},
                        "//*[local-name()='" + part.second + "' and namespace-uri()='" + part.first + "']");
    std::size_t compared = 0;
    for (auto const& [id, count] : notes.ids)
        if (count == 1 && !id.empty() && id.find('\'') == std::string::npos && compared++ < ids_max)
            compare_subtree(tally, name, document, judge, {{}, {}, id}, "//*[@Id='" + id + "']");
}

bool looks_like_xml(std::string_view octets) {
    auto const at = octets.find_first_not_of("\xEF\xBB\xBF \t\r\n");
    return at != std::string_view::npos && octets[at] == '<';
}

void compare_entries(Tally& tally, std::string const& name, std::string const& container) {
    zip_error_t error;
    zip_error_init(&error);
    auto* const source = zip_source_buffer_create(container.data(), container.size(), 0, &error);
    auto* const zip = zip_open_from_source(source, ZIP_RDONLY, &error);
    if (zip == nullptr) {
        zip_source_free(source);
        return;
    }
    for (zip_int64_t i = 0; i < zip_get_num_entries(zip, 0); ++i) {
        zip_stat_t facts;
        if (zip_stat_index(zip, static_cast<zip_uint64_t>(i), 0, &facts) != 0 || facts.size > document_bytes_max) continue;
        auto* const file = zip_fopen_index(zip, static_cast<zip_uint64_t>(i), 0);
        if (file == nullptr) continue;
        std::string octets(facts.size, '\0');
        auto const got = zip_fread(file, octets.data(), octets.size());
        zip_fclose(file);
        if (got == static_cast<zip_int64_t>(octets.size()) && looks_like_xml(octets))
            compare(tally, name + "/" + facts.name, std::move(octets));
    }
    zip_discard(zip);
}

}  // namespace

TEST_CASE("every document of the corpus has the canonical form that libxml2 gives it", "[canonical][corpus]") {
    char const* const folder = std::getenv("WETBODE_XML_CORPUS");
    if (folder == nullptr) {
        WARN("WETBODE_XML_CORPUS names no folder of documents: nothing was compared");
        return;
    }
    Tally tally;
    for (auto const& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (!entry.is_regular_file() || entry.file_size() > document_bytes_max) continue;
        std::ostringstream read;
        read << std::ifstream(entry.path(), std::ios::binary).rdbuf();
        auto octets = std::move(read).str();
        if (octets.starts_with("PK")) compare_entries(tally, entry.path().string(), octets);
        else if (looks_like_xml(octets)) compare(tally, entry.path().string(), std::move(octets));
    }
    std::string told = std::to_string(tally.whole) + " documents and " + std::to_string(tally.subtrees) +
                       " subtrees compared, " + std::to_string(tally.refused) + " refused by the door, " +
                       std::to_string(tally.formless) + " without a canonical form";
    for (auto const& [code, count] : tally.refusals) told += "\n  " + code + ": " + std::to_string(count);
    WARN(told);
    CHECK(tally.whole > 0);
    CHECK(tally.different == std::vector<std::string>{});
}
