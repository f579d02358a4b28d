// silu(gate) · up of [rows, 2 · packs] packs: gates, then ups. Blocks lie across a row; further down they take each
// gridDim.y-th row.
inline real sigmoid(real x) { return 1 / (1 + exponential(-x)); }

extern "C" __global__ void swiglu_forward(
    const element* __restrict__ gate_up, element* __restrict__ y, long long rows, int packs) {
    const int pack = blockIdx.x * blockDim.x + threadIdx.x;
    if (pack >= packs) return;
    for (long long row = blockIdx.y; row < rows; row += gridDim.y) {
        const element* from = gate_up + row * 2 * packs * WIDTH;
        const Pack gates = load(from, pack), ups = load(from, packs + pack);
        Pack result;
#pragma unroll
        for (int k = 0; k < WIDTH; k++) {
            const real gate = widen(gates.at[k]);
            result.at[k] = narrow(gate * sigmoid(gate) * widen(ups.at[k]));
        }
        store(y + row * packs * WIDTH, pack, result);
    }
}

// With s = sigmoid(gate): d gate = g · up · s · (1 + gate · (1 − s)), d up = g · gate · s.
extern "C" __global__ void swiglu_backward(
    const element* __restrict__ gradient, const element* __restrict__ gate_up, element* __restrict__ slopes,
    long long rows, int packs) {
    const int pack = blockIdx.x * blockDim.x + threadIdx.x;
    if (pack >= packs) return;
    for (long long row = blockIdx.y; row < rows; row += gridDim.y) {
        const element* from = gate_up + row * 2 * packs * WIDTH;
        const Pack gates = load(from, pack), ups = load(from, packs + pack);
        const Pack gradients = load(gradient + row * packs * WIDTH, pack);
        Pack gate_slopes, up_slopes;
#pragma unroll
        for (int k = 0; k < WIDTH; k++) {
            const real gate = widen(gates.at[k]), g = widen(gradients.at[k]), s = sigmoid(gate);
            gate_slopes.at[k] = narrow(g * widen(ups.at[k]) * s * (1 + gate * (1 - s)));
            up_slopes.at[k] = narrow(g * gate * s);
        }
        element* to = slopes + row * 2 * packs * WIDTH;
        store(to, pack, gate_slopes);
        store(to, packs + pack, up_slopes);
    }
}
