// SPDX-License-Identifier: EUPL-1.2
// What the tests of this room share: authorities, signers of every algorithm, small PDFs, and the tools that judge us.
#pragma once

#include "adapters/trust/authority.hpp"
#include "adapters/trust/in_process.hpp"
#include "gateway/base/content.hpp"
#include "gateway/pades/pdf_signatures.hpp"
#include "gateway/pades/seal_pdf.hpp"
#include "gateway/verification/trust.hpp"
#include "tests/doubles/fake_clock.hpp"
#include "tests/doubles/temporary_folder.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace wetbode::test {

[[nodiscard]] Instant noon();  ///< 2026-11-23T12:00:00Z

/// A key in memory, with the algorithm that the test wants.
[[nodiscard]] std::unique_ptr<Signer> test_signer(trust::Issued const& issued, std::vector<std::string> chain,
                                                  SignatureAlgorithm algorithm, Instant not_after);

/// Authorities, their ports and a spool folder.
struct House {
    House();

    /// A seal's certificate of the house's issuing authority.
    [[nodiscard]] std::unique_ptr<Signer> signer(trust::KeyKind kind = trust::KeyKind::p256,
                                                 SignatureAlgorithm algorithm = {});
    [[nodiscard]] PdfSealPorts ports() const;
    /// The house's root, trusted.
    [[nodiscard]] TrustAnchors anchors() const;
    [[nodiscard]] std::string sealed(std::string const& pdf, PdfSealLevel level, PdfSealOptions options = {});
    [[nodiscard]] std::string raised(std::string const& pdf, PdfSealLevel level);

    TemporaryFolder folder;
    FakeClock clock;
    trust::Authority authority;
    std::unique_ptr<TimeAuthority> time;
    std::unique_ptr<RevocationSource> revocation;
    std::unique_ptr<Signer> usual;
};

/// One page without any text: PDF/A-1b as it stands.
[[nodiscard]] std::string archival_pdf();
/// Cross-reference table, and the same as a cross-reference stream with an object stream.
[[nodiscard]] std::string plain_pdf();
[[nodiscard]] std::string packed_pdf();

/// The octets, wherever they lie.
[[nodiscard]] std::string octets_of(Content const& content);
[[nodiscard]] ReadPdf read(std::string const& pdf);
/// Codes and English sentences of all flaws, for the message of a failing test.
[[nodiscard]] std::string told(ReadPdf const& pdf);
[[nodiscard]] bool holds(ReadPdfSignature const& signature);

struct Ran {
    int status;
    std::string output;
};
/// Runs a shell command in a folder; output and errors together.
[[nodiscard]] Ran run(std::filesystem::path const& folder, std::string const& command);
/// Whether a tool that Debian or PyPI gives is there; if not, the test says so and passes.
[[nodiscard]] bool has_tool(std::string const& command, char const* what);

void write(std::filesystem::path const& file, std::string_view octets);
[[nodiscard]] std::string read_octets(std::filesystem::path const& file);

}  // namespace wetbode::test
