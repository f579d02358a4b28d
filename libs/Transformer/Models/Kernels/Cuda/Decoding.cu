// A pass of one row per slot over a cache [slots, kinds, capacity, D]. Row s is the newest of slot s, at its place.

// Turns queries and keys, [rows, heads + 2 · kinds, D] with heads of 2 · halves packs, by angles [rows, halves] packs;
// queries go to [rows, heads, D], keys and values to their places. Each thread takes a pack of a first half and the one
// of the second half that it turns with.
extern "C" __global__ void keep_rows(
    const element* __restrict__ fused, const element* __restrict__ cosine, const element* __restrict__ sine,
    const long long* __restrict__ places, element* __restrict__ query, element* __restrict__ keys,
    element* __restrict__ values, int heads, int kinds, int halves, long long capacity) {
    const int part = blockIdx.x * blockDim.x + threadIdx.x;
    const int head = part / halves, pack = part % halves, row = blockIdx.y;
    if (head >= heads + 2 * kinds) return;
    const long long width = 2 * halves * WIDTH;
    const element* from = fused + ((long long)row * (heads + 2 * kinds) + head) * width;
    Pack first = load(from, pack), second = load(from, halves + pack);
    if (head < heads + kinds) {
        const long long angles = (long long)row * halves * WIDTH;
        turn(first, second, load(cosine + angles, pack), load(sine + angles, pack), 1);
    }
    const int kind = (head - heads) % kinds;
    const long long place = ((long long)row * kinds + kind) * capacity + places[row];
    element* to = head < heads           ? query + ((long long)row * heads + head) * width
                  : head < heads + kinds ? keys + place * width
                                         : values + place * width;
    store(to, pack, first);
    store(to, halves + pack, second);
}

// Flash decoding (Dao et al., pytorch.org/blog/flash-decoding): softmax(q Kᵀ · scale) V of GROUP queries over STRETCH
// keys of one slot and kind, as sums that are joined later. LANES threads share a key, each with a pack of it.
#define TEAMS (THREADS / LANES)
#define TURNS (STRETCH / TEAMS)
#define AHEAD (TURNS < 4 ? TURNS : 4)

// The first place that a row at `end` − 1 attends to; without a window all before it.
inline long long first_place(long long end, long long window) { return window > 0 && end > window ? end - window : 0; }

struct Sums {
    real largest, total, mixed[WIDTH];
};

inline void add(Sums& sums, real score, Pack value) {
    const real largest = larger(sums.largest, score);
    const real before = exponential(sums.largest - largest), share = exponential(score - largest);
    sums.total = sums.total * before + share;
#pragma unroll
    for (int k = 0; k < WIDTH; k++) sums.mixed[k] = sums.mixed[k] * before + share * widen(value.at[k]);
    sums.largest = largest;
}

inline Sums joined(Sums a, Sums b) {
    const real largest = larger(a.largest, b.largest);
    const real left = exponential(a.largest - largest), right = exponential(b.largest - largest);
    Sums sums = {largest, a.total * left + b.total * right, {}};
#pragma unroll
    for (int k = 0; k < WIDTH; k++) sums.mixed[k] = a.mixed[k] * left + b.mixed[k] * right;
    return sums;
}

inline real dot_of_team(const real (&query)[WIDTH], Pack key) {
    real dot = 0;
#pragma unroll
    for (int k = 0; k < WIDTH; k++) dot += query[k] * widen(key.at[k]);
    for (int step = LANES / 2; step > 0; step /= 2) dot += __shfl_xor_sync(ALL_LANES, dot, step);
    return dot;
}

// Block (stretch, slot · kinds + kind). `mixed` is [slots · heads, stretches, D], `weights` [slots · heads, stretches,
// 2]: largest score and total. A stretch that nobody attends to is not written.
extern "C" __global__ void __launch_bounds__(THREADS) attend_stretches(
    const element* __restrict__ query, const element* __restrict__ keys, const element* __restrict__ values,
    const long long* __restrict__ places, real* __restrict__ mixed, real* __restrict__ weights, int kinds,
    long long capacity, long long window, double factor) {
    __shared__ Sums shared[TEAMS][LANES];
    const int lane = threadIdx.x % LANES, team = threadIdx.x / LANES;
    const int slot = blockIdx.y / kinds;
    const long long end = places[slot] + 1, begin = first_place(end, window);
    const long long first = (long long)blockIdx.x * STRETCH;
    if (first >= end || first + STRETCH <= begin) return;
    const element* from_keys = keys + blockIdx.y * capacity * LANES * WIDTH;
    const element* from_values = values + blockIdx.y * capacity * LANES * WIDTH;
    real queries[GROUP][WIDTH];
    Sums sums[GROUP];
#pragma unroll
    for (int g = 0; g < GROUP; g++) {
        const Pack own = load(query + ((long long)blockIdx.y * GROUP + g) * LANES * WIDTH, lane);
#pragma unroll
        for (int k = 0; k < WIDTH; k++) queries[g][k] = widen(own.at[k]) * (real)factor;
        sums[g] = {LOWEST, 0, {}};
    }
    // All teams take as many turns: the threads of a warp add up together. What is read ahead hides how long reading
    // takes.
    for (int turn = 0; turn < TURNS; turn += AHEAD) {
        Pack key[AHEAD], value[AHEAD];
        bool attends[AHEAD];
#pragma unroll
        for (int i = 0; i < AHEAD; i++) {
            const long long place = first + (turn + i) * TEAMS + team;
            attends[i] = place >= begin && place < end;
            const long long read = (attends[i] ? place : begin) * LANES * WIDTH;
            key[i] = load(from_keys + read, lane);
            value[i] = load(from_values + read, lane);
        }
#pragma unroll
        for (int i = 0; i < AHEAD; i++)
#pragma unroll
            for (int g = 0; g < GROUP; g++) {
                const real score = dot_of_team(queries[g], key[i]);
                if (attends[i]) add(sums[g], score, value[i]);
            }
    }
#pragma unroll
    for (int g = 0; g < GROUP; g++) {
        __syncthreads();
        shared[team][lane] = sums[g];
        __syncthreads();
        if (team > 0) continue;
        Sums all = shared[0][lane];
        for (int other = 1; other < TEAMS; other++) all = joined(all, shared[other][lane]);
        const long long part = ((long long)blockIdx.y * GROUP + g) * gridDim.x + blockIdx.x;
        for (int k = 0; k < WIDTH; k++) mixed[(part * LANES + lane) * WIDTH + k] = all.mixed[k];
        if (lane > 0) continue;
        weights[2 * part] = all.largest;
        weights[2 * part + 1] = all.total;
    }
}

// Joins the stretches of a row and head, one to a block of LANES threads: y [slots · heads, D].
extern "C" __global__ void join_stretches(
    const real* __restrict__ mixed, const real* __restrict__ weights, const long long* __restrict__ places,
    element* __restrict__ y, int heads, long long window, int stretches) {
    const int lane = threadIdx.x;
    const long long end = places[blockIdx.x / heads] + 1, begin = first_place(end, window);
    Sums all = {LOWEST, 0, {}};
    for (int stretch = begin / STRETCH; stretch * STRETCH < end; stretch++) {
        const long long part = (long long)blockIdx.x * stretches + stretch;
        Sums one = {weights[2 * part], weights[2 * part + 1], {}};
        for (int k = 0; k < WIDTH; k++) one.mixed[k] = mixed[(part * LANES + lane) * WIDTH + k];
        all = joined(all, one);
    }
    Pack result;
#pragma unroll
    for (int k = 0; k < WIDTH; k++) result.at[k] = narrow(all.mixed[k] / all.total);
    store(y + (long long)blockIdx.x * LANES * WIDTH, lane, result);
}
