// SPDX-License-Identifier: EUPL-1.2
#include "gateway/validation/versions.hpp"

#include <algorithm>
#include <cstdio>
#include <stdexcept>

namespace wetbode::validation {

namespace {

using std::chrono::sys_days;

/// 01:00 UTC on the last Sunday of the month: when summer time begins (March) and ends (October), directive 2000/84/EC.
Instant last_sunday(std::chrono::year year, std::chrono::month month) {
    using namespace std::chrono;
    return sys_days{year / month / Sunday[last]} + hours{1};
}

std::string written(sys_days day) {
    std::chrono::year_month_day const date(day);
    char text[16];
    std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
    return text;
}

bool overlap(TypeFile const& a, TypeFile const& b) {
    auto const ends_before = [](TypeFile const& first, TypeFile const& second) {
        return first.valid_until && second.valid_from && *first.valid_until < *second.valid_from;
    };
    return !ends_before(a, b) && !ends_before(b, a);
}

/// "since always until 2026-06-30": the days on which both apply.
std::string common_days(TypeFile const& a, TypeFile const& b) {
    auto const from = std::max(a.valid_from, b.valid_from);  // an empty one is the smallest: since always
    auto const until = !a.valid_until   ? b.valid_until
                       : !b.valid_until ? a.valid_until
                                        : std::min(a.valid_until, b.valid_until);
    if (!from && !until) return "always";
    return (from ? "from " + written(*from) : std::string("since always")) +
           (until ? " until " + written(*until) : std::string(", without end"));
}

}  // namespace

sys_days belgian_day(Instant now) {
    using namespace std::chrono;
    auto const year = year_month_day{floor<days>(now)}.year();
    bool const summer = last_sunday(year, March) <= now && now < last_sunday(year, October);
    return floor<days>(now + hours{summer ? 2 : 1});
}

bool applies_on(TypeFile const& type, sys_days day) {
    return (!type.valid_from || *type.valid_from <= day) && (!type.valid_until || day <= *type.valid_until);
}

bool begin_alike(TypeFile const& a, TypeFile const& b) {
    return a.root_uri == b.root_uri && a.root_local == b.root_local && a.document == b.document &&
           a.document_name == b.document_name;
}

void refuse_ambiguity(std::vector<TypeFile const*> const& types) {
    for (auto second = types.begin(); second != types.end(); ++second)
        for (auto first = types.begin(); first != second; ++first) {
            auto const& a = **first;
            auto const& b = **second;
            if (!begin_alike(a, b) || !overlap(a, b)) continue;
            bool const same_type = a.name == b.name;
            throw std::runtime_error(
                b.file.string() + ":" + std::to_string(same_type ? b.period_line : b.root_line) +
                ": documents begin with " + beginning_of(b) + " in '" + b.root_uri + "', as those of " +
                a.file.string() + ", and both apply " + common_days(a, b) +
                (same_type ? ": end the older version with 'valid_until' and begin the newer one with 'valid_from', or "
                             "give it a namespace of its own"
                           : ": give one of them another root, or tell them apart with 'document' and "
                             "'document_name'"));
        }
}

std::string beginning_of(TypeFile const& type) {
    auto text = "'" + type.root_local + "'";
    if (!type.document.empty()) text += "/'" + type.document + "'";
    if (!type.document_name.empty()) text += " (name=\"" + type.document_name + "\")";
    return text;
}

Fault not_in_force(TypeFile const& followed, TypeFile const* current, sys_days day) {
    bool const early = followed.valid_from && day < *followed.valid_from;
    auto const date = early ? written(*followed.valid_from) : written(followed.valid_until.value_or(day));
    auto const version = "versie '" + followed.version + "' van het documenttype '" + followed.name + "'";
    auto const version_en = "version '" + followed.version + "' of the document type '" + followed.name + "'";
    Text text{"Dit document volgt " + version +
                  (early ? ", die pas geldt vanaf " + date + "." : ", die gold tot en met " + date + "."),
              "This document follows " + version_en +
                  (early ? ", which applies only from " + date + "." : ", which applied until " + date + ".")};
    if (current == nullptr) {
        text.nl += " Vandaag geldt geen enkele versie van dit documenttype.";
        text.en += " No version of this document type applies today.";
    } else if (begin_alike(followed, *current)) {
        text.nl += " Vandaag geldt versie '" + current->version + "': pas het document daaraan aan.";
        text.en += " Version '" + current->version + "' applies today: adapt the document to it.";
    } else {
        text.nl += " Vandaag geldt versie '" + current->version + "'; die begint met " + beginning_of(*current) +
                   " in de naamruimte '" + current->root_uri + "'. Zet het document daarnaar om.";
        text.en += " Version '" + current->version + "' applies today; it begins with " + beginning_of(*current) +
                   " in the namespace '" + current->root_uri + "'. Convert the document to it.";
    }
    return {.code = early ? "DOCUMENT_TYPE.NOT_YET" : "DOCUMENT_TYPE.EXPIRED", .message = std::move(text)};
}

}  // namespace wetbode::validation
