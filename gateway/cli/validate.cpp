// SPDX-License-Identifier: EUPL-1.2
#include "gateway/cli/validate.hpp"

#include "gateway/base/screen_text.hpp"
#include "gateway/cli/document_list.hpp"
#include "gateway/cli/ordered_run.hpp"
#include "gateway/cli/progress.hpp"
#include "gateway/cli/validate_report.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <string_view>
#include <thread>

namespace wetbode::cli {

namespace {

std::string known_types(Catalogue const& catalogue) {
    std::string all;
    std::string last;  // the catalogue holds the versions of a type beside one another
    for (auto const& type : catalogue.types()) {
        if (type.name != last) all += (all.empty() ? "" : ", ") + type.name;
        last = type.name;
    }
    return all;
}

std::unique_ptr<Report> report_for(Catalogue const& catalogue, ValidateOrder const& order, Console const& console) {
    if (order.format == "json") return json_report();
    if (order.format == "svrl") return svrl_report(catalogue, order.language);
    if (order.format == "sarif") return sarif_report(catalogue, order.language);
    return text_report(order.language, console.colours);
}

bool is_xml_name(std::string_view name) {
    auto const extension = extension_of(name);
    return extension == "xml" || extension == "akn";
}

bool has_warning(Verdict const& verdict) {
    return std::ranges::any_of(verdict.faults, [](Fault const& fault) { return fault.severity == Severity::warning; });
}

/// One run over all documents.
class Validation {
public:
    Validation(Judges const& judges, ValidateOrder const& order, Console const& console)
        : judges_(judges), order_(order), console_(console), report_(report_for(judges.catalogue, order, console)) {}

    int run(std::vector<NamedDocument> const& documents) {
        auto const cores = std::max(1U, std::thread::hardware_concurrency());
        console_.out << report_->opening();
        run_in_order({.count = documents.size(),
                      .workers = order_.jobs == 0 ? cores : order_.jobs,
                      .make = [&](std::size_t i) { return judge(documents[i]); },
                      .take = [&](Judged judged) { tell(std::move(judged)); },
                      .while_waiting = [&](std::size_t made) { show(made, documents.size()); }});
        progress_.hide();
        console_.out << report_->closing(tally_) << std::flush;
        if (!console_.out) {
            console_.err << say("Het verslag kon niet geschreven worden.\n", "The report could not be written.\n");
            return unavailable;
        }
        return tally_.unread > 0 ? unavailable : tally_.refused > 0 ? negative : done;
    }

private:
    [[nodiscard]] char const* say(char const* nl, char const* en) const {
        return order_.language == Language::nl ? nl : en;
    }

    [[nodiscard]] Judged judge(NamedDocument const& named) const {
        Judged judged{.name = named.name};
        try {
            OpenedDocument const document(named, console_.in, order_.stream_bytes_max);
            judged.trouble = document.trouble();
            if (judged.trouble.empty()) {
                auto const& content = document.content();
                judged.verdict = verdict_on(named.name, content);
                judged.refused = !judged.verdict.valid() || (order_.strict && has_warning(judged.verdict));
                judged.told = report_->tell(judged, &content);
                return judged;
            }
        } catch (Outage const& outage) {
            judged.trouble = {std::string("kan niet gelezen worden: ") + outage.what(),
                              std::string("cannot be read: ") + outage.what()};
        }
        judged.verdict = {};
        judged.told = report_->tell(judged, nullptr);
        return judged;
    }

    [[nodiscard]] Verdict verdict_on(std::string const& name, Content const& content) const {
        auto const media_type = media_type_of(name, content);
        if (media_type.empty()) {
            auto const type = order_.type.empty() ? judges_.catalogue.type_by_root(content) : order_.type;
            return judges_.catalogue.check(type, name, content);
        }
        auto found = judges_.files.check({name, media_type}, content);
        Verdict verdict{.faults = std::move(found.faults), .more_faults = found.more_faults, .file = name};
        verdict.media_type = media_type;
        return verdict;
    }

    /// Empty for XML. See validate.hpp.
    [[nodiscard]] std::string media_type_of(std::string const& name, Content const& content) const {
        if (!order_.type.empty() || is_xml_name(name)) return {};
        if (auto const* const type = judges_.files.policy().type_by_name(name)) return type->media_type;
        if (content.bytes == 0) return {};
        auto real = judges_.files.real_type_of(content);
        bool const text = real.starts_with("text/") || real.ends_with("xml") || real == "application/octet-stream" ||
                          real == "application/json";
        return text ? std::string() : real;
    }

    void tell(Judged judged) {
        tally_.count(judged);
        if (!judged.trouble.empty()) {
            progress_.hide();
            console_.err << screen_text(judged.name) << ": " << judged.trouble.in(order_.language) << "\n";
        }
        auto const text = report_->add(std::move(judged));
        if (text.empty()) return;
        if (console_.one_screen) progress_.hide();
        console_.out << text;
        if (console_.one_screen) console_.out << std::flush;
    }

    void show(std::size_t made, std::size_t all) {
        if (console_.progress) progress_.show(made, all, std::chrono::steady_clock::now());
    }

    Judges judges_;
    ValidateOrder const& order_;
    Console const& console_;
    std::unique_ptr<Report> report_;
    Tally tally_;
    Progress progress_{console_.err, std::chrono::steady_clock::now()};
};

}  // namespace

Console Console::standard() {
    auto const* const refused = std::getenv("NO_COLOR");
    bool const plain = refused != nullptr && *refused != '\0';
    auto const* const terminal = std::getenv("TERM");
    bool const clever = terminal != nullptr && std::string_view(terminal) != "dumb";  // it understands escapes
    bool const out = isatty(STDOUT_FILENO) != 0;
    bool const err = isatty(STDERR_FILENO) != 0;
    return {.in = std::cin,
            .out = std::cout,
            .err = std::cerr,
            .colours = out && clever && !plain,
            .progress = err && clever,
            .one_screen = out && err};
}

int validate(Judges const& judges, ValidateOrder const& order, Console const& console) {
    auto const& catalogue = judges.catalogue;
    bool const nl = order.language == Language::nl;
    if (!order.type.empty() && !catalogue.knows(order.type)) {
        console.err << screen_text(order.type) << (nl ? ": dat documenttype bestaat niet. Kies uit: "
                                                    : ": there is no such document type. Choose from: ")
                    << known_types(catalogue) << ".\n";
        return misused;
    }
    auto const list = documents_in(order.files, [&](std::filesystem::path const& path) {
        auto const name = path.filename().string();
        return is_xml_name(name) || (order.type.empty() && judges.files.policy().type_by_name(name) != nullptr);
    });
    for (auto const& folder : list.empty_folders)
        console.err << screen_text(folder.string()) << (nl ? ": in deze map staat geen enkel document\n"
                                                         : ": there is not one document in this folder\n");
    int const status = list.empty_folders.empty() ? done : misused;
    if (list.documents.empty()) return status;
    return std::max<int>(status, Validation(judges, order, console).run(list.documents));
}

}  // namespace wetbode::cli
