// SPDX-License-Identifier: EUPL-1.2
#include "unit/print/real_printer.hpp"

#include "gateway/base/uuid.hpp"
#include "unit/print/canned_printer.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

namespace wetbode::print {

namespace {

bool run(std::string const& arguments) {
    auto const command = "sh '" WETBODE_SOURCE_DIR "/conf/demo/printer' " + arguments + " >/dev/null";
    return std::system(command.c_str()) == 0;  // NOLINT(cert-env33-c): a script of ours, no input from outside
}

}  // namespace

RealPrinter::RealPrinter()
    : folder_(std::filesystem::temp_directory_path() / ("wetbode-printer-" + random_hex(8))), port_(free_port()) {
    std::filesystem::create_directories(folder_);
    start();
}

RealPrinter::~RealPrinter() {
    stop();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

void RealPrinter::start() {
    // Between finding a free port and taking it somebody else may be faster.
    for (int tries = 0; tries < 3; ++tries) {
        if (run("start " + folder_.string() + " " + std::to_string(port_))) return;
        port_ = free_port();
    }
    throw std::runtime_error("the printer does not start");
}

void RealPrinter::stop() const { static_cast<void>(run("stop " + folder_.string())); }

std::vector<std::filesystem::path> RealPrinter::printed() const {
    std::vector<std::filesystem::path> files;
    for (auto const& entry : std::filesystem::directory_iterator(folder_ / "jobs"))
        if (entry.path().extension() == ".pdf") files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    return files;
}

void RealPrinter::paper_out(bool out) const {
    if (out) std::ofstream(folder_ / "paper-out");
    else std::filesystem::remove(folder_ / "paper-out");
}

void RealPrinter::jam() const { std::ofstream(folder_ / "jam"); }

}  // namespace wetbode::print
