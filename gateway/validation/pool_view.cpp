// SPDX-License-Identifier: EUPL-1.2
#include "gateway/validation/pool_view.hpp"

#include <xercesc/framework/XMLSchemaDescription.hpp>
#include <xercesc/validators/DTD/DTDGrammar.hpp>
#include <xercesc/validators/schema/SchemaGrammar.hpp>

namespace wetbode::validation {

namespace xc = xercesc;

SharedGrammars::SharedGrammars(xc::XMLGrammarPoolImpl& loaded)
    // Once locked, the pool would hand out a table that grows with each document instead of its own.
    : pool(loaded), names(*loaded.getURIStringPool()) {
    pool.lockPool();
    auto grammars = pool.getGrammarEnumerator();
    while (grammars.hasMoreElements()) {
        auto const* const target = grammars.nextElement().getTargetNamespace();
        if (auto const id = names.getId(target); id != 0) targets.emplace_back(target, id);
    }
}

ReaderNames::ReaderNames(SharedGrammars const& shared)
    : XMLStringPool(109, xc::XMLPlatformUtils::fgMemoryManager),
      shared_(shared),
      shared_count_(shared.names.getStringCount()) {}

unsigned int ReaderNames::addOrFind(XMLCh const* text) {
    if (auto const id = shared_.names.getId(text); id != 0) return id;
    return shared_count_ + XMLStringPool::addOrFind(text);
}

bool ReaderNames::exists(XMLCh const* text) const {
    return shared_.names.exists(text) || XMLStringPool::exists(text);
}

bool ReaderNames::exists(unsigned int id) const {
    return id != 0 && id <= getStringCount();
}

void ReaderNames::flushAll() {
    XMLStringPool::flushAll();
}

unsigned int ReaderNames::getId(XMLCh const* text) const {
    // The scanner asks for the namespace of a grammar at each start tag, and always with the grammar's own copy.
    for (auto const& [place, id] : shared_.targets)
        if (place == text) return id;
    if (auto const id = shared_.names.getId(text); id != 0) return id;
    auto const id = XMLStringPool::getId(text);
    return id == 0 ? 0 : shared_count_ + id;
}

XMLCh const* ReaderNames::getValueForId(unsigned int id) const {
    return id <= shared_count_ ? shared_.names.getValueForId(id) : XMLStringPool::getValueForId(id - shared_count_);
}

unsigned int ReaderNames::getStringCount() const {
    return shared_count_ + XMLStringPool::getStringCount();
}

PoolView::PoolView(SharedGrammars const& shared)
    : XMLGrammarPool(xc::XMLPlatformUtils::fgMemoryManager), pool_(shared.pool), names_(shared) {}

xc::Grammar* PoolView::retrieveGrammar(xc::XMLGrammarDescription* description) {
    return pool_.retrieveGrammar(description);
}

xc::RefHashTableOfEnumerator<xc::Grammar> PoolView::getGrammarEnumerator() const {
    return pool_.getGrammarEnumerator();
}

xc::XSModel* PoolView::getXSModel(bool& changed) {
    return pool_.getXSModel(changed);
}

xc::DTDGrammar* PoolView::createDTDGrammar() {
    return pool_.createDTDGrammar();
}

xc::SchemaGrammar* PoolView::createSchemaGrammar() {
    return pool_.createSchemaGrammar();
}

xc::XMLDTDDescription* PoolView::createDTDDescription(XMLCh const* system_id) {
    return pool_.createDTDDescription(system_id);
}

xc::XMLSchemaDescription* PoolView::createSchemaDescription(XMLCh const* target_namespace) {
    return pool_.createSchemaDescription(target_namespace);
}

}  // namespace wetbode::validation
