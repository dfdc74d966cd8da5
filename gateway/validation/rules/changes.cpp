// SPDX-License-Identifier: EUPL-1.2
// Traces of editing that must not leave the house: tracked insertions and deletions, remarks of the editor, text that
// must still come.
#include "gateway/validation/rules/watch.hpp"

namespace wetbode::rules {

namespace {

using enum Check;

/// Editors keep tracked changes and remarks in processing instructions with such names.
bool is_editors_mark(std::string_view target) {
    return (target.starts_with("oxy_") || target.starts_with("xm-")) && !target.ends_with("_end");
}

bool is_provisional(std::string_view status) {
    return status == "temporary" || status == "incomplete" || status == "undefined";
}

class Changes final : public Watch {
public:
    explicit Changes(Scene& scene) : scene_(scene) {}

    void open(Node const& node, xml::Element const& element) override {
        if (node.kind() == Kind::document) {
            auto const contains = value_of(element, "contains");
            original_ = contains.empty() || contains == "originalVersion";
        }
        if (node.in_meta) return;
        // A consolidated text shows with <ins> and <del> what later acts did: there they belong.
        if (!original_ && (node.is(Name::ins) || node.is(Name::del))) return;
        if (node.is(Name::ins) || node.is(Name::del)) scene_.report.add(change_tracked, {node.row->local});
        if (node.is(Name::placeholder)) scene_.report.add(change_placeholder, {});
        if (auto const status = value_of(element, "status"); is_provisional(status))
            scene_.report.add(change_status, {element.local, status});
    }

    void instruction(std::string_view target) override {
        if (is_editors_mark(target)) scene_.report.add(change_instruction, {target});
    }

    void comment(std::string_view text) override {
        // What stands before the root is a licence or the name of a tool.
        if (scene_.trail.depth() > 0 && text.find_first_not_of(" \t\r\n") != std::string_view::npos)
            scene_.report.add(change_comment, {text});
    }

private:
    Scene& scene_;
    bool original_ = true;
};

}  // namespace

std::unique_ptr<Watch> watch_changes(Scene& scene) { return std::make_unique<Changes>(scene); }

}  // namespace wetbode::rules
