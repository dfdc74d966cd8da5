// SPDX-License-Identifier: EUPL-1.2
#include "gateway/verification/expected_signers.hpp"

#include "gateway/base/screen_text.hpp"
#include "gateway/verification/findings.hpp"
#include "gateway/verification/folded_name.hpp"
#include "gateway/verification/signer_names.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace wetbode {

namespace {

constexpr std::size_t digest_digits = 64;
/// The number of the national register has eleven.
constexpr std::ptrdiff_t personal_digits = 11;
constexpr std::ptrdiff_t digits_left = 2;

struct Wanted {
    enum class Kind { any_name, common_name, organisation, person_number, organisation_number, digest, serial };
    Kind kind = Kind::any_name;
    std::string value;  ///< folded; of the last two hexadecimal, lower case
};

char lowered(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// What stands behind the prefix, whatever its case.
std::optional<std::string_view> behind(std::string_view text, std::string_view prefix) {
    if (text.size() < prefix.size()) return std::nullopt;
    auto const head = text.substr(0, prefix.size());
    bool const same = std::ranges::equal(head, prefix, [](char a, char b) { return lowered(a) == lowered(b); });
    return same ? std::optional(text.substr(prefix.size())) : std::nullopt;
}

/// Hexadecimal digits, also in pairs with colons or blanks between, as tools print them; empty if it is something else.
std::string hexadecimal(std::string_view text) {
    std::string digits;
    for (char const c : text) {
        if (c == ':' || c == ' ') continue;
        auto const low = lowered(c);
        if ((low < '0' || low > '9') && (low < 'a' || low > 'f')) return {};
        digits += low;
    }
    return digits;
}

using Prefix = std::pair<std::string_view, Wanted::Kind>;
constexpr std::array<Prefix, 4> attributes{{{"CN=", Wanted::Kind::common_name},
                                            {"O=", Wanted::Kind::organisation},
                                            {"serialNumber=", Wanted::Kind::person_number},
                                            {"organizationIdentifier=", Wanted::Kind::organisation_number}}};

/// Without a value: nobody can be meant.
Wanted wanted_from(std::string_view text) {
    using enum Wanted::Kind;
    if (auto const digits = behind(text, "sha256:")) {
        auto value = hexadecimal(*digits);
        return {digest, value.size() == digest_digits ? std::move(value) : std::string{}};
    }
    if (auto const digits = behind(text, "serial:")) {
        auto value = hexadecimal(*digits);
        value.erase(0, value.find_first_not_of('0'));
        return {serial, std::move(value)};
    }
    if (auto value = hexadecimal(text); value.size() == digest_digits) return {digest, std::move(value)};
    for (auto const& [prefix, kind] : attributes)
        if (auto const value = behind(text, prefix)) return {kind, folded_name(*value)};
    return {any_name, folded_name(text)};
}

bool is_one_of(std::string const& value, std::vector<std::string> const& names) {
    return std::ranges::any_of(names, [&](std::string const& name) { return folded_name(name) == value; });
}

/// The Belgian eID writes "Jan Peeters (Signature)": which of the two keys it is belongs to no name.
std::vector<std::string> without_key_mark(std::vector<std::string> names) {
    constexpr std::string_view mark = " (Signature)";
    for (auto& name : names)
        if (name.ends_with(mark)) name.resize(name.size() - mark.size());
    return names;
}

/// In both orders; as many given names as the certificate tells, for part of a name may be another's.
bool is_full_name(std::string const& value, SignerNames const& names) {
    for (auto const& given : names.given_names)
        for (auto const& surname : names.surnames)
            if (is_one_of(value, {given + ' ' + surname, surname + ' ' + given, surname + ", " + given})) return true;
    return false;
}

bool is_any_name(std::string const& value, SignerNames const& names) {
    if (is_one_of(value, names.common_names) || is_one_of(value, without_key_mark(names.common_names)) ||
        is_one_of(value, names.pseudonyms) || is_one_of(value, names.serial_numbers) || is_full_name(value, names))
        return true;
    // Who works in a house does not sign as the house.
    return !names.of_person() &&
           (is_one_of(value, names.organisations) || is_one_of(value, names.organisation_numbers));
}

bool is_by(SignatureReport const& signature, Wanted const& wanted) {
    using enum Wanted::Kind;
    if (wanted.value.empty() || signature.certificate_der.empty()) return false;
    if (wanted.kind == digest) return signature.certificate == wanted.value;
    auto const names = names_in_certificate(signature.certificate_der);
    switch (wanted.kind) {
        case common_name: return is_one_of(wanted.value, names.common_names);
        case organisation: return is_one_of(wanted.value, names.organisations);
        case person_number: return is_one_of(wanted.value, names.serial_numbers);
        case organisation_number: return is_one_of(wanted.value, names.organisation_numbers);
        case serial: return names.certificate_serial == wanted.value;
        case any_name:
        case digest: break;
    }
    return is_any_name(wanted.value, names);
}

ExpectedSigner answer_for(std::string const& expected, std::vector<SignatureReport> const& signatures) {
    auto const wanted = wanted_from(expected);
    ExpectedSigner answer;
    answer.expected = expected;
    for (auto const& signature : signatures) {
        if (!is_by(signature, wanted)) continue;
        bool const first = answer.state == ExpectedSigner::State::missing;
        bool const passed = signature.verdict == SealVerdict::passed;
        if (first || passed) {
            answer.state = passed ? ExpectedSigner::State::has_signed : ExpectedSigner::State::not_passed;
            answer.signature = signature.name;
            answer.verdict = signature.verdict;
        } else if (signature.verdict == SealVerdict::indeterminate) {
            answer.signature = signature.name;
            answer.verdict = signature.verdict;
        }
        if (passed) break;
    }
    return answer;
}

}  // namespace

std::optional<Text> fault_in_expected(std::string_view expected) {
    if (expected.size() > expected_signer_bytes_max)
        return Text{"een verwachte ondertekenaar telt hoogstens " + std::to_string(expected_signer_bytes_max) +
                        " octetten",
                    "an expected signer has at most " + std::to_string(expected_signer_bytes_max) + " octets"};
    auto const wanted = wanted_from(expected);
    if (!wanted.value.empty()) return std::nullopt;
    auto const told = screen_text(expected);
    if (wanted.kind == Wanted::Kind::digest)
        return Text{told + ": een SHA-256 heeft 64 hexadecimale cijfers",
                    told + ": a SHA-256 has 64 hexadecimal digits"};
    if (wanted.kind == Wanted::Kind::serial)
        return Text{told + ": een serienummer bestaat uit hexadecimale cijfers",
                    told + ": a serial number is made of hexadecimal digits"};
    return Text{"een verwachte ondertekenaar zonder naam", "an expected signer without a name"};
}

std::vector<ExpectedSigner> look_for(ExpectedSigners const& expected, std::vector<SignatureReport> const& signatures) {
    std::vector<ExpectedSigner> answers;
    for (auto const& one : expected) answers.push_back(answer_for(one, signatures));
    return answers;
}

void add_expected(VerificationReport& report, ExpectedSigners const& expected) {
    Findings findings{std::move(report.findings)};
    report.expected = look_for(expected, report.signatures);
    for (auto const& one : report.expected) {
        auto const who = shown(one.expected);
        if (one.state == ExpectedSigner::State::not_passed)
            findings.add("SIG_CONSTRAINTS_FAILURE",
                         "De verwachte handtekening van " + who + " is er, maar slaagt niet.",
                         "The expected signature of " + who + " is there, but does not pass.");
        if (one.state == ExpectedSigner::State::missing)
            findings.add("SIG_CONSTRAINTS_FAILURE", "De verwachte handtekening van " + who + " ontbreekt.",
                         "The expected signature of " + who + " is missing.");
    }
    report.findings = std::move(findings.list);
    report.verdict = verdict_of(report.findings);
}

std::string shown(std::string const& expected) {
    auto const is_digit = [](char c) { return c >= '0' && c <= '9'; };
    auto left = std::ranges::count_if(expected, is_digit);
    auto const kind = wanted_from(expected).kind;
    bool const of_certificate = kind == Wanted::Kind::digest || kind == Wanted::Kind::serial;
    if (of_certificate || left < personal_digits) return expected;
    auto hidden = expected;
    for (auto& c : hidden)
        if (is_digit(c) && left-- > digits_left) c = '*';
    return hidden;
}

}  // namespace wetbode
