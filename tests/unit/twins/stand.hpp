// SPDX-License-Identifier: EUPL-1.2
// The Parliament's twin on a port of its own, and folders of dossiers for the twin of Kaleidos. Owned by one test.
#pragma once

#include "adapters/kaleidos/twin_client.hpp"
#include "adapters/parliament/twin.hpp"
#include "adapters/rest/twin_stream.hpp"
#include "doubles/temporary_folder.hpp"
#include "gateway/http/server.hpp"

#include <nlohmann/json.hpp>

#include <fstream>
#include <stdexcept>
#include <string>

namespace wetbode {

class ParliamentStand {
public:
    explicit ParliamentStand(parliament::TwinSettings settings = {})
        : twin_(std::move(settings)), server_(settings_of(), twin_.opener(), [](auto const&, int, Milliseconds) {}) {
        server_.start();
    }
    ~ParliamentStand() {
        twin_.release();
        server_.stop(Milliseconds{1000});
    }

    [[nodiscard]] std::string base() const { return "http://127.0.0.1:" + std::to_string(server_.port()) + '/'; }

    /// Throws unless the switch answers 200.
    nlohmann::json tell(std::string const& act, nlohmann::json const& wish) {
        return exchange("POST", "/_twin/" + act, wish.dump());
    }
    nlohmann::json look(std::string const& name) { return exchange("GET", "/_twin/" + name, ""); }
    void fault(std::string const& mode, std::string const& on) { tell("faults", {{"mode", mode}, {"on", on}}); }

private:
    static http::ServerSettings settings_of() {
        http::ServerSettings settings;
        settings.port = 0;
        settings.quick_threads = 2;
        settings.handler_threads = 2;
        return settings;
    }
    nlohmann::json exchange(std::string const& method, std::string const& path, std::string const& body) {
        api::Request request;
        request.method = method;
        request.path = path;
        auto const exchange = twin_.opener()(request);
        if (!body.empty() && exchange->receive(body)) throw std::runtime_error("the switch ended early");
        auto const response = exchange->finish();
        if (response.status != 200) throw std::runtime_error(path + " answered " + twin::body_of(response));
        return nlohmann::json::parse(twin::body_of(response));
    }

    parliament::Twin twin_;
    http::Server server_;
};

/// Folders of dossiers, made as a test wants them.
class Dossiers {
public:
    [[nodiscard]] std::filesystem::path const& path() const { return folder_.path(); }

    static nlohmann::json file(std::string const& name, std::string const& id) {
        return {{"name", name}, {"media_type", "application/pdf"}, {"signed", true}, {"id", id}};
    }
    /// One piece with these files; each that is not in `lost` is on the disk, its content is its name.
    std::filesystem::path make(std::string const& name, nlohmann::json const& files, std::string const& lost = "") {
        nlohmann::json const piece{{"id", "urn:stuk:1"}, {"title", "Decreet"}, {"type", "decreet"}, {"files", files},
                                   {"created", "2026-01-15T09:00:00.000Z"}};
        nlohmann::json const manifest{{"dossier", {{"id", "urn:flow:1"}, {"title", "Decreet over de beken"}}},
                                      {"pieces", nlohmann::json::array({piece})}};
        auto const folder = path() / name;
        std::filesystem::create_directories(folder);
        write(folder / "manifest.json", manifest.dump());
        for (auto const& one : files)
            if (one.at("name") != lost) write(folder / one.at("name").get<std::string>(), one.at("name"));
        return folder;
    }

private:
    static void write(std::filesystem::path const& file, std::string const& text) {
        std::ofstream(file, std::ios::binary) << text;
    }

    TemporaryFolder folder_;
};

inline kaleidos::ClientSettings client_of(std::string const& base, std::filesystem::path const& state = {}) {
    return {{{base, {}, std::chrono::seconds{20}}, "kaleidos", "geheim"}, state};
}

}  // namespace wetbode
