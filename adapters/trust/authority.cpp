// SPDX-License-Identifier: EUPL-1.2
#include "adapters/trust/authority.hpp"

#include "adapters/trust/inside.hpp"
#include "gateway/crypto/hashing.hpp"
#include "gateway/refusal.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <charconv>
#include <initializer_list>
#include <sstream>

namespace wetbode::trust {

namespace {

constexpr auto life = std::chrono::days{3652};

Extensions places(std::string const& base, std::string const& issuer, bool with_ocsp) {
    auto access = "caIssuers;URI:" + base + "/ca/" + issuer + ".crt";
    if (with_ocsp) access = "OCSP;URI:" + base + "/ocsp," + access;
    return {{NID_info_access, access}, {NID_crl_distribution_points, "URI:" + base + "/crl/" + issuer + ".crl"}};
}

Extensions authority_extensions(char const* constraints) {
    return {{NID_basic_constraints, constraints},
            {NID_key_usage, "critical,keyCertSign,cRLSign,digitalSignature"},
            {NID_subject_key_identifier, "hash"}};
}

void append(Extensions& all, Extensions more) {
    for (auto& one : more) all.push_back(std::move(one));
}

issuing::Issuer issuer(Identity const& above) { return {above.certificate.get(), above.key.get()}; }

Identity make_root(AuthorityWish const& wish) {
    Identity root;
    root.key = new_key(wish.kind);
    root.certificate = issuing::certify(root.key.get(), {wish.name, wish.name + " root", wish.from, wish.from + life},
                                        nullptr, authority_extensions("critical,CA:TRUE"));
    return root;
}

Identity make_issuing(AuthorityWish const& wish, Identity const& root) {
    Identity made;
    made.key = new_key(wish.kind);
    auto extensions = authority_extensions("critical,CA:TRUE,pathlen:0");
    extensions.emplace_back(NID_authority_key_identifier, "keyid:always");
    // As most roots do: a list, and no responder.
    append(extensions, places(wish.base_url, "root", false));
    auto const signer = issuer(root);
    made.certificate = issuing::certify(
        made.key.get(), {wish.name, wish.name + " issuing", wish.from, wish.from + life}, &signer, extensions);
    return made;
}

Identity make_under(AuthorityWish const& wish, Identity const& above, IssueWish const& asked) {
    Identity made;
    made.key = new_key(asked.kind);
    auto extensions = extensions_for(asked.purpose);
    // A responder is not asked about itself: id-pkix-ocsp-nocheck.
    if (asked.purpose != Purpose::ocsp_signing) append(extensions, places(wish.base_url, "issuing", true));
    auto const signer = issuer(above);
    issuing::Subject subject{wish.name, asked.common_name, asked.from, asked.until};
    if (asked.purpose == Purpose::person) {
        subject.organisation.clear();  // he signs for himself
        subject.given_name = asked.given_name;
        subject.surname = asked.surname;
        subject.serial_number = asked.serial_number;
    }
    made.certificate = issuing::certify(made.key.get(), subject, &signer, extensions);
    return made;
}

Certificate certificate_in(std::string_view pem) {
    Handle<BIO, BIO_free_all> const bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    Certificate certificate(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
    must(certificate != nullptr, "certificate");
    return certificate;
}

std::string serial_of(X509* certificate) { return trust::serial_of(X509_get0_serialNumber(certificate)); }

void write_book(std::ostream& out, char const* name, Book const& book) {
    for (auto const& serial : book.issued) out << "issued " << name << ' ' << serial << '\n';
    for (auto const& [serial, entry] : book.revoked)
        out << "revoked " << name << ' ' << serial << ' ' << to_count(entry.at) << ' '
            << static_cast<int>(entry.reason) << '\n';
}

bool issued_by(X509* certificate, Identity const& issuer) {
    bool const good = X509_verify(certificate, issuer.key.get()) == 1;
    ERR_clear_error();
    return good;
}

}  // namespace

std::string serial_of(ASN1_INTEGER const* serial) {
    auto const length = ASN1_STRING_length(serial);
    return hex_of({reinterpret_cast<char const*>(ASN1_STRING_get0_data(serial)), static_cast<std::size_t>(length)});
}

Identity Authority::Inside::make(IssueWish const& asked) const { return make_under(wish, issuing, asked); }

Identity Authority::Inside::stranger(IssueWish const& asked) const {
    auto const other_root = make_root(wish);
    return make_under(wish, make_issuing(wish, other_root), asked);
}

std::uint64_t Authority::Inside::token_number() {
    if (next_token == 0) {
        must(RAND_bytes(reinterpret_cast<unsigned char*>(&next_token), sizeof next_token) == 1, "random number");
        next_token >>= 2U;  // room to count upwards
    }
    return ++next_token;
}

Authority::Authority(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
Authority::Authority(Authority&&) noexcept = default;
Authority& Authority::operator=(Authority&&) noexcept = default;
Authority::~Authority() = default;

Authority::Authority(AuthorityWish wish) : inside_(std::make_unique<Inside>()) {
    auto& in = *inside_;
    in.wish = std::move(wish);
    auto const from = in.wish.from;
    in.root = make_root(in.wish);
    in.issuing = make_issuing(in.wish, in.root);
    in.time = in.make({in.wish.name + " time", in.wish.kind, from, from + life, Purpose::time_stamping});
    bool const checked = in.wish.responder != ResponderKind::no_check;
    auto const until = in.wish.responder == ResponderKind::short_lived ? from + std::chrono::days{1} : from + life;
    in.responder = in.make({in.wish.name + " OCSP", in.wish.kind, from, until,
                            checked ? Purpose::ocsp_to_check : Purpose::ocsp_signing});
    in.root_book.issued.insert(serial_of(in.issuing.certificate.get()));
    in.issuing_book.issued = {serial_of(in.time.certificate.get()), serial_of(in.responder.certificate.get())};
}

std::string Authority::kept() const {
    auto const& in = *inside_;
    std::scoped_lock const lock(in.mutex);
    std::ostringstream out;
    out << "from " << to_count(in.wish.from) << "\nkind " << static_cast<int>(in.wish.kind) << "\nurl "
        << in.wish.base_url << "\nname " << in.wish.name << '\n';
    write_book(out, "root", in.root_book);
    write_book(out, "issuing", in.issuing_book);
    for (auto const* one : {&in.root, &in.issuing, &in.time, &in.responder})
        out << "identity\n" << pem_of(one->certificate.get()) << pem_of(one->key.get());
    out << "end\n";
    return out.str();
}

Authority Authority::restored(std::string_view kept) {
    auto in = std::make_unique<Inside>();
    std::istringstream lines{std::string(kept)};
    std::vector<std::string> identities;
    bool whole = false;
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::string word;
        words >> word;
        std::int64_t number = 0;
        std::string serial;
        if (word == "from" && words >> number) in->wish.from = from_count(number);
        else if (word == "kind" && words >> number) in->wish.kind = static_cast<KeyKind>(number);
        else if (word == "url") words >> in->wish.base_url;
        else if (word == "name") in->wish.name = line.substr(5);
        else if (word == "identity") identities.emplace_back();
        else if (word == "end") whole = identities.size() == 4;
        else if (word == "issued" && words >> word >> serial) {
            in->book(word == "root" ? Issuer::root : Issuer::issuing).issued.insert(serial);
        } else if (word == "revoked" && words >> word >> serial >> number) {
            int reason = 0;
            words >> reason;
            in->book(word == "root" ? Issuer::root : Issuer::issuing).revoked[serial] = {from_count(number),
                                                                                        static_cast<Reason>(reason)};
        } else if (!identities.empty()) identities.back() += line + '\n';
    }
    if (!whole) throw Outage("trust", "what was kept of the authorities is not whole");
    std::size_t at = 0;
    for (auto* one : {&in->root, &in->issuing, &in->time, &in->responder}) {
        one->certificate = certificate_in(identities[at]);
        one->key = key_in(identities[at++]);
    }
    return Authority(std::move(in));
}

std::string Authority::root() const { return der_of(inside_->root.certificate.get()); }
std::string Authority::issuing() const { return der_of(inside_->issuing.certificate.get()); }
std::string Authority::time_certificate() const { return der_of(inside_->time.certificate.get()); }
std::string Authority::responder() const { return der_of(inside_->responder.certificate.get()); }
std::string Authority::root_pem() const { return pem_of(inside_->root.certificate.get()); }

Issued Authority::issue(IssueWish const& wish) {
    auto const made = inside_->make(wish);
    std::scoped_lock const lock(inside_->mutex);
    inside_->issuing_book.issued.insert(serial_of(made.certificate.get()));
    return {der_of(made.certificate.get()), pem_of(made.key.get())};
}

std::vector<std::string> Authority::chain_of(std::string_view certificate) const {
    auto const given = certificate_of(certificate);
    if (issued_by(given.get(), inside_->issuing)) return {std::string(certificate), issuing(), root()};
    if (std::string own = root(); own == certificate) return {own};
    if (issued_by(given.get(), inside_->root)) return {std::string(certificate), root()};
    throw Outage("trust", "this certificate is not ours");
}

void Authority::revoke(std::string_view certificate, Instant at, Reason reason) {
    auto const given = certificate_of(certificate);
    auto const serial = serial_of(given.get());
    for (auto const issuer : {Issuer::issuing, Issuer::root}) {
        if (!issued_by(given.get(), inside_->identity(issuer))) continue;
        std::scoped_lock const lock(inside_->mutex);
        inside_->book(issuer).revoked[serial] = {at, reason};
        return;
    }
    throw Outage("trust", "this certificate is not ours");
}

void Authority::fail(TimeFault fault) {
    std::scoped_lock const lock(inside_->mutex);
    inside_->time_fault = fault;
}

void Authority::fail(RevocationFault fault) {
    std::scoped_lock const lock(inside_->mutex);
    inside_->revocation_fault = fault;
}

}  // namespace wetbode::trust
