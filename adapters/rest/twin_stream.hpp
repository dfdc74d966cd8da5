// SPDX-License-Identifier: EUPL-1.2
// Answers of the twins that are made while they are sent: a file of a gigabyte as base 64 inside JSON costs one buffer.
// And what a wire does to an answer: ending early, cutting, dribbling. One thread at a time.
#pragma once

#include "gateway/api/message.hpp"
#include "gateway/base/joined.hpp"
#include "gateway/content.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace wetbode::twin {

using StreamPart = JoinedPart;

[[nodiscard]] Octets octets_of(std::string bytes);
/// Throws Outage("content") if the file cannot be opened; its length is the present one.
[[nodiscard]] Octets octets_of_file(std::filesystem::path const& path);
/// SHA-256 as hexadecimal digits; reads all of them.
[[nodiscard]] std::string sha256_of(Octets const& octets);

/// An answer of these parts with this content type.
[[nodiscard]] api::Response streamed(int status, std::string content_type, std::vector<StreamPart> parts);

/// The whole body of an answer, also of one that is made while it is sent. For tests and small answers.
[[nodiscard]] std::string body_of(api::Response const& response);

/// Half of the body, announced as if it were all of it: the receiver finds broken JSON, not a broken wire.
void end_at_half(api::Response& response);
/// All of it is announced and half of it is sent, then the connection is closed.
void cut_at_half(api::Response& response);
/// Sends the body in `pieces` of one size and calls `pause` before each.
void dribble(api::Response& response, std::size_t pieces, std::function<void()> pause);

}  // namespace wetbode::twin
