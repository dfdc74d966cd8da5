// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "tests/unit/sealing/workshop.hpp"

#include "gateway/base/base64.hpp"
#include "gateway/base/content.hpp"
#include "gateway/base/sha256.hpp"

#include <zip.h>

#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace wetbode::test {

Folder::Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "wetbode-seal-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path_ = name;
}

Folder::~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

Instant noon() { return Instant{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23}} + std::chrono::hours{12}; }

Workshop::Workshop(Instant keys_made) {
    make_demo_keys(folder.path(), keys_made);
    signer = signer_from_files(folder / "demo-seal.key", folder / "demo-seal.pem", {}, keys_made);
}

std::filesystem::path Workshop::sealed(Entries const& files, Instant at) const {
    std::vector<SealedFile> contents;
    for (auto const& [name, octets] : files)
        contents.push_back({name, name.ends_with(".xml") ? "application/xml" : "application/pdf", content_of(octets)});
    auto const seal = Sealer(*signer, folder.path()).seal(contents, at);
    auto const target = folder / "sealed.asice";
    if (seal.container.in_memory())
        write(target, std::get<std::string>(seal.container.where));
    else
        std::filesystem::rename(std::get<std::filesystem::path>(seal.container.where), target);
    return target;
}

std::filesystem::path Workshop::decree() const {
    return sealed({{"ontwerp van decreet.xml", "<decreet>Artikel 1</decreet>"}, {"memorie.pdf", "%PDF-1.7 memorie"}});
}

VerificationReport Workshop::verify(std::filesystem::path const& container, Instant at) const {
    return verify_asic(container, trusting({anchor()}, at));
}

VerificationOptions trusting(std::vector<std::filesystem::path> const& anchors, Instant at) {
    VerificationOptions options;
    options.anchors = anchors_in_files(anchors);
    options.policy.revocation = RevocationRule::none;
    options.now = at;
    return options;
}

Entries unpack(std::filesystem::path const& container) {
    int code = 0;
    auto* const zip = zip_open(container.c_str(), ZIP_RDONLY, &code);
    REQUIRE(zip != nullptr);
    Entries entries;
    for (zip_int64_t i = 0; i < zip_get_num_entries(zip, 0); ++i) {
        zip_stat_t facts;
        REQUIRE(zip_stat_index(zip, static_cast<zip_uint64_t>(i), 0, &facts) == 0);
        std::string octets(facts.size, '\0');
        auto* const file = zip_fopen_index(zip, static_cast<zip_uint64_t>(i), 0);
        REQUIRE(file != nullptr);
        REQUIRE(zip_fread(file, octets.data(), octets.size()) == static_cast<zip_int64_t>(octets.size()));
        zip_fclose(file);
        entries.emplace_back(facts.name, std::move(octets));
    }
    zip_discard(zip);
    return entries;
}

void pack(std::filesystem::path const& container, Entries const& entries) {
    int code = 0;
    auto* const zip = zip_open(container.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &code);
    REQUIRE(zip != nullptr);
    for (auto const& [name, octets] : entries) {
        auto* const source = zip_source_buffer(zip, octets.data(), octets.size(), 0);
        auto const index = zip_file_add(zip, name.c_str(), source, ZIP_FL_ENC_UTF_8);
        REQUIRE(index >= 0);
        zip_set_file_compression(zip, static_cast<zip_uint64_t>(index), ZIP_CM_STORE, 0);
    }
    REQUIRE(zip_close(zip) == 0);
}

std::string& entry(Entries& entries, std::string_view name) {
    for (auto& [known, octets] : entries)
        if (known == name) return octets;
    FAIL("no such entry");
    return entries.front().second;
}

void write(std::filesystem::path const& file, std::string_view octets) {
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << octets;
}

std::string read(std::filesystem::path const& file) {
    std::ostringstream octets;
    octets << std::ifstream(file, std::ios::binary).rdbuf();
    return octets.str();
}

void replace(std::string& text, std::string_view old, std::string_view with) {
    auto const at = text.find(old);
    REQUIRE(at != std::string::npos);
    REQUIRE(text.find(old, at + 1) == std::string::npos);
    text.replace(at, old.size(), with);
}

std::string between(std::string const& text, std::string_view from, std::string_view to) {
    auto const begin = text.find(from);
    REQUIRE(begin != std::string::npos);
    auto const end = text.find(to, begin);
    REQUIRE(end != std::string::npos);
    return text.substr(begin, end + to.size() - begin);
}

namespace {

std::string octets_of(Digest const& digest) {
    return {reinterpret_cast<char const*>(digest.octets.data()), digest.octets.size()};
}

void replace_value(std::string& text, std::string_view from, std::string_view value) {
    auto const begin = text.rfind(from) + from.size();
    text.replace(begin, text.find('<', begin) - begin, value);
}

}  // namespace

std::string sign_again(std::string xml, Signer const& signer) {
    auto const properties = between(xml, "<xades:SignedProperties ", "</xades:SignedProperties>");
    auto info = between(xml, "<ds:SignedInfo ", "</ds:SignedInfo>");
    auto const old_info = info;
    replace_value(info, "<ds:DigestValue>", base64(octets_of(sha256(properties))));
    replace(xml, old_info, info);
    replace_value(xml, "<ds:SignatureValue>", base64(signer.sign(octets_of(sha256(info)))));
    return xml;
}

bool has(VerificationReport const& report, std::string_view code) {
    for (auto const& finding : report.findings)
        if (finding.code == code) return true;
    return false;
}

std::string told(VerificationReport const& report) {
    std::string text;
    for (auto const& finding : report.findings) text += finding.code + ": " + finding.message.en + "\n";
    return text;
}

Ran run(std::filesystem::path const& folder, std::string const& command) {
    auto const output = folder / "command-output.txt";
    auto const status =
        std::system(("cd '" + folder.string() + "' && (" + command + ") > command-output.txt 2>&1").c_str());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, read(output)};
}

}  // namespace wetbode::test
