// Graphs: what a CUDA device was told to do once, to be told again as a whole.
#include "shim.h"
#include "with_cuda.h"

#include <c10/core/impl/DeviceGuardImplInterface.h>

#if W2S_CUDA
#include <ATen/cuda/CUDAGraph.h>

#include <utility>
#endif

namespace w2s {

#if W2S_CUDA
// Recorded on a stream of its own: CUDA records none on the default one. Memory that work takes while it is recorded
// stays the graph's, or is that of another, recorded before.
class Graph {
public:
    Graph(c10::Device device, Graph* other)
        : memory_(other ? other->graph_.pool() : Memory{}),
          devices_(c10::impl::getDeviceGuardImpl(c10::DeviceType::CUDA)),
          outside_(devices_->getStream(device)),
          // Memory is handed on within a stream.
          inside_(other ? other->inside_ : devices_->getStreamFromGlobalPool(device, false)) {}

    // What the work reads has to be there, and whoever goes on has to find what it wrote.
    void enter() {
        devices_->synchronizeStream(outside_);
        devices_->exchangeStream(inside_);
    }

    void leave() {
        if (recording_) abandon();
        devices_->exchangeStream(outside_);
        devices_->synchronizeStream(inside_);
    }

    void begin() {
        graph_.capture_begin(memory_);
        recording_ = true;
    }

    void end() {
        recording_ = false;
        graph_.capture_end();
    }

    void replay() { graph_.replay(); }

private:
    // Work failed while it was recorded, so that there is a failure to report already.
    void abandon() noexcept {
        try {
            end();
        } catch (...) {
        }
    }

    using Memory = decltype(std::declval<at::cuda::CUDAGraph>().pool());

    const Memory memory_;
    const c10::impl::DeviceGuardImplInterface* devices_;
    c10::Stream outside_, inside_;
    at::cuda::CUDAGraph graph_;
    bool recording_ = false;
};
#else
class Graph {
public:
    Graph(c10::Device, Graph*) {
        TORCH_CHECK(false, "the shim was built without CUDA's headers: there are no graphs");
    }

    void enter() {}
    void leave() {}
    void begin() {}
    void end() {}
    void replay() {}
};
#endif

}  // namespace w2s

using w2s::Graph;
using w2s::guard;

W2S_API int32_t w2s_graph_is_supported() { return W2S_CUDA; }

W2S_API int32_t w2s_graph_new(int32_t device, Graph* other, Graph** graph) {
    return guard([&] {
        *graph = new Graph({c10::DeviceType::CUDA, static_cast<c10::DeviceIndex>(device)}, other);
    });
}

W2S_API void w2s_graph_free(Graph* graph) { delete graph; }

W2S_API int32_t w2s_graph_enter(Graph* graph) {
    return guard([&] { graph->enter(); });
}

W2S_API int32_t w2s_graph_leave(Graph* graph) {
    return guard([&] { graph->leave(); });
}

W2S_API int32_t w2s_graph_begin(Graph* graph) {
    return guard([&] { graph->begin(); });
}

W2S_API int32_t w2s_graph_end(Graph* graph) {
    return guard([&] { graph->end(); });
}

W2S_API int32_t w2s_graph_replay(Graph* graph) {
    return guard([&] { graph->replay(); });
}
