// Root-mean-square norm of rows. Block (i, h) takes rows of head h: heads lie side by side, and `stride` elements lie
// between a row and the next. LANES threads share a row of `packs` packs, PACKS of them each; a block has THREADS.
#define GROUPS (THREADS / LANES)

// Σ of a number each over the threads of a row; all of them get it, and all of the block must call it.
inline real sum_of_row(real value) {
    for (int step = (LANES < WARP ? LANES : WARP) / 2; step > 0; step /= 2)
        value += __shfl_xor_sync(ALL_LANES, value, step);
#if LANES > WARP
    __shared__ real sums[LANES / WARP];
    __syncthreads();
    if (threadIdx.x % WARP == 0) sums[threadIdx.x / WARP] = value;
    __syncthreads();
    value = 0;
    for (int warp = 0; warp < LANES / WARP; warp++) value += sums[warp];
#endif
    return value;
}

// y = x · inverse · w with inverse = 1 / √(mean(x²) + ε), [rows, heads], which is written too.
extern "C" __global__ void __launch_bounds__(THREADS) rms_norm_forward(
    const element* __restrict__ x, const element* __restrict__ weight, element* __restrict__ y,
    real* __restrict__ inverse, long long rows, long long stride, int packs, double epsilon) {
    const int lane = threadIdx.x % LANES;
    const long long row = (long long)blockIdx.x * GROUPS + threadIdx.x / LANES;
    const long long place = row * stride + (long long)blockIdx.y * packs * WIDTH;
    const int count = row < rows ? packs : 0;
    Pack held[PACKS];
    real squares = 0;
#pragma unroll
    for (int i = 0; i < PACKS; i++) {
        if (lane + i * LANES >= count) continue;
        held[i] = load(x + place, lane + i * LANES);
#pragma unroll
        for (int k = 0; k < WIDTH; k++) squares += widen(held[i].at[k]) * widen(held[i].at[k]);
    }
    const real mean = sum_of_row(squares) / (packs * WIDTH);
    const real scale = 1 / square_root(mean + (real)epsilon);
    if (row < rows && lane == 0) inverse[row * gridDim.y + blockIdx.y] = scale;
#pragma unroll
    for (int i = 0; i < PACKS; i++) {
        if (lane + i * LANES >= count) continue;
        const Pack scales = load(weight, lane + i * LANES);
        Pack result;
#pragma unroll
        for (int k = 0; k < WIDTH; k++) result.at[k] = narrow(widen(held[i].at[k]) * scale * widen(scales.at[k]));
        store(y + place, lane + i * LANES, result);
    }
}

// Writes what a block has of each column; where it has several groups, added up group after group.
inline void write_block_sums(const real (&sums)[PACKS][WIDTH], real* partial, int packs) {
    const int lane = threadIdx.x % LANES;
    real* to = partial + ((long long)blockIdx.y * gridDim.x + blockIdx.x) * packs * WIDTH;
#if GROUPS == 1
    for (int i = 0; i < PACKS; i++)
        for (int k = 0; lane + i * LANES < packs && k < WIDTH; k++) to[(lane + i * LANES) * WIDTH + k] = sums[i][k];
#else
    __shared__ real columns[PACKS * LANES * WIDTH];
    for (int turn = 0; turn < GROUPS; turn++) {
        for (int i = 0; turn == threadIdx.x / LANES && i < PACKS; i++)
            for (int k = 0; k < WIDTH; k++) {
                real& column = columns[(lane + i * LANES) * WIDTH + k];
                column = turn == 0 ? sums[i][k] : column + sums[i][k];
            }
        __syncthreads();
    }
    for (int column = threadIdx.x; column < packs * WIDTH; column += THREADS) to[column] = columns[column];
#endif
}

// With n = x · inverse and s = g · w: dx = (s − n · mean(s · n)) · inverse. A block's part of dw = Σ g · n goes to
// `partial` [heads · blocks, C], unless that is null.
extern "C" __global__ void __launch_bounds__(THREADS) rms_norm_backward(
    const element* __restrict__ gradient, const element* __restrict__ x, const element* __restrict__ weight,
    const real* __restrict__ inverse, element* __restrict__ dx, real* __restrict__ partial, long long rows,
    long long stride, int packs) {
    const int lane = threadIdx.x % LANES;
    real sums[PACKS][WIDTH] = {};
    Pack scales[PACKS];
#pragma unroll
    for (int i = 0; i < PACKS; i++)
        if (lane + i * LANES < packs) scales[i] = load(weight, lane + i * LANES);
    for (long long first = (long long)blockIdx.x * GROUPS; first < rows; first += (long long)gridDim.x * GROUPS) {
        const long long row = first + threadIdx.x / LANES;
        const long long place = row * stride + (long long)blockIdx.y * packs * WIDTH;
        const int count = row < rows ? packs : 0;
        const real scale = row < rows ? inverse[row * gridDim.y + blockIdx.y] : 0;
        Pack held[PACKS], slopes[PACKS];
        real dot = 0;
#pragma unroll
        for (int i = 0; i < PACKS; i++) {
            if (lane + i * LANES >= count) continue;
            held[i] = load(x + place, lane + i * LANES);
            slopes[i] = load(gradient + place, lane + i * LANES);
        }
#pragma unroll
        for (int i = 0; i < PACKS; i++) {
            if (lane + i * LANES >= count) continue;
#pragma unroll
            for (int k = 0; k < WIDTH; k++) {
                const real normed = widen(held[i].at[k]) * scale, slope = widen(slopes[i].at[k]);
                sums[i][k] += slope * normed;
                dot += slope * widen(scales[i].at[k]) * normed;
            }
        }
        const real along = sum_of_row(dot) / (packs * WIDTH);
#pragma unroll
        for (int i = 0; i < PACKS; i++) {
            if (lane + i * LANES >= count) continue;
            Pack result;
#pragma unroll
            for (int k = 0; k < WIDTH; k++) {
                const real normed = widen(held[i].at[k]) * scale;
                result.at[k] = narrow((widen(slopes[i].at[k]) * widen(scales[i].at[k]) - normed * along) * scale);
            }
            store(dx + place, lane + i * LANES, result);
        }
    }
    if (partial) write_block_sums(sums, partial, packs);
}

// total[c] += Σ partial[r, c], by blocks of 32 columns and 32 threads for each: every thread takes each 32nd row.
extern "C" __global__ void __launch_bounds__(1024) add_column_sums(
    const real* __restrict__ partial, element* __restrict__ total, long long rows, int width) {
    __shared__ real sums[WARP][WARP + 1];
    const int across = threadIdx.x % WARP, down = threadIdx.x / WARP, column = blockIdx.x * WARP + across;
    real sum = 0;
    if (column < width)
        for (long long row = down; row < rows; row += WARP) sum += partial[row * width + column];
    sums[down][across] = sum;
    __syncthreads();
    if (down > 0 || column >= width) return;
    sum = 0;
    for (int row = 0; row < WARP; row++) sum += sums[row][across];
    total[column] = narrow(widen(total[column]) + sum);
}
