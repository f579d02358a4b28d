// Kernels in CUDA's C++, compiled while the process runs for the device that it runs on. NVRTC and the driver are those
// that libtorch brings or finds, looked up by name: their headers and libraries need not be where the shim is built.
#include "shim.h"
#include "with_cuda.h"

#if W2S_CUDA
#include <c10/core/DeviceGuard.h>
#include <c10/cuda/CUDAStream.h>
#include <dlfcn.h>

#include <algorithm>
#include <array>
#include <mutex>
#include <vector>
#endif

namespace w2s {

#if W2S_CUDA
using Handle = void*;  // CUmodule, CUfunction, CUcontext, CUstream and nvrtcProgram are all pointers
using Status = int;    // CUresult and nvrtcResult: 0 is success

constexpr int kMajorAttribute = 75, kMinorAttribute = 76;  // CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_…
constexpr size_t kLongestLog = 2000;

// Entries of libnvrtc and libcuda under their own names.
class Toolkit {
public:
    static const Toolkit& get() {
        static const Toolkit toolkit;
        return toolkit;
    }

    bool is_complete() const { return missing_.empty(); }

    void require() const { TORCH_CHECK(is_complete(), "there is no ", missing_, ": kernels cannot be compiled"); }

    Status (*nvrtcCreateProgram)(Handle*, const char*, const char*, int, const char* const*, const char* const*);
    Status (*nvrtcCompileProgram)(Handle, int, const char* const*);
    Status (*nvrtcGetCUBINSize)(Handle, size_t*);
    Status (*nvrtcGetCUBIN)(Handle, char*);
    Status (*nvrtcGetProgramLogSize)(Handle, size_t*);
    Status (*nvrtcGetProgramLog)(Handle, char*);
    const char* (*nvrtcGetErrorString)(Status);
    Status (*nvrtcDestroyProgram)(Handle*);
    Status (*cuGetErrorString)(Status, const char**);
    Status (*cuDeviceGet)(int*, int);
    Status (*cuDeviceGetAttribute)(int*, int, int);
    Status (*cuDevicePrimaryCtxRetain)(Handle*, int);
    Status (*cuCtxGetCurrent)(Handle*);
    Status (*cuCtxSetCurrent)(Handle);
    Status (*cuModuleLoadData)(Handle*, const void*);
    Status (*cuModuleGetFunction)(Handle*, Handle, const char*);
    Status (*cuLaunchKernel)(
        Handle, unsigned, unsigned, unsigned, unsigned, unsigned, unsigned, unsigned, Handle, void**, void**);

private:
    // libtorch's own library needs both others, so that looking up in it finds theirs.
    Toolkit() {
        for (auto name : {"libcaffe2_nvrtc.so", "libnvrtc.so.13", "libnvrtc.so.12", "libnvrtc.so.11.2", "libcuda.so.1"})
            if (auto library = dlopen(name, RTLD_NOW | RTLD_LOCAL)) libraries_.push_back(library);
#define W2S_FIND(name) find(name, #name)
        W2S_FIND(nvrtcCreateProgram);
        W2S_FIND(nvrtcCompileProgram);
        W2S_FIND(nvrtcGetCUBINSize);
        W2S_FIND(nvrtcGetCUBIN);
        W2S_FIND(nvrtcGetProgramLogSize);
        W2S_FIND(nvrtcGetProgramLog);
        W2S_FIND(nvrtcGetErrorString);
        W2S_FIND(nvrtcDestroyProgram);
        W2S_FIND(cuGetErrorString);
        W2S_FIND(cuDeviceGet);
        W2S_FIND(cuDeviceGetAttribute);
        W2S_FIND(cuDevicePrimaryCtxRetain);
        W2S_FIND(cuCtxGetCurrent);
        W2S_FIND(cuCtxSetCurrent);
        W2S_FIND(cuModuleLoadData);
        W2S_FIND(cuModuleGetFunction);
        W2S_FIND(cuLaunchKernel);
#undef W2S_FIND
    }

    template <class Function>
    void find(Function*& entry, const char* name) {
        entry = nullptr;
        for (auto library : libraries_)
            if (!entry) entry = reinterpret_cast<Function*>(dlsym(library, name));
        if (!entry && missing_.empty()) missing_ = name;
    }

    std::vector<void*> libraries_;
    std::string missing_;
};

void check_driver(Status status, const char* operation) {
    if (status == 0) return;
    const char* text = nullptr;
    Toolkit::get().cuGetErrorString(status, &text);
    TORCH_CHECK(false, operation, ": ", text ? text : "unknown error", " (", status, ")");
}

void check_compiler(Status status, const char* operation) {
    TORCH_CHECK(status == 0, operation, ": ", Toolkit::get().nvrtcGetErrorString(status));
}

// The driver's calls want the device's context on the calling thread, where libtorch's own may not have put it yet.
class OnDevice {
public:
    explicit OnDevice(int32_t index)
        : guard_(c10::Device(c10::DeviceType::CUDA, static_cast<c10::DeviceIndex>(index))) {
        Toolkit::get().require();
        Handle current = nullptr, own = primary_context(index);
        check_driver(Toolkit::get().cuCtxGetCurrent(&current), "cuCtxGetCurrent");
        if (current != own) check_driver(Toolkit::get().cuCtxSetCurrent(own), "cuCtxSetCurrent");
    }

private:
    // Held until the process ends, as libtorch's runtime holds it.
    static Handle primary_context(int32_t index) {
        static std::mutex mutex;
        static std::array<Handle, 64> contexts{};
        std::lock_guard<std::mutex> lock(mutex);
        auto& context = contexts.at(index);
        if (!context) {
            int device = 0;
            check_driver(Toolkit::get().cuDeviceGet(&device, index), "cuDeviceGet");
            check_driver(Toolkit::get().cuDevicePrimaryCtxRetain(&context, device), "cuDevicePrimaryCtxRetain");
        }
        return context;
    }

    c10::DeviceGuard guard_;
};

std::string architecture(int32_t index) {
    const auto& toolkit = Toolkit::get();
    int device = 0, major = 0, minor = 0;
    check_driver(toolkit.cuDeviceGet(&device, index), "cuDeviceGet");
    check_driver(toolkit.cuDeviceGetAttribute(&major, kMajorAttribute, device), "cuDeviceGetAttribute");
    check_driver(toolkit.cuDeviceGetAttribute(&minor, kMinorAttribute, device), "cuDeviceGetAttribute");
    return "--gpu-architecture=sm_" + std::to_string(major) + std::to_string(minor);
}

class Compilation {
public:
    explicit Compilation(const char* source) {
        check_compiler(
            toolkit_.nvrtcCreateProgram(&program_, source, "kernels.cu", 0, nullptr, nullptr), "nvrtcCreateProgram");
    }

    ~Compilation() { toolkit_.nvrtcDestroyProgram(&program_); }

    std::vector<char> binary(const std::string& architecture) {
        const char* options[] = {architecture.c_str(), "--std=c++17", "-default-device"};
        auto status = toolkit_.nvrtcCompileProgram(program_, 3, options);
        TORCH_CHECK(status == 0, toolkit_.nvrtcGetErrorString(status), ": ", log());
        size_t size = 0;
        check_compiler(toolkit_.nvrtcGetCUBINSize(program_, &size), "nvrtcGetCUBINSize");
        std::vector<char> binary(size);
        check_compiler(toolkit_.nvrtcGetCUBIN(program_, binary.data()), "nvrtcGetCUBIN");
        return binary;
    }

private:
    // On one line, as only a message's first is shown.
    std::string log() {
        size_t size = 0;
        if (toolkit_.nvrtcGetProgramLogSize(program_, &size) != 0 || size == 0) return "no log";
        std::string text(size, '\0');
        if (toolkit_.nvrtcGetProgramLog(program_, &text[0]) != 0) return "no log";
        text.resize(std::min(text.find('\0'), kLongestLog));
        std::replace(text.begin(), text.end(), '\n', ' ');
        return text;
    }

    const Toolkit& toolkit_ = Toolkit::get();
    Handle program_ = nullptr;
};

Handle load_program(int32_t device, const char* source) {
    OnDevice here(device);
    auto binary = Compilation(source).binary(architecture(device));
    Handle module = nullptr;
    check_driver(Toolkit::get().cuModuleLoadData(&module, binary.data()), "cuModuleLoadData");
    return module;
}

Handle find_kernel(int32_t device, Handle module, const char* name) {
    OnDevice here(device);
    Handle kernel = nullptr;
    check_driver(Toolkit::get().cuModuleGetFunction(&kernel, module, name), name);
    return kernel;
}

void launch(int32_t device, Handle kernel, const uint32_t* extents, void** arguments) {
    OnDevice here(device);
    Handle stream = c10::cuda::getCurrentCUDAStream(static_cast<c10::DeviceIndex>(device)).stream();
    auto status = Toolkit::get().cuLaunchKernel(
        kernel, extents[0], extents[1], 1, extents[2], 1, 1, 0, stream, arguments, nullptr);
    check_driver(status, "cuLaunchKernel");
}

bool are_supported() { return Toolkit::get().is_complete(); }
#else
using Handle = void*;

[[noreturn]] void refuse() { TORCH_CHECK(false, "the shim was built without CUDA's headers: there are no kernels"); }

Handle load_program(int32_t, const char*) { refuse(); }
Handle find_kernel(int32_t, Handle, const char*) { refuse(); }
void launch(int32_t, Handle, const uint32_t*, void**) { refuse(); }
bool are_supported() { return false; }
#endif

}  // namespace w2s

using w2s::guard;

W2S_API int32_t w2s_kernels_are_supported() { return w2s::are_supported(); }

// Compiles source for a device and loads it there, until the process ends.
W2S_API int32_t w2s_program_new(int32_t device, const char* source, void** program) {
    return guard([&] { *program = w2s::load_program(device, source); });
}

W2S_API int32_t w2s_program_kernel(int32_t device, void* program, const char* name, void** kernel) {
    return guard([&] { *kernel = w2s::find_kernel(device, program, name); });
}

// On the device's current stream. Extents are blocks across, blocks down and threads of a block; arguments are pointers
// to each.
W2S_API int32_t w2s_kernel_launch(int32_t device, void* kernel, const uint32_t* extents, void** arguments) {
    return guard([&] { w2s::launch(device, kernel, extents, arguments); });
}
