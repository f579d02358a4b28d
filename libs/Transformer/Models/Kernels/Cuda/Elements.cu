// What stands in front of every kernel here. Tensors are of `element`, arithmetic is in `real`. Defined are one of
// BFLOAT16, FLOAT32 and FLOAT64; WIDTH, elements that one access moves; and THREADS of a block. Rows and their offsets
// have 64 bits.
#if defined(BFLOAT16)
typedef unsigned short element;
typedef float real;

inline real widen(element value) { return __uint_as_float((unsigned)value << 16); }

// To the nearest, of two equally near the even one.
inline element narrow(real value) {
    unsigned bits = __float_as_uint(value);
    return value != value ? 0x7fc0 : (element)((bits + 0x7fff + (bits >> 16 & 1)) >> 16);
}

// Exact to more digits than an element has.
inline real exponential(real x) { return __expf(x); }
#elif defined(FLOAT32)
typedef float element;
typedef float real;

inline real exponential(real x) { return expf(x); }
#elif defined(FLOAT64)
typedef double element;
typedef double real;

inline real exponential(real x) { return exp(x); }
#endif

#if !defined(BFLOAT16)
inline real widen(element value) { return value; }
inline element narrow(real value) { return value; }
#endif

#if defined(FLOAT64)
#define LOWEST (-1.7976931348623157e308)
inline real square_root(real x) { return sqrt(x); }
inline real logarithm(real x) { return log(x); }
#else
#define LOWEST (-3.402823466e38f)
inline real square_root(real x) { return sqrtf(x); }
inline real logarithm(real x) { return logf(x); }
#endif

#define WARP 32
#define ALL_LANES 0xffffffffu

struct alignas(WIDTH * sizeof(element)) Pack {
    element at[WIDTH];
};

inline Pack load(const element* from, int pack) { return reinterpret_cast<const Pack*>(from)[pack]; }

inline void store(element* to, int pack, Pack values) { reinterpret_cast<Pack*>(to)[pack] = values; }

inline real larger(real a, real b) { return a > b ? a : b; }

// Turns a pack of a head's first half, and the one of its second half that goes with it, by their angles.
inline void turn(Pack& first, Pack& second, Pack cosines, Pack sines, int sign) {
#pragma unroll
    for (int k = 0; k < WIDTH; k++) {
        const real a = widen(first.at[k]), b = widen(second.at[k]);
        const real c = widen(cosines.at[k]), s = sign * widen(sines.at[k]);
        first.at[k] = narrow(a * c - b * s);
        second.at[k] = narrow(b * c + a * s);
    }
}
