// Blocks of 32: one scale, some with a minimum. nmos.live.quant has the layouts in words.
//
// A type tells a lane's quarter of a block: step i holds the columns 16 * i + 4 * quarter and the next three, as signed bytes,
// which is what a step of the tensor cores wants of the lane.
#pragma once

static const int NIBBLES = 0x0f0f0f0f;

// Takes `zero` off each of four bytes below 128.
template <int zero>
HERE int less(u32 bytes) {
    const u32 high = 0x80808080;
    return ((bytes | high) - zero * 0x01010101u) ^ high;
}

// Four bits to the fifth bit of four bytes.
HERE int fifths(u32 bits) {
    return ((bits & 15) * 0x00204081 & 0x01010101) << 4;
}

// What is the same for all numbers of a block of 32; `m` is not read where the type has no minimums.
struct Scale {
    float d;
    float m;
};

struct Q8_0 {
    static const int COLS = 32, BYTES = 34, STEPS = 2;
    static const bool MINIMUMS = false;

    HERE void numbers(const u8* block, int quarter, int (&w)[STEPS]) {
        w[0] = bytesAt2(block + 2 + 4 * quarter);
        w[1] = bytesAt2(block + 18 + 4 * quarter);
    }

    HERE Scale scale(const u8* block, int) {
        return {halfAt(block), 0};
    }
};

struct Q4_0 {
    static const int COLS = 32, BYTES = 18, STEPS = 2;
    static const bool MINIMUMS = false;

    HERE void numbers(const u8* block, int quarter, int (&w)[STEPS]) {
        int both = bytesAt2(block + 2 + 4 * quarter);
        w[0] = less<8>(both & NIBBLES);
        w[1] = less<8>(both >> 4 & NIBBLES);
    }

    HERE Scale scale(const u8* block, int) {
        return {halfAt(block), 0};
    }
};

struct Q4_1 {
    static const int COLS = 32, BYTES = 20, STEPS = 2;
    static const bool MINIMUMS = true;

    HERE void numbers(const u8* block, int quarter, int (&w)[STEPS]) {
        int both = bytesAt4(block + 4 + 4 * quarter);
        w[0] = both & NIBBLES;
        w[1] = both >> 4 & NIBBLES;
    }

    HERE Scale scale(const u8* block, int) {
        return {halfAt(block), halfAt(block + 2)};
    }
};

struct Q5_0 {
    static const int COLS = 32, BYTES = 22, STEPS = 2;
    static const bool MINIMUMS = false;

    HERE void numbers(const u8* block, int quarter, int (&w)[STEPS]) {
        u32 high = bytesAt2(block + 2);
        int both = bytesAt2(block + 6 + 4 * quarter);
        w[0] = less<16>((both & NIBBLES) | fifths(high >> 4 * quarter));
        w[1] = less<16>((both >> 4 & NIBBLES) | fifths(high >> (16 + 4 * quarter)));
    }

    HERE Scale scale(const u8* block, int) {
        return {halfAt(block), 0};
    }
};

struct Q5_1 {
    static const int COLS = 32, BYTES = 24, STEPS = 2;
    static const bool MINIMUMS = true;

    HERE void numbers(const u8* block, int quarter, int (&w)[STEPS]) {
        u32 high = bytesAt4(block + 4);
        int both = bytesAt4(block + 8 + 4 * quarter);
        w[0] = (both & NIBBLES) | fifths(high >> 4 * quarter);
        w[1] = (both >> 4 & NIBBLES) | fifths(high >> (16 + 4 * quarter));
    }

    HERE Scale scale(const u8* block, int) {
        return {halfAt(block), halfAt(block + 2)};
    }
};
