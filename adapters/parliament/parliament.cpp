// SPDX-License-Identifier: EUPL-1.2
#include "adapters/parliament/parliament.hpp"

#include "adapters/parliament/document.hpp"
#include "adapters/parliament/statuses.hpp"
#include "adapters/rest/answers.hpp"
#include "adapters/rest/token.hpp"
#include "gateway/base/files.hpp"
#include "gateway/base/rfc3339.hpp"

#include <array>
#include <charconv>

namespace wetbode {

namespace {

using namespace parliament;

/// Reference key: how often the dossier had been submitted before the delivery that is under way.
constexpr char const* count_key = "parliament:submitted-before";
constexpr std::size_t news_max = 10'000;

constexpr std::array<SettingSpec, 9> specs{{
    {"base_url", SettingType::text, "", 0, 0, "Address of the Parliament's API, before api/kaleidos/."},
    {"client_id", SettingType::text, "", 0, 0, "OAuth client id that the Parliament gave us."},
    {"client_secret_file", SettingType::file, "", 0, 0, "File with the OAuth client secret."},
    {"ca_file", SettingType::file, "", 0, 0, "PEM file with the authority to trust; none: those of the system."},
    {"certificate_file", SettingType::file, "", 0, 0, "PEM file with our client certificate for mutual TLS."},
    {"key_file", SettingType::file, "", 0, 0, "PEM file with the private key of the client certificate."},
    {"token_margin", SettingType::duration, "600s", 0, 3'600'000,
     "A token is given up this long before its end; at most half of its life."},
    {"poll_days", SettingType::whole_number, "30", 1, 365, "Days that status/ingediend is asked for at most."},
    {"answer_bytes", SettingType::size, "16MiB", 4096, 256 << 20, "Longest answer that is read."},
}};

std::string trimmed(std::string text) {
    auto const end = text.find_last_not_of(" \t\r\n");
    text.erase(end == std::string::npos ? 0 : end + 1);
    return text;
}

std::int64_t number(SettingValues const& settings, std::string_view key) {
    auto const& text = settings.find(key)->second;
    std::int64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

rest::ClientSettings client_settings(SettingValues const& settings) {
    return {settings.at("base_url"), settings.at("ca_file"), settings.at("certificate_file"), settings.at("key_file")};
}

class Parliament final : public Counterpart {
public:
    explicit Parliament(AdapterContext const& context)
        : clock_(*context.clock), client_(client_settings(context.settings)),
          answers_(rest::AnswersTable::load(context.folder / "answers.toml")),
          tokens_(client_, grant(context.settings), clock_, Milliseconds{number(context.settings, "token_margin")}),
          poll_days_(static_cast<int>(number(context.settings, "poll_days"))),
          answer_bytes_(static_cast<std::uint64_t>(number(context.settings, "answer_bytes"))) {}

    Delivery deliver(Envelope const& envelope, ContentShelf& shelf, Notebook& notebook, Deadline deadline) override {
        if (auto const leak = leak_in(envelope)) return {Declined{*leak, std::nullopt}, {}, {}};
        auto const pobj = known(envelope, pobj_key);
        if (!pobj.empty()) {
            if (auto early = before_later_delivery(envelope, pobj, notebook, deadline)) return *std::move(early);
        }
        rest::Call call{"POST", "api/kaleidos/v1/document", {}, document_body(envelope, shelf), answer_bytes_, {}};
        call.headers = {{"Content-Type", "application/json"},
                        {"Accept", "application/json"},
                        {"Idempotency-Key", envelope.transfer.text}};
        auto const sent = rest::authorised_call(client_, tokens_, std::move(call), deadline);
        if (sent.token_failed) return without_token(sent.reply);
        return read(envelope, sent.reply, pobj);
    }

    News collect(std::string const& cursor, std::vector<Pending> const& pending, Deadline deadline) override {
        auto const now = clock_.now();
        auto const days = days_back(cursor, now, poll_days_);
        auto const asked = get("api/kaleidos/v1/status/ingediend?dagen=" + std::to_string(days), deadline);
        if (asked.reply.failure != rest::Failure::none) throw Outage("parliament", asked.reply.why);
        if (asked.token_failed || asked.reply.status != 200)
            throw Outage("parliament", "status/ingediend was answered with " + std::to_string(asked.reply.status));
        auto entries = status_entries(asked.reply.body);
        if (!entries || asked.reply.truncated) throw Outage("parliament", "status/ingediend gave no list");
        if (entries->size() > news_max) throw Outage("parliament", "status/ingediend gave too long a list");
        return {news_of(*entries, pending), rfc3339(now)};
    }

private:
    [[nodiscard]] static rest::Grant grant(SettingValues const& settings) {
        auto const& file = settings.at("client_secret_file");
        return rest::basic_grant("api/kaleidos/oauth/token", settings.at("client_id"),
                                 trimmed(read_file(file, 64 * 1024)));
    }

    [[nodiscard]] static std::string known(Envelope const& envelope, std::string_view key) {
        auto const found = envelope.references.find(std::string(key));
        return found == envelope.references.end() ? std::string() : found->second;
    }

    [[nodiscard]] rest::AuthorisedReply get(std::string path, Deadline deadline) {
        rest::Call call{"GET", std::move(path), {{"Accept", "application/json"}}, {}, answer_bytes_, {}};
        return rest::authorised_call(client_, tokens_, std::move(call), deadline);
    }

    /// Our credentials are no fault of the sender: his dossier waits until they are mended.
    [[nodiscard]] Delivery without_token(rest::Reply const& reply) const {
        auto const status = std::to_string(reply.status);
        auto const why = reply.failure == rest::Failure::none ? "status " + status : reply.why;
        return {TryLater{{"Het Vlaams Parlement gaf geen token: " + why + ".",
                          "The Flemish Parliament gave no token: " + why + "."},
                         rest::retry_after(reply, clock_.now())},
                reply.as_answer(), {}};
    }

    /// A dossier that the Parliament knows: its status history is counted before the delivery. If an earlier try ended
    /// in the dark and the count has risen since, that try arrived, and sending again would double the dossier. The
    /// count compares the Parliament with itself, so that no clock can mislead it.
    [[nodiscard]] std::optional<Delivery> before_later_delivery(Envelope const& envelope, std::string const& pobj,
                                                                Notebook& notebook, Deadline deadline) {
        auto const asked = get("api/kaleidos/v1/status/" + escaped(pobj), deadline);
        if (asked.token_failed) return without_token(asked.reply);
        if (asked.reply.failure != rest::Failure::none)
            return Delivery{rest::outcome_of_failure(asked.reply), asked.reply.as_answer(), {}};
        if (asked.reply.status == 401 || asked.reply.status == 403 || asked.reply.status >= 500)
            return judged(asked.reply, pobj);
        auto const history = asked.reply.status == 200 ? status_entries(asked.reply.body) : std::nullopt;
        auto const times = history ? submitted_times(*history) : 0;
        auto const before = known(envelope, count_key);
        // The marker carries the transfer: an older one of the same dossier says nothing about this delivery.
        auto const mark = envelope.transfer.text + ':';
        if (!before.starts_with(mark)) {
            notebook.remember(count_key, mark + std::to_string(times));
            return std::nullopt;
        }
        int earlier = 0;
        std::from_chars(before.data() + mark.size(), before.data() + before.size(), earlier);
        if (times <= earlier) return std::nullopt;
        return Delivery{Acknowledged{pobj}, asked.reply.as_answer(), {{std::string(pobj_key), pobj}}};
    }

    [[nodiscard]] Delivery judged(rest::Reply const& reply, std::string const& pobj) const {
        auto const row = answers_.judge(reply.status, document_answer(reply.body).code);
        return {rest::outcome_of(reply, row, clock_.now(), pobj, {}), reply.as_answer(), {}};
    }

    [[nodiscard]] Delivery read(Envelope const& envelope, rest::Reply const& reply, std::string const& pobj) const {
        if (reply.failure != rest::Failure::none) return {rest::outcome_of_failure(reply), reply.as_answer(), {}};
        if (reply.status < 200 || reply.status > 299) return judged(reply, pobj);
        auto const answer = document_answer(reply.body);
        Delivery delivery{TryLater{}, reply.as_answer(), {}};
        if (!answer.understood || reply.truncated) {
            delivery.outcome = TryLater{{"Het antwoord van het Vlaams Parlement is niet te begrijpen.",
                                         "The answer of the Flemish Parliament cannot be understood."},
                                        std::nullopt};
            return delivery;
        }
        delivery.references[std::string(pobj_key)] = answer.pobj;
        bool complete = true;
        for (auto const& file : envelope.files) {
            auto const uri = file_uri(file.rendition);
            auto const found = answer.pfls.find(uri);
            if (found == answer.pfls.end()) complete = false;
            else delivery.references[std::string(pfls_prefix) + uri] = found->second;
        }
        // A dossier that was taken without one of its files is neither delivered nor to be sent twice: it stays
        // visible as handed over, and a person decides once the term for its receipt has passed.
        if (complete) delivery.outcome = Acknowledged{answer.pobj};
        else delivery.outcome = HandedOver{answer.pobj};
        return delivery;
    }

    /// An identifier of the Parliament in a path: anything but letters, digits and -._ is percent-encoded.
    [[nodiscard]] static std::string escaped(std::string const& name) {
        auto const encoded = rest::form_encoded({{name, ""}});
        return encoded.substr(0, encoded.size() - 1);
    }

    Clock const& clock_;
    rest::RestClient client_;
    rest::AnswersTable answers_;
    rest::TokenSource tokens_;
    int poll_days_;
    std::uint64_t answer_bytes_;
};

std::unique_ptr<Counterpart> make(AdapterContext context) {
    for (char const* key : {"base_url", "client_id", "client_secret_file"})
        if (context.settings.at(key).empty())
            throw std::invalid_argument(std::string("[counterpart.parliament] needs ") + key);
    if (context.settings.at("certificate_file").empty() != context.settings.at("key_file").empty())
        throw std::invalid_argument("[counterpart.parliament] certificate_file and key_file belong together");
    ensure(context.clock != nullptr, "the composition root gives every adapter a clock");
    return std::make_unique<Parliament>(context);
}

}  // namespace

Adapter const parliament_adapter{"parliament", specs, &make};

}  // namespace wetbode
