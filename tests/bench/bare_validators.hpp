// SPDX-License-Identifier: EUPL-1.2
// The bare libraries, used as their manuals say, as a measure for ours: Xerces-C++ (SAX2, cached and locked grammar,
// identity constraints by Xerces) and libxml2 (streaming SAX with the schema plugged in; parsing alone). Each object
// belongs to one thread; the grammars are shared.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

namespace bench {

/// Loads the schema once; throws std::runtime_error if it cannot.
class Grammars {
public:
    explicit Grammars(std::filesystem::path const& xsd);
    ~Grammars();
    Grammars(Grammars const&) = delete;
    Grammars& operator=(Grammars const&) = delete;

private:
    friend class Xerces;
    friend class Libxml;
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

/// True from valid(): no error of any kind.
class Xerces {
public:
    explicit Xerces(Grammars const& grammars);
    ~Xerces();
    Xerces(Xerces const&) = delete;
    Xerces& operator=(Xerces const&) = delete;
    [[nodiscard]] bool valid(std::string const& document);

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

class Libxml {
public:
    explicit Libxml(Grammars const& grammars) : grammars_(grammars) {}
    [[nodiscard]] bool valid(std::string const& document) const;
    /// Well-formed, without any schema: the least that looking at a document can cost.
    [[nodiscard]] static bool parses(std::string const& document);

private:
    Grammars const& grammars_;
};

}  // namespace bench
