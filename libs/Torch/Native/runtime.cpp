// What is one per process or thread: errors, threads, generators, determinism, devices, and what was built how.
#include "shim.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <ATen/core/Generator.h>
#include <c10/core/impl/DeviceGuardImplInterface.h>
#include <torch/version.h>

#include <dlfcn.h>

#include <mutex>

namespace w2s {
namespace {
thread_local std::string last_error;
}

void set_error(const std::string& message) noexcept {
    try {
        last_error = message;
    } catch (...) {
        last_error.clear();
    }
}

namespace {

const c10::impl::DeviceGuardImplInterface* cuda() {
    TORCH_CHECK(at::globalContext().hasCUDA(), "this libtorch has no CUDA, or no device was found");
    return c10::impl::getDeviceGuardImpl(c10::DeviceType::CUDA);
}

// OpenBLAS describes itself; other libraries are named in libtorch's own text.
std::string blas_in_use() {
    auto describe = reinterpret_cast<const char* (*)()>(dlsym(RTLD_DEFAULT, "openblas_get_config"));
    return describe ? describe() : "";
}

// The text lives until the same thread asks again.
const char* keep(std::string text) {
    static thread_local std::string kept;
    kept = std::move(text);
    return kept.c_str();
}

}  // namespace
}  // namespace w2s

using w2s::guard;

W2S_API const char* w2s_last_error() { return w2s::last_error.c_str(); }

W2S_API const char* w2s_version() { return TORCH_VERSION; }

W2S_API int32_t w2s_config(const char** text) {
    return guard([&] { *text = w2s::keep(at::show_config()); });
}

W2S_API int32_t w2s_blas(const char** text) {
    return guard([&] { *text = w2s::keep(w2s::blas_in_use()); });
}

W2S_API int32_t w2s_get_num_threads() { return at::get_num_threads(); }

W2S_API int32_t w2s_set_num_threads(int32_t threads) {
    return guard([&] { at::set_num_threads(threads); });
}

W2S_API int32_t w2s_deterministic() { return at::globalContext().deterministicAlgorithms(); }

W2S_API int32_t w2s_set_deterministic(int32_t enabled, int32_t warn_only) {
    return guard([&] {
        at::globalContext().setDeterministicAlgorithms(enabled != 0, warn_only != 0);
        at::globalContext().setDeterministicCuDNN(enabled != 0);
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 2)
        // Whoever reads memory that nobody wrote has a bug; filling all of it first would hide that, and take time.
        at::globalContext().setDeterministicFillUninitializedMemory(false);
#endif
    });
}

W2S_API int32_t w2s_cuda_is_available() { return at::globalContext().hasCUDA(); }

W2S_API int32_t w2s_cuda_device_count(int32_t* count) {
    return guard([&] { *count = at::globalContext().hasCUDA() ? w2s::cuda()->deviceCount() : 0; });
}

// Waits for what was queued on the device's current stream.
W2S_API int32_t w2s_cuda_synchronize(int32_t index) {
    return guard([&] {
        auto guard_implementation = w2s::cuda();
        auto device = index < 0 ? guard_implementation->getDevice()
                                : c10::Device(c10::DeviceType::CUDA, static_cast<c10::DeviceIndex>(index));
        guard_implementation->synchronizeStream(guard_implementation->getStream(device));
    });
}

// A generator of its own: a copy of the device's default one, whose state the seed then replaces.
W2S_API int32_t w2s_generator_new(int32_t device_type, int32_t device_index, uint64_t seed, at::Generator** result) {
    return guard([&] {
        c10::Device device(static_cast<c10::DeviceType>(device_type), static_cast<c10::DeviceIndex>(device_index));
        auto generator = at::globalContext().defaultGenerator(device).clone();
        generator.set_current_seed(seed);
        *result = new at::Generator(std::move(generator));
    });
}

W2S_API void w2s_generator_free(at::Generator* generator) { delete generator; }

W2S_API int32_t w2s_generator_seed(at::Generator* generator, uint64_t seed) {
    return guard([&] {
        std::lock_guard<std::mutex> lock(generator->mutex());
        generator->set_current_seed(seed);
    });
}

W2S_API int32_t w2s_generator_initial_seed(at::Generator* generator, uint64_t* seed) {
    return guard([&] {
        std::lock_guard<std::mutex> lock(generator->mutex());
        *seed = generator->current_seed();
    });
}

W2S_API int32_t w2s_generator_get_state(at::Generator* generator, at::Tensor** state) {
    return guard([&] {
        std::lock_guard<std::mutex> lock(generator->mutex());
        *state = w2s::own(generator->get_state());
    });
}

W2S_API int32_t w2s_generator_set_state(at::Generator* generator, const at::Tensor* state) {
    return guard([&] {
        std::lock_guard<std::mutex> lock(generator->mutex());
        generator->set_state(*state);
    });
}
