// SPDX-License-Identifier: EUPL-1.2
#include "gateway/keys/token.hpp"

#include "gateway/crypto/hashing.hpp"
#include "gateway/keys/secret.hpp"

#include <array>
#include <charconv>
#include <optional>

namespace wetbode {

namespace {

/// Text of a fixed width, padded with blanks.
template <std::size_t width>
std::string text_of(unsigned char const (&padded)[width]) {
    std::string text(reinterpret_cast<char const*>(padded), width);
    text.erase(text.find_last_not_of(std::string_view(" \0", 2)) + 1);
    return text;
}

std::string in_quotes(std::string const& text) { return "\"" + text + "\""; }

struct Seen {
    CK_SLOT_ID slot = 0;
    CK_TOKEN_INFO info{};
};

std::vector<Seen> tokens_in(Module const& module) {
    std::array<CK_SLOT_ID, 256> slots{};
    CK_ULONG count = slots.size();
    must(module->C_GetSlotList(CK_TRUE, slots.data(), &count), "look for tokens");
    std::vector<Seen> tokens;
    for (CK_ULONG i = 0; i < count; ++i) {
        Seen seen{slots[i], {}};
        // A token that goes while we look is one that is not there.
        if (module->C_GetTokenInfo(slots[i], &seen.info) != CKR_OK) continue;
        if ((seen.info.flags & CKF_TOKEN_INITIALIZED) != 0) tokens.push_back(seen);
    }
    return tokens;
}

bool is_meant(Seen const& seen, std::string const& token) {
    if (token.starts_with("serial:")) return text_of(seen.info.serialNumber) == token.substr(7);
    if (token.starts_with("slot:")) return std::to_string(seen.slot) == token.substr(5);
    return text_of(seen.info.label) == token;
}

Seen find_token(Module const& module, TokenKey const& place) {
    auto const tokens = tokens_in(module);
    std::optional<Seen> found;
    std::string others;
    for (auto const& seen : tokens) {
        others += (others.empty() ? "" : ", ") + in_quotes(text_of(seen.info.label));
        if (!is_meant(seen, place.token)) continue;
        if (found)
            throw Outage("keys", "two tokens are called " + in_quotes(place.token) +
                                     ": set sealing.pkcs11_token to \"serial:...\" or \"slot:...\"");
        found = seen;
    }
    if (found) return *found;
    if (tokens.empty())
        throw TokenAway("there is no token in " + module.file().string() +
                        ": look whether it is plugged in or its host can be reached");
    throw Outage("keys", "there is no token " + in_quotes(place.token) + " in " + module.file().string() + ", only " +
                             others + ": look at sealing.pkcs11_token");
}

/// A start again and again (as a supervisor does) must not use up the tries that a token grants: what another process
/// has tried is known from the flags alone.
void refuse_risky_login(CK_FLAGS flags, TokenKey const& place) {
    auto const token = "the token " + in_quotes(place.token);
    if ((flags & CKF_USER_PIN_LOCKED) != 0)
        throw Outage("keys", token + " has locked its PIN after wrong ones: its security officer must set it anew");
    if ((flags & (CKF_USER_PIN_FINAL_TRY | CKF_USER_PIN_COUNT_LOW)) != 0)
        throw Outage("keys", token + " says that the last PIN was wrong, so none is tried: correct sealing.pin_file "
                                     "and log in once by hand with the right PIN (gateway/keys/README.md tells how)");
}

void log_in(Module const& module, Seen const& seen, CK_SESSION_HANDLE session, TokenKey const& place) {
    if ((seen.info.flags & CKF_LOGIN_REQUIRED) == 0) return;
    refuse_risky_login(seen.info.flags, place);
    auto const answer = give_pin(module, session, CKU_USER, place);
    if (answer == CKR_USER_ALREADY_LOGGED_IN) return;
    if (refuses_pin(answer)) throw PinRefused(sentence_on_pin(answer, place));
    must(answer, "log in to the token " + in_quotes(place.token));
}

CK_ATTRIBUTE attribute(CK_ATTRIBUTE_TYPE type, void const* value, std::size_t length) {
    return {type, const_cast<void*>(value), static_cast<CK_ULONG>(length)};
}

std::string octets_from_hex(std::string const& hex) {
    std::string octets;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
        unsigned value = 0;
        auto const* const end = hex.data() + i + 2;
        if (std::from_chars(hex.data() + i, end, value, 16).ptr != end) return {};
        octets += static_cast<char>(value);
    }
    return hex.size() % 2 == 0 ? octets : std::string{};
}

std::vector<CK_OBJECT_HANDLE> objects(Module const& module, CK_SESSION_HANDLE session,
                                      std::vector<CK_ATTRIBUTE> wanted) {
    must(module->C_FindObjectsInit(session, wanted.data(), wanted.size()), "search the token");
    std::array<CK_OBJECT_HANDLE, 64> found{};
    CK_ULONG count = 0;
    auto const answer = module->C_FindObjects(session, found.data(), found.size(), &count);
    module->C_FindObjectsFinal(session);
    must(answer, "search the token");
    return {found.begin(), found.begin() + static_cast<std::ptrdiff_t>(count)};
}

/// Empty if the object has no such attribute.
std::string value_of(Module const& module, CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type) {
    constexpr CK_ULONG longest = 64U << 10U;
    CK_ATTRIBUTE asked{type, nullptr, 0};
    if (module->C_GetAttributeValue(session, object, &asked, 1) != CKR_OK || asked.ulValueLen > longest) return {};
    std::string value(asked.ulValueLen, '\0');
    asked.pValue = value.data();
    if (module->C_GetAttributeValue(session, object, &asked, 1) != CKR_OK) return {};
    value.resize(asked.ulValueLen);
    return value;
}

constexpr CK_OBJECT_CLASS private_key = CKO_PRIVATE_KEY;
constexpr CK_OBJECT_CLASS certificate = CKO_CERTIFICATE;

std::string keys_there(Module const& module, CK_SESSION_HANDLE session) {
    std::string told;
    for (auto const object : objects(module, session, {attribute(CKA_CLASS, &private_key, sizeof private_key)})) {
        told += (told.empty() ? "" : ", ") + in_quotes(value_of(module, session, object, CKA_LABEL)) + " (id " +
                hex_of(value_of(module, session, object, CKA_ID)) + ")";
        if (told.size() > 400) break;
    }
    return told.empty() ? "no private key at all" : "only " + told;
}

CK_OBJECT_HANDLE find_key(Module const& module, CK_SESSION_HANDLE session, TokenKey const& place) {
    auto const id = octets_from_hex(place.id);
    if (!place.id.empty() && id.empty())
        throw Outage("keys", "sealing.pkcs11_key_id must be hexadecimal, two digits for each octet");
    std::vector<CK_ATTRIBUTE> wanted{attribute(CKA_CLASS, &private_key, sizeof private_key)};
    if (!place.label.empty()) wanted.push_back(attribute(CKA_LABEL, place.label.data(), place.label.size()));
    if (!id.empty()) wanted.push_back(attribute(CKA_ID, id.data(), id.size()));
    auto const found = objects(module, session, wanted);
    auto const meant = (place.label.empty() ? "" : " with the label " + in_quotes(place.label)) +
                       (place.id.empty() ? "" : " with the id " + place.id);
    if (found.empty())
        throw Outage("keys", "the token " + in_quotes(place.token) + " holds no private key" + meant + ", " +
                                 keys_there(module, session) + ": look at sealing.pkcs11_key and pkcs11_key_id");
    if (found.size() > 1)
        throw Outage("keys", "the token " + in_quotes(place.token) + " holds several private keys" + meant +
                                 ": set both sealing.pkcs11_key and pkcs11_key_id");
    return found.front();
}

}  // namespace

void must(CK_RV answer, std::string const& act) {
    if (answer == CKR_OK) return;
    auto const sentence = "cannot " + act + " (" + name_of_answer(answer) + ")";
    if (may_come_back(answer))
        throw TokenAway(sentence + ": look whether the token is plugged in or its host can be reached; sealing goes on "
                        "by itself when it is back");
    if (answer == CKR_SESSION_COUNT) throw Outage("keys", sentence + ": set sealing.sessions_max lower");
    throw Outage("keys", sentence + ": look into the log of the token's maker");
}

CK_RV give_pin(Module const& module, CK_SESSION_HANDLE session, CK_USER_TYPE user, TokenKey const& place) {
    if (place.pin_file.empty())
        throw Outage("keys", "the token " + in_quotes(place.token) + " asks for a PIN: set sealing.pin_file");
    Secret pin(read_phrase(place.pin_file));
    // An empty PIN is a wrong one; to give it would cost a try.
    if (pin.empty())
        throw Outage("keys", place.pin_file.string() + " (sealing.pin_file) is empty: write the PIN in it");
    return module->C_Login(session, user, reinterpret_cast<unsigned char*>(pin.text().data()), pin.text().size());
}

std::string sentence_on_pin(CK_RV answer, TokenKey const& place) {
    auto const begin = "the token " + in_quotes(place.token) + " does not accept the PIN in " +
                       place.pin_file.string() + " (" + name_of_answer(answer) + ")";
    if (answer == CKR_PIN_LOCKED || answer == CKR_USER_PIN_NOT_INITIALIZED || answer == CKR_PIN_EXPIRED)
        return begin + ": its security officer must set it anew";
    return begin + ": it is not tried again, so that the token does not lock itself; correct sealing.pin_file, log in "
                   "once by hand with the right PIN (gateway/keys/README.md tells how) and start again";
}

CK_SESSION_HANDLE open_session(Module const& module, CK_SLOT_ID slot) {
    CK_SESSION_HANDLE session = CK_INVALID_HANDLE;
    must(module->C_OpenSession(slot, CKF_SERIAL_SESSION, nullptr, nullptr, &session), "open a session of the token");
    return session;
}

OpenToken open_token(Module const& module, TokenKey const& place) {
    auto const seen = find_token(module, place);
    OpenToken token;
    token.slot = seen.slot;
    token.session = open_session(module, seen.slot);
    try {
        log_in(module, seen, token.session, place);
        token.key = find_key(module, token.session, place);
    } catch (Outage const&) {
        module->C_CloseSession(token.session);
        throw;
    }
    auto const each_time = value_of(module, token.session, token.key, CKA_ALWAYS_AUTHENTICATE);
    token.pin_each_time = !each_time.empty() && each_time.front() != CK_FALSE;
    return token;
}

std::vector<std::string> certificates_in_token(Module const& module, OpenToken const& token) {
    auto const id = value_of(module, token.session, token.key, CKA_ID);
    auto const class_wanted = attribute(CKA_CLASS, &certificate, sizeof certificate);
    std::vector<CK_OBJECT_HANDLE> ours;
    if (!id.empty()) ours = objects(module, token.session, {class_wanted, attribute(CKA_ID, id.data(), id.size())});
    if (ours.size() != 1)
        throw Outage("keys", std::string(ours.empty() ? "the token holds no certificate" : "the token holds several "
                             "certificates") + " with the id of the key (" + hex_of(id) +
                                 "): set sealing.certificate_file");
    std::vector<std::string> others;
    for (auto const object : objects(module, token.session, {class_wanted}))
        if (object != ours.front()) others.push_back(value_of(module, token.session, object, CKA_VALUE));
    return chain_in_order(value_of(module, token.session, ours.front(), CKA_VALUE), std::move(others));
}

}  // namespace wetbode
