// SPDX-License-Identifier: EUPL-1.2
#include "gateway/validation/schematron/expressions.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace wetbode::validation {

namespace {

struct Function {
    std::string_view name;
    std::size_t least;  ///< arguments
    std::size_t most;
};
constexpr std::size_t any_number = 1000;
constexpr std::array<Function, 31> functions{{
    {"boolean", 1, 1},
    {"ceiling", 1, 1},
    {"concat", 2, any_number},
    {"contains", 2, 2},
    {"count", 1, 1},
    {"current", 0, 0},
    {"false", 0, 0},
    {"floor", 1, 1},
    {"format-number", 2, 2},
    {"generate-id", 0, 1},
    {"id", 1, 1},
    {"key", 2, 2},
    {"lang", 1, 1},
    {"last", 0, 0},
    {"local-name", 0, 1},
    {"name", 0, 1},
    {"namespace-uri", 0, 1},
    {"normalize-space", 0, 1},
    {"not", 1, 1},
    {"number", 0, 1},
    {"position", 0, 0},
    {"round", 1, 1},
    {"starts-with", 2, 2},
    {"string", 0, 1},
    {"string-length", 0, 1},
    {"substring", 2, 3},
    {"substring-after", 2, 2},
    {"substring-before", 2, 2},
    {"sum", 1, 1},
    {"translate", 3, 3},
    {"true", 0, 0},
}};
constexpr std::array<std::string_view, 4> node_tests{"comment", "node", "processing-instruction", "text"};

bool listed(auto const& names, std::string_view name) {
    return std::ranges::find(names, name) != names.end();
}

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}
bool begins_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}
bool continues_name(char c) {
    return begins_name(c) || (c >= '0' && c <= '9') || c == '-' || c == '.';
}

/// Walks over names, variables and calls; literals and everything else are stepped over.
class Reader {
public:
    explicit Reader(std::string_view text) : text_(text) {}

    enum class Kind { end, name, variable, call, axis, bracket, other };
    struct Token {
        Kind kind = Kind::end;
        std::string_view prefix;
        std::string_view local;
        char sign = 0;
    };

    Token next() {
        skip_space();
        if (at_ >= text_.size()) return {};
        char const c = text_[at_];
        if (c == '"' || c == '\'') {
            auto const end = text_.find(c, at_ + 1);
            at_ = end == std::string_view::npos ? text_.size() : end + 1;
            return {Kind::other};
        }
        if (c == '$') {
            ++at_;
            skip_space();
            auto token = qualified();
            token.kind = Kind::variable;
            return token;
        }
        if (begins_name(c)) return named();
        if (c >= '0' && c <= '9') {
            while (at_ < text_.size() && ((text_[at_] >= '0' && text_[at_] <= '9') || text_[at_] == '.')) ++at_;
            return {Kind::other};
        }
        ++at_;
        return {c == '[' || c == ']' ? Kind::bracket : Kind::other, {}, {}, c};
    }

private:
    void skip_space() {
        while (at_ < text_.size() && is_space(text_[at_])) ++at_;
    }
    std::string_view name() {
        auto const begin = at_;
        if (at_ < text_.size() && begins_name(text_[at_]))
            while (at_ < text_.size() && continues_name(text_[at_])) ++at_;
        return text_.substr(begin, at_ - begin);
    }
    Token qualified() {
        Token token{Kind::name, {}, name()};
        if (at_ + 1 < text_.size() && text_[at_] == ':' && (begins_name(text_[at_ + 1]) || text_[at_ + 1] == '*')) {
            ++at_;
            token.prefix = token.local;
            token.local = text_[at_] == '*' ? text_.substr(at_++, 1) : name();
        }
        return token;
    }
    Token named() {
        auto token = qualified();
        skip_space();
        if (at_ < text_.size() && text_[at_] == '(') token.kind = Kind::call;
        if (text_.substr(at_).starts_with("::")) token.kind = Kind::axis;
        return token;
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

std::string quoted(Reader::Token const& token) {
    auto const prefix = token.prefix.empty() ? std::string() : std::string(token.prefix) + ":";
    return "'" + prefix + std::string(token.local) + "'";
}

Function const* function_named(std::string_view name) {
    auto const found = std::ranges::find(functions, name, &Function::name);
    return found == functions.end() ? nullptr : &*found;
}

bool is_operator(std::string_view name) {
    return name == "and" || name == "or" || name == "div" || name == "mod";
}

std::string fault_in_call(Reader::Token const& token) {
    if (token.local == "document")
        return "the function 'document' is not allowed: rules look at the document in hand and at nothing else";
    if (!token.prefix.empty())
        return "the function " + quoted(token) + " is an extension; only the functions of XPath 1.0 are allowed";
    if (function_named(token.local) != nullptr || listed(node_tests, token.local) || is_operator(token.local))
        return {};
    return "the function " + quoted(token) +
           " is not one of XPath 1.0 (with queryBinding 'xslt' also key, current, format-number and generate-id)";
}

/// Follows brackets and counts arguments: libxml2 reads over a bracket that is not closed, and looks at arguments only
/// when a document is there.
class Calls {
public:
    std::string follow(Reader::Token const& token) {
        if (!open_.empty() && open_.back().empty && token.sign != ')') {
            open_.back().empty = false;
            open_.back().arguments = 1;
        }
        if (token.sign == '(') open_.push_back({called_, ')'});
        if (token.sign == '[') open_.push_back({nullptr, ']'});
        if (token.sign == ',' && !open_.empty()) ++open_.back().arguments;
        called_ = token.kind == Reader::Kind::call ? function_named(token.local) : nullptr;
        return token.sign == ')' || token.sign == ']' ? close(token.sign) : std::string();
    }
    [[nodiscard]] std::string finish() const { return open_.empty() ? "" : "a bracket is not closed"; }

private:
    struct Bracket {
        Function const* function = nullptr;
        char end = ')';
        std::size_t arguments = 0;
        bool empty = true;
    };

    std::string close(char sign) {
        if (open_.empty() || open_.back().end != sign) return "a bracket is closed that was not opened";
        auto const last = open_.back();
        open_.pop_back();
        if (last.function == nullptr) return {};
        if (last.arguments >= last.function->least && last.arguments <= last.function->most) return {};
        return "the function '" + std::string(last.function->name) + "' cannot have " + std::to_string(last.arguments) +
               " argument(s)";
    }

    std::vector<Bracket> open_;
    Function const* called_ = nullptr;
};

}  // namespace

std::string fault_in_names(std::string_view expression, Declared const& declared) {
    Reader reader(expression);
    Calls calls;
    for (auto token = reader.next(); token.kind != Reader::Kind::end; token = reader.next()) {
        if (auto fault = calls.follow(token); !fault.empty()) return fault;
        if (token.kind == Reader::Kind::call)
            if (auto fault = fault_in_call(token); !fault.empty()) return fault;
        if (token.kind == Reader::Kind::variable && !declared.variables.contains(token.local))
            return "the variable '$" + std::string(token.local) + "' is not declared by a 'let'";
        if (token.kind == Reader::Kind::name && !token.prefix.empty() && token.prefix != "xml" &&
            !declared.prefixes.contains(token.prefix))
            return "the prefix '" + std::string(token.prefix) + "' is not declared by an 'ns'";
    }
    return calls.finish();
}

Reach reach_of(std::string_view context) {
    Reach reach;
    Reader reader(context);
    int inside = 0;
    for (auto token = reader.next(); token.kind != Reader::Kind::end; token = reader.next()) {
        if (token.kind == Reader::Kind::bracket) inside += token.sign == '[' ? 1 : -1;
        if (inside > 0) continue;
        bool const node = token.kind == Reader::Kind::call && token.local == "node";
        if (token.sign == '@' || (token.kind == Reader::Kind::axis && token.local == "attribute"))
            reach.attributes = true;
        if (node || (token.kind == Reader::Kind::call && token.local == "text")) reach.texts = true;
        if (node ||
            (token.kind == Reader::Kind::call && (token.local == "comment" || token.local == "processing-instruction")))
            reach.others = true;
    }
    return reach;
}

}  // namespace wetbode::validation
