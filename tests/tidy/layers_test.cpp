// SPDX-License-Identifier: EUPL-1.2
// Who may include whom. The table below is the layer diagram of gateway/README.md as data; every #include of the tree
// is held against it. CMake says the same with PRIVATE libraries, but only when something is linked.
#include <catch2/catch.hpp>

#include "tests/tidy/tree.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <regex>
#include <set>

using namespace wetbode::tidy;

namespace {

using Names = std::vector<std::string_view>;

/// One room: a folder, a single file that stands apart, or with a '*' the files of a folder without those of its
/// subfolders. The longest fitting prefix decides.
struct Room {
    std::string_view prefix;
    Names sees;       ///< prefixes of our own files, besides itself and what every room sees
    Names libraries;  ///< of the table `libraries`; "posix" and the standard library are open to all but the vocabulary
    std::string_view because;
};

/// Every room but the vocabulary and base sees these.
Names const seen_by_all{"include/gateway/", "gateway/base/"};
Names const everything{"include/", "gateway/", "adapters/", "tests/"};

std::vector<Room> const rooms{
    {"include/gateway/", {}, {"expected"}, "the vocabulary is what adapters and tests compile against"},
    {"gateway/base/", {"include/gateway/"}, {"openssl"}, "base is under everything"},
    {"gateway/json/", {}, {"nlohmann"}, "one spelling of the vocabulary as JSON, and no more"},
    {"gateway/xml/", {}, {"libxml2"}, "XML from outside meets a parser here and nowhere else"},
    {"gateway/validation/",
     {"gateway/xml/"},
     {"xerces", "libxml2", "libxslt", "toml", "xxhash"},
     "a verdict over bytes, whoever asks for it"},
    {"gateway/files/",
     {"gateway/xml/"},
     {"libmagic", "qpdf", "libzip"},
     "what a file is and does, whoever asks for it"},
    {"gateway/report/",
     {"gateway/validation/", "gateway/xml/"},
     {"nlohmann"},
     "verdicts as other tools read them, whoever asks for it"},
    {"gateway/crypto/", {}, {"openssl"}, "what every signature rests on"},
    {"gateway/keys/", {"gateway/crypto/"}, {"openssl", "pkcs11"}, "who holds a key needs not know what is signed"},
    {"gateway/timestamp/", {"gateway/crypto/"}, {"openssl"}, "a time stamp knows a digest, not what it is of"},
    {"gateway/revocation/", {"gateway/crypto/"}, {"openssl"}, "a certificate is good or not, whatever it signed"},
    {"gateway/sealing/",
     {"gateway/xml/", "gateway/crypto/", "gateway/keys/", "gateway/timestamp/", "gateway/revocation/"},
     {"libzip"},
     "seals know nothing of transfers"},
    {"gateway/pades/",
     {"gateway/files/", "gateway/crypto/", "gateway/keys/", "gateway/timestamp/", "gateway/revocation/"},
     {"openssl", "qpdf"},
     "seals in PDF documents know nothing of transfers"},
    {"gateway/verification/judgement.",
     {"gateway/crypto/", "gateway/timestamp/", "gateway/revocation/", "gateway/verification/"},
     {},
     "who signed and when is judged alike in every format"},
    {"gateway/verification/",
     {"gateway/xml/", "gateway/crypto/", "gateway/timestamp/", "gateway/revocation/", "gateway/sealing/",
      "gateway/pades/"},
     {"openssl", "libzip", "zlib", "nlohmann", "icu"},
     "a check trusts nothing of what made the seal"},
    {"gateway/letter/",
     {"gateway/xml/"},
     {"cairo", "pango", "qpdf", "libqrencode"},
     "a letter is made from its manifest and text alone, a receipt from the record"},
    {"gateway/content/", {}, {"openssl"}, "bytes on a disk"},
    {"gateway/ledger/",
     {"gateway/json/", "gateway/content/"},
     {"sqlite"},
     "the record speaks in acts, not in procedures"},
    {"gateway/kaleidos/",
     {"gateway/json/", "gateway/sealing/", "gateway/intake/", "gateway/routing/", "gateway/dispatch/bell.hpp",
      "gateway/api/api.hpp", "gateway/api/border.hpp", "gateway/api/language.hpp", "gateway/api/locality.hpp",
      "gateway/api/message.hpp", "gateway/api/problem.hpp"},
     {"nlohmann"},
     "the Parliament's door as Kaleidos knows it, beside our own"},
    {"gateway/routing/",
     {"gateway/validation/"},
     {},
     "the core is free of libraries, so that it reads like the procedure"},
    {"gateway/intake/",
     {"gateway/json/", "gateway/validation/", "gateway/files/", "gateway/sealing/", "gateway/content/",
      "gateway/routing/"},
     {},
     "the core is free of libraries, so that it reads like the procedure"},
    {"gateway/dispatch/",
     {"gateway/json/", "gateway/sealing/", "gateway/content/", "gateway/routing/", "gateway/letter/"},
     {},
     "the core is free of libraries, so that it reads like the procedure"},
    {"gateway/feed/", {"gateway/json/", "gateway/intake/"}, {}, "a feed is a view of the ledger"},
    {"gateway/webhooks/",
     {"gateway/json/", "gateway/intake/", "gateway/dispatch/", "gateway/feed/"},
     {"nlohmann"},
     "what is pushed is a view of the ledger, too; the wire is a port"},
    {"gateway/ops/",
     {"gateway/routing/", "gateway/files/", "gateway/intake/"},
     {"toml", "spdlog", "prometheus"},
     "settings, log, metrics"},
    {"gateway/api/message.hpp", {}, {}, "requests as values are shared with twins and transport"},
    {"gateway/api/",
     {"gateway/json/", "gateway/validation/", "gateway/report/", "gateway/sealing/",
      "gateway/verification/", "gateway/content/", "gateway/routing/", "gateway/files/", "gateway/intake/",
      "gateway/dispatch/", "gateway/feed/", "gateway/webhooks/", "gateway/ops/", "gateway/letter/"},
     {"nlohmann"},
     "resources are plain functions over the core: no socket"},
    {"gateway/http/",
     {"gateway/api/message.hpp", "gateway/api/problem.hpp", "gateway/api/language.hpp", "gateway/api/wire.hpp"},
     {"boost", "openssl"},
     "the transport knows requests and refusals, not resources"},
    {"gateway/cli/",
     {"gateway/", "adapters/rest/"},
     {"cli11", "nlohmann"},
     "the command line is a client as any other"},
    {"gateway/*", {"gateway/", "adapters/rest/"}, {"cli11", "spdlog", "toml"}, "the composition root knows all rooms"},
    {"adapters/rest/", {}, {"cpprest", "boost", "openssl", "nlohmann", "toml"}, "cpprest is hidden in one folder"},
    {"adapters/print/",
     {"adapters/rest/"},
     {"cups", "nlohmann", "openssl", "toml"},
     "one folder per counterpart; it needs that protocol only"},
    {"adapters/parliament/",
     {"adapters/rest/", "gateway/json/json_stream.hpp"},
     {"nlohmann", "openssl", "toml"},
     "one folder per counterpart; its messages are too long to be held"},
    {"adapters/trust/",
     {"gateway/crypto/", "gateway/timestamp/", "gateway/revocation/"},
     {"openssl"},
     "authorities for tests and demonstrations need no wire"},
    {"adapters/trust/people.",
     {"gateway/crypto/", "gateway/timestamp/", "gateway/revocation/", "gateway/keys/", "gateway/pades/"},
     {"openssl"},
     "people of a demonstration sign with what the gateway itself signs with"},
    {"adapters/",
     {"adapters/rest/"},
     {"nlohmann", "openssl", "toml"},
     "one folder per counterpart; it needs that protocol only"},
    {"tests/",
     everything,
     {"catch2", "nlohmann", "openssl", "libxml2", "libxslt", "xerces", "sqlite", "libzip", "cups", "toml", "pkcs11"},
     "tests may look everywhere"},
};

/// A twin plays the counterpart: it is a server, so it may also see the transport. It is never linked into the gateway.
Room const twin{"adapters/*/twin*.cpp",
                {"adapters/", "gateway/http/", "gateway/api/message.hpp", "gateway/json/"},
                {"nlohmann", "openssl", "cups", "toml", "cli11"},
                "a twin is a server that knows nothing of the gateway behind the wire"};

struct Library {
    std::string_view prefix;  ///< of what stands between < and >
    std::string_view name;
};

constexpr auto libraries = std::to_array<Library>({
    {"tl/", "expected"},
    {"catch2/", "catch2"},
    {"boost/", "boost"},
    {"openssl/", "openssl"},
    {"libxml/", "libxml2"},
    {"libxslt/", "libxslt"},
    {"xercesc/", "xerces"},
    {"sqlite3.h", "sqlite"},
    {"unicode/", "icu"},
    {"zip.h", "libzip"},
    {"zlib.h", "zlib"},
    {"xxhash.h", "xxhash"},
    {"magic.h", "libmagic"},
    {"nlohmann/", "nlohmann"},
    {"toml++/", "toml"},
    {"CLI/", "cli11"},
    {"spdlog/", "spdlog"},
    {"prometheus/", "prometheus"},
    {"cpprest/", "cpprest"},
    {"pplx/", "cpprest"},
    {"cups/", "cups"},
    {"cairo", "cairo"},
    {"pango/", "pango"},
    {"glib", "pango"},
    {"gobject/", "pango"},
    {"fontconfig/", "pango"},
    {"qpdf/", "qpdf"},
    {"qrencode", "libqrencode"},
    {"fmt/", "spdlog"},
    {"websocketpp/", "cpprest"},
    {"p11-kit/", "pkcs11"},
    {"pkcs11", "pkcs11"},
});

/// The operating system's own headers: all that end in .h and belong to no library.
constexpr std::array<std::string_view, 29> posix{
    "arpa/inet.h", "dirent.h", "dlfcn.h", "execinfo.h", "fcntl.h", "grp.h", "ifaddrs.h", "net/if.h", "malloc.h",
    "netdb.h", "netinet/in.h", "netinet/tcp.h", "poll.h", "pwd.h", "signal.h", "spawn.h", "sys/epoll.h",
    "sys/eventfd.h", "sys/file.h", "sys/random.h", "sys/resource.h", "sys/socket.h", "sys/stat.h", "sys/statvfs.h",
    "sys/time.h", "sys/types.h", "sys/wait.h", "unistd.h", "time.h"};

struct Include {
    File const* from = nullptr;
    std::size_t line = 0;
    std::string target;
    bool quoted = false;
};

std::vector<Include> includes_of(File const& file) {
    static std::regex const directive(R"re(^\s*#\s*include\s*(<([^>]+)>|"([^"]+)"))re");
    std::vector<Include> found;
    for (std::size_t i = 0; i < file.lines.size(); ++i) {
        std::smatch match;
        if (!std::regex_search(file.lines[i], match, directive)) continue;
        found.push_back({&file, i + 1, match[2].matched ? match[2] : match[3], match[3].matched});
    }
    return found;
}

std::vector<Include> all_includes() {
    std::vector<Include> found;
    for (auto const* const file : files_ending({".cpp", ".hpp"}))
        for (auto& include : includes_of(*file)) found.push_back(std::move(include));
    return found;
}

/// The file of ours that is meant, or empty.
std::optional<std::string> own_file(Include const& include) {
    auto const folder = include.from->path.substr(0, include.from->path.rfind('/') + 1);
    for (auto const& place : {std::string(), std::string("include/"), std::string("tests/"), folder})
        if (file_at(place + include.target) != nullptr) return place + include.target;
    return std::nullopt;
}

bool in_room(std::string_view path, Room const& room) {
    if (!room.prefix.ends_with('*')) return path.starts_with(room.prefix);
    auto const folder = room.prefix.substr(0, room.prefix.size() - 1);
    return path.starts_with(folder) && path.find('/', folder.size()) == std::string_view::npos;
}

bool is_twin(std::string_view path) {
    auto const leaf = path.substr(path.rfind('/') + 1);
    return path.starts_with("adapters/") && leaf.starts_with("twin");
}

Room const* room_of(std::string_view path) {
    if (is_twin(path)) return &twin;
    Room const* best = nullptr;
    for (auto const& room : rooms)
        if (in_room(path, room) && (best == nullptr || room.prefix.size() > best->prefix.size())) best = &room;
    return best;
}

std::optional<std::string_view> library_of(std::string_view header) {
    for (auto const& library : libraries)
        if (header.starts_with(library.prefix)) return library.name;
    return std::nullopt;
}

bool is_standard(std::string_view header) {
    return header.find_first_of("./") == std::string_view::npos;
}

bool fits(std::string_view path, Names const& prefixes) {
    return std::ranges::any_of(prefixes, [&](std::string_view prefix) { return path.starts_with(prefix); });
}

/// "adapters/print/": each adapter is a room of its own, also where one row of the table stands for several.
std::string folder_of(std::string_view path) {
    return std::string(path.substr(0, path.rfind('/') + 1));
}

std::optional<std::string> fault_of_own(Room const& room, Include const& include, std::string const& target) {
    auto const& from = include.from->path;
    if (folder_of(from) == folder_of(target) && !target.starts_with("tests/")) return std::nullopt;
    if (target.starts_with(room.prefix) && !target.starts_with("adapters/")) return std::nullopt;
    if (room.prefix != "include/gateway/" && fits(target, seen_by_all)) return std::nullopt;
    if (fits(target, room.sees)) {
        auto const other_adapter = target.starts_with("adapters/") && !target.starts_with("adapters/rest/");
        if (!other_adapter || from.starts_with("tests/") || from.starts_with("adapters/twins_main"))
            return std::nullopt;
    }
    return "BECAUSE " + std::string(room.because);
}

std::optional<std::string> fault_of_library(Room const& room, Include const& include) {
    if (is_standard(include.target)) return std::nullopt;
    auto const library = library_of(include.target);
    if (!library) {
        if (std::ranges::find(posix, include.target) == posix.end())
            return "BECAUSE nobody has said which library this is: tests/tidy/layers_test.cpp, table `libraries`";
        if (room.prefix == "include/gateway/") return "BECAUSE " + std::string(room.because);
        return std::nullopt;
    }
    if (*library == "expected" || std::ranges::find(room.libraries, *library) != room.libraries.end())
        return std::nullopt;
    return "BECAUSE " + std::string(room.because);
}

std::optional<std::string> fault_in(Include const& include) {
    auto const* const room = room_of(include.from->path);
    if (room == nullptr)
        return "BECAUSE nobody has said what this folder may see: tests/tidy/layers_test.cpp, table `rooms`";
    if (auto const own = own_file(include)) return fault_of_own(*room, include, *own);
    if (include.quoted) return "BECAUSE in quotes stand files of ours, and there is none of this name";
    return fault_of_library(*room, include);
}

std::string place(Include const& include) {
    return include.from->path + ":" + std::to_string(include.line) + ": includes " + include.target + "  ";
}

std::optional<std::string> fault(std::string path, std::string target, bool quoted) {
    File const file{std::move(path), "", {}};
    return fault_in({&file, 1, std::move(target), quoted});
}

}  // namespace

TEST_CASE("the layer rule knows right from wrong", "[tidy]") {
    CHECK_FALSE(fault("gateway/json/x.cpp", "nlohmann/json.hpp", false));
    CHECK_FALSE(fault("gateway/json/x.cpp", "gateway/ids.hpp", true));
    CHECK_FALSE(fault("gateway/validation/x.cpp", "gateway/xml/door.hpp", true));
    CHECK_FALSE(fault("adapters/print/x.cpp", "adapters/rest/rest_client.hpp", true));
    CHECK_FALSE(fault("adapters/print/twin.cpp", "gateway/api/message.hpp", true));
    CHECK_FALSE(fault("gateway/base/x.cpp", "unistd.h", false));

    CHECK(fault("include/gateway/x.hpp", "nlohmann/json.hpp", false));
    CHECK(fault("include/gateway/x.hpp", "unistd.h", false));
    CHECK(fault("include/gateway/x.hpp", "gateway/base/uuid.hpp", true));
    CHECK(fault("gateway/xml/x.cpp", "gateway/json/json.hpp", true));
    CHECK(fault("gateway/intake/x.cpp", "boost/asio.hpp", false));
    CHECK(fault("gateway/dispatch/x.cpp", "adapters/rest/rest_client.hpp", true));
    CHECK(fault("gateway/http/x.cpp", "gateway/intake/intake.hpp", true));
    CHECK(fault("adapters/print/x.cpp", "gateway/http/server.hpp", true));
    CHECK(fault("gateway/http/x.cpp", "unknown/library.hpp", false));
    CHECK(fault("gateway/http/x.cpp", "no_such_file.hpp", true));
    CHECK(fault("elsewhere/x.cpp", "gateway/ids.hpp", true));
}

TEST_CASE("every include follows the layers", "[tidy]") {
    std::vector<std::string> complaints;
    for (auto const& include : all_includes())
        if (auto const why = fault_in(include)) complaints.push_back(place(include) + *why);
    INFO(told(complaints));
    CHECK(complaints.empty());
}

TEST_CASE("a header that shows a third party's types stays in its folder", "[tidy]") {
    std::map<std::string, std::string> shows;  // header of ours -> library
    auto const includes = all_includes();
    for (auto const& include : includes) {
        auto const library = library_of(include.target);
        if (library && *library != "expected" && include.from->path.ends_with(".hpp") && !own_file(include))
            shows.emplace(include.from->path, *library);
    }
    std::vector<std::string> complaints;
    for (auto const& include : includes) {
        auto const own = own_file(include);
        if (!own || !shows.contains(*own) || folder_of(*own) == folder_of(include.from->path)) continue;
        if (include.from->path.starts_with("tests/")) continue;
        // A room that may use the library itself is no place to which it could leak.
        auto const* const room = room_of(include.from->path);
        if (room != nullptr && std::ranges::find(room->libraries, shows[*own]) != room->libraries.end()) continue;
        complaints.push_back(place(include) + "BECAUSE " + shows[*own] + " must not leak out of " + folder_of(*own));
    }
    INFO(told(complaints));
    CHECK(complaints.empty());
}

TEST_CASE("our headers do not include each other in a circle", "[tidy]") {
    std::map<std::string, std::set<std::string>> edges;
    for (auto const& include : all_includes())
        if (auto const own = own_file(include); own && own->ends_with(".hpp")) edges[include.from->path].insert(*own);

    // Take away, again and again, what includes nothing that is left; a circle is what stays.
    for (bool moved = true; moved;) {
        moved =
            std::erase_if(edges, [&](auto const& entry) {
                return std::ranges::none_of(entry.second, [&](auto const& target) { return edges.contains(target); });
            }) > 0;
    }
    std::vector<std::string> complaints;
    for (auto const& [path, targets] : edges) complaints.push_back(path);
    INFO(told(complaints));
    CHECK(complaints.empty());
}
