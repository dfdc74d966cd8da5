// SPDX-License-Identifier: EUPL-1.2
#include "gateway/validation/catalogue.hpp"

#include "gateway/base/screen_text.hpp"
#include "gateway/validation/lanes.hpp"
#include "gateway/validation/opening.hpp"
#include "gateway/validation/rules/blend.hpp"
#include "gateway/validation/rules/pass.hpp"
#include "gateway/validation/rules/rule_book.hpp"
#include "gateway/validation/schematron/site_rules.hpp"
#include "gateway/validation/time_budget.hpp"
#include "gateway/validation/type_file.hpp"
#include "gateway/validation/versions.hpp"
#include "gateway/validation/xsd.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <list>
#include <map>
#include <stdexcept>
#include <thread>

namespace wetbode {

namespace {

namespace fs = std::filesystem;
using validation::draft_fault_of;
using validation::exactness;
using validation::fault_at;
using validation::opening_fault;
using validation::opening_matches;
using validation::opening_of;
using validation::OutOfTime;
using validation::RootWatch;
using validation::TimeBudget;
using validation::TimeWatch;
using validation::TypeFile;

struct KnownType {
    TypeFile file;
    validation::Schema const* schema;
    std::vector<Rule> rules;  ///< of its rule files, then the other assertions of its Schematron files
    validation::SiteRules site_rules;
};

/// One per processor, and two at least: checks that nobody waits for may hold half of them, see server.check_threads.
unsigned lane_count() { return std::max(2U, std::thread::hardware_concurrency()); }

/// By name, so that of two broken folders the same one is always told first.
std::vector<fs::path> folders_in(fs::path const& parent) {
    std::vector<fs::path> folders;
    for (auto const& entry : fs::directory_iterator(parent))
        if (entry.is_directory()) folders.push_back(entry.path());
    std::sort(folders.begin(), folders.end());
    return folders;
}

/// A document with the time that is left for it.
struct Timed {
    Content const& document;
    TimeBudget& budget;
};

Fault too_slow(OutOfTime const& late, Milliseconds most) {
    auto const seconds = std::to_string(std::max<std::int64_t>(1, most.count() / 1000));
    return {.code = "XML.TOO_SLOW",
            .line = late.place.line,
            .column = late.place.column,
            .message = {"Het nakijken is hier gestopt: na " + seconds +
                            " seconden rekentijd was het document nog niet helemaal gelezen. Splits het, of laat de "
                            "beheerder 'validation.structure_time_max' verhogen.",
                        "The check was stopped here: after " + seconds +
                            " seconds of processor time the document was not yet wholly read. Split it, or let the "
                            "administrator raise 'validation.structure_time_max'."}};
}

/// Words of the document stand in faults, and faults go to screens, logs and pages: none may steer those.
void make_harmless(Fault& fault) {
    for (auto* const text : {&fault.path, &fault.nearest_id, &fault.message.nl, &fault.message.en, &fault.detail})
        *text = screen_text(*text);
}

}  // namespace

struct Catalogue::Inside {
    CatalogueSettings settings;
    std::map<fs::path, std::unique_ptr<validation::Schema>> schemas;  ///< by file: types may share one
    std::vector<KnownType> known;                                     ///< by name, then newest version first
    std::vector<DocumentType> types;
    mutable validation::Lanes lanes{lane_count()};

    void load(fs::path const& file) {
        auto type = validation::read_type_file(file, settings.schemas);
        auto& schema = schemas[type.xsd];
        if (!schema) {
            try {
                schema = std::make_unique<validation::Schema>(type.xsd, settings.schemas);
            } catch (std::runtime_error const& error) {
                throw std::runtime_error(file.string() + ":" + std::to_string(type.xsd_line) +
                                         ": its schema cannot be used: " + error.what());
            }
        }
        auto const* const shared = schema.get();
        auto book = rules::read_rules(type.rules);
        validation::SiteRules site_rules(type.schematron, book, {settings.tree_max, settings.rules_time_max});
        std::ranges::move(site_rules.untold(book), std::back_inserter(book));
        known.push_back({std::move(type), shared, std::move(book), std::move(site_rules)});
    }

    void load_all() {
        std::error_code error;
        if (!fs::is_directory(settings.schemas, error))
            throw std::runtime_error(settings.schemas.string() + ":1: the folder of document types is not there");
        for (auto const& type : folders_in(settings.schemas)) {
            if (type.filename() == "common") continue;
            for (auto const& version : folders_in(type)) {
                auto const file = version / "type.toml";
                if (!fs::is_regular_file(file)) throw std::runtime_error(file.string() + ":1: this file is missing");
                load(file);
            }
        }
        if (known.empty()) throw std::runtime_error(settings.schemas.string() + ":1: holds no document type at all");
        std::sort(known.begin(), known.end(), [](KnownType const& a, KnownType const& b) {
            if (a.file.name != b.file.name) return a.file.name < b.file.name;
            return validation::older_version(b.file.version, a.file.version);
        });
        std::vector<TypeFile const*> files;
        for (auto const& type : known) files.push_back(&type.file);
        validation::refuse_ambiguity(files);
        for (auto const& type : known) {
            auto const& file = type.file;
            types.push_back({file.name, file.version, file.title, file.root_uri, file.root_local, file.document});
        }
    }

    [[nodiscard]] std::chrono::sys_days today() const {
        return settings.clock == nullptr ? std::chrono::sys_days{} : validation::belgian_day(settings.clock->now());
    }
    [[nodiscard]] bool applies(TypeFile const& type) const {
        return settings.clock == nullptr || validation::applies_on(type, today());
    }

    /// Newest first, whether they apply today or not.
    [[nodiscard]] std::vector<KnownType const*> versions_of(std::string_view name) const {
        std::vector<KnownType const*> versions;
        for (auto const& type : known)
            if (type.file.name == name) versions.push_back(&type);
        return versions;
    }

    [[nodiscard]] std::string names_of_types() const {
        std::string all;
        for (auto const& type : known) {
            auto const quoted = "'" + type.file.name + "'";
            if (applies(type.file) && all.find(quoted) == std::string::npos) all += (all.empty() ? "" : ", ") + quoted;
        }
        return all;
    }

    [[nodiscard]] Fault unknown_type(std::string_view name) const {
        auto const all = names_of_types();
        return {.code = "DOCUMENT_TYPE.UNKNOWN",
                .message = {"Het documenttype '" + std::string(name) + "' bestaat niet. Kies uit: " + all + ".",
                            "The document type '" + std::string(name) + "' does not exist. Choose from: " + all + "."}};
    }

    /// The document follows a version that does not apply today.
    [[nodiscard]] Fault not_today(TypeFile const& followed, KnownType const* current, RootWatch const& watch) const {
        auto const fault = validation::not_in_force(followed, current == nullptr ? nullptr : &current->file, today());
        return fault_at(watch.root(), "/" + watch.root().local, fault.code, fault.message);
    }

    [[nodiscard]] Verdict unknown_verdict(std::string_view document_type) const {
        Verdict verdict{.document_type = std::string(document_type)};
        verdict.faults.push_back(unknown_type(document_type));
        return verdict;
    }

    /// Nobody told the type, and the beginning tells none: what stops it at the door, or what it begins with.
    [[nodiscard]] Verdict untyped_verdict(Content const& document, TimeBudget& budget) const {
        Verdict verdict;
        RootWatch watch(RootWatch::Haste::read_on);
        TimeWatch time(budget);
        std::array<xml::Sink*, 2> const sinks{&watch, &time};
        if (auto const read = xml::read(document, settings.limits, sinks); !read) {
            verdict.faults.push_back(read.error());
            return verdict;
        }
        auto const& root = watch.root();
        for (auto const& type : known)
            if (auto fault = draft_fault_of(type.file, root)) {
                verdict.faults.push_back(std::move(*fault));
                return verdict;
            }
        for (auto const& type : known)
            if (root.uri.empty() && root.local == type.file.root_local && applies(type.file)) {
                verdict.faults.push_back(validation::namespace_fault(type.file, root));
                return verdict;
            }
        auto const all = names_of_types();
        auto const beginning = opening_of(watch);
        verdict.faults.push_back(fault_at(
            root, "/" + root.local, "DOCUMENT_TYPE.UNKNOWN",
            {"Geen enkel documenttype begint met " + beginning + (root.uri.empty() ? " zonder naamruimte" : "") +
                 ". Noem het type, of verbeter het begin. Bekend zijn: " + all + ".",
             "No document type begins with " + beginning + (root.uri.empty() ? " without namespace" : "") +
                 ". Name the type, or mend the beginning. Known are: " + all + "."}));
        return verdict;
    }

    [[nodiscard]] Milliseconds time_for(Content const& document) const {
        constexpr double mebibyte = 1 << 20;
        auto const size = static_cast<double>(document.bytes) / mebibyte;
        auto const more = static_cast<double>(settings.structure_time_per_mib.count()) * size;
        return settings.structure_time_max + Milliseconds(static_cast<std::int64_t>(more));
    }

    [[nodiscard]] Verdict judge_in_time(std::string_view document_type, Content const& document) const {
        auto const most = time_for(document);
        TimeBudget budget(most);
        try {
            return judge(document_type, document, budget);
        } catch (OutOfTime const& late) {
            Verdict verdict{.document_type = std::string(document_type)};
            if (auto const versions = versions_of(document_type); !versions.empty())
                verdict.version = versions.front()->file.version;
            verdict.faults.push_back(too_slow(late, most));
            return verdict;
        }
    }

    [[nodiscard]] Verdict judge(std::string_view document_type, Content const& document, TimeBudget& budget) const {
        if (document_type.empty()) return untyped_verdict(document, budget);
        auto const versions = versions_of(document_type);
        if (versions.empty()) return unknown_verdict(document_type);
        Verdict verdict{.document_type = std::string(document_type), .version = versions.front()->file.version};
        RootWatch watch(RootWatch::Haste::read_on);
        std::list<rules::RulePass> passes;  // which version it is shows only on the way: each gets its own
        TimeWatch time(budget);
        std::vector<xml::Sink*> sinks{&time, &watch};
        for (auto const* version : versions)
            sinks.push_back(&passes.emplace_back(version->rules, settings.faults_max, settings.clock));
        if (auto const read = xml::read(document, settings.limits, sinks); !read) {
            verdict.faults.push_back(read.error());
            return verdict;
        }
        KnownType const* current = nullptr;  // newest that applies today
        KnownType const* chosen = nullptr;   // newest that applies today and fits the beginning
        KnownType const* other = nullptr;    // newest that fits the beginning, but not the day
        for (auto const* const type : versions) {
            bool const now = applies(type->file);
            if (now && current == nullptr) current = type;
            auto& place = now ? chosen : other;
            if (place == nullptr && opening_matches(type->file, watch)) place = type;
        }
        if (chosen == nullptr && other != nullptr) {
            verdict.version = other->file.version;
            verdict.faults.push_back(not_today(other->file, current, watch));
            return verdict;
        }
        if (chosen == nullptr) chosen = current == nullptr ? versions.front() : current;
        verdict.version = chosen->file.version;
        if (auto fault = opening_fault(chosen->file, watch)) {
            verdict.faults.push_back(std::move(*fault));
            return verdict;
        }
        auto const pass = std::next(passes.begin(), std::ranges::find(versions, chosen) - versions.begin());
        passes.erase(passes.begin(), pass);
        passes.erase(std::next(pass), passes.end());
        auto const fits_schema = judge_content(*chosen, *pass, {document, budget}, verdict);
        // Two versions that begin alike: a document that is good for the other one was written for the wrong day.
        if (!fits_schema && other != nullptr && other->schema->check(document, 1, budget).faults.empty())
            verdict.faults.insert(verdict.faults.begin(), not_today(other->file, chosen, watch));
        return verdict;
    }

    /// False if the schema found a fault; what the rules found does not count here.
    [[nodiscard]] bool judge_content(KnownType const& type, rules::RulePass& pass, Timed const& timed,
                                     Verdict& verdict) const {
        auto const& [document, budget] = timed;
        pass.finish();  // before the schema: what the rules remembered is freed, and only one of both needs memory
        auto& report = pass.report();
        auto structure = type.schema->check(document, settings.faults_max, budget);
        bool const valid = structure.faults.empty();
        if (type.file.root_uri == rules::akn_namespace)
            verdict.akn_level = !valid ? 0 : report.level_two() && !type.file.rules.empty() ? 2 : 1;
        auto all = rules::blend(std::move(structure.faults), report.take(), settings.faults_max);
        validation::Findings found{std::move(all.faults), structure.more_faults || report.more() || all.more};
        // What a rule looks at must be where the schema wants it.
        if (valid) type.site_rules.add_to(found, document, settings.limits, settings.faults_max);
        verdict.faults = std::move(found.faults);
        verdict.more_faults = found.more_faults;
        return valid;
    }
};

Catalogue::Catalogue(CatalogueSettings settings) : inside_(std::make_unique<Inside>()) {
    inside_->settings = std::move(settings);
    inside_->load_all();
}

Catalogue::~Catalogue() = default;

Verdict Catalogue::check(std::string_view document_type, std::string_view file, Content const& document) const {
    validation::Lanes::Place const place(inside_->lanes);
    auto verdict = inside_->judge_in_time(document_type, document);
    verdict.file = file;
    for (auto& fault : verdict.faults) {
        fault.file = file;
        make_harmless(fault);
    }
    return verdict;
}

std::string Catalogue::type_by_root(Content const& document) const {
    RootWatch watch(RootWatch::Haste::stop_early);
    std::array<xml::Sink*, 1> const sinks{&watch};
    try {
        if (!xml::read(document, inside_->settings.limits, sinks)) return {};
    } catch (validation::SeenEnough const&) {
        // Enough was read; what follows is for check().
    }
    KnownType const* best = nullptr;
    // A type that no longer applies is better than none: check() tells its sender so.
    auto const rank = [&](KnownType const& type) {
        return std::pair(inside_->applies(type.file), exactness(type.file));
    };
    for (auto const& type : inside_->known)
        if (opening_matches(type.file, watch) && (best == nullptr || rank(type) > rank(*best))) best = &type;
    return best == nullptr ? std::string() : best->file.name;
}

std::vector<DocumentType> const& Catalogue::types() const { return inside_->types; }

std::size_t Catalogue::grammar_count() const { return inside_->schemas.size(); }

std::vector<Rule> const& Catalogue::rules(std::string_view document_type) const {
    static std::vector<Rule> const none;
    auto const versions = inside_->versions_of(document_type);
    return versions.empty() ? none : versions.front()->rules;
}

bool Catalogue::knows(std::string_view document_type) const { return !inside_->versions_of(document_type).empty(); }

}  // namespace wetbode
