// SPDX-License-Identifier: EUPL-1.2
// Answers of the twins that are made while they are sent: a file of a gigabyte as base 64 inside JSON costs one buffer.
// And what a wire does to an answer: ending early, cutting, dribbling. One thread at a time.
#pragma once

#include "gateway/api/message.hpp"
#include "gateway/content.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace wetbode::twin {

/// Octets of a known number, read or made anew each time they are opened.
struct Octets {
    std::uint64_t bytes = 0;
    std::function<std::unique_ptr<ContentReader>()> open;
};

[[nodiscard]] Octets octets_of(std::string bytes);
/// Throws Outage("content") if the file cannot be opened; its length is the present one.
[[nodiscard]] Octets octets_of_file(std::filesystem::path const& path);
/// SHA-256 as hexadecimal digits; reads all of them.
[[nodiscard]] std::string sha256_of(Octets const& octets);

/// A text as it is, or octets in base 64 (RFC 4648, padded, no line breaks).
using StreamPart = std::variant<std::string, Octets>;

/// Bytes on the wire.
[[nodiscard]] std::uint64_t length_of(std::vector<StreamPart> const& parts);
/// Reads the parts one after another. Throws Outage("content") if octets are fewer or more than they said.
[[nodiscard]] std::unique_ptr<ContentReader> open_parts(std::vector<StreamPart> parts);
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
