// SPDX-License-Identifier: EUPL-1.2
#include "gateway/validation/xsd.hpp"

#include "gateway/base/guarded.hpp"
#include "gateway/validation/completion.hpp"
#include "gateway/validation/document_reader.hpp"
#include "gateway/validation/listener.hpp"

#include <xercesc/framework/LocalFileInputSource.hpp>
#include <xercesc/framework/XMLGrammarPoolImpl.hpp>
#include <xercesc/parsers/SAX2XMLReaderImpl.hpp>
#include <xercesc/sax2/DefaultHandler.hpp>
#include <xercesc/util/PlatformUtils.hpp>
#include <xercesc/util/XMLEntityResolver.hpp>
#include <xercesc/util/XMLUni.hpp>
#include <xercesc/validators/common/Grammar.hpp>

#include <algorithm>
#include <mutex>
#include <optional>
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

/// Loads schemas, with its messages taken out before they lose their numbers.
class Loader final : public xc::SAX2XMLReaderImpl {
public:
    explicit Loader(xc::XMLGrammarPool* pool) : SAX2XMLReaderImpl(xc::XMLPlatformUtils::fgMemoryManager, pool) {
        setFeature(xc::XMLUni::fgSAX2CoreNameSpaces, true);
        setFeature(xc::XMLUni::fgSAX2CoreValidation, true);
        setFeature(xc::XMLUni::fgXercesDynamic, false);
        setFeature(xc::XMLUni::fgXercesSchema, true);
        setFeature(xc::XMLUni::fgXercesSchemaFullChecking, false);
        setFeature(xc::XMLUni::fgXercesLoadExternalDTD, false);
        setFeature(xc::XMLUni::fgXercesDisableDefaultEntityResolution, true);
        setFeature(xc::XMLUni::fgXercesHandleMultipleImports, true);
        setErrorHandler(&nothing_);  // without one no message comes at all
    }

    void error(unsigned int, XMLCh const*, xc::XMLErrorReporter::ErrTypes type, XMLCh const* text,
               XMLCh const* system_id, XMLCh const*, XMLFileLoc line, XMLFileLoc) override {
        if (type == xc::XMLErrorReporter::ErrType_Warning || !problem_.empty()) return;
        problem_ = to_utf8(system_id) + ":" + std::to_string(line) + ": " + to_utf8(text);
    }
    /// The first one; empty if there is none.
    [[nodiscard]] std::string const& problem() const { return problem_; }

private:
    xc::DefaultHandler nothing_;
    std::string problem_;
};

}  // namespace

struct Schema::Inside {
    Runtime runtime;  // first: everything below needs it until the end
    xc::XMLGrammarPoolImpl pool{xc::XMLPlatformUtils::fgMemoryManager};
    Listener::Uniqueness uniqueness = Listener::Uniqueness::by_xerces;
    std::optional<SharedGrammars> shared;
    Guarded<std::vector<std::unique_ptr<DocumentReader>>> idle;

    void load(fs::path const& xsd, fs::path const& root) {
        Loader loader(&pool);
        PinnedFiles files(root);
        loader.setXMLEntityResolver(&files);
        auto const* const grammar =
            loader.loadGrammar(to_utf16(xsd.string()).c_str(), xc::Grammar::SchemaGrammarType, true);
        if (!files.problem().empty()) throw std::runtime_error(files.problem());
        if (!loader.problem().empty()) throw std::runtime_error(loader.problem());
        if (grammar == nullptr) throw std::runtime_error(xsd.string() + ":1: holds no XML Schema");
        if (only_simple_constraints(pool)) uniqueness = Listener::Uniqueness::by_listener;
        complete(pool);
        shared.emplace(pool);
    }

    [[nodiscard]] std::unique_ptr<DocumentReader> borrow() {
        auto idle_one = idle.with([](auto& readers) -> std::unique_ptr<DocumentReader> {
            if (readers.empty()) return nullptr;
            auto last = std::move(readers.back());
            readers.pop_back();
            return last;
        });
        return idle_one ? std::move(idle_one) : std::make_unique<DocumentReader>(*shared, uniqueness);
    }

    [[nodiscard]] Findings pass(Content const& document, std::size_t faults_max, TimeBudget& budget,
                                Listener::Ids ids) {
        auto reader = borrow();
        Listener listener(faults_max, budget, uniqueness, ids);
        bool whole = false;
        try {
            reader->read(document, listener);
            whole = true;
        } catch (EnoughFaults const&) {
            // A reader whose pass was broken off is not used again.
        } catch (xc::XMLException const& error) {
            throw Outage("schemas", "the validator gave up: " + to_utf8(error.getMessage()));
        }
        if (whole && !reader->worn_out()) idle.with([&](auto& readers) { readers.push_back(std::move(reader)); });
        Findings findings;
        findings.faults = listener.take_faults();
        findings.more_faults = listener.enough();
        return findings;
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
    try {
        return inside_->pass(document, faults_max, budget, Listener::Ids::by_listener);
    } catch (IdsElsewhere const&) {
        return inside_->pass(document, faults_max, budget, Listener::Ids::by_xerces);
    }
}

}  // namespace wetbode::validation
