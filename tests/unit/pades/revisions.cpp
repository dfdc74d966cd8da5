// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "tests/unit/pades/revisions.hpp"

#include "gateway/pades/cms.hpp"
#include "gateway/pades/growing_pdf.hpp"
#include "tests/unit/files/made_pdf.hpp"

#include <algorithm>

namespace wetbode::test {

std::size_t last_xref(std::string const& pdf) {
    auto const word = pdf.rfind("startxref");
    return static_cast<std::size_t>(std::stoull(pdf.substr(word + 9)));
}

std::string with_revision(std::string const& pdf, Objects const& objects, std::string const& root,
                          std::string const& trailer) {
    std::string out = pdf + "\n";
    std::string table;
    for (auto const& [id, body] : objects) {
        table += std::to_string(id) + " 1\n";
        table += body.empty() ? "0000000000 00001 f \n" : made::number(out.size(), 10) + " 00000 n \n";
        if (!body.empty()) out += std::to_string(id) + " 0 obj\n" + body + "\nendobj\n";
    }
    auto const start = out.size();
    return out + "xref\n" + table + "trailer\n<< /Size 900 /Root " + root + " /Prev " + std::to_string(last_xref(pdf)) +
           " " + trailer + " >>\nstartxref\n" + std::to_string(start) + "\n%%EOF\n";
}

std::string with(std::string text, std::string_view old, std::string_view other) {
    auto const at = text.find(old);
    REQUIRE(at != std::string::npos);
    return text.replace(at, old.size(), other);
}

std::string in_place(std::string text, std::string_view old, std::string other) {
    REQUIRE(other.size() <= old.size());
    other.resize(old.size(), ' ');
    return with(std::move(text), old, other);
}

std::string object(std::string const& pdf, int id) {
    auto const head = "\n" + std::to_string(id) + " 0 obj\n";
    auto const at = pdf.rfind(head);
    REQUIRE(at != std::string::npos);
    auto const from = at + head.size();
    return pdf.substr(from, pdf.find("\nendobj", from) - from);
}

bool changed(ReadPdf const& pdf, PdfChangeKind kind) {
    return std::ranges::any_of(pdf.signatures.front().changes, [&](auto const& one) { return one.kind == kind; });
}

VerificationReport verified(House const& house, std::string const& pdf, ExpectedSigners const& expected) {
    VerificationOptions options;
    options.anchors = house.anchors();
    options.policy.revocation = RevocationRule::none;
    options.now = house.clock.now();
    auto report = verify_pdf(content_of(pdf), "besluit.pdf", options);
    add_expected(report, expected);
    return report;
}

bool has(VerificationReport const& report, std::string_view code) {
    return std::ranges::any_of(report.findings, [&](auto const& one) { return one.code == code; });
}

std::string words_of(VerificationReport const& report) {
    std::string text;
    for (auto const& one : report.findings) text += one.code + ": " + one.message.en + "\n";
    for (auto const& one : report.warnings) text += "(" + one.code + ": " + one.message.en + ")\n";
    return text;
}

std::string with_message(House& house, std::function<std::string(std::string const& digest)> make,
                         std::string const& more_entries, std::string const& pdf) {
    files::register_bounded_filters();
    auto const limits = pades::limits();
    files::Budget budget(limits);
    auto const original = content_of(pdf);
    pades::GrowingPdf growing(original, HashAlgorithm::sha256, budget, house.folder.path());
    growing.copy_original();
    growing.add_signature(
        {"Seal1", std::string("/Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached") + more_entries,
         6'000, std::move(make)});
    return octets_of(growing.finish());
}

std::string signed_with(House& house, std::string const& attributes) {
    auto const value = pades::cms_signature(*house.usual, attributes);
    return pades::signed_data({house.usual->algorithm(), house.usual->chain(), attributes, value, {}});
}

std::string certified(House& house, std::string const& pdf, std::string const& entries) {
    auto const make = [&](std::string const& digest) {
        return signed_with(house, pades::signed_attributes(digest, house.usual->chain().front()));
    };
    return with_message(house, make, entries, pdf);
}

std::string permits(int what) {
    return " /Reference [<< /TransformMethod /DocMDP /TransformParams << /P " + std::to_string(what) +
           " /V /1.2 >> >>]";
}

}  // namespace wetbode::test
