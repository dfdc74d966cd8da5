// SPDX-License-Identifier: EUPL-1.2
#include "gateway/verification/folded_name.hpp"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include <cstdint>

namespace wetbode {

namespace {

constexpr std::size_t octets_max = 4096;
/// The longest that one UTF-16 unit can become is eighteen of them (U+FDFA).
constexpr std::size_t growth_max = 18;

char16_t on_keyboard(char16_t unit) {
    switch (unit) {
        case u'\u2018': case u'\u2019': case u'\u02BC': case u'\u00B4': case u'`': return u'\'';
        case u'\u2010': case u'\u2011': case u'\u2012': case u'\u2013': return u'-';
        default: return unit;
    }
}

/// As written, before it is folded: folding would make a space and an accent of U+00B4.
std::u16string spelled(std::string_view text) {
    std::u16string units(text.size() + 1, u'\0');
    std::int32_t length = 0;
    auto status = U_ZERO_ERROR;
    u_strFromUTF8(units.data(), static_cast<std::int32_t>(units.size()), &length, text.data(),
                  static_cast<std::int32_t>(text.size()), &status);
    if (U_FAILURE(status)) return {};
    units.resize(static_cast<std::size_t>(length));
    std::u16string result;
    for (auto const unit : units) {
        if (u_isUWhiteSpace(unit) == 0) result += on_keyboard(unit);
        else if (!result.empty() && result.back() != u' ') result += u' ';
    }
    while (!result.empty() && result.back() == u' ') result.pop_back();
    return result;
}

}  // namespace

std::string folded_name(std::string_view text) {
    if (text.size() > octets_max) return {};
    auto const units = spelled(text);
    if (units.empty()) return {};
    auto status = U_ZERO_ERROR;
    auto const* const folding = unorm2_getNFKCCasefoldInstance(&status);
    std::u16string folded(units.size() * growth_max, u'\0');
    auto const length = U_FAILURE(status)
                            ? 0
                            : unorm2_normalize(folding, units.data(), static_cast<std::int32_t>(units.size()),
                                               folded.data(), static_cast<std::int32_t>(folded.size()), &status);
    if (U_FAILURE(status)) return {};
    std::string result(static_cast<std::size_t>(length) * 3, '\0');
    std::int32_t octets = 0;
    u_strToUTF8(result.data(), static_cast<std::int32_t>(result.size()), &octets, folded.data(), length, &status);
    if (U_FAILURE(status)) return {};
    result.resize(static_cast<std::size_t>(octets));
    return result;
}

}  // namespace wetbode
