// How much tensor memory is in use at once: libtorch's allocators tell their profiler of every block, and the meter
// poses as one for the thread that asks. Backward passes carry it along to the threads that they run on.
#include "shim.h"

#include <c10/core/Allocator.h>
#include <c10/util/ThreadLocalDebugInfo.h>

#include <algorithm>
#include <memory>
#include <mutex>

namespace w2s {
namespace {

class MemoryMeter final : public c10::MemoryReportingInfoBase {
public:
    // One of these overrides libtorch's function, which has changed the type of its totals; the other is unused. CPU
    // totals miss blocks that were there before, and blocks freed while nobody looked: sizes are added up here.
    void reportMemoryUsage(void*, int64_t size, int64_t, int64_t, c10::Device) { add(size); }
    void reportMemoryUsage(void*, int64_t size, size_t, size_t, c10::Device) { add(size); }

    bool memoryProfilingEnabled() const override { return true; }

    void read(int64_t* live, int64_t* peak) {
        std::lock_guard<std::mutex> lock(mutex_);
        *live = live_;
        *peak = peak_;
    }

private:
    void add(int64_t size) {
        std::lock_guard<std::mutex> lock(mutex_);
        live_ += size;
        peak_ = std::max(peak_, live_);
    }

    std::mutex mutex_;
    int64_t live_ = 0;
    int64_t peak_ = 0;
};

struct Measurement {
    std::shared_ptr<MemoryMeter> meter = std::make_shared<MemoryMeter>();
    c10::DebugInfoGuard guard{c10::DebugInfoKind::PROFILER_STATE, meter};
};

}  // namespace
}  // namespace w2s

// Begun and ended on one thread, the last begun first.
W2S_API int32_t w2s_memory_meter_new(w2s::Measurement** measurement) {
    return w2s::guard([&] { *measurement = new w2s::Measurement(); });
}

W2S_API void w2s_memory_meter_read(w2s::Measurement* measurement, int64_t* live, int64_t* peak) {
    measurement->meter->read(live, peak);
}

W2S_API void w2s_memory_meter_free(w2s::Measurement* measurement) { delete measurement; }
