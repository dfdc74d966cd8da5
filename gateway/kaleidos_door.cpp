// SPDX-License-Identifier: EUPL-1.2
#include "gateway/kaleidos_door.hpp"

#include <algorithm>

namespace wetbode {

namespace {

using ops::SettingsError;

kaleidos::DoorSettings door_settings(ops::Settings const& settings) {
    kaleidos::DoorSettings door;
    door.parliament = {settings.text("kaleidos.parliament")};
    door.owner = {settings.text("kaleidos.client")};
    door.answer_within = settings.span("kaleidos.answer_within");
    // Whoever waits holds a thread: half of them stay free for those who do not.
    door.answers_waiting_max = static_cast<int>(
        std::min(settings.number("kaleidos.answers_waiting_max"), settings.number("server.handler_threads") / 2));
    door.offered_bytes_max = settings.size("kaleidos.offered_max");
    door.document.rest_bytes_max = settings.size("server.manifest_max");
    door.document.inline_bytes_max = settings.size("data.inline_max");
    door.document.file_bytes_max = settings.size("kaleidos.file_max");
    door.document.files_max = static_cast<std::size_t>(settings.number("kaleidos.files_max"));
    door.document.claims_complete = settings.yes("kaleidos.complete");
    door.pdf_needed = settings.yes("kaleidos.pdf_needed");
    auto const& level = settings.text("kaleidos.access");
    auto const access = access_level_from(level);
    if (!access)
        throw SettingsError(settings.source().string() + ": kaleidos.access: there is no access level " + level);
    door.document.access = *access;
    return door;
}

}  // namespace

std::unique_ptr<kaleidos::Door> kaleidos_door(ops::Settings const& settings, std::filesystem::path const& data,
                                              kaleidos::DoorParts parts) {
    if (!settings.yes("kaleidos.open")) return nullptr;
    parts.settings = door_settings(settings);
    auto const counterparts = settings.names("counterpart");
    if (std::ranges::find(counterparts, parts.settings.parliament.text) == counterparts.end()) return nullptr;
    parts.token_terms = {settings.span("kaleidos.token_life"), settings.span("kaleidos.token_grace")};
    parts.token_key = kaleidos::token_key(data);
    return std::make_unique<kaleidos::Door>(std::move(parts));
}

}  // namespace wetbode
