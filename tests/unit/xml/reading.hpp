// SPDX-License-Identifier: EUPL-1.2
// What the tests of the door share: read a text, get the code of the fault or "". One thread.
#pragma once

#include "gateway/base/content.hpp"
#include "gateway/xml/door.hpp"

#include <string>
#include <vector>

namespace wetbode::xml::test {

inline Fault fault_in(std::string document, Limits const& limits = {}, std::vector<Sink*> sinks = {}) {
    auto const result = read(content_of(std::move(document)), limits, sinks);
    return result ? Fault{} : result.error();
}

inline std::string code_of(std::string document, Limits const& limits = {}) {
    return fault_in(std::move(document), limits).code;
}

inline std::string repeated(std::string_view text, std::size_t times) {
    std::string all;
    all.reserve(text.size() * times);
    for (std::size_t i = 0; i < times; ++i) all += text;
    return all;
}

}  // namespace wetbode::xml::test
