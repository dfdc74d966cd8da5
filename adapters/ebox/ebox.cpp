// SPDX-License-Identifier: EUPL-1.2
#include "adapters/ebox/ebox.hpp"

#include "adapters/ebox/assertion.hpp"
#include "adapters/ebox/message.hpp"
#include "adapters/ebox/personal.hpp"
#include "adapters/rest/answers.hpp"
#include "adapters/rest/token.hpp"
#include "gateway/base/files.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <charconv>

namespace wetbode {

namespace {

using namespace ebox;

constexpr std::array<SettingSpec, 18> specs{{
    {"base_url", SettingType::text, "", 0, 0, "Address of the message registry, version included."},
    {"api_version", SettingType::whole_number, "3", 2, 3, "Version of the publish call: 2 or 3."},
    {"sender_number", SettingType::text, "", 0, 0, "KBO number of the sender, 10 digits."},
    {"sender_application", SettingType::text, "", 0, 0, "senderApplicationId as registered at onboarding."},
    {"message_type", SettingType::text, "", 0, 0, "messageTypeId as registered at onboarding."},
    {"files_max", SettingType::whole_number, "6", 1, 50, "Files that one message may have."},
    {"paper", SettingType::text, "print", 0, 0, "Counterpart that gets a letter for which there is no e-Box."},
    {"token_url", SettingType::text, "", 0, 0, "Address of the OAuth token service; none: no signed assertion."},
    {"client_id", SettingType::text, "", 0, 0, "OAuth client id."},
    {"audience", SettingType::text, "", 0, 0, "Audience of the signed assertion."},
    {"scope", SettingType::text,
     "scope:document:management:consult:ws-eboxrestentreprise:publicationsender", 0, 0, "Scope that is asked for."},
    {"signing_key_file", SettingType::file, "", 0, 0, "PEM file with the RSA key that signs the assertion."},
    {"key_id", SettingType::text, "", 0, 0, "kid of the signing key."},
    {"bearer_file", SettingType::file, "", 0, 0, "File with a fixed bearer token, where there is no token service."},
    {"token_margin", SettingType::duration, "60s", 0, 3'600'000, "A token is given up this long before its end."},
    {"ca_file", SettingType::file, "", 0, 0, "PEM file with the authority to trust; none: those of the system."},
    {"certificate_file", SettingType::file, "", 0, 0, "PEM file with our client certificate for mutual TLS."},
    {"key_file", SettingType::file, "", 0, 0, "PEM file with the private key of the client certificate."},
}};

std::int64_t number(SettingValues const& settings, std::string_view key) {
    auto const& text = settings.find(key)->second;
    std::int64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

std::string trimmed(std::string text) {
    auto const end = text.find_last_not_of(" \t\r\n");
    text.erase(end == std::string::npos ? 0 : end + 1);
    return text;
}

rest::ClientSettings client_settings(SettingValues const& settings, std::string const& url) {
    return {url, settings.at("ca_file"), settings.at("certificate_file"), settings.at("key_file")};
}

/// A token service of its own: RFC 7523 assertion in, bearer token out.
struct TokenService {
    TokenService(SettingValues const& settings, Clock const& clock)
        : signer({settings.at("signing_key_file"), settings.at("key_id"), settings.at("client_id"),
                  settings.at("audience")}),
          scope(settings.at("scope")), client_id(settings.at("client_id")),
          // the whole URL is the base: the path of a call may then stay empty, but for the slash that the client adds
          client(client_settings(settings, settings.at("token_url").substr(0, settings.at("token_url").rfind('/')))),
          tokens(client, grant(settings.at("token_url")), clock, Milliseconds{number(settings, "token_margin")}) {}

    [[nodiscard]] rest::Grant grant(std::string const& url) const {
        return [this, leaf = url.substr(url.rfind('/') + 1)](Instant now) {
            rest::Call call{"POST", leaf, {}, {}, 64 * 1024, {}};
            call.headers = {{"Content-Type", "application/x-www-form-urlencoded"}, {"Accept", "application/json"}};
            call.body.emplace_back(rest::form_encoded(
                {{"grant_type", "client_credentials"},
                 {"client_id", client_id},
                 {"scope", scope},
                 {"client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"},
                 {"client_assertion", signer.sign(now)}}));
            return call;
        };
    }

    AssertionSigner signer;
    std::string scope;
    std::string client_id;
    rest::RestClient client;
    rest::TokenSource tokens;
};

/// What the e-Box said, where it is JSON: {messageId, code} of a success, {code, id, message} of an error.
struct Said {
    std::string message_id;
    std::string code;
};

Said said_in(std::string const& body) {
    auto const root = nlohmann::json::parse(body, nullptr, false);
    Said said;
    if (!root.is_object()) return said;
    auto const take = [&](char const* key, std::string& into) {
        auto const found = root.find(key);
        if (found != root.end() && found->is_string()) into = found->get<std::string>().substr(0, 255);
        if (found != root.end() && found->is_number_integer()) into = found->dump();
    };
    take("messageId", said.message_id);
    take("code", said.code);
    return said;
}

class Ebox final : public Counterpart {
public:
    explicit Ebox(AdapterContext const& context)
        : clock_(*context.clock), client_(client_settings(context.settings, context.settings.at("base_url"))),
          answers_(rest::AnswersTable::load(context.folder / "answers.toml")),
          registration_(registration(context.settings)), paper_{context.settings.at("paper")} {
        if (!context.settings.at("signing_key_file").empty())
            service_ = std::make_unique<TokenService>(context.settings, clock_);
        if (auto const& file = context.settings.at("bearer_file"); !file.empty())
            bearer_ = trimmed(read_file(file, 64 * 1024));
    }

    Delivery deliver(Envelope const& envelope, ContentShelf& shelf, Notebook& /*notebook*/,
                     Deadline deadline) override {
        if (auto const fault = fault_in(envelope, registration_)) return {Declined{*fault, std::nullopt}, {}, {}};
        auto form = publish_form(envelope, registration_, shelf);
        bool const second = registration_.version == Version::v2;
        rest::Call call{"POST", second ? "publishMessage" : "ebox/messages/", {}, std::move(form.body), 1 << 20, {}};
        // The key is a structured-header string, and so quoted. After a time-out the same key tells the e-Box that it
        // has the message already.
        call.headers = {{"Content-Type", form.content_type},
                        {"Accept", "application/json"},
                        {"Idempotency-Key", '"' + envelope.transfer.text + '"'}};
        auto delivery = read(envelope, send(std::move(call), deadline));
        delivery.answer = without_numbers(std::move(delivery.answer));
        return delivery;
    }

    /// The e-Box answers at once or not at all: a message that it has taken is published.
    News collect(std::string const& cursor, std::vector<Pending> const& /*pending*/, Deadline /*deadline*/) override {
        return {{}, cursor};
    }

private:
    [[nodiscard]] static Registration registration(SettingValues const& settings) {
        return {settings.at("api_version") == "2" ? Version::v2 : Version::v3, settings.at("sender_number"),
                settings.at("sender_application"), settings.at("message_type"),
                static_cast<std::size_t>(number(settings, "files_max"))};
    }

    [[nodiscard]] rest::AuthorisedReply send(rest::Call call, Deadline deadline) {
        if (service_) return rest::authorised_call(client_, service_->tokens, std::move(call), deadline);
        if (!bearer_.empty()) call.headers.emplace_back("Authorization", "Bearer " + bearer_);
        return {client_.call(call, deadline), false};
    }

    [[nodiscard]] Delivery read(Envelope const& envelope, rest::AuthorisedReply const& sent) const {
        auto const& reply = sent.reply;
        if (reply.failure != rest::Failure::none) return {rest::outcome_of_failure(reply), reply.as_answer(), {}};
        if (sent.token_failed) {
            auto const status = std::to_string(reply.status);
            return {TryLater{{"De e-Box gaf geen token: status " + status + ".",
                              "The e-Box gave no token: status " + status + "."},
                             rest::retry_after(reply, clock_.now())},
                    reply.as_answer(), {}};
        }
        auto const said = said_in(reply.body);
        auto const row = answers_.judge(reply.status, said.code);
        Delivery delivery{TryLater{}, reply.as_answer(), {}};
        if (reply.status == 201 || reply.status == 200) {
            if (said.message_id.empty() && row.means != rest::Meaning::paper) {
                delivery.outcome = TryLater{{"Het antwoord van de e-Box noemt geen bericht.",
                                             "The answer of the e-Box names no message."}, std::nullopt};
                return delivery;
            }
            if (!said.message_id.empty()) delivery.references["messageId"] = said.message_id;
        }
        // A 409 means that an earlier answer was lost, and with it perhaps a NO_DIGITAL_USER: left as a trace.
        if (row.means == rest::Meaning::duplicate) delivery.references["ebox:earlier-answer"] = "lost";
        auto const reference = said.message_id.empty() ? envelope.transfer.text : said.message_id;
        delivery.outcome = rest::outcome_of(reply, row, clock_.now(), reference, paper_);
        return delivery;
    }

    Clock const& clock_;
    rest::RestClient client_;
    rest::AnswersTable answers_;
    Registration registration_;
    CounterpartName paper_;
    std::unique_ptr<TokenService> service_;
    std::string bearer_;
};

std::unique_ptr<Counterpart> make(AdapterContext context) {
    auto const& settings = context.settings;
    auto const need = [&](char const* key) {
        if (settings.at(key).empty()) throw std::invalid_argument(std::string("[counterpart.ebox] needs ") + key);
    };
    for (char const* key : {"base_url", "sender_number", "sender_application", "message_type", "paper"}) need(key);
    bool const signs = !settings.at("signing_key_file").empty();
    if (signs)
        for (char const* key : {"token_url", "client_id", "audience"}) need(key);
    if (signs && !settings.at("bearer_file").empty())
        throw std::invalid_argument("[counterpart.ebox] has both signing_key_file and bearer_file: give one of them");
    if (!signs && !settings.at("token_url").empty())
        throw std::invalid_argument("[counterpart.ebox] token_url needs signing_key_file");
    auto const& sender = settings.at("sender_number");
    if (sender.size() != 10 || sender.find_first_not_of("0123456789") != std::string::npos)
        throw std::invalid_argument("[counterpart.ebox] sender_number is a KBO number of 10 digits");
    if (settings.at("certificate_file").empty() != settings.at("key_file").empty())
        throw std::invalid_argument("[counterpart.ebox] certificate_file and key_file belong together");
    ensure(context.clock != nullptr, "the composition root gives every adapter a clock");
    return std::make_unique<Ebox>(context);
}

}  // namespace

Adapter const ebox_adapter{"ebox", specs, &make};

}  // namespace wetbode
