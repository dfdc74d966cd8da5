// SPDX-License-Identifier: EUPL-1.2
// ASiC-E containers (ETSI EN 319 162-1).
#include "gateway/verification/verification.hpp"

#include "gateway/sealing/names.hpp"
#include "gateway/verification/opened_container.hpp"
#include "gateway/verification/signature_check.hpp"
#include "gateway/sealing/xades_names.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <utility>

namespace wetbode {

namespace {

constexpr std::uint64_t signature_bytes_max = 16U << 20U;

/// The parts that a container is made of; indices into its entries.
struct Parts {
    std::vector<std::size_t> signatures;
    std::optional<std::size_t> manifest;
    std::vector<std::size_t> files;
};

/// One META-INF/*signatures*.xml.
struct Entry {
    std::string octets;
    std::size_t signatures = 0;
};

struct FoundSignature {
    ReadSignature read;
    std::shared_ptr<Entry const> entry;  ///< shared: an entry may hold several signatures
};

/// ETSI EN 319 162-1: every META-INF/*signatures*.xml holds signatures.
bool is_signatures_entry(std::string_view name) {
    constexpr std::string_view folder = "META-INF/";
    if (!name.starts_with(folder) || !name.ends_with(".xml")) return false;
    name.remove_prefix(folder.size());
    return name.find('/') == std::string_view::npos && name.find("signatures") != std::string_view::npos;
}

/// Media types are compared without regard to case (RFC 6838 section 4.2); their parameters say how, not what.
bool same_type(std::string_view one, std::string_view other) {
    auto const bare = [](std::string_view type) { return type.substr(0, type.find(';')); };
    return std::ranges::equal(bare(one), bare(other), [](char a, char b) {
        auto const small = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
        return small(a) == small(b);
    });
}

std::optional<std::string> read_small(OpenedContainer const& container, std::size_t index, Wholeness& wholeness) {
    if (container.entries()[index].bytes > signature_bytes_max) return std::nullopt;
    std::string octets;
    wholeness = container.read(index, [&octets](std::string_view piece) { octets.append(piece); });
    return octets;
}

class Verification {
public:
    Verification(OpenedContainer const& container, VerificationOptions const& options)
        : container_(container), options_(options) {}

    VerificationReport run() {
        report_.format = "ASiC-E";
        if (container_.commented())
            warnings_.add("ZIP_COMMENT", "Het ZIP-bestand draagt een opmerking die geen zegel kan dekken.",
                          "The ZIP file carries a comment, which no seal can cover.");
        check_mimetype();
        sort_entries();
        read_all_signatures();
        hash_files();
        offer_files();
        for (auto const& signature : signatures_) judge(signature);
        check_manifest();
        // Damage that no digest has shown already: check sums of the ZIP file that do not fit.
        if (damaged_ && findings_.list.empty())
            findings_.add("FORMAT_FAILURE", "De container is beschadigd: een controlesom klopt niet.",
                          "The container is damaged: a check sum does not fit.");
        if (parts_.signatures.empty() && !too_many_) report_.format.clear();  // an archive as any other
        return finish();
    }

private:
    void format_failure(std::string nl, std::string en) {
        findings_.add("FORMAT_FAILURE", std::move(nl), std::move(en));
    }

    void check_mimetype() {
        auto const& entries = container_.entries();
        auto const first =
            std::find_if(entries.begin(), entries.end(), [](auto const& entry) { return entry.offset == 0; });
        std::string content;
        bool const form = first != entries.end() && first->name == names::mimetype_entry && first->stored &&
                          first->bare && first->bytes == names::container_media_type.size();
        if (form) {
            auto const index = static_cast<std::size_t>(first - entries.begin());
            auto const wholeness =
                container_.read(index, [&content](std::string_view piece) { content.append(piece); });
            if (wholeness == Wholeness::damaged) damaged_ = true;
        }
        if (!form || content != names::container_media_type)
            format_failure("Dit is geen ASiC-E-container (mimetype).", "This is not an ASiC-E container (mimetype).");
    }

    void sort_entries() {
        auto const& entries = container_.entries();
        for (std::size_t i = 0; i < entries.size(); ++i) {
            auto const& name = entries[i].name;
            if (name == names::mimetype_entry) continue;
            if (entries[i].is_folder()) {
                check_folder(name);
                continue;
            }
            if (is_signatures_entry(name))
                parts_.signatures.push_back(i);
            else if (name == names::manifest_entry)
                parts_.manifest = i;
            else if (is_reserved_name(name))
                format_failure("Het bestand \"" + name + "\" is niet door het zegel gedekt.",
                               "The file \"" + name + "\" is not covered by the seal.");
            else
                parts_.files.push_back(i);
        }
        if (parts_.signatures.empty())
            format_failure("De container bevat geen zegel.", "The container holds no signature.");
        if (parts_.signatures.size() > signatures_max) {
            parts_.signatures.clear();
            too_many_ = true;
            format_failure("Er zijn te veel zegels.", "There are too many signatures.");
        }
    }

    /// The name of a folder can say something, too. No signature names it but through the files in it.
    void check_folder(std::string const& name) {
        auto const holds = [&name](ZipEntry const& entry) {
            return !entry.is_folder() && entry.name.starts_with(name);
        };
        if (std::ranges::none_of(container_.entries(), holds))
            format_failure("De map \"" + name + "\" is leeg, dus door geen zegel gedekt.",
                           "The folder \"" + name + "\" is empty, and so not covered by any seal.");
    }

    void read_all_signatures() {
        for (auto const index : parts_.signatures) {
            Wholeness wholeness = Wholeness::whole;
            auto octets = read_small(container_, index, wholeness);
            if (wholeness == Wholeness::damaged) damaged_ = true;
            if (!octets) {
                format_failure("Het zegel is te lang.", "The signature is too long.");
                continue;
            }
            auto entry = std::make_shared<Entry>();
            entry->octets = std::move(*octets);
            auto read = read_signatures(entry->octets);
            if (!read) {
                format_failure(read.error().nl, read.error().en);
                continue;
            }
            if (read->empty()) format_failure("De container bevat geen zegel.", "The container holds no signature.");
            entry->signatures = read->size();
            for (auto& signature : *read) signatures_.push_back({std::move(signature), entry});
        }
        if (signatures_.size() <= signatures_max) return;
        signatures_.clear();
        format_failure("Er zijn te veel zegels.", "There are too many signatures.");
    }

    void hash_files() {
        std::vector<HashAlgorithm> algorithms{HashAlgorithm::sha256};
        for (auto const& signature : signatures_)
            for (auto const algorithm : digests_needed(signature.read))
                if (std::find(algorithms.begin(), algorithms.end(), algorithm) == algorithms.end())
                    algorithms.push_back(algorithm);
        for (auto const index : parts_.files) {
            std::vector<std::pair<HashAlgorithm, Hasher>> hashers;
            for (auto const algorithm : algorithms) hashers.emplace_back(algorithm, Hasher(algorithm));
            FileDigests file;
            auto const wholeness = container_.read(index, [&](std::string_view piece) {
                file.bytes += piece.size();
                for (auto& [algorithm, hasher] : hashers) hasher.update(piece);
            });
            if (wholeness == Wholeness::damaged) damaged_ = true;
            for (auto& [algorithm, hasher] : hashers) file.digests[algorithm] = hasher.finish();
            data_.files.emplace(container_.entries()[index].name, std::move(file));
        }
    }

    void offer_files() {
        data_.read = [this](std::string const& name, TakeOctets const& take) {
            auto const index = std::find_if(parts_.files.begin(), parts_.files.end(), [&](std::size_t candidate) {
                return container_.entries()[candidate].name == name;
            });
            return index != parts_.files.end() && container_.read(*index, take) == Wholeness::whole;
        };
    }

    void judge(FoundSignature const& signature) {
        data_.canonical = nullptr;
        // The slow path finds an element by its name, and refuses one that comes twice: each signature has its own.
        if (signature.entry->signatures == 1)
            data_.canonical = [&signature](xml::Subtree const& subtree,
                                           xml::Method const& method) -> std::optional<std::string> {
                auto octets = xml::canonical_dom(signature.entry->octets, subtree, method);
                if (!octets) return std::nullopt;
                return std::move(*octets);
            };
        auto answer = check_signature(signature.read, data_, {options_.anchors, options_.policy, options_.now});
        findings_.add(answer.report.findings);
        warnings_.add(answer.report.warnings);
        media_types_.merge(answer.media_types);
        for (auto const& [name, intact] : answer.covered) {
            auto const [known, first] = covered_.emplace(name, intact);
            if (!first) known->second = known->second && intact;
        }
        report_.signatures.push_back(std::move(answer.report));
    }

    /// The manifest is not signed. It may list exactly the files that are there; the media types that count are the
    /// signed ones, and other makers are known to write looser ones here.
    void check_manifest() {
        if (!parts_.manifest) return;
        Wholeness wholeness = Wholeness::whole;
        auto octets = read_small(container_, *parts_.manifest, wholeness);
        if (wholeness == Wholeness::damaged) damaged_ = true;
        auto const lines = octets ? read_container_manifest(std::move(*octets))
                                  : tl::unexpected(Text{"manifest.xml is te lang.", "manifest.xml is too long."});
        if (!lines) {
            format_failure(lines.error().nl, lines.error().en);
            return;
        }
        std::set<std::string> listed;
        for (auto const& [name, media_type] : *lines) {
            bool const fresh = listed.insert(name).second;
            bool const container = name == "/";
            if (!fresh || (!container && !data_.files.contains(name) && !is_reserved_name(name)))
                manifest_differs(name);
            auto const known = media_types_.find(name);
            bool const other = container ? media_type != names::container_media_type
                                         : known != media_types_.end() && !same_type(known->second, media_type);
            if (other) warn_of_type(name, media_type);
        }
        for (auto const& [name, file] : data_.files)
            if (!listed.contains(name)) manifest_differs(name);
    }
    /// Who opens a file by what manifest.xml says of it might see another thing than was signed.
    void warn_of_type(std::string const& name, std::string const& media_type) {
        warnings_.add(
            "MANIFEST_MEDIA_TYPE",
            "manifest.xml noemt voor \"" + name + "\" een ander bestandstype dan ondertekend is: " + media_type + ".",
            "manifest.xml names another media type for \"" + name + "\" than the signed one: " + media_type + ".");
    }
    void manifest_differs(std::string const& name) {
        format_failure("manifest.xml spreekt het zegel tegen over \"" + name + "\".",
                       "manifest.xml contradicts the signature about \"" + name + "\".");
    }

    VerificationReport finish() {
        for (auto const index : parts_.files) {
            auto const& name = container_.entries()[index].name;
            auto const& file = data_.files.at(name);
            auto const cover = covered_.find(name);
            bool const covered = cover != covered_.end();
            report_.files.push_back({name, file.bytes, hex_of(file.digests.at(HashAlgorithm::sha256)), covered,
                                     covered && cover->second});
        }
        report_.verdict = verdict_of(findings_.list);
        report_.findings = std::move(findings_.list);
        report_.warnings = std::move(warnings_.list);
        return std::move(report_);
    }

    OpenedContainer const& container_;
    VerificationOptions const& options_;
    Parts parts_;
    std::vector<FoundSignature> signatures_;
    SignedData data_;
    std::map<std::string, bool> covered_;
    std::map<std::string, std::string> media_types_;  ///< signed ones
    Findings findings_;
    Findings warnings_;
    bool damaged_ = false;
    bool too_many_ = false;
    VerificationReport report_;
};

}  // namespace

VerificationReport verify_asic(std::filesystem::path const& file, VerificationOptions const& options) {
    auto const container = OpenedContainer::open(file);
    if (!container) {
        VerificationReport report;
        report.format = "ASiC-E";
        report.findings.push_back({"FORMAT_FAILURE", container.error()});
        return report;
    }
    return Verification(*container, options).run();
}

}  // namespace wetbode
