// SPDX-License-Identifier: EUPL-1.2
#include "adapters/parliament/parliament.hpp"

#include "adapters/parliament/acknowledgement.hpp"
#include "adapters/parliament/amiss.hpp"
#include "adapters/parliament/api.hpp"
#include "adapters/parliament/cut_answers.hpp"
#include "adapters/parliament/document.hpp"
#include "adapters/parliament/first_delivery.hpp"
#include "adapters/parliament/following.hpp"
#include "adapters/parliament/incoming.hpp"
#include "adapters/parliament/kanselarij.hpp"
#include "adapters/parliament/statuses.hpp"
#include "adapters/parliament/strange_members.hpp"
#include "gateway/base/rfc3339.hpp"
#include "gateway/base/sha256.hpp"

#include <array>
#include <charconv>

namespace wetbode {

namespace {

using namespace parliament;

/// Reference key: how often the dossier had been submitted before the delivery that is under way.
constexpr char const* count_key = "parliament:submitted-before";
constexpr std::size_t news_max = 10'000;

constexpr std::array<SettingSpec, 16> specs{{
    {"base_url", SettingType::text, "", 0, 0, "Address of the Parliament's API, before api/kaleidos/."},
    {"client_id", SettingType::text, "", 0, 0, "OAuth client id that the Parliament gave us."},
    {"client_secret_file", SettingType::file, "", 0, 0, "File with the OAuth client secret."},
    {"ca_file", SettingType::file, "", 0, 0, "PEM file with the authority to trust; none: those of the system."},
    {"certificate_file", SettingType::file, "", 0, 0, "PEM file with our client certificate for mutual TLS."},
    {"key_file", SettingType::file, "", 0, 0, "PEM file with the private key of the client certificate."},
    {"token_margin", SettingType::duration, "600s", 0, 3'600'000,
     "A token is given up this long before its end; at most half of its life."},
    {"poll_days", SettingType::whole_number, "30", 1, 365, "Days that status/ingediend is asked for at most."},
    {"doubt_term", SettingType::duration, "5m", 0, 86'400'000,
     "After a first delivery without an answer, so long the Parliament may need to list the new dossier."},
    {"resend", SettingType::yes_no, "true", 0, 0,
     "If it lists none by then, the dossier is sent again; false: the transfer ends as refused and a person decides."},
    {"follow_max", SettingType::whole_number, "50", 1, 2000, "Dossiers whose status is asked for in one round."},
    {"kanselarij_time", SettingType::duration, "30m", 1000, 86'400'000, "Longest fetch of what the Parliament sends."},
    {"file_max", SettingType::size, "1GiB", 1024, 4LL << 30, "Longest file that the Parliament sends."},
    {"publication_members", SettingType::text, PublicationWords::standard_members, 0, 0,
     "Members of a status or an item that tell what becomes of an act: key: name, name; key: name. Keys: numac, eli, "
     "adopted, ratified, promulgated, published, and document, session, piece, which cite a document."},
    {"publication_statuses", SettingType::text, PublicationWords::standard_statuses, 0, 0,
     "Statuses whose date is such a day, in the same form."},
    {"answer_bytes", SettingType::size, "16MiB", 4096, 256 << 20, "Longest answer that is read."},
}};

FirstSettings first_settings(SettingValues const& settings) {
    return {Milliseconds{number_in(settings, "doubt_term")}, settings.at("resend") == "true"};
}

KanselarijLimits kanselarij_limits(SettingValues const& settings) {
    KanselarijLimits limits;
    limits.file_bytes_max = static_cast<std::uint64_t>(number_in(settings, "file_max"));
    return limits;
}

/// The same files give the same key at each try.
std::string key_of(std::vector<std::string> const& uris) {
    std::string all;
    for (auto const& uri : uris) all += uri + '\n';
    return sha256(all).hex().substr(0, 16);
}

std::string known(Envelope const& envelope, std::string_view key) {
    auto const found = envelope.references.find(std::string(key));
    return found == envelope.references.end() ? std::string() : found->second;
}

class Parliament final : public Counterpart {
public:
    explicit Parliament(AdapterContext const& context)
        : clock_(*context.clock),
          api_(context.settings, context.folder, clock_),
          first_(api_, clock_, first_settings(context.settings)),
          following_(static_cast<int>(number_in(context.settings, "follow_max"))),
          words_(context.settings.at("publication_members"), context.settings.at("publication_statuses")),
          strange_(context.log),
          limits_(kanselarij_limits(context.settings)),
          receive_time_(number_in(context.settings, "kanselarij_time")),
          poll_days_(static_cast<int>(number_in(context.settings, "poll_days"))) {}

    Delivery deliver(Envelope const& envelope, ContentShelf& shelf, Notebook& notebook, Deadline deadline) override {
        if (envelope.manifest.acknowledgement) return acknowledge(envelope, deadline);
        if (auto const leak = leak_in(envelope)) return {Declined{*leak, std::nullopt}, {}, {}};
        auto const pobj = known(envelope, pobj_key);
        std::unique_lock<std::timed_mutex> alone(first_.mutex(), std::defer_lock);
        // Somebody said which dossier the try in doubt became: sending again would make a second version of it.
        if (!pobj.empty() && FirstMark::read(known(envelope, FirstDelivery::mark_key), envelope.transfer))
            return {Acknowledged{pobj}, {}, {{std::string(pobj_key), pobj}}};
        auto early = pobj.empty() ? first_.before(envelope, notebook, alone, deadline)
                                  : before_later_delivery(envelope, pobj, notebook, deadline);
        if (early) return *std::move(early);
        auto const missed = missed_files(envelope);
        if (missed.empty()) return send(envelope, envelope, envelope.transfer.text, shelf, notebook, deadline);
        // What arrived is not sent twice. Another message has another key, or it would be given the old answer.
        auto const unnamed = named_.without_name(missed, envelope.references);
        auto const part = part_of(envelope, unnamed);
        if (part.files.empty())
            return {Acknowledged{pobj}, {}, named_.references_of(missed)};
        return send(envelope, part, envelope.transfer.text + '-' + key_of(unnamed), shelf, notebook, deadline);
    }

    News collect(std::string const& cursor, std::vector<Pending> const& pending, Deadline deadline) override {
        auto const now = clock_.now();
        auto const days = days_back(cursor, now, poll_days_);
        auto const asked = api_.get("status/ingediend?dagen=" + std::to_string(days), deadline);
        Api::insist(asked, "status/ingediend");
        auto entries = status_entries(asked.reply.body, words_);
        if (!entries) throw Outage("parliament", "status/ingediend gave no list");
        if (entries->size() > news_max) throw Outage("parliament", "status/ingediend gave too long a list");
        strange_.note(*entries, "status/ingediend");
        News news{news_of(*entries, pending), rfc3339(now)};
        for (auto& item : named_.completed(pending)) news.items.push_back(std::move(item));
        return news;
    }

    News follow(std::vector<Followed> const& followed, Deadline deadline) override {
        News news;
        for (auto const& name : following_.due(followed, clock_.now())) {
            if (deadline.left() == Milliseconds{0}) break;
            auto const asked = api_.get("status/" + Api::escaped(name), deadline);
            if (asked.reply.failure != rest::Failure::none || asked.token_failed || asked.reply.status >= 500) break;
            following_.asked(name, clock_.now());
            auto entries = asked.reply.status == 200 ? status_entries(asked.reply.body, words_) : std::nullopt;
            if (entries) strange_.note(*entries, "status");
            if (!entries || !following_.is_new(name, asked.reply.body)) continue;
            for (auto& entry : *entries)
                if (entry.pobj.empty()) entry.pobj = name;
            for (auto& item : news_of(*entries, {})) news.items.push_back(std::move(item));
        }
        return news;
    }
    [[nodiscard]] bool follows() const override { return true; }

    /// Its own time: an answer of gigabytes takes longer than a delivery may.
    void receive(Inbox& inbox, Deadline /*deadline*/) override {
        if (auto const why = cuts_.why_wait(clock_.now())) throw Outage("parliament", *why);
        KanselarijReader reader(limits_, inbox.spool(), [&](KanselarijItem item) { put_in(inbox, std::move(item)); });
        try {
            auto const asked = api_.stream(
                "kanselarij", [&](std::string_view bytes) { reader.feed(bytes); }, Deadline::in(receive_time_));
            Api::insist(asked, "kanselarij");
            reader.finish();
        } catch (Outage const& outage) {
            if (outage.dependency() == "parliament") note_cut(inbox, reader.broken_off(), outage.what());
            throw;
        }
        cuts_.whole();
    }
    [[nodiscard]] bool sends() const override { return true; }

private:
    void note_cut(Inbox& inbox, std::optional<KanselarijItem> item, std::string const& why) {
        if (!cuts_.broke_off(item, why, clock_.now())) return;
        auto const name = name_of(*item);
        auto const key = CutAnswers::key_of_cut(*item);
        auto const refused = incoming_from(*std::move(item), clock_.now());
        if (!refused) inbox.set_aside(key, name, refused.error());
    }

    void put_in(Inbox& inbox, KanselarijItem item) {
        auto const key = key_of(item);
        auto const name = name_of(item);
        for (auto const& [uri, pfls] : named_files(item)) named_.note(uri, pfls);
        auto incoming = incoming_from(std::move(item), clock_.now(), words_);
        if (!incoming) return inbox.set_aside(key, name, incoming.error());
        // Its receiver must know that it was adopted, and when.
        if (inbox.take(std::move(*incoming)).how == TakenIn::How::taken) following_.soon(name);
    }

    [[nodiscard]] Delivery acknowledge(Envelope const& envelope, Deadline deadline) {
        auto const& told = *envelope.manifest.acknowledgement;
        auto const sent = api_.post("verwerkt", envelope.transfer.text,
                                    {acknowledgement_body(envelope.manifest.dossier.id, told)}, deadline);
        if (sent.token_failed) return api_.without_token(sent.reply);
        if (sent.reply.failure != rest::Failure::none)
            return {rest::outcome_of_failure(sent.reply), sent.reply.as_answer(), {}};
        if (sent.reply.status < 200 || sent.reply.status > 299) return api_.judged(sent.reply, told.name);
        return {Acknowledged{told.name}, sent.reply.as_answer(), {}};
    }

    /// A dossier that the Parliament knows: its status history is counted before the delivery. If an earlier try ended
    /// in the dark and the count has risen since, that try arrived, and sending again would double the dossier. The
    /// count compares the Parliament with itself, so that no clock can mislead it.
    [[nodiscard]] std::optional<Delivery> before_later_delivery(Envelope const& envelope, std::string const& pobj,
                                                                Notebook& notebook, Deadline deadline) {
        auto const asked = api_.get("status/" + Api::escaped(pobj), deadline);
        if (asked.token_failed) return api_.without_token(asked.reply);
        if (asked.reply.failure != rest::Failure::none)
            return Delivery{rest::outcome_of_failure(asked.reply), asked.reply.as_answer(), {}};
        if (asked.reply.status == 401 || asked.reply.status == 403 || asked.reply.status >= 500)
            return api_.judged(asked.reply, pobj);
        auto const history = asked.reply.status == 200 ? status_entries(asked.reply.body) : std::nullopt;
        auto const times = history ? submitted_times(*history) : 0;
        auto const before = known(envelope, count_key);
        // The marker carries the transfer: an older one of the same dossier says nothing about this delivery.
        auto const mark = envelope.transfer.text + ':';
        bool const again = was_amiss(envelope);
        if (!before.starts_with(mark) || again) {
            if (again) sent_again(envelope, notebook);
            notebook.remember(count_key, mark + std::to_string(times));
            return std::nullopt;
        }
        int earlier = 0;
        std::from_chars(before.data() + mark.size(), before.data() + before.size(), earlier);
        if (times <= earlier) return std::nullopt;
        return Delivery{Acknowledged{pobj}, asked.reply.as_answer(), {{std::string(pobj_key), pobj}}};
    }

    /// `part` is what is sent: all of it, or what an earlier answer missed.
    [[nodiscard]] Delivery send(Envelope const& envelope, Envelope const& part, std::string const& key,
                                ContentShelf& shelf, Notebook& notebook, Deadline deadline) {
        bool const first = known(envelope, pobj_key).empty();
        bool all_sent = false;
        auto const progress = [&](std::uint64_t sent, std::uint64_t all) { all_sent = sent >= all; };
        auto const sent = api_.post("document", key, document_body(part, shelf), deadline, progress);
        if (sent.token_failed) {
            if (first) FirstDelivery::nothing_arrived(envelope, notebook);
            return api_.without_token(sent.reply);
        }
        auto delivery = read(envelope, part, sent.reply, known(envelope, pobj_key));
        bool const understood = delivery.references.contains(std::string(pobj_key));
        if (first && understood) FirstDelivery::taken(envelope, delivery, notebook);
        else if (first && !outcome_unknown(sent.reply, all_sent, understood))
            FirstDelivery::nothing_arrived(envelope, notebook);
        return delivery;
    }

    [[nodiscard]] Delivery read(Envelope const& envelope, Envelope const& part, rest::Reply const& reply,
                                std::string const& pobj) {
        if (reply.failure != rest::Failure::none) return {rest::outcome_of_failure(reply), reply.as_answer(), {}};
        if (reply.status < 200 || reply.status > 299) return api_.judged(reply, pobj);
        auto const answer = document_answer(reply.body);
        Delivery delivery{TryLater{}, reply.as_answer(), {}};
        if (!answer.understood || reply.truncated) {
            delivery.outcome = TryLater{{"Het antwoord van het Vlaams Parlement is niet te begrijpen.",
                                         "The answer of the Flemish Parliament cannot be understood."},
                                        std::nullopt};
            return delivery;
        }
        delivery.references[std::string(pobj_key)] = answer.pobj;
        for (auto const& file : envelope.files) {
            auto const uri = file_uri(file.rendition);
            auto const found = answer.pfls.find(uri);
            if (found != answer.pfls.end()) delivery.references[std::string(pfls_prefix) + uri] = found->second;
        }
        for (auto const& [uri, pfls] : answer.pfls) named_.note(uri, pfls);
        auto const unnamed = unnamed_files(part, delivery.references);
        delivery.outcome = Acknowledged{answer.pobj};
        if (unnamed.empty()) return delivery;
        // A dossier that was taken without one of its files is neither delivered nor to be sent twice: it stays
        // visible as handed over, what it misses is told, and a person decides.
        delivery.outcome = HandedOver{answer.pobj, amiss_text(unnamed)};
        delivery.references[amiss_key] = amiss_note(envelope.transfer, unnamed);
        return delivery;
    }

    Clock const& clock_;
    Api api_;
    FirstDelivery first_;
    Following following_;
    NamedFiles named_;
    CutAnswers cuts_;
    PublicationWords words_;
    StrangeMembers strange_;
    KanselarijLimits limits_;
    Milliseconds receive_time_;
    int poll_days_;
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
