// A pass of `height` rows of every slot over a cache [slots, kinds, capacity, D]. Row r is of slot r / height.

// Turns queries and keys, [rows, heads + 2 · kinds, D] with heads of 2 · halves packs, by angles [rows, halves] packs;
// queries go to [rows, heads, D], keys and values to the rows' places in their slots. Each thread takes a pack of a
// first half and the one of the second half that it turns with.
extern "C" __global__ void keep_rows(
    const element* __restrict__ fused, const element* __restrict__ cosine, const element* __restrict__ sine,
    const long long* __restrict__ places, element* __restrict__ query, element* __restrict__ keys,
    element* __restrict__ values, int heads, int kinds, int halves, int height, long long capacity) {
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
    const long long place = ((long long)(row / height) * kinds + kind) * capacity + places[row];
    element* to = head < heads           ? query + ((long long)row * heads + head) * width
                  : head < heads + kinds ? keys + place * width
                                         : values + place * width;
    store(to, pack, first);
    store(to, halves + pack, second);
}

// Flash decoding (Dao et al., pytorch.org/blog/flash-decoding): softmax(q Kᵀ · scale) V of the GROUP queries of each of
// ROWS rows over a stretch of keys of one slot and kind, as sums that are joined later. LANES threads share a key, each
// with a pack of it.
#define QUERIES (ROWS * GROUP)
#define TEAMS (THREADS / LANES)
#define AHEAD (TEAMS > 16 ? 2 : 4)

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

// The keys of one stretch that each row attends to: those in [begin, end); all of them are in [lowest, highest).
struct Reach {
    int begin[ROWS], end[ROWS], lowest, highest;
};

inline int within(int stretch, long long place) { return place < 0 ? 0 : place > stretch ? stretch : (int)place; }

inline Reach reach_of(const long long* __restrict__ places, long long first, int stretch, long long window) {
    Reach reach;
    reach.lowest = stretch;
    reach.highest = 0;
#pragma unroll
    for (int r = 0; r < ROWS; r++) {
        const long long end = places[r] + 1;
        reach.begin[r] = within(stretch, first_place(end, window) - first);
        reach.end[r] = within(stretch, end - first);
        if (reach.begin[r] >= reach.end[r]) continue;
        reach.lowest = reach.begin[r] < reach.lowest ? reach.begin[r] : reach.lowest;
        reach.highest = reach.end[r] > reach.highest ? reach.end[r] : reach.highest;
    }
    return reach;
}

// Which of [rows · heads] the q-th query of a block of rows and a kind is.
inline long long head_of(int q, int block, int kind, int kinds) {
    return (((long long)block * ROWS + q / GROUP) * kinds + kind) * GROUP + q % GROUP;
}

// Block (stretch, b · kinds + kind) for the b-th ROWS rows, of slot b / parts. `mixed` is [rows · heads, stretches, D],
// `weights` [rows · heads, stretches, 2]: largest score and total. A stretch that nobody attends to is not written.
extern "C" __global__ void __launch_bounds__(THREADS) attend_stretches(
    const element* __restrict__ query, const element* __restrict__ keys, const element* __restrict__ values,
    const long long* __restrict__ places, real* __restrict__ mixed, real* __restrict__ weights, int kinds, int parts,
    int stretch, long long capacity, long long window, double factor) {
    __shared__ Sums shared[TEAMS][LANES];
    const int lane = threadIdx.x % LANES, team = threadIdx.x / LANES;
    const int block = blockIdx.y / kinds, kind = blockIdx.y % kinds;
    const long long first = (long long)blockIdx.x * stretch;
    const Reach reach = reach_of(places + (long long)block * ROWS, first, stretch, window);
    if (reach.lowest >= reach.highest) return;
    const long long start = (((long long)(block / parts) * kinds + kind) * capacity + first) * LANES * WIDTH;
    real queries[QUERIES][WIDTH];
    Sums sums[QUERIES];
#pragma unroll
    for (int q = 0; q < QUERIES; q++) {
        const Pack own = load(query + head_of(q, block, kind, kinds) * LANES * WIDTH, lane);
#pragma unroll
        for (int k = 0; k < WIDTH; k++) queries[q][k] = widen(own.at[k]) * (real)factor;
        sums[q] = {LOWEST, 0, {}};
    }
    // All teams take as many turns: the threads of a warp add up together. What is read ahead hides how long reading
    // takes.
    for (int turn = reach.lowest / TEAMS / AHEAD * AHEAD; turn * TEAMS < reach.highest; turn += AHEAD) {
        Pack key[AHEAD], value[AHEAD];
        int place[AHEAD];
#pragma unroll
        for (int i = 0; i < AHEAD; i++) {
            place[i] = (turn + i) * TEAMS + team;
            const bool is_read = place[i] >= reach.lowest && place[i] < reach.highest;
            const long long read = start + (long long)(is_read ? place[i] : reach.lowest) * LANES * WIDTH;
            key[i] = load(keys + read, lane);
            value[i] = load(values + read, lane);
        }
#pragma unroll
        for (int i = 0; i < AHEAD; i++)
#pragma unroll
            for (int q = 0; q < QUERIES; q++) {
                const int row = q / GROUP;
                const real score = dot_of_team(queries[q], key[i]);
                if (place[i] >= reach.begin[row] && place[i] < reach.end[row]) add(sums[q], score, value[i]);
            }
    }
#pragma unroll
    for (int q = 0; q < QUERIES; q++) {
        __syncthreads();
        shared[team][lane] = sums[q];
        __syncthreads();
        if (team > 0) continue;
        Sums all = shared[0][lane];
        for (int other = 1; other < TEAMS; other++) all = joined(all, shared[other][lane]);
        const long long part = head_of(q, block, kind, kinds) * gridDim.x + blockIdx.x;
        for (int k = 0; k < WIDTH; k++) mixed[(part * LANES + lane) * WIDTH + k] = all.mixed[k];
        if (lane > 0) continue;
        weights[2 * part] = all.largest;
        weights[2 * part + 1] = all.total;
    }
}

// Joins the stretches of a row and head, one to a block of LANES threads: y [rows · heads, D].
extern "C" __global__ void join_stretches(
    const real* __restrict__ mixed, const real* __restrict__ weights, const long long* __restrict__ places,
    element* __restrict__ y, int heads, int stretch, long long window, int stretches) {
    const int lane = threadIdx.x;
    const long long end = places[blockIdx.x / heads] + 1, begin = first_place(end, window);
    Sums all = {LOWEST, 0, {}};
    for (long long number = begin / stretch; number * stretch < end; number++) {
        const long long part = (long long)blockIdx.x * stretches + number;
        Sums one = {weights[2 * part], weights[2 * part + 1], {}};
        for (int k = 0; k < WIDTH; k++) one.mixed[k] = mixed[(part * LANES + lane) * WIDTH + k];
        all = joined(all, one);
    }
    Pack result;
#pragma unroll
    for (int k = 0; k < WIDTH; k++) result.at[k] = narrow(all.mixed[k] / all.total);
    store(y + (long long)blockIdx.x * LANES * WIDTH, lane, result);
}
