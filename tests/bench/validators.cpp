// SPDX-License-Identifier: EUPL-1.2
// Compares, in one run and on the same files, what validation costs: `bench_validators FOLDER...` takes every Akoma
// Ntoso document (*.xml) that Xerces-C++ accepts, all in memory. Rounds are interleaved, medians are told. One thread:
// processor time. Two threads: time on the wall, so they need two free processors. Exit status 1 if verdicts differ.
#include "gateway/base/content.hpp"
#include "gateway/validation/root_watch.hpp"
#include "gateway/validation/rules/pass.hpp"
#include "gateway/validation/rules/rule_book.hpp"
#include "gateway/validation/xsd.hpp"
#include "tests/bench/bare_validators.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <functional>
#include <sstream>
#include <thread>
#include <vector>

using namespace wetbode;
namespace fs = std::filesystem;

namespace {

constexpr int rounds = 9;

struct Document {
    std::string text;
    Content content;
};

/// One way to look at a document; true = accepted.
using Judge = std::function<bool(Document const&)>;

struct Contender {
    char const* name;
    std::function<Judge()> make;  ///< one judge per thread
    std::vector<double> alone{};
    std::vector<double> together{};
    std::size_t refused = 0;  ///< documents in one round that plain Xerces-C++ accepts
};

double median(std::vector<double> times) {
    std::ranges::sort(times);
    return times[times.size() / 2];
}

bool through_door(Content const& document, std::vector<xml::Sink*> sinks) {
    validation::RootWatch watch(validation::RootWatch::Haste::read_on);
    sinks.push_back(&watch);
    return xml::read(document, {}, sinks).has_value();
}

/// One round in one thread.
void run_alone(std::vector<Document> const& documents, Contender& contender) {
    auto const judge = contender.make();
    contender.refused = 0;
    auto const begin = std::clock();
    for (auto const& document : documents) contender.refused += judge(document) ? 0U : 1U;
    contender.alone.push_back(static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC);
}

/// Two threads share the documents; each takes the next one.
double wall_seconds(std::vector<Document> const& documents, Contender const& contender) {
    std::atomic<std::size_t> next{0};
    std::array<Judge, 2> const judges{contender.make(), contender.make()};
    auto const begin = std::chrono::steady_clock::now();
    {
        std::vector<std::jthread> threads;
        for (auto const& judge : judges)
            threads.emplace_back([&] {
                for (auto i = next++; i < documents.size(); i = next++) (void)judge(documents[i]);
            });
    }
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

std::vector<fs::path> files_in(int argc, char** argv) {
    std::vector<fs::path> files;
    for (int i = 1; i < argc; ++i)
        for (auto const& entry : fs::recursive_directory_iterator(argv[i]))
            if (entry.is_regular_file() && entry.path().extension() == ".xml") files.push_back(entry.path());
    std::ranges::sort(files);
    return files;
}

std::string text_of(fs::path const& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return std::move(text).str();
}

void tell(std::vector<Contender> const& contenders, std::size_t documents, double bytes) {
    std::printf("%-44s %10s %10s %8s %14s\n", "", "MB/s", "docs/s", "x Xerces", "MB/s 2 threads");
    auto const& plain = contenders.front();
    for (auto const& one : contenders) {
        std::vector<double> ratios;
        for (std::size_t i = 0; i < one.alone.size(); ++i) ratios.push_back(plain.alone[i] / one.alone[i]);
        std::printf("%-44s %10.1f %10.0f %8.2f %14.1f\n", one.name, bytes / 1e6 / median(one.alone),
                    static_cast<double>(documents) / median(one.alone), median(ratios),
                    bytes / 1e6 / median(one.together));
    }
}

/// Plain Xerces-C++ first: the others are measured by it. What they refer to outlives them.
std::vector<Contender> contenders_of(bench::Grammars const& grammars, validation::Schema const& schema,
                                     std::vector<Rule> const& rules) {
    return {
        {"Xerces-C++ (SAX2, cached grammar)",
         [&] {
             auto const xerces = std::make_shared<bench::Xerces>(grammars);
             return [xerces](Document const& document) { return xerces->valid(document.text); };
         }},
        {"Wetbode: structure",
         [&] { return [&](Document const& document) { return schema.check(document.content, 100).faults.empty(); }; }},
        {"Wetbode: door, rules and structure",
         [&] {
             return [&](Document const& document) {
                 rules::RulePass pass(rules, 100, nullptr);
                 bool const read = through_door(document.content, {&pass});
                 pass.finish();
                 return read && schema.check(document.content, 100).faults.empty();
             };
         }},
        {"Wetbode: door and rules",
         [&] {
             return [&](Document const& document) {
                 rules::RulePass pass(rules, 100, nullptr);
                 bool const read = through_door(document.content, {&pass});
                 pass.finish();
                 return read;
             };
         }},
        {"Wetbode: door",
         [] { return [](Document const& document) { return through_door(document.content, {}); }; }},
        {"libxml2 (streaming)",
         [&] {
             return [libxml = bench::Libxml(grammars)](Document const& document) {
                 return libxml.valid(document.text);
             };
         }},
        {"libxml2, parsing alone", [] { return [](Document const& d) { return bench::Libxml::parses(d.text); }; }},
    };
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fputs("bench_validators FOLDER...: see tests/bench/README.md\n", stderr);
        return 2;
    }
    fs::path const schemas = fs::path(WETBODE_BUILD_DIR) / "share/wetbode/schemas";
    bench::Grammars const grammars(schemas / "common/akn/akomantoso30.xsd");
    validation::Schema const schema(schemas / "common/akn/akomantoso30.xsd", schemas);
    auto const rules = rules::read_rules(
        {schemas / "common/akn/rules.toml", schemas / "common/vlaanderen/rules.toml", schemas / "bill/1/rules.toml"});

    auto contenders = contenders_of(grammars, schema, rules);

    std::vector<Document> documents;
    double bytes = 0;
    int compared = 0;
    int different = 0;
    bench::Xerces judge(grammars);
    for (auto const& file : files_in(argc, argv)) {
        auto text = text_of(file);
        auto content = content_of(text);
        if (!through_door(content, {})) continue;  // refused on purpose, whatever a schema says
        bool const valid = judge.valid(text);
        ++compared;
        if (valid != schema.check(content, 1).faults.empty()) {
            ++different;
            std::printf("verdicts differ: %s\n", file.c_str());
        }
        if (!valid) continue;
        bytes += static_cast<double>(text.size());
        documents.push_back({std::move(text), std::move(content)});
    }
    std::printf("%d documents compared, %d verdicts differ; %zu valid ones measured, %.1f MB, %zu rules\n", compared,
                different, documents.size(), bytes / 1e6, rules.size());
    if (documents.empty()) return 2;
    for (int round = 0; round < rounds; ++round)
        for (auto& contender : contenders) {
            run_alone(documents, contender);
            contender.together.push_back(wall_seconds(documents, contender));
        }
    tell(contenders, documents.size(), bytes);
    for (auto const& one : contenders)
        if (one.refused > 0)
            std::printf("%s refuses %zu of these %zu documents\n", one.name, one.refused, documents.size());
    return different == 0 ? 0 : 1;
}
