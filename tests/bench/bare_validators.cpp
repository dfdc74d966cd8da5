// SPDX-License-Identifier: EUPL-1.2
#include "tests/bench/bare_validators.hpp"

#include <libxml/parser.h>
#include <libxml/xmlschemas.h>
#include <xercesc/framework/LocalFileInputSource.hpp>
#include <xercesc/framework/MemBufInputSource.hpp>
#include <xercesc/framework/XMLGrammarPoolImpl.hpp>
#include <xercesc/sax2/DefaultHandler.hpp>
#include <xercesc/sax2/SAX2XMLReader.hpp>
#include <xercesc/sax2/XMLReaderFactory.hpp>
#include <xercesc/util/PlatformUtils.hpp>
#include <xercesc/util/XMLUni.hpp>
#include <xercesc/validators/common/Grammar.hpp>

#include <stdexcept>

namespace bench {

namespace xc = xercesc;

namespace {

void silent(void* /*context*/, xmlError* /*error*/) {}

struct FreeSchema {
    void operator()(xmlSchema* schema) const { xmlSchemaFree(schema); }
};
struct FreeParser {
    void operator()(xmlSchemaParserCtxt* context) const { xmlSchemaFreeParserCtxt(context); }
};
struct FreeValid {
    void operator()(xmlSchemaValidCtxt* context) const { xmlSchemaFreeValidCtxt(context); }
};
struct FreeInput {
    void operator()(xmlParserCtxt* context) const { xmlFreeParserCtxt(context); }
};

class Counter final : public xc::DefaultHandler {
public:
    void error(xc::SAXParseException const&) override { ++errors; }
    void fatalError(xc::SAXParseException const&) override { ++errors; }
    int errors = 0;
};

void set_up(xc::SAX2XMLReader& reader) {
    reader.setFeature(xc::XMLUni::fgSAX2CoreNameSpaces, true);
    reader.setFeature(xc::XMLUni::fgSAX2CoreValidation, true);
    reader.setFeature(xc::XMLUni::fgXercesDynamic, false);
    reader.setFeature(xc::XMLUni::fgXercesSchema, true);
    reader.setFeature(xc::XMLUni::fgXercesLoadExternalDTD, false);
}

}  // namespace

struct Grammars::Inside {
    std::unique_ptr<xc::XMLGrammarPoolImpl> pool;
    std::unique_ptr<xmlSchema, FreeSchema> schema;
};

Grammars::Grammars(std::filesystem::path const& xsd) : inside_(std::make_unique<Inside>()) {
    xc::XMLPlatformUtils::Initialize();
    inside_->pool = std::make_unique<xc::XMLGrammarPoolImpl>(xc::XMLPlatformUtils::fgMemoryManager);
    std::unique_ptr<xc::SAX2XMLReader> const loader(
        xc::XMLReaderFactory::createXMLReader(xc::XMLPlatformUtils::fgMemoryManager, inside_->pool.get()));
    set_up(*loader);
    if (loader->loadGrammar(xsd.u16string().c_str(), xc::Grammar::SchemaGrammarType, true) == nullptr)
        throw std::runtime_error("Xerces-C++ cannot load " + xsd.string());
    inside_->pool->lockPool();

    xmlInitParser();
    std::unique_ptr<xmlSchemaParserCtxt, FreeParser> const parser(xmlSchemaNewParserCtxt(xsd.c_str()));
    inside_->schema.reset(xmlSchemaParse(parser.get()));
    if (!inside_->schema) throw std::runtime_error("libxml2 cannot load " + xsd.string());
}

Grammars::~Grammars() {
    inside_.reset();
    xc::XMLPlatformUtils::Terminate();
}

struct Xerces::Inside {
    std::unique_ptr<xc::SAX2XMLReader> reader;
    Counter counter;
};

Xerces::Xerces(Grammars const& grammars) : inside_(std::make_unique<Inside>()) {
    inside_->reader.reset(
        xc::XMLReaderFactory::createXMLReader(xc::XMLPlatformUtils::fgMemoryManager, grammars.inside_->pool.get()));
    set_up(*inside_->reader);
    inside_->reader->setFeature(xc::XMLUni::fgXercesLoadSchema, false);
    inside_->reader->setFeature(xc::XMLUni::fgXercesUseCachedGrammarInParse, true);
    inside_->reader->setContentHandler(&inside_->counter);
    inside_->reader->setErrorHandler(&inside_->counter);
}

Xerces::~Xerces() = default;

bool Xerces::valid(std::string const& document) {
    inside_->counter.errors = 0;
    xc::MemBufInputSource const source(reinterpret_cast<XMLByte const*>(document.data()), document.size(), "document");
    inside_->reader->parse(source);
    return inside_->counter.errors == 0;
}

bool Libxml::valid(std::string const& document) const {
    std::unique_ptr<xmlSchemaValidCtxt, FreeValid> const check(xmlSchemaNewValidCtxt(grammars_.inside_->schema.get()));
    xmlSchemaSetValidStructuredErrors(check.get(), &silent, nullptr);
    auto* const input =
        xmlParserInputBufferCreateMem(document.data(), static_cast<int>(document.size()), XML_CHAR_ENCODING_NONE);
    xmlSAXHandler handler{};  // no tree: only the schema listens
    handler.initialized = XML_SAX2_MAGIC;
    handler.serror = &silent;
    return xmlSchemaValidateStream(check.get(), input, XML_CHAR_ENCODING_NONE, &handler, nullptr) == 0;
}

bool Libxml::parses(std::string const& document) {
    xmlSAXHandler handler{};
    handler.initialized = XML_SAX2_MAGIC;
    handler.serror = &silent;
    std::unique_ptr<xmlParserCtxt, FreeInput> const context(
        xmlCreatePushParserCtxt(&handler, nullptr, document.data(), static_cast<int>(document.size()), nullptr));
    return xmlParseChunk(context.get(), nullptr, 0, 1) == 0 && context->wellFormed != 0;
}

}  // namespace bench
