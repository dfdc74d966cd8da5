// SPDX-License-Identifier: EUPL-1.2
#include "gateway/validation/schematron/schematron.hpp"

#include "gateway/validation/schematron/generator.hpp"
#include "gateway/validation/schematron/sentences.hpp"
#include "gateway/validation/schematron/stylesheet.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>

namespace wetbode::validation {

namespace {

namespace fs = std::filesystem;

constexpr char const* svrl_namespace = "http://purl.oclc.org/dsdl/svrl";
/// Real documents have a node per 25 octets; one of a hundred thousand empty elements must not cost a gigabyte.
constexpr std::uint64_t octets_per_node = 16;
constexpr char const* unnamed_code = "SCHEMATRON.UNNAMED";

std::size_t number_in(xmlNode const* element, char const* attribute) {
    auto const text = attribute_of(element, attribute);
    std::size_t number = 0;
    auto const read = std::from_chars(text.data(), text.data() + text.size(), number);
    ensure(read.ec == std::errc{} && !text.empty(), "the stylesheet numbers its findings");
    return number;
}

struct Found {
    std::size_t assertion;
    xmlNode const* node;
    std::size_t ordinal;  ///< of its element, in document order
    Text words;
};

Text not_checked_words(std::string const& file, std::string const& nl, std::string const& en) {
    return {"De regels van '" + file + "' zijn niet nagekeken: " + nl,
            "The rules of '" + file + "' were not checked: " + en};
}

}  // namespace

struct Schematron::Inside {
    fs::path file;
    SchematronLimits limits;
    RuleBook book;
    Source source;
    std::vector<SchematronRule> rules;
    Severity severest = Severity::hint;
    std::unique_ptr<Stylesheet> style;

    void compile() {
        source = read_source(file);
        auto const expanded = expand(file, source);
        check_expressions(file, source, expanded.get());
        try {
            style = std::make_unique<Stylesheet>(generate(file, source, expanded.get()));
        } catch (std::runtime_error const& error) {
            std::string const what = error.what();
            throw std::runtime_error(what.starts_with(file.string()) ? what : file.string() + ":1: " + what);
        }
        auto const shown = shown_assertions(source);
        source.document.reset();
        for (std::size_t i = 0; i < shown.size(); ++i) {
            auto& rule = rules.emplace_back(rule_of(source.assertions[i]));
            rule.named = !source.assertions[i].id.empty();
            rule.title = shown[i].title;
            rule.text = shown[i].text;
            if (rule.enabled) severest = std::min(severest, rule.severity);
        }
    }

    [[nodiscard]] SchematronRule rule_of(Assertion const& assertion) const {
        SchematronRule rule{assertion.id.empty() ? unnamed_code : assertion.id, assertion.severity, assertion.test,
                            assertion.is_report};
        if (auto const* const words = words_for(assertion)) {
            rule.severity = words->severity;
            rule.enabled = words->enabled;
            if (!words->code.empty()) rule.id = words->code;
        }
        return rule;
    }

    [[nodiscard]] RuleWords const* words_for(Assertion const& assertion) const {
        auto const words = book.find(assertion.id);
        return words == book.end() ? nullptr : &words->second;
    }

    /// The sentence of the assertion, in its own language; what its diagnostics say goes to theirs.
    [[nodiscard]] Text words_of(xmlNode const* finding, Assertion const& assertion) const {
        Saying own{assertion.language, {}};
        std::vector<Saying> more;
        for (auto const* child = finding->children; child != nullptr; child = child->next) {
            if (is_element(child, "text", svrl_namespace)) own.words = one_line(text_of(child));
            if (!is_element(child, "diagnostic-reference", svrl_namespace)) continue;
            auto const id = attribute_of(child, "diagnostic");
            auto const known = std::ranges::find(source.diagnostics, id, [](auto const& entry) { return entry.first; });
            ensure(known != source.diagnostics.end(), "every diagnostic that is referred to is there");
            more.push_back({known->second, one_line(text_of(child))});
        }
        return in_both(std::move(own), more);
    }

    void gather(xmlNode const* element, Transformed const& done, Tree const& tree, std::vector<Found>& found) const {
        for (auto const* child = element->children; child != nullptr; child = child->next) {
            bool const finding = is_element(child, "failed-assert", svrl_namespace) ||
                                 is_element(child, "successful-report", svrl_namespace);
            if (!finding) {
                if (child->type == XML_ELEMENT_NODE) gather(child, done, tree, found);
                continue;
            }
            auto const assertion = number_in(child, "id");
            if (!rules.at(assertion).enabled) continue;
            auto const* const node = done.places.at(number_in(child, "location"));
            found.push_back({assertion, node, tree.ordinal_of(node), words_of(child, source.assertions[assertion])});
        }
    }

    [[nodiscard]] Fault fault_of(Found const& found, Tree const& tree) const {
        auto const& rule = rules[found.assertion];
        auto const position = tree.position_of(found.node);
        Fault fault{.code = rule.id,
                    .severity = rule.severity,
                    .line = position.line,
                    .column = position.column,
                    .path = path_of(found.node),
                    .nearest_id = nearest_id_of(found.node),
                    .message = found.words,
                    .detail = file.filename().string() + ": " + (rule.is_report ? "report " : "assert ") + rule.test};
        if (auto const* const words = words_for(source.assertions[found.assertion])) {
            if (!words->text.nl.empty()) fault.message.nl = words->text.nl;
            if (!words->text.en.empty()) fault.message.en = words->text.en;
        }
        return fault;
    }

    /// What could not be looked at must not pass for looked at: a rule that refuses would be evaded by a longer
    /// document.
    [[nodiscard]] Fault not_checked(std::string code, Text words, std::string detail) const {
        return {.code = std::move(code),
                .severity = severest == Severity::error ? Severity::error : Severity::warning,
                .line = 1,
                .column = 1,
                .path = "/",
                .message = std::move(words),
                .detail = std::move(detail)};
    }

    [[nodiscard]] Fault too_large(std::string const& nl, std::string const& en) const {
        return not_checked("SCHEMATRON.TOO_LARGE",
                           not_checked_words(file.filename().string(),
                                             "het document is daarvoor te groot (meer dan " + nl +
                                                 "). Splits het, of laat de beheerder 'validation.tree_max' verhogen.",
                                             "the document is too large for that (more than " + en +
                                                 "). Split it, or ask the operator to raise 'validation.tree_max'."),
                           {});
    }

    [[nodiscard]] Fault gave_up(Transformed const& done) const {
        auto const* const nl = done.spent == Spent::time     ? "dat duurde te lang. Meld dit aan de beheerder."
                               : done.spent == Spent::memory ? "dat kostte te veel geheugen. Meld dit aan de beheerder."
                                                             : "een regel kon niet worden uitgevoerd. Meld dit aan de "
                                                               "beheerder.";
        auto const* const en = done.spent == Spent::time     ? "it took too long. Tell the operator."
                               : done.spent == Spent::memory ? "it took too much memory. Tell the operator."
                                                             : "a rule could not be carried out. Tell the operator.";
        return not_checked("SCHEMATRON.NOT_CHECKED", not_checked_words(file.filename().string(), nl, en),
                           file.filename().string() + ": " + done.problem);
    }

    [[nodiscard]] Findings judge(Tree& tree, std::size_t faults_max) const {
        TransformLimits const most{limits.time_max, limits.memory_max};
        auto const done = style->run(tree.document(), most);
        Findings findings;
        if (done.more_places) {
            findings.faults.push_back(too_many(most.places_max));
            return findings;
        }
        if (!done.result) {
            findings.faults.push_back(gave_up(done));
            return findings;
        }
        std::vector<Found> found;
        gather(xmlDocGetRootElement(done.result.get()), done, tree, found);
        std::ranges::stable_sort(found, {}, &Found::ordinal);
        findings.more_faults = found.size() > faults_max;
        if (findings.more_faults) keep(found, faults_max);
        for (auto const& one : found) findings.faults.push_back(fault_of(one, tree));
        return findings;
    }

    /// Errors first: what makes a document invalid must not fall behind hints.
    void keep(std::vector<Found>& found, std::size_t most) const {
        std::stable_partition(found.begin(), found.end(),
                              [&](Found const& one) { return rules[one.assertion].severity == Severity::error; });
        found.erase(found.begin() + static_cast<std::ptrdiff_t>(most), found.end());
        std::ranges::stable_sort(found, {}, &Found::ordinal);
    }

    [[nodiscard]] Fault too_many(std::size_t most) const {
        auto const number = std::to_string(most);
        return not_checked(
            "SCHEMATRON.NOT_CHECKED",
            not_checked_words(file.filename().string(),
                              "er is op meer dan " + number +
                                  " plaatsen iets op te merken. Meld dit "
                                  "aan de beheerder.",
                              "there is something to say at more than " + number + " places. Tell the operator."),
            {});
    }
};

Schematron::Schematron(fs::path const& file, SchematronLimits limits, RuleBook book)
    : inside_(std::make_unique<Inside>()) {
    inside_->file = file;
    inside_->limits = limits;
    inside_->book = std::move(book);
    inside_->compile();
}

Schematron::~Schematron() = default;

Findings Schematron::check(Content const& document, xml::Limits const& limits, std::size_t faults_max) const {
    auto const& inside = *inside_;
    Findings findings;
    auto const most = inside.limits.tree_max;
    if (document.bytes > most) {
        auto const octets = std::to_string(most);
        findings.faults.push_back(inside.too_large(octets + " bytes", octets + " bytes"));
        return findings;
    }
    Tree tree(std::max<std::uint64_t>(most / octets_per_node, 16));
    std::array<xml::Sink*, 1> const sinks{&tree};
    try {
        if (auto const read = xml::read(document, limits, sinks); !read) {
            findings.faults.push_back(read.error());
            return findings;
        }
    } catch (TreeTooLarge const&) {
        auto const nodes = std::to_string(most / octets_per_node);
        findings.faults.push_back(
            inside.too_large(nodes + " elementen, attributen en teksten", nodes + " elements, attributes and texts"));
        return findings;
    }
    return inside.judge(tree, faults_max);
}

fs::path const& Schematron::file() const {
    return inside_->file;
}

std::string const& Schematron::title() const {
    return inside_->source.title;
}

std::vector<SchematronRule> const& Schematron::rules() const {
    return inside_->rules;
}

bool Schematron::has(std::string_view assertion) const {
    auto const& all = inside_->source.assertions;
    return !assertion.empty() && std::ranges::find(all, assertion, &Assertion::id) != all.end();
}

}  // namespace wetbode::validation
