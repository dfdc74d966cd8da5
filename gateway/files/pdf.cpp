// SPDX-License-Identifier: EUPL-1.2
#include "gateway/files/pdf.hpp"

#include "gateway/files/pdf_filters.hpp"
#include "gateway/files/pdf_scan.hpp"
#include "gateway/files/pdf_source.hpp"

#include <algorithm>
#include <cctype>
#include <new>

namespace wetbode::files {

namespace {

constexpr std::size_t warnings_max = 200;
constexpr std::size_t attached_head_bytes = 64 * 1024;
constexpr std::uint64_t attached_step_bytes = 4ULL << 20U;

/// A PDF being read. qpdf keeps every object it ever saw; `forget` gives back all but a stub.
class OpenPdf {
public:
    OpenPdf(Bytes const& bytes, Budget& budget, FileLimits const& limits)
        : limits_(limits), source_(std::make_shared<PdfSource>(bytes, budget, limits.index_bytes_max)) {
        pdf_.setSuppressWarnings(true);
        // What one reader mends another mends differently: then two people read two documents.
        pdf_.setAttemptRecovery(false);
        pdf_.processInputSource(source_);
        next_step();
    }
    [[nodiscard]] QPDF& pdf() { return pdf_; }
    void next_step(std::uint64_t extra = 0) { source_->allow(limits_.object_bytes_max + extra); }
    void forget(QPDFObjGen id) { pdf_.replaceObject(id, QPDFObjectHandle::newNull()); }

private:
    FileLimits const& limits_;
    std::shared_ptr<PdfSource> source_;
    QPDF pdf_;
};

void tell_broken(Report& report, std::string_view detail) {
    report.add(FileRule::pdf_broken, "",
               {"De PDF is beschadigd en niet te openen zonder herstel. Maak of bewaar de PDF opnieuw.",
                "The PDF is broken and cannot be opened without repair. Make or save the PDF anew."},
               detail);
}

void tell_locked(Report& report) {
    report.add(FileRule::pdf_encrypted, "",
               {"De PDF is met een wachtwoord versleuteld; niemand kan ze lezen. Bewaar ze zonder wachtwoord.",
                "The PDF is encrypted with a password; nobody can read it. Save it without a password."});
}

void tell_intricate(Report& report, std::string_view detail) {
    report.add(FileRule::too_intricate, "",
               {"De PDF is te ingewikkeld of te groot van binnen om te controleren. Maak de PDF opnieuw.",
                "The PDF is too intricate or too large inside to be checked. Make the PDF anew."},
               detail);
}

struct Listed {
    QPDFObjGen id;
    bool in_stream = false;  ///< packed with others in an object stream
};

std::vector<Listed> objects_of(QPDF& pdf, Budget& budget, FileLimits const& limits) {
    std::vector<Listed> listed;
    auto const table = pdf.getXRefTable();
    if (table.size() > limits.objects_max) budget.spend("objects");
    listed.reserve(table.size());
    for (auto const& [id, entry] : table)
        if (entry.getType() != 0) listed.push_back({id, entry.getType() == 2});
    return listed;
}

void scan_objects(OpenPdf& open, PdfScan& scan, Budget& budget, FileLimits const& limits) {
    for (auto const& [id, in_stream] : objects_of(open.pdf(), budget, limits)) {
        budget.pay_time();
        // The first object of an object stream costs the whole stream.
        open.next_step(in_stream ? limits.object_stream_max : 0);
        scan.look_at(id, open.pdf().getObjectByObjGen(id));
        open.forget(id);
        if (budget.spent()) budget.spend("an object");
        if (open.pdf().numWarnings() > warnings_max) return;
    }
}

/// The first octets of an attached file; then it stops the decoder.
class Head final : public Pipeline {
public:
    Head() : Pipeline("head", nullptr) {}
    void write(unsigned char const* bytes, std::size_t length) override {
        auto const wanted = std::min(length, attached_head_bytes - head_.size());
        head_.append(reinterpret_cast<char const*>(bytes), wanted);
        if (head_.size() == attached_head_bytes) throw std::runtime_error("enough");
    }
    void finish() override {}
    [[nodiscard]] std::string const& bytes() const { return head_; }

private:
    std::string head_;
};

std::string extension_of(std::string const& name) {
    auto const dot = name.rfind('.');
    if (dot == std::string::npos) return {};
    auto extension = name.substr(dot + 1);
    while (!extension.empty() && (extension.back() == ' ' || extension.back() == '.')) extension.pop_back();
    for (auto& c : extension) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return extension;
}

void look_at_attached(OpenPdf& open, AttachedFile const& file, PdfScan const& scan, Magic const& magic,
                      Report& report) {
    auto const& policy = report.policy();
    bool runs = is_one_of(policy.executable_extensions, extension_of(file.name));
    if (!runs) {
        open.next_step(attached_step_bytes);
        auto stream = open.pdf().getObjectByObjGen(file.stream);
        if (!stream.isStream()) return;
        Head head;
        stream.pipeStreamData(&head, 0, qpdf_dl_specialized, true, false);
        runs = is_one_of(policy.executable_types, magic.type_of(head.bytes()));
    }
    if (!runs) return;
    auto const name = tamed(file.name);
    report.add(FileRule::pdf_active_content, scan.place_of(file.told_by),
               {"Aan de PDF hangt een uitvoerbaar bestand, \"" + name + "\". Maak de PDF opnieuw zonder die bijlage.",
                "A program is attached to the PDF, \"" + name + "\". Make the PDF anew without that attachment."});
}

/// A password is asked for, or a key: encryption for certain readers (public key) is one that qpdf does not know.
bool is_locked(QPDFExc const& fault) {
    if (fault.getErrorCode() == qpdf_e_password) return true;
    return fault.getErrorCode() == qpdf_e_unsupported &&
           std::string_view(fault.what()).find("ncryption") != std::string_view::npos;
}

void check_open(Bytes const& bytes, Budget& budget, Magic const& magic, Report& report) {
    auto const& limits = report.policy().limits;
    PdfScan scan(budget, report.policy());
    {
        OpenPdf open(bytes, budget, limits);
        auto& pdf = open.pdf();
        if (pdf.isEncrypted())
            report.add(FileRule::pdf_restricted, "",
                       {"De PDF is versleuteld met beperkte rechten; ze kan later onleesbaar worden. Bewaar ze zonder "
                        "beveiliging.",
                        "The PDF is encrypted with restricted rights and may become unreadable later. Save it without "
                        "protection."});
        open.next_step(limits.index_bytes_max);
        if (!pdf.getRoot().isDictionary()) return tell_broken(report, "no catalogue");
        if (!scan.number_pages(pdf)) tell_broken(report, "no pages");
        scan_objects(open, scan, budget, limits);
        budget.rethrow_outage();
        auto const warnings = pdf.getWarnings();
        if (warnings.size() > warnings_max) return tell_broken(report, warnings.front().what());
        if (!warnings.empty() && !report.has(FileRule::pdf_broken))
            report.add(FileRule::pdf_damaged, "",
                       {"De PDF wijkt op " + std::to_string(warnings.size()) +
                            " plaats(en) van de norm af; lezers kunnen ze verschillend tonen. Bewaar de PDF opnieuw.",
                        "The PDF departs from the standard in " + std::to_string(warnings.size()) +
                            " place(s); readers may show it differently. Save the PDF anew."},
                       warnings.front().what());
    }
    scan.tell(report);
    if (scan.attached().empty()) return;
    OpenPdf again(bytes, budget, limits);
    for (auto const& file : scan.attached()) look_at_attached(again, file, scan, magic, report);
}

}  // namespace

void check_pdf(Bytes const& bytes, Budget& budget, Magic const& magic, Report& report) {
    auto const& limits = report.policy().limits;
    DecodingBudget const decoding(budget, limits.object_stream_max, limits.pdf_unpacked_max);
    try {
        check_open(bytes, budget, magic, report);
    } catch (Outage const&) {
        throw;
    } catch (std::bad_alloc const&) {
        throw;
    } catch (QPDFExc const& fault) {
        budget.rethrow_outage();
        if (budget.spent()) tell_intricate(report, fault.what());
        else if (is_locked(fault)) tell_locked(report);
        else tell_broken(report, fault.what());
    } catch (std::exception const& fault) {
        budget.rethrow_outage();
        if (budget.spent()) tell_intricate(report, fault.what());
        else tell_broken(report, fault.what());
    }
    budget.rethrow_outage();
    if (budget.spent() && !report.has(FileRule::too_intricate)) tell_intricate(report, "limit reached");
}

}  // namespace wetbode::files
