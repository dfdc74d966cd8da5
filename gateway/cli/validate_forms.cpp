// SPDX-License-Identifier: EUPL-1.2
// What `validate` says to other programs: JSON of ours, SVRL (ISO/IEC 19757-3) and SARIF 2.1.0. Each is one document
// however many files there are, written while they are checked.
#include "gateway/cli/validate_report.hpp"
#include "gateway/json/json.hpp"
#include "gateway/report/sarif.hpp"
#include "gateway/validation/schematron/svrl.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace wetbode::cli {

namespace {

using nlohmann::json;

class JsonReport final : public Report {
public:
    [[nodiscard]] std::string tell(Judged const& judged, Content const*) const override {
        auto const& verdict = judged.verdict;
        json value{{"file", judged.name},
                   {"valid", judged.trouble.empty() && verdict.valid()},
                   {"document_type", verdict.document_type},
                   {"version", verdict.version},
                   {"faults", json::parse(wetbode::json::text_of(verdict.faults))},
                   {"more_faults", verdict.more_faults}};
        if (verdict.akn_level) value["akn_level"] = *verdict.akn_level;
        if (!verdict.media_type.empty()) value["media_type"] = verdict.media_type;
        if (!judged.trouble.empty()) value["unread"] = {{"nl", judged.trouble.nl}, {"en", judged.trouble.en}};
        // What was read from a hostile file need not be UTF-8.
        return value.dump(-1, ' ', false, json::error_handler_t::replace);
    }
    [[nodiscard]] std::string add(Judged judged) override {
        return (std::exchange(begun_, true) ? ",\n" : "[") + judged.told;
    }
    [[nodiscard]] std::string closing(Tally const&) override { return begun_ ? "]\n" : "[]\n"; }

private:
    bool begun_ = false;
};

class SvrlReport final : public Report {
public:
    SvrlReport(Catalogue const& catalogue, Language language) : catalogue_(catalogue), language_(language) {}

    [[nodiscard]] std::string opening() override { return validation::svrl_opening("wetbode validate"); }
    [[nodiscard]] std::string tell(Judged const& judged, Content const* content) const override {
        if (content == nullptr) return {};
        auto const& verdict = judged.verdict;
        return validation::svrl_document(verdict.faults, {"", report::uri_of(judged.name), language_},
                                         catalogue_.rules(verdict.document_type));
    }
    [[nodiscard]] std::string add(Judged judged) override { return std::move(judged.told); }
    [[nodiscard]] std::string closing(Tally const&) override { return std::string(validation::svrl_closing()); }

private:
    Catalogue const& catalogue_;
    Language language_;
};

class SarifReport final : public Report {
public:
    SarifReport(Catalogue const& catalogue, Language language) : log_(catalogue, language), language_(language) {}

    [[nodiscard]] std::string opening() override { return log_.opening(); }
    [[nodiscard]] std::string tell(Judged const& judged, Content const*) const override {
        return report::sarif_results(judged.name, judged.verdict, language_);
    }
    [[nodiscard]] std::string add(Judged judged) override {
        if (judged.trouble.empty()) return log_.add(judged.name, judged.verdict, judged.told);
        log_.note_unread(judged.name, judged.trouble);
        return {};
    }
    [[nodiscard]] std::string closing(Tally const&) override { return log_.closing(); }

private:
    report::SarifLog log_;
    Language language_;
};

}  // namespace

std::unique_ptr<Report> json_report() { return std::make_unique<JsonReport>(); }

std::unique_ptr<Report> svrl_report(Catalogue const& catalogue, Language language) {
    return std::make_unique<SvrlReport>(catalogue, language);
}

std::unique_ptr<Report> sarif_report(Catalogue const& catalogue, Language language) {
    return std::make_unique<SarifReport>(catalogue, language);
}

}  // namespace wetbode::cli
