// SPDX-License-Identifier: EUPL-1.2
// The real IPP printer of conf/demo/printer, started for one test in a folder of its own.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace wetbode::print {

class RealPrinter {
public:
    RealPrinter();
    ~RealPrinter();
    RealPrinter(RealPrinter const&) = delete;
    RealPrinter& operator=(RealPrinter const&) = delete;

    [[nodiscard]] std::string uri() const { return "ipp://localhost:" + std::to_string(port_) + "/ipp/print"; }
    [[nodiscard]] std::string secure_uri() const { return "ipps://localhost:" + std::to_string(port_) + "/ipp/print"; }
    [[nodiscard]] std::filesystem::path const& folder() const { return folder_; }
    /// What it printed: the PDF files of its job folder, in order of name.
    [[nodiscard]] std::vector<std::filesystem::path> printed() const;
    void paper_out(bool out) const;
    void jam() const;
    void stop() const;
    void start();

private:
    std::filesystem::path folder_;
    int port_ = 0;
};

}  // namespace wetbode::print
