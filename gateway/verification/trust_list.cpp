// SPDX-License-Identifier: EUPL-1.2
#include "gateway/verification/trust_list.hpp"

#include "gateway/base/base64.hpp"
#include "gateway/base/rfc3339.hpp"
#include "gateway/crypto/certificate.hpp"
#include "gateway/refusal.hpp"
#include "gateway/verification/trust_folder.hpp"
#include "gateway/verification/verification.hpp"
#include "gateway/xml/door.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>
#include <system_error>
#include <utility>

namespace wetbode {

namespace {

constexpr std::string_view tsl = "http://uri.etsi.org/02231/v2#";
constexpr std::size_t services_max = 20'000;
constexpr std::size_t pointers_max = 200;
constexpr std::size_t purposes_max = 32;
constexpr std::size_t text_bytes_max = 64U << 10U;

/// What the service is now, or was at a time.
struct Status {
    std::string type;
    std::string uri;
    std::string since;
    std::vector<std::string> purposes;  ///< AdditionalServiceInformation
    bool unknown_extension = false;     ///< a critical one
};

struct Service {
    std::string name;
    std::vector<std::string> certificates;  ///< base 64
    std::vector<Status> statuses;           ///< the present one first, as the list has them
};

/// Ends the pass.
struct NoTrustList {
    Text why;
};

std::optional<TrustUse> use_of(std::string_view type) {
    constexpr std::string_view base = "http://uri.etsi.org/TrstSvc/Svctype/";
    if (!type.starts_with(base)) return std::nullopt;
    type.remove_prefix(base.size());
    if (type == "CA/QC" || type == "NationalRootCA-QC") return TrustUse::signatures;
    if (type == "TSA/QTST" || type == "TSA") return TrustUse::time;
    return std::nullopt;
}

/// The words of TS 119 612 since 2016, and those before.
bool is_granted(std::string_view status) {
    constexpr std::array<std::string_view, 5> good{"granted", "recognisedatnationallevel", "undersupervision",
                                                   "accredited", "supervisionincessation"};
    constexpr std::string_view base = "http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/";
    constexpr std::string_view older = "http://uri.etsi.org/TrstSvc/Svcstatus/";
    for (auto const prefix : {base, older})
        if (status.starts_with(prefix))
            return std::find(good.begin(), good.end(), status.substr(prefix.size())) != good.end();
    return false;
}

/// A CA/QC that says whom it serves must serve signatures or seals: one for web sites vouches for no signer.
bool serves_signatures(Status const& status) {
    constexpr std::string_view base = "http://uri.etsi.org/TrstSvc/TrustedList/SvcInfoExt/For";
    bool told = false;
    for (std::string_view purpose : status.purposes) {
        if (!purpose.starts_with(base)) continue;
        purpose.remove_prefix(base.size());
        if (purpose == "eSignatures" || purpose == "eSeals") return true;
        told = told || purpose == "WebSiteAuthentication";
    }
    return !told;
}

bool counts_as(TrustUse use, Status const& status) {
    if (use_of(status.type) != use || !is_granted(status.uri) || status.unknown_extension) return false;
    return use != TrustUse::signatures || serves_signatures(status);
}

/// Of TS 119 612 section 5.5.9. Qualifications say which certificates are qualified; no verdict here rests on that.
bool is_known_extension(std::string_view local) {
    constexpr std::array<std::string_view, 4> known{"AdditionalServiceInformation", "ExpiredCertsRevocationInfo",
                                                    "Qualifications", "TakenOverBy"};
    return std::find(known.begin(), known.end(), local) != known.end();
}

std::optional<std::uint64_t> number_in(std::string_view text) {
    std::uint64_t number = 0;
    auto const* const end = text.data() + text.size();
    auto const read = std::from_chars(text.data(), end, number);
    return read.ec == std::errc{} && read.ptr == end && number > 0 ? std::optional(number) : std::nullopt;
}

std::string trimmed(std::string_view text) {
    constexpr std::string_view blank = " \t\r\n";
    auto const begin = text.find_first_not_of(blank);
    if (begin == std::string_view::npos) return {};
    return std::string(text.substr(begin, text.find_last_not_of(blank) + 1 - begin));
}

class TrustListSink final : public xml::Sink {
public:
    void start_element(xml::Element const& element) override {
        lengths_.push_back(path_.size());
        path_ += '/';
        path_ += element.uri == tsl ? std::string(element.local) : "?" + std::string(element.local);
        if (lengths_.size() == 1 && path_ != "/TrustServiceStatusList")
            throw NoTrustList{{"Dit is geen vertrouwenslijst.", "This is not a trust list."}};
        text_.clear();
        if (path_ == service) one_more(services_, services_max);
        if (path_ == pointer) one_more(list_.pointers, pointers_max);
        if (path_ == present || path_ == past) services_.back().statuses.emplace_back();
        note_extension(element);
    }
    void characters(std::string_view text) override {
        if (text_.size() + text.size() <= text_bytes_max) text_.append(text);
    }
    void end_element(std::string_view, std::string_view, std::string_view) override {
        take(trimmed(text_));
        text_.clear();
        path_.resize(lengths_.back());
        lengths_.pop_back();
    }

    TrustList finish() {
        if (list_.version < 5 || list_.version > 6)
            throw NoTrustList{{"Deze versie van een vertrouwenslijst wordt niet gelezen (TSLVersionIdentifier).",
                               "This version of a trust list is not read (TSLVersionIdentifier)."}};
        if (list_.sequence == 0 || !list_.issued)
            throw NoTrustList{{"De vertrouwenslijst heeft geen volgnummer of geen datum van uitgave.",
                               "The trust list has no sequence number or no date of issue."}};
        list_.services = services_.size();
        for (auto const& found : services_)
            for (auto const use : {TrustUse::signatures, TrustUse::time}) add(found, use);
        return std::move(list_);
    }

private:
    static constexpr std::string_view scheme = "/TrustServiceStatusList/SchemeInformation";
    static constexpr std::string_view pointer =
        "/TrustServiceStatusList/SchemeInformation/PointersToOtherTSL/OtherTSLPointer";
    static constexpr std::string_view service =
        "/TrustServiceStatusList/TrustServiceProviderList/TrustServiceProvider/TSPServices/TSPService";
    static constexpr std::string_view present =
        "/TrustServiceStatusList/TrustServiceProviderList/TrustServiceProvider/TSPServices/TSPService/"
        "ServiceInformation";
    static constexpr std::string_view past =
        "/TrustServiceStatusList/TrustServiceProviderList/TrustServiceProvider/TSPServices/TSPService/ServiceHistory/"
        "ServiceHistoryInstance";

    template <class List>
    static void one_more(List& list, std::size_t most) {
        if (list.size() == most)
            throw NoTrustList{{"De vertrouwenslijst is te lang.", "The trust list is too long."}};
        list.emplace_back();
    }

    /// What stands below `place`, if the path does.
    [[nodiscard]] std::string_view below(std::string_view place) const {
        std::string_view const path = path_;
        if (path.size() <= place.size() || !path.starts_with(place) || path[place.size()] != '/') return {};
        return path.substr(place.size() + 1);
    }

    /// The child of Extension says what it is, Extension whether it must be understood.
    void note_extension(xml::Element const& element) {
        constexpr std::string_view extension = "/ServiceInformationExtensions/Extension";
        auto const above = std::string_view(path_).substr(0, lengths_.back());
        if (path_.ends_with(extension) && element.uri == tsl) {
            critical_ = std::any_of(element.attributes.begin(), element.attributes.end(), [](auto const& attribute) {
                return attribute.local == "Critical" && (attribute.value == "true" || attribute.value == "1");
            });
        } else if (above.ends_with(extension) && critical_ && !is_known_extension(element.local)) {
            if (!services_.empty() && !services_.back().statuses.empty())
                services_.back().statuses.back().unknown_extension = true;
        }
    }

    void take(std::string text) {
        if (auto const at = below(pointer); !at.empty()) take_pointer(at, std::move(text));
        else if (auto const in_present = below(present); !in_present.empty()) take_service(in_present, std::move(text));
        else if (auto const in_past = below(past); !in_past.empty()) take_status(in_past, std::move(text));
        else if (auto const in_scheme = below(scheme); !in_scheme.empty()) take_scheme(in_scheme, std::move(text));
    }
    void take_scheme(std::string_view at, std::string text) {
        if (at == "SchemeTerritory") list_.territory = std::move(text);
        if (at == "TSLVersionIdentifier") list_.version = text == "5" ? 5 : text == "6" ? 6 : 0;
        if (at == "TSLSequenceNumber") list_.sequence = number_in(text).value_or(0);
        if (at == "SchemeInformationURI/URI" && text.ends_with(".xml") && list_.pivots.size() < pointers_max)
            list_.pivots.push_back(text);
        if (at == "ListIssueDateTime") list_.issued = from_rfc3339(text);
        if (at == "NextUpdate/dateTime") list_.next_update = from_rfc3339(text);
    }
    void take_pointer(std::string_view at, std::string text) {
        auto& other = list_.pointers.back();
        if (at == "TSLLocation") other.location = std::move(text);
        else if (at.ends_with("/SchemeTerritory")) other.territory = std::move(text);
        else if (at.ends_with("MimeType")) other.media_type = std::move(text);
        else if (at.ends_with("/X509Certificate"))
            if (auto der = from_base64(text, Base64Space::skip)) other.certificates.push_back(std::move(*der));
    }
    void take_service(std::string_view at, std::string text) {
        auto& found = services_.back();
        if (at == "ServiceName/Name" && found.name.empty()) found.name = std::move(text);
        else if (at == "ServiceDigitalIdentity/DigitalId/X509Certificate")
            found.certificates.push_back(std::move(text));
        else take_status(at, std::move(text));
    }
    void take_status(std::string_view at, std::string text) {
        auto& status = services_.back().statuses.back();
        if (at == "ServiceTypeIdentifier") status.type = std::move(text);
        else if (at == "ServiceStatus") status.uri = std::move(text);
        else if (at == "StatusStartingTime") status.since = std::move(text);
        else if (at == "ServiceInformationExtensions/Extension/AdditionalServiceInformation/URI" &&
                 status.purposes.size() < purposes_max)
            status.purposes.push_back(std::move(text));
    }

    void add(Service const& found, TrustUse use) {
        std::vector<std::pair<Instant, bool>> times;
        for (auto const& status : found.statuses) {
            auto const since = from_rfc3339(status.since);
            if (!since) return;  // nobody knows when what began: the service vouches for nothing
            times.emplace_back(*since, counts_as(use, status));
        }
        // Of two that begin at once the first in the list is the later one, so that a withdrawal is never undone.
        std::reverse(times.begin(), times.end());
        std::stable_sort(times.begin(), times.end(),
                         [](auto const& a, auto const& b) { return a.first < b.first; });
        // One that was never granted vouches for nothing, but a path past it must not be believed either.
        bool const never = std::ranges::none_of(found.statuses, [](auto const& one) { return is_granted(one.uri); });
        if (never && !times.empty())
            for (auto const& certificate : found.certificates)
                add(found, certificate, use, times.front().first, times.front().first);
        for (std::size_t i = 0; i < times.size(); ++i) {
            if (!times[i].second) continue;
            auto const from = times[i].first;
            while (i + 1 < times.size() && times[i + 1].second) ++i;
            auto const until = i + 1 < times.size() ? std::optional(times[i + 1].first) : std::nullopt;
            if (until == from) continue;
            for (auto const& certificate : found.certificates) add(found, certificate, use, from, until);
        }
    }
    void add(Service const& found, std::string const& certificate, TrustUse use, Instant from,
             std::optional<Instant> until) {
        auto der = from_base64(certificate, Base64Space::skip);
        if (!der || !facts_of_certificate(*der)) return;  // a key of a kind that is not read here can vouch for nobody
        auto anchor = anchor_of(std::move(*der), "trust list " + list_.territory + ": " + found.name);
        anchor.use = use;
        anchor.granted_from = from;
        anchor.granted_until = until;
        list_.anchors.push_back(std::move(anchor));
    }

    std::string path_;
    std::vector<std::size_t> lengths_;
    std::string text_;
    bool critical_ = false;  ///< the extension at hand
    std::vector<Service> services_;
    TrustList list_;
};

}  // namespace

tl::expected<TrustList, Text> read_trust_list(Content const& document) {
    TrustListSink sink;
    xml::Limits limits;
    limits.bytes_max = trust_list_bytes_max;
    limits.depth_max = 64;
    std::array<xml::Sink*, 1> const sinks{&sink};
    try {
        auto const read = xml::read(document, limits, sinks);
        if (!read) return tl::unexpected(read.error().message);
        return sink.finish();
    } catch (NoTrustList const& no) {
        return tl::unexpected(no.why);
    }
}

tl::expected<TrustList, Text> signed_trust_list(Content const& document, std::vector<std::string> const& signers,
                                                Instant now) {
    VerificationOptions options;
    options.now = now;
    options.document_bytes_max = trust_list_bytes_max;
    options.policy.revocation = RevocationRule::none;  // a pinned signer is taken back by taking the pin away
    options.list_signers = signers;
    TrustAnchors pinned;
    for (auto const& signer : signers)
        if (facts_of_certificate(signer)) pinned.push_back(anchor_of(signer, "signer of the trust list"));
    options.anchors = std::move(pinned);
    auto const report = verify_document(document, "trust list", options);
    if (report.verdict != SealVerdict::passed)
        return tl::unexpected(report.findings.empty() ? Text{"niet ondertekend", "not signed"}
                                                      : report.findings.front().message);
    return read_trust_list(document);
}

std::optional<Text> ended(TrustList const& list, Instant now) {
    if (!list.next_update) return Text{"De vertrouwenslijst is afgesloten.", "The trust list is closed."};
    if (*list.next_update < now)
        return Text{"De vertrouwenslijst is verlopen.", "The trust list is past its next update."};
    return std::nullopt;
}

tl::expected<TrustList, Text> accepted_trust_list(Content const& document, std::vector<std::string> const& signers,
                                                  Instant now) {
    auto list = signed_trust_list(document, signers, now);
    if (!list) return list;
    if (auto why = ended(*list, now)) return tl::unexpected(std::move(*why));
    return list;
}

}  // namespace wetbode
