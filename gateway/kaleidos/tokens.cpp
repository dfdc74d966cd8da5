// SPDX-License-Identifier: EUPL-1.2
#include "gateway/kaleidos/tokens.hpp"

#include "gateway/base/base64.hpp"
#include "gateway/base/files.hpp"
#include "gateway/base/hmac.hpp"
#include "gateway/base/sha256.hpp"
#include "gateway/base/uuid.hpp"

#include <algorithm>
#include <charconv>
#include <system_error>

namespace wetbode::kaleidos {

namespace {

constexpr std::size_t key_octets = 32;
constexpr std::size_t header_bytes_max = 4096;

std::string lower(std::string_view text) {
    std::string out(text);
    for (auto& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

/// What stands behind the scheme; empty if it is another one.
std::string_view credentials_of(std::string_view authorization, std::string_view scheme) {
    if (authorization.size() > header_bytes_max || authorization.size() <= scheme.size()) return {};
    if (lower(authorization.substr(0, scheme.size())) != scheme || authorization[scheme.size()] != ' ') return {};
    auto const rest = authorization.substr(scheme.size());
    auto const first = rest.find_first_not_of(' ');
    return first == std::string_view::npos ? std::string_view{} : rest.substr(first);
}

bool may_use_the_door(api::Client const& client) {
    return client.role == api::Role::sender || client.role == api::Role::admin;
}

}  // namespace

Tokens::Tokens(std::string key, TokenTerms terms, std::vector<api::Client> clients, ClientName local)
    : key_(std::move(key)), terms_(terms), clients_(std::move(clients)), local_(std::move(local)) {
    ensure(key_.size() >= key_octets, "tokens need a key that nobody can guess");
}

std::optional<ClientName> Tokens::client_in(std::string_view authorization) const {
    if (clients_.empty()) return local_;
    auto const plain = from_base64(credentials_of(authorization, "basic"), Base64Space::refuse);
    if (!plain) return std::nullopt;
    auto const colon = plain->find(':');
    if (colon == std::string::npos) return std::nullopt;
    auto const name = std::string_view(*plain).substr(0, colon);
    auto const digest = sha256(std::string_view(*plain).substr(colon + 1)).hex();
    std::optional<ClientName> found;
    for (auto const& client : clients_) {  // all of them, so that the time tells nothing
        bool const good = equal_in_constant_time(digest, lower(client.secret_sha256));
        if (good && client.name.text == name && may_use_the_door(client)) found = client.name;
    }
    return found;
}

std::string Tokens::issue(ClientName const& client, Instant now) const {
    auto const until = std::to_string((now + terms_.life + terms_.grace).time_since_epoch().count());
    return base64url(until + ':' + client.text) + '.' + mark_of(client.text, until);
}

std::optional<ClientName> Tokens::bearer_in(std::string_view authorization, Instant now) const {
    if (clients_.empty()) return local_;
    auto const token = credentials_of(authorization, "bearer");
    auto const dot = token.find('.');
    if (dot == std::string_view::npos) return std::nullopt;
    std::string padded(token.substr(0, dot));
    std::ranges::replace(padded, '-', '+');
    std::ranges::replace(padded, '_', '/');
    padded.append((4 - padded.size() % 4) % 4, '=');
    auto const claims = from_base64(padded, Base64Space::refuse);
    auto const colon = claims ? claims->find(':') : std::string::npos;
    if (colon == std::string::npos) return std::nullopt;
    auto const until = std::string_view(*claims).substr(0, colon);
    auto const name = std::string_view(*claims).substr(colon + 1);
    if (!equal_in_constant_time(mark_of(name, until), token.substr(dot + 1))) return std::nullopt;
    std::int64_t end = 0;
    auto const [last, error] = std::from_chars(until.data(), until.data() + until.size(), end);
    if (error != std::errc{} || last != until.data() + until.size()) return std::nullopt;
    auto const* const client = client_named(name);
    if (client == nullptr || now.time_since_epoch().count() >= end) return std::nullopt;
    return client->name;
}

/// Whoever changes a client's secret ends the tokens that were given for the old one.
std::string Tokens::mark_of(std::string_view client, std::string_view until) const {
    auto const* const known = client_named(client);
    auto const secret = known == nullptr ? std::string() : lower(known->secret_sha256);
    auto const text = "wetbode token 1\n" + std::string(until) + '\n' + std::string(client) + '\n' + secret;
    auto const digest = hmac_sha256(key_, text);
    return base64url({reinterpret_cast<char const*>(digest.octets.data()), digest.octets.size()});
}

api::Client const* Tokens::client_named(std::string_view name) const {
    auto const found = std::ranges::find_if(
        clients_, [&](auto const& client) { return client.name.text == name && may_use_the_door(client); });
    return found == clients_.end() ? nullptr : &*found;
}

std::string token_key(std::filesystem::path const& folder) {
    auto const path = folder / "door-token.key";
    try {
        if (!std::filesystem::exists(path)) {
            write_durably(path, random_hex(key_octets));
            using std::filesystem::perms;
            std::filesystem::permissions(path, perms::owner_read | perms::owner_write);
        }
        auto key = read_file(path, 4096);
        if (key.size() >= key_octets) return key;
    } catch (std::filesystem::filesystem_error const& error) {
        throw Outage("keys", error.what());
    }
    throw Outage("keys", path.string() + " is too short to be a key; remove it, and clients will ask for new tokens");
}

}  // namespace wetbode::kaleidos
