// SPDX-License-Identifier: EUPL-1.2
#include "gateway/verification/trust_folder.hpp"

#include "gateway/base/content.hpp"
#include "gateway/base/files.hpp"
#include "gateway/crypto/certificate.hpp"
#include "gateway/refusal.hpp"
#include "gateway/verification/trust_list.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace wetbode {

namespace {

constexpr std::uint64_t file_bytes_max = 4U << 20U;
constexpr std::size_t files_max = 1000;
constexpr std::string_view without_revocation = "no-revocation";

bool is_certificate_file(std::filesystem::path const& path) {
    constexpr std::array<std::string_view, 4> extensions{".pem", ".crt", ".cer", ".der"};
    auto const extension = path.extension().string();
    return std::find(extensions.begin(), extensions.end(), extension) != extensions.end();
}

void read_into(TrustAnchors& anchors, std::filesystem::path const& file, bool no_revocation) {
    std::string octets;
    try {
        octets = read_file(file, file_bytes_max);
    } catch (Outage const& outage) {
        throw Outage("keys", outage.what());
    }
    auto ders = certificates_in_pem(octets);
    if (ders.empty() && facts_of_certificate(octets)) ders.push_back(std::move(octets));
    if (ders.empty()) throw Outage("keys", file.string() + " holds no certificate in PEM or DER form");
    for (auto& der : ders) {
        auto anchor = anchor_of(std::move(der), file.filename().string());
        anchor.no_revocation = no_revocation;
        anchors.push_back(std::move(anchor));
    }
}

void read_folder_into(TrustAnchors& anchors, std::filesystem::path const& folder, bool no_revocation) {
    std::vector<std::filesystem::path> files;
    std::error_code error;
    std::filesystem::directory_iterator entries(folder, error);
    if (error) throw Outage("keys", folder.string() + ": " + error.message());
    for (auto const& entry : entries)
        if (entry.is_regular_file() && is_certificate_file(entry.path())) files.push_back(entry.path());
    if (files.size() > files_max) throw Outage("keys", folder.string() + " holds too many certificates");
    std::sort(files.begin(), files.end());
    for (auto const& file : files) read_into(anchors, file, no_revocation);
}

}  // namespace

TrustAnchor anchor_of(std::string certificate, std::string name) {
    auto const facts = facts_of_certificate(certificate);
    if (!facts) throw Outage("keys", name + " is not a certificate");
    TrustAnchor anchor;
    anchor.certificate = std::move(certificate);
    anchor.name = std::move(name);
    anchor.subject = facts->subject;
    return anchor;
}

TrustAnchors anchors_in_folder(std::filesystem::path const& folder) {
    TrustAnchors anchors;
    read_folder_into(anchors, folder, false);
    auto const special = folder / without_revocation;
    if (std::filesystem::is_directory(special)) read_folder_into(anchors, special, true);
    return anchors;
}

TrustAnchors anchors_in_files(std::vector<std::filesystem::path> const& files) {
    TrustAnchors anchors;
    for (auto const& file : files) read_into(anchors, file, false);
    return anchors;
}

TrustAnchors anchors_in_lists(std::vector<std::filesystem::path> const& lists,
                              std::vector<std::filesystem::path> const& signers, Instant now) {
    std::vector<std::string> pinned;
    for (auto& signer : anchors_in_files(signers)) pinned.push_back(std::move(signer.certificate));
    TrustAnchors anchors;
    for (auto const& file : lists) {
        std::string octets;
        try {
            octets = read_file(file, trust_list_bytes_max);
        } catch (Outage const& outage) {
            throw Outage("keys", outage.what());
        }
        auto list = accepted_trust_list(content_of(std::move(octets)), pinned, now);
        if (!list) throw Outage("keys", file.string() + ": " + list.error().en);
        for (auto& anchor : list->anchors) anchors.push_back(std::move(anchor));
    }
    return anchors;
}

}  // namespace wetbode
