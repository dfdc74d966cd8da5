// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "doubles/temporary_folder.hpp"
#include "gateway/base/content.hpp"
#include "gateway/validation/xsd.hpp"

#include <xercesc/framework/MemoryManager.hpp>
#include <xercesc/util/PlatformUtils.hpp>

#include <atomic>
#include <cstddef>
#include <fstream>
#include <new>
#include <optional>
#include <string>
#include <vector>

using namespace wetbode;
using validation::Schema;

namespace {

/// Gives Xerces its memory and counts what it holds.
class Purse final : public xercesc::MemoryManager {
public:
    Purse() { xercesc::XMLPlatformUtils::Initialize("en_US", nullptr, nullptr, this); }
    Purse(Purse const&) = delete;
    Purse& operator=(Purse const&) = delete;
    ~Purse() override { xercesc::XMLPlatformUtils::Terminate(); }

    xercesc::MemoryManager* getExceptionMemoryManager() override { return this; }
    void* allocate(XMLSize_t size) override {
        auto* const block = static_cast<std::byte*>(::operator new(size + header));
        ::new (block) XMLSize_t(size);
        auto const now = held_ += size;
        for (auto most = most_.load(); now > most && !most_.compare_exchange_weak(most, now);) continue;
        return block + header;
    }
    void deallocate(void* place) override {
        if (place == nullptr) return;
        auto* const block = static_cast<std::byte*>(place) - header;
        held_ -= *reinterpret_cast<XMLSize_t*>(block);
        ::operator delete(block);
    }

    /// The most bytes that Xerces held at once during `act`.
    template <class Act>
    [[nodiscard]] std::size_t most_during(Act const& act) {
        most_ = held_.load();
        act();
        return most_;
    }
    [[nodiscard]] std::size_t held() const { return held_; }

private:
    static constexpr std::size_t header = alignof(std::max_align_t);
    std::atomic<std::size_t> held_{0};
    std::atomic<std::size_t> most_{0};
};

/// Anything goes in a box; what lies in it directly may have a key of type xs:ID.
struct Box {
    Box() {
        std::ofstream(folder.path() / "box.xsd")
            << "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' xmlns:b='urn:b' targetNamespace='urn:b' "
               "elementFormDefault='qualified'><xs:element name='box'><xs:complexType mixed='true'>"
               "<xs:choice minOccurs='0' maxOccurs='unbounded'><xs:element name='item'><xs:complexType>"
               "<xs:attribute name='key' type='xs:ID'/></xs:complexType></xs:element>"
               "<xs:any namespace='##other' processContents='lax'/></xs:choice></xs:complexType></xs:element>"
               "</xs:schema>";
        schema.emplace(folder.path() / "box.xsd", folder.path());
        REQUIRE(purse.held() > 0);
    }

    [[nodiscard]] std::vector<Fault> faults_in(std::string const& inside) const {
        return schema->check(content_of("<box xmlns='urn:b'>" + inside + "</box>"), 100).faults;
    }

    Purse purse;  // first: the schema needs it until the end
    TemporaryFolder folder;
    std::optional<Schema> schema;
};

/// As many elements as asked, each made from its number.
template <class Make>
std::string many(int count, Make const& make) {
    std::string all;
    for (int i = 0; i < count; ++i) all += make(std::to_string(i));
    return all;
}

}  // namespace

TEST_CASE("what a document calls its namespaces does not stay when it is gone", "[validation]") {
    Box box;
    std::string const padding(20'000, '.');
    int number = 0;
    auto const some_documents = [&] {
        for (int i = 0; i < 200; ++i) {
            auto const name = "urn:" + std::string(1'000, 'x') + std::to_string(number++);
            REQUIRE(box.faults_in(padding + "<o:x xmlns:o='" + name + "' o:y='1'/>").empty());
        }
    };

    auto const first = box.purse.most_during(some_documents);
    auto const later = box.purse.most_during([&] {
        for (int i = 0; i < 4; ++i) some_documents();
    });

    // 800 names of 2 KB, if they were kept.
    CHECK(later < first + 100'000);
}

TEST_CASE("identifiers of type ID leave no record of each with Xerces", "[validation]") {
    Box box;
    auto const item = [](std::string const& number) { return "<item key='k" + number + "'/>"; };
    auto const document = many(20'000, item);

    auto const before = box.purse.held();
    auto const most = box.purse.most_during([&] { CHECK(box.faults_in(document).empty()); });

    // Children of one element take 8 bytes each; a record would take more than a hundred.
    CHECK(most - before < 20'000 * 40);
    CHECK(box.faults_in(document + item("7")).size() == 1);
}

TEST_CASE("a document with too many names that the schema does not know is refused", "[validation]") {
    Box box;
    auto const element = [](std::string const& number) { return "<o:x" + number + "/>"; };
    auto const prefix = [](std::string const& number) { return "<o:x xmlns:p" + number + "='urn:o'/>"; };
    auto const name_space = [](std::string const& number) { return "<o:x xmlns:p='urn:" + number + "'/>"; };
    auto const faults_in = [&](std::string const& inside) {
        return box.faults_in("<o:all xmlns:o='urn:o'>" + inside + "</o:all>");
    };

    CHECK(faults_in(many(9'000, element)).empty());
    CHECK(faults_in(many(30'000, [](auto const&) { return "<o:x xmlns:p='urn:p'/>"; })).empty());
    for (auto const& inside : {many(11'000, element), many(11'000, prefix), many(11'000, name_space)}) {
        auto const faults = faults_in(inside);
        REQUIRE(faults.size() == 1);
        CHECK(faults[0].code == "XML.TOO_LARGE");
        CHECK_THAT(faults[0].message.nl, Catch::Contains("10000 verschillende namen"));
        CHECK_THAT(faults[0].message.en, Catch::Contains("10000 different names"));
        CHECK(faults[0].path.starts_with("/box/all[1]/*["));
        CHECK(faults[0].line == 1);
    }
    CHECK(faults_in(many(9'000, element)).empty());
}
