// SPDX-License-Identifier: EUPL-1.2
#include "gateway/validation/problems.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace wetbode::validation {

namespace {

constexpr std::size_t names_shown = 8;
constexpr std::size_t value_shown = 80;
constexpr std::size_t raw_shown = 2000;

/// Numbers of the validity table that need more than a pattern.
enum Validity : unsigned {
    element_not_defined = 2,
    element_not_valid = 7,
    empty_not_valid = 16,
    not_enough_elements = 21,
};

/// In nl and en: %e element, %a what holds the value, %1 %2 %3 arguments of the message.
struct Row {
    Source source;
    unsigned code;
    std::string_view pattern;  ///< of the validator, '@' for an argument
    std::string_view rule;
    std::string_view nl;
    std::string_view en;
};

constexpr auto rows = std::to_array<Row>({
    {Source::validity, element_not_defined, "no declaration found for element '@'", "XSD.UNKNOWN_ELEMENT",
     "Het element '%1' bestaat niet in dit documenttype. Kijk de schrijfwijze en de naamruimte (xmlns) na.",
     "The element '%1' does not exist in this document type. Check its spelling and its namespace (xmlns)."},
    {Source::validity, 6, "missing required attribute '@'", "XSD.ATTRIBUTE",
     "Bij het element '%e' ontbreekt het verplichte attribuut '%1'.",
     "The element '%e' lacks the required attribute '%1'."},
    {Source::validity, 17, "attribute '@' is not declared for element '@'", "XSD.ATTRIBUTE",
     "Het attribuut '%1' mag niet bij het element '%2' staan.",
     "The attribute '%1' is not allowed on the element '%2'."},
    {Source::validity, 33, "prohibited attribute '@' is present", "XSD.ATTRIBUTE",
     "Het attribuut '%1' is bij het element '%e' verboden.", "The attribute '%1' is forbidden on the element '%e'."},
    {Source::validity, 26, "attribute '@' has value '@' that does not match its #FIXED value '@'", "XSD.ATTRIBUTE",
     "Het attribuut '%1' moet altijd de waarde '%3' hebben, niet '%2'.",
     "The attribute '%1' must always have the value '%3', not '%2'."},
    {Source::validity, 22, "", "XSD.TEXT",
     "Rechtstreeks in het element '%e' mag geen tekst staan. Zet de tekst in een element dat tekst mag bevatten.",
     "Text must not stand directly in the element '%e'. Put it into an element that may hold text."},
    {Source::validity, 36, "element '@' is of simple type and cannot have elements in its content", "XSD.CONTENT",
     "Het element '%e' mag alleen tekst bevatten, geen andere elementen.",
     "The element '%e' may hold text only, no other elements."},
    {Source::validity, 40, "", "XSD.OTHER", "Het attribuut 'xsi:nil' mag niet bij het element '%e' staan.",
     "The attribute 'xsi:nil' is not allowed on the element '%e'."},
    {Source::validity, 41, "", "XSD.OTHER", "Het element '%e' heeft xsi:nil=\"true\" en moet dus leeg zijn.",
     "The element '%e' has xsi:nil=\"true\" and must therefore be empty."},
    {Source::validity, 42, "", "XSD.TYPE",
     "Het element '%e' heeft een vaste inhoud in dit documenttype; deze wijkt af.",
     "The element '%e' has a fixed content in this document type; this one differs."},
    {Source::validity, 58, "type '@' specified in 'xsi:type' cannot be resolved", "XSD.OTHER",
     "Het attribuut 'xsi:type' noemt het type '%1', dat niet bestaat. Laat het attribuut weg.",
     "The attribute 'xsi:type' names the type '%1', which does not exist. Leave the attribute out."},
    {Source::validity, 59, "type '@' specified in 'xsi:type' does not derive from type of element '@'", "XSD.OTHER",
     "Het type '%1' in 'xsi:type' past niet bij het element '%2'. Laat het attribuut weg.",
     "The type '%1' in 'xsi:type' does not suit the element '%2'. Leave the attribute out."},
    {Source::validity, 66, "", "XSD.KEY", "Bij het element '%e' ontbreekt een waarde die het moet identificeren.",
     "The element '%e' lacks a value that must identify it."},
    {Source::validity, 72, "", "XSD.KEY",
     "Een verwijzing in het element '%e' wijst naar iets dat niet in het document staat.",
     "A reference in the element '%e' points to something that is not in the document."},
    {Source::value, 210, "value '@' does not match regular expression facet '@'", "XSD.TYPE",
     "De waarde '%1' van %a heeft niet de juiste vorm (patroon: %2).",
     "The value '%1' of %a does not have the right form (pattern: %2)."},
    {Source::value, 213, "value '@' has length '@' which exceeds maxLength facet value '@'", "XSD.TYPE",
     "De waarde van %a is te lang: %2 tekens, hoogstens %3 toegelaten.",
     "The value of %a is too long: %2 characters, at most %3 are allowed."},
    {Source::value, 214, "value '@' has length '@' which is less than minLength facet value '@'", "XSD.TYPE",
     "De waarde '%1' van %a is te kort: %2 tekens, minstens %3 nodig.",
     "The value '%1' of %a is too short: %2 characters, at least %3 are needed."},
    {Source::value, 215, "value '@' has length '@' which is not equal to length facet value '@'", "XSD.TYPE",
     "De waarde '%1' van %a heeft %2 tekens; het moeten er %3 zijn.",
     "The value '%1' of %a has %2 characters; it must have %3."},
    {Source::value, 216, "value '@' not in enumeration", "XSD.TYPE",
     "De waarde '%1' van %a staat niet in de lijst van toegelaten waarden.",
     "The value '%1' of %a is not in the list of allowed values."},
    {Source::value, 219, "value '@' must be less than or equal to maxInclusive facet value '@'", "XSD.TYPE",
     "De waarde '%1' van %a is te groot: hoogstens %2.", "The value '%1' of %a is too large: at most %2."},
    {Source::value, 221, "value '@' must be greater than or equal to minInclusive facet value '@'", "XSD.TYPE",
     "De waarde '%1' van %a is te klein: minstens %2.", "The value '%1' of %a is too small: at least %2."},
    {Source::value, 225, "value '@' is invalid NCName", "XSD.TYPE",
     "De waarde '%1' van %a is geen goede naam: begin met een letter, zonder spaties of dubbele punten.",
     "The value '%1' of %a is not a correct name: begin with a letter, without spaces or colons."},
    {Source::value, 227, "ID value '@' is not unique", "XSD.UNIQUE",
     "De waarde '%1' van %a komt meer dan één keer voor in het document; zij moet uniek zijn.",
     "The value '%1' of %a occurs more than once in the document; it must be unique."},
    {Source::value, 231, "value '@' does not match any member types of the union", "XSD.TYPE",
     "De waarde '%1' van %a heeft niet de juiste vorm. Schrijf een datum als JJJJ-MM-DD (bijvoorbeeld 2026-03-31) en "
     "alleen een dag die bestaat.",
     "The value '%1' of %a does not have the right form. Write a date as YYYY-MM-DD (for example 2026-03-31), and only "
     "a day that exists."},
    {Source::form, 260, "", "XSD.SCHEMA_LOCATION",
     "Het attribuut 'xsi:schemaLocation' moet uit paren van naamruimte en adres bestaan. Het wordt nooit gebruikt: "
     "laat "
     "het weg.",
     "The attribute 'xsi:schemaLocation' must consist of pairs of namespace and address. It is never used: leave it "
     "out."},
});

/// Messages about a value that the table above does not know end in one of these words.
constexpr std::array<std::string_view, 4> date_words{"date", "Date", "gYear", "time"};

/// No more than `most` bytes, cut between characters.
std::string shortened(std::string_view text, std::size_t most) {
    if (text.size() <= most) return std::string(text);
    while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0U) == 0x80U) --most;
    return std::string(text.substr(0, most)) + "…";
}

/// "{http://...}name" -> "name".
/// "{urn:x}date" -> "date". Braces elsewhere belong to the text: the pattern \d{4} is no name.
std::string local_name(std::string_view name) {
    auto const brace = name.starts_with('{') ? name.find('}') : std::string_view::npos;
    return std::string(brace == std::string_view::npos ? name : name.substr(brace + 1));
}

/// How the sentence names what holds the value: the attribute that has it, else the element.
Text holder_of(Problem const& problem, std::string_view value) {
    for (auto const& [name, text] : problem.attributes)
        if (text == value) return {"het attribuut '" + name + "'", "the attribute '" + name + "'"};
    if (!problem.attributes.empty())
        return {"een attribuut van '" + problem.element + "'", "an attribute of '" + problem.element + "'"};
    return {"het element '" + problem.element + "'", "the element '" + problem.element + "'"};
}

std::string filled(std::string_view sentence, Problem const& problem, std::string const& holder,
                   std::vector<std::string> const& arguments) {
    std::string text;
    for (std::size_t i = 0; i < sentence.size(); ++i) {
        if (sentence[i] != '%' || i + 1 == sentence.size()) {
            text += sentence[i];
            continue;
        }
        auto const mark = sentence[++i];
        auto const number = static_cast<std::size_t>(mark - '1');
        if (mark == 'e')
            text += problem.element;
        else if (mark == 'a')
            text += holder;
        else if (number < arguments.size())
            text += shortened(local_name(arguments[number]), value_shown);
    }
    return text;
}

/// The content of an element does not fit: what is wrong and what is expected.
Text content_sentence(Problem const& problem) {
    auto const names = list_of(problem.expected);
    auto const& in = problem.element;
    if (problem.child.empty()) {
        if (problem.expected.empty())
            return {"In het element '" + in + "' ontbreekt verplichte inhoud.",
                    "The element '" + in + "' lacks required content."};
        return {"In het element '" + in + "' ontbreekt nog: " + names.nl + ".",
                "The element '" + in + "' still lacks: " + names.en + "."};
    }
    auto const quoted = "'" + problem.child + "'";
    Text text;
    if (problem.child_allowed_elsewhere)
        text = {"Het element " + quoted + " staat in '" + in + "' op een verkeerde plaats of te vaak.",
                "The element " + quoted + " stands in the wrong place in '" + in + "', or too often."};
    else
        text = {"Het element " + quoted + " mag niet in '" + in + "' staan.",
                "The element " + quoted + " is not allowed in '" + in + "'."};
    if (!problem.expected.empty()) {
        text.nl += " Op deze plaats wordt verwacht: " + names.nl +
                   (problem.may_end ? ", of het einde van '" + in + "'." : ".");
        text.en += " Expected in this place: " + names.en + (problem.may_end ? ", or the end of '" + in + "'." : ".");
    } else if (problem.may_end) {
        text.nl += " Op deze plaats hoort '" + in + "' te eindigen.";
        text.en += " '" + in + "' should end in this place.";
    }
    return text;
}

/// Two elements share a value that must be unique. Xerces does not say which: then the usual identifiers are tried.
Text unique_sentence(Problem const& problem) {
    for (std::string_view const name : {std::string_view(problem.unique_attribute), std::string_view("eId"),
                                        std::string_view("GUID"), std::string_view("id")})
        for (auto const& [attribute, value] : problem.attributes) {
            if (attribute != name) continue;
            auto const named = attribute + " '" + shortened(value, value_shown) + "'";
            return {"De waarde van " + named +
                        " komt meer dan één keer voor in het document. Geef dit element een eigen " + attribute + ".",
                    "The value of " + named + " occurs more than once in the document. Give this element its own " +
                        attribute + "."};
        }
    return {"Bij het element '" + problem.element + "' staat een waarde die al eerder voorkwam en uniek moet zijn.",
            "The element '" + problem.element + "' holds a value that occurred before and must be unique."};
}

bool is_content(Problem const& problem) {
    return problem.source == Source::validity &&
           (problem.code == element_not_valid || problem.code == empty_not_valid ||
            problem.code == not_enough_elements);
}

bool is_unique(Problem const& problem) {
    return problem.source == Source::validity && (problem.code == 69 || problem.code == 70);
}

/// A value that is wrong in a way that has no sentence of its own.
std::optional<Fault> other_value(Problem const& problem) {
    auto arguments = arguments_of(problem.raw, "value '@' is invalid @");
    if (arguments.empty()) arguments = arguments_of(problem.raw, "invalid @ value '@'");
    if (problem.source != Source::value) return std::nullopt;
    auto const is_date = std::any_of(date_words.begin(), date_words.end(), [&](std::string_view word) {
        return problem.raw.find(word) != std::string::npos;
    });
    std::string value;
    if (arguments.size() == 2) value = problem.raw.starts_with("value") ? arguments[0] : arguments[1];
    auto const holder = holder_of(problem, value);
    auto const quoted = value.empty() ? std::string() : " '" + shortened(value, value_shown) + "'";
    Fault fault{.code = "XSD.TYPE"};
    fault.message = {"De waarde" + quoted + " van " + holder.nl + " heeft niet de juiste vorm.",
                     "The value" + quoted + " of " + holder.en + " does not have the right form."};
    if (is_date) {
        fault.message.nl += " Schrijf een datum als JJJJ-MM-DD, en alleen een dag die bestaat.";
        fault.message.en += " Write a date as YYYY-MM-DD, and only a day that exists.";
    }
    return fault;
}

Fault worded(Problem const& problem) {
    if (is_content(problem)) return {.code = "XSD.CONTENT", .message = content_sentence(problem)};
    if (is_unique(problem)) return {.code = "XSD.UNIQUE", .message = unique_sentence(problem)};
    for (auto const& row : rows) {
        if (row.source != problem.source || row.code != problem.code) continue;
        auto const arguments = arguments_of(problem.raw, row.pattern);
        if (arguments.empty() && !row.pattern.empty()) break;  // another release of the validator words it otherwise
        auto const holder = holder_of(problem, arguments.empty() ? "" : arguments.front());
        return {
            .code = std::string(row.rule),
            .message = {filled(row.nl, problem, holder.nl, arguments), filled(row.en, problem, holder.en, arguments)}};
    }
    if (auto fault = other_value(problem)) return *fault;
    return {.code = "XSD.OTHER",
            .message = {"Het element '" + problem.element + "' voldoet niet aan het schema van dit documenttype: " +
                            shortened(problem.raw, value_shown * 2),
                        "The element '" + problem.element + "' does not satisfy the schema of this document type: " +
                            shortened(problem.raw, value_shown * 2)}};
}

}  // namespace

Fault fault_of(Problem const& problem) {
    auto fault = worded(problem);
    fault.line = problem.line;
    fault.column = problem.column;
    fault.path = problem.path;
    fault.nearest_id = problem.nearest_id;
    fault.detail = shortened(problem.raw, raw_shown);
    return fault;
}

std::vector<std::string> arguments_of(std::string_view message, std::string_view pattern) {
    std::vector<std::string> arguments;
    auto const first = pattern.find('@');
    if (first == std::string_view::npos || !message.starts_with(pattern.substr(0, first))) return {};
    message.remove_prefix(first);
    pattern.remove_prefix(first + 1);
    while (true) {
        auto const next = pattern.find('@');
        auto const between = pattern.substr(0, next);
        // The last part is looked for at the end: a value may itself hold quotes.
        auto const at = next == std::string_view::npos
                            ? (message.ends_with(between) ? message.size() - between.size() : std::string_view::npos)
                            : message.find(between);
        if (at == std::string_view::npos) return {};
        arguments.emplace_back(message.substr(0, at));
        if (next == std::string_view::npos) return arguments;
        message.remove_prefix(at + between.size());
        pattern.remove_prefix(next + 1);
    }
}

Text list_of(std::vector<std::string> const& names) {
    Text text;
    auto const shown = std::min(names.size(), names_shown);
    for (std::size_t i = 0; i < shown; ++i) {
        auto const last = i + 1 == names.size();
        if (i > 0) {
            text.nl += last ? " of " : ", ";
            text.en += last ? " or " : ", ";
        }
        text.nl += "'" + names[i] + "'";
        text.en += "'" + names[i] + "'";
    }
    if (auto const others = names.size() - shown; others > 0) {
        text.nl += " of nog " + std::to_string(others) + (others == 1 ? " ander element" : " andere elementen");
        text.en += " or " + std::to_string(others) + (others == 1 ? " other element" : " other elements");
    }
    return text;
}

}  // namespace wetbode::validation
