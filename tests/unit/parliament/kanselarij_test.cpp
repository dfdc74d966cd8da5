// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "adapters/parliament/acknowledgement.hpp"
#include "adapters/parliament/cut_answers.hpp"
#include "adapters/parliament/first_delivery.hpp"
#include "adapters/parliament/following.hpp"
#include "adapters/parliament/incoming.hpp"
#include "gateway/base/base64.hpp"
#include "gateway/base/content.hpp"
#include "tests/doubles/temporary_folder.hpp"

#include <algorithm>

using namespace wetbode;
using namespace wetbode::parliament;
using namespace std::chrono_literals;

namespace {

using Tree = nlohmann::ordered_json;

constexpr Instant now{Milliseconds{1'800'000'000'000}};
constexpr auto word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

Tree file(Tree pfls, std::string const& name, std::string const& type, std::string const& mime = "application/pdf") {
    return {{"pfls", std::move(pfls)},
            {"type", type},
            {"mimetype", mime},
            {"bestandsnaam", name},
            {"base64", base64("inhoud van " + name)}};
}

Tree item(Tree pobj = 1673000) {
    return {
        {"pobj", std::move(pobj)},
        {"type", "Ontwerp van decreet"},
        {"titel", "Perkament. Decreet over de beken"},
        {"datum", "2026-11-20T10:00:00Z"},
        {"themas", Tree::array({"Water"})},
        {"bestanden", Tree::array({file(1, "perkament.pdf", "Perkament decreet"),
                                   file("2", "perkament.docx", "Perkament decreet", word),
                                   file(3, "verwijzing.pdf", "Verwijzingsblad"), file(4, "kaart.pdf", "Bijlage")})}};
}

Tree answer(Tree items) {
    return {{"aantal", 2}, {"documenten", std::move(items)}, {"meer", false}};
}

class Post {
public:
    explicit Post(std::size_t step = 7) : step_(step) {}
    /// The items as they came; files in the spool folder are read before the reader removes them.
    std::vector<KanselarijItem> read(std::string const& text) {
        std::vector<KanselarijItem> items;
        KanselarijReader reader(limits, folder.path(), [&](KanselarijItem one) {
            for (auto& content : one.contents) content = content_of(read_whole(content, 1 << 20));
            items.push_back(std::move(one));
            seen = items.size();
        });
        for (std::size_t at = 0; at < text.size(); at += step_) reader.feed(std::string_view(text).substr(at, step_));
        reader.finish();
        return items;
    }
    std::vector<KanselarijItem> read(Tree const& tree) { return read(tree.dump()); }

    TemporaryFolder folder;
    KanselarijLimits limits;
    std::size_t seen = 0;

private:
    std::size_t step_;
};

}  // namespace

TEST_CASE("what the Parliament sends becomes pieces as Kaleidos files them", "[parliament]") {
    Post post(GENERATE(1, 64, 100'000));
    auto items = post.read(answer(Tree::array({item(), item("5")})));
    REQUIRE(items.size() == 2);
    auto const incoming = incoming_from(std::move(items[0]), now);

    REQUIRE(incoming.has_value());
    CHECK(incoming->name == "1673000");
    CHECK(incoming->manifest.dossier.title == "Perkament. Decreet over de beken");
    auto const& pieces = incoming->manifest.pieces;
    REQUIRE(pieces.size() == 4);
    CHECK(pieces[0].type == "decreet");
    CHECK(pieces[0].access == AccessLevel::publiek);
    REQUIRE(pieces[0].files.size() == 2);  // Word and PDF of one name are one document
    CHECK(pieces[0].files[1].media_type == word);
    CHECK(pieces[1].type == "verwijzingsfiche");
    CHECK(pieces[1].access == AccessLevel::intern_secretarie);
    CHECK(pieces[2].type == "bijlage");
    CHECK(pieces[3].files.at(0).name == message_file);
    CHECK(read_whole(incoming->files.at("kaart.pdf"), 100) == "inhoud van kaart.pdf");
    CHECK(incoming->references.at("pobj") == "1673000");
    CHECK(incoming->references.at("pfls:urn:wetbode:parliament:pfls:2") == "2");

    auto const message = Tree::parse(read_whole(incoming->files.at(message_file), 100'000));
    CHECK(message.at("bestanden").at(0).at(content_name_member) == "perkament.pdf");
    CHECK_FALSE(message.at("bestanden").at(0).contains("base64"));
    CHECK(message.at("pobj") == 1673000);
    CHECK(message.at("themas") == Tree::array({"Water"}));
}

TEST_CASE("the same item has the same key at each round, and another content another one", "[parliament]") {
    auto told = item();
    auto const once = key_of(Post().read(answer(Tree::array({told}))).at(0));
    told["kanselarij"] = "2026-11-21";
    CHECK(key_of(Post(3).read(answer(Tree::array({told}))).at(0)) == once);
    told["bestanden"][3]["base64"] = base64("iets anders");
    CHECK(key_of(Post().read(answer(Tree::array({told}))).at(0)) != once);
}

TEST_CASE("a poisoned item keeps no other one out", "[parliament]") {
    auto bad = item(2);
    bad["bestanden"][0]["base64"] = "JVBE!";
    Tree const no_number{{"bestanden", Tree::array({file(1, "a.pdf", "Bijlage")})}};
    Tree const no_content{{"pobj", 3}, {"bestanden", Tree::array({{{"pfls", 1}}})}};
    Tree const odd{{"pobj", {{"a", 1}}}, {"bestanden", "geen lijst"}};
    auto items = Post().read(answer(Tree::array({item(1), bad, no_number, 42, "x", no_content, odd, item(4)})));

    REQUIRE(items.size() == 6);
    std::vector<std::string> outcome;
    for (auto& one : items) {
        auto const made = incoming_from(std::move(one), now);
        outcome.push_back(made ? "taken " + made->name : made.error().faults.at(0).code);
    }
    CHECK(outcome == std::vector<std::string>{"taken 1", "MANIFEST.BASE64", "MANIFEST.KEY_MISSING",
                                              "MANIFEST.KEY_MISSING", "MANIFEST.KEY_MISSING", "taken 4"});
}

TEST_CASE("base 64 that is broken is told with its place", "[parliament]") {
    auto told = item();
    told["bestanden"][1]["base64"] = "AAA";
    auto const items = Post().read(answer(Tree::array({told})));
    auto const fault = *items.at(0).fault;
    CHECK(fault.path == "/documenten/0/bestanden/1/base64");
    CHECK(fault.message.en == "The content is not base 64, or is cut off: it goes wrong at its character 4.");
    CHECK(fault.line == 1);
    CHECK(fault.column > 100);
}

TEST_CASE("an answer that is cut off or no JSON gives the items that came whole", "[parliament]") {
    auto const text = answer(Tree::array({item(1), item(2)})).dump();
    Post post;
    CHECK_THROWS_AS(post.read(text.substr(0, text.size() - 200)), Outage);
    CHECK(post.seen == 1);
    CHECK_THROWS_AS(post.read(std::string("<html>")), Outage);
    CHECK(post.read(std::string("{}")).empty());
    CHECK(post.read(std::string("[[{\"documenten\":1}]]")).empty());
}

TEST_CASE("an item that is no JSON keeps no other one out", "[parliament]") {
    auto const spoil = [](std::string text, std::string const& what, std::string const& with) {
        return text.replace(text.find(what), what.size(), with);
    };
    auto const good = item(1).dump();
    auto const [what, with] = GENERATE(table<std::string, std::string>({
        {"Decreet over de beken", "Decreet \"over\" de beken"},
        {"Decreet over de beken", "Decreet\nover de beken"},
        {"Decreet over de beken", "Decreet over de be\xEBken"},
        {"\"datum\":", "\"datum\""},
        {"\"titel\":\"Perkament.", "\"titel\":Perkament."},
        {"]}", "]"},
    }));
    auto const bad = spoil(item(2).dump(), what, with);
    Post post(GENERATE(1, 7, 100'000));

    auto items = post.read(R"({"aantal":3,"documenten":[)" + good + "," + bad + ",\n " + item(3).dump() + "]}");

    REQUIRE(items.size() == 3);
    CHECK_FALSE(items[0].fault);
    REQUIRE(items[1].fault);
    CHECK(items[1].fault->code == "MANIFEST.MALFORMED");
    CHECK(name_of(items[1]) == "2");
    CHECK_FALSE(items[2].fault);
    CHECK(incoming_from(std::move(items[2]), now)->name == "3");
    CHECK(std::filesystem::is_empty(post.folder.path()));
}

TEST_CASE("what comes behind an item that is no JSON is told with its own place", "[parliament]") {
    auto wrong = item(3);
    wrong["bestanden"][0]["base64"] = "JVBE!";
    Post post(GENERATE(1, 100'000));

    auto const items = post.read("{\"documenten\":[\n{\"pobj\":oei,\"x\":[{\"pfls\":1}]},\n" + wrong.dump() + "]}");

    REQUIRE(items.size() == 2);
    CHECK(items[0].fault->line == 2);
    CHECK(items[0].fault->column == 9);
    CHECK(items[1].fault->path == "/documenten/1/bestanden/0/base64");
    CHECK(items[1].fault->line == 3);
    CHECK(items[1].fault->column == static_cast<std::int64_t>(wrong.dump().find("JVBE!") + 5));
}

TEST_CASE("an answer that ends within an item that is no JSON has not come whole", "[parliament]") {
    Post post;
    auto const text = R"({"documenten":[)" + item(1).dump() + R"(,{"pobj":oei,"titel":"Decr)";
    CHECK_THROWS_AS(post.read(text), Outage);
    CHECK(post.seen == 2);
}

TEST_CASE("an answer that breaks off in one item again and again is told once, and asked for less and less",
          "[parliament]") {
    auto const text = answer(Tree::array({item(1), item(2)})).dump();
    Post post;
    auto const broken_off = [&](std::size_t bytes) {
        KanselarijReader reader(post.limits, post.folder.path(), [](KanselarijItem const& /*item*/) {});
        reader.feed(std::string_view(text).substr(0, bytes));
        CHECK_THROWS_AS(reader.finish(), Outage);
        return reader.broken_off();
    };
    auto const first = broken_off(200);
    auto const again = broken_off(220);
    REQUIRE(first);
    REQUIRE(again);
    CHECK(name_of(*again) == "1");
    CHECK(first->fault == again->fault);
    CutAnswers cuts;

    CHECK_FALSE(cuts.broke_off(first, "cut", now));  // once may be the line
    CHECK_FALSE(cuts.why_wait(now));
    CHECK(cuts.broke_off(again, "cut", now));
    CHECK(cuts.why_wait(now));
    CHECK_FALSE(cuts.why_wait(now + CutAnswers::pause_first));
    CHECK(cuts.broke_off(again, "cut", now));
    CHECK(cuts.why_wait(now + CutAnswers::pause_first));
    for (int i = 0; i < 100; ++i) CHECK(cuts.broke_off(again, "cut", now));
    CHECK_FALSE(cuts.why_wait(now + CutAnswers::pause_most));
    CHECK_FALSE(cuts.why_wait(now - CutAnswers::pause_most));

    CHECK_FALSE(cuts.broke_off(broken_off(text.size() - 100), "cut", now));  // it came further
    CHECK_FALSE(cuts.why_wait(now));
    CHECK_FALSE(cuts.broke_off(broken_off(12), "cut", now));  // before any item
    CHECK_FALSE(cuts.broke_off(std::nullopt, "cut", now));
}

TEST_CASE("limits hold for each item alone, and nothing stays in the spool folder", "[parliament]") {
    Post post;
    post.limits.inline_bytes_max = 4;
    post.limits.file_bytes_max = 30;
    auto large = item(2);
    large["bestanden"][0]["base64"] = base64(std::string(31, 'x'));
    auto wordy = item(3);
    wordy["titel"] = std::string(5000, 't');
    post.limits.rest_bytes_max = 4000;
    auto const items = post.read(answer(Tree::array({item(1), large, wordy, item(4)})));

    REQUIRE(items.size() == 4);
    CHECK_FALSE(items[0].fault.has_value());
    CHECK(items[1].fault->code == "MANIFEST.TOO_LONG");
    CHECK(items[2].fault->code == "MANIFEST.TOO_LONG");
    CHECK_FALSE(items[3].fault.has_value());
    CHECK(std::filesystem::is_empty(post.folder.path()));
}

TEST_CASE("what became of the files is told in the words of the protocol", "[parliament]") {
    Acknowledgement const told{"1673000",
                               "urn:case:1",
                               {{"1", "urn:f:1", "urn:p:1"}, {"2", "urn:f:2", "urn:p:1"}, {"3", "urn:f:3", "urn:p:2"}}};
    auto const message = Tree::parse(acknowledgement_body({"urn:flow:1"}, told));
    CHECK(message.at("pobj") == "1673000");
    CHECK(message.at("@id") == "urn:flow:1");
    auto const& dossier = message.at("@reverse").at("Dossier.isNeerslagVan");
    CHECK(dossier.at("@id") == "urn:case:1");
    auto const& pieces = dossier.at("Dossier.bestaatUit");
    REQUIRE(pieces.size() == 2);
    CHECK(pieces[0].at("Stuk.isVoorgesteldDoor").size() == 2);
    CHECK(pieces[1].at("Stuk.isVoorgesteldDoor").at(0) == Tree{{"pfls", "3"}, {"@id", "urn:f:3"}});
    CHECK(Tree::parse(acknowledgement_body({"urn:flow:1"}, {"5", "", {}}))
              .at("@reverse")
              .at("Dossier.isNeerslagVan")
              .at("Dossier.bestaatUit")
              .empty());
}

TEST_CASE("dossiers that changed lately are asked about often, the others seldom", "[parliament]") {
    CHECK(Following::pause(5s) == 1min);
    CHECK(Following::pause(10h) == 1h);
    CHECK(Following::pause(24h * 300) == 12h);

    Following following(2);
    std::vector<Followed> const all{{"fresh", now - 10min}, {"older", now - 10h}, {"old", now - 24h * 100}};
    CHECK(following.due(all, now) == std::vector<std::string>{"fresh", "older"});
    following.asked("fresh", now);
    following.asked("older", now);
    CHECK(following.due(all, now) == std::vector<std::string>{"old"});
    following.asked("old", now);
    CHECK(following.due(all, now).empty());
    following.soon("old");
    CHECK(following.due(all, now) == std::vector<std::string>{"old"});
    following.asked("old", now);
    CHECK(following.due(all, now + 2min) == std::vector<std::string>{"fresh"});
    CHECK(following.due(all, now + 2h) == std::vector<std::string>{"fresh", "older"});

    CHECK(following.is_new("fresh", "[]"));
    CHECK_FALSE(following.is_new("fresh", "[]"));
    CHECK(following.is_new("fresh", "[1]"));
}

TEST_CASE("a mark tells of its own transfer only", "[parliament]") {
    FirstMark const mark{now, {"1", "22"}};
    auto const text = mark.text({"t1"});
    auto const read = FirstMark::read(text, {"t1"});
    REQUIRE(read.has_value());
    CHECK(read->at == now);
    CHECK(read->before == mark.before);
    CHECK(FirstMark::read(FirstMark{now, {}}.text({"t1"}), {"t1"})->before.empty());
    for (auto const& other : {text.substr(0, 3), std::string(), FirstMark::none({"t1"}), std::string("t1|x|")})
        CHECK_FALSE(FirstMark::read(other, {"t1"}).has_value());
    CHECK_FALSE(FirstMark::read(text, {"t2"}).has_value());
}

TEST_CASE("only what may have arrived is in doubt", "[parliament]") {
    rest::Reply reply;
    reply.failure = rest::Failure::unreachable;
    CHECK_FALSE(outcome_unknown(reply, true, false));
    reply.failure = rest::Failure::interrupted;
    CHECK(outcome_unknown(reply, true, false));
    CHECK_FALSE(outcome_unknown(reply, false, false));
    reply.failure = rest::Failure::none;
    for (auto const& [status, doubt] : std::vector<std::pair<int, bool>>{{200, true},
                                                                         {400, false},
                                                                         {401, false},
                                                                         {413, false},
                                                                         {429, false},
                                                                         {500, true},
                                                                         {502, true},
                                                                         {503, true}}) {
        reply.status = status;
        CAPTURE(status);
        CHECK(outcome_unknown(reply, true, false) == doubt);
    }
    reply.headers = {{"retry-after", "5"}};
    CHECK_FALSE(outcome_unknown(reply, true, false));
}
