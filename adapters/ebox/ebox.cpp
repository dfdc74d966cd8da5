// SPDX-License-Identifier: EUPL-1.2
#include "adapters/ebox/ebox.hpp"

#include "adapters/ebox/box_search.hpp"
#include "adapters/ebox/caller.hpp"
#include "adapters/ebox/message.hpp"
#include "adapters/ebox/personal.hpp"
#include "adapters/rest/answers.hpp"

#include <nlohmann/json.hpp>

#include <array>

namespace wetbode {

namespace {

using namespace ebox;

constexpr std::array<SettingSpec, 21> specs{{
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
    {"federation_url", SettingType::text, "", 0, 0,
     "Address of the Federation Service, which says who has an e-Box; none: nobody is asked."},
    {"preferences_scope", SettingType::text,
     "scope:documentmanagement:ebox:enterprise:federation-rest:preference", 0, 0,
     "Scope to ask about enterprises."},
    {"consents_scope", SettingType::text, "", 0, 0,
     "Scope to ask about citizens; none, with a signing key: they are not asked about."},
    {"signing_key_file", SettingType::file, "", 0, 0, "PEM file with the RSA key that signs the assertion."},
    {"key_id", SettingType::text, "", 0, 0, "kid of the signing key."},
    {"bearer_file", SettingType::file, "", 0, 0, "File with a fixed bearer token, where there is no token service."},
    {"token_margin", SettingType::duration, "60s", 0, 3'600'000, "A token is given up this long before its end."},
    {"ca_file", SettingType::file, "", 0, 0, "PEM file with the authority to trust; none: those of the system."},
    {"certificate_file", SettingType::file, "", 0, 0, "PEM file with our client certificate for mutual TLS."},
    {"key_file", SettingType::file, "", 0, 0, "PEM file with the private key of the client certificate."},
}};

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

Refusal on_paper(std::string code, Text title, Text detail) {
    Refusal refusal;
    refusal.code = std::move(code);
    refusal.title = std::move(title);
    refusal.detail = std::move(detail);
    return refusal;
}

Refusal no_ebox() {
    return on_paper("NO_EBOX", {"De bestemmeling heeft geen e-Box", "The recipient has no e-Box"},
                    {"Dat zegt de e-Box zelf; de brief gaat op papier.",
                     "The e-Box itself says so; the letter goes on paper."});
}

Refusal answer_lost() {
    return on_paper("EBOX_ANSWER_LOST",
                    {"Het antwoord van de e-Box ging verloren", "The answer of the e-Box was lost"},
                    {"De e-Box had dit bericht al gepubliceerd, maar of de bestemmeling een e-Box heeft, ging met het "
                     "eerste antwoord verloren en kan niet gevraagd worden. De brief gaat ook op papier.",
                     "The e-Box had published this message already, but whether the recipient has an e-Box was lost "
                     "with the first answer and cannot be asked. The letter goes on paper too."});
}

class Ebox final : public Counterpart {
public:
    explicit Ebox(AdapterContext const& context)
        : clock_(*context.clock),
          registry_(context.settings, clock_, context.settings.at("base_url"), context.settings.at("scope")),
          search_(context.settings, clock_), answers_(rest::AnswersTable::load(context.folder / "answers.toml")),
          registration_(registration(context.settings)), paper_{context.settings.at("paper")} {}

    /// Each try asks first whether there is a box, also a try with a key that was used before: the first answer may
    /// have been lost, and with it a NO_DIGITAL_USER that a 409 does not repeat.
    Delivery deliver(Envelope const& envelope, ContentShelf& shelf, Notebook& /*notebook*/,
                     Deadline deadline) override {
        if (auto const fault = fault_in(envelope, registration_)) return {Declined{*fault, std::nullopt}, {}, {}};
        auto const& recipient = envelope.manifest.letter->recipient;
        Found found;
        found.notes["ebox:recipient"] = "not asked";
        bool const asked = search_.can_ask(recipient.kind);
        if (asked) found = search_.ask(recipient, deadline);
        Delivery delivery;
        if (asked && found.box == Box::unclear) delivery = {found.later, found.answer, {}};
        else if (asked && found.box == Box::none) delivery = {Declined{no_ebox(), paper_}, found.answer, {}};
        else delivery = publish(envelope, shelf, asked ? Known::has_box : Known::nothing, deadline);

        // The decision and what it rests on, for whoever asks later why there was paper, or none.
        delivery.references.merge(std::map(found.notes));
        if (auto const* declined = std::get_if<Declined>(&delivery.outcome); declined && declined->instead)
            delivery.references["ebox:channel"] = "paper";
        if (std::holds_alternative<Acknowledged>(delivery.outcome)) delivery.references["ebox:channel"] = "e-Box";
        return delivery;
    }

    /// The e-Box answers at once or not at all: a message that it has taken is published.
    News collect(std::string const& cursor, std::vector<Pending> const& /*pending*/, Deadline /*deadline*/) override {
        return {{}, cursor};
    }

private:
    enum class Known { nothing, has_box };

    [[nodiscard]] static Registration registration(SettingValues const& settings) {
        return {settings.at("api_version") == "2" ? Version::v2 : Version::v3, settings.at("sender_number"),
                settings.at("sender_application"), settings.at("message_type"),
                static_cast<std::size_t>(number(settings, "files_max"))};
    }

    [[nodiscard]] Delivery publish(Envelope const& envelope, ContentShelf& shelf, Known known, Deadline deadline) {
        auto form = publish_form(envelope, registration_, shelf);
        bool const second = registration_.version == Version::v2;
        rest::Call call{"POST", second ? "publishMessage" : "ebox/messages/", {}, std::move(form.body), 1 << 20, {}};
        // The key is a structured-header string, and so quoted. After a time-out the same key tells the e-Box that it
        // has the message already.
        call.headers = {{"Content-Type", form.content_type},
                        {"Accept", "application/json"},
                        {"Idempotency-Key", '"' + envelope.transfer.text + '"'}};
        auto delivery = read(envelope, registry_.send(std::move(call), deadline), known);
        delivery.answer = without_numbers(std::move(delivery.answer));
        return delivery;
    }

    [[nodiscard]] Delivery read(Envelope const& envelope, rest::AuthorisedReply const& sent, Known known) const {
        auto const& reply = sent.reply;
        if (reply.failure != rest::Failure::none) return {rest::outcome_of_failure(reply), reply.as_answer(), {}};
        if (sent.token_failed) return {without_token(reply, clock_.now()), reply.as_answer(), {}};
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
        if (row.means == rest::Meaning::duplicate) {
            delivery.references["ebox:earlier-answer"] = "lost";
            // Better twice, in the box and on paper, than perhaps never.
            if (known == Known::nothing) {
                delivery.outcome = Declined{answer_lost(), paper_};
                return delivery;
            }
        }
        auto const reference = said.message_id.empty() ? envelope.transfer.text : said.message_id;
        delivery.outcome = rest::outcome_of(reply, row, clock_.now(), reference, paper_);
        return delivery;
    }

    Clock const& clock_;
    Caller registry_;
    BoxSearch search_;
    rest::AnswersTable answers_;
    Registration registration_;
    CounterpartName paper_;
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
    if (signs && !settings.at("federation_url").empty()) need("preferences_scope");
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
