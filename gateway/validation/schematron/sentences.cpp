// SPDX-License-Identifier: EUPL-1.2
#include "gateway/validation/schematron/sentences.hpp"

#include "gateway/validation/schematron/stylesheet.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <sstream>

namespace wetbode::validation {

namespace {

std::string and_also(std::string const& sentence, std::string const& more) {
    return sentence.empty() || more.empty() ? sentence + more : sentence + " " + more;
}

/// The text with {expressions} where a finding has values.
void add_words(xmlNode const* element, std::string& words) {
    for (auto const* child = element->children; child != nullptr; child = child->next) {
        if (child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE) {
            words += text_of(child);
        } else if (is_element(child, "value-of", schematron_namespace)) {
            words += "{" + attribute_of(child, "select") + "}";
        } else if (is_element(child, "name", schematron_namespace)) {
            auto const path = attribute_of(child, "path");
            words += "{" + (path.empty() ? "name()" : path) + "}";
        } else if (child->type == XML_ELEMENT_NODE) {
            add_words(child, words);
        }
    }
}

std::string words_of(xmlNode const* element) {
    std::string words;
    add_words(element, words);
    return one_line(words);
}

std::optional<std::size_t> number_in(std::string const& text) {
    std::size_t number = 0;
    auto const read = std::from_chars(text.data(), text.data() + text.size(), number);
    return read.ec == std::errc{} ? std::optional(number) : std::nullopt;
}

/// The title of the pattern that the assertion stands in, with its language.
Saying title_over(xmlNode const* assertion) {
    for (auto const* node = assertion->parent; node != nullptr; node = node->parent) {
        if (!is_element(node, "pattern", schematron_namespace)) continue;
        for (auto const* child = node->children; child != nullptr; child = child->next)
            if (is_element(child, "title", schematron_namespace)) return {language_of(child), words_of(child)};
    }
    return {};
}

class Listing {
public:
    explicit Listing(Source const& source) : source_(source), shown_(source.assertions.size()) {}

    std::vector<Shown> all() {
        auto const* const root = xmlDocGetRootElement(source_.document.get());
        find_diagnostics(root);
        find_assertions(root);
        return std::move(shown_);
    }

private:
    void find_diagnostics(xmlNode const* element) {
        for (auto const* child = element->children; child != nullptr; child = child->next) {
            if (is_element(child, "diagnostic", schematron_namespace))
                diagnostics_[attribute_of(child, "id")] = {language_of(child), words_of(child)};
            else if (is_element(child, "diagnostics", schematron_namespace)) find_diagnostics(child);
        }
    }

    void find_assertions(xmlNode const* element) {
        for (auto const* child = element->children; child != nullptr; child = child->next) {
            if (is_element(child, "assert", schematron_namespace) || is_element(child, "report", schematron_namespace))
                show(child);
            else if (child->type == XML_ELEMENT_NODE) find_assertions(child);
        }
    }

    void show(xmlNode const* assertion) {
        auto const number = number_in(attribute_of(assertion, "id"));
        ensure(number && *number < shown_.size(), "the source numbers its assertions");
        std::vector<Saying> more;
        std::istringstream ids(attribute_of(assertion, "diagnostics"));
        for (std::string id; ids >> id;) more.push_back(diagnostics_[id]);
        auto const text = in_both({source_.assertions[*number].language, words_of(assertion)}, more);
        auto const title = title_over(assertion);
        auto const titled = [&](Language language) {
            bool const fits = !title.words.empty() && (!title.language || *title.language == language);
            return fits ? title.words : text.in(language);
        };
        shown_[*number] = {{titled(Language::nl), titled(Language::en)}, text};
    }

    Source const& source_;
    std::vector<Shown> shown_;
    std::map<std::string, Saying> diagnostics_;
};

}  // namespace

Text in_both(Saying own, std::vector<Saying> const& diagnostics) {
    std::array<std::string, 2> told;  // by language
    for (auto const& diagnostic : diagnostics) {
        bool const other = diagnostic.language && (!own.language || *own.language != *diagnostic.language);
        auto& place = other ? told[static_cast<std::size_t>(*diagnostic.language)] : own.words;
        place = and_also(place, diagnostic.words);
    }
    if (own.language) told[static_cast<std::size_t>(*own.language)] = own.words;
    auto const in = [&](Language language) {
        auto const& words = told[static_cast<std::size_t>(language)];
        return words.empty() ? own.words : words;
    };
    return {in(Language::nl), in(Language::en)};
}

std::vector<Shown> shown_assertions(Source const& source) { return Listing(source).all(); }

}  // namespace wetbode::validation
