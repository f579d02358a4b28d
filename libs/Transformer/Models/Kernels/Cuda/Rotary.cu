// Turns the halves of each head by its row's angles, [rows, halves] packs of cosines and sines; `sign` is 1, −1 to turn
// back, or 0 to copy. Heads are 2 · halves packs long, and lie where the strides say, in elements. Each thread takes a
// pack of a first half and the one of the second half that it turns with.
extern "C" __global__ void turn_heads(
    const element* __restrict__ from, element* __restrict__ to, const element* __restrict__ cosine,
    const element* __restrict__ sine, long long rows, int heads, int halves, long long from_row, long long from_head,
    long long to_row, long long to_head, int sign) {
    const int place = blockIdx.x * blockDim.x + threadIdx.x;
    const int head = place / halves, pack = place % halves;
    if (head >= heads) return;
    for (long long row = blockIdx.y; row < rows; row += gridDim.y) {
        const element* source = from + row * from_row + head * from_head;
        element* target = to + row * to_row + head * to_head;
        Pack first = load(source, pack), second = load(source, halves + pack);
        if (sign != 0) {
            const long long angles = row * halves * WIDTH;
            turn(first, second, load(cosine + angles, pack), load(sine + angles, pack), sign);
        }
        store(target, pack, first);
        store(target, halves + pack, second);
    }
}
