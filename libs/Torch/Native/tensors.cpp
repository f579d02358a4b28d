// Handles: their life, what they look like, and memory that belongs to someone else.
#include "shim.h"

#include <ATen/ops/from_blob.h>
#include <c10/core/TensorOptions.h>

#include <atomic>
#include <cstdlib>

namespace w2s {
namespace {
std::atomic<int64_t> live_tensors{0};
}

at::Tensor* own(at::Tensor tensor) {
    auto handle = new at::Tensor(std::move(tensor));
    live_tensors.fetch_add(1, std::memory_order_relaxed);
    return handle;
}

void disown(at::Tensor* tensor) noexcept {
    delete tensor;
    live_tensors.fetch_sub(1, std::memory_order_relaxed);
}

}  // namespace w2s

using w2s::guard;

W2S_API int64_t w2s_live_tensors() { return w2s::live_tensors.load(std::memory_order_relaxed); }

W2S_API void w2s_free(void* memory) { std::free(memory); }

W2S_API void w2s_tensor_free(at::Tensor* tensor) { w2s::disown(tensor); }

W2S_API int32_t w2s_tensor_alias(const at::Tensor* tensor, at::Tensor** result) {
    return guard([&] { *result = w2s::own(*tensor); });
}

W2S_API int64_t w2s_tensor_ndim(const at::Tensor* tensor) { return tensor->dim(); }

W2S_API int64_t w2s_tensor_numel(const at::Tensor* tensor) { return tensor->numel(); }

W2S_API int32_t w2s_tensor_dtype(const at::Tensor* tensor) { return static_cast<int32_t>(tensor->scalar_type()); }

W2S_API int64_t w2s_tensor_element_size(const at::Tensor* tensor) { return tensor->element_size(); }

// Borrowed: valid while the tensor lives and is not resized.
W2S_API const int64_t* w2s_tensor_sizes(const at::Tensor* tensor) { return tensor->sizes().data(); }

W2S_API int32_t w2s_tensor_strides(const at::Tensor* tensor, const int64_t** strides) {
    return guard([&] { *strides = tensor->strides().data(); });
}

W2S_API void w2s_tensor_device(const at::Tensor* tensor, int32_t* type, int32_t* index) {
    auto device = tensor->device();
    *type = static_cast<int32_t>(device.type());
    *index = device.index();
}

W2S_API int32_t w2s_tensor_data(const at::Tensor* tensor, void** data) {
    return guard([&] { *data = tensor->data_ptr(); });
}

W2S_API int32_t w2s_tensor_is_contiguous(const at::Tensor* tensor, int32_t* contiguous) {
    return guard([&] { *contiguous = tensor->is_contiguous(); });
}

// A view of memory that the caller keeps alive until `release(context)` is called, on whichever thread frees the last
// view. When this fails, `release` is not called.
W2S_API int32_t w2s_tensor_from_memory(void* data, const int64_t* sizes, const int64_t* strides, int32_t ndim,
                                       int32_t dtype, void (*release)(void*), void* context, at::Tensor** result) {
    return guard([&] {
        auto options = c10::TensorOptions().dtype(static_cast<c10::ScalarType>(dtype)).device(c10::kCPU);
        auto deleter = [release, context](void*) { release(context); };
        *result = w2s::own(at::from_blob(data, {sizes, static_cast<size_t>(ndim)}, {strides, static_cast<size_t>(ndim)},
                                         deleter, options));
    });
}
