// SPDX-License-Identifier: EUPL-1.2
// `bench_seals roof`: what sealing a document within it and checking that cannot do without, each alone: libxml2's
// parser with callbacks that do nothing, SHA-256 of the document as it stands and of its canonical form, writing and
// fsyncing the sealed one. The roof is their sum; what our own code adds shows against it.
#include "tests/bench/seals.hpp"

#include "gateway/base/content.hpp"
#include "gateway/base/files.hpp"
#include "gateway/base/sha256.hpp"
#include "gateway/crypto/certificate.hpp"
#include "gateway/verification/verification.hpp"

#include <libxml/parser.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace wetbode::bench {

namespace {

constexpr std::size_t piece_bytes = 64 * 1024;

void ignore_start(void*, xmlChar const*, xmlChar const*, xmlChar const*, int, xmlChar const**, int, int,
                  xmlChar const**) {}
void ignore_end(void*, xmlChar const*, xmlChar const*, xmlChar const*) {}
void ignore_text(void*, xmlChar const*, int) {}

void parse(std::string_view text) {
    xmlSAXHandler handler{};
    handler.initialized = XML_SAX2_MAGIC;
    handler.startElementNs = &ignore_start;
    handler.endElementNs = &ignore_end;
    handler.characters = handler.ignorableWhitespace = &ignore_text;
    auto* const parser = xmlCreatePushParserCtxt(&handler, nullptr, nullptr, 0, nullptr);
    xmlCtxtUseOptions(parser, XML_PARSE_NONET);
    for (std::size_t at = 0; at < text.size(); at += piece_bytes) {
        auto const piece = text.substr(at, piece_bytes);
        xmlParseChunk(parser, piece.data(), static_cast<int>(piece.size()), 0);
    }
    xmlParseChunk(parser, nullptr, 0, 1);
    if (parser->wellFormed == 0) std::exit(1);
    xmlFreeParserCtxt(parser);
}

void write_and_fsync(std::filesystem::path const& folder, std::string_view text) {
    SpoolFile file(folder);
    for (std::size_t at = 0; at < text.size(); at += piece_bytes) file.write_unhashed(text.substr(at, piece_bytes));
    drop(file.keep(Digest{}));
}

/// Milliseconds of processor time.
double cost_of(double seconds, std::function<void()> const& act) { return 1e3 / rate_of(seconds, act).per_cpu_second; }

}  // namespace

void measure_roof(House const& house, double seconds) {
    std::printf("%9s %10s %10s %10s %12s %10s %12s %10s   ms of processor time\n", "octets", "libxml2", "2 SHA-256",
                "fsync", "roof sealing", "sealing", "roof checking", "checking");
    auto const sealer = house.sealer();
    auto const root = house.authority.root();
    VerificationOptions options;
    auto const subject = facts_of_certificate(root)->subject;
    options.anchors = TrustAnchors{{root, "root.pem", TrustUse::any, false, {}, {}, subject}};
    options.policy.revocation = RevocationRule::none;
    for (std::size_t const bytes : {14'000U, 100'000U, 1'000'000U, 10'000'000U}) {
        auto const text = bill(bytes);
        write_durably(house.folder / "bill.xml", text);
        auto const document = bytes < 65'536 ? content_of(text) : content_of_file(house.folder / "bill.xml");
        auto const seal = [&] {
            return sealer.seal_enveloped(document, "application/akn+xml", SealLevel::b, house.clock.now())->container;
        };
        auto const sealed = seal();
        write_durably(house.folder / "sealed.xml", read_whole(sealed, 1U << 30U));
        drop(sealed);

        auto const parsing = cost_of(seconds, [&] { parse(text); });
        auto const hashing = 2 * cost_of(seconds, [&] { static_cast<void>(sha256(text)); });
        auto const writing = document.in_memory() ? 0 : cost_of(seconds, [&] { write_and_fsync(house.folder, text); });
        auto const sealing = cost_of(seconds, [&] { drop(seal()); });
        auto const checking = cost_of(seconds, [&] {
            options.now = house.clock.now();
            if (verify_file(house.folder / "sealed.xml", options).verdict != SealVerdict::passed) std::exit(1);
        });
        std::printf("%9zu %10.2f %10.2f %10.2f %12.2f %10.2f %12.2f %10.2f\n", text.size(), parsing, hashing, writing,
                    parsing + hashing + writing, sealing, parsing + hashing, checking);
        std::fflush(stdout);
    }
}

}  // namespace wetbode::bench
