// SPDX-License-Identifier: EUPL-1.2
// Included before gateway/files when clang compiles it. clang 16 looks for the destructor of the constexpr std::vector
// in qpdf's JSON.hh before the element, JSON itself, is complete. We never use that class: a name is enough, and the
// header is taken for read.
#pragma once

#define JSON_HH
class JSON;
