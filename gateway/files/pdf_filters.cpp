// SPDX-License-Identifier: EUPL-1.2
#include "gateway/files/pdf_filters.hpp"

#define POINTERHOLDER_TRANSITION 4
#include <qpdf/Pl_Flate.hh>
#include <qpdf/Pl_RunLength.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFStreamFilter.hh>

#include <cstdlib>
#include <mutex>
#include <vector>

namespace wetbode::files {

namespace {

/// Outside a check (letters): far more than any index of objects has.
constexpr std::uint64_t stream_bytes_max = 64ULL << 20U;
constexpr long long row_bytes_max = 1 << 20;

thread_local DecodingBudget* paying = nullptr;

/// Counts what comes out of a decoder.
class Meter final : public Pipeline {
public:
    explicit Meter(Pipeline* target) : Pipeline("meter", target) {}
    void write(unsigned char const* bytes, std::size_t length) override {
        count_ += length;
        if (paying != nullptr) paying->pay(length, count_);
        else if (count_ > stream_bytes_max) throw Exhausted("a stream unpacks to more than it may");
        getNext()->write(bytes, length);
    }
    void finish() override { getNext()->finish(); }

private:
    std::uint64_t count_ = 0;
};

/// Takes back the PNG predictors (ISO 32000-1 section 7.4.4.4): each row begins with the number of its own.
class PngRows final : public Pipeline {
public:
    PngRows(Pipeline* target, std::size_t row_bytes, std::size_t pixel_bytes)
        : Pipeline("png rows", target), pixel_(pixel_bytes), above_(row_bytes, 0) {
        row_.reserve(row_bytes + 1);
    }
    void write(unsigned char const* bytes, std::size_t length) override {
        for (std::size_t i = 0; i < length; ++i) {
            row_.push_back(bytes[i]);
            if (row_.size() == above_.size() + 1) end_row();
        }
    }
    void finish() override {
        if (row_.size() > 1) {
            row_.resize(above_.size() + 1, 0);
            end_row();
        }
        getNext()->finish();
    }

private:
    void end_row() {
        for (std::size_t i = 0; i < above_.size(); ++i) {
            int const left = i < pixel_ ? 0 : row_[i + 1 - pixel_];
            int const up = above_[i];
            int const corner = i < pixel_ ? 0 : above_[i - pixel_];
            row_[i + 1] = static_cast<unsigned char>(row_[i + 1] + guess(left, up, corner));
        }
        above_.assign(row_.begin() + 1, row_.end());
        getNext()->write(above_.data(), above_.size());
        row_.clear();
    }
    [[nodiscard]] int guess(int left, int up, int corner) const {
        switch (row_[0]) {
            case 1: return left;
            case 2: return up;
            case 3: return (left + up) / 2;
            case 4: {
                auto const base = left + up - corner;
                auto const a = std::abs(base - left);
                auto const b = std::abs(base - up);
                auto const c = std::abs(base - corner);
                return a <= b && a <= c ? left : b <= c ? up : corner;
            }
            default: return 0;
        }
    }

    std::size_t pixel_;
    std::vector<unsigned char> above_;
    std::vector<unsigned char> row_;
};

class BoundedFlate final : public QPDFStreamFilter {
public:
    bool setDecodeParms(QPDFObjectHandle parms) override {
        if (parms.isNull()) return true;
        if (!parms.isDictionary()) return false;
        auto const number = [&](char const* key, long long standard) {
            auto value = parms.getKey(key);
            return value.isInteger() ? value.getIntValue() : standard;
        };
        predictor_ = number("/Predictor", 1);
        auto const columns = number("/Columns", 1);
        auto const colors = number("/Colors", 1);
        auto const bits = number("/BitsPerComponent", 8);
        // 2 is for images; nothing that we or a letter decode has it.
        if (predictor_ != 1 && (predictor_ < 10 || predictor_ > 15)) return false;
        if (columns < 1 || columns > row_bytes_max || colors < 1 || colors > 64 || bits < 1 || bits > 16) return false;
        auto const row = (columns * colors * bits + 7) / 8;
        if (row > row_bytes_max) return false;
        row_bytes_ = static_cast<std::size_t>(row);
        pixel_bytes_ = static_cast<std::size_t>((colors * bits + 7) / 8);
        return true;
    }
    Pipeline* getDecodePipeline(Pipeline* next) override {
        if (predictor_ >= 10) {
            rows_ = std::make_unique<PngRows>(next, row_bytes_, pixel_bytes_);
            next = rows_.get();
        }
        meter_ = std::make_unique<Meter>(next);
        flate_ = std::make_unique<Pl_Flate>("flate", meter_.get(), Pl_Flate::a_inflate);
        return flate_.get();
    }

private:
    long long predictor_ = 1;
    std::size_t row_bytes_ = 1;
    std::size_t pixel_bytes_ = 1;
    std::unique_ptr<Pipeline> rows_;
    std::unique_ptr<Pipeline> meter_;
    std::unique_ptr<Pipeline> flate_;
};

class BoundedRunLength final : public QPDFStreamFilter {
public:
    Pipeline* getDecodePipeline(Pipeline* next) override {
        meter_ = std::make_unique<Meter>(next);
        run_length_ = std::make_unique<Pl_RunLength>("run length", meter_.get(), Pl_RunLength::a_decode);
        return run_length_.get();
    }
    bool isSpecializedCompression() override { return true; }

private:
    std::unique_ptr<Pipeline> meter_;
    std::unique_ptr<Pipeline> run_length_;
};

/// LZW has no decoder that could be bounded, and nobody packs objects with it: such a stream stays packed.
class NoLzw final : public QPDFStreamFilter {
public:
    bool setDecodeParms(QPDFObjectHandle) override { return false; }
    Pipeline* getDecodePipeline(Pipeline* next) override { return next; }
};

}  // namespace

void register_bounded_filters() {
    static std::once_flag done;
    std::call_once(done, [] {
        QPDF::registerStreamFilter("/FlateDecode", [] { return std::make_shared<BoundedFlate>(); });
        QPDF::registerStreamFilter("/RunLengthDecode", [] { return std::make_shared<BoundedRunLength>(); });
        QPDF::registerStreamFilter("/LZWDecode", [] { return std::make_shared<NoLzw>(); });
    });
}

DecodingBudget::DecodingBudget(Budget& budget, std::uint64_t stream_max, std::uint64_t total_max)
    : budget_(budget), stream_max_(stream_max), left_(total_max) {
    paying = this;
}

DecodingBudget::~DecodingBudget() { paying = nullptr; }

void DecodingBudget::pay(std::uint64_t bytes, std::uint64_t stream_bytes) {
    budget_.pay_time();
    if (stream_bytes > stream_max_) budget_.spend("unpacked bytes of one stream");
    if (bytes > left_) budget_.spend("unpacked bytes");
    left_ -= bytes;
}

}  // namespace wetbode::files
