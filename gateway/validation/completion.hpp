// SPDX-License-Identifier: EUPL-1.2
// Makes a loaded grammar safe to share. Xerces-C++ makes content models, their words in messages, attribute lists and
// compiled patterns when they are first asked for, and takes no lock for it: two threads at once would each make one,
// and one of both would be lost. Private to xsd.cpp.
#pragma once

#include <xercesc/framework/XMLGrammarPool.hpp>

namespace wetbode::validation {

/// Asks for all of them once, in the calling thread. Before the grammar is shared.
void complete(xercesc::XMLGrammarPool& pool);

}  // namespace wetbode::validation
