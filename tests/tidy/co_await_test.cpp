// SPDX-License-Identifier: EUPL-1.2
// g++ 12 compiles some coroutines into a double free without a word (gateway/DECISIONS.md tells which). What it gets
// right is narrow, so this test allows that and nothing else: one co_await per statement, its result into a fresh
// local, its arguments named.
#include <catch2/catch.hpp>

#include "tests/tidy/scan.hpp"
#include "tests/tidy/tree.hpp"

#include <array>
#include <optional>
#include <regex>

using namespace wetbode::tidy;

namespace {

struct BadForm {
    char const* pattern;  ///< in what stands after the co_await
    char const* because;
};

constexpr std::array<BadForm, 5> bad_after{{
    {R"(\{)", "BECAUSE g++ 12 frees a temporary made with braces twice: give it a name first"},
    {R"((^|[(,&!]) ?\[)",
     "BECAUSE g++ 12 frees the captures of a lambda in this expression twice: give it a name first"},
    {R"(\?)", "BECAUSE g++ 12 uses the arms of ?: after it freed them: write if and else"},
    {R"(&&|\|\|)", "BECAUSE a second operand beside a co_await was never proven right: one co_await per statement"},
    {R"(\bco_await\b)", "BECAUSE only one co_await per statement was proven right"},
}};

/// What may stand before it: nothing, co_return, or a local that takes the result.
constexpr char const* good_before = R"(^$|^co_return $|^(\(void\) ?)$|^[\w:<>,&*\[\]\s]+ = $)";

std::optional<std::string> fault_in(std::string const& statement) {
    static std::regex const word(R"(\bco_await\b)");
    std::smatch found;
    if (!std::regex_search(statement, found, word)) return std::nullopt;
    if (!std::regex_search(found.prefix().str(), std::regex(good_before)))
        return "BECAUSE the result of a co_await must go into a fresh local before anything is done with it";
    auto const after = found.suffix().str();
    for (auto const& form : bad_after)
        if (std::regex_search(after, std::regex(form.pattern))) return form.because;
    return std::nullopt;
}

std::vector<std::string> faults_in(std::string_view text) {
    std::vector<std::string> faults;
    for (auto const& statement : statements_with(text, "co_await"))
        if (auto const fault = fault_in(statement.text))
            faults.push_back(std::to_string(statement.line) + ": " + statement.text + "  " + *fault);
    return faults;
}

std::string coroutine(std::string const& body) {
    return "net::awaitable<int> talk(Stream& stream) {\n    " + body + "\n}\n";
}

}  // namespace

TEST_CASE("the coroutine rule accepts what g++ 12 compiles rightly", "[tidy]") {
    auto const* const good = GENERATE(
        "auto r = co_await f(a, std::move(b));", "co_await f(a);", "co_return co_await f(a);",
        "auto const [x, y] = co_await f(a);",
        "std::size_t const n = co_await http::async_read(stream, buffer, parser, "
        "net::redirect_error(net::use_awaitable, error));",
        "for (;;) {\n        co_await timer.async_wait(net::use_awaitable);\n    }",
        "if (ready) {\n        answer = co_await f(a);\n    } else {\n        co_await g(a);\n    }",
        "auto work = [this, a] { return a; };\n    co_await f(work);", "if (ready) co_return 1;\n    co_await f(a[0]);",
        "auto const text = \"co_await {\";  // co_await f({a})",
        "while (open) {\n        auto const n = co_await f(a);\n    }",
        "net::co_spawn(pool, [this]() -> net::awaitable<void> {\n        co_await f(a);\n    }, net::detached);",
        "auto const serve = [&](Stream s) -> net::awaitable<void> {\n        co_await f(s);\n    };");
    INFO(good);
    CHECK(told(faults_in(coroutine(good))).empty());
}

TEST_CASE("the coroutine rule rejects what g++ 12 miscompiles", "[tidy]") {
    auto const* const bad = GENERATE(
        "co_await f({.a = x});", "co_await f(Options{x});", "co_await f([x] { return x; });",
        "co_await f(a, [&]() { return x; });", "auto const r = c ? co_await f() : y;", "Options o{co_await f(), 1};",
        "co_await f({a, b, c});", "auto r = co_await f(c ? a : b);", "std::vector<int> v{co_await f()};",
        "for (auto x : std::vector{co_await f()}) use(x);", "use(co_await f());",
        "if (co_await f()) {\n        stop();\n    }", "while (co_await f(a)) {\n        go();\n    }",
        "auto r = co_await f(co_await g());", "auto const n = co_await f() + co_await g();",
        "auto r = co_await f() && ready;", "for (auto x : co_await f()) use(x);",
        "switch (co_await f()) {\n        default: break;\n    }", "co_return Options{co_await f()};",
        "auto r = !co_await f();", "Options const o = {\n        co_await f(),\n        1,\n    };");
    INFO(bad);
    CHECK(faults_in(coroutine(bad)).size() == 1);
}

TEST_CASE("no coroutine has a form that g++ 12 miscompiles", "[tidy]") {
    std::vector<std::string> complaints;
    for (auto const* const file : files_ending({".cpp", ".hpp"})) {
        if (file->path == "tests/tidy/co_await_test.cpp") continue;
        for (auto const& fault : faults_in(file->text)) complaints.push_back(file->path + ":" + fault);
    }
    INFO(told(complaints));
    CHECK(complaints.empty());
}

TEST_CASE("coroutines exist in gateway/http only", "[tidy]") {
    std::vector<std::string> complaints;
    static std::regex const coroutine_word(R"(\bco_(await|return|yield)\b)");
    for (auto const* const file : files_ending({".cpp", ".hpp"})) {
        if (file->path.starts_with("gateway/http/") || file->path.starts_with("tests/")) continue;
        if (std::regex_search(without_comments_and_strings(file->text), coroutine_word))
            complaints.push_back(file->path + ": BECAUSE the core is synchronous, so that it can be tested and read");
    }
    INFO(told(complaints));
    CHECK(complaints.empty());
}
