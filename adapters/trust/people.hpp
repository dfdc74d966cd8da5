// SPDX-License-Identifier: EUPL-1.2
// People of the test authorities: each signs PDF documents (PAdES) with a certificate of his own, as a minister does
// with his identity card. For demonstrations and tests: no real person can be one. Thread safe.
#pragma once

#include "adapters/trust/authority.hpp"
#include "gateway/clock.hpp"
#include "gateway/keys/signer.hpp"
#include "gateway/pades/seal_pdf.hpp"
#include "gateway/refusal.hpp"

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

namespace wetbode::trust {

/// Names of 1 to 31 bytes (together they must fit a common name, 64 characters), and a national number (INSZ) whose
/// month is the real one plus 60, which nobody bears; its check digits are not looked at.
struct Person {
    std::string given_name;
    std::string surname;
    std::string number;  ///< 11 digits
};

class People {
public:
    /// Both outlive it.
    People(Authority& authority, Clock const& clock) : authority_(authority), clock_(clock) {}

    /// The document, signed by the person and stamped, at `level`; an earlier signature in it keeps holding. His
    /// certificate is issued at his first signature, for a year, and lasts as long as this object. Refusals as of
    /// seal_pdf(). Throws Outage("trust") for whoever is no test person and from the thousandth on, and ("keys"),
    /// ("time"), ("revocation"), ("content").
    [[nodiscard]] Result<std::string> sign(std::string pdf, Person const& person, PdfSealLevel level,
                                           std::string const& reason);

    static constexpr std::uint64_t document_bytes_max = 16U << 20U;  ///< once it is signed

private:
    [[nodiscard]] Signer const& signer_of(Person const& person);

    Authority& authority_;
    Clock const& clock_;
    std::mutex mutex_;
    std::map<std::string, std::unique_ptr<Signer>> signers_;  ///< by name and number
};

}  // namespace wetbode::trust
