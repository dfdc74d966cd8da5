// SPDX-License-Identifier: EUPL-1.2
#include "gateway/base/sha256.hpp"
#include "gateway/intake/faults.hpp"
#include "gateway/intake/intake.hpp"
#include "gateway/json/json.hpp"

#include <set>

namespace wetbode {
namespace {

Refusal gap_refusal() {
    return {.code = "MANIFEST_GAP",
            .title = {"Manifest en bestanden komen niet overeen", "Manifest and files do not match"},
            .detail = {"Niet elk bestand is precies zo aangekomen als het manifest het noemt.",
                       "Not every file arrived exactly as the manifest names it."},
            .remedy = {"Stuur alle bestanden van het manifest in één keer, ongewijzigd, en geen andere.",
                       "Send all files of the manifest in one go, unchanged, and no others."}};
}

std::string pointer_to(std::size_t piece, std::size_t file) {
    return "/pieces/" + std::to_string(piece) + "/files/" + std::to_string(file);
}

/// Compares one rendition with what came and writes down what it really is.
void settle_rendition(Rendition& rendition, std::string const& pointer, std::map<std::string, Content> const& files,
                      FaultList& faults) {
    auto const fault = [&](std::string code, std::string path, Text message) {
        faults.add({.code = std::move(code), .file = rendition.name, .path = std::move(path),
                    .message = std::move(message)});
    };
    auto const came = files.find(rendition.name);
    if (came == files.end()) {
        fault("MANIFEST.MISSING_FILE", pointer,
              {"Het manifest noemt \"" + rendition.name + "\", maar dat bestand is niet aangekomen.",
               "The manifest names \"" + rendition.name + "\", but that file did not arrive."});
        return;
    }
    auto const& content = came->second;
    if (rendition.bytes && *rendition.bytes != content.bytes)
        fault("MANIFEST.LENGTH", pointer + "/bytes",
              {"\"" + rendition.name + "\" telt " + std::to_string(content.bytes) + " bytes, het manifest zegt " +
                   std::to_string(*rendition.bytes) + ".",
               "\"" + rendition.name + "\" has " + std::to_string(content.bytes) + " bytes, the manifest says " +
                   std::to_string(*rendition.bytes) + "."});
    if (rendition.digest && *rendition.digest != content.digest)
        fault("MANIFEST.DIGEST", pointer + "/sha256",
              {"\"" + rendition.name + "\" heeft SHA-256 " + content.digest.hex() + ", het manifest zegt " +
                   rendition.digest->hex() + ".",
               "\"" + rendition.name + "\" has SHA-256 " + content.digest.hex() + ", the manifest says " +
                   rendition.digest->hex() + "."});
    rendition.digest = content.digest;
    rendition.bytes = content.bytes;
}

}  // namespace

Digest digest_of(Manifest const& manifest, std::map<std::string, Content> const& files) {
    // A declared digest or length that is right says nothing new: with or without it the content is the same. One that
    // is wrong stays in, so that it never passes for an earlier submission that was right.
    auto filled = manifest;
    for (auto& piece : filled.pieces) {
        for (auto& rendition : piece.files) {
            auto const came = files.find(rendition.name);
            if (came == files.end()) continue;
            if (!rendition.digest) rendition.digest = came->second.digest;
            if (!rendition.bytes) rendition.bytes = came->second.bytes;
        }
    }
    // Every part is preceded by its length: no two different submissions run together to the same bytes.
    Sha256 hash;
    auto const part = [&](std::string_view bytes) {
        hash.update(std::to_string(bytes.size()));
        hash.update(":");
        hash.update(bytes);
    };
    part(json::text_of(filled));
    for (auto const& [name, content] : files) {
        part(name);
        part(content.digest.hex());
    }
    return hash.finish();
}

std::optional<Refusal> manifest_gap(Submission& submission) {
    FaultList faults;
    std::set<std::string_view> announced;
    auto& pieces = submission.manifest.pieces;
    for (std::size_t p = 0; p < pieces.size(); ++p) {
        for (std::size_t f = 0; f < pieces[p].files.size(); ++f) {
            settle_rendition(pieces[p].files[f], pointer_to(p, f), submission.files, faults);
            announced.insert(pieces[p].files[f].name);
        }
    }
    for (auto const& [name, content] : submission.files) {
        if (announced.contains(name)) continue;
        faults.add({.code = "MANIFEST.UNANNOUNCED_FILE",
                    .file = name,
                    .message = {"\"" + name + "\" is aangekomen, maar het manifest noemt het niet.",
                                "\"" + name + "\" arrived, but the manifest does not name it."}});
    }
    return std::move(faults).into(gap_refusal());
}

}  // namespace wetbode
