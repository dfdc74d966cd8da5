// SPDX-License-Identifier: EUPL-1.2
// XML documents that carry their signatures within them.
#include "gateway/base/content.hpp"
#include "gateway/sealing/xades_names.hpp"
#include "gateway/verification/enveloped.hpp"
#include "gateway/verification/signature_check.hpp"
#include "gateway/verification/verification.hpp"

#include <array>
#include <utility>

namespace wetbode {

namespace {

/// Hashes what it is fed with several algorithms at once.
class ManyHashes {
public:
    explicit ManyHashes(std::vector<HashAlgorithm> const& algorithms) {
        for (auto const algorithm : algorithms) hashers_.emplace_back(algorithm, Hasher(algorithm));
    }
    void update(std::string_view piece) {
        bytes_ += piece.size();
        for (auto& [algorithm, hasher] : hashers_) hasher.update(piece);
    }
    FileDigests finish() {
        FileDigests file{bytes_, {}};
        for (auto& [algorithm, hasher] : hashers_) file.digests[algorithm] = hasher.finish();
        return file;
    }

private:
    std::uint64_t bytes_ = 0;
    std::vector<std::pair<HashAlgorithm, Hasher>> hashers_;
};

/// The Id of the root element, if nothing stands outside of it that only URI="" would cover.
class RootId final : public xml::Sink {
public:
    void start_element(xml::Element const& element) override {
        if (depth_++ > 0) return;
        for (auto const& attribute : element.attributes)
            if (attribute.uri.empty() && attribute.local == "Id") id_ = attribute.value;
    }
    void end_element(std::string_view, std::string_view, std::string_view) override { --depth_; }
    void processing_instruction(std::string_view, std::string_view) override { outside_ = outside_ || depth_ == 0; }
    void comment(std::string_view) override { commented_ = true; }

    [[nodiscard]] std::string id() const { return outside_ ? std::string{} : id_; }
    [[nodiscard]] bool commented() const { return commented_; }

private:
    std::size_t depth_ = 0;
    std::string id_;
    bool outside_ = false;
    bool commented_ = false;
};

class DocumentVerification {
public:
    DocumentVerification(std::string const& name, VerificationOptions const& options)
        : name_(name), options_(options) {
        limits_.bytes_max = options.document_bytes_max;
    }

    /// One pass serves most documents: they have one signature, with SHA-256.
    void read(ContentReader& reader) {
        EnvelopedCanonical canonical(0, [this](std::string_view piece) { first_.update(piece); });
        std::array<xml::Sink*, 2> const listeners{&canonical, &root_};
        signatures_ = read_enveloped_signatures(reader, limits_, listeners);
        if (signatures_) canonical.finish();
        unwritten_ = canonical.unwritten_prefix();
    }

    /// `document`: what was read. Another pass, if there must be one, is held against its digest.
    VerificationReport judge(Content const& document) {
        report_.format = "XAdES";
        if (!signatures_) {
            findings_.add("FORMAT_FAILURE", signatures_.error().nl, signatures_.error().en);
        } else if (signatures_->empty()) {
            report_.format.clear();
            findings_.add("FORMAT_FAILURE", "Het document bevat geen handtekening.",
                          "The document holds no signature.");
        } else {
            document_ = &document;
            auto const first = first_.finish();
            for (std::size_t i = 0; i < signatures_->size(); ++i) judge_one(*signatures_, i, first);
            if (root_.commented())
                warnings_.add("XML_COMMENT", "Het document bevat opmerkingen (<!-- -->), die geen handtekening dekt.",
                              "The document holds comments (<!-- -->), which no signature covers.");
        }
        report_.verdict = verdict_of(findings_.list);
        report_.findings = std::move(findings_.list);
        report_.warnings = std::move(warnings_.list);
        return std::move(report_);
    }

private:
    void judge_one(std::vector<ReadSignature> const& signatures, std::size_t index, FileDigests const& first) {
        auto const needed = digests_needed(signatures[index]);
        bool const known = index == 0 && (needed.empty() || needed == std::vector{HashAlgorithm::sha256});
        SignedData data;
        data.form = SignedData::Form::enveloped;
        data.files.emplace(std::string{}, known ? first : hashed(index, needed));
        data.read = [this, index](std::string const&, TakeOctets const& take) {
            return stream_enveloped(*document_, limits_, index, take);
        };
        if (options_.list_signers) {
            data.list = {root_.id(), *options_.list_signers};
            if (signatures.size() == 1) use_inclusive_form(signatures.front(), needed, data);
        }
        // The slow path finds an element by its name, and refuses one that comes twice: each signature has its own.
        if (signatures.size() == 1)
            data.canonical = [this](xml::Subtree const& subtree,
                                    xml::Method const& method) -> std::optional<std::string> {
                auto octets = xml::canonical_dom(*document_, subtree, method);
                if (!octets) return std::nullopt;
                return std::move(*octets);
            };
        auto answer = check_signature(signatures[index], data, {options_.anchors, options_.policy, options_.now});
        if (unwritten_ && !data.list) tell_unwritten(answer.report);
        findings_.add(answer.report.findings);
        warnings_.add(answer.report.warnings);
        auto const covered = answer.covered.find(std::string{});
        if (index == 0) {
            auto const& file = data.files.begin()->second;
            report_.files.push_back({name_, file.bytes, hex_of(file.digests.at(HashAlgorithm::sha256)), true, true});
        }
        auto& file = report_.files.front();
        file.covered = file.covered && covered != answer.covered.end();
        file.intact = file.intact && covered != answer.covered.end() && covered->second;
        report_.signatures.push_back(std::move(answer.report));
    }

    /// The exclusive form leaves out what binds such a prefix, so anybody may bind it anew.
    void tell_unwritten(SignatureReport& report) const {
        auto const line = std::to_string(unwritten_->position.line);
        auto const of = unwritten_->prefix.empty() ? std::string("xmlns") : "xmlns:" + unwritten_->prefix;
        Findings more{std::move(report.findings)};
        more.add("SIG_CONSTRAINTS_FAILURE",
                 "Een waarde op regel " + line + " gebruikt een naamruimte die de handtekening niet dekt (" + of + ").",
                 "A value on line " + line + " uses a namespace that the signature does not cover (" + of + ").");
        report.findings = std::move(more.list);
        report.verdict = verdict_of(report.findings);
        report.coverage = Coverage::part;
    }

    /// Many trust lists are signed in the inclusive form. Without it they are compared in the exclusive one, and fail.
    void use_inclusive_form(ReadSignature const& signature, std::vector<HashAlgorithm> algorithms, SignedData& data) {
        auto const* const reference = document_reference_of(signature, root_.id());
        auto const form = reference != nullptr ? enveloped_form_of(*reference) : std::nullopt;
        if (!form || *form == xml::CanonicalForm::exclusive_1_0) return;
        if (document_->bytes > xml::canonical_dom_bytes_max) {
            findings_.add("FORMAT_FAILURE", "De lijst is te lang voor de inclusieve canonieke vorm (16 MiB).",
                          "The list is too long for the inclusive canonical form (16 MiB).");
            return;
        }
        xml::Subtree const own{std::string(names::ds), "Signature", {}};  // it is the only one
        auto const whole = read_whole(*document_, xml::canonical_dom_bytes_max);
        auto octets = xml::canonical_dom(whole, {}, own, {*form, {}, {}});
        if (!octets) return findings_.add("FORMAT_FAILURE", octets.error().message.nl, octets.error().message.en);
        algorithms.push_back(HashAlgorithm::sha256);
        ManyHashes hashes(algorithms);
        hashes.update(*octets);
        data.files[std::string{}] = hashes.finish();
        data.read = [whole = std::move(*octets)](std::string const&, TakeOctets const& take) {
            take(whole);
            return true;
        };
    }

    FileDigests hashed(std::size_t index, std::vector<HashAlgorithm> algorithms) const {
        algorithms.push_back(HashAlgorithm::sha256);
        ManyHashes hashes(algorithms);
        // The door let the same octets in a moment ago.
        auto const again = stream_enveloped(*document_, limits_, index,
                                            [&hashes](std::string_view piece) { hashes.update(piece); });
        if (!again) throw Outage("content", "the document changed while it was verified");
        return hashes.finish();
    }

    std::string const& name_;
    VerificationOptions const& options_;
    xml::Limits limits_;
    ManyHashes first_{{HashAlgorithm::sha256}};  ///< around the first signature
    tl::expected<std::vector<ReadSignature>, Text> signatures_;
    Content const* document_ = nullptr;
    std::optional<xml::UnwrittenPrefix> unwritten_;
    RootId root_;
    Findings findings_;
    Findings warnings_;
    VerificationReport report_;
};

}  // namespace

VerificationReport verify_document(Content const& document, std::string const& name,
                                   VerificationOptions const& options) {
    DocumentVerification verification(name, options);
    verification.read(*open_checked(document));
    return verification.judge(document);
}

VerificationReport verify_document(std::filesystem::path const& file, std::string const& name,
                                   VerificationOptions const& options) {
    DocumentVerification verification(name, options);
    LearningReader reader(file);
    verification.read(reader);
    return verification.judge(reader.learnt());
}

}  // namespace wetbode
