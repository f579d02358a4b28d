// The C interface between libtorch and the managed library. Every entry that can fail returns 0 for success and leaves
// its message for w2s_last_error; no exception crosses the boundary.
#pragma once

#include <ATen/core/Tensor.h>
#include <c10/util/Exception.h>

#include <cstdint>
#include <exception>
#include <string>
#include <utility>

#define W2S_API extern "C" __attribute__((visibility("default")))

namespace w2s {

// Numbers are part of the interface: Interop/Tag.cs has the same list.
enum class Tag : int32_t {
    None = 0,
    Tensor = 1,
    Int = 2,
    Double = 3,
    Bool = 4,
    IntList = 5,
    DoubleList = 6,
    BoolList = 7,
    TensorList = 8,
    OptionalTensorList = 9,
    String = 10,
    Device = 11,
    Generator = 12,
};

// One argument or result. `count` is the length of a list or string, or the index of a device.
struct Value {
    Tag tag;
    int32_t count;
    union {
        int64_t integer;
        double real;
        void* pointer;
    };
};
static_assert(sizeof(Value) == 16, "the managed side lays out the same 16 bytes");

void set_error(const std::string& message) noexcept;

// A tensor handle of its own, counted until w2s_tensor_free.
at::Tensor* own(at::Tensor tensor);
void disown(at::Tensor* tensor) noexcept;

template <class Body>
int32_t guard(Body&& body) noexcept {
    try {
        body();
        return 0;
    } catch (const c10::Error& error) {
        set_error(error.what_without_backtrace());
    } catch (const std::exception& error) {
        set_error(error.what());
    } catch (...) {
        set_error("unknown native exception");
    }
    return 1;
}

}  // namespace w2s
