// SPDX-License-Identifier: EUPL-1.2
// made_seals FOLDER: every format, level and algorithm of seal that this house makes, under an authority of its own,
// for judges that know nothing of our code. Writes made.tsv: file, format as the judge names it, evidence record; "-"
// where there is none; anchor.der and *.crl beside it.
#include "adapters/trust/authority.hpp"
#include "adapters/trust/in_process.hpp"
#include "gateway/base/base64.hpp"
#include "gateway/base/content.hpp"
#include "gateway/base/files.hpp"
#include "gateway/base/sha256.hpp"
#include "gateway/clock.hpp"
#include "gateway/keys/keyring.hpp"
#include "gateway/letter/receipt_pdf.hpp"
#include "gateway/pades/seal_pdf.hpp"
#include "gateway/sealing/raiser.hpp"
#include "gateway/sealing/sealer.hpp"
#include "gateway/timestamp/evidence_record.hpp"

#include <array>
#include <chrono>
#include <cstdio>
#include <fstream>

namespace {

using namespace wetbode;
using namespace std::chrono_literals;

// The word in it is what the judges change to see whether it is noticed.
constexpr std::string_view act =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<!-- a comment -->\n<akomaNtoso xmlns=\"http://docs.oasis-open.org/legaldocml/ns/akn/3.0\">\n"
    "  <act name=\"decreet\"><body><article eId=\"art_1\"><num>Artikel 1</num>\n"
    "    <content><p>Dit decreet regelt een gewestaangelegenheid &amp; meer: "
    "\xC3\xA9\xC3\xA9n &#x20AC;.</p></content>\n"
    "  </article></body></act>\n</akomaNtoso>\n";

std::string pem_of(std::string_view der) {
    auto const text = base64(der);
    std::string pem = "-----BEGIN CERTIFICATE-----\n";
    for (std::size_t at = 0; at < text.size(); at += 64) pem += text.substr(at, 64) + "\n";
    return pem + "-----END CERTIFICATE-----\n";
}

/// One page with one line, classic cross-reference table.
std::string small_pdf() {
    std::string const page = "BT /F1 12 Tf 60 780 Td (Dit decreet regelt een gewestaangelegenheid.) Tj ET";
    std::array<std::string, 5> const objects{
        "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R "
        "/Resources << /Font << /F1 3 0 R >> >> >>",
        "<< /Length " + std::to_string(page.size()) + " >>\nstream\n" + page + "\nendstream"};
    std::string pdf = "%PDF-1.4\n%\xE2\xE3\xCF\xD3\n";
    std::string table = "0000000000 65535 f \n";
    for (std::size_t i = 0; i < objects.size(); ++i) {
        std::array<char, 32> line{};
        std::snprintf(line.data(), line.size(), "%010zu 00000 n \n", pdf.size());
        table += line.data();
        pdf += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
    }
    auto const start = std::to_string(pdf.size());
    return pdf + "xref\n0 6\n" + table + "trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n" + start + "\n%%EOF\n";
}

struct Suite {
    char const* name;
    trust::KeyKind kind;
    RsaPadding padding;
};

class Maker {
public:
    explicit Maker(std::filesystem::path folder)
        : folder_(std::move(folder)),
          now_(clock_.now()),
          authority_({.from = now_ - 48h}),
          time_(trust::time_authority_of(authority_, clock_)),
          revocation_(trust::revocation_source_of(authority_, clock_)),
          out_(folder_ / "made.tsv") {}

    void run() {
        for (auto const& suite : {Suite{"p256", trust::KeyKind::p256, RsaPadding::pss},
                                  Suite{"p384", trust::KeyKind::p384, RsaPadding::pss},
                                  Suite{"pss", trust::KeyKind::rsa3072, RsaPadding::pss},
                                  Suite{"pkcs1", trust::KeyKind::rsa3072, RsaPadding::pkcs1}})
            make(suite);
        make_evidence();
        write_durably(folder_ / "anchor.der", authority_.root());
        write_durably(folder_ / "root.crl", authority_.crl(trust::Issuer::root, clock_.now()));
        write_durably(folder_ / "issuing.crl", authority_.crl(trust::Issuer::issuing, clock_.now()));
    }

private:
    std::unique_ptr<Signer> signer(Suite const& suite) {
        auto const issued = authority_.issue({.common_name = std::string("Seal ") + suite.name, .kind = suite.kind,
                                              .from = now_ - 24h, .until = now_ + 24h * 365});
        auto const key = folder_ / (std::string(suite.name) + ".key");
        auto const chain = folder_ / (std::string(suite.name) + ".pem");
        std::string pem;
        for (auto const& der : authority_.chain_of(issued.certificate)) pem += pem_of(der);
        write_durably(key, issued.key_pem);
        write_durably(chain, pem);
        return signer_from_files({.key = key, .certificates = chain, .passphrase = {}, .rsa = suite.padding}, now_);
    }

    void make(Suite const& suite) {
        auto const key = signer(suite);
        make_receipts(suite.name, *key);
        std::vector<std::string> const authorities{authority_.root(), authority_.issuing()};
        SealPorts const ports{.time = time_.get(), .revocation = revocation_.get(), .authorities = authorities,
                              .earlier = {}};
        Sealer const sealer(*key, folder_, ports);
        Raiser const raiser(key->chain().front(), folder_, ports);
        std::vector<SealedFile> const files{
            {"stukken/decreet 1 + \xC3\xA9\xC3\xA9n.xml", "application/akn+xml", content_of(std::string(act))},
            {"memorie.pdf", "application/pdf", content_of(small_pdf())}};
        std::string const name = suite.name;
        constexpr std::array<std::pair<SealLevel, char const*>, 4> levels{
            {{SealLevel::b, "B"}, {SealLevel::t, "T"}, {SealLevel::lt, "LT"}, {SealLevel::lta, "LTA"}}};
        auto const bare = sealer.seal(files, SealLevel::b, clock_.now());
        auto const bare_document =
            sealer.seal_enveloped(content_of(std::string(act)), "application/akn+xml", SealLevel::b, clock_.now());
        ensure(bare_document.has_value(), "an act can be sealed inside");
        for (auto const& [level, letters] : levels) {
            std::string const format = std::string("XAdES-BASELINE-") + letters;
            keep(name + "-" + letters + ".asice", sealer.seal(files, level, clock_.now()).container, format);
            auto const inside =
                sealer.seal_enveloped(content_of(std::string(act)), "application/akn+xml", level, clock_.now());
            ensure(inside.has_value(), "an act can be sealed inside");
            keep(name + "-" + letters + ".xml", inside->container, format);
            make_pdf(name, *key, level, letters);
            if (level == SealLevel::b) continue;
            auto const raised = raiser.container(bare.container, level);
            auto const raised_document = raiser.document(bare_document->container, level);
            ensure(raised.has_value() && raised_document.has_value(), "a seal of ours can be raised");
            keep(name + "-raised-" + letters + ".asice", raised->container, format);
            keep(name + "-raised-" + letters + ".xml", raised_document->container, format);
        }
    }

    void make_pdf(std::string const& name, Signer const& key, SealLevel level, std::string const& letters) {
        PdfSealPorts const ports{.time = time_.get(), .revocation = revocation_.get(),
                                 .authorities = {authority_.root(), authority_.issuing()}};
        auto const format = "PAdES-BASELINE-" + letters;
        PdfSealOptions options;
        options.now = clock_.now();
        options.level = static_cast<PdfSealLevel>(level);
        auto const pdf = content_of(small_pdf());
        auto const made = seal_pdf(pdf, options, key, ports, folder_);
        ensure(made.has_value(), "a PDF can be sealed");
        keep(name + "-" + letters + ".pdf", *made, format);
        if (level == SealLevel::b) return;
        options.level = PdfSealLevel::b;
        auto const bare = seal_pdf(pdf, options, key, ports, folder_);
        ensure(bare.has_value(), "a PDF can be sealed");
        auto const raised = raise_pdf(*bare, static_cast<PdfSealLevel>(level), ports, folder_);
        ensure(raised.has_value(), "a sealed PDF can be raised");
        keep(name + "-raised-" + letters + ".pdf", *raised, format);
    }

    /// Receipts on paper, at every level. The word that the judges change stands in the title, which is not packed.
    void make_receipts(std::string const& name, Signer const& key) {
        PdfSealPorts const ports{.time = time_.get(),
                                 .revocation = revocation_.get(),
                                 .authorities = {authority_.root(), authority_.issuing()}};
        SubmissionView view;
        view.id = {"gewestaangelegenheid-1"};
        view.received = now_;
        view.seal.state = "none";
        view.receipt = Receipt{.submission = view.id,
                               .key = "1",
                               .received = now_,
                               .sequence = 1,
                               .files = {{"decreet.xml", sha256(act), act.size()}}};
        for (auto const level : {PdfSealLevel::b, PdfSealLevel::t, PdfSealLevel::lt, PdfSealLevel::lta}) {
            constexpr std::array letters{"B", "T", "LT", "LTA"};
            std::string const letter = letters.at(static_cast<std::size_t>(level));
            ReceiptFacts const facts{view, clock_.now(), sha256("receipt"), "Seal " + name, {}, {"B-" + letter, {}}};
            auto const paper = receipt_pdf(facts, Language::nl, folder_).pdf;
            auto const made = seal_pdf(paper, {.level = level, .now = facts.made}, key, ports, folder_);
            ensure(made.has_value(), "a receipt can be sealed");
            keep(name + "-receipt-" + letter + ".pdf", *made, "PAdES-BASELINE-" + letter);
        }
    }

    /// One token for many objects (RFC 4998): the record of each stands beside it.
    void make_evidence() {
        std::vector<DataObject> objects;
        std::vector<std::string> texts;
        for (int i = 0; i < 100; ++i) {
            texts.push_back("object " + std::to_string(i) + " over een gewestaangelegenheid\n");
            objects.push_back({hash_of(HashAlgorithm::sha256, texts.back())});
        }
        EvidenceTree const tree(objects);
        auto const token = time_->stamp(HashAlgorithm::sha256, tree.root());
        for (std::size_t const i : {0U, 57U, 99U}) {
            auto const name = "batch-" + std::to_string(i);
            write_durably(folder_ / (name + ".ers"), tree.record_for(i, token.der));
            keep(name + ".txt", content_of(texts[i]), "-", name + ".ers");
        }
    }

    void keep(std::string const& name, Content const& content, std::string_view format, std::string_view record = "-") {
        write_durably(folder_ / name, read_whole(content, 1U << 24U));
        out_ << name << '\t' << format << '\t' << record << '\n';
    }

    std::filesystem::path folder_;
    SystemClock clock_;
    Instant now_;
    trust::Authority authority_;
    std::unique_ptr<TimeAuthority> time_;
    std::unique_ptr<RevocationSource> revocation_;
    std::ofstream out_;
};

}  // namespace

int main(int count, char** arguments) {
    if (count != 2) {
        std::fputs("usage: made_seals FOLDER\n", stderr);
        return 2;
    }
    Maker(arguments[1]).run();
    return 0;
}
