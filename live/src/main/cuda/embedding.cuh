// Rows of stored weights as floats, the CPU's bits.
#pragma once

#define EMBED_ARGUMENTS const u8 *w, const int *tokens, float *out, int cols


// One of a few values, without a place in memory for them.
template <int COUNT>
HERE int chosen(const int (&of)[COUNT], int which) {
    int value = of[0];
#pragma unroll
    for (int i = 1; i < COUNT; i++) {
        value = which == i ? of[i] : value;
    }
    return value;
}

template <class T>
HERE Scale stepScale(const Scale& s, int) {
    return s;
}

template <class T>
HERE Scale stepScale(const Scales& s, int step) {
    int sub = step / T::SUB;
    int scale = (i8) (chosen(s.scales, sub / 4) >> 8 * (sub % 4));
    return {s.d * (float) scale, s.m * (float) (s.minimums >> 8 * (step % 4) & 0xff)};
}

// A thread has four numbers: a step of a quarter of a block.
template <class T>
HERE void embed(EMBED_ARGUMENTS) {
    int blocks = cols / T::COLS;
    const u8* row = w + (u64) tokens[blockIdx.y] * blocks * T::BYTES;
    float* to = out + (i64) blockIdx.y * cols;
    for (int i = blockIdx.x * 128 + threadIdx.x; i < cols / 4; i += gridDim.x * 128) {
        const u8* block = row + (u64) (4 * i / T::COLS) * T::BYTES;
        int step = i / 4 % T::STEPS;
        int numbers[T::STEPS];
        T::numbers(block, i % 4, numbers);
        int four = chosen(numbers, step);
        // minimums come by quarters of the columns
        Scale s = stepScale<T>(T::scale(block, step / 4), step);
#pragma unroll
        for (int byte = 0; byte < 4; byte++) {
            float number = (float) (i8) (four >> 8 * byte);
            to[4 * i + byte] = T::MINIMUMS ? fmaf(number, s.d, s.m) : number * s.d;
        }
    }
}

template <class T>
HERE void embedPlain(EMBED_ARGUMENTS) {
    const u8* row = w + (u64) tokens[blockIdx.y] * cols * T::BYTES;
    for (int column = blockIdx.x * 128 + threadIdx.x; column < cols; column += gridDim.x * 128) {
        out[(i64) blockIdx.y * cols + column] = T::one(row + (i64) column * T::BYTES);
    }
}

#define EMBED(name, T)                    \
    KERNEL embed_##name(EMBED_ARGUMENTS) { \
        embed<T>(w, tokens, out, cols);    \
    }
QUANTISED(EMBED)

#define EMBED_PLAIN(name, T)                \
    KERNEL embed_##name(EMBED_ARGUMENTS) {   \
        embedPlain<T>(w, tokens, out, cols); \
    }
EMBED_PLAIN(f32, F32)
EMBED_PLAIN(f16, F16)
EMBED_PLAIN(bf16, BF16)
