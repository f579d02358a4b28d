// As much of CUDA's C++ as the kernels here use, on the CPU. The threads of a block are fibers, of which one runs at a
// time, in an order drawn anew for every block: what reads before a barrier what another thread writes after it gets
// caught sooner or later. A barrier or a shuffle that not all threads reach ends the process, with a message.
#pragma once

#include <ucontext.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <random>
#include <utility>
#include <vector>

#define __global__
#define __launch_bounds__(threads)
#define __shared__ static
#define __expf expf

struct Extent {
    unsigned x, y, z;
};
static Extent blockIdx, blockDim, gridDim, threadIdx;

inline float __uint_as_float(unsigned bits) {
    float value;
    std::memcpy(&value, &bits, sizeof value);
    return value;
}

inline unsigned __float_as_uint(float value) {
    unsigned bits;
    std::memcpy(&bits, &value, sizeof bits);
    return bits;
}

namespace emulation {

constexpr unsigned kWarp = 32;
constexpr size_t kStackBytes = 1 << 16;

enum class Waits { No, ForWarp, ForBlock };

struct Fiber {
    ucontext_t context;
    std::vector<char> stack = std::vector<char>(kStackBytes);
    bool is_done;
    Waits waits;
    long warp_steps, block_steps;
    double offered;
};

static std::vector<Fiber> fibers;
static unsigned current;
static ucontext_t scheduler;
static std::function<void()> kernel;
static std::mt19937 random_order;

[[noreturn]] inline void fail(const char* what) {
    std::fprintf(stderr, "block (%u, %u) of %u threads: %s\n", blockIdx.x, blockIdx.y, blockDim.x, what);
    std::abort();
}

inline bool can_go(unsigned id) {
    const auto& own = fibers[id];
    const auto warp = fibers.begin() + id / kWarp * kWarp;
    switch (own.waits) {
        case Waits::ForWarp:
            if (fibers.end() - warp < kWarp) fail("a shuffle in a warp with too few threads");
            return std::all_of(warp, warp + kWarp, [&](auto& other) { return other.warp_steps >= own.warp_steps; });
        case Waits::ForBlock:
            return std::all_of(
                fibers.begin(), fibers.end(), [&](auto& other) { return other.block_steps >= own.block_steps; });
        default: return !own.is_done;
    }
}

inline void wait(Waits waits) {
    auto& own = fibers[current];
    ++(waits == Waits::ForWarp ? own.warp_steps : own.block_steps);
    own.waits = waits;
    swapcontext(&own.context, &scheduler);
}

inline void run_thread() {
    kernel();
    fibers[current].is_done = true;
}

inline void begin(Fiber& fiber) {
    fiber.is_done = false;
    fiber.waits = Waits::No;
    fiber.warp_steps = fiber.block_steps = 0;
    getcontext(&fiber.context);
    fiber.context.uc_stack.ss_sp = fiber.stack.data();
    fiber.context.uc_stack.ss_size = fiber.stack.size();
    fiber.context.uc_link = &scheduler;
    makecontext(&fiber.context, run_thread, 0);
}

inline void resume(unsigned id) {
    current = id;
    threadIdx = {id, 0, 0};
    fibers[id].waits = Waits::No;
    swapcontext(&scheduler, &fibers[id].context);
}

inline void run_block() {
    std::vector<unsigned> order(fibers.size());
    for (unsigned id = 0; id < order.size(); id++) order[id] = id;
    std::shuffle(order.begin(), order.end(), random_order);
    for (auto& fiber : fibers) begin(fiber);
    auto is_done = [](const Fiber& fiber) { return fiber.is_done; };
    while (!std::all_of(fibers.begin(), fibers.end(), is_done)) {
        bool went = false;
        for (auto id : order) {
            if (!can_go(id)) continue;
            resume(id);
            went = true;
        }
        if (!went) fail("a barrier or a shuffle that not all threads reach");
    }
}

template <class... Parameters, size_t... Places>
void call(void (*function)(Parameters...), void** arguments, std::index_sequence<Places...>) {
    function(*static_cast<std::remove_reference_t<Parameters>*>(arguments[Places])...);
}

// Extents: blocks across and down, threads of a block.
template <class... Parameters>
void launch(void (*function)(Parameters...), const unsigned* extents, void** arguments) {
    gridDim = {extents[0], extents[1], 1};
    blockDim = {extents[2], 1, 1};
    if (extents[1] > 65535 || extents[2] > 1024) fail("more than a device takes");
    kernel = [=] { call(function, arguments, std::index_sequence_for<Parameters...>()); };
    fibers.resize(extents[2]);
    for (unsigned y = 0; y < extents[1]; y++)
        for (unsigned x = 0; x < extents[0]; x++) {
            blockIdx = {x, y, 0};
            run_block();
        }
}

}  // namespace emulation

inline void __syncthreads() { emulation::wait(emulation::Waits::ForBlock); }

template <class Value>
Value __shfl_xor_sync(unsigned lanes, Value value, int step) {
    if (lanes != 0xffffffffu) emulation::fail("a shuffle of a part of a warp");
    emulation::fibers[emulation::current].offered = value;
    emulation::wait(emulation::Waits::ForWarp);
    const auto other = emulation::fibers[emulation::current ^ step].offered;
    emulation::wait(emulation::Waits::ForWarp);
    return static_cast<Value>(other);
}
