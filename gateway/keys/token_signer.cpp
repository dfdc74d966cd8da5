// SPDX-License-Identifier: EUPL-1.2
#include "gateway/keys/token_signer.hpp"

#include "gateway/base/guarded.hpp"
#include "gateway/crypto/certificate.hpp"
#include "gateway/crypto/der.hpp"
#include "gateway/keys/secret.hpp"
#include "gateway/keys/token_sessions.hpp"

#include <array>

namespace wetbode {

namespace {

constexpr std::uint64_t chain_file_bytes_max = 1U << 20U;

class TokenSigner final : public Signer {
public:
    TokenSigner(TokenKey const& place, Instant now);

    [[nodiscard]] SignatureAlgorithm algorithm() const override { return chain_.algorithm; }
    [[nodiscard]] std::vector<std::string> const& chain() const override { return chain_.certificates; }
    [[nodiscard]] Instant not_after() const override { return chain_.not_after; }
    [[nodiscard]] std::string sign(std::string_view digest) const override;
    [[nodiscard]] std::optional<std::string> trouble() const override {
        auto told = trouble_.with([](std::string const& text) { return text; });
        return told.empty() ? std::nullopt : std::optional(std::move(told));
    }

private:
    struct Signed {
        CK_RV answer = CKR_OK;
        std::string value;
    };

    void look(OpenToken const& token);
    [[nodiscard]] Signed sign_in(OpenToken const& token, std::string_view digest) const;
    [[nodiscard]] std::string sign_or_throw(std::string_view digest) const;

    TokenKey place_;
    Instant now_;  ///< of the start: the chain is judged then
    SealChain chain_;
    mutable Module module_;
    mutable Guarded<std::string> trouble_;
    mutable TokenSessions sessions_;  ///< last: its end closes sessions of module_
};

/// DigestInfo of RFC 8017 section 9.2: what CKM_RSA_PKCS pads and signs.
std::string digest_info(std::string_view digest) {
    auto const algorithm = der::sequence({der::oid("2.16.840.1.101.3.4.2.1"), der::null()});  // SHA-256
    return der::sequence({algorithm, der::octet_string(digest)});
}

TokenSigner::TokenSigner(TokenKey const& place, Instant now)
    : place_(place),
      now_(now),
      module_(place.module),
      sessions_(module_, place_, [this](OpenToken const& token) { look(token); }) {
    if (place_.token.empty()) throw Outage("keys", "sealing.pkcs11_module needs sealing.pkcs11_token");
    if (place_.label.empty() && place_.id.empty())
        throw Outage("keys", "sealing.pkcs11_module needs sealing.pkcs11_key or sealing.pkcs11_key_id");
    auto const& file = place_.certificates;
    if (!file.empty())
        chain_ = checked_chain(certificates_in_pem(read_key_material(file, chain_file_bytes_max)), place_.rsa, now,
                               file.string());
    try {
        sessions_.give_back(sessions_.borrow(), TokenSessions::State::good);
    } catch (TokenAway const& away) {
        // Documents must be taken in while the token's host is down (DECISIONS 9): their seals wait for it.
        if (file.empty()) throw;
        trouble_.with([&](std::string& text) { text = away.what(); });
    }
}

/// The token could have been made anew with another key of the same name, so the proof is asked at each opening.
void TokenSigner::look(OpenToken const& token) {
    auto const where = "the token \"" + place_.token + "\"";
    if (chain_.certificates.empty())
        chain_ = checked_chain(certificates_in_token(module_, token), place_.rsa, now_, where);
    std::string const text = "wetbode: does this key fit its certificate?";
    auto const [answer, value] = sign_in(token, hash_of(chain_.algorithm.hash, text));
    if (refuses_pin(answer)) throw PinRefused(sentence_on_pin(answer, place_));
    must(answer, "sign with the key in " + where + " by " + std::string(name_of(chain_.algorithm)));
    if (!signature_holds(chain_.certificates.front(), chain_.algorithm, text, value))
        throw Outage("keys", "the key in " + where + " does not belong to the seal certificate: look at "
                             "sealing.pkcs11_key and sealing.certificate_file");
}

TokenSigner::Signed TokenSigner::sign_in(OpenToken const& token, std::string_view digest) const {
    CK_RSA_PKCS_PSS_PARAMS pss{CKM_SHA256, CKG_MGF1_SHA256, octets_of(HashAlgorithm::sha256)};
    CK_MECHANISM mechanism{CKM_ECDSA, nullptr, 0};
    std::string octets(digest);
    if (chain_.algorithm.scheme == SignatureScheme::rsa_pss) mechanism = {CKM_RSA_PKCS_PSS, &pss, sizeof pss};
    if (chain_.algorithm.scheme == SignatureScheme::rsa_pkcs1) {
        mechanism = {CKM_RSA_PKCS, nullptr, 0};
        octets = digest_info(digest);
    }
    Signed result;
    result.answer = module_->C_SignInit(token.session, &mechanism, token.key);
    if (result.answer == CKR_OK && token.pin_each_time)
        result.answer = give_pin(module_, token.session, CKU_CONTEXT_SPECIFIC, place_);
    if (result.answer != CKR_OK) return result;
    std::array<unsigned char, rsa_bits_max / 8> value{};
    CK_ULONG length = value.size();
    result.answer = module_->C_Sign(token.session, reinterpret_cast<unsigned char*>(octets.data()), octets.size(),
                                    value.data(), &length);
    if (result.answer == CKR_OK) result.value.assign(reinterpret_cast<char const*>(value.data()), length);
    return result;
}

std::string TokenSigner::sign_or_throw(std::string_view digest) const {
    using State = TokenSessions::State;
    constexpr int tries = 2;  // the second with the token opened anew
    Signed last;
    for (int i = 0; i < tries; ++i) {
        auto const lent = sessions_.borrow();
        try {
            last = sign_in(lent.token, digest);
        } catch (Outage const&) {  // of give_pin(): the file is gone
            sessions_.give_back(lent, State::spoilt);
            throw;
        }
        if (last.answer == CKR_OK) {
            sessions_.give_back(lent, State::good);
            return std::move(last.value);
        }
        if (refuses_pin(last.answer)) sessions_.refuse_pin(sentence_on_pin(last.answer, place_));
        sessions_.give_back(lent, may_come_back(last.answer) ? State::lost : State::spoilt);
        if (!may_come_back(last.answer)) break;
    }
    if (refuses_pin(last.answer)) throw Outage("keys", sentence_on_pin(last.answer, place_));
    must(last.answer, "sign with the key in the token \"" + place_.token + "\"");
    return {};
}

std::string TokenSigner::sign(std::string_view digest) const {
    ensure(digest.size() == octets_of(chain_.algorithm.hash), "a digest is as long as its algorithm makes it");
    try {
        auto value = sign_or_throw(digest);
        trouble_.with([](std::string& text) { text.clear(); });
        return value;
    } catch (Outage const& outage) {
        trouble_.with([&](std::string& text) { text = outage.what(); });
        throw;
    }
}

}  // namespace

std::unique_ptr<Signer> signer_from_token(TokenKey const& place, Instant now) {
    return std::make_unique<TokenSigner>(place, now);
}

}  // namespace wetbode
