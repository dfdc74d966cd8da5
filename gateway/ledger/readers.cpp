// SPDX-License-Identifier: EUPL-1.2
#include "gateway/ledger/readers.hpp"

#include <algorithm>

namespace wetbode::sqlite {

Readers::Readers(std::filesystem::path const& file, int count, Milliseconds busy) {
    for (int i = 0; i < std::clamp(count, 1, 64); ++i)
        free_.push_back(std::make_unique<Connection>(file, Connection::Mode::read, busy));
}

std::unique_ptr<Connection> Readers::take() {
    std::unique_lock lock(mutex_);
    freed_.wait(lock, [this] { return !free_.empty(); });
    auto connection = std::move(free_.back());
    free_.pop_back();
    return connection;
}

void Readers::give_back(std::unique_ptr<Connection> connection) {
    {
        std::scoped_lock const lock(mutex_);
        free_.push_back(std::move(connection));
    }
    freed_.notify_one();
}

}  // namespace wetbode::sqlite
