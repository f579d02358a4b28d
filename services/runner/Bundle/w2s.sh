#!/usr/bin/env bash
# Starts the runner of this folder on this host's libtorch. The shim between the two is built with the host's compiler
# at the first start with a libtorch, and kept in the user's cache.
#   ./w2s selftest | doctor | generate | score | correct | merge | bench | step …  LIBTORCH=DIR: another libtorch
set -euo pipefail

bundle=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")

fail() {
  printf 'w2s: %s\n' "$*" >&2
  exit 3
}

# --- libtorch ------------------------------------------------------------------------------------------------------

# PyTorch brings libtorch along; looking for the folder is faster than importing it.
python_torch() {
  local search='import importlib.util as u; t = u.find_spec("torch"); print(t.submodule_search_locations[0])'
  python3 -c "$search" 2>/dev/null || true
}

is_libtorch() { [[ -e $1/include/ATen/core/Tensor.h && -e $1/lib/libc10.so ]]; }

# Leaves LIBTORCH empty for the libtorch of the system.
find_libtorch() {
  if [[ -n ${LIBTORCH:-} ]]; then
    is_libtorch "$LIBTORCH" || fail "LIBTORCH=$LIBTORCH has no include/ and lib/ of a libtorch"
    LIBTORCH=$(readlink -f "$LIBTORCH")
  else
    LIBTORCH=$(python_torch)
    is_libtorch "$LIBTORCH" || LIBTORCH=
  fi
  include=${LIBTORCH:-/usr}/include
  [[ -e $include/ATen/core/Tensor.h ]] ||
    fail 'no libtorch: set LIBTORCH to an unpacked one or to the torch folder of a PyTorch install'
  libraries=${LIBTORCH:+$LIBTORCH/lib}
  [[ -n $libraries ]] || libraries=$(dirname "$(readlink -f "$("$compiler" -print-file-name=libc10.so)")")
}

find_compiler() {
  local name
  for name in "${CXX:-c++}" g++ clang++; do
    compiler=$(command -v "$name") && return
  done
  fail 'no C++ compiler (g++): it builds the shim between the runner and libtorch'
}

# --- the shim ------------------------------------------------------------------------------------------------------

# One number of libtorch's version, from whichever of its headers says it.
version() {
  local headers=("$include"/torch/headeronly/version.h "$include"/torch/csrc/api/include/torch/version.h) numbers
  numbers=$(sed -n "s/^#define TORCH_VERSION_$1 \([0-9]*\).*/\1/p" "${headers[@]}" 2>/dev/null) || true
  echo "${numbers%%$'\n'*}"
}

# libtorch asks for C++20 from 2.13 on.
standard() {
  local major minor
  major=$(version MAJOR)
  minor=$(version MINOR)
  if ((major > 2 || (major == 2 && minor >= 13))); then echo c++20; else echo c++17; fi
}

# The shim has to agree with libtorch about std::string: its own symbols say which of the two it has.
uses_new_abi() { if grep -q __cxx11 "$libraries/libc10.so"; then echo 1; else echo 0; fi; }

# CUDA registers itself when its libraries are loaded; nothing refers to them by name.
cuda_libraries() {
  [[ ! -e $libraries/libtorch_cuda.so ]] || echo -ltorch_cuda
  [[ ! -e $libraries/libc10_cuda.so ]] || echo -lc10_cuda
}

# The folder of CUDA's headers: of a toolkit, or of PyTorch's own among its Python packages. Without them the shim has
# no graphs and no fused kernels.
cuda_include() {
  local nvcc folder
  nvcc=$(readlink -f "$(command -v nvcc || true)")
  for folder in "${CUDA_HOME:-}/include" "${nvcc%/bin/nvcc}/include" /usr/local/cuda/include \
    "${LIBTORCH:-/usr}"/../nvidia/*/include; do
    [[ ! -e $folder/cuda_runtime_api.h ]] || { echo "$folder" && return; }
  done
}

compile() {
  local work=$1 source job failed=0 jobs=() cuda headers=(-isystem "$include/torch/csrc/api/include")
  # The compiler looks into the system's own folder last; put first, it would hide its headers from one another.
  [[ -z $LIBTORCH ]] || headers+=(-isystem "$include")
  cuda=$(cuda_include)
  [[ -z $cuda || $cuda == /usr/include ]] || headers+=(-isystem "$cuda")
  for source in "$bundle"/native/*.cpp; do
    "$compiler" -O2 -fPIC -fvisibility=hidden "-std=$(standard)" "-D_GLIBCXX_USE_CXX11_ABI=$(uses_new_abi)" \
      "${headers[@]}" -c "$source" -o "$work/$(basename "$source" .cpp).o" &
    jobs+=($!)
  done
  # All of them: what still runs would write into the folder that a failure removes.
  for job in "${jobs[@]}"; do wait "$job" || failed=1; done
  ((!failed)) || return 1
  # shellcheck disable=SC2046
  "$compiler" -shared -o "$work/libw2storch.so" "$work"/*.o "-L$libraries" "-Wl,-rpath,$libraries" \
    -ltorch_cpu -lc10 -ldl -Wl,--no-as-needed -ltorch $(cuda_libraries) -Wl,--as-needed
}

# Another libtorch, compiler or source makes another shim.
shim_key() {
  {
    cat "$bundle"/native/*
    "$compiler" --version
    readlink -f "$libraries"/lib{c10,torch_cpu}.so
    stat -Lc '%s %Y' "$libraries"/lib{c10,torch_cpu}.so
  } | sha256sum | cut -c 1-16
}

ensure_shim() {
  local folder work
  folder=${XDG_CACHE_HOME:-$HOME/.cache}/w2s/shim-$(shim_key)
  export W2S_SHIM=$folder/libw2storch.so
  [[ ! -e $W2S_SHIM ]] || return 0
  printf 'w2s: building the shim for %s\n' "$libraries" >&2
  mkdir -p "$(dirname "$folder")"
  work=$(mktemp -d "$folder.XXXXXX")
  compile "$work" || { rm -rf "$work" && fail 'the shim does not compile (its output is above)'; }
  rm "$work"/*.o
  # Whoever else built it meanwhile has the same.
  mv -T "$work" "$folder" 2>/dev/null || rm -rf "$work"
}

# --- the runner ----------------------------------------------------------------------------------------------------

# Native libraries read these once, when they are loaded.
set_environment() {
  local threads=1 previous= argument
  for argument in "$@"; do
    [[ $previous != --threads ]] || threads=$argument
    [[ $argument != --threads=* ]] || threads=${argument#*=}
    previous=$argument
  done
  export OPENBLAS_NUM_THREADS=${OPENBLAS_NUM_THREADS:-$threads} OMP_NUM_THREADS=${OMP_NUM_THREADS:-$threads}
  export MKL_NUM_THREADS=${MKL_NUM_THREADS:-$threads} OMP_DYNAMIC=FALSE MKL_DYNAMIC=FALSE
  export CUBLAS_WORKSPACE_CONFIG=${CUBLAS_WORKSPACE_CONFIG:-:4096:8}
  export MALLOC_MMAP_THRESHOLD_=1073741824 MALLOC_TRIM_THRESHOLD_=4294967296 MALLOC_TOP_PAD_=67108864
}

find_compiler
find_libtorch
ensure_shim
[[ -z $LIBTORCH ]] || export LIBTORCH
set_environment "$@"
exec "$bundle/w2s-runner" "$@"
