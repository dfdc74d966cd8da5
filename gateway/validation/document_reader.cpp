// SPDX-License-Identifier: EUPL-1.2
#include "gateway/validation/document_reader.hpp"

#include "gateway/base/content.hpp"

#include <xercesc/sax/InputSource.hpp>
#include <xercesc/util/BinInputStream.hpp>
#include <xercesc/util/XMLString.hpp>
#include <xercesc/util/XMLUni.hpp>

namespace wetbode::validation {

namespace {

namespace xc = xercesc;

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

}  // namespace

Source source_of(XMLCh const* domain) {
    if (xc::XMLString::equals(domain, xc::XMLUni::fgValidityDomain)) return Source::validity;
    if (xc::XMLString::equals(domain, xc::XMLUni::fgExceptDomain)) return Source::value;
    return Source::form;
}

DocumentReader::DocumentReader(SharedGrammars const& shared, Listener::Uniqueness uniqueness)
    : pool_(shared),
      resolver_(&pool_, xc::XMLPlatformUtils::fgMemoryManager),
      scanner_(nullptr, &resolver_, xc::XMLPlatformUtils::fgMemoryManager) {
    scanner_.setURIStringPool(pool_.getURIStringPool());
    scanner_.setErrorReporter(this);
    scanner_.setDoNamespaces(true);
    scanner_.setDoSchema(true);
    scanner_.setValidationScheme(xc::XMLScanner::Val_Always);
    scanner_.setValidationSchemaFullChecking(false);
    scanner_.setIdentityConstraintChecking(uniqueness == Listener::Uniqueness::by_xerces);
    scanner_.setExitOnFirstFatal(true);
    scanner_.setDisallowDTD(true);
    scanner_.setLoadExternalDTD(false);
    scanner_.setDisableDefaultEntityResolution(true);
    scanner_.setLoadSchema(false);
    scanner_.cacheGrammarFromParse(false);
    scanner_.useCachedGrammarInParse(true);
}

void DocumentReader::read(Content const& document, Listener& listener) {
    bytes_ += document.bytes;
    listener_ = &listener;
    listener.begin(scanner_.getLocator(), scanner_.getValidationContext());
    scanner_.setDocHandler(&listener);
    scanner_.scanDocument(ContentSource(document));
    scanner_.setDocHandler(nullptr);
    strangers_ += listener.strangers();
    listener_ = nullptr;
}

void DocumentReader::error(unsigned int code, XMLCh const* domain, ErrTypes type, XMLCh const* text, XMLCh const*,
                           XMLCh const*, XMLFileLoc line, XMLFileLoc column) {
    if (type == ErrType_Warning || listener_ == nullptr) return;
    listener_->hear(source_of(domain), code, to_utf8(text), static_cast<std::int64_t>(line),
                    static_cast<std::int64_t>(column));
}

}  // namespace wetbode::validation
