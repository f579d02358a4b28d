// Whether the shim is built with CUDA's headers against a libtorch that was built with CUDA. What is behind this macro
// fails without it, and says why.
#pragma once

#if __has_include(<cuda_runtime_api.h>) && __has_include(<c10/cuda/impl/cuda_cmake_macros.h>)
#define W2S_CUDA 1
#else
#define W2S_CUDA 0
#endif
