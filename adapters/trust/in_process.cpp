// SPDX-License-Identifier: EUPL-1.2
#include "adapters/trust/in_process.hpp"

#include "adapters/trust/making.hpp"
#include "gateway/refusal.hpp"

#include <openssl/err.h>
#include <openssl/objects.h>
#include <openssl/ts.h>

#include <algorithm>

namespace wetbode::trust {

namespace {

class InProcessTime final : public TimeAuthority {
public:
    InProcessTime(Authority& authority, Clock const& clock) : authority_(authority), clock_(clock) {}

    [[nodiscard]] TimeToken stamp(HashAlgorithm algorithm, std::string_view digest) override {
        auto const now = clock_.now();
        auto const answer = authority_.time_stamp(request_for(algorithm, digest), now);
        auto const* at = octets_of(answer);
        Handle<TS_RESP, TS_RESP_free> const response(d2i_TS_RESP(nullptr, &at, static_cast<long>(answer.size())));
        ERR_clear_error();
        auto* const token = response == nullptr ? nullptr : TS_RESP_get_token(response.get());
        if (token == nullptr) throw Outage("time", "test: the response holds no token");
        auto der = der_of(token, i2d_PKCS7);
        return {std::move(der), now, "test"};
    }

private:
    static std::string request_for(HashAlgorithm algorithm, std::string_view digest) {
        Handle<TS_REQ, TS_REQ_free> const request(TS_REQ_new());
        Handle<TS_MSG_IMPRINT, TS_MSG_IMPRINT_free> const imprint(TS_MSG_IMPRINT_new());
        Handle<X509_ALGOR, X509_ALGOR_free> const method(X509_ALGOR_new());
        must(request != nullptr && imprint != nullptr && method != nullptr, "request");
        X509_ALGOR_set_md(method.get(), EVP_get_digestbyname(openssl_name_of(algorithm)));
        std::string octets(digest);
        must(TS_MSG_IMPRINT_set_algo(imprint.get(), method.get()) == 1 &&
                 TS_MSG_IMPRINT_set_msg(imprint.get(), reinterpret_cast<unsigned char*>(octets.data()),
                                        static_cast<int>(octets.size())) == 1 &&
                 TS_REQ_set_version(request.get(), 1) == 1 &&
                 TS_REQ_set_msg_imprint(request.get(), imprint.get()) == 1 &&
                 TS_REQ_set_cert_req(request.get(), 1) == 1,
             "request");
        return der_of(request.get(), i2d_TS_REQ);
    }

    Authority& authority_;
    Clock const& clock_;
};

class InProcessRevocation final : public RevocationSource {
public:
    InProcessRevocation(Authority& authority, Clock const& clock) : authority_(authority), clock_(clock) {}

    [[nodiscard]] RevocationValues values_for(std::vector<std::string> const& chain, Instant not_before) override {
        auto const now = std::max(clock_.now(), not_before);
        RevocationValues values;
        for (std::size_t i = 0; i + 1 < chain.size(); ++i) {
            try {
                bool const below_issuing = authority_.chain_of(chain[i]).size() > 2;
                if (below_issuing) values.ocsps.push_back(authority_.ocsp_for(chain[i], now));
                else values.crls.push_back(authority_.crl(Issuer::root, now));
            } catch (Outage const& outage) {
                throw Outage("revocation", outage.what());
            }
        }
        return values;
    }

private:
    Authority& authority_;
    Clock const& clock_;
};

}  // namespace

std::unique_ptr<TimeAuthority> time_authority_of(Authority& authority, Clock const& clock) {
    return std::make_unique<InProcessTime>(authority, clock);
}

std::unique_ptr<RevocationSource> revocation_source_of(Authority& authority, Clock const& clock) {
    return std::make_unique<InProcessRevocation>(authority, clock);
}

}  // namespace wetbode::trust
