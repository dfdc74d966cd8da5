// SPDX-License-Identifier: EUPL-1.2
#include "gateway/chosen_trust.hpp"

#include "adapters/rest/public_fetch.hpp"
#include "gateway/base/files.hpp"
#include "gateway/crypto/certificate.hpp"
#include "gateway/refusal.hpp"
#include "gateway/trust_settings.hpp"
#include "gateway/verification/expected_signers.hpp"
#include "gateway/verification/trust_folder.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace wetbode {

namespace {

constexpr std::uint64_t signer_bytes_max = 1U << 20U;
/// As many are named in /health; the others are in the log.
constexpr std::size_t lists_told_max = 5;

TrustListPlace place_of(ops::Settings const& settings, std::string const& name) {
    auto const table = "trust_list." + name;
    auto const told = settings.source().string() + ": [" + table + "] ";
    TrustListPlace place{name, settings.text(table + ".url"), {}, settings.yes(table + ".is_list_of_lists")};
    if (!place.url.starts_with("http://") && !place.url.starts_with("https://"))
        throw ops::SettingsError(told + "url must begin with http:// or https://");
    auto const file = settings.file(table + ".signer_file");
    if (file.empty()) throw ops::SettingsError(told + "needs signer_file: without it the list cannot be believed");
    try {
        place.signers = certificates_in_pem(read_file(file, signer_bytes_max));
    } catch (Outage const& outage) {
        throw ops::SettingsError(told + "signer_file: " + outage.what());
    }
    auto const is_certificate = [](std::string const& der) { return facts_of_certificate(der).has_value(); };
    if (place.signers.empty() || !std::ranges::all_of(place.signers, is_certificate))
        throw ops::SettingsError(told + "signer_file holds no certificate in PEM form");
    return place;
}

TrustListsSettings lists_settings(ops::Settings const& settings, std::filesystem::path const& data) {
    TrustListsSettings wanted;
    wanted.places = trust_list_places(settings);
    auto const folder = settings.text("verification.anchors_folder");
    if (!folder.empty()) wanted.fixed = anchors_in_folder(folder);
    if (!wanted.places.empty()) wanted.folder = data / "trust-lists";
    wanted.every = settings.span("verification.lists_every");
    wanted.time = settings.span("verification.lists_time");
    return wanted;
}

TrustLists::Tell told_to(ops::Log const& log) {
    return [&log](TrustListNews const& news) {
        using What = TrustListNews::What;
        ops::Fields fields{{"list", news.name}, {"url", news.url.substr(0, 200)}};
        if (news.what == What::taken) return log.info("trust_list.taken", fields);
        fields.emplace_back("why", news.why.en);
        if (news.what == What::expired) return log.warning("trust_list.expired", fields);
        log.warning(news.what == What::unkept ? "trust_list.unkept" : "trust_list.failed", fields);
    };
}

VerificationOptions options_from(ops::Settings const& settings) {
    VerificationOptions options;
    options.asking = {static_cast<int>(settings.number("verification.ask_max")),
                      settings.span("verification.ask_time_of_file")};
    if (!settings.yes("verification.revocation_needed")) options.policy.revocation = RevocationRule::none;
    options.document_bytes_max = settings.size("validation.document_max");
    return options;
}

enum class Asking { never, on_request, always };

Asking asking_from(ops::Settings const& settings) {
    auto const& chosen = settings.text("verification.ask_revocation");
    if (chosen == "never") return Asking::never;
    if (chosen == "on_request") return Asking::on_request;
    if (chosen == "always") return Asking::always;
    throw ops::SettingsError(settings.source().string() + ": verification.ask_revocation = \"" + chosen +
                             "\" is not never, on_request or always");
}

/// Of certificates of others: what [revocation] says of our own seal's services is not meant for them.
std::unique_ptr<RevocationSource> source_from(ops::Settings const& settings, std::filesystem::path const& data,
                                              Clock const& clock, ops::Log const& log) {
    if (asking_from(settings) == Asking::never) return nullptr;
    auto wanted = revocation_settings(settings);
    wanted.folder = data / "revocation-of-others";
    wanted.responder.clear();
    wanted.list.clear();
    wanted.time = settings.span("verification.ask_time");
    wanted.response_age = wanted.list_age = settings.span("verification.ask_age");
    auto const ca_file = settings.file("revocation.ca_file");
    auto fetch = settings.yes("verification.ask_private") ? rest::stranger_fetch(ca_file) : rest::public_fetch(ca_file);
    return http_revocation_source(std::move(wanted), std::move(fetch), clock,
                                  [&log](std::string const& url, std::string const& why) {
                                      log.warning("verification.ask_failed",
                                                  {{"service", url.substr(0, 200)}, {"why", why.substr(0, 200)}});
                                  });
}

void tell(Text& why, TrustListState const& state) {
    auto const space = why.empty() ? "" : " ";
    why.nl += space + state.name + (state.counts ? " wordt niet vernieuwd: " : " telt niet: ") +
              (state.why.empty() ? "nog niet opgehaald." : state.why.nl);
    why.en += space + state.name + (state.counts ? " is not renewed: " : " does not count: ") +
              (state.why.empty() ? "not fetched yet." : state.why.en);
}

/// A PDF whose structure cannot be followed is not one without a signature: nobody can tell.
bool is_unreadable_pdf(Rendition const& file, VerificationReport const& report) {
    return file.media_type.starts_with("application/pdf") && report.format.empty() && report.files.empty();
}

SignatureFound::State state_of(Rendition const& file, VerificationReport const& report) {
    using enum SignatureFound::State;
    if (report.format.empty() && report.signatures.empty() && !is_unreadable_pdf(file, report)) return none;
    switch (report.verdict) {
        case SealVerdict::passed: return passed;
        case SealVerdict::indeterminate: return indeterminate;
        case SealVerdict::failed: break;
    }
    return failed;
}

SignatureFound::Signer found_signer(ExpectedSigner const& one) {
    using enum SignatureFound::State;
    SignatureFound::Signer signer{shown(one.expected), none};
    if (one.state == ExpectedSigner::State::has_signed) signer.state = passed;
    if (one.state == ExpectedSigner::State::not_passed)
        signer.state = one.verdict == SealVerdict::failed ? failed : indeterminate;
    return signer;
}

/// None of them is over what the file shows now; of several, one made last is enough.
bool is_partial(SignatureReport const& one) { return one.coverage == Coverage::part || one.added_to; }

}  // namespace

std::vector<TrustListPlace> trust_list_places(ops::Settings const& settings) {
    std::vector<TrustListPlace> places;
    for (auto const& name : settings.names("trust_list")) places.push_back(place_of(settings, name));
    if (places.size() > trust_lists_max)
        throw ops::SettingsError(settings.source().string() + ": more than " + std::to_string(trust_lists_max) +
                                 " tables [trust_list.<name>]");
    return places;
}

std::optional<api::HealthPart> trust_lists_part(std::vector<TrustListState> const& states) {
    if (states.empty()) return std::nullopt;
    api::HealthPart part{.name = "trust_lists", .well = true, .vital = false, .why = {}};
    std::size_t troubled = 0;
    for (auto const& state : states) {
        if (state.counts && !state.ill_since) continue;
        part.well = part.well && state.counts;
        if (state.ill_since && (!part.since || *state.ill_since < *part.since)) part.since = state.ill_since;
        if (++troubled <= lists_told_max) tell(part.why, state);
    }
    if (troubled > lists_told_max) {
        auto const more = std::to_string(troubled - lists_told_max);
        part.why.nl += " En nog " + more + " andere.";
        part.why.en += " And " + more + " more.";
    }
    part.warns = part.well && troubled > 0;
    return part;
}

ChosenTrust::ChosenTrust(ops::Settings const& settings, std::filesystem::path const& data, Clock const& clock,
                         ops::Log const& log)
    : options_(options_from(settings)),
      source_(source_from(settings, data, clock, log)),
      asks_at_door_(asking_from(settings) == Asking::always),
      clock_(clock),
      any_(!settings.names("trust_list").empty()),
      lists_(lists_settings(settings, data), rest::stranger_fetch(settings.file("verification.lists_ca_file")), clock,
             told_to(log)) {}

void ChosenTrust::start() {
    if (any_) lists_.start();
}

void ChosenTrust::stop() { lists_.stop(); }

VerificationOptions ChosenTrust::options() {
    auto options = options_;
    options.now = clock_.now();
    options.anchors = lists_.anchors(options.now);
    options.policy.source = source_.get();
    return options;
}

VerificationOptions ChosenTrust::options_at_door() {
    auto here = options();
    if (!asks_at_door_) here.policy.source = nullptr;
    return here;
}

SignaturePort signature_port(std::function<VerificationOptions()> options, Clock const& clock,
                             std::filesystem::path spool) {
    return [options = std::move(options), &clock, spool = std::move(spool)](Rendition const& file,
                                                                            Content const& content) {
        auto here = options();
        here.now = clock.now();
        auto report = verify_content(content, file.name, here, spool);
        SignatureFound found;
        found.state = state_of(file, report);
        found.partial = !report.signatures.empty() && std::ranges::all_of(report.signatures, is_partial);
        for (auto& finding : report.findings)
            found.findings.push_back({std::move(finding.code), std::move(finding.message)});
        for (auto const& one : look_for(file.expected_signers, report.signatures))
            found.expected.push_back(found_signer(one));
        return found;
    };
}

DoorSignatures chosen_door_signatures(ops::Settings const& settings, SignaturePort verify) {
    auto const& chosen = settings.text("verification.at_door");
    auto const mode = at_door_from(chosen);
    if (!mode)
        throw ops::SettingsError(settings.source().string() + ": verification.at_door = \"" + chosen +
                                 "\" is not off, warn or refuse");
    return {.mode = *mode, .bytes_max = settings.size("verification.at_door_bytes_max"), .verify = std::move(verify)};
}

}  // namespace wetbode
