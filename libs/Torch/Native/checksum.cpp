// An exact checksum of a tensor's bits: sum over i of bits_i * (2i + 1), modulo 2^64. Odd weights make every single
// changed element visible, and the sum does not depend on how the loop is cut up.
#include "shim.h"

#include <algorithm>

// Compiled for several instruction sets, picked when the library is loaded.
#define W2S_VECTORISED __attribute__((target_clones("avx512f", "avx2", "default"), optimize("O3")))

namespace {

constexpr int64_t Block = 1 << 16;

// Within a block that starts at element b, bits * (2(b + j) + 1) = 2b * bits + bits * (2j + 1), and the second product
// has two 32-bit factors, which vector units multiply at full rate.
#define W2S_DEFINE_CHECKSUM(NAME, TYPE)                                                   \
    W2S_VECTORISED uint64_t NAME(const TYPE* bits, int64_t count) {                       \
        uint64_t total = 0;                                                               \
        for (int64_t start = 0; start < count; start += Block) {                          \
            const TYPE* block = bits + start;                                             \
            const auto length = static_cast<uint32_t>(std::min(Block, count - start));    \
            uint64_t plain = 0, weighted = 0;                                             \
            for (uint32_t j = 0; j < length; ++j) {                                       \
                const uint64_t value = static_cast<uint32_t>(block[j]);                   \
                plain += value;                                                           \
                weighted += value * static_cast<uint64_t>(static_cast<uint32_t>(2 * j + 1)); \
            }                                                                             \
            total += 2 * static_cast<uint64_t>(start) * plain + weighted;                 \
        }                                                                                 \
        return total;                                                                     \
    }

W2S_DEFINE_CHECKSUM(checksum8, uint8_t)
W2S_DEFINE_CHECKSUM(checksum16, uint16_t)
W2S_DEFINE_CHECKSUM(checksum32, uint32_t)

W2S_VECTORISED uint64_t checksum64(const uint64_t* bits, int64_t count) {
    uint64_t total = 0;
    for (int64_t i = 0; i < count; ++i) total += bits[i] * (2 * static_cast<uint64_t>(i) + 1);
    return total;
}

uint64_t checksum(const at::Tensor& tensor) {
    const auto count = tensor.numel();
    const void* data = tensor.data_ptr();
    switch (tensor.element_size()) {
        case 1: return checksum8(static_cast<const uint8_t*>(data), count);
        case 2: return checksum16(static_cast<const uint16_t*>(data), count);
        case 4: return checksum32(static_cast<const uint32_t*>(data), count);
        case 8: return checksum64(static_cast<const uint64_t*>(data), count);
    }
    throw std::invalid_argument("checksum: elements must have 1, 2, 4 or 8 bytes");
}

}  // namespace

W2S_API int32_t w2s_checksum(const at::Tensor* tensor, uint64_t* result) {
    return w2s::guard([&] {
        TORCH_CHECK(tensor->device().is_cpu() && tensor->is_contiguous(), "checksum: needs a contiguous CPU tensor");
        *result = checksum(*tensor);
    });
}
