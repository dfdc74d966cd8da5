// SPDX-License-Identifier: EUPL-1.2
// The keys of the embedded default: a demo authority whose private key is forgotten at once, and one seal certificate.
#include "gateway/base/files.hpp"
#include "gateway/crypto/issuing.hpp"
#include "gateway/crypto/openssl_octets.hpp"
#include "gateway/keys/keyring.hpp"
#include "gateway/refusal.hpp"

#include <openssl/x509v3.h>

#include <sys/stat.h>

#include <cerrno>
#include <cstring>

namespace wetbode {

namespace {

issuing::Key new_key() {
    issuing::Key key(EVP_EC_gen("P-256"));
    if (key == nullptr) throw Outage("keys", "cannot make the demo keys: " + last_openssl_reason());
    return key;
}

/// write_durably leaves a file that only its owner can read: right for the key, too strict for what is public.
void publish(std::filesystem::path const& file, std::string_view text) {
    write_durably(file, text);
    if (::chmod(file.c_str(), S_IRUSR | S_IWUSR | S_IRGRP | S_IROTH) != 0)
        throw Outage("keys", "cannot make " + file.string() + " readable: " + std::strerror(errno));
}

}  // namespace

void make_demo_keys(std::filesystem::path const& folder, Instant now) {
    auto const authority_file = folder / "demo-ca.pem";
    auto const chain_file = folder / "demo-seal.pem";
    auto const key_file = folder / "demo-seal.key";
    // The chain is written last: where it is, the other two are.
    if (std::filesystem::exists(authority_file) && std::filesystem::exists(key_file) &&
        std::filesystem::exists(chain_file))
        return;

    auto const from = now - std::chrono::hours{1};  // clocks of counterparts may be behind
    auto const authority_key = new_key();
    auto const authority = issuing::certify(
        authority_key.get(), {"Wetbode demo", "Wetbode demo authority", from, from + std::chrono::days{3652}}, nullptr,
        {{NID_basic_constraints, "critical,CA:TRUE,pathlen:0"},
         {NID_key_usage, "critical,keyCertSign,cRLSign"},
         {NID_subject_key_identifier, "hash"}});
    issuing::Issuer const issuer{authority.get(), authority_key.get()};
    auto const key = new_key();
    auto const certificate = issuing::certify(
        key.get(), {"Wetbode demo", "Wetbode demo seal", from, from + std::chrono::days{730}}, &issuer,
        {{NID_basic_constraints, "critical,CA:FALSE"},
         {NID_key_usage, "critical,digitalSignature,nonRepudiation"},
         {NID_subject_key_identifier, "hash"},
         {NID_authority_key_identifier, "keyid:always"}});

    std::filesystem::create_directories(folder);
    std::filesystem::remove(chain_file);
    publish(authority_file, issuing::pem_of(authority.get()));
    write_durably(key_file, issuing::pem_of(key.get()));
    publish(chain_file, issuing::pem_of(certificate.get()) + issuing::pem_of(authority.get()));
}

}  // namespace wetbode
