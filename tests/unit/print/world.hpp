// SPDX-License-Identifier: EUPL-1.2
// What a delivery needs around it, in memory: notebook, shelf, clock, envelope. One test, one thread.
#pragma once

#include "adapters/print/print.hpp"
#include "gateway/base/content.hpp"
#include "gateway/clock.hpp"

#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace wetbode::print {

class FixedClock final : public Clock {
public:
    [[nodiscard]] Instant now() const override { return from_count(1'795'475'400'000); }
};

/// Thrown where a test lets the gateway die.
struct Crash : std::runtime_error {
    Crash() : std::runtime_error("the gateway died here") {}
};

class MemoryNotebook final : public Notebook {
public:
    void remember(std::string const& key, std::string const& value) override {
        if (key == crash_before) throw Crash();
        notes[key] = value;
        if (key == crash_after) throw Crash();
    }
    [[nodiscard]] bool knows(std::string const& /*name*/) override { return false; }
    [[nodiscard]] std::vector<std::string> open_elsewhere(std::string const&, std::string const&) override {
        return {};
    }
    std::map<std::string, std::string> notes;
    std::string crash_before;
    std::string crash_after;
};

class MemoryShelf final : public ContentShelf {
public:
    Content fetch(Digest const& digest) override {
        auto const found = contents.find(digest);
        if (found == contents.end()) throw Outage("content", "not on the shelf");
        return found->second;
    }
    std::map<Digest, Content> contents;
};

inline constexpr auto transfer_name = "0193592e-7b1c-7000-8000-00000000abcd";

/// One letter on its way to the print room.
struct World {
    explicit World(std::string const& uri, std::string pdf = "%PDF-1.4\n% a letter\n") {
        SettingValues settings;
        for (auto const& spec : print_adapter.settings) settings[std::string(spec.key)] = spec.standard;
        settings["printer_uri"] = uri;
        room = print_adapter.make({settings, WETBODE_SOURCE_DIR "/adapters/print", &clock});
        auto content = content_of(std::move(pdf));
        envelope.transfer = {transfer_name};
        envelope.counterpart = {"print"};
        envelope.files.push_back({"", {}});
        auto& rendition = envelope.files.back().rendition;
        rendition.name = "brief.pdf";
        rendition.media_type = "application/pdf";
        rendition.digest = content.digest;
        rendition.bytes = content.bytes;
        shelf.contents[content.digest] = std::move(content);
    }

    /// One try, as the dispatcher makes it: what was learned is there the next time.
    Delivery deliver(Milliseconds span = std::chrono::seconds{20}) {
        envelope.references.insert(notebook.notes.begin(), notebook.notes.end());
        for (auto const& [key, value] : notebook.notes) envelope.references[key] = value;
        auto delivery = room->deliver(envelope, shelf, notebook, Deadline::in(span));
        for (auto const& [key, value] : notebook.notes) envelope.references[key] = value;
        for (auto const& [key, value] : delivery.references) envelope.references[key] = value;
        ++envelope.attempt;
        return delivery;
    }

    /// The gateway dies in the middle of a try; the next one begins with what the notebook holds.
    void die_in_delivery() {
        try {
            static_cast<void>(deliver());
        } catch (Crash const&) {
            for (auto const& [key, value] : notebook.notes) envelope.references[key] = value;
            ++envelope.attempt;
            notebook.crash_before.clear();
            notebook.crash_after.clear();
            return;
        }
        throw std::logic_error("the gateway was to die here");
    }

    News collect() {
        return room->collect("", {{envelope.transfer, "", envelope.references}},
                             Deadline::in(std::chrono::seconds{20}));
    }

    /// Asks until there is news other than a status; the printer works at its own pace.
    NewsItem final_news() {
        auto const until = Deadline::in(std::chrono::seconds{30});
        while (until.left() > Milliseconds{0})
            for (auto const& item : collect().items)
                if (item.kind != "status") return item;
        throw std::runtime_error("the printer brought no news");
    }

    FixedClock clock;
    std::unique_ptr<Counterpart> room;
    MemoryNotebook notebook;
    MemoryShelf shelf;
    Envelope envelope;
};

}  // namespace wetbode::print
