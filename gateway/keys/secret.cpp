// SPDX-License-Identifier: EUPL-1.2
#include "gateway/keys/secret.hpp"

#include "gateway/base/files.hpp"
#include "gateway/refusal.hpp"

#include <openssl/crypto.h>

namespace wetbode {

Secret::Secret(std::string&& text) : text_(text) { OPENSSL_cleanse(text.data(), text.size()); }

Secret::~Secret() { OPENSSL_cleanse(text_.data(), text_.size()); }

std::string read_key_material(std::filesystem::path const& file, std::uint64_t bytes_max) {
    try {
        return read_file(file, bytes_max);
    } catch (Outage const& outage) {
        throw Outage("keys", outage.what());
    }
}

std::string read_phrase(std::filesystem::path const& file) {
    if (file.empty()) return {};
    auto phrase = read_key_material(file, 4096);
    while (!phrase.empty() && (phrase.back() == '\n' || phrase.back() == '\r')) phrase.pop_back();
    return phrase;
}

}  // namespace wetbode
