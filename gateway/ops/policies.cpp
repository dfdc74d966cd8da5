// SPDX-License-Identifier: EUPL-1.2
#include "gateway/ops/policies.hpp"

#include "gateway/ops/policy_file.hpp"

#include <string>

namespace wetbode::ops {

namespace {

SubmissionKind kind_from(PolicyFile const& file, toml::node const& node) {
    auto const kind = submission_kind_from(file.text(node));
    if (!kind) file.refuse(node.source(), "kind is dossier, letter or acknowledgement");
    return *kind;
}

TimeMode time_from(PolicyFile const& file, toml::node const& node) {
    auto const mode = time_mode_from(file.text(node));
    if (!mode) file.refuse(node.source(), "time is act (a token each), batch (one token for many) or none");
    return *mode;
}

Route route_from(PolicyFile const& file, toml::table const& given) {
    Route route;
    for (auto const& [key, node] : given) {
        if (key == "name") route.name = file.text(node);
        else if (key == "kind") route.kind = kind_from(file, node);
        else if (key == "client") route.client = file.text(node);
        else if (key == "piece_type") route.piece_type = file.text(node);
        else if (key == "seal") route.seal = file.yes(node);
        else if (key == "time") route.time = time_from(file, node);
        else if (key == "to") for (auto const& name : file.texts(node)) route.to.push_back({name});
        else file.refuse(node.source(), "there is no key " + std::string(key.str()) +
                                            "; known: name, kind, client, piece_type, to, seal, time");
    }
    if (!route.seal && route.time.value_or(TimeMode::none) != TimeMode::none)
        file.refuse(given.source(), "without a seal there is nothing to time");
    if (route.name.empty() || route.to.empty()) file.refuse(given.source(), "a route needs a name and a list \"to\"");
    return route;
}

NeededPiece needed_piece_from(PolicyFile const& file, toml::table const& given) {
    NeededPiece piece;
    for (auto const& [key, node] : given) {
        if (key == "name") piece.name = file.text(node);
        else if (key == "types") piece.types = file.texts(node);
        else if (key == "forms") {
            for (auto const& name : file.texts(node)) {
                auto const form = piece_form_from(name);
                if (!form)
                    file.refuse(node.source(), "there is no form " + name + "; known: pdf, signed-pdf, word, xml");
                piece.forms.push_back(*form);
            }
        } else file.refuse(node.source(), "there is no key " + std::string(key.str()) + "; known: name, types, forms");
    }
    if (piece.name.empty() || piece.types.empty())
        file.refuse(given.source(), "a needed piece has a name and a list \"types\"");
    return piece;
}

CompletenessRule completeness_rule_from(PolicyFile const& file, toml::table const& given) {
    CompletenessRule rule;
    for (auto const& [key, node] : given) {
        if (key == "name") rule.name = file.text(node);
        else if (key == "procedure_steps") rule.procedure_steps = file.texts(node);
        else if (key == "with_piece") rule.with_piece = file.texts(node);
        else if (key == "to") for (auto const& name : file.texts(node)) rule.to.push_back({name});
        else if (key == "source") rule.source = file.text(node);
        else if (key == "piece") for (auto const* table : file.tables(node, "[[rule.piece]]"))
            rule.pieces.push_back(needed_piece_from(file, *table));
        else file.refuse(node.source(), "there is no key " + std::string(key.str()) +
                                            "; known: name, procedure_steps, with_piece, to, source, piece");
    }
    if (rule.name.empty() || rule.procedure_steps.empty() || rule.pieces.empty())
        file.refuse(given.source(), "a rule needs a name, a list \"procedure_steps\" and at least one [[rule.piece]]");
    return rule;
}

}  // namespace

std::vector<CompletenessRule> completeness_from(std::string_view text, std::filesystem::path const& name) {
    PolicyFile const file{name};
    auto const root = file.parsed(text);
    std::vector<CompletenessRule> rules;
    for (auto const& [key, node] : root) {
        if (key != "rule") file.refuse(node.source(), "only [[rule]] is known here");
        for (auto const* table : file.tables(node, "[[rule]]")) rules.push_back(completeness_rule_from(file, *table));
    }
    return rules;
}

std::vector<Route> routes_from(std::string_view text, std::filesystem::path const& name) {
    PolicyFile const file{name};
    auto const root = file.parsed(text);
    std::vector<Route> routes;
    for (auto const& [key, node] : root) {
        if (key != "route") file.refuse(node.source(), "only [[route]] is known here");
        for (auto const* table : file.tables(node, "[[route]]")) routes.push_back(route_from(file, *table));
    }
    return routes;
}

AccessMatrix access_from(std::string_view text, std::filesystem::path const& name) {
    PolicyFile const file{name};
    auto const root = file.parsed(text);
    AccessMatrix matrix;
    for (auto const& [key, node] : root) {
        auto const* const table = node.as_table();
        if (table == nullptr || !table->contains("levels") || table->size() != 1)
            file.refuse(node.source(), "each counterpart is a table with one key, levels");
        auto& levels = matrix[{std::string(key.str())}];
        auto const& list = *table->get("levels");
        for (auto const& level_name : file.texts(list)) {
            auto const level = access_level_from(level_name);
            if (!level) file.refuse(list.source(), "there is no access level " + level_name);
            levels.insert(*level);
        }
    }
    return matrix;
}

}  // namespace wetbode::ops
