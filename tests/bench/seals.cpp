// SPDX-License-Identifier: EUPL-1.2
// Seals per second on one core by format, level and size, beside a loop of bare signatures and xmlsec1 in the same run:
// `bench_seals [--seconds S]`. `bench_seals verify`, `roof` and `memory` measure those instead. README.md explains
// the tables.
#include "tests/bench/seals.hpp"

#include "tests/bench/kept_revocation.hpp"

#include "gateway/base/base64.hpp"
#include "gateway/base/content.hpp"
#include "gateway/base/files.hpp"
#include "gateway/base/sha256.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <optional>
#include <string_view>

namespace wetbode::bench {

namespace {

std::string pem_of(std::vector<std::string> const& chain) {
    std::string pem;
    for (auto const& der : chain) {
        auto const text = base64(der);
        pem += "-----BEGIN CERTIFICATE-----\n";
        for (std::size_t at = 0; at < text.size(); at += 64) pem += text.substr(at, 64) + "\n";
        pem += "-----END CERTIFICATE-----\n";
    }
    return pem;
}

double seconds_of(clockid_t clock) {
    timespec time{};
    ::clock_gettime(clock, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

double children_cpu() {
    rusage usage{};
    ::getrusage(RUSAGE_CHILDREN, &usage);
    auto const seconds = [](timeval const& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

/// Takes the values out of a signature of ours, so that xmlsec1 makes them again: the same references and properties.
std::string template_of(std::string xml) {
    auto const empty = [&xml](std::string_view from, std::string_view to) {
        auto const begin = xml.find(from);
        auto const end = xml.find(to, begin);
        xml.erase(begin + from.size(), end - begin - from.size());
    };
    for (std::size_t at = 0; (at = xml.find("<ds:DigestValue>", at)) != std::string::npos; ++at)
        xml.erase(at + 16, xml.find('<', at + 16) - at - 16);
    empty("<ds:SignatureValue>", "</ds:SignatureValue>");
    empty("<ds:X509Data>", "</ds:X509Data>");
    return xml;
}

void print(char const* format, std::string_view level, std::size_t bytes, Rate rate, std::optional<double> theirs) {
    auto const megabytes = rate.per_cpu_second * static_cast<double>(bytes) / 1e6;
    std::printf("%-10s %-6s %9zu %12.0f %10.0f %9.0f", format, std::string(level.substr(6)).c_str(), bytes,
                rate.per_cpu_second, rate.per_second, megabytes);
    if (theirs) std::printf(" %12.0f %8.1f", *theirs, rate.per_cpu_second / *theirs);
    std::puts("");
    std::fflush(stdout);
}

constexpr auto signing = "--sign --privkey-pem seal.key,seal.pem --output xmlsec-out.xml";

constexpr std::array<SealLevel, 4> levels{SealLevel::b, SealLevel::t, SealLevel::lt, SealLevel::lta};

void measure_containers(House const& house, Content const& document, double seconds) {
    auto const sealer = house.sealer();
    auto const now = house.clock.now();
    std::vector<SealedFile> const files{{"ontwerp.xml", "application/akn+xml", document}};
    auto const sample = sealer.seal(files, now);
    write_durably(house.folder / "ontwerp.xml", read_whole(document, 1U << 30U));
    write_durably(house.folder / "sample.asice", read_whole(sample.container, 1U << 30U));
    drop(sample.container);
    auto const whole = read_file(house.folder / "sample.asice", 1U << 30U);
    auto const begin = whole.rfind("<?xml version", whole.find("<asic:XAdESSignatures"));
    auto const end = whole.find("</asic:XAdESSignatures>") + 23;
    write_durably(house.folder / "template.xml", template_of(whole.substr(begin, end - begin)));
    for (auto const level : levels) {
        auto const rate = rate_of(seconds, [&] { drop(sealer.seal(files, level, now).container); });
        print("ASiC-E", name_of(level), document.bytes, rate,
              level == SealLevel::b ? xmlsec_rate(house, signing, seconds) : std::nullopt);
    }
    auto const raiser = house.raiser();
    auto const sealed = sealer.seal(files, now);
    auto const raised = rate_of(seconds, [&] { drop(raiser.container(sealed.container, SealLevel::lta)->container); });
    print("  raised", name_of(SealLevel::lta), document.bytes, raised, std::nullopt);
    drop(sealed.container);
}

void measure_documents(House const& house, Content const& document, double seconds) {
    auto const sealer = house.sealer();
    auto const now = house.clock.now();
    auto const seal = [&](SealLevel level) {
        return sealer.seal_enveloped(document, "application/akn+xml", level, now).value().container;
    };
    auto const sealed = seal(SealLevel::b);
    write_durably(house.folder / "template.xml", template_of(read_whole(sealed, 1U << 30U)));
    for (auto const level : levels) {
        auto const rate = rate_of(seconds, [&] { drop(seal(level)); });
        print("enveloped", name_of(level), document.bytes, rate,
              level == SealLevel::b ? xmlsec_rate(house, signing, seconds) : std::nullopt);
    }
    auto const raiser = house.raiser();
    auto const raised = rate_of(seconds, [&] { drop(raiser.document(sealed, SealLevel::lta)->container); });
    print("  raised", name_of(SealLevel::lta), document.bytes, raised, std::nullopt);
    drop(sealed);
}

void measure_speed(House const& house, double seconds) {
    auto const digest = sha256("a decree");
    std::string const octets(reinterpret_cast<char const*>(digest.octets.data()), digest.octets.size());
    auto const bare = rate_of(seconds, [&] { static_cast<void>(house.signer->sign(octets)); });
    auto const stamps = rate_of(seconds, [&] { static_cast<void>(house.time->stamp(HashAlgorithm::sha256, octets)); });
    std::printf("per CPU second: %.0f bare P-256 signatures; the time authority in this process: %.0f tokens\n\n",
                bare.per_cpu_second, stamps.per_cpu_second);
    std::printf("%-10s %-6s %9s %12s %10s %9s %12s %8s\n", "format", "level", "octets", "seals/CPU-s", "seals/s",
                "MB/CPU-s", "xmlsec1/CPU-s", "times");
    for (std::size_t const bytes : {14'000U, 100'000U, 1'000'000U, 10'000'000U}) {
        write_durably(house.folder / "bill.xml", bill(bytes));
        auto const document = bytes < 65'536 ? content_of(bill(bytes)) : content_of_file(house.folder / "bill.xml");
        measure_containers(house, document, seconds);
        measure_documents(house, document, seconds);
    }
}

int run(int count, char** arguments) {
    double seconds = 0.5;
    bool memory = false;
    bool verify = false;
    bool roof = false;
    for (int i = 1; i < count; ++i) {
        std::string_view const argument(arguments[i]);
        if (argument == "memory") memory = true;
        else if (argument == "verify") verify = true;
        else if (argument == "roof") roof = true;
        else if (argument == "--seconds" && i + 1 < count) seconds = std::max(0.05, std::atof(arguments[++i]));
        else {
            std::fputs("usage: bench_seals [verify | roof] [--seconds S] | bench_seals memory\n", stderr);
            return 2;
        }
    }
    auto const* const usual = std::getenv("WETBODE_BENCH_FOLDER");
    auto name = ((usual == nullptr ? std::filesystem::temp_directory_path() : std::filesystem::path(usual)) /
                 "wetbode-seals-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) return 1;
    bool good = true;
    {
        House const house(name);
        if (memory) good = measure_memory(house);
        else if (roof) measure_roof(house, seconds);
        else if (verify) measure_verifications(house, seconds);
        else measure_speed(house, seconds);
    }
    std::filesystem::remove_all(name);
    return good ? 0 : 1;
}

}  // namespace

Rate rate_of(double seconds, std::function<void()> const& act) {
    act();  // what happens once is not counted
    auto const cpu = seconds_of(CLOCK_THREAD_CPUTIME_ID);
    auto const wall = seconds_of(CLOCK_MONOTONIC);
    double done = 0;
    do {
        act();
        ++done;
    } while (seconds_of(CLOCK_THREAD_CPUTIME_ID) - cpu < seconds);
    return {done / (seconds_of(CLOCK_THREAD_CPUTIME_ID) - cpu), done / (seconds_of(CLOCK_MONOTONIC) - wall)};
}

std::optional<double> xmlsec_rate(House const& house, std::string const& arguments, double seconds) {
    auto const* const file = arguments.starts_with("--sign") ? "template.xml" : "sealed.xml";
    auto const cpu_of = [&](int times) -> std::optional<double> {
        auto const before = children_cpu();
        auto const command = "cd '" + house.folder.string() +
                             "' && xmlsec1 " + arguments +
                             " --enabled-reference-uris empty,same-doc,local,remote --id-attr:Id "
                             "http://uri.etsi.org/01903/v1.3.2#:SignedProperties --repeat " +
                             std::to_string(times) + " " + file + " >xmlsec.log 2>&1";
        if (std::system(command.c_str()) != 0) return std::nullopt;
        return children_cpu() - before;
    };
    constexpr int few = 3;
    auto const start = cpu_of(1);
    auto const some = start ? cpu_of(few) : std::nullopt;
    if (!some) return std::nullopt;
    auto const once = std::max((*some - *start) / (few - 1), 1e-4);
    auto const times = std::max(few, static_cast<int>(seconds / once));
    auto const many = cpu_of(times);
    if (!many) return std::nullopt;
    return (times - 1) / (*many - *start);
}

House::House(std::filesystem::path const& given)
    : folder(given),
      authority({.from = clock.now() - std::chrono::days{100}, .kind = trust::KeyKind::p256}),
      time(trust::time_authority_of(authority, clock)),
      revocation(std::make_unique<KeptRevocation>(trust::revocation_source_of(authority, clock))) {
    auto const now = clock.now();
    auto const issued = authority.issue({.common_name = "Wetbode bench seal", .kind = trust::KeyKind::p256,
                                         .from = now - std::chrono::days{10}, .until = now + std::chrono::days{700}});
    auto chain = authority.chain_of(issued.certificate);
    chain.pop_back();
    write_durably(folder / "seal.key", issued.key_pem);
    write_durably(folder / "seal.pem", pem_of(chain));
    signer = signer_from_files(folder / "seal.key", folder / "seal.pem", {}, now);
}

std::string bill(std::size_t bytes) {
    std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<akomaNtoso "
                       "xmlns=\"http://docs.oasis-open.org/legaldocml/ns/akn/3.0\">\n"
                       "  <bill name=\"ontwerp-van-decreet\">\n    <body>\n";
    for (int i = 1; text.size() + 40 < bytes; ++i) {
        auto const id = std::to_string(i);
        text += "      <article eId=\"art_" + id + "\">\n        <num>Artikel " + id +
                ".</num>\n        <paragraph eId=\"art_" + id +
                "__para_1\">\n          <content>\n            <p>De beheerder van de waterloop verleent de vergunning "
                "binnen dertig dagen na de kennisgeving &amp; deelt <ref href=\"#art_" + id +
                "\">de beslissing</ref> schriftelijk mee aan de aanvrager \xE2\x80\x93 en aan elke betrokken "
                "gemeente.</p>\n          </content>\n        </paragraph>\n      </article>\n";
    }
    return text + "    </body>\n  </bill>\n</akomaNtoso>\n";
}

void drop(Content const& content) {
    if (!content.in_memory()) std::filesystem::remove(std::get<std::filesystem::path>(content.where));
}

}  // namespace wetbode::bench

int main(int count, char** arguments) { return wetbode::bench::run(count, arguments); }
