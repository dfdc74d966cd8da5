// SPDX-License-Identifier: EUPL-1.2
#include "gateway/validation/schematron/source.hpp"

#include "gateway/base/content.hpp"
#include "gateway/validation/schematron/stylesheet.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <stdexcept>

namespace wetbode::validation {

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t file_bytes_max = 4ULL << 20U;
constexpr std::uint64_t file_nodes_max = 200'000;

struct Kind {
    std::string_view name;
    std::string_view parents;  ///< between spaces
    std::string_view needs;    ///< attributes that must be there
};
constexpr std::array<Kind, 21> kinds{{
    {"schema", " - ", ""},
    {"title", " schema pattern rule ", ""},
    {"p", " schema pattern phase ", ""},
    {"ns", " schema ", " prefix uri "},
    {"let", " schema pattern rule ", " name value "},
    {"phase", " schema ", " id "},
    {"active", " phase ", " pattern "},
    {"pattern", " schema ", ""},
    {"param", " pattern ", " name value "},
    {"rule", " pattern ", ""},
    {"extends", " rule ", " rule "},
    {"assert", " rule ", " test "},
    {"report", " rule ", " test "},
    {"diagnostics", " schema ", ""},
    {"diagnostic", " diagnostics ", " id "},
    {"value-of", " assert report diagnostic ", " select "},
    {"name", " assert report diagnostic ", ""},
    {"emph", " assert report diagnostic p ", ""},
    {"dir", " assert report diagnostic p ", ""},
    {"span", " assert report diagnostic p title ", ""},
    {"include", " schema pattern rule diagnostics phase ", ""},
}};

bool has_word(std::string_view words, std::string_view word) {
    return words.find(" " + std::string(word) + " ") != std::string_view::npos;
}

std::vector<std::string> words_of(std::string const& text) {
    std::vector<std::string> words;
    std::string word;
    for (char const c : text + " ")
        if (static_cast<unsigned char>(c) > ' ')
            word += c;
        else if (!word.empty())
            words.push_back(std::exchange(word, {}));
    return words;
}

std::optional<Severity> severity_in(std::string_view role) {
    static std::map<std::string_view, Severity> const known{
        {"fatal", Severity::error},      {"error", Severity::error},  {"fout", Severity::error},
        {"warning", Severity::warning},  {"warn", Severity::warning}, {"waarschuwing", Severity::warning},
        {"information", Severity::hint}, {"info", Severity::hint},    {"hint", Severity::hint},
        {"note", Severity::hint},        {"tip", Severity::hint},
    };
    auto const found = known.find(role);
    return found == known.end() ? std::nullopt : std::optional(found->second);
}

/// By role, then by flag, its own before those of its rule; an error where nobody says otherwise.
Severity severity_of(xmlNode const* assertion) {
    for (auto const* const node : {assertion, static_cast<xmlNode const*>(assertion->parent)})
        for (auto const* const name : {"role", "flag"}) {
            auto role = attribute_of(node, name);
            std::ranges::transform(role, role.begin(),
                                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
            if (auto const severity = severity_in(role)) return *severity;
        }
    return Severity::error;
}

xmlChar const* chars(std::string const& text) {
    return reinterpret_cast<xmlChar const*>(text.c_str());
}

void set(xmlNode* element, char const* name, std::string const& value) {
    xmlSetProp(element, reinterpret_cast<xmlChar const*>(name), chars(value));
}

/// An element on which all prefixes of the file are declared, for the compiler of patterns.
DocumentPtr scope_of(Source const& source) {
    DocumentPtr document(xmlNewDoc(reinterpret_cast<xmlChar const*>("1.0")));
    auto* const element = xmlNewDocNode(document.get(), nullptr, reinterpret_cast<xmlChar const*>("scope"), nullptr);
    xmlDocSetRootElement(document.get(), element);
    for (auto const& [prefix, uri] : source.namespaces) xmlNewNs(element, chars(uri), chars(prefix));
    return document;
}

/// One reading: the tree, and where its elements stand in the file.
class Reading {
public:
    explicit Reading(fs::path const& file) : file_(file), tree_(file_nodes_max) {}

    Source read() {
        pass_the_door();
        auto* const root = xmlDocGetRootElement(tree_.document());
        check_root(root);
        look_at(root, "-");
        check_references(root);
        source_.document = tree_.take();
        return std::move(source_);
    }

private:
    [[noreturn]] void stop(xmlNode const* node, std::string const& what) const {
        throw std::runtime_error(file_.string() + ":" + std::to_string(tree_.position_of(node).line) + ": " + what);
    }

    void pass_the_door() {
        xml::Limits limits;
        limits.bytes_max = file_bytes_max;
        std::array<xml::Sink*, 1> const sinks{&tree_};
        try {
            auto const read = xml::read(content_of_file(file_), limits, sinks);
            if (!read)
                throw std::runtime_error(file_.string() + ":" +
                                         std::to_string(std::max<std::int64_t>(read.error().line, 1)) + ": " +
                                         read.error().message.en);
        } catch (TreeTooLarge const&) {
            throw std::runtime_error(file_.string() + ":1: is too large for a Schematron file");
        }
    }

    void check_root(xmlNode const* root) {
        if (root->ns == nullptr || !is_element(root, "schema", schematron_namespace))
            stop(root, "is no ISO Schematron: it must begin with 'schema' in the namespace '" +
                           std::string(schematron_namespace) + "'");
        auto const binding = attribute_of(root, "queryBinding");
        if (!binding.empty() && binding != "xslt" && binding != "xslt1")
            stop(root, "the query binding '" + binding +
                           "' is not supported: write the rules in XPath 1.0 and set queryBinding=\"xslt\"");
        source_.phase = attribute_of(root, "defaultPhase");
        if (source_.phase.empty()) source_.phase = "#ALL";
    }

    /// Every element of Schematron must be one that we know, in a place that we know; others explain and are left out,
    /// but those of XSLT would act and are refused.
    void look_at(xmlNode* element, std::string_view parent) {
        auto const name = std::string(local_name(element));
        auto const* const kind = std::ranges::find(kinds, name, &Kind::name);
        if (kind == kinds.end()) stop(element, "the element '" + name + "' is not known in ISO Schematron");
        if (name == "include") stop(element, "'include' is not supported: name several files in type.toml instead");
        if (!has_word(kind->parents, parent))
            stop(element, "'" + name + "' cannot stand in '" + std::string(parent) + "'");
        for (auto const& needed : words_of(std::string(kind->needs)))
            if (attribute_of(element, needed.c_str()).empty())
                stop(element, "'" + name + "' needs the attribute '" + needed + "'");
        note(element, name);
        for (auto* child = element->children; child != nullptr;) {
            auto* const next = child->next;
            if (child->type == XML_ELEMENT_NODE) look_at_child(child, name);
            child = next;
        }
        set(element, "at", std::to_string(tree_.position_of(element).line));
    }

    void look_at_child(xmlNode* child, std::string const& parent) {
        auto const uri =
            child->ns == nullptr ? std::string() : std::string(reinterpret_cast<char const*>(child->ns->href));
        if (uri == schematron_namespace) return look_at(child, parent);
        if (uri == xslt_namespace) {
            if (local_name(child) == "key" && parent == "schema") return check_key(child);
            stop(child,
                 "of XSLT only 'key' is allowed, as a child of 'schema', not '" + std::string(local_name(child)) + "'");
        }
        if (parent == "assert" || parent == "report" || parent == "diagnostic")
            stop(child, "the element '" + std::string(local_name(child)) + "' is not known in a text of Schematron");
        xmlUnlinkNode(child);
        xmlFreeNode(child);
    }

    void check_key(xmlNode* key) {
        for (auto const* const needed : {"name", "match", "use"})
            if (attribute_of(key, needed).empty()) stop(key, "'key' needs the attribute '" + std::string(needed) + "'");
        keys_.push_back(key);
    }

    void note(xmlNode* element, std::string const& name) {
        if (name == "title" && local_name(element->parent) == "schema") source_.title = text_of(element);
        if (name == "ns") note_namespace(element);
        if (name == "let") note_variable(element);
        if (name == "pattern") note_pattern(element);
        if (name == "rule") note_rule(element);
        if (name == "assert" || name == "report") note_assertion(element, name == "report");
        if (name == "diagnostic") {
            auto const id = attribute_of(element, "id");
            if (id.find_first_of("{}") != std::string::npos) stop(element, "'" + id + "' cannot be an id");
            source_.diagnostics.emplace_back(id, language_of(element));
        }
        if (name == "schema" && attribute_of(element, "queryBinding") == "xslt1") set(element, "queryBinding", "xslt");
    }

    void note_namespace(xmlNode const* element) {
        auto const prefix = attribute_of(element, "prefix");
        if (prefix == "xsl" || attribute_of(element, "uri") == xslt_namespace)
            stop(element, "the namespace of XSLT has no place in rules");
        if (xmlValidateNCName(chars(prefix), 0) != 0) stop(element, "'" + prefix + "' cannot be a prefix");
        if (!source_.declared.prefixes.insert(prefix).second)
            stop(element, "the prefix '" + prefix + "' is declared twice");
        source_.namespaces.emplace_back(prefix, attribute_of(element, "uri"));
    }

    void note_variable(xmlNode const* element) {
        auto const name = attribute_of(element, "name");
        // Outside of rules the generated stylesheet has one space of names for all.
        bool const global = local_name(element->parent) != "rule";
        if (xmlValidateNCName(chars(name), 0) != 0) stop(element, "'" + name + "' cannot be the name of a variable");
        if (global && !globals_.insert(name).second) stop(element, "the variable '$" + name + "' is declared twice");
        source_.declared.variables.insert(name);
    }

    void note_pattern(xmlNode* element) {
        auto const id = attribute_of(element, "id");
        if (attribute_of(element, "abstract") == "true") {
            source_.has_abstract_patterns = true;
            if (id.empty()) stop(element, "an abstract 'pattern' needs the attribute 'id'");
            abstract_.insert(id);
        }
        if (id.empty()) set(element, "id", "pattern-" + std::to_string(++unnamed_));
        patterns_.insert(attribute_of(element, "id"));
    }

    void note_rule(xmlNode const* element) {
        auto const id = attribute_of(element, "id");
        bool const abstract = attribute_of(element, "abstract") == "true";
        if (abstract && id.empty()) stop(element, "an abstract 'rule' needs the attribute 'id'");
        if (abstract) abstract_rules_.insert(id);
        if (abstract != attribute_of(element, "context").empty())
            stop(element, abstract ? "an abstract 'rule' has no 'context'" : "'rule' needs the attribute 'context'");
    }

    void note_assertion(xmlNode* element, bool is_report) {
        auto subject = attribute_of(element, "subject");
        if (subject.empty()) subject = attribute_of(element->parent, "subject");
        auto const number = std::to_string(source_.assertions.size());
        source_.assertions.push_back({attribute_of(element, "id"), is_report, severity_of(element),
                                      attribute_of(element, "test"), std::move(subject), language_of(element)});
        set(element, "id", number);
    }

    void check_references(xmlNode const* root) const {
        for (auto const* node = root; node != nullptr; node = next_in_document(node)) {
            if (node->type != XML_ELEMENT_NODE) continue;
            check_reference(node, "is-a", abstract_, "abstract pattern");
            if (local_name(node) == "active") check_reference(node, "pattern", patterns_, "pattern");
            if (local_name(node) == "extends") check_reference(node, "rule", abstract_rules_, "abstract rule");
            for (auto const& id : words_of(attribute_of(node, "diagnostics")))
                if (std::ranges::find(source_.diagnostics, id, [](auto const& d) { return d.first; }) ==
                    source_.diagnostics.end())
                    stop(node, "there is no diagnostic '" + id + "'");
        }
        if (source_.assertions.empty()) stop(root, "holds no 'assert' and no 'report'");
        if (source_.phase != "#ALL" && !has_phase(root)) stop(root, "there is no phase '" + source_.phase + "'");
        for (auto const* const key : keys_) check_names_of(key);
    }

    void check_reference(xmlNode const* node, char const* attribute, std::set<std::string> const& known,
                         std::string const& what) const {
        auto const name = attribute_of(node, attribute);
        if (!name.empty() && !known.contains(name)) stop(node, "there is no " + what + " '" + name + "'");
    }

    void check_names_of(xmlNode const* key) const {
        for (auto const* const attribute : {"match", "use"})
            if (auto const fault = fault_in_names(attribute_of(key, attribute), source_.declared); !fault.empty())
                stop(key, "'" + std::string(attribute) + "': " + fault);
        auto const scope = scope_of(source_);
        auto const fault = fault_in_pattern(attribute_of(key, "match"), xmlDocGetRootElement(scope.get()));
        if (!fault.empty()) stop(key, "'match': " + fault);
    }

    [[nodiscard]] bool has_phase(xmlNode const* root) const {
        for (auto const* child = root->children; child != nullptr; child = child->next)
            if (child->type == XML_ELEMENT_NODE && local_name(child) == "phase" &&
                attribute_of(child, "id") == source_.phase)
                return true;
        return false;
    }

public:
    static xmlNode const* next_in_document(xmlNode const* node) {
        if (node->children != nullptr && node->type == XML_ELEMENT_NODE) return node->children;
        while (node != nullptr && node->next == nullptr) node = node->parent;
        return node == nullptr || node->type == XML_DOCUMENT_NODE ? nullptr : node->next;
    }

private:
    fs::path file_;
    Tree tree_;
    Source source_;
    std::set<std::string> patterns_;
    std::set<std::string> abstract_;
    std::set<std::string> abstract_rules_;
    std::set<std::string> globals_;
    std::vector<xmlNode const*> keys_;
    int unnamed_ = 0;
};

struct Place {
    std::string_view element;
    char const* attribute;
};
constexpr std::array<Place, 9> expression_places{{{"rule", "context"},
                                                  {"rule", "subject"},
                                                  {"assert", "test"},
                                                  {"assert", "subject"},
                                                  {"report", "test"},
                                                  {"report", "subject"},
                                                  {"let", "value"},
                                                  {"value-of", "select"},
                                                  {"name", "path"}}};

}  // namespace

std::optional<Language> language_of(xmlNode const* node) {
    auto* const told = xmlNodeGetLang(node);
    if (told == nullptr) return std::nullopt;
    std::string const code(reinterpret_cast<char const*>(told));
    xmlFree(told);
    if (code == "nl" || code.starts_with("nl-")) return Language::nl;
    if (code == "en" || code.starts_with("en-")) return Language::en;
    return std::nullopt;
}

Source read_source(fs::path const& file) {
    return Reading(file).read();
}

void check_expressions(fs::path const& file, Source const& source, xmlDoc* expanded) {
    auto const scope = scope_of(source);
    xmlNode const* node = xmlDocGetRootElement(expanded);
    for (; node != nullptr; node = Reading::next_in_document(node)) {
        if (node->type != XML_ELEMENT_NODE) continue;
        for (auto const& [element, attribute] : expression_places) {
            auto const expression = local_name(node) == element ? attribute_of(node, attribute) : std::string();
            if (expression.empty()) continue;
            auto fault = fault_in_names(expression, source.declared);
            if (fault.empty())
                fault = std::string_view(attribute) == "context"
                            ? fault_in_pattern(expression, xmlDocGetRootElement(scope.get()))
                            : fault_in_expression(expression);
            if (!fault.empty())
                throw std::runtime_error(file.string() + ":" + attribute_of(node, "at") + ": '" + attribute + "=" +
                                         expression + "': " + fault);
        }
    }
}

Reach reach_in(xmlDoc* expanded) {
    Reach reach;
    xmlNode const* node = xmlDocGetRootElement(expanded);
    for (; node != nullptr; node = Reading::next_in_document(node)) {
        if (node->type != XML_ELEMENT_NODE || local_name(node) != "rule") continue;
        auto const one = reach_of(attribute_of(node, "context"));
        reach.attributes |= one.attributes;
        reach.texts |= one.texts;
        reach.others |= one.others;
    }
    return reach;
}

}  // namespace wetbode::validation
