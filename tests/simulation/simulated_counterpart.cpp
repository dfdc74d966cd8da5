// SPDX-License-Identifier: EUPL-1.2
#include "simulation/simulated_counterpart.hpp"

#include "gateway/base/content.hpp"
#include "gateway/base/sha256.hpp"

#include <algorithm>
#include <stdexcept>

namespace wetbode {

std::string content_of(std::vector<EnvelopeFile> const& files) {
    std::string all;
    for (auto const& file : files)
        all += file.rendition.name + "=" + file.rendition.digest.value_or(Digest{}).hex() + ";";
    return all;
}

Delivery SimulatedCounterpart::deliver(Envelope const& envelope, ContentShelf& shelf, Notebook& notebook, Deadline) {
    meanwhile_();
    auto received = envelope.files;
    for (auto& file : received) {
        auto const bytes = read_whole(shelf.fetch(*file.rendition.digest), 1U << 20U);
        file.rendition.digest = sha256(bytes);  // what really came, not what was said
    }
    if (trouble_.other()) throw std::runtime_error("the adapter has a bug");
    if (trouble_.other()) return {TryLater{{"druk", "busy"}, {}}, {503, {}, {}}, {}};
    if (auto const no = declined_.find(envelope.manifest.comment); no != declined_.end())
        return {Declined{{.code = "SIMULATED"}, no->second}, {422, {}, {}}, {}};
    if (trouble_.happens(0.5)) notebook.remember("opened", "yes");

    take(envelope, content_of(received));
    trouble_.strike("content");  // stored, and then our side breaks or the process dies
    if (trouble_.other()) return {TryLater{{"geen antwoord", "no answer came"}, {}}, {}, {}};
    meanwhile_();
    if (trouble_.happens(0.5)) return {Acknowledged{"ref-" + envelope.transfer.text}, {201, {}, {}}, {}};

    auto const lost = trouble_.other();  // this receipt never arrives
    if (!lost)
        receipts_.push_back({envelope.transfer, "acknowledged", "ref-" + envelope.transfer.text, {}, "{}",
                             "receipt-" + std::to_string(receipts_.size())});
    return {HandedOver{"ref-" + envelope.transfer.text}, {202, {}, {}}, {{"job", envelope.transfer.text}}};
}

void SimulatedCounterpart::take(Envelope const& envelope, std::string const& content) {
    auto const [known, fresh] = taken_.emplace(
        envelope.transfer, Taken{envelope.submission, envelope.manifest.dossier.id, content});
    if (fresh) order_.push_back(envelope.transfer);
    if (known->second.content != content || known->second.submission != envelope.submission)
        violations_.push_back("transfer " + envelope.transfer.text + " came again with another content");
}

News SimulatedCounterpart::collect(std::string const& cursor, std::vector<Pending> const&, Deadline) {
    if (trouble_.other()) throw std::runtime_error("the adapter has a bug");
    auto const from = cursor.empty() ? std::size_t{0} : static_cast<std::size_t>(std::stoul(cursor));
    // The last item comes again each time: what was read twice must count once.
    News news;
    for (auto i = from > 0 ? from - 1 : from; i < receipts_.size(); ++i) news.items.push_back(receipts_[i]);
    news.cursor = std::to_string(receipts_.size());
    return news;
}

}  // namespace wetbode
