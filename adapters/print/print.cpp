// SPDX-License-Identifier: EUPL-1.2
#include "adapters/print/print.hpp"

#include "adapters/print/errand.hpp"
#include "adapters/print/news.hpp"

#include <array>
#include <stdexcept>

namespace wetbode {

namespace print {

namespace {

constexpr std::array settings{
    SettingSpec{"printer_uri", SettingType::text, "", 0, 0,
                "Where the printer listens: ipps://host/ipp/print, or ipp:// within a closed network."},
    SettingSpec{"ca_file", SettingType::file, "", 0, 0,
                "PEM authority that the printer's certificate must come from. Empty: the authorities of the system."},
    SettingSpec{"duplex", SettingType::yes_no, "true", 0, 0, "Print on both sides of the paper."},
    SettingSpec{"media", SettingType::text, "iso_a4_210x297mm", 0, 0, "Paper, as PWG 5101.1 names it."},
    SettingSpec{"requesting_user", SettingType::text, "wetbode", 0, 0, "Owner of the jobs, as the printer shows it."},
};

Declined nothing_to_print() {
    Refusal why;
    why.code = "PRINT_NO_PDF";
    why.title = {"Er is niets om te drukken", "There is nothing to print"};
    why.detail = {"De zending bevat geen PDF.", "The submission holds no PDF."};
    why.remedy = {"Voeg de brief als PDF of als XML van het type citizen-letter toe.",
                  "Add the letter as PDF, or as XML of the type citizen-letter."};
    return {std::move(why), std::nullopt};
}

class PrintRoom final : public Counterpart {
public:
    PrintRoom(PrinterSettings printer, rest::AnswersTable answers, Clock const& clock)
        : printer_(std::move(printer)), answers_(std::move(answers)), clock_(clock) {}

    Delivery deliver(Envelope const& envelope, ContentShelf& shelf, Notebook& notebook, Deadline deadline) override {
        auto const* document = document_in(envelope);
        if (document == nullptr) return {nothing_to_print(), {}, {}};
        ensure(document->rendition.digest.has_value(), "every file of an envelope has a digest");
        auto const pdf = shelf.fetch(*document->rendition.digest);
        return Errand(envelope, {printer_, answers_, notebook, clock_.now(), deadline}).run(pdf);
    }

    News collect(std::string const& cursor, std::vector<Pending> const& pending, Deadline deadline) override {
        return collect_news(printer_, cursor, pending, deadline);
    }

private:
    Printer printer_;
    rest::AnswersTable answers_;
    Clock const& clock_;
};

std::unique_ptr<Counterpart> make(AdapterContext context) {
    auto const value = [&](std::string_view key) {
        auto const found = context.settings.find(key);
        ensure(found != context.settings.end(), "every declared setting is present");
        return found->second;
    };
    ensure(context.clock != nullptr, "an adapter gets a clock");
    if (value("printer_uri").empty()) throw std::invalid_argument("printer_uri is missing");
    for (auto const* key : {"media", "requesting_user"})
        if (value(key).empty() || value(key).size() > 255)
            throw std::invalid_argument(std::string(key) + " must have 1 to 255 characters");
    PrinterSettings printer{value("printer_uri"), value("ca_file"), value("requesting_user"), value("media"),
                            value("duplex") == "true"};
    auto answers = rest::AnswersTable::load(context.folder / "answers.toml");
    return std::make_unique<PrintRoom>(std::move(printer), std::move(answers), *context.clock);
}

}  // namespace

}  // namespace print

Adapter const print_adapter{"print", print::settings, print::make};

}  // namespace wetbode
