// SPDX-License-Identifier: EUPL-1.2
// Against the twin of the Parliament on a socket: what is in doubt is found again, and nobody takes another's dossier.
#include <catch2/catch.hpp>

#include "adapters/parliament/document.hpp"
#include "adapters/parliament/parliament.hpp"
#include "doubles/fake_clock.hpp"
#include "gateway/base/content.hpp"
#include "unit/twins/stand.hpp"

#include <algorithm>

using namespace wetbode;

namespace {

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
        Rendition file;
        file.id = "urn:file:" + transfer;
        file.name = "nota.pdf";
        file.media_type = "application/pdf";
        file.digest = shelf_.kept.digest;
        file.bytes = shelf_.kept.bytes;
        piece.files.push_back(file);
        envelope.files.push_back({piece.id, file});
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
    std::string pobj(std::string const& transfer) { return kept_[transfer]["pobj"]; }
    int arrived() { return stand.look("received")["counts"]["deliveries"].get<int>(); }

    FakeClock clock;
    ParliamentStand stand;

private:
    TemporaryFolder folder_;
    OneShelf shelf_;
    std::map<std::string, References> kept_;
    std::unique_ptr<Counterpart> parliament_;
};

template <class Kind> bool is(Delivery const& delivery) { return std::holds_alternative<Kind>(delivery.outcome); }

}  // namespace

TEST_CASE("a first delivery that arrived in the dark is recognised and not sent again", "[parliament]") {
    auto const fault = GENERATE(std::string("500_after"), std::string("cut_after_body"));
    CAPTURE(fault);
    Side side;
    side.stand.fault(fault, "");

    CHECK(is<TryLater>(side.deliver("t-1")));
    CHECK(side.arrived() == 1);
    CHECK(is<Acknowledged>(side.deliver("t-1")));

    CHECK(side.arrived() == 1);
    CHECK(!side.pobj("t-1").empty());
}

TEST_CASE("a first delivery that did not arrive is sent again once the term of doubt is over", "[parliament]") {
    Side side;
    side.leave_in_doubt("t-1");
    CHECK(is<TryLater>(side.deliver("t-1")));
    CHECK(side.arrived() == 0);

    side.clock.move(std::chrono::minutes{6});

    CHECK(is<Acknowledged>(side.deliver("t-1")));
    CHECK(side.arrived() == 1);
}

TEST_CASE("while one first delivery is in doubt another one waits", "[parliament]") {
    Side side;
    side.stand.fault("500_after", "");
    CHECK(is<TryLater>(side.deliver("t-1")));

    CHECK(is<TryLater>(side.deliver("t-2")));
    CHECK(side.arrived() == 1);
    CHECK(is<Acknowledged>(side.deliver("t-1")));
    CHECK(is<Acknowledged>(side.deliver("t-2")));

    CHECK(side.arrived() == 2);
    CHECK(side.pobj("t-1") != side.pobj("t-2"));
}

TEST_CASE("a dossier that another transfer was just given is not taken for the one in doubt", "[parliament]") {
    Side side;
    side.leave_in_doubt("t-1");
    side.clock.move(std::chrono::minutes{6});  // t-2 need not wait any more
    auto const given = side.deliver("t-2", End::killed_before_settling);
    REQUIRE(is<Acknowledged>(given));

    CHECK(is<Acknowledged>(side.deliver("t-1")));

    CHECK(side.arrived() == 2);
    CHECK(side.pobj("t-1") != given.references.at("pobj"));
}

TEST_CASE("a dossier that was renumbered is not taken for the one in doubt", "[parliament]") {
    Side side;
    side.leave_in_doubt("t-1");
    side.clock.move(std::chrono::minutes{6});
    REQUIRE(is<Acknowledged>(side.deliver("t-2")));
    side.stand.tell("renumber", {{"pobj", side.pobj("t-2")}});

    CHECK(is<Acknowledged>(side.deliver("t-1")));

    CHECK(side.arrived() == 2);
}

TEST_CASE("a delivery in doubt is held if the settings say so", "[parliament]") {
    Side side(false);
    side.leave_in_doubt("t-1");
    side.clock.move(std::chrono::minutes{6});

    CHECK(is<Declined>(side.deliver("t-1")));
    CHECK(side.arrived() == 0);
    CHECK(is<Acknowledged>(side.deliver("t-1")));  // replayed by that person
}

TEST_CASE("what surely did not arrive is sent again at once", "[parliament]") {
    Side side;
    side.stand.fault("429", "");
    CHECK(is<TryLater>(side.deliver("t-1")));

    CHECK(is<Acknowledged>(side.deliver("t-1")));
    CHECK(side.arrived() == 1);
}
