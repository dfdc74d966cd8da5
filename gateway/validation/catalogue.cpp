// SPDX-License-Identifier: EUPL-1.2
#include "gateway/validation/catalogue.hpp"

#include "gateway/base/screen_text.hpp"
#include "gateway/validation/root_watch.hpp"
#include "gateway/validation/rules/blend.hpp"
#include "gateway/validation/rules/pass.hpp"
#include "gateway/validation/rules/rule_book.hpp"
#include "gateway/validation/schematron/site_rules.hpp"
#include "gateway/validation/type_file.hpp"
#include "gateway/validation/versions.hpp"
#include "gateway/validation/xsd.hpp"

#include <algorithm>
#include <array>
#include <list>
#include <map>
#include <semaphore>
#include <stdexcept>
#include <thread>

namespace wetbode {

namespace {

namespace fs = std::filesystem;
using validation::beginning_of;
using validation::Opening;
using validation::RootWatch;
using validation::TypeFile;

struct KnownType {
    TypeFile file;
    validation::Schema const* schema;
    std::vector<Rule> rules;
    validation::SiteRules site_rules;
};

std::ptrdiff_t lanes() { return static_cast<std::ptrdiff_t>(std::max(1U, std::thread::hardware_concurrency())); }

/// One of the places for a validation; waits until there is one.
class Lane {
public:
    explicit Lane(std::counting_semaphore<>& all) : all_(all) { all_.acquire(); }
    Lane(Lane const&) = delete;
    Lane& operator=(Lane const&) = delete;
    ~Lane() { all_.release(); }

private:
    std::counting_semaphore<>& all_;
};

bool root_matches(TypeFile const& type, RootWatch const& watch) {
    return watch.root().uri == type.root_uri && watch.root().local == type.root_local;
}

bool opening_matches(TypeFile const& type, RootWatch const& watch) {
    if (!root_matches(type, watch)) return false;
    auto const& child = watch.first_child();
    if (type.document.empty()) return true;
    if (!child.seen || child.uri != type.root_uri || child.local != type.document) return false;
    return type.document_name.empty() || child.name == type.document_name;
}

/// By name, so that of two broken folders the same one is always told first.
std::vector<fs::path> folders_in(fs::path const& parent) {
    std::vector<fs::path> folders;
    for (auto const& entry : fs::directory_iterator(parent))
        if (entry.is_directory()) folders.push_back(entry.path());
    std::sort(folders.begin(), folders.end());
    return folders;
}

/// How exactly a type describes the beginning of its documents.
int exactness(TypeFile const& type) { return (type.document.empty() ? 0 : 1) + (type.document_name.empty() ? 0 : 1); }

Fault fault_at(Opening const& opening, std::string path, std::string code, Text message) {
    return {.code = std::move(code),
            .line = opening.position.line,
            .column = opening.position.column,
            .path = std::move(path),
            .nearest_id = opening.id,
            .message = std::move(message)};
}

Fault draft_fault(TypeFile const& type, Opening const& root) {
    return fault_at(root, "/" + root.local, "AKN.DRAFT_NAMESPACE",
                    {"Het document gebruikt de naamruimte '" + root.uri +
                         "' van een ontwerpversie van de standaard. Zet het "
                         "om naar de definitieve versie, met naamruimte '" +
                         type.root_uri + "'.",
                     "The document uses the namespace '" + root.uri +
                         "' of a draft of the standard. Convert it to the "
                         "final version, with namespace '" +
                         type.root_uri + "'."});
}

/// It follows a draft of the standard of its type; empty if it does not.
std::optional<Fault> draft_fault_of(TypeFile const& type, Opening const& root) {
    for (auto const& beginning : type.draft_namespaces)
        if (root.uri.starts_with(beginning) && root.uri != type.root_uri) return draft_fault(type, root);
    return std::nullopt;
}

/// "'akomaNtoso'/'doc' name="nota" (http://...)": how the document begins, as a person reads it.
std::string opening_of(RootWatch const& watch) {
    auto const& root = watch.root();
    auto const& child = watch.first_child();
    auto text = "'" + root.local + "'";
    if (child.seen && child.uri == root.uri) {
        text += "/'" + child.local + "'";
        if (!child.name.empty()) text += " name=\"" + child.name + "\"";
    }
    return root.uri.empty() ? text : text + " (" + root.uri + ")";
}

/// The document does not begin as its type says; empty if it does. An element that should follow the root but is not
/// there at all is left to the schema.
std::optional<Fault> opening_fault(TypeFile const& type, RootWatch const& watch) {
    auto const& root = watch.root();
    auto const& child = watch.first_child();
    if (auto fault = draft_fault_of(type, root)) return fault;
    if (!root_matches(type, watch)) {
        auto const found = "'" + root.local + "'";
        auto const in = root.uri.empty() ? std::string() : " (" + root.uri + ")";
        return fault_at(
            root, "/" + root.local, "DOCUMENT_TYPE.ROOT",
            {"Een document van het type '" + type.name + "' begint met " + beginning_of(type) + " in de naamruimte '" +
                 type.root_uri + "'; dit begint met " + found + (in.empty() ? " zonder naamruimte" : in) + ".",
             "A document of type '" + type.name + "' begins with " + beginning_of(type) + " in the namespace '" +
                 type.root_uri + "'; this one begins with " + found + (in.empty() ? " without namespace" : in) + "."});
    }
    if (!child.seen || opening_matches(type, watch)) return std::nullopt;
    auto const name = child.name.empty() ? std::string() : " (name=\"" + child.name + "\")";
    return fault_at(
        child, "/" + root.local + "/" + child.local + "[1]", "DOCUMENT_TYPE.ROOT",
        {"Een document van het type '" + type.name + "' begint met " + beginning_of(type) + "; dit begint met '" +
             root.local + "'/'" + child.local + "'" + name + ". Kies het juiste documenttype.",
         "A document of type '" + type.name + "' begins with " + beginning_of(type) + "; this one begins with '" +
             root.local + "'/'" + child.local + "'" + name + ". Choose the right document type."});
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
    mutable std::counting_semaphore<> lanes{wetbode::lanes()};

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
    [[nodiscard]] Verdict untyped_verdict(Content const& document) const {
        Verdict verdict;
        RootWatch watch(RootWatch::Haste::read_on);
        std::array<xml::Sink*, 1> const sinks{&watch};
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

    [[nodiscard]] Verdict judge(std::string_view document_type, Content const& document) const {
        if (document_type.empty()) return untyped_verdict(document);
        auto const versions = versions_of(document_type);
        if (versions.empty()) return unknown_verdict(document_type);
        Verdict verdict{.document_type = std::string(document_type), .version = versions.front()->file.version};
        RootWatch watch(RootWatch::Haste::read_on);
        std::list<rules::RulePass> passes;  // which version it is shows only on the way: each gets its own
        std::vector<xml::Sink*> sinks{&watch};
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
        auto const fits_schema = judge_content(*chosen, *pass, document, verdict);
        // Two versions that begin alike: a document that is good for the other one was written for the wrong day.
        if (!fits_schema && other != nullptr && other->schema->check(document, 1).faults.empty())
            verdict.faults.insert(verdict.faults.begin(), not_today(other->file, chosen, watch));
        return verdict;
    }

    /// False if the schema found a fault; what the rules found does not count here.
    [[nodiscard]] bool judge_content(KnownType const& type, rules::RulePass& pass, Content const& document,
                                     Verdict& verdict) const {
        pass.finish();  // before the schema: what the rules remembered is freed, and only one of both needs memory
        auto& report = pass.report();
        auto structure = type.schema->check(document, settings.faults_max);
        bool const valid = structure.faults.empty();
        if (type.file.root_uri == rules::akn_namespace)
            verdict.akn_level = !valid ? 0 : report.level_two() && !type.rules.empty() ? 2 : 1;
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
    Lane const lane(inside_->lanes);
    auto verdict = inside_->judge(document_type, document);
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
