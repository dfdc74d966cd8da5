// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "tests/unit/pades/house.hpp"

#include "gateway/crypto/certificate.hpp"
#include "gateway/crypto/handle.hpp"
#include "gateway/crypto/hashing.hpp"
#include "tests/unit/files/made_pdf.hpp"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <sstream>

namespace wetbode::test {

namespace {

class KeyInMemory final : public Signer {
public:
    KeyInMemory(std::string const& pem, std::vector<std::string> chain, SignatureAlgorithm algorithm, Instant not_after)
        : chain_(std::move(chain)), algorithm_(algorithm), not_after_(not_after) {
        Handle<BIO, BIO_free_all> const bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
        key_.reset(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr));
        REQUIRE(key_ != nullptr);
    }
    [[nodiscard]] SignatureAlgorithm algorithm() const override { return algorithm_; }
    [[nodiscard]] std::vector<std::string> const& chain() const override { return chain_; }
    [[nodiscard]] Instant not_after() const override { return not_after_; }
    [[nodiscard]] std::string sign(std::string_view digest) const override {
        Handle<EVP_PKEY_CTX, EVP_PKEY_CTX_free> const context(EVP_PKEY_CTX_new(key_.get(), nullptr));
        REQUIRE(EVP_PKEY_sign_init(context.get()) == 1);
        if (algorithm_.scheme != SignatureScheme::ecdsa) {
            bool const pss = algorithm_.scheme == SignatureScheme::rsa_pss;
            EVP_PKEY_CTX_set_rsa_padding(context.get(), pss ? RSA_PKCS1_PSS_PADDING : RSA_PKCS1_PADDING);
            if (pss) EVP_PKEY_CTX_set_rsa_pss_saltlen(context.get(), RSA_PSS_SALTLEN_DIGEST);
        }
        EVP_PKEY_CTX_set_signature_md(context.get(), EVP_get_digestbyname(openssl_name_of(algorithm_.hash)));
        std::string value(1024, '\0');
        std::size_t length = value.size();
        REQUIRE(EVP_PKEY_sign(context.get(), reinterpret_cast<unsigned char*>(value.data()), &length,
                              reinterpret_cast<unsigned char const*>(digest.data()), digest.size()) == 1);
        value.resize(length);
        if (algorithm_.scheme != SignatureScheme::ecdsa) return value;
        return ecdsa_der_to_raw(value, static_cast<std::size_t>((EVP_PKEY_get_bits(key_.get()) + 7) / 8));
    }

private:
    Handle<EVP_PKEY, EVP_PKEY_free> key_;
    std::vector<std::string> chain_;
    SignatureAlgorithm algorithm_;
    Instant not_after_;
};

}  // namespace

Instant noon() {
    return Instant{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23}} + std::chrono::hours{12};
}

std::unique_ptr<Signer> test_signer(trust::Issued const& issued, std::vector<std::string> chain,
                                    SignatureAlgorithm algorithm, Instant not_after) {
    return std::make_unique<KeyInMemory>(issued.key_pem, std::move(chain), algorithm, not_after);
}

House::House()
    : clock(noon()),
      authority({.from = noon() - std::chrono::days{30}}),
      time(trust::time_authority_of(authority, clock)),
      revocation(trust::revocation_source_of(authority, clock)),
      usual(signer()) {}

std::unique_ptr<Signer> House::signer(trust::KeyKind kind, SignatureAlgorithm algorithm) {
    auto const until = noon() + std::chrono::days{365};
    auto const issued = authority.issue(
        {.common_name = "Wetbode test seal", .kind = kind, .from = noon() - std::chrono::days{1}, .until = until});
    return test_signer(issued, {issued.certificate, authority.issuing()}, algorithm, until);
}

PdfSealPorts House::ports() const {
    return {time.get(), revocation.get(), {authority.issuing(), authority.root()}};
}

TrustAnchors House::anchors() const {
    auto const root = authority.root();
    return {{root, "root.pem", TrustUse::any, false, {}, {}, facts_of_certificate(root)->subject}};
}

std::string House::sealed(std::string const& pdf, PdfSealLevel level, PdfSealOptions options) {
    options.level = level;
    options.now = clock.now();
    auto const sealed = seal_pdf(content_of(pdf), options, *usual, ports(), folder.path());
    if (!sealed) FAIL(sealed.error().code + ": " + sealed.error().detail.en);
    return octets_of(*sealed);
}

std::string House::raised(std::string const& pdf, PdfSealLevel level) {
    auto const raised = raise_pdf(content_of(pdf), level, ports(), folder.path());
    if (!raised) FAIL(raised.error().code + ": " + raised.error().detail.en);
    return octets_of(*raised);
}

std::string archival_pdf() {
    std::string const xmp =
        "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
        "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">"
        "<rdf:Description rdf:about=\"\" xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\">"
        "<pdfaid:part>1</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance></rdf:Description>"
        "</rdf:RDF></x:xmpmeta>\n<?xpacket end=\"w\"?>";
    std::vector<std::string> const objects{
        "<< /Type /Catalog /Pages 2 0 R /Metadata 5 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << >> >>",
        made::stream("", "q Q"), made::stream("/Type /Metadata /Subtype /XML", xmp)};
    std::string out = "%PDF-1.4\n%\xE2\xE3\xCF\xD3\n";
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < objects.size(); ++i) {
        places.push_back(out.size());
        out += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
    }
    auto const start = out.size();
    out += "xref\n0 6\n0000000000 65535 f \n";
    for (auto const place : places) out += made::number(place, 10) + " 00000 n \n";
    return out +
           "trailer\n<< /Size 6 /Root 1 0 R /ID [<00112233445566778899aabbccddeeff> "
           "<00112233445566778899aabbccddeeff>] >>\nstartxref\n" +
           std::to_string(start) + "\n%%EOF";
}

std::string plain_pdf() {
    return made::Pdf{}.bytes();
}
std::string packed_pdf() {
    return made::pdf_with_object_stream(made::Pdf{});
}

std::string octets_of(Content const& content) {
    return read_whole(content, 1U << 30U);
}

ReadPdf read(std::string const& pdf) {
    auto read = read_pdf_signatures(content_of(pdf));
    if (!read) FAIL(read.error().code + ": " + read.error().detail.en);
    return std::move(*read);
}

std::string told(ReadPdf const& pdf) {
    std::string text;
    for (auto const& signature : pdf.signatures) {
        text += signature.field + "\n";
        for (auto const& flaw : signature.flaws) text += "  " + flaw.code + ": " + flaw.message.en + "\n";
        for (auto const& change : signature.changes) text += "  then: " + change.place + " " + change.how.en + "\n";
    }
    return text;
}

bool holds(ReadPdfSignature const& signature) {
    if (!signature.flaws.empty()) return false;
    if (signature.kind == ReadPdfSignature::Kind::time_stamp)
        return signature.token && signature.token->intact && signature.token_imprint_holds;
    return signature.cms && signature.cms->digest_holds && signature.cms->signature_holds;
}

Ran run(std::filesystem::path const& folder, std::string const& command) {
    auto const line = "cd '" + folder.string() + "' && (" + command + ") 2>&1";
    auto* const pipe = ::popen(line.c_str(), "r");
    REQUIRE(pipe != nullptr);
    std::string output;
    std::array<char, 4096> buffer{};
    while (auto const count = std::fread(buffer.data(), 1, buffer.size(), pipe)) output.append(buffer.data(), count);
    auto const status = ::pclose(pipe);
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, output};
}

bool has_tool(std::string const& command, char const* what) {
    if (run("/", command).status == 0) return true;
    WARN(std::string("left out: ") + what + " is not installed");
    return false;
}

void write(std::filesystem::path const& file, std::string_view octets) {
    std::ofstream stream(file, std::ios::binary);
    stream.write(octets.data(), static_cast<std::streamsize>(octets.size()));
    REQUIRE(stream.good());
}

std::string read_octets(std::filesystem::path const& file) {
    std::ifstream stream(file, std::ios::binary);
    std::stringstream all;
    all << stream.rdbuf();
    return all.str();
}

}  // namespace wetbode::test
