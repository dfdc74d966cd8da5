// SPDX-License-Identifier: EUPL-1.2
// Revocation values as a gateway has them in its cache, for the benches of seals: each chain is asked about once.
#pragma once

#include "gateway/revocation/revocation.hpp"

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace wetbode::bench {

class KeptRevocation final : public RevocationSource {
public:
    explicit KeptRevocation(std::unique_ptr<RevocationSource> source) : source_(std::move(source)) {}

    [[nodiscard]] RevocationValues values_for(std::vector<std::string> const& chain, Instant not_before) override {
        auto const known = known_.find(chain.front());
        if (known != known_.end()) return known->second;
        return known_.emplace(chain.front(), source_->values_for(chain, not_before)).first->second;
    }

private:
    std::unique_ptr<RevocationSource> source_;
    std::map<std::string, RevocationValues> known_;
};

}  // namespace wetbode::bench
