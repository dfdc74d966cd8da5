// SPDX-License-Identifier: EUPL-1.2
#include "adapters/kaleidos/twin.hpp"

#include "adapters/rest/multipart.hpp"
#include "gateway/base/content.hpp"
#include "gateway/base/files.hpp"
#include "gateway/base/sha256.hpp"
#include "gateway/base/uuid.hpp"

#include <nlohmann/json.hpp>

#include <stdexcept>

namespace wetbode::kaleidos {

namespace {

using json = nlohmann::json;

constexpr std::uint64_t manifest_bytes_max = 16ULL << 20U;

struct NamedFile {
    std::string name;
    std::string media_type;
    Content content;
};

std::string text_in(json const& object, char const* key) {
    auto const found = object.is_object() ? object.find(key) : object.end();
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::vector<NamedFile> files_of(json const& manifest, std::filesystem::path const& folder) {
    std::vector<NamedFile> files;
    auto const pieces = manifest.value("pieces", json::array());
    for (auto const& piece : pieces) {
        auto const list = piece.is_object() ? piece.value("files", json::array()) : json::array();
        for (auto const& file : list) {
            auto const name = text_in(file, "name");
            if (name.empty() || name.find('/') != std::string::npos)
                throw std::invalid_argument("the manifest names a file without a plain name");
            if (!std::filesystem::is_regular_file(folder / name))
                throw std::invalid_argument("the manifest names " + name + ", which is not in " + folder.string());
            auto const type = text_in(file, "media_type");
            files.push_back({name, type.empty() ? "application/octet-stream" : type, content_of_file(folder / name)});
        }
    }
    return files;
}

/// The same content gives the same key, so that a second push of a folder is recognised as one.
std::string key_of(std::string const& manifest, std::vector<NamedFile> const& files) {
    Sha256 hash;
    hash.update(manifest);
    for (auto const& file : files) hash.update(file.name + '\n' + file.content.digest.hex() + '\n');
    return "kaleidos-" + hash.finish().hex().substr(0, 32);
}

std::string trimmed(std::string text) {
    auto const end = text.find_last_not_of(" \t\r\n");
    text.erase(end == std::string::npos ? 0 : end + 1);
    return text;
}

}  // namespace

Pushed push(Push const& wish) {
    auto const text = read_file(wish.dossier / "manifest.json", manifest_bytes_max);
    auto const manifest = json::parse(text, nullptr, false);
    if (!manifest.is_object()) throw std::invalid_argument("manifest.json is not a JSON object");
    auto const files = files_of(manifest, wish.dossier);

    Pushed result;
    result.key = wish.key.empty() ? key_of(text, files) : wish.key;
    std::vector<rest::FormPart> parts{{"manifest", "", "application/json", text}};
    for (auto const& file : files)
        parts.push_back({"file", file.name, file.media_type, rest::RawFile{file.content},
                         rest::FileNameForm::extended});
    auto form = rest::form_of(std::move(parts), random_hex(16));
    rest::Call call{"POST", "v1/submissions", {}, std::move(form.body), 16 << 20, {}};
    call.headers = {{"Content-Type", form.content_type},
                    {"Accept", "application/json, application/problem+json"},
                    {"Idempotency-Key", '"' + result.key + '"'}};
    if (!wish.secret_file.empty())
        call.headers.emplace_back("Authorization", "Bearer " + trimmed(read_file(wish.secret_file, 64 * 1024)));

    rest::RestClient const client({wish.gateway, wish.ca_file, {}, {}});
    auto const reply = client.call(call, Deadline::in(wish.time));
    result.status = reply.status;
    result.taken = reply.failure == rest::Failure::none && (reply.status == 200 || reply.status == 201);
    result.text = reply.failure == rest::Failure::none ? reply.body : reply.why;
    return result;
}

}  // namespace wetbode::kaleidos
