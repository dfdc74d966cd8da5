// SPDX-License-Identifier: EUPL-1.2
#include "adapters/trust/twin_lists.hpp"

#include "adapters/rest/twin_desk.hpp"
#include "adapters/trust/making.hpp"
#include "adapters/trust/signed_list.hpp"
#include "gateway/base/files.hpp"

#include <nlohmann/json.hpp>

#include <openssl/bio.h>
#include <openssl/pem.h>

#include <mutex>
#include <utility>

namespace wetbode::trust {

namespace {

using json = nlohmann::json;

constexpr std::uint64_t pem_bytes_max = 64U << 10U;
constexpr auto life = std::chrono::days{3650};

/// The signer of one list, from the folder or new.
Issued signer_named(std::string const& name, Authority& authority, std::filesystem::path const& folder, Instant now) {
    auto const file = folder / (name + ".pem");
    if (!folder.empty() && std::filesystem::exists(file)) {
        auto const pem = read_file(file, pem_bytes_max);
        Handle<BIO, BIO_free_all> const bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
        Certificate const certificate(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
        must(certificate != nullptr, "no certificate of the list's signer");
        return {der_of(certificate.get()), read_file(folder / (name + ".key"), pem_bytes_max)};
    }
    auto issued = authority.issue({"Wetbode demo " + name, KeyKind::p256, now - std::chrono::minutes{5}, now + life,
                                   Purpose::seal});
    if (folder.empty()) return issued;
    std::filesystem::create_directories(folder);
    write_durably(folder / (name + ".key"), issued.key_pem);
    write_durably(file, pem_of(certificate_of(issued.certificate).get()));
    return issued;
}

api::Response refused(int status, std::string const& what) {
    return twin::json_response(status, json{{"error", what}}.dump());
}

std::string header_of(api::Request const& request, std::string const& name) {
    auto const found = request.headers.find(name);
    return found == request.headers.end() ? std::string{} : found->second;
}

}  // namespace

struct TwinLists::Inside {
    Authority& authority;
    std::string base_url;
    Issued lotl_signer;
    Issued be_signer;
    std::mutex mutex;  ///< over what follows
    std::uint64_t sequence = 0;
    std::string lotl;
    std::string be;

    void make(std::uint64_t number, std::string const& status, std::chrono::days days, Instant now) {
        ListWish national{"BE", number, now, now + days, {}, {}};
        national.services = {{"CA/QC", "Test authority", status, now - life, authority.issuing()},
                             {"TSA/QTST", "Test time authority", status, now - life, authority.time_certificate()}};
        ListWish lists{"EU", number, now, now + days, {}, {}};
        lists.pointers = {{base_url + "/lists/lotl.xml", "EU", lotl_signer.certificate},
                          {base_url + "/lists/be.xml", "BE", be_signer.certificate}};
        be = signed_list(national, be_signer);
        lotl = signed_list(lists, lotl_signer);
        sequence = number;
    }
};

TwinLists::TwinLists(Authority& authority, std::string base_url, std::filesystem::path folder, Instant now) {
    auto lotl = signer_named("list-signer", authority, folder, now);
    auto be = signer_named("list-signer-be", authority, folder, now);
    inside_.reset(new Inside{authority, std::move(base_url), std::move(lotl), std::move(be), {}, 0, {}, {}});
    // Rises from one start to the next without being kept.
    auto const start = std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
    inside_->make(static_cast<std::uint64_t>(start), "granted", std::chrono::days{30}, now);
}

TwinLists::~TwinLists() = default;

api::Response TwinLists::download(api::Request const& request, Instant) {
    auto& in = *inside_;
    std::scoped_lock const lock(in.mutex);
    api::Response response;
    if (request.path == "/lists/signer.pem") {
        response.headers = {{"Content-Type", "application/x-pem-file"}};
        response.body = pem_of(certificate_of(in.lotl_signer.certificate).get());
        return response;
    }
    bool const of_lists = request.path == "/lists/lotl.xml";
    if (!of_lists && request.path != "/lists/be.xml") return refused(404, "no such list");
    auto const tag = '"' + std::to_string(in.sequence) + '"';
    response.headers = {{"Content-Type", "application/vnd.etsi.tsl+xml"}, {"ETag", tag}};
    if (header_of(request, "if-none-match") == tag) {
        response.status = 304;
        return response;
    }
    response.body = of_lists ? in.lotl : in.be;
    return response;
}

api::Response TwinLists::publish(std::string const& body, Instant now) {
    auto& in = *inside_;
    auto const wish = json::parse(body, nullptr, false);
    if (!wish.is_object()) return refused(400, "the body is not a JSON object");
    auto const whole = [&](char const* key, std::int64_t otherwise) {
        auto const found = wish.find(key);
        return found != wish.end() && found->is_number_integer() ? found->get<std::int64_t>() : otherwise;
    };
    auto const given = wish.find("status");
    auto const status = given != wish.end() && given->is_string() ? given->get<std::string>() : "granted";
    if (status != "granted" && status != "withdrawn") return refused(400, "status: granted or withdrawn");
    auto const days = whole("days", 30);
    if (days < -365 || days > 365) return refused(400, "days: -365 to 365");
    std::scoped_lock const lock(in.mutex);
    auto const number = whole("sequence", static_cast<std::int64_t>(in.sequence) + 1);
    if (number < 1) return refused(400, "sequence: 1 or more");
    in.make(static_cast<std::uint64_t>(number), status, std::chrono::days{days}, now);
    return twin::json_response(200, json{{"sequence", number}}.dump());
}

}  // namespace wetbode::trust
