// SPDX-License-Identifier: EUPL-1.2
#include "gateway/pades/growing_pdf.hpp"

#include "gateway/base/content.hpp"
#include "gateway/pades/security_store.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace wetbode::pades {

namespace {

constexpr std::size_t copy_bytes = 256 * 1024;
constexpr int object_numbers_max = 8'388'607;  // ISO 32000-1 annex C
constexpr std::size_t number_width = 10;

/// "[0 11 22 33]", as long as the longest could be.
std::string byte_range(std::uint64_t first, std::uint64_t second, std::uint64_t rest) {
    auto text = "[0 " + std::to_string(first) + " " + std::to_string(second) + " " + std::to_string(rest) + "]";
    constexpr auto width = 5 + 3 * (number_width + 2);
    ensure(text.size() <= width, "a byte range fits its place");
    text.resize(width, ' ');
    return text;
}

DocumentEnd end_of(OpenPdf& open, FileLimits const& limits) {
    auto trailer = open.pdf().getTrailer();
    DocumentEnd end;
    end.bytes = open.end();
    end.xref_offset = open.xref_offset();
    end.xref_form = open.xref_form();
    auto const objects = open.pdf().getXRefTable();
    if (objects.size() > limits.objects_max) throw files::Exhausted("objects");
    long long next = trailer.getKey("/Size").isInteger() ? trailer.getKey("/Size").getIntValue() : 1;
    if (!objects.empty()) next = std::max<long long>(next, objects.rbegin()->first.getObj() + 1);
    if (next < 1 || next > object_numbers_max) throw files::Exhausted("object numbers");
    end.next_id = static_cast<int>(next);
    end.root = reference(trailer.getKey("/Root").getObjGen());
    if (trailer.getKey("/Info").isIndirect()) end.info = reference(trailer.getKey("/Info").getObjGen());
    auto id = trailer.getKey("/ID");
    if (id.isArray() && id.getArrayNItems() == 2 && id.getArrayItem(0).isString())
        end.first_id = id.getArrayItem(0).getStringValue();
    return end;
}

}  // namespace

GrowingPdf::GrowingPdf(Content const& original, HashAlgorithm hash, files::Budget& budget,
                       std::filesystem::path const& spool)
    : original_(original), hash_(hash), bytes_(original), open_(bytes_, bytes_.size(), budget, limits()),
      form_(open_.pdf()), outlet_(spool), so_far_(hash), end_(end_of(open_, limits())) {}

void GrowingPdf::append(std::string_view octets) {
    outlet_.write(octets);
    so_far_.update(octets);
}

void GrowingPdf::copy_original() {
    auto const reader = open_checked(original_);
    std::string buffer(copy_bytes, '\0');
    char last = '\n';
    while (auto const count = reader->read(buffer)) {
        append({buffer.data(), count});
        last = buffer[count - 1];
    }
    needs_line_end_ = last != '\n' && last != '\r';
}

/// Equal input, equal document: nothing random is in it.
std::string GrowingPdf::second_id() const { return so_far_.fork().finish().substr(0, 16); }

void GrowingPdf::add_signature(NewSignature const& signature) {
    auto const ids = end_.next_id;
    Form::NewField const field{signature.field, QPDFObjGen(ids + 1, 0),
                               form_.empty_appearance().value_or(QPDFObjGen(ids + 2, 0)), QPDFObjGen(ids, 0)};
    form_.enter(field);
    form_.enter_extension();
    auto room = signature.room;
    if (!try_signature(signature, field, room) && !try_signature(signature, field, room))
        throw Outage("time", "a time authority's tokens are of very different lengths");
    form_.forget_changes();
    form_.share_appearance(field);
}

bool GrowingPdf::try_signature(NewSignature const& signature, Form::NewField const& field, std::size_t& room) {
    auto increment = next_increment();
    ensure(increment.reserve() == field.value, "object numbers are given in order");
    ensure(increment.reserve() == field.field, "object numbers are given in order");
    if (form_.empty_appearance() != field.appearance)
        ensure(increment.reserve() == field.appearance, "object numbers are given in order");
    auto const range_before = "<< " + signature.entries + " /ByteRange ";
    auto const contents_before = range_before + byte_range(0, 0, 0) + " /Contents ";
    auto const body = increment.put(field.value, contents_before + "<" + std::string(2 * room, '0') + "> >>");
    form_.write(increment, field);
    form_.write_changes(increment);
    increment.finish(second_id());

    auto const gap = body + contents_before.size();
    auto const gap_end = gap + 2 * room + 2;
    auto& octets = increment.octets();
    auto const within = [&](std::uint64_t offset) { return static_cast<std::size_t>(offset - end_.bytes); };
    auto const range = byte_range(gap, gap_end, increment.after().bytes - gap_end);
    octets.replace(within(body + range_before.size()), range.size(), range);

    auto hasher = so_far_.fork();
    hasher.update(std::string_view(octets).substr(0, within(gap)));
    hasher.update(std::string_view(octets).substr(within(gap_end)));
    auto const container = signature.container(hasher.finish());
    if (container.size() > room) {
        room = container.size() + 1024;
        return false;
    }
    auto const hex = hex_of(container);
    octets.replace(within(gap) + 1, hex.size(), hex);
    append(octets);
    end_ = increment.after();
    needs_line_end_ = false;
    return true;
}

void GrowingPdf::add_values(std::vector<std::string> const& certificates, RevocationValues const& values) {
    auto increment = next_increment();
    SecurityStore store(form_.root());
    store.add("/Certs", certificates);
    store.add("/Certs", values.certificates);
    store.add("/CRLs", values.crls);
    store.add("/OCSPs", values.ocsps);
    form_.enter_security_store(store.write(increment));
    form_.enter_extension();
    form_.write_changes(increment);
    increment.finish(second_id());
    append(increment.octets());
    end_ = increment.after();
    needs_line_end_ = false;
    form_.forget_changes();
}

}  // namespace wetbode::pades
