// SPDX-License-Identifier: EUPL-1.2
#include "tests/tidy/scan.hpp"

#include <algorithm>
#include <cctype>
#include <regex>

namespace wetbode::tidy {

namespace {

bool is_word(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}
bool is_space(char c) {
    return std::isspace(static_cast<unsigned char>(c)) != 0;
}

std::string squeezed(std::string_view text) {
    std::string result;
    for (auto const c : text) {
        if (!is_space(c))
            result += c;
        else if (!result.empty() && result.back() != ' ')
            result += ' ';
    }
    while (!result.empty() && result.back() == ' ') result.pop_back();
    return result;
}

void blank(std::string& text, std::size_t begin, std::size_t end) {
    for (auto i = begin; i < end && i < text.size(); ++i)
        if (text[i] != '\n') text[i] = ' ';
}

/// Is the quote at `at` the start of a raw string: R"tag( ?
bool raw_string_at(std::string_view text, std::size_t at) {
    if (at == 0 || text[at - 1] != 'R') return false;
    return at == 1 || !is_word(text[at - 2]) || text[at - 2] == '8' || text[at - 2] == 'u' || text[at - 2] == 'L';
}

/// The end of the quoted text that begins at `at`: the position of the closing quote.
std::size_t quote_end(std::string_view text, std::size_t at) {
    auto const quote = text[at];
    for (auto i = at + 1; i < text.size(); ++i) {
        if (text[i] == '\\')
            ++i;
        else if (text[i] == quote || text[i] == '\n')
            return i;
    }
    return text.size();
}

std::size_t raw_end(std::string_view text, std::size_t at) {
    auto const open = text.find('(', at);
    if (open == std::string_view::npos) return text.size();
    auto const closing = ")" + std::string(text.substr(at + 1, open - at - 1)) + "\"";
    auto const end = text.find(closing, open);
    return end == std::string_view::npos ? text.size() : end + closing.size() - 1;
}

enum class Scope { outside, type, function, data };

/// What a brace opens, told by the text before it since the last statement ended.
Scope scope_after(std::string const& head) {
    static std::regex const outside(R"(^(inline )?namespace\b|^extern$)");
    static std::regex const type(R"(^(template ?<.*> ?)?(typedef )?(class|struct|union|enum)\b[^()]*$)");
    static std::regex const type_with_brackets(R"(^(template ?<.*> ?)?(class|struct) [^=]*: (public|private) )");
    static std::regex const body(R"((\)|\}|\b(const|noexcept|override|final|mutable|try|default)|&|\bnoexcept\(.*\))"
                                 R"(|\) ?(const )?-> ?.+|requires .+)$)");
    if (std::regex_search(head, outside)) return Scope::outside;
    if (std::regex_search(head, type) || std::regex_search(head, type_with_brackets)) return Scope::type;
    if (head.find('(') == std::string::npos) return Scope::data;
    if (std::regex_search(head, std::regex(R"(=\s*$|^[^(]*[^=!<>]= )")) && head.find("operator") == std::string::npos)
        return Scope::data;
    return std::regex_search(head, body) ? Scope::function : Scope::data;
}

/// Walks over the braces outside of functions; a function is skipped as one piece.
class FunctionFinder {
public:
    explicit FunctionFinder(std::string text) : text_(std::move(text)) {}

    std::vector<Function> find() {
        for (; at_ < text_.size(); ++at_) {
            auto const c = text_[at_];
            if (c == '\n') ++line_;
            if (c == '#' && squeezed(head_).empty())
                skip_directive();
            else if (c == '{')
                open();
            else if (c == '}')
                close();
            else if (c == ';' && (open_.empty() || open_.back() != Scope::data))
                head_.clear();
            else
                head_ += c;
        }
        return std::move(found_);
    }

private:
    void skip_directive() {
        while (at_ + 1 < text_.size() && (text_[at_ + 1] != '\n' || text_[at_] == '\\')) {
            ++at_;
            if (text_[at_] == '\n') ++line_;
        }
    }

    void open() {
        static std::regex const label(R"(^(public|private|protected) ?: ?)");
        auto const head = std::regex_replace(squeezed(head_), label, "");
        auto const in_data = !open_.empty() && open_.back() == Scope::data;
        auto const scope = in_data ? Scope::data : scope_after(head);
        if (scope == Scope::function) {
            skip_function(head);
            return;
        }
        open_.push_back(scope);
        if (scope != Scope::data) head_.clear();
    }

    void close() {
        auto const was_data = !open_.empty() && open_.back() == Scope::data;
        if (!open_.empty()) open_.pop_back();
        if (was_data)
            head_ += "{}";  // a member initialiser: the head of the constructor goes on
        else
            head_.clear();
    }

    void skip_function(std::string const& head) {
        auto const began = line_;
        int depth = 0;
        for (; at_ < text_.size(); ++at_) {
            if (text_[at_] == '\n') ++line_;
            if (text_[at_] == '{') ++depth;
            if (text_[at_] == '}' && --depth == 0) break;
        }
        found_.push_back({head, began, line_ - began + 1});
        head_.clear();
    }

    std::string text_;
    std::string head_;
    std::size_t at_ = 0;
    std::size_t line_ = 1;
    std::vector<Scope> open_;
    std::vector<Function> found_;
};

/// Does the brace at `at` open a block (and not a list of initialisers)?
bool opens_block(std::string_view text, std::size_t at) {
    auto begin = text.find_last_of(";{}", at == 0 ? 0 : at - 1);
    begin = begin == std::string_view::npos || at == 0 ? 0 : begin + 1;
    auto const head = squeezed(text.substr(begin, at - begin));
    static std::regex const block(R"(^ ?$|\)$|(^| )(else|do|try|const|noexcept|mutable)$|\)[^)]*->[^)]*$)"
                                  R"(|\)[^;]*-> ?[\w:<>, ]+$|^(inline )?namespace|^(case|default).*:$)");
    return std::regex_search(head, block);
}

std::size_t statement_begin(std::string_view text, std::size_t at) {
    int depth = 0;
    while (at > 0) {
        auto const c = text[at - 1];
        if (c == ')' || c == ']') ++depth;
        if ((c == '(' || c == '[') && depth > 0) --depth;
        if (c == '{' && opens_block(text, at - 1)) break;
        if (depth == 0 && (c == ';' || c == '}')) break;
        --at;
    }
    return at;
}

/// To the ';' outside of all brackets; after the ')' of a condition or loop nothing more belongs to the statement.
std::size_t statement_end(std::string_view text, std::size_t at) {
    int depth = 0;
    for (; at < text.size(); ++at) {
        auto const c = text[at];
        if (c == '(' || c == '[' || c == '{') ++depth;
        if (c == ')' || c == ']' || c == '}') --depth;
        if (c == ';' && depth <= 0) return at;
        if (depth < 0 && at + 1 < text.size() && c == ')' && text.substr(at + 1, 2) == " {") return at + 1;
    }
    return at;
}

bool whole_word_at(std::string_view text, std::size_t at, std::size_t length) {
    return (at == 0 || !is_word(text[at - 1])) && (at + length >= text.size() || !is_word(text[at + length]));
}

}  // namespace

std::string without_comments_and_strings(std::string_view source) {
    std::string text(source);
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto end = i;
        if (text.compare(i, 2, "//") == 0) {
            end = std::min(text.find('\n', i), text.size());
            blank(text, i, end);
        } else if (text.compare(i, 2, "/*") == 0) {
            end = std::min(text.find("*/", i + 2), text.size());
            blank(text, i, end + 2);
        } else if (text[i] == '"') {
            end = raw_string_at(source, i) ? raw_end(source, i) : quote_end(source, i);
            blank(text, i + 1, end);
        } else if (text[i] == '\'' && (i == 0 || !is_word(text[i - 1]))) {
            end = quote_end(source, i);
            blank(text, i + 1, end);
        }
        i = end;
    }
    return text;
}

std::vector<Function> functions_in(std::string_view text) {
    return FunctionFinder(without_comments_and_strings(text)).find();
}

std::vector<Statement> statements_with(std::string_view source, std::string_view word) {
    auto const text = without_comments_and_strings(source);
    std::vector<Statement> found;
    std::size_t at = 0;
    while ((at = text.find(word, at)) != std::string::npos) {
        if (!whole_word_at(text, at, word.size())) {
            at += word.size();
            continue;
        }
        auto const begin = statement_begin(text, at);
        auto const end = statement_end(text, at);
        auto const first = text.find_first_not_of(" \n\t", begin);
        auto const line =
            static_cast<std::size_t>(std::count(text.begin(), text.begin() + static_cast<long>(first), '\n')) + 1;
        auto statement = squeezed(std::string_view(text).substr(begin, end - begin));
        if (!statement.empty() && statement.front() == ' ') statement.erase(0, 1);
        found.push_back({std::move(statement), line});
        at = std::max(end, at + word.size());
    }
    return found;
}

}  // namespace wetbode::tidy
