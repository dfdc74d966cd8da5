// SPDX-License-Identifier: EUPL-1.2
#include "adapters/kaleidos/twin_legacy.hpp"

#include "gateway/base/rfc3339.hpp"
#include "gateway/refusal.hpp"

#include <stdexcept>

namespace wetbode::kaleidos {

namespace {

using json = nlohmann::json;

constexpr std::size_t acts_kept = 1000;
constexpr std::string_view root = "/_twin/";

std::string text_in(json const& wish, char const* key) { return wish.value(key, std::string()); }

std::string line_of(Report const& report) { return report.dump(-1, ' ', false, Report::error_handler_t::replace); }

Report failed(std::string const& act, std::string const& cause) {
    return {{"act", act}, {"ok", false}, {"shown", "the job failed"}, {"cause", cause}};
}

api::Response error(int status, std::string const& what) {
    return twin::json_response(status, line_of({{"error", what}}));
}

}  // namespace

Legacy::Legacy(LegacySettings settings)
    : dossiers_(std::move(settings.dossiers)), client_(std::move(settings.client), clock_) {}

std::filesystem::path Legacy::folder_of(std::string const& dossier) const {
    if (dossiers_.empty()) throw std::invalid_argument("no folder of dossiers was named");
    // Whoever may speak to the twin must not choose what it reads.
    if (dossier.find('/') != std::string::npos || dossier == "..")
        throw std::invalid_argument("a dossier is a plain name of a folder: " + dossier);
    if (!std::filesystem::is_directory(dossiers_ / dossier))
        throw std::invalid_argument("no dossier " + dossier + " in " + dossiers_.string());
    return dossiers_ / dossier;
}

Report Legacy::carry_out(std::string const& act, json const& wish) {
    if (auto const wrong = fault_in_act(act, wish); !wrong.empty()) throw std::invalid_argument(wrong);
    if (act == "ping") return client_.ping();
    if (act == "send")
        return client_.send({folder_of(text_in(wish, "dossier")), text_in(wish, "comment"),
                             wish.value("complete", false), wish.value("lose_answer", false)});
    if (act == "sync-status") return client_.sync_status(wish.value("dagen", 0));
    if (act == "sync-incoming") return client_.sync_incoming(wish.value("meeting_closed", false));
    RelinkWish relink{text_in(wish, "pobj"), text_in(wish, "flow"), text_in(wish, "case")};
    if (relink.pobj == "last") {
        if (client_.memory().flows().empty()) throw std::invalid_argument("there is no dossier yet");
        relink.pobj = client_.memory().flows().back().pobj;
    }
    return client_.relink(relink);
}

Report Legacy::act(std::string const& act, json const& wish) {
    Report report;
    {
        std::scoped_lock const lock(act_mutex_);
        try {
            report = carry_out(act, wish);
        } catch (std::invalid_argument const& wrong) {
            report = failed(act, wrong.what());
        } catch (json::exception const& wrong) {
            report = failed(act, std::string("manifest.json: ") + wrong.what());
        } catch (std::filesystem::filesystem_error const& wrong) {
            report = failed(act, wrong.what());
        } catch (Outage const& outage) {
            report = failed(act, outage.what());
        }
    }
    report["at"] = rfc3339(clock_.now());
    std::scoped_lock const lock(mutex_);
    acts_.push_back(report);
    if (acts_.size() > acts_kept) acts_.pop_front();
    return report;
}

bool Legacy::wait(Milliseconds time) {
    std::unique_lock lock(mutex_);
    return !changed_.wait_for(lock, time, [&] { return released_; });
}

std::size_t Legacy::play(Play const& play, std::function<void(Report const&)> const& tell) {
    std::size_t otherwise = 0;
    for (auto const& step : play.steps) {
        for (std::int64_t i = 0; i < step.times; ++i) {
            if (!wait(step.after)) return otherwise;
            auto report = act(step.act, step.wish);
            report["line"] = step.line;
            bool const as_expected = !step.expected || report.at("ok") == *step.expected;
            if (!as_expected) ++otherwise;
            report["as_expected"] = as_expected;
            tell(report);
        }
    }
    return otherwise;
}

void Legacy::release() {
    std::scoped_lock const lock(mutex_);
    released_ = true;
    changed_.notify_all();
}

api::Opener Legacy::opener() {
    return [this](api::Request const& request) -> std::unique_ptr<api::Exchange> {
        if (!request.path.starts_with(root)) return twin::fixed_exchange(error(404, "no such resource"));
        auto const name = request.path.substr(root.size());
        if (request.method == "POST")
            return twin::small_exchange([this, name](std::string const& body) { return answer(name, body); });
        if (request.method != "GET") return twin::fixed_exchange(error(405, "GET or POST"));
        return twin::fixed_exchange(look(name));
    };
}

api::Response Legacy::answer(std::string const& name, std::string const& body) {
    auto const wish = body.empty() ? json::object() : json::parse(body, nullptr, false);
    if (!wish.is_object()) return error(400, "the body is not a JSON object");
    auto const wrong = fault_in_act(name, wish);
    if (!wrong.empty()) return error(wrong.starts_with("no such act") ? 404 : 400, wrong);
    return twin::json_response(200, line_of(act(name, wish)));
}

api::Response Legacy::look(std::string const& name) {
    if (name == "acts") {
        std::scoped_lock const lock(mutex_);
        return twin::json_response(200, line_of({{"acts", acts_}}));
    }
    if (name != "memory") return error(404, "no such switch");
    std::scoped_lock const lock(act_mutex_);
    auto flows = Report::array();
    for (auto const& flow : client_.memory().flows())
        flows.push_back({{"flow", flow.uri}, {"case", flow.case_uri}, {"pobj", flow.pobj}, {"status", flow.status}});
    return twin::json_response(200, line_of({{"flows", std::move(flows)},
                                             {"calls", client_.line().calls()},
                                             {"tokens", client_.line().tokens()}}));
}

}  // namespace wetbode::kaleidos
