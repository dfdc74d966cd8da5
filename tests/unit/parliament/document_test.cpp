// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "adapters/parliament/document.hpp"
#include "gateway/base/joined.hpp"
#include "gateway/base/content.hpp"

#include <nlohmann/json.hpp>

using namespace wetbode;
using nlohmann::json;

namespace {

class OneShelf final : public ContentShelf {
public:
    Content fetch(Digest const& digest) override {
        if (digest != kept.digest) throw Outage("content", "not on the shelf");
        return kept;
    }
    Content kept = content_of("bytes of the file");
};

Rendition file(OneShelf const& shelf, std::string name) {
    Rendition rendition;
    rendition.name = std::move(name);
    rendition.media_type = "application/pdf";
    rendition.digest = shelf.kept.digest;
    rendition.bytes = shelf.kept.bytes;
    return rendition;
}

/// A dossier with one piece whose files carry these names.
Envelope made(OneShelf const& shelf, std::vector<std::string> const& names) {
    Envelope envelope;
    envelope.transfer.text = "t-1";
    envelope.manifest.dossier.id.text = "urn:test:flow";
    Piece piece;
    piece.id = "urn:test:piece";
    piece.title = "Stuk";
    piece.type = "nota";
    piece.access = AccessLevel::intern_overheid;
    for (auto const& name : names) piece.files.push_back(file(shelf, name));
    for (auto const& one : piece.files) envelope.files.push_back({piece.id, one});
    envelope.manifest.pieces.push_back(piece);
    return envelope;
}

json sent(Envelope const& envelope, ContentShelf& shelf) {
    auto const parts = parliament::document_body(envelope, shelf);
    JoinedReader reader(parts);
    std::string text;
    std::string buffer(1000, '\0');
    while (auto const count = reader.read(buffer)) text.append(buffer, 0, count);
    CHECK(text.size() == length_of(parts));
    return json::parse(text);
}

json files_in(json const& message, std::size_t piece = 0) {
    return message["@reverse"]["Dossier.isNeerslagVan"]["Dossier.bestaatUit"][piece]["Stuk.isVoorgesteldDoor"];
}

}  // namespace

TEST_CASE("a file without a URI of the sender is named by its digest", "[parliament]") {
    OneShelf shelf;

    auto const message = sent(made(shelf, {"a.pdf"}), shelf);

    CHECK(files_in(message)[0]["@id"] == "urn:wetbode:file:" + shelf.kept.digest.hex());
    CHECK(files_in(message)[0]["content"] == "Ynl0ZXMgb2YgdGhlIGZpbGU=");
    CHECK(!message.contains("pobj"));
    CHECK(!message.contains("comment"));
}

TEST_CASE("two files that would get one name keep the names of the sender", "[parliament]") {
    OneShelf shelf;

    auto const files = files_in(sent(made(shelf, {"a.pdf", "b.pdf", "c.docx"}), shelf));

    CHECK(files[0]["filename"] == "Stuk.pdf");
    CHECK(files[1]["filename"] == "b.pdf");
    CHECK(files[2]["filename"] == "Stuk.docx");
}

TEST_CASE("what the gateway made travels as a piece of its own", "[parliament]") {
    OneShelf shelf;
    auto envelope = made(shelf, {"a.pdf"});
    envelope.files.push_back({"", file(shelf, "zegel.asice")});

    auto const message = sent(envelope, shelf);

    CHECK(files_in(message, 1)[0]["filename"] == "zegel.asice");
}

TEST_CASE("a dossier never leaves with a hole", "[parliament]") {
    OneShelf shelf;
    auto envelope = made(shelf, {"a.pdf", "b.pdf"});
    envelope.files.pop_back();

    CHECK_THROWS_AS(parliament::document_body(envelope, shelf), Outage);
}

TEST_CASE("only intern-overheid and publiek may leave", "[parliament]") {
    OneShelf shelf;
    auto envelope = made(shelf, {"a.pdf"});
    for (auto const& row : access_level_names) {
        envelope.manifest.pieces[0].access = row.level;
        bool const open = row.level == AccessLevel::intern_overheid || row.level == AccessLevel::publiek;
        CHECK(parliament::leak_in(envelope).has_value() != open);
    }
}

TEST_CASE("a title with quotes, line ends and broken UTF-8 stays one JSON string", "[parliament]") {
    OneShelf shelf;
    auto envelope = made(shelf, {"a.pdf"});
    envelope.manifest.dossier.title = "Een \"titel\"\n\\ met \xFF";

    auto const title = sent(envelope, shelf)["Besluitvormingsaangelegenheid.naam"].get<std::string>();

    CHECK(title == "Een \"titel\"\n\\ met \xEF\xBF\xBD");
}

TEST_CASE("an answer that is not what was agreed is not understood", "[parliament]") {
    for (auto const* body : {"", "<html>", "[]", "{}", R"({"status":"SUCCESS"})", R"({"status":"ERROR","pobj":1})",
                             R"({"status":"SUCCESS","pobj":{}})", R"({"status":"SUCCESS","pobj":1.5})", "null"})
        CHECK(!parliament::document_answer(body).understood);
    CHECK(parliament::document_answer(R"({"status":"SUCCESS","pobj":7,"files":[3,{"id":1,"pfls":2}]})").pfls.empty());
}
