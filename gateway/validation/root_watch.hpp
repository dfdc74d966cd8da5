// SPDX-License-Identifier: EUPL-1.2
// A sink that remembers how a document begins: its root element and the first element in it, which together tell what
// kind of document it is. One object per pass.
#pragma once

#include "gateway/xml/door.hpp"

#include <string>

namespace wetbode::validation {

struct Opening {
    std::string uri;
    std::string local;
    std::string id;    ///< eId or id
    std::string name;  ///< attribute "name" (Akoma Ntoso: which document of its kind)
    xml::Position position;
    bool seen = false;
};

/// Thrown by a hasty RootWatch when it knows enough; whoever starts the pass catches it.
struct SeenEnough {};

class RootWatch final : public xml::Sink {
public:
    enum class Haste { read_on, stop_early };
    explicit RootWatch(Haste haste) : haste_(haste) {}

    void start_element(xml::Element const& element) override;
    void end_element(std::string_view local, std::string_view prefix, std::string_view uri) override;

    [[nodiscard]] Opening const& root() const { return root_; }
    [[nodiscard]] Opening const& first_child() const { return first_child_; }

private:
    Haste haste_;
    Opening root_;
    Opening first_child_;
};

}  // namespace wetbode::validation
