// SPDX-License-Identifier: EUPL-1.2
// Measures what the rules cost beside the schema: `rule_speed FOLDER...` takes every XML document in the folders that
// the Akoma Ntoso schema accepts and gives, in one run, the processor time of the XML door alone, of the door with the
// rules of a bill, and of the schema. Rounds are interleaved; medians are told.
#include "gateway/base/content.hpp"
#include "gateway/validation/root_watch.hpp"
#include "gateway/validation/rules/pass.hpp"
#include "gateway/validation/rules/rule_book.hpp"
#include "gateway/validation/xsd.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <sstream>

using namespace wetbode;
namespace fs = std::filesystem;

namespace {

constexpr int rounds = 11;

double cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

double median(std::vector<double> times) {
    std::ranges::sort(times);
    return times[times.size() / 2];
}

Content in_memory(fs::path const& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return content_of(text.str());
}

void through_door(Content const& document, std::vector<xml::Sink*> sinks) {
    validation::RootWatch watch(validation::RootWatch::Haste::read_on);
    sinks.push_back(&watch);
    if (!xml::read(document, {}, sinks)) std::puts("a document that was accepted is refused");
}

template <class Act>
double timed(std::vector<Content> const& documents, Act const& act) {
    auto const begin = cpu_seconds();
    for (auto const& document : documents) act(document);
    return cpu_seconds() - begin;
}

long resident_kib() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

}  // namespace

int main(int argc, char** argv) {
    fs::path const schemas = fs::path(WETBODE_BUILD_DIR) / "share/wetbode/schemas";
    validation::Schema const schema(schemas / "common/akn/akomantoso30.xsd", schemas);
    auto const rules = rules::read_rules(
        {schemas / "common/akn/rules.toml", schemas / "common/vlaanderen/rules.toml", schemas / "bill/1/rules.toml"});
    std::vector<Content> documents;
    double bytes = 0;
    for (int i = 1; i < argc; ++i)
        for (auto const& entry : fs::recursive_directory_iterator(argv[i])) {
            if (!entry.is_regular_file() || entry.path().extension() != ".xml") continue;
            auto document = in_memory(entry.path());
            rules::RulePass pass(rules, 100, nullptr);
            std::vector<xml::Sink*> const sinks{&pass};
            if (!xml::read(document, {}, sinks) || !schema.check(document, 1).faults.empty()) continue;
            bytes += static_cast<double>(document.bytes);
            documents.push_back(std::move(document));
        }
    std::vector<double> door;
    std::vector<double> ruled;
    std::vector<double> xsd;
    std::size_t findings = 0;
    for (int round = 0; round < rounds; ++round) {
        door.push_back(timed(documents, [](Content const& document) { through_door(document, {}); }));
        ruled.push_back(timed(documents, [&](Content const& document) {
            rules::RulePass pass(rules, 100, nullptr);
            through_door(document, {&pass});
            pass.finish();
            findings += pass.report().take().size();
        }));
        xsd.push_back(timed(documents, [&](Content const& document) { (void)schema.check(document, 100); }));
    }
    std::vector<double> shares;
    for (std::size_t i = 0; i < door.size(); ++i) shares.push_back((ruled[i] - door[i]) / xsd[i]);
    auto const speed = [&](double seconds) { return bytes / 1e6 / seconds; };
    std::printf("%zu documents, %.1f MB, %zu rules, %zu findings a round\n", documents.size(), bytes / 1e6,
                rules.size(), findings / rounds);
    std::printf("door %.0f MB/s, door with rules %.0f MB/s, schema %.0f MB/s\n", speed(median(door)),
                speed(median(ruled)), speed(median(xsd)));
    std::printf("the rules alone: %.0f MB/s; they take %.2f of the time of the schema\n",
                speed(median(ruled) - median(door)), median(shares));
    std::printf("resident at most: %ld KiB\n", resident_kib());
}
