// SPDX-License-Identifier: EUPL-1.2
// See certificates.hpp.
#include "unit/http/certificates.hpp"

#include "gateway/base/sha256.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <stdexcept>

namespace wetbode::test {
namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;
using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

File opened(std::filesystem::path const& path) {
    File file(std::fopen(path.c_str(), "w"), &std::fclose);
    if (!file) throw std::runtime_error("cannot write " + path.string());
    return file;
}

void add_extension(X509* certificate, X509* issuer, int kind, char const* value) {
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    auto* extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value);
    if (extension == nullptr) throw std::runtime_error("bad extension");
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

Certificate blank(std::string const& name, EVP_PKEY* key) {
    static long serial = 1;
    Certificate certificate(X509_new(), &X509_free);
    X509_set_version(certificate.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), ++serial);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 86400);
    X509_set_pubkey(certificate.get(), key);
    auto* subject = X509_get_subject_name(certificate.get());
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, reinterpret_cast<unsigned char const*>(name.c_str()), -1,
                               -1, 0);
    return certificate;
}

}  // namespace

struct Authority::Inside {
    std::filesystem::path folder;
    std::filesystem::path file;
    Key key{nullptr, &EVP_PKEY_free};
    Certificate certificate{nullptr, &X509_free};
};

Authority::Authority(std::filesystem::path folder, std::string const& name) : inside_(std::make_unique<Inside>()) {
    inside_->file = folder / (name + ".pem");
    inside_->folder = std::move(folder);
    inside_->key.reset(EVP_EC_gen("P-256"));
    inside_->certificate = blank(name, inside_->key.get());
    auto* raw = inside_->certificate.get();
    X509_set_issuer_name(raw, X509_get_subject_name(raw));
    add_extension(raw, raw, NID_basic_constraints, "critical,CA:TRUE");
    add_extension(raw, raw, NID_key_usage, "critical,keyCertSign");
    X509_sign(raw, inside_->key.get(), EVP_sha256());
    PEM_write_X509(opened(inside_->file).get(), raw);
}

Authority::~Authority() = default;

std::filesystem::path const& Authority::certificate() const {
    return inside_->file;
}

PemPair Authority::issue(std::string const& name, Purpose purpose) const {
    Key const key(EVP_EC_gen("P-256"), &EVP_PKEY_free);
    auto const certificate = blank(name, key.get());
    auto* raw = certificate.get();
    X509_set_issuer_name(raw, X509_get_subject_name(inside_->certificate.get()));
    add_extension(raw, inside_->certificate.get(), NID_basic_constraints, "CA:FALSE");
    add_extension(raw, inside_->certificate.get(), NID_ext_key_usage,
                  purpose == Purpose::server ? "serverAuth" : "clientAuth");
    add_extension(raw, inside_->certificate.get(), NID_subject_alt_name, "IP:127.0.0.1");
    X509_sign(raw, inside_->key.get(), EVP_sha256());
    PemPair pair{inside_->folder / (name + ".crt"), inside_->folder / (name + ".key"), {}};
    PEM_write_X509(opened(pair.certificate).get(), raw);
    PEM_write_PrivateKey(opened(pair.key).get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    unsigned char* der = nullptr;
    auto const length = i2d_X509(raw, &der);
    pair.fingerprint = sha256({reinterpret_cast<char const*>(der), static_cast<std::size_t>(length)}).hex();
    OPENSSL_free(der);
    return pair;
}

}  // namespace wetbode::test
