// Log-probability of one class per row of logits, with z = logit · scale.

// The largest logit of some, and Σ exp((logit − largest) · scale) over them.
struct Peak {
    real largest, sum;
};

inline Peak joined(Peak a, Peak b, real scale) {
    const real largest = larger(a.largest, b.largest);
    const real left = a.sum * exponential((a.largest - largest) * scale);
    return {largest, left + b.sum * exponential((b.largest - largest) * scale)};
}

inline Peak joined(Peak peak, Pack logits, real scale) {
    real values[WIDTH], largest = peak.largest;
#pragma unroll
    for (int k = 0; k < WIDTH; k++) {
        values[k] = widen(logits.at[k]);
        largest = larger(largest, values[k]);
    }
    real sum = peak.sum * exponential((peak.largest - largest) * scale);
#pragma unroll
    for (int k = 0; k < WIDTH; k++) sum += exponential((values[k] - largest) * scale);
    return {largest, sum};
}

// The first thread gets the block's.
inline Peak of_block(Peak peak, real scale) {
    __shared__ Peak peaks[THREADS / WARP];
    for (int step = WARP / 2; step > 0; step /= 2) {
        const Peak other = {
            __shfl_xor_sync(ALL_LANES, peak.largest, step), __shfl_xor_sync(ALL_LANES, peak.sum, step)};
        peak = joined(peak, other, scale);
    }
    if (threadIdx.x % WARP == 0) peaks[threadIdx.x / WARP] = peak;
    __syncthreads();
    for (int warp = 1; threadIdx.x == 0 && warp < THREADS / WARP; warp++) peak = joined(peak, peaks[warp], scale);
    return peak;
}

// log p = z[target] − normaliser with normaliser = log Σ exp z, and whether no class is likelier. A block to a row.
extern "C" __global__ void __launch_bounds__(THREADS) log_softmax_forward(
    const element* __restrict__ logits, const long long* __restrict__ targets, real* __restrict__ log_probabilities,
    real* __restrict__ normaliser, bool* __restrict__ is_top, int packs, double factor) {
    const long long row = blockIdx.x;
    const element* from = logits + row * packs * WIDTH;
    const real scale = (real)factor;
    Peak peak = {LOWEST, 0};
#pragma unroll 4
    for (int pack = threadIdx.x; pack < packs; pack += THREADS) peak = joined(peak, load(from, pack), scale);
    peak = of_block(peak, scale);
    if (threadIdx.x > 0) return;
    const real target = widen(from[targets[row]]), total = peak.largest * scale + logarithm(peak.sum);
    normaliser[row] = total;
    log_probabilities[row] = target * scale - total;
    is_top[row] = target >= peak.largest;
}

// In place: logits become g · scale · (1 at the target − exp(z − normaliser)).
extern "C" __global__ void log_softmax_backward(
    element* logits, const long long* __restrict__ targets, const real* __restrict__ normaliser,
    const real* __restrict__ gradient, long long rows, int packs, double factor) {
    const int pack = blockIdx.x * blockDim.x + threadIdx.x;
    if (pack >= packs) return;
    const real scale = (real)factor;
    for (long long row = blockIdx.y; row < rows; row += gridDim.y) {
        element* from = logits + row * packs * WIDTH;
        const real slope = gradient[row] * scale, shift = normaliser[row];
        const long long target = targets[row] - (long long)pack * WIDTH;
        Pack values = load(from, pack);
#pragma unroll
        for (int k = 0; k < WIDTH; k++) {
            const real share = exponential(widen(values.at[k]) * scale - shift);
            values.at[k] = narrow(slope * ((k == target ? 1 : 0) - share));
        }
        store(from, pack, values);
    }
}
