// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "adapters/parliament/amiss.hpp"
#include "adapters/parliament/document.hpp"
#include "adapters/parliament/incoming.hpp"

using namespace wetbode;
using namespace wetbode::parliament;

namespace {

Envelope envelope_with(std::vector<std::string> const& names) {
    Envelope envelope;
    envelope.transfer = {"transfer-1"};
    for (auto const& name : names) {
        Rendition rendition;
        rendition.id = "urn:file:" + name;
        rendition.name = name;
        rendition.digest = Digest{};
        envelope.files.push_back({"piece", rendition});
    }
    return envelope;
}

Pending pending_for(Envelope const& envelope) {
    return {envelope.transfer, "4711", {{amiss_key, amiss_note(envelope.transfer, envelope.files)}}};
}

}  // namespace

TEST_CASE("files that were not named are told by name, in both languages", "[parliament]") {
    auto const envelope = envelope_with({"a.pdf", "b.docx"});

    auto const unnamed = unnamed_files(envelope, {{"pfls:urn:file:a.pdf", "1"}});

    REQUIRE(unnamed.size() == 1);
    CHECK(amiss_text(unnamed).nl.find("b.docx") != std::string::npos);
    CHECK(amiss_text(unnamed).en.find("does not name 1 of the files: b.docx") != std::string::npos);
    CHECK(amiss_text({}).empty());
}

TEST_CASE("many missing files are counted, not all listed", "[parliament]") {
    std::vector<std::string> names;
    for (int i = 0; i < 15; ++i) names.push_back("f" + std::to_string(i) + ".pdf");

    auto const text = amiss_text(envelope_with(names).files);

    CHECK(text.en.find("15 of the files") != std::string::npos);
    CHECK(text.en.find("f9.pdf and 5 more") != std::string::npos);
    CHECK(text.en.find("f10.pdf") == std::string::npos);
}

TEST_CASE("a pending transfer is whole once every missing file was named", "[parliament]") {
    auto const envelope = envelope_with({"a.pdf", "b.docx"});
    NamedFiles named;
    named.note("urn:file:a.pdf", "1");
    CHECK(named.completed({pending_for(envelope)}).empty());

    named.note("urn:file:b.docx", "2");

    auto const news = named.completed({pending_for(envelope), {{"transfer-2"}, "4711", {}}});
    REQUIRE(news.size() == 1);
    CHECK(news[0].transfer == envelope.transfer);
    CHECK(news[0].kind == "acknowledged");
    CHECK(news[0].references.at("pfls:urn:file:b.docx") == "2");
}

TEST_CASE("only the transfer itself was amiss, and only until it is sent again", "[parliament]") {
    auto envelope = envelope_with({"a.pdf"});
    CHECK_FALSE(was_amiss(envelope));
    envelope.references[amiss_key] = amiss_note(envelope.transfer, envelope.files);
    CHECK(was_amiss(envelope));

    envelope.transfer = {"transfer-12"};

    CHECK_FALSE(was_amiss(envelope));
}

TEST_CASE("an item of kanselarij names the files of ours that it knows", "[parliament]") {
    KanselarijItem item;
    item.tree = nlohmann::ordered_json::parse(
        R"({"pobj":1,"bestanden":[{"pfls":7,"kaleidos-id":"urn:file:a.pdf"},{"pfls":8},{"kaleidos-id":"urn:x"}]})");

    CHECK(named_files(item) == std::map<std::string, std::string>{{"urn:file:a.pdf", "7"}});
}
