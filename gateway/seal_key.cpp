// SPDX-License-Identifier: EUPL-1.2
#include "gateway/seal_key.hpp"

#include "gateway/base/rfc3339.hpp"
#include "gateway/crypto/algorithm_terms.hpp"
#include "gateway/crypto/certificate.hpp"
#include "gateway/keys/keyring.hpp"
#include "gateway/keys/token_signer.hpp"

#include <array>

namespace wetbode {

namespace {

using ops::Settings;
using ops::SettingsError;

/// A seal certificate lives some two years: with the next one the algorithm can be changed in time.
constexpr std::chrono::days told_before{731};

RsaPadding padding_of(Settings const& settings) {
    auto const& rsa = settings.text("sealing.rsa");
    if (rsa == "pss") return RsaPadding::pss;
    if (rsa == "pkcs1") return RsaPadding::pkcs1;
    throw SettingsError(settings.source().string() + ": sealing.rsa is \"pss\" or \"pkcs1\", not \"" + rsa + "\"");
}

/// Half a description would be silently another one.
void refuse_contradictions(Settings const& settings) {
    auto const set = [&](char const* key) { return !settings.text("sealing." + std::string(key)).empty(); };
    auto const refuse = [&](std::string const& why) {
        throw SettingsError(settings.source().string() + ": [sealing] " + why);
    };
    if (set("key_file") && set("pkcs11_module"))
        refuse("key_file and pkcs11_module are both set: the key is in a file or in a token; leave one out");
    if (set("passphrase_file") && !set("key_file")) refuse("passphrase_file needs key_file");
    if (set("certificate_file") && !set("key_file") && !set("pkcs11_module"))
        refuse("certificate_file needs key_file or pkcs11_module");
    for (auto const* const key : {"pkcs11_token", "pkcs11_key", "pkcs11_key_id", "pin_file"})
        if (set(key) && !set("pkcs11_module")) refuse(std::string(key) + " needs pkcs11_module");
    if (!set("pkcs11_module")) return;
    for (auto const* const key : {"pkcs11_token", "pin_file"})
        if (!set(key)) refuse("pkcs11_module needs " + std::string(key));
    if (!set("pkcs11_key") && !set("pkcs11_key_id")) refuse("pkcs11_module needs pkcs11_key or pkcs11_key_id");
}

std::unique_ptr<Signer> key_in_token(Settings const& settings, Instant now) {
    TokenKey key;
    key.module = settings.file("sealing.pkcs11_module");
    key.token = settings.text("sealing.pkcs11_token");
    key.label = settings.text("sealing.pkcs11_key");
    key.id = settings.text("sealing.pkcs11_key_id");
    key.pin_file = settings.file("sealing.pin_file");
    key.certificates = settings.file("sealing.certificate_file");
    key.rsa = padding_of(settings);
    key.sessions_max = static_cast<int>(settings.number("sealing.sessions_max"));
    return signer_from_token(key, now);
}

std::unique_ptr<Signer> demo_key(std::filesystem::path const& data, Instant now, ops::Log const& log) {
    auto const keys = data / "keys";
    std::filesystem::create_directories(keys);
    make_demo_keys(keys, now);
    log.warning("keys.demo", {{"folder", keys.string()},
                              {"meaning", "seals are made with a demo key; set sealing.key_file before real use"}});
    return signer_from_files(keys / "demo-seal.key", keys / "demo-seal.pem", {}, now);
}

std::unique_ptr<Signer> chosen_key(Settings const& settings, std::filesystem::path const& data, Instant now,
                                   ops::Log const& log) {
    if (!settings.text("sealing.pkcs11_module").empty()) return key_in_token(settings, now);
    if (settings.text("sealing.key_file").empty()) return demo_key(data, now, log);
    return signer_from_files({settings.file("sealing.key_file"), settings.file("sealing.certificate_file"),
                              settings.file("sealing.passphrase_file"), padding_of(settings)},
                             now);
}

}  // namespace

std::optional<std::string> algorithm_warning(Signer const& signer, Instant now) {
    auto const facts = facts_of_certificate(signer.chain().front());
    ensure(facts.has_value(), "the certificate of a signer was read before");
    auto const end = end_of(signer.algorithm(), facts->key_bits);
    if (!end || *end - now > told_before) return std::nullopt;
    auto const what = std::string(name_of(signer.algorithm())) + " with " + std::to_string(facts->key_bits) + " bits";
    auto const remedy = ": the next seal key should be ECDSA on P-256, or RSA with sealing.rsa = \"pss\" (" +
                        std::string(algorithm_terms_source) + ")";
    if (*end <= now)
        return what + (*end == never_acceptable ? " was never acceptable" : " is not acceptable since " +
                       rfc3339(Instant{*end})) + remedy;
    return what + " is acceptable until " + rfc3339(Instant{*end}) + " only" + remedy;
}

std::unique_ptr<Signer> seal_key(Settings const& settings, std::filesystem::path const& data, Instant now,
                                 ops::Log const& log) {
    refuse_contradictions(settings);
    ignore(padding_of(settings), "a bad value stops the start even where the key is not RSA");
    auto signer = chosen_key(settings, data, now, log);
    if (auto const trouble = signer->trouble())
        log.error("keys.away", {{"meaning", "submissions are taken in, their seals wait"}, {"why", *trouble}});
    if (auto const warning = algorithm_warning(*signer, now)) {
        auto const facts = facts_of_certificate(signer->chain().front());
        auto const end = end_of(signer->algorithm(), facts->key_bits);
        log.write(*end <= now ? ops::LogLevel::error : ops::LogLevel::warning, "keys.algorithm_ends",
                  {{"meaning", *warning}});
    }
    return signer;
}

}  // namespace wetbode
