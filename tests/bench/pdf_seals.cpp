// SPDX-License-Identifier: EUPL-1.2
// Seals in PDF documents per second of processor time, by level and size, beside the bare signature of the same key;
// `bench_pdf_seals large` tells the memory that a document of 250 MB takes. The time authority runs in the same
// process, so its work is in the numbers above B-B; revocation values come from a cache, as they do in the gateway.
#include "adapters/trust/in_process.hpp"
#include "gateway/base/base64.hpp"
#include "gateway/base/content.hpp"
#include "gateway/base/files.hpp"
#include "gateway/clock.hpp"
#include "gateway/keys/keyring.hpp"
#include "gateway/pades/pdf_signatures.hpp"
#include "gateway/pades/seal_pdf.hpp"
#include "tests/bench/kept_revocation.hpp"
#include "tests/doubles/temporary_folder.hpp"

#include <sys/resource.h>

#include <array>
#include <cstdio>
#include <ctime>
#include <functional>
#include <string>

using namespace wetbode;

namespace {

constexpr double span_seconds = 2.0;

double cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

double per_second(std::function<void()> const& act) {
    act();  // the first one warms
    auto const begin = cpu_seconds();
    int rounds = 0;
    while (cpu_seconds() - begin < span_seconds) {
        act();
        ++rounds;
    }
    return rounds / (cpu_seconds() - begin);
}

long peak_mib() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss / 1024;
}

/// One page, and a stream that makes it as long as wanted.
std::string pdf_of(std::size_t bytes) {
    std::array<std::string, 4> const objects{
        "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << >> >>",
        "<< /Length " + std::to_string(bytes) + " >>\nstream\n" + std::string(bytes, ' ') + "\nendstream"};
    std::string out = "%PDF-1.7\n";
    std::string table = "0000000000 65535 f \n";
    for (std::size_t i = 0; i < objects.size(); ++i) {
        std::array<char, 32> row{};
        std::snprintf(row.data(), row.size(), "%010zu 00000 n \n", out.size());
        table += row.data();
        out += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
    }
    auto const start = std::to_string(out.size());
    return out + "xref\n0 5\n" + table + "trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n" + start + "\n%%EOF\n";
}

std::string pem_of(std::string const& der) {
    auto const text = base64(der);
    std::string pem = "-----BEGIN CERTIFICATE-----\n";
    for (std::size_t at = 0; at < text.size(); at += 64) pem += text.substr(at, 64) + "\n";
    return pem + "-----END CERTIFICATE-----\n";
}

/// A key, authorities and a folder.
struct Bench {
    Bench() : authority({.from = clock.now() - std::chrono::days{30}}) {
        auto const issued = authority.issue({.common_name = "Bench", .kind = trust::KeyKind::p256,
                                             .from = clock.now() - std::chrono::days{1},
                                             .until = clock.now() + std::chrono::days{300}});
        write_durably(folder.path() / "seal.key", issued.key_pem);
        write_durably(folder.path() / "seal.pem", pem_of(issued.certificate) + pem_of(authority.issuing()));
        signer = signer_from_files(folder.path() / "seal.key", folder.path() / "seal.pem", {});
        time = trust::time_authority_of(authority, clock);
        revocation = std::make_unique<bench::KeptRevocation>(trust::revocation_source_of(authority, clock));
    }
    Content seal(Content const& pdf, PdfSealLevel level) {
        auto sealed = seal_pdf(pdf, {.level = level, .now = clock.now()}, *signer,
                               {time.get(), revocation.get(), {authority.issuing(), authority.root()}}, folder.path());
        ensure(sealed.has_value(), "the bench's own PDF can be sealed");
        return std::move(*sealed);
    }
    void drop(Content const& content) const {
        if (!content.in_memory()) std::filesystem::remove(std::get<std::filesystem::path>(content.where));
    }

    TemporaryFolder folder;
    SystemClock clock;
    trust::Authority authority;
    std::unique_ptr<Signer> signer;
    std::unique_ptr<TimeAuthority> time;
    std::unique_ptr<RevocationSource> revocation;
};

void by_level(Bench& bench) {
    std::string const digest(32, 'd');
    std::printf("bare signature        %8.0f /s\n", per_second([&] { (void)bench.signer->sign(digest); }));
    std::printf("%-10s %8s %8s %8s %8s %8s\n", "bytes", "B-B", "B-T", "B-LT", "B-LTA", "read LTA");
    for (std::size_t const bytes : {11U * 1024U, 100U * 1024U, 1024U * 1024U, 10U * 1024U * 1024U}) {
        auto const pdf = content_of(pdf_of(bytes));
        std::printf("%-10zu", bytes);
        for (auto const level : {PdfSealLevel::b, PdfSealLevel::t, PdfSealLevel::lt, PdfSealLevel::lta})
            std::printf(" %8.0f", per_second([&] { bench.drop(bench.seal(pdf, level)); }));
        auto const sealed = bench.seal(pdf, PdfSealLevel::lta);
        std::printf(" %8.0f\n", per_second([&] { ensure(read_pdf_signatures(sealed).has_value(), "it can be read"); }));
        std::fflush(stdout);
        bench.drop(sealed);
    }
}

void large(Bench& bench) {
    SpoolFile spool(bench.folder.path());
    {
        auto const head = pdf_of(0);
        auto const cut = head.find("\nstream\n") + 8;
        constexpr std::size_t bytes = 250U << 20U;
        auto dictionary = head.substr(0, cut);
        auto const place = dictionary.rfind("/Length 0");
        auto const length = "/Length " + std::to_string(bytes);
        dictionary.replace(place, 9, length);
        spool.write(dictionary);
        std::string const piece(1U << 20U, ' ');
        for (std::size_t i = 0; i < bytes / piece.size(); ++i) spool.write(piece);
        auto tail = head.substr(cut);
        auto const start = tail.rfind("startxref\n") + 10;
        auto const old = std::stoull(tail.substr(start));
        tail.replace(start, std::to_string(old).size(), std::to_string(old + bytes + length.size() - 9));
        spool.write(tail);
    }
    auto const pdf = spool.keep();
    auto const before = peak_mib();
    auto const begin = cpu_seconds();
    auto const sealed = bench.seal(pdf, PdfSealLevel::lta);
    std::printf("250 MB, B-LTA: %.2f s of processor, peak %ld MiB (before: %ld MiB)\n", cpu_seconds() - begin,
                peak_mib(), before);
    auto const read_begin = cpu_seconds();
    auto const read = read_pdf_signatures(sealed);
    ensure(read && read->signatures.size() == 2, "both are found");
    std::printf("read again: %.2f s of processor, peak %ld MiB\n", cpu_seconds() - read_begin, peak_mib());
}

}  // namespace

int main(int count, char** arguments) {
    Bench bench;
    if (count > 1 && std::string_view(arguments[1]) == "large") large(bench);
    else by_level(bench);
}
