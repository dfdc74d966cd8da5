// SPDX-License-Identifier: EUPL-1.2
// The shared, locked grammars as one reader sees them: with a table of namespace names of its own. Xerces' locked pool
// keeps every name that any document ever declared, for ever, behind a mutex that each start tag takes; here the names
// of documents die with their reader. Names of the grammars have the same numbers for every reader. Private to
// document_reader.hpp. One thread at a time; the grammars outlive it.
#pragma once

#include <xercesc/framework/XMLGrammarPool.hpp>
#include <xercesc/framework/XMLGrammarPoolImpl.hpp>
#include <xercesc/util/StringPool.hpp>

#include <utility>
#include <vector>

namespace wetbode::validation {

/// Locked grammars, and what readers share beside them.
struct SharedGrammars {
    /// Locks the pool: nothing is added to it afterwards.
    explicit SharedGrammars(xercesc::XMLGrammarPoolImpl& loaded);

    xercesc::XMLGrammarPoolImpl& pool;
    xercesc::XMLStringPool const& names;                     ///< namespaces that the grammars know
    std::vector<std::pair<XMLCh const*, unsigned>> targets;  ///< where grammars keep their own, and its number
};

/// The names of the grammars, then those of documents.
class ReaderNames final : public xercesc::XMLStringPool {
public:
    explicit ReaderNames(SharedGrammars const& shared);

    unsigned int addOrFind(XMLCh const* text) override;
    bool exists(XMLCh const* text) const override;
    bool exists(unsigned int id) const override;
    void flushAll() override;
    unsigned int getId(XMLCh const* text) const override;
    XMLCh const* getValueForId(unsigned int id) const override;
    unsigned int getStringCount() const override;

private:
    SharedGrammars const& shared_;
    unsigned shared_count_;
};

class PoolView final : public xercesc::XMLGrammarPool {
public:
    explicit PoolView(SharedGrammars const& shared);

    xercesc::XMLStringPool* getURIStringPool() override { return &names_; }

    xercesc::Grammar* retrieveGrammar(xercesc::XMLGrammarDescription* description) override;
    xercesc::RefHashTableOfEnumerator<xercesc::Grammar> getGrammarEnumerator() const override;
    xercesc::XSModel* getXSModel(bool& changed) override;
    xercesc::DTDGrammar* createDTDGrammar() override;
    xercesc::SchemaGrammar* createSchemaGrammar() override;
    xercesc::XMLDTDDescription* createDTDDescription(XMLCh const* system_id) override;
    xercesc::XMLSchemaDescription* createSchemaDescription(XMLCh const* target_namespace) override;
    // The pool stays as it is, whatever a reader asks for.
    bool cacheGrammar(xercesc::Grammar*) override { return false; }
    xercesc::Grammar* orphanGrammar(XMLCh const*) override { return nullptr; }
    bool clear() override { return false; }
    void lockPool() override {}
    void unlockPool() override {}
    void serializeGrammars(xercesc::BinOutputStream*) override {}
    void deserializeGrammars(xercesc::BinInputStream*) override {}

private:
    xercesc::XMLGrammarPoolImpl& pool_;
    ReaderNames names_;
};

}  // namespace wetbode::validation
