// SPDX-License-Identifier: EUPL-1.2
#include "gateway/letter/carrier.hpp"

#include "gateway/base/content.hpp"
#include "gateway/base/outlet.hpp"
#include "gateway/letter/archival.hpp"
#include "gateway/letter/letter_text.hpp"
#include "gateway/letter/typesetter.hpp"

// qpdf 11 asks which of its pointer types we use: none of the old ones.
#define POINTERHOLDER_TRANSITION 4
#include <qpdf/Pipeline.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFWriter.hh>

#include <algorithm>
#include <array>
#include <exception>
#include <new>

namespace wetbode::letter {

namespace {

/// Beyond this a "letter" is a book; qpdf keeps an index of all its objects in memory.
constexpr std::uint64_t pdf_bytes_max = 64ULL << 20U;

Refusal bad_pdf(Text why) {
    return {"LETTER_PDF",
            {"Van deze PDF kan geen brief gemaakt worden", "This PDF cannot be made into a letter"},
            std::move(why),
            {"Maak de PDF opnieuw, zonder beveiliging, en dien de brief opnieuw in.",
             "Make the PDF anew, without protection, and submit the letter again."},
            {}};
}

/// qpdf's sentence, for people: short and in one line.
std::string tamed(std::string words) {
    std::replace_if(words.begin(), words.end(), [](char c) { return c < 0x20 || c == 0x7F; }, ' ');
    if (words.size() > 200) words.resize(200);
    return words;
}

Refusal broken(std::string const& detail) {
    auto const words = tamed(detail);
    return bad_pdf({"De PDF is beschadigd: " + words, "The PDF is broken: " + words});
}

Refusal encrypted() {
    return bad_pdf({"De PDF is met een wachtwoord of met rechten beveiligd.",
                    "The PDF is protected by a password or by permissions."});
}

class ToOutlet final : public Pipeline {
public:
    explicit ToOutlet(Outlet& outlet) : Pipeline("letter", nullptr), outlet_(outlet) {}
    void write(unsigned char const* bytes, std::size_t length) override {
        outlet_.write({reinterpret_cast<char const*>(bytes), length});
    }
    void finish() override {}

private:
    Outlet& outlet_;
};

void write_out(QPDF& pdf, Outlet& outlet) {
    ToOutlet out(outlet);
    QPDFWriter writer(pdf);
    writer.setOutputPipeline(&out);
    writer.setDeterministicID(true);
    writer.setStreamDataMode(qpdf_s_preserve);
    writer.setNewlineBeforeEndstream(true);  // ISO 19005-1 clause 6.1.7
    writer.write();
}

/// Reads every byte once: qpdf opens the file by itself and knows nothing of our digests.
void check_digest(Content const& content) {
    auto const reader = open_checked(content);
    std::array<char, 64 * 1024> buffer;
    while (reader->read(buffer) > 0) continue;
}

void open_pdf(QPDF& pdf, Content const& content) {
    pdf.setSuppressWarnings(true);
    // What another reader would mend differently must not go out under a government's letterhead.
    pdf.setAttemptRecovery(false);
    if (content.in_memory()) {
        auto const& bytes = std::get<std::string>(content.where);
        pdf.processMemoryFile("letter", bytes.data(), bytes.size());
    } else {
        pdf.processFile(std::get<std::filesystem::path>(content.where).c_str());
    }
}

/// Runs what qpdf does and turns what it throws into a refusal; our own outages go on.
template <class Act>
auto guarded(Act&& act) -> decltype(act()) {
    try {
        return act();
    } catch (Outage const&) {
        throw;
    } catch (std::bad_alloc const&) {
        throw;
    } catch (QPDFExc const& fault) {
        if (fault.getErrorCode() == qpdf_e_password) return tl::unexpected(encrypted());
        return tl::unexpected(broken(fault.getMessageDetail()));
    } catch (std::exception const& fault) {
        return tl::unexpected(broken(fault.what()));
    }
}

Result<int> checked_pages(QPDF& pdf) {
    if (pdf.isEncrypted()) return tl::unexpected(encrypted());
    auto const pages = pdf.getAllPages().size();
    if (pages == 0) return tl::unexpected(bad_pdf({"De PDF heeft geen bladzijden.", "The PDF has no pages."}));
    if (pages >= static_cast<std::size_t>(pages_max)) return tl::unexpected(too_long());
    return static_cast<int>(pages);
}

}  // namespace

namespace {

/// ISO 19005-2 clause 6.2.3: what the colours of all pages mean, so that nothing in the file depends on a device.
void add_output_intent(QPDF& pdf) {
    auto profile = QPDFObjectHandle::newStream(&pdf, colour_profile());
    profile.getDict().replaceKey("/N", QPDFObjectHandle::newInteger(3));
    auto intent = QPDFObjectHandle::newDictionary();
    intent.replaceKey("/Type", QPDFObjectHandle::newName("/OutputIntent"));
    intent.replaceKey("/S", QPDFObjectHandle::newName("/GTS_PDFA1"));
    intent.replaceKey("/OutputConditionIdentifier", QPDFObjectHandle::newString("Custom"));
    intent.replaceKey("/Info", QPDFObjectHandle::newString("sRGB primaries, gamma 2.2"));
    intent.replaceKey("/DestOutputProfile", profile);
    auto intents = QPDFObjectHandle::newArray();
    intents.appendItem(intent);
    pdf.getRoot().replaceKey("/OutputIntents", intents);
}

/// cairo writes a transparency group in device colours around every page, though nothing on ours is transparent.
void drop_groups(QPDF& pdf) {
    for (auto page : pdf.getAllPages()) page.removeKey("/Group");
}

}  // namespace

Content with_properties(std::string const& bytes, Properties const& properties, std::filesystem::path const& spool) {
    QPDF pdf;
    pdf.setSuppressWarnings(true);
    pdf.processMemoryFile("letter", bytes.data(), bytes.size());
    DocumentFacts facts{properties.title, "Wetbode", "cairo, qpdf", {}};
    auto info = pdf.makeIndirectObject(QPDFObjectHandle::newDictionary());
    auto const text = [](std::string const& words) { return QPDFObjectHandle::newUnicodeString(words); };
    info.replaceKey("/Creator", text(facts.creator));
    info.replaceKey("/Producer", text(facts.producer));
    if (!facts.title.empty()) info.replaceKey("/Title", text(facts.title));
    if (auto const& day = properties.iso_date; day.size() >= 10) {
        auto const time = day.size() >= 19 ? day.substr(11, 8) : std::string("00:00:00");
        auto const date = "D:" + day.substr(0, 4) + day.substr(5, 2) + day.substr(8, 2) + time.substr(0, 2) +
                          time.substr(3, 2) + time.substr(6, 2) + "Z";
        info.replaceKey("/CreationDate", QPDFObjectHandle::newString(date));
        facts.created = day.substr(0, 10) + "T" + time + "Z";
    }
    pdf.getTrailer().replaceKey("/Info", info);
    pdf.getRoot().replaceKey("/Lang", text(properties.language));
    auto metadata = QPDFObjectHandle::newStream(&pdf, xmp_packet(facts));
    metadata.getDict().replaceKey("/Type", QPDFObjectHandle::newName("/Metadata"));
    metadata.getDict().replaceKey("/Subtype", QPDFObjectHandle::newName("/XML"));
    pdf.getRoot().replaceKey("/Metadata", metadata);
    add_output_intent(pdf);
    drop_groups(pdf);
    Outlet outlet(spool);
    write_out(pdf, outlet);
    return outlet.finish();
}

Result<int> pages_of(Content const& content) {
    if (content.bytes > pdf_bytes_max) return tl::unexpected(too_long());
    check_digest(content);
    return guarded([&]() -> Result<int> {
        QPDF pdf;
        open_pdf(pdf, content);
        return checked_pages(pdf);
    });
}

Result<LetterPages> put_before(Content const& carrier, Content const& content, std::filesystem::path const& spool) {
    if (content.bytes > pdf_bytes_max) return tl::unexpected(too_long());
    check_digest(content);
    return guarded([&]() -> Result<LetterPages> {
        QPDF front;
        open_pdf(front, carrier);
        QPDF pdf;
        open_pdf(pdf, content);
        auto const pages = checked_pages(pdf);
        if (!pages) return tl::unexpected(pages.error());
        QPDFPageDocumentHelper(pdf).addPage(QPDFPageDocumentHelper(front).getAllPages().front(), true);

        Outlet outlet(spool);
        write_out(pdf, outlet);
        if (pdf.anyWarnings()) return tl::unexpected(broken(pdf.getWarnings().front().getMessageDetail()));
        return LetterPages{outlet.finish(), *pages + 1};
    });
}

}  // namespace wetbode::letter
