// SPDX-License-Identifier: EUPL-1.2
// The report of `wetbode verify` in words.
#include "gateway/cli/verify.hpp"

#include "gateway/base/rfc3339.hpp"
#include "gateway/base/screen_text.hpp"
#include "gateway/verification/expected_signers.hpp"

#include <algorithm>
#include <sstream>

namespace wetbode::cli {

namespace {

char const* spoken(SealVerdict verdict, bool nl) {
    switch (verdict) {
        case SealVerdict::passed: return nl ? "GELDIG" : "PASSED";
        case SealVerdict::indeterminate: return nl ? "NIET TE BESLISSEN" : "INDETERMINATE";
        case SealVerdict::failed: return nl ? "ONGELDIG" : "FAILED";
    }
    return "";
}

class Teller {
public:
    explicit Teller(Language language) : language_(language), nl_(language == Language::nl) {}

    std::string tell(VerificationReport const& report, std::string const& name) {
        line(0, name + ": " + spoken(report.verdict, nl_) + (report.format.empty() ? "" : " (" + report.format + ")"));
        if (report.signatures.empty())
            for (auto const& finding : report.findings) tell("- ", finding);
        for (auto const& one : report.expected) tell(one);
        for (auto const& signature : report.signatures) tell(signature);
        for (auto const& finding : report.findings)
            if (!report.signatures.empty() && !is_told(report, finding)) tell("- ", finding);
        for (auto const& stamp : report.evidence) tell(stamp);
        auto const is_mismatch = [](SealFinding const& one) { return one.code == "HASH_FAILURE"; };
        bool const mismatch = std::ranges::any_of(report.findings, is_mismatch);
        for (auto const& file : report.files) tell(file, mismatch);
        return out_.str();
    }

private:
    void line(int depth, std::string const& text) {
        out_ << std::string(static_cast<std::size_t>(depth) * 2, ' ') << screen_text(text) << "\n";
    }
    [[nodiscard]] std::string said(char const* nl, char const* en) const { return nl_ ? nl : en; }

    void tell(std::string const& mark, SealFinding const& finding) {
        line(1, mark + finding.message.in(language_) + " [" + finding.code + "]");
    }

    static bool is_told(VerificationReport const& report, SealFinding const& finding) {
        for (auto const& signature : report.signatures)
            for (auto const& other : signature.findings)
                if (other == finding) return true;
        return false;
    }

    void tell(ExpectedSigner const& one) {
        using enum ExpectedSigner::State;
        auto const who = said("verwacht: ", "expected: ") + shown(one.expected);
        if (one.state == has_signed)
            return line(1, who + said(": heeft ondertekend (", ": has signed (") + one.signature + ")");
        if (one.state == not_passed)
            return line(1, who + said(": heeft ondertekend, maar de handtekening slaagt niet (",
                                      ": has signed, but the signature does not pass (") + one.signature + ")");
        line(1, who + said(": HEEFT NIET ONDERTEKEND", ": HAS NOT SIGNED"));
    }

    void tell(SignatureReport const& signature) {
        line(1, said("handtekening ", "signature ") + signature.name + ": " + spoken(signature.verdict, nl_) +
                    (signature.level.empty() ? "" : ", " + signature.level));
        if (!signature.signer.empty()) {
            line(2, said("door ", "by ") + signature.signer);
            line(2, said("uitgegeven door ", "issued by ") + signature.issuer);
            line(2, signature.trusted_by.empty() ? said("door niemand die u vertrouwt gewaarborgd",
                                                        "vouched for by nobody whom you trust")
                                                 : said("gewaarborgd door ", "vouched for by ") + signature.trusted_by);
        }
        if (signature.proven_at)
            line(2, said("bestond zeker op ", "surely existed at ") + rfc3339(*signature.proven_at));
        else
            line(2, said("wanneer: niet bewezen", "when: not proven"));
        if (signature.signed_at)
            line(2, said("tijdstip volgens de ondertekenaar ", "time claimed by the signer ") +
                        rfc3339(*signature.signed_at));
        if (!signature.algorithm.empty()) line(2, signature.algorithm);
        for (auto const& stamp : signature.time_stamps) tell(stamp);
        for (auto const& finding : signature.findings) tell("- ", finding);
        for (auto const& warning : signature.warnings) tell(said("let op: ", "note: "), warning);
    }

    void tell(TimeStampReport const& stamp) {
        line(2, said("tijdstempel ", "time stamp ") + rfc3339(stamp.at) + " " + spoken(stamp.verdict, nl_) + " (" +
                    stamp.kind + "), " + stamp.authority);
    }

    /// A signature that cannot be checked, of an unknown algorithm for one, says neither that a file was changed nor
    /// that it was not.
    void tell(VerifiedFile const& file, bool mismatch) {
        auto const state = !file.covered ? said("NIET GEDEKT ", "NOT COVERED ")
                           : file.intact ? said("onveranderd ", "unchanged   ")
                           : mismatch    ? said("VERANDERD   ", "CHANGED     ")
                                         : said("ONBEWEZEN   ", "NOT PROVEN  ");
        line(1, state + file.name + "  " + std::to_string(file.bytes) + said(" octetten", " octets") + "  sha256 " +
                    file.digest);
    }

    Language language_;
    bool nl_;
    std::ostringstream out_;
};

}  // namespace

std::string told(VerificationReport const& report, std::string const& name, Language language) {
    return Teller(language).tell(report, name);
}

}  // namespace wetbode::cli
