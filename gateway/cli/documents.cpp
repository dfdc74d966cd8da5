// SPDX-License-Identifier: EUPL-1.2
#include "gateway/cli/documents.hpp"

#include "gateway/base/content.hpp"
#include "gateway/base/rfc3339.hpp"
#include "gateway/base/screen_text.hpp"
#include "gateway/clock.hpp"
#include "gateway/json/json.hpp"
#include "gateway/sealing/verifier.hpp"

#include <nlohmann/json.hpp>

#include <fstream>
#include <iostream>
#include <limits>
#include <utility>

namespace wetbode::cli {

using nlohmann::json;

namespace {

/// What was read from a hostile file need not be UTF-8.
std::string dumped(json const& value) { return value.dump(-1, ' ', false, json::error_handler_t::replace); }

/// Shows lines of a file, each shortened around a column so that it fits a screen. The file may be one line of 100 MB:
/// it is read once, from front to back, and never kept.
class LineViewer {
public:
    explicit LineViewer(std::filesystem::path const& file) : in_(file, std::ios::binary) {}

    void show(std::ostream& out, Fault const& fault) {
        if (fault.line <= 0 || !go_to(fault.line)) return;
        auto const column = std::max<std::int64_t>(fault.column, 1);
        auto const [before, excerpt] = around(column > width ? column - width / 2 : 1, column);
        if (excerpt.empty()) return;
        out << "    | " << screen_text(excerpt) << "\n    | " << std::string(before, ' ') << "^\n";
    }

private:
    static constexpr std::int64_t width = 100;  ///< characters

    /// Several faults of one line: it is read again, from where it begins.
    bool go_to(std::int64_t line) {
        in_.clear();
        if (line < line_) {
            begin_ = 0;
            line_ = 1;
        }
        in_.seekg(begin_);
        for (; line_ < line; ++line_) {
            in_.ignore(std::numeric_limits<std::streamsize>::max(), '\n');
            if (!in_) return false;
        }
        begin_ = in_.tellg();
        return in_.good();
    }

    /// The characters from `from` on, and how many of them stand before `column`.
    std::pair<std::size_t, std::string> around(std::int64_t from, std::int64_t column) {
        std::string text;
        std::int64_t at = 0;  // the character at hand
        std::size_t before = 0;
        for (char c = 0; in_.get(c) && c != '\n';) {
            bool const begins = (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
            if (begins && ++at >= from + width) break;
            if (begins && at >= from && at < column) ++before;
            if (at >= from) text += c;
        }
        return {before, std::move(text)};
    }

    std::ifstream in_;
    std::int64_t line_ = 1;
    std::streamoff begin_ = 0;  ///< where that line begins
};

char const* spoken(Severity severity, Language language) {
    bool const nl = language == Language::nl;
    switch (severity) {
        case Severity::error: return nl ? "fout" : "error";
        case Severity::warning: return nl ? "waarschuwing" : "warning";
        case Severity::hint: return nl ? "tip" : "hint";
    }
    return "";
}

std::string level_of(Verdict const& verdict, Language language) {
    if (!verdict.akn_level) return {};
    return std::string(language == Language::nl ? ", Akoma Ntoso niveau " : ", Akoma Ntoso level ") +
           std::to_string(*verdict.akn_level);
}

void print_verdict(std::filesystem::path const& file, Verdict const& verdict, Language language) {
    if (verdict.valid())
        std::cout << file.string() << ": " << (language == Language::nl ? "geldig" : "valid") << " ("
                  << verdict.document_type << "/" << verdict.version << level_of(verdict, language) << ")\n";
    LineViewer viewer(file);
    for (auto const& fault : verdict.faults) {
        std::cout << file.string() << ":" << fault.line << ":" << fault.column << ": "
                  << spoken(fault.severity, language) << ": " << fault.message.in(language) << " [" << fault.code
                  << "]";
        if (!fault.nearest_id.empty()) std::cout << " (eId " << fault.nearest_id << ")";
        std::cout << "\n";
        viewer.show(std::cout, fault);
    }
    if (verdict.more_faults)
        std::cout << file.string() << (language == Language::nl ? ": er zijn er meer\n" : ": there are more\n");
}

json value_of(std::filesystem::path const& file, Verdict const& verdict) {
    auto faults = json::parse(wetbode::json::text_of(verdict.faults));
    json value{{"file", file.string()},          {"valid", verdict.valid()},  {"document_type", verdict.document_type},
            {"version", verdict.version},     {"faults", std::move(faults)}, {"more_faults", verdict.more_faults}};
    if (verdict.akn_level) value["akn_level"] = *verdict.akn_level;
    return value;
}

char const* spoken(SealVerdict verdict, Language language) {
    bool const nl = language == Language::nl;
    switch (verdict) {
        case SealVerdict::passed: return nl ? "GELDIG" : "PASSED";
        case SealVerdict::indeterminate: return nl ? "NIET TE BESLISSEN" : "INDETERMINATE";
        case SealVerdict::failed: return nl ? "ONGELDIG" : "FAILED";
    }
    return "";
}

char const* name_of(SealVerdict verdict) {
    return verdict == SealVerdict::passed ? "passed" : verdict == SealVerdict::failed ? "failed" : "indeterminate";
}

json value_of(SealReport const& report) {
    json findings = json::array();
    for (auto const& finding : report.findings)
        findings.push_back({{"code", finding.code}, {"message", json::parse(wetbode::json::text_of(finding.message))}});
    json files = json::array();
    for (auto const& file : report.files)
        files.push_back({{"name", file.name}, {"bytes", file.bytes}, {"sha256", file.digest},
                         {"covered", file.covered}, {"intact", file.intact}});
    json value = {{"verdict", name_of(report.verdict)}, {"findings", std::move(findings)}, {"level", report.level},
                  {"signer", report.signer}, {"issuer", report.issuer}, {"certificate_sha256", report.certificate},
                  {"files", std::move(files)}};
    if (report.signed_at) value["signed_at"] = rfc3339(*report.signed_at);
    return value;
}

void print_seal(SealReport const& report, Language language) {
    bool const nl = language == Language::nl;
    std::cout << (nl ? "Zegel: " : "Seal: ") << spoken(report.verdict, language) << "\n";
    for (auto const& finding : report.findings)
        std::cout << "  " << finding.message.in(language) << " [" << finding.code << "]\n";
    if (!report.signer.empty())
        std::cout << (nl ? "  gezegeld door " : "  sealed by ") << report.signer << " (" << report.level << ")\n"
                  << (nl ? "  uitgegeven door " : "  issued by ") << report.issuer << "\n";
    if (report.signed_at)
        std::cout << (nl ? "  tijdstip volgens het zegel " : "  time claimed by the seal ")
                  << rfc3339(*report.signed_at) << "\n";
    for (auto const& file : report.files)
        std::cout << "  " << (file.intact && file.covered ? (nl ? "onveranderd " : "unchanged   ")
                              : file.covered             ? (nl ? "VERANDERD   " : "CHANGED     ")
                                                         : (nl ? "NIET GEDEKT " : "NOT COVERED "))
                  << file.name << "  sha256 " << file.digest << "\n";
}

}  // namespace

int validate(Catalogue const& catalogue, ValidateOrder const& order) {
    int status = done;
    json all = json::array();
    for (auto const& file : order.files) {
        if (!std::filesystem::is_regular_file(file)) {
            std::cerr << file.string() << (order.language == Language::nl ? ": dat bestand is er niet\n"
                                                                         : ": there is no such file\n");
            status = misused;
            continue;
        }
        auto const content = content_of_file(file);
        auto const type = order.type.empty() ? catalogue.type_by_root(content) : order.type;
        auto const verdict = catalogue.check(type, file.filename().string(), content);
        if (order.output == Output::json) all.push_back(value_of(file, verdict));
        else print_verdict(file, verdict, order.language);
        if (!verdict.valid()) status = std::max<int>(status, negative);
    }
    if (order.output == Output::json) std::cout << dumped(all) << "\n";
    return status;
}

int verify(VerifyOrder const& order) {
    if (!std::filesystem::is_regular_file(order.file)) {
        std::cerr << order.file.string() << (order.language == Language::nl ? ": dat bestand is er niet\n"
                                                                           : ": there is no such file\n");
        return misused;
    }
    auto const report = verify_container(order.file, order.anchors, SystemClock{}.now());
    if (order.output == Output::json) std::cout << dumped(value_of(report)) << "\n";
    else print_seal(report, order.language);
    return report.verdict == SealVerdict::passed ? done : negative;
}

}  // namespace wetbode::cli
