// SPDX-License-Identifier: EUPL-1.2
// A gateway's side of the Parliament's twin, without a gateway: a map keeps what the ledger keeps. One test owns it.
#pragma once

#include "adapters/parliament/parliament.hpp"
#include "doubles/fake_clock.hpp"
#include "gateway/base/content.hpp"
#include "unit/twins/stand.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace wetbode {

/// Every file has the same bytes.
class OneShelf final : public ContentShelf {
public:
    Content fetch(Digest const&) override { return kept; }
    Content kept = content_of("bytes of the file");
};

using References = std::map<std::string, std::string>;

/// What the ledger keeps of each transfer, here each of its own dossier.
class Book final : public Notebook {
public:
    Book(std::map<std::string, References>& all, std::string mine) : all_(all), mine_(std::move(mine)) {}
    void remember(std::string const& key, std::string const& value) override { all_[mine_][key] = value; }
    [[nodiscard]] bool knows(std::string const& name) override {
        return std::ranges::any_of(all_, [&](auto const& one) {
            auto const found = one.second.find("pobj");
            return found != one.second.end() && found->second == name;
        });
    }
    [[nodiscard]] std::vector<std::string> open_elsewhere(std::string const& key,
                                                          std::string const& closed_by) override {
        std::vector<std::string> notes;
        for (auto const& [transfer, references] : all_)
            if (transfer != mine_ && references.contains(key) && !references.contains(closed_by))
                notes.push_back(references.at(key));
        return notes;
    }

private:
    std::map<std::string, References>& all_;
    std::string mine_;
};

enum class End { settled, killed_before_settling };

/// A gateway's side of the Parliament.
class Side {
public:
    explicit Side(bool resend = true) {
        std::ofstream(folder_.path() / "secret") << "geheim";
        std::ofstream(folder_.path() / "answers.toml") << "";
        AdapterContext context;
        for (auto const& spec : parliament_adapter.settings) context.settings[std::string(spec.key)] = spec.standard;
        for (auto const& [key, value] : References{{"base_url", stand.base()}, {"client_id", "wetbode"},
                                                   {"client_secret_file", (folder_.path() / "secret").string()},
                                                   {"token_margin", "600000"}, {"doubt_term", "300000"},
                                                   {"resend", resend ? "true" : "false"}, {"answer_bytes", "1000000"},
                                                   {"kanselarij_time", "60000"}, {"file_max", "1000000"}})
            context.settings[key] = value;
        context.folder = folder_.path();
        context.clock = &clock;
        parliament_ = parliament_adapter.make(std::move(context));
    }
    Delivery deliver(std::string const& transfer, End end = End::settled) {
        Envelope envelope;
        envelope.transfer.text = transfer;
        envelope.received = clock.now();
        envelope.manifest.dossier.id.text = "urn:flow:" + transfer;
        Piece piece;
        piece.id = "urn:piece:" + transfer;
        piece.title = "Nota";
        piece.type = "nota";
        piece.access = AccessLevel::publiek;
        for (std::size_t i = 0; i < files; ++i) {
            Rendition file;
            file.id = "urn:file:" + transfer + (i == 0 ? "" : ":" + std::to_string(i));
            file.name = "nota" + std::to_string(i) + ".pdf";
            file.media_type = "application/pdf";
            file.digest = shelf_.kept.digest;
            file.bytes = shelf_.kept.bytes;
            piece.files.push_back(file);
            envelope.files.push_back({piece.id, file});
        }
        envelope.manifest.pieces.push_back(piece);
        envelope.references = kept_[transfer];
        Book book(kept_, transfer);
        auto delivery = parliament_->deliver(envelope, shelf_, book, Deadline::in(std::chrono::seconds{20}));
        if (end == End::settled)
            for (auto const& [key, value] : delivery.references) kept_[transfer][key] = value;
        return delivery;
    }
    /// Nothing arrives, and the answer leaves that open.
    void leave_in_doubt(std::string const& transfer) {
        stand.fault("500_before", "document");
        static_cast<void>(deliver(transfer));
    }
    std::map<std::string, std::string>& kept(std::string const& transfer) { return kept_[transfer]; }
    Counterpart& parliament() { return *parliament_; }
    std::string pobj(std::string const& transfer) { return kept_[transfer]["pobj"]; }
    int arrived() { return stand.look("received")["counts"]["deliveries"].get<int>(); }

    FakeClock clock;
    ParliamentStand stand;
    std::size_t files = 1;  ///< of one dossier

private:
    TemporaryFolder folder_;
    OneShelf shelf_;
    std::map<std::string, References> kept_;
    std::unique_ptr<Counterpart> parliament_;
};

template <class Kind> bool is(Delivery const& delivery) { return std::holds_alternative<Kind>(delivery.outcome); }

}  // namespace wetbode
