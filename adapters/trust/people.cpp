// SPDX-License-Identifier: EUPL-1.2
#include "adapters/trust/people.hpp"

#include "adapters/trust/in_process.hpp"
#include "adapters/trust/making.hpp"
#include "gateway/base/content.hpp"
#include "gateway/keys/local_signer.hpp"
#include "gateway/keys/seal_chain.hpp"
#include "gateway/refusal.hpp"

#include <algorithm>
#include <filesystem>

namespace wetbode::trust {

namespace {

constexpr std::size_t name_bytes_max = 31;
constexpr std::size_t people_max = 1000;

bool is_test_number(std::string const& text) {
    bool const digits = text.size() == 11 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
    auto const month = text.substr(std::min<std::size_t>(2, text.size()), 2);
    return digits && month >= "61" && month <= "72";
}

bool is_name(std::string const& text) { return !text.empty() && text.size() <= name_bytes_max; }

void check(Person const& person) {
    if (!is_name(person.given_name) || !is_name(person.surname))
        throw Outage("trust", "given_name and surname: 1 to 31 bytes each");
    if (!is_test_number(person.number))
        throw Outage("trust", "number: 11 digits with the month plus 60, so nobody's");
}

}  // namespace

Signer const& People::signer_of(Person const& person) {
    auto const key = person.number + '\n' + person.given_name + '\n' + person.surname;
    std::scoped_lock const lock(mutex_);
    if (auto const known = signers_.find(key); known != signers_.end()) return *known->second;
    if (signers_.size() == people_max) throw Outage("trust", "as many people as may sign have signed");
    auto const now = clock_.now();
    auto const issued = authority_.issue({.common_name = person.given_name + ' ' + person.surname,
                                          .kind = KeyKind::p256,
                                          .from = now - std::chrono::minutes{5},
                                          .until = now + std::chrono::days{365},
                                          .purpose = Purpose::person,
                                          .given_name = person.given_name,
                                          .surname = person.surname,
                                          .serial_number = "PNOBE-" + person.number});
    auto chain = checked_chain(authority_.chain_of(issued.certificate), RsaPadding::pss, now, "the test authorities");
    return *signers_.emplace(key, local_signer(key_in(issued.key_pem), std::move(chain))).first->second;
}

Result<std::string> People::sign(std::string pdf, Person const& person, PdfSealLevel level,
                                 std::string const& reason) {
    check(person);
    auto const& signer = signer_of(person);
    auto const time = time_authority_of(authority_, clock_);
    auto const revocation = revocation_source_of(authority_, clock_);
    PdfSealPorts const ports{time.get(), revocation.get(), {authority_.root(), authority_.issuing()}};
    PdfSealOptions options;
    options.level = level;
    options.reason = reason;
    options.now = clock_.now();
    auto const spool = std::filesystem::temp_directory_path();
    auto const made = seal_pdf(content_of(std::move(pdf)), options, signer, ports, spool);
    if (!made) return tl::unexpected(made.error());
    auto octets = read_whole(*made, document_bytes_max);
    if (auto const* const file = std::get_if<std::filesystem::path>(&made->where)) std::filesystem::remove(*file);
    return octets;
}

}  // namespace wetbode::trust
