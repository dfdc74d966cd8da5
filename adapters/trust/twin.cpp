// SPDX-License-Identifier: EUPL-1.2
#include "adapters/trust/twin.hpp"

#include "adapters/rest/twin_desk.hpp"
#include "adapters/trust/authority.hpp"
#include "adapters/trust/making.hpp"
#include "adapters/trust/people.hpp"
#include "adapters/trust/twin_lists.hpp"
#include "gateway/base/base64.hpp"
#include "gateway/base/files.hpp"
#include "gateway/clock.hpp"
#include "gateway/refusal.hpp"

#include <nlohmann/json.hpp>

#include <openssl/bio.h>
#include <openssl/pem.h>

#include <array>
#include <atomic>
#include <map>
#include <mutex>
#include <optional>

namespace wetbode::trust {

namespace {

using json = nlohmann::json;
using twin::FaultMode;
using twin::json_response;

constexpr std::uint64_t kept_bytes_max = 64ULL << 20U;

constexpr std::array<std::pair<std::string_view, TimeFault>, 11> time_faults{
    {{"wrong_nonce", TimeFault::wrong_nonce}, {"no_nonce", TimeFault::no_nonce},
     {"wrong_imprint", TimeFault::wrong_imprint}, {"rejected", TimeFault::rejected},
     {"expired_certificate", TimeFault::expired_certificate}, {"not_critical", TimeFault::not_critical},
     {"other_usage", TimeFault::other_usage}, {"time_stranger", TimeFault::stranger},
     {"clock_ahead", TimeFault::clock_ahead}, {"broken_signature", TimeFault::broken_signature},
     {"time_garbage", TimeFault::garbage}}};

constexpr std::array<std::pair<std::string_view, RevocationFault>, 8> revocation_faults{
    {{"unknown", RevocationFault::unknown}, {"try_later", RevocationFault::try_later},
     {"stale", RevocationFault::stale}, {"revocation_stranger", RevocationFault::stranger},
     {"responder_no_usage", RevocationFault::responder_no_usage}, {"indirect_list", RevocationFault::indirect_list},
     {"critical_extension", RevocationFault::critical_extension},
     {"revocation_garbage", RevocationFault::garbage}}};

constexpr std::array<std::pair<std::string_view, KeyKind>, 3> kinds{
    {{"p256", KeyKind::p256}, {"p384", KeyKind::p384}, {"rsa3072", KeyKind::rsa3072}}};

constexpr std::array<std::pair<std::string_view, Reason>, 5> reasons{
    {{"unspecified", Reason::unspecified}, {"keyCompromise", Reason::key_compromise},
     {"cACompromise", Reason::ca_compromise}, {"superseded", Reason::superseded},
     {"cessationOfOperation", Reason::cessation}}};

constexpr std::array<std::pair<std::string_view, PdfSealLevel>, 4> levels{
    {{"B", PdfSealLevel::b}, {"T", PdfSealLevel::t}, {"LT", PdfSealLevel::lt}, {"LTA", PdfSealLevel::lta}}};

template <class Table>
auto named(Table const& table, std::string const& name) -> std::optional<decltype(table.front().second)> {
    for (auto const& [word, value] : table)
        if (word == name) return value;
    return std::nullopt;
}

api::Response problem(int status, std::string const& what) {
    return json_response(status, json{{"error", what}}.dump());
}

api::Response octets(std::string body, char const* media_type) {
    api::Response response;
    response.headers = {{"Content-Type", media_type}, {"Cache-Control", "no-store"}};
    response.body = std::move(body);
    return response;
}

std::string text_in(json const& object, char const* key, std::string const& standard) {
    auto const found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : standard;
}

std::string pem_of_der(std::string_view der) { return pem_of(certificate_of(der).get()); }

std::string der_of_pem(std::string const& pem) {
    Handle<BIO, BIO_free_all> const bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    Certificate const certificate(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
    must(certificate != nullptr, "no certificate in PEM form");
    return der_of(certificate.get());
}

}  // namespace

struct Twin::Inside {
    Inside(std::filesystem::path kept_in, Lists wanted) : folder(std::move(kept_in)), with_lists(wanted) {}

    [[nodiscard]] std::unique_ptr<api::Exchange> open(api::Request const& request);
    [[nodiscard]] std::unique_ptr<api::Exchange> open_control(api::Request const& request);
    [[nodiscard]] api::Response serve(api::Request const& request, std::string const& body);
    [[nodiscard]] api::Response download(std::string_view path);
    [[nodiscard]] api::Response issue(std::string const& body);
    [[nodiscard]] api::Response sign(api::Request const& request, std::string const& pdf);
    [[nodiscard]] api::Response revoke(std::string const& body);
    [[nodiscard]] api::Response set_fault(std::string const& body);
    [[nodiscard]] api::Response counts();
    void count(std::string const& service);
    void keep();

    std::filesystem::path folder;
    Lists with_lists;
    SystemClock clock;
    twin::Faults faults;
    std::optional<Authority> authority;  ///< set before `ready`, never changed after
    std::optional<People> people;        ///< likewise
    std::unique_ptr<TwinLists> lists;    ///< the same; empty without
    std::atomic<bool> ready = false;
    std::mutex mutex;  ///< over the counts and the file
    std::map<std::string, int> served;
};

Twin::Twin(std::filesystem::path folder, Lists lists) : inside_(std::make_unique<Inside>(std::move(folder), lists)) {}
Twin::~Twin() = default;

void Twin::release() { inside_->faults.release(); }

void Twin::begin(std::string const& base_url) {
    auto& in = *inside_;
    ensure(!in.ready, "a twin begins once");
    auto const file = in.folder / "authorities";
    if (!in.folder.empty() && std::filesystem::exists(file)) {
        in.authority = Authority::restored(read_file(file, kept_bytes_max));
    } else {
        in.authority.emplace(
            AuthorityWish{in.clock.now() - std::chrono::hours{1}, base_url, KeyKind::p256, "Wetbode demo"});
    }
    in.people.emplace(*in.authority, in.clock);
    if (in.with_lists == Lists::published)
        in.lists = std::make_unique<TwinLists>(*in.authority, base_url, in.folder, in.clock.now());
    in.keep();
    in.ready = true;
}

api::Opener Twin::opener() {
    return [this](api::Request const& request) { return inside_->open(request); };
}

std::unique_ptr<api::Exchange> Twin::Inside::open(api::Request const& request) {
    if (!ready) return twin::fixed_exchange(problem(503, "the authorities are not made yet"));
    if (request.path.starts_with("/_twin/")) return open_control(request);
    if (faults.take_if_down()) return twin::fixed_exchange(twin::cut_response());
    auto const fault = faults.take_for_delivery();
    return twin::small_exchange([this, request, fault](std::string const& body) {
        if (fault.mode == FaultMode::slow) faults.linger(fault.delay);
        bool const error = fault.mode == FaultMode::error_before || fault.mode == FaultMode::error_after;
        if (error) return problem(500, "storing");
        if (fault.mode == FaultMode::html_error) return twin::html_error();
        if (fault.mode == FaultMode::cut_after_body) return twin::cut_response();
        if (fault.mode == FaultMode::unauthorised) return problem(401, "not allowed");
        try {
            return serve(request, body);
        } catch (Outage const& outage) {
            return problem(400, outage.what());
        }
    });
}

std::unique_ptr<api::Exchange> Twin::Inside::open_control(api::Request const& request) {
    if (request.path == "/_twin/received" && request.method == "GET") return twin::fixed_exchange(counts());
    if (request.path == "/_twin/faults" && request.method == "POST")
        return twin::small_exchange([this](std::string const& body) { return set_fault(body); });
    return twin::fixed_exchange(problem(404, "no such switch"));
}

api::Response Twin::Inside::serve(api::Request const& request, std::string const& body) {
    auto const& path = request.path;
    bool const post = request.method == "POST";
    if (post && path == "/tsa") {
        count("tsa");
        return octets(authority->time_stamp(body, clock.now()), "application/timestamp-reply");
    }
    if (post && path == "/ocsp") {
        count("ocsp");
        return octets(authority->ocsp(body, clock.now()), "application/ocsp-response");
    }
    if (post && path == "/issue") return issue(body);
    if (post && path == "/sign") return sign(request, body);
    if (post && path == "/revoke") return revoke(body);
    if (lists && post && path == "/lists") return lists->publish(body, clock.now());
    if (lists && request.method == "GET" && path.starts_with("/lists/")) {
        count("lists");
        return lists->download(request, clock.now());
    }
    if (request.method == "GET") return download(path);
    return problem(404, "no such service");
}

api::Response Twin::Inside::download(std::string_view path) {
    constexpr char const* list = "application/pkix-crl";
    constexpr char const* certificate = "application/pkix-cert";
    constexpr char const* pem = "application/x-pem-file";
    if (path.starts_with("/crl/")) count("crl");
    if (path == "/crl/root.crl") return octets(authority->crl(Issuer::root, clock.now()), list);
    if (path == "/crl/issuing.crl") return octets(authority->crl(Issuer::issuing, clock.now()), list);
    if (path == "/ca/root.crt") return octets(authority->root(), certificate);
    if (path == "/ca/issuing.crt") return octets(authority->issuing(), certificate);
    if (path == "/ca/root.pem") return octets(authority->root_pem(), pem);
    if (path == "/ca/issuing.pem") return octets(pem_of_der(authority->issuing()), pem);
    if (path.starts_with("/ocsp/")) {  // RFC 6960 appendix A.1: the request in the path
        auto const asked = from_base64(path.substr(6), Base64Space::refuse);
        count("ocsp");
        return octets(authority->ocsp(asked.value_or(""), clock.now()), "application/ocsp-response");
    }
    return problem(404, "no such file");
}

api::Response Twin::Inside::issue(std::string const& body) {
    auto const wish = json::parse(body, nullptr, false);
    if (!wish.is_object()) return problem(400, "the body is not a JSON object");
    auto const name = text_in(wish, "name", "Wetbode demo seal");
    auto const kind = named(kinds, text_in(wish, "kind", "p256"));
    auto const days = wish.contains("days") && wish["days"].is_number_integer() ? wish["days"].get<int>() : 365;
    if (name.empty() || name.size() > 64) return problem(400, "name: 1 to 64 bytes");
    if (!kind) return problem(400, "kind: p256, p384 or rsa3072");
    if (days < 1 || days > 3650) return problem(400, "days: 1 to 3650");
    auto const now = clock.now();
    auto const issued = authority->issue(
        {name, *kind, now - std::chrono::minutes{5}, now + std::chrono::days{days}, Purpose::seal});
    keep();
    std::string chain;
    for (auto const& der : authority->chain_of(issued.certificate)) chain += pem_of_der(der);
    return json_response(
        201, json{{"certificate", pem_of_der(issued.certificate)}, {"chain", chain}, {"key", issued.key_pem}}.dump());
}

/// The level is LT unless told otherwise: who asks nobody can judge the document later.
api::Response Twin::Inside::sign(api::Request const& request, std::string const& pdf) {
    auto const asked = [&](char const* name) {
        auto const found = request.query.find(name);
        return found == request.query.end() ? std::string() : found->second;
    };
    auto const level = named(levels, asked("level").empty() ? "LT" : asked("level"));
    if (!level) return problem(400, "level: B, T, LT or LTA");
    auto const reason = asked("reason");
    if (reason.size() > 200) return problem(400, "reason: at most 200 bytes");
    auto document = people->sign(pdf, {asked("given_name"), asked("surname"), asked("number")}, *level, reason);
    keep();  // the book of certificates
    if (!document) return problem(400, document.error().code + ": " + document.error().detail.en);
    return octets(std::move(*document), "application/pdf");
}

api::Response Twin::Inside::revoke(std::string const& body) {
    auto const wish = json::parse(body, nullptr, false);
    if (!wish.is_object()) return problem(400, "the body is not a JSON object");
    auto const reason = named(reasons, text_in(wish, "reason", "unspecified"));
    if (!reason) return problem(400, "reason: one of RFC 5280, such as keyCompromise");
    authority->revoke(der_of_pem(text_in(wish, "certificate", "")), clock.now(), *reason);
    keep();
    return json_response(200, "{}");
}

/// Faults of the wire as every twin has them, used up by the next requests; those of the authorities stay until "none".
api::Response Twin::Inside::set_fault(std::string const& body) {
    auto const wish = json::parse(body, nullptr, false);
    auto const mode = wish.is_object() ? text_in(wish, "mode", "") : std::string();
    if (mode == "none") {
        authority->fail(TimeFault::none);
        authority->fail(RevocationFault::none);
        return faults.set(R"({"mode":"down","times":0})");
    }
    if (auto const fault = named(time_faults, mode)) {
        authority->fail(*fault);
        return json_response(200, "{}");
    }
    if (auto const fault = named(revocation_faults, mode)) {
        authority->fail(*fault);
        return json_response(200, "{}");
    }
    return faults.set(body);
}

void Twin::Inside::count(std::string const& service) {
    std::scoped_lock const lock(mutex);
    ++served[service];
}

api::Response Twin::Inside::counts() {
    std::scoped_lock const lock(mutex);
    json all = {{"tsa", 0}, {"ocsp", 0}, {"crl", 0}, {"lists", 0}};
    for (auto const& [service, times] : served) all[service] = times;
    return json_response(200, all.dump());
}

void Twin::Inside::keep() {
    if (folder.empty()) return;
    std::scoped_lock const lock(mutex);
    std::filesystem::create_directories(folder);
    write_durably(folder / "authorities", authority->kept());
    write_durably(folder / "root.pem", authority->root_pem());
}

}  // namespace wetbode::trust
