// SPDX-License-Identifier: EUPL-1.2
#include "gateway/pades/pdf_signatures.hpp"

#include "gateway/crypto/hashing.hpp"
#include "gateway/pades/byte_range.hpp"
#include "gateway/pades/cms_reader.hpp"
#include "gateway/pades/later_changes.hpp"
#include "gateway/pades/later_sections.hpp"
#include "gateway/pades/permissions.hpp"
#include "gateway/pades/security_store.hpp"
#include "gateway/pades/signature_fields.hpp"

#include <algorithm>
#include <charconv>

namespace wetbode {

namespace {

using pades::ByteRange;
using pades::OpenPdf;

std::string text_in(QPDFObjectHandle dictionary, char const* key) {
    auto value = dictionary.getKey(key);
    return value.isString() ? value.getUTF8Value() : std::string();
}

/// ISO 32000-1 section 7.9.4: D:YYYYMMDDHHmmSSOHH'mm'; what is left out counts as its smallest value, no zone as UTC.
std::optional<Instant> date_in(std::string_view text) {
    if (text.starts_with("D:")) text.remove_prefix(2);
    auto const number = [&](std::size_t at, std::size_t count, int otherwise) {
        int value = -1;
        if (text.size() < at + count) return otherwise;
        auto const* const end = text.data() + at + count;
        return std::from_chars(text.data() + at, end, value).ptr == end ? value : -1;
    };
    std::chrono::year_month_day const day{std::chrono::year{number(0, 4, -1)},
                                          std::chrono::month{static_cast<unsigned>(number(4, 2, 1))},
                                          std::chrono::day{static_cast<unsigned>(number(6, 2, 1))}};
    auto const hour = number(8, 2, 0);
    auto const minute = number(10, 2, 0);
    auto const second = number(12, 2, 0);
    auto const within = [](int value, int most) { return value >= 0 && value <= most; };
    if (text.size() < 4 || !day.ok() || !within(hour, 23) || !within(minute, 59) || !within(second, 59))
        return std::nullopt;
    auto shift = std::chrono::minutes{0};
    if (text.size() > 14 && (text[14] == '+' || text[14] == '-')) {
        auto const hours = number(15, 2, 0);
        auto const minutes = text.size() > 17 && text[17] == '\'' ? number(18, 2, 0) : 0;
        if (!within(hours, 23) || !within(minutes, 59)) return std::nullopt;
        shift = std::chrono::minutes{(hours * 60 + minutes) * (text[14] == '+' ? 1 : -1)};
    }
    return Instant{std::chrono::sys_days{day} + std::chrono::hours{hour} + std::chrono::minutes{minute} +
                   std::chrono::seconds{second}} -
           shift;
}

/// One document while its signatures are read.
class Reading {
public:
    Reading(Content const& content, files::Budget& budget)
        : limits_(pades::limits()), budget_(budget), bytes_(content), now_(bytes_, bytes_.size(), budget, limits_) {}

    Result<ReadPdf> run() {
        auto& pdf = now_.pdf();
        if (pdf.isEncrypted()) return tl::unexpected(pades::encrypted_pdf());
        auto root = pdf.getTrailer().getKey("/Root");
        if (!root.isDictionary()) return tl::unexpected(pades::broken_pdf("the document has no catalogue"));
        now_.allow(reading_bytes);
        for (auto const& field : pades::signature_fields(root)) take(field);
        check_overlaps();
        table_ = pdf.getXRefTable();
        if (table_.size() > limits_.objects_max) throw files::Exhausted("objects");
        now_.allow(reading_bytes);
        take_store(root);
        for (std::size_t i = 0; i < read_.signatures.size(); ++i)
            if (!read_.signatures[i].whole && ranges_[i]) compare(read_.signatures[i], locks_[i]);
        std::ranges::stable_sort(read_.signatures, {}, &ReadPdfSignature::covered_to);
        budget_.rethrow_outage();
        return std::move(read_);
    }

private:
    static constexpr std::uint64_t reading_bytes = 256ULL << 20U;

    static void flaw(ReadPdfSignature& signature, char const* nl, char const* en) {
        signature.flaws.push_back({"FORMAT_FAILURE", {nl, en}});
    }

    void take(pades::SignatureField const& field) {
        auto dictionary = field.signature;
        ReadPdfSignature signature;
        signature.field = field.name;
        auto kind = dictionary.getKey("/SubFilter");
        if (kind.isName()) signature.sub_filter = kind.getName().substr(1);
        signature.reason = text_in(dictionary, "/Reason");
        signature.location = text_in(dictionary, "/Location");
        signature.claimed_at = date_in(text_in(dictionary, "/M"));
        signature.permits = pades::permission_in(field);
        bool const stamp =
            dictionary.getKey("/Type").isNameAndEquals("/DocTimeStamp") || signature.sub_filter == "ETSI.RFC3161";
        signature.kind = stamp ? ReadPdfSignature::Kind::time_stamp : ReadPdfSignature::Kind::signature;
        auto const range = pades::byte_range_of(dictionary, bytes_, signature.flaws);
        if (range) {
            signature.covered_to = range->end;
            signature.whole = pades::is_whole(bytes_, range->end);
            auto const contents = dictionary.getKey("/Contents").getStringValue();
            if (stamp)
                take_token(signature, contents, *range);
            else
                take_message(signature, contents, *range);
        }
        ranges_.push_back(range);
        locks_.push_back(pades::lock_in(dictionary));
        read_.signatures.push_back(std::move(signature));
    }

    void take_message(ReadPdfSignature& signature, std::string const& contents, ByteRange const& range) {
        bool const baseline = signature.sub_filter == "ETSI.CAdES.detached";
        if (!baseline && signature.sub_filter != "adbe.pkcs7.detached") {
            signature.flaws.push_back({"CRYPTO_CONSTRAINTS_FAILURE_NO_POE",
                                       {"Deze soort handtekening (" + signature.sub_filter + ") wordt niet aanvaard.",
                                        "This kind of signature (" + signature.sub_filter + ") is not accepted."}});
            return;
        }
        auto const digest = [&](HashAlgorithm algorithm) {
            return pades::digest_of(bytes_, range, algorithm, budget_);
        };
        signature.cms = pades::read_cms(contents, baseline, digest, signature.flaws);
    }

    void take_token(ReadPdfSignature& signature, std::string const& contents, ByteRange const& range) {
        auto const token = pades::without_filling(contents);
        signature.token = read_time_token(token);
        if (!signature.token) {
            signature.aged_token = aged_time_token(token);
            if (signature.aged_token) return;
            flaw(signature, "De tijdstempel van het document is niet te lezen.",
                 "The document time stamp cannot be read.");
            return;
        }
        signature.token_imprint_holds =
            signature.token->imprint == pades::digest_of(bytes_, range, signature.token->algorithm, budget_);
    }

    /// Where in the file the object lies that holds this one.
    [[nodiscard]] std::uint64_t place_of(QPDFObjectHandle object) const {
        auto entry = table_.find(object.getObjGen());
        if (entry != table_.end() && entry->second.getType() == 2)
            entry = table_.find(QPDFObjGen(entry->second.getObjStreamNumber(), 0));
        if (entry == table_.end() || entry->second.getType() != 1) return bytes_.size();
        return static_cast<std::uint64_t>(entry->second.getOffset());
    }

    void take_store(QPDFObjectHandle root) {
        auto store = root.getKey("/DSS");
        if (!store.isDictionary()) return;
        read_.store.certificates = pades::store_values(store, "/Certs");
        read_.store.crls = pades::store_values(store, "/CRLs");
        read_.store.ocsps = pades::store_values(store, "/OCSPs");
        for (auto const name : {"/CRLs", "/OCSPs"}) {
            auto array = store.getKey(name);
            for (int i = 0; array.isArray() && i < array.getArrayNItems(); ++i)
                read_.store_known_to = std::max(read_.store_known_to, place_of(array.getArrayItem(i)) + 1);
        }
    }

    /// A signature is made behind all that the one before it covers: its own place lies there.
    void check_overlaps() {
        for (std::size_t i = 0; i < ranges_.size(); ++i) {
            auto const& own = ranges_[i];
            auto const lies_within = [&](std::optional<ByteRange> const& other) {
                return &other != &own && other && other->end <= own->end && own->gap < other->end;
            };
            if (own && std::ranges::any_of(ranges_, lies_within))
                flaw(read_.signatures[i], "De handtekening overlapt met een andere handtekening.",
                     "The signature overlaps with another signature.");
        }
    }

    void compare(ReadPdfSignature& signature, pades::FieldLock const& lock) {
        // qpdf forgets nothing: what one comparison read of the newest revision stays for the next.
        std::optional<OpenPdf> before;
        std::optional<OpenPdf> scanned;
        try {
            before.emplace(bytes_, signature.covered_to, budget_, limits_);
            scanned.emplace(bytes_, signature.covered_to, budget_, limits_);
        } catch (Outage const&) {
            throw;
        } catch (files::Exhausted const&) {
            throw;
        } catch (std::bad_alloc const&) {
            throw;
        } catch (std::exception const&) {
            budget_.rethrow_outage();
            flaw(signature, "Wat de handtekening dekt, is op zich geen leesbare PDF.",
                 "What the signature covers is no readable PDF by itself.");
            signature.changes.push_back({PdfChangeKind::other, "document", {}});
            return;
        }
        before->allow(reading_bytes);
        now_.allow(reading_bytes);
        signature.changes = pades::LaterChanges({*before, *scanned, now_, table_}, lock, budget_, limits_).run();
        auto flaws = pades::flaws_of_sections(bytes_, *before, now_, table_, budget_);
        std::ranges::move(flaws, std::back_inserter(signature.changes));
    }

    FileLimits limits_;
    files::Budget& budget_;
    files::Bytes bytes_;
    OpenPdf now_;
    pades::ObjectTable table_;
    ReadPdf read_;
    std::vector<std::optional<ByteRange>> ranges_;  ///< of the signatures, in the order of the fields
    std::vector<pades::FieldLock> locks_;           ///< likewise
};

}  // namespace

Result<ReadPdf> read_pdf_signatures(Content const& pdf) {
    files::register_bounded_filters();
    auto const limits = pades::limits();
    files::Budget budget(limits);
    files::DecodingBudget const decoding(budget, limits.object_stream_max, limits.pdf_unpacked_max);
    return pades::guarded(budget, [&] { return Reading(pdf, budget).run(); });
}

}  // namespace wetbode
