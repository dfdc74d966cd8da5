// SPDX-License-Identifier: EUPL-1.2
#include "adapters/kaleidos/kaleidos.hpp"

namespace wetbode {

namespace kaleidos {

namespace {

/// Delivering is laying ready: the door (gateway/kaleidos) offers what was handed over until its receiver acknowledges
/// it. What nobody fetches within the term of its receipt is quarantined by the dispatcher, so that it is seen; it is
/// offered all the same.
class Shelf final : public Counterpart {
public:
    [[nodiscard]] Delivery deliver(Envelope const& envelope, ContentShelf& /*shelf*/, Notebook& /*notebook*/,
                                   Deadline /*deadline*/) override {
        return {HandedOver{envelope.submission.text}, {}, {}};
    }

    [[nodiscard]] News collect(std::string const& cursor, std::vector<Pending> const& /*pending*/,
                               Deadline /*deadline*/) override {
        return {{}, cursor};
    }
};

std::unique_ptr<Counterpart> make(AdapterContext /*context*/) { return std::make_unique<Shelf>(); }

}  // namespace

}  // namespace kaleidos

Adapter const kaleidos_adapter{"kaleidos", {}, kaleidos::make};

}  // namespace wetbode
