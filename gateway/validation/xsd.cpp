// SPDX-License-Identifier: EUPL-1.2
#include "gateway/validation/xsd.hpp"

#include "gateway/base/content.hpp"
#include "gateway/base/guarded.hpp"
#include "gateway/validation/completion.hpp"
#include "gateway/validation/listener.hpp"

#include <xercesc/framework/LocalFileInputSource.hpp>
#include <xercesc/framework/XMLGrammarPoolImpl.hpp>
#include <xercesc/parsers/SAX2XMLReaderImpl.hpp>
#include <xercesc/sax2/DefaultHandler.hpp>
#include <xercesc/util/BinInputStream.hpp>
#include <xercesc/util/PlatformUtils.hpp>
#include <xercesc/util/XMLEntityResolver.hpp>
#include <xercesc/util/XMLUni.hpp>
#include <xercesc/validators/common/Grammar.hpp>

#include <algorithm>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <string>
#include <utility>

namespace wetbode::validation {

namespace {

namespace xc = xercesc;
namespace fs = std::filesystem;

std::u16string to_utf16(std::string const& path) {
    return fs::path(path).u16string();
}

/// Xerces counts its own initialisations, but not under a lock.
class Runtime {
public:
    Runtime() {
        std::scoped_lock const lock(mutex());
        xc::XMLPlatformUtils::Initialize();
    }
    Runtime(Runtime const&) = delete;
    Runtime& operator=(Runtime const&) = delete;
    ~Runtime() {
        std::scoped_lock const lock(mutex());
        xc::XMLPlatformUtils::Terminate();
    }

private:
    static std::mutex& mutex() {
        static std::mutex one;
        return one;
    }
};

Source source_of(XMLCh const* domain) {
    if (xc::XMLString::equals(domain, xc::XMLUni::fgValidityDomain)) return Source::validity;
    if (xc::XMLString::equals(domain, xc::XMLUni::fgExceptDomain)) return Source::value;
    return Source::form;
}

/// While a schema is loaded: answers with files below the root, notes everything else as a fault.
class PinnedFiles final : public xc::XMLEntityResolver {
public:
    explicit PinnedFiles(fs::path root) : root_(std::move(root)) {}

    xc::InputSource* resolveEntity(xc::XMLResourceIdentifier* wanted) override {
        auto const name = to_utf8(wanted->getSystemId());
        auto const base = to_utf8(wanted->getBaseURI());
        auto path = fs::path(name);
        if (path.is_relative() && !base.empty()) path = fs::path(base).parent_path() / path;
        // xml:lang and its kin have one schema, wherever the importing file says that it lies.
        if (to_utf8(wanted->getNameSpace()) == "http://www.w3.org/XML/1998/namespace" && !is_pinned(path))
            path = root_ / "common" / "akn" / "xml.xsd";
        if (is_pinned(path)) return new xc::LocalFileInputSource(fs::canonical(path).u16string().c_str());
        auto const* const place = wanted->getLocator();
        auto const line = place == nullptr ? 0 : place->getLineNumber();
        if (problem_.empty())
            problem_ = (base.empty() ? root_.string() : base) + ":" + std::to_string(std::max<XMLFileLoc>(line, 1)) +
                       ": imports '" + name + "', which is not a file below " + root_.string();
        return nullptr;
    }
    [[nodiscard]] std::string const& problem() const { return problem_; }

private:
    [[nodiscard]] bool is_pinned(fs::path const& path) const {
        std::error_code error;
        auto const real = fs::canonical(path, error);
        if (error || !fs::is_regular_file(real, error)) return false;
        auto const inside = real.lexically_relative(root_);
        return !inside.empty() && *inside.begin() != "..";
    }

    fs::path root_;
    std::string problem_;
};

/// The parser with its messages taken out before they lose their numbers.
class Reader final : public xc::SAX2XMLReaderImpl {
public:
    explicit Reader(xc::XMLGrammarPool* pool) : SAX2XMLReaderImpl(xc::XMLPlatformUtils::fgMemoryManager, pool) {
        setFeature(xc::XMLUni::fgSAX2CoreNameSpaces, true);
        setFeature(xc::XMLUni::fgSAX2CoreValidation, true);
        setFeature(xc::XMLUni::fgXercesDynamic, false);
        setFeature(xc::XMLUni::fgXercesSchema, true);
        setFeature(xc::XMLUni::fgXercesSchemaFullChecking, false);
        setFeature(xc::XMLUni::fgXercesLoadExternalDTD, false);
        setFeature(xc::XMLUni::fgXercesDisableDefaultEntityResolution, true);
        setFeature(xc::XMLUni::fgXercesContinueAfterFatalError, false);
        setErrorHandler(&nothing_);  // without one no message comes at all
    }

    void error(unsigned int code, XMLCh const* domain, xc::XMLErrorReporter::ErrTypes type, XMLCh const* text,
               XMLCh const* system_id, XMLCh const*, XMLFileLoc line, XMLFileLoc column) override {
        if (type == xc::XMLErrorReporter::ErrType_Warning) return;
        take(source_of(domain), code, to_utf8(text), to_utf8(system_id), static_cast<std::int64_t>(line),
             static_cast<std::int64_t>(column));
    }

    /// Where messages go: the loader of schemas or the listener of a document.
    std::function<void(Source, unsigned, std::string, std::string const&, std::int64_t, std::int64_t)> take;

private:
    xc::DefaultHandler nothing_;
};

/// Bytes of a Content as Xerces wants to read them.
class Stream final : public xc::BinInputStream {
public:
    explicit Stream(Content const& content) : reader_(open_checked(content)) {}
    [[nodiscard]] XMLFilePos curPos() const override { return at_; }
    XMLSize_t readBytes(XMLByte* buffer, XMLSize_t most) override {
        auto const count = reader_->read({reinterpret_cast<char*>(buffer), most});
        at_ += count;
        return count;
    }
    [[nodiscard]] XMLCh const* getContentType() const override { return nullptr; }

private:
    std::unique_ptr<ContentReader> reader_;
    XMLFilePos at_ = 0;
};

class ContentSource final : public xc::InputSource {
public:
    explicit ContentSource(Content const& content) : content_(content) {
        setEncoding(xc::XMLUni::fgUTF8EncodingString);
    }
    [[nodiscard]] xc::BinInputStream* makeStream() const override { return new Stream(content_); }

private:
    Content const& content_;
};

/// Hands the position of the parser to the listener; the door has refused every DOCTYPE, this is the last lock.
class Doorkeeper final : public xc::DefaultHandler {
public:
    Doorkeeper(Listener& listener, TimeBudget& budget) : listener_(listener), budget_(budget) {}
    void setDocumentLocator(xc::Locator const* locator) override {
        locator_ = locator;
        listener_.locate(locator);
    }
    void startElement(XMLCh const*, XMLCh const*, XMLCh const*, xc::Attributes const&) override { look(); }
    void endElement(XMLCh const*, XMLCh const*, XMLCh const*) override { look(); }
    void startDTD(XMLCh const*, XMLCh const*, XMLCh const*) override {
        throw Outage("schemas", "a DOCTYPE came past the XML door");
    }

private:
    void look() {
        budget_.look({static_cast<std::int64_t>(locator_->getLineNumber()),
                      static_cast<std::int64_t>(locator_->getColumnNumber())});
    }

    Listener& listener_;
    TimeBudget& budget_;
    xc::Locator const* locator_ = nullptr;
};

/// A reader remembers each prefix, and per depth the longest row of children, of all documents that it has read. After
/// so many bytes it is replaced: making one is cheap beside reading that much.
constexpr std::uint64_t bytes_per_reader = 1U << 20U;

struct Borrowed {
    explicit Borrowed(xc::XMLGrammarPool& shared) : reader(&shared) {}
    Reader reader;
    std::uint64_t bytes = 0;  ///< read so far
};

}  // namespace

struct Schema::Inside {
    Runtime runtime;  // first: everything below needs it until the end
    xc::XMLGrammarPoolImpl pool{xc::XMLPlatformUtils::fgMemoryManager};
    Listener::Uniqueness uniqueness = Listener::Uniqueness::by_xerces;
    Guarded<std::vector<std::unique_ptr<Borrowed>>> idle;

    void load(fs::path const& xsd, fs::path const& root) {
        Reader reader(&pool);
        PinnedFiles files(root);
        std::string problem;
        reader.setXMLEntityResolver(&files);
        reader.setFeature(xc::XMLUni::fgXercesHandleMultipleImports, true);
        reader.take = [&](Source, unsigned, std::string text, std::string const& where, std::int64_t line,
                          std::int64_t) {
            if (problem.empty()) problem = where + ":" + std::to_string(line) + ": " + text;
        };
        auto const* const grammar =
            reader.loadGrammar(to_utf16(xsd.string()).c_str(), xc::Grammar::SchemaGrammarType, true);
        if (!files.problem().empty()) throw std::runtime_error(files.problem());
        if (!problem.empty()) throw std::runtime_error(problem);
        if (grammar == nullptr) throw std::runtime_error(xsd.string() + ":1: holds no XML Schema");
        if (only_simple_constraints(pool)) uniqueness = Listener::Uniqueness::by_listener;
        complete(pool);
        pool.lockPool();
    }

    [[nodiscard]] std::unique_ptr<Borrowed> borrow() {
        auto idle_one = idle.with([](auto& readers) -> std::unique_ptr<Borrowed> {
            if (readers.empty()) return nullptr;
            auto last = std::move(readers.back());
            readers.pop_back();
            return last;
        });
        if (idle_one) return idle_one;
        auto fresh = std::make_unique<Borrowed>(pool);
        auto& reader = fresh->reader;
        reader.setFeature(xc::XMLUni::fgXercesLoadSchema, false);
        reader.setFeature(xc::XMLUni::fgXercesUseCachedGrammarInParse, true);
        reader.setFeature(xc::XMLUni::fgXercesCacheGrammarFromParse, false);
        reader.setFeature(xc::XMLUni::fgXercesIdentityConstraintChecking,
                          uniqueness == Listener::Uniqueness::by_xerces);
        return fresh;
    }
};

Schema::Schema(fs::path const& xsd, fs::path const& root) : inside_(std::make_unique<Inside>()) {
    inside_->load(fs::canonical(xsd), fs::canonical(root));
}

Schema::~Schema() = default;

Findings Schema::check(Content const& document, std::size_t faults_max) const {
    TimeBudget endless(std::chrono::years(1));
    return check(document, faults_max, endless);
}

Findings Schema::check(Content const& document, std::size_t faults_max, TimeBudget& budget) const {
    auto borrowed = inside_->borrow();
    auto* const reader = &borrowed->reader;
    Listener listener(faults_max, inside_->uniqueness);
    Doorkeeper keeper(listener, budget);
    reader->take = [&](Source source, unsigned code, std::string text, std::string const&, std::int64_t line,
                       std::int64_t column) { listener.hear(source, code, std::move(text), line, column); };
    reader->setContentHandler(&keeper);
    reader->setLexicalHandler(&keeper);
    reader->installAdvDocHandler(&listener);
    bool whole = false;
    try {
        reader->parse(ContentSource(document));
        whole = true;
    } catch (EnoughFaults const&) {
        // A reader whose pass was broken off is not used again.
    } catch (xc::XMLException const& error) {
        throw Outage("schemas", "the validator gave up: " + to_utf8(error.getMessage()));
    }
    reader->removeAdvDocHandler(&listener);
    reader->setContentHandler(nullptr);
    reader->setLexicalHandler(nullptr);
    reader->take = nullptr;
    borrowed->bytes += document.bytes;
    if (whole && borrowed->bytes < bytes_per_reader)
        inside_->idle.with([&](auto& readers) { readers.push_back(std::move(borrowed)); });
    Findings findings;
    findings.faults = listener.take_faults();
    findings.more_faults = listener.enough();
    return findings;
}

}  // namespace wetbode::validation
